"""The job queue's own tables and functions, as procrastinate ships them, and who may use them."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    from procrastinate import schema

    script = schema.SchemaManager.get_schema()
    # Several statements in one script: only the driver's own simple protocol takes that (stack.md 4, cure 9).
    op.get_bind().connection.driver_connection.execute(script)
    for role in ("fairgate_app", "fairgate_worker"):
        op.execute(
            f"""
            DO $$ DECLARE t record; BEGIN
              FOR t IN SELECT c.relname, c.relkind FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                       WHERE n.nspname = 'public' AND c.relname LIKE 'procrastinate%' AND c.relkind IN ('r', 'S') LOOP
                IF t.relkind = 'r' THEN
                  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO {role}', t.relname);
                ELSE
                  EXECUTE format('GRANT USAGE ON SEQUENCE %I TO {role}', t.relname);
                END IF;
              END LOOP;
            END $$"""
        )


def downgrade() -> None:
    """Going back would lose waiting jobs."""
    raise NotImplementedError("restore the backup made before the upgrade")
