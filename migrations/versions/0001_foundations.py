"""Foundations: who acts, lawful moves, the demand for a trail, immutability."""

from alembic import op

from migrations.rules import FUNCTIONS

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(FUNCTIONS)


def downgrade() -> None:
    """Going back from the first migration is dropping the database."""
    raise NotImplementedError("drop the database instead")
