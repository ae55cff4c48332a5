"""The language of a flagged name, where its publisher tells it: the same name reads differently in two languages."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("flagged_name", sa.Column("language", sa.String(12)))


def downgrade() -> None:
    op.drop_column("flagged_name", "language")
