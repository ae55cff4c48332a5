"""Migrations: alembic, up from empty; imported only when used, for it costs half a second."""

from pathlib import Path
from typing import TYPE_CHECKING

from core.roles import sqlalchemy_url

if TYPE_CHECKING:
    from alembic.config import Config

ROOT = Path(__file__).resolve().parent.parent


def upgrade(owner_url: str, revision: str = "head") -> None:
    """Bring the schema to `revision`, connected as the owner of the tables (a libpq connection string)."""
    from alembic import command

    command.upgrade(configuration(owner_url), revision)


def configuration(owner_url: str) -> "Config":
    """Return alembic's configuration for one database."""
    from alembic import config as alembic_config

    config = alembic_config.Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["url"] = sqlalchemy_url(owner_url)
    return config


def at_head(owner_url: str) -> bool:
    """Tell whether the database's schema is the newest that this code knows (a plain read, no alembic import)."""
    import psycopg

    head = (ROOT / "migrations" / "HEAD").read_text(encoding="utf-8").strip()
    with psycopg.connect(owner_url, connect_timeout=10) as connection:
        known = connection.execute("SELECT to_regclass('public.alembic_version')").fetchone()
        if not known or known[0] is None:
            return False
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return row is not None and row[0] == head
