"""A supplier's page says which rows of which lists named it: found by index, not by reading every list."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_supplier_list_row_supplier_id", "supplier_list_row", ["supplier_id"],
        postgresql_where="supplier_id IS NOT NULL",
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index("ix_supplier_list_row_supplier_id", "supplier_list_row")
