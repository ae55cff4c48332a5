"""What lists are expected to hold, where they are fetched, and the sources that wait for a person or were refused."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.rules import APP, OWNER, WORKER, governed, grant, moves
from screening.watchlists.states import DELIVERY_MOVES, DELIVERY_STARTS

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("watchlist", sa.Column("built_in", sa.Boolean(), server_default="false", nullable=False))
    op.add_column("watchlist_snapshot", sa.Column("publisher_version", sa.String(100)))
    # a list kept by ourselves may have nobody on it; an import without anybody is refused before it comes here
    op.drop_constraint("ck_watchlist_snapshot_not_empty", "watchlist_snapshot")
    op.create_check_constraint("not_negative", "watchlist_snapshot", "entities >= 0")
    op.drop_constraint("ck_watchlist_snapshot_status_known", "watchlist_snapshot")
    op.create_check_constraint("status_known", "watchlist_snapshot", "status IN ('current', 'superseded')")
    source()
    delivery()
    for table in ("watchlist_source", "watchlist_delivery"):
        grant(table, "SELECT, INSERT, UPDATE")
    governed("watchlist_delivery")
    grant("watchlist_file", "SELECT, INSERT, DELETE")
    op.execute(f"GRANT INSERT ON watchlist TO {APP}")
    for table in ("watchlist", "watchlist_source", "watchlist_delivery", "watchlist_file"):
        shared(table)
    moves("watchlist_delivery", DELIVERY_MOVES, *DELIVERY_STARTS)


def source() -> None:
    op.create_table(
        "watchlist_source",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("watchlist_id", sa.Uuid(), sa.ForeignKey("watchlist.id"), nullable=False),
        sa.Column("expected_least", sa.Integer()),
        sa.Column("expected_most", sa.Integer()),
        sa.Column("urls", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("format", sa.String(40)),
        sa.Column("every", sa.String(10), nullable=False),
        sa.Column("due_at", INSTANT),
        sa.Column("claimed_at", INSTANT),
        sa.Column("checked_at", INSTANT),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("validators", postgresql.JSONB(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("watchlist_id", name="uq_watchlist_source_watchlist"),
        sa.CheckConstraint("every IN ('off', 'daily', 'weekly')", name="every_known"),
        sa.CheckConstraint("expected_least IS NULL OR expected_least >= 1", name="expected_least_positive"),
        sa.CheckConstraint(
            "expected_least IS NULL OR expected_most IS NULL OR expected_least <= expected_most",
            name="expected_in_order",
        ),
        sa.CheckConstraint("every = 'off' OR cardinality(urls) > 0", name="fetched_from_somewhere"),
    )


def delivery() -> None:
    statuses = ", ".join(f"'{status}'" for status in DELIVERY_MOVES)
    op.create_table(
        "watchlist_delivery",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("watchlist_id", sa.Uuid(), sa.ForeignKey("watchlist.id"), nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("channel", sa.String(10), nullable=False),
        sa.Column("file_name", sa.String(300), nullable=False),
        sa.Column("format", sa.String(40)),
        sa.Column("source_hash", sa.String(64)),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("published_on", sa.Date()),
        sa.Column("findings", postgresql.JSONB(), nullable=False),
        *(sa.Column(name, sa.Integer()) for name in ("against", "entities", "names", "added", "changed", "removed")),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("received_by", sa.Uuid()),
        sa.Column("received_by_name", sa.String(300), nullable=False),
        sa.Column("decided_at", INSTANT),
        sa.Column("decided_by_name", sa.String(300)),
        sa.Column("decision_reason", sa.Text()),
        sa.Column("sequence", sa.Integer()),
        sa.CheckConstraint(f"status IN ({statuses})", name="status_known"),
        sa.CheckConstraint("channel IN ('upload', 'fetch', 'command')", name="channel_known"),
    )
    op.create_index("ix_watchlist_delivery_watchlist", "watchlist_delivery", ["watchlist_id", "received_at"])
    op.create_table(
        "watchlist_file",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("delivery_id", sa.Uuid(), sa.ForeignKey("watchlist_delivery.id")),
        sa.Column("snapshot_id", sa.Uuid(), sa.ForeignKey("watchlist_snapshot.id")),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("(delivery_id IS NULL) <> (snapshot_id IS NULL)", name="of_one_thing"),
    )
    op.create_index("ix_watchlist_file_delivery", "watchlist_file", ["delivery_id"])
    op.create_index("ix_watchlist_file_snapshot", "watchlist_file", ["snapshot_id"])


def shared(table: str) -> None:
    """Let everyone read `table`, and on the web only the regulator write it: lists are the same for all tenants."""
    regulator = "(SELECT app.kind()) = 'regulator'"
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY reads ON {table} FOR SELECT TO {APP} USING (true)")
    op.execute(f"CREATE POLICY inserts ON {table} FOR INSERT TO {APP} WITH CHECK ({regulator})")
    op.execute(f"CREATE POLICY updates ON {table} FOR UPDATE TO {APP} USING ({regulator}) WITH CHECK ({regulator})")
    op.execute(f"CREATE POLICY deletes ON {table} FOR DELETE TO {APP} USING ({regulator})")
    op.execute(f"CREATE POLICY works ON {table} TO {WORKER}, {OWNER} USING (true) WITH CHECK (true)")


def downgrade() -> None:
    """Sources that wait for a person would be lost."""
    raise NotImplementedError("restore the backup made before the upgrade")
