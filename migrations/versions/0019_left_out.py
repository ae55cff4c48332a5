"""What of a source became no entity of a list, by its reason: an order on goods names no company to screen against."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "watchlist_snapshot", sa.Column("left_out", postgresql.JSONB, nullable=False, server_default=sa.text("'[]'"))
    )
    op.alter_column("watchlist_snapshot", "left_out", server_default=None)


def downgrade() -> None:
    op.drop_column("watchlist_snapshot", "left_out")
