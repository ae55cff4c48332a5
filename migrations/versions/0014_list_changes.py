"""What came and what left between two versions of a list, found by an index instead of by reading the whole list."""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_flagged_entity_came", "flagged_entity", ["watchlist_id", "from_sequence"])
    op.create_index(
        "ix_flagged_entity_left", "flagged_entity", ["watchlist_id", "to_sequence"],
        postgresql_where="to_sequence IS NOT NULL",
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index("ix_flagged_entity_left", "flagged_entity")
    op.drop_index("ix_flagged_entity_came", "flagged_entity")
