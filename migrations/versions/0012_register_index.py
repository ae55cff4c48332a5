"""Names go into the register's index when they are written: look-ups never wade through a list of pending ones."""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER INDEX ix_agency_name_search_keys SET (fastupdate = off)")


def downgrade() -> None:
    op.execute("ALTER INDEX ix_agency_name_search_keys RESET (fastupdate)")
