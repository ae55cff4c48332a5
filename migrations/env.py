"""Alembic's entry: connect as the owner, one transaction, lock and statement time-outs."""

from alembic import context
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

import migrations.tables  # noqa: F401  every model, so that autogenerate and the schema test see all tables
from core.db import Model

# Never wait long for a lock in production: a migration that cannot have it now fails and is tried again.
LOCK_TIMEOUT, STATEMENT_TIMEOUT = "4s", "600s"


def include(item: object, name: str | None, kind: str, reflected: bool, compared: object) -> bool:  # noqa: FBT001
    """Leave the job queue's own tables to procrastinate."""
    return not (kind == "table" and name is not None and name.startswith("procrastinate"))


def run() -> None:
    engine = create_engine(context.config.attributes["url"], poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text(f"SET lock_timeout = '{LOCK_TIMEOUT}'"))
        connection.execute(text(f"SET statement_timeout = '{STATEMENT_TIMEOUT}'"))
        connection.execute(text("SELECT pg_advisory_lock(hashtext('fairgate migrations'))"))
        connection.commit()
        context.configure(
            connection=connection,
            target_metadata=Model.metadata,
            compare_type=True,
            include_object=include,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
