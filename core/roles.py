"""Database roles: the owner of the tables, and the web, worker and public roles that own nothing."""

import hashlib
import hmac
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

OWNER, APP, WORKER, PUBLIC = "fairgate_owner", "fairgate_app", "fairgate_worker", "fairgate_public"
LEAST_VERSION = 18


@dataclass(frozen=True)
class RoleUrls:
    """Where each process connects: libpq connection strings, one a role."""

    owner: str
    app: str
    worker: str


class DatabaseUnfit(Exception):
    """The server cannot serve Fairgate; the message is one sentence for the person who started it."""


def bootstrap(superuser_url: str, secret_key: str) -> RoleUrls:
    """Make the four roles in the database of `superuser_url`, give the owner its schema, return the connections.

    Idempotent. `superuser_url` must be allowed to create roles; it is used for this and for migrations, never by the
    application. Raises DatabaseUnfit with a sentence when the server is older than 18 or refuses.
    """
    try:
        with psycopg.connect(superuser_url, autocommit=True, connect_timeout=10) as connection:
            version = connection.info.server_version // 10_000
            if version < LEAST_VERSION:
                message = f"The database is PostgreSQL {version}; Fairgate needs {LEAST_VERSION} or newer."
                raise DatabaseUnfit(message)
            _make_roles(connection, secret_key)
            _give_schema(connection)
    except psycopg.OperationalError as error:
        message = f"The database does not answer: {str(error).strip().splitlines()[-1]}"
        raise DatabaseUnfit(message) from error
    except psycopg.errors.InsufficientPrivilege as error:
        message = f"The database role of DATABASE_URL may not create roles: {str(error).splitlines()[0]}"
        raise DatabaseUnfit(message) from error
    return urls(superuser_url, secret_key)


def urls(superuser_url: str, secret_key: str) -> RoleUrls:
    """Return the connection strings of the roles, with passwords derived from the installation's secret."""
    parts: dict[str, Any] = dict(conninfo_to_dict(superuser_url))
    app = make_conninfo(**{**parts, "user": APP, "password": password(APP, secret_key)})
    worker = make_conninfo(**{**parts, "user": WORKER, "password": password(WORKER, secret_key)})
    return RoleUrls(owner=make_conninfo(**{**parts, "options": f"-c role={OWNER}"}), app=app, worker=worker)


def password(role: str, secret_key: str) -> str:
    """Return the password of a role: an HMAC of the installation's secret, so that none is stored twice."""
    return hmac.new(secret_key.encode(), f"database-role:{role}".encode(), hashlib.sha256).hexdigest()


def sqlalchemy_url(conninfo: str) -> str:
    """Return a connection string in the form SQLAlchemy takes, its parts passed as libpq options."""
    from urllib.parse import quote, urlencode

    parts = {name: str(value) for name, value in conninfo_to_dict(conninfo).items() if value is not None}
    user, secret = quote(parts.pop("user", ""), safe=""), quote(parts.pop("password", ""), safe="")
    name = quote(parts.pop("dbname", ""), safe="")
    return f"postgresql+psycopg://{user}:{secret}@/{name}?{urlencode(parts)}"


def _make_roles(connection: "psycopg.Connection[tuple[object, ...]]", secret_key: str) -> None:
    for role, login in ((OWNER, False), (PUBLIC, False), (APP, True), (WORKER, True)):
        known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone()
        verb = sql.SQL("ALTER" if known else "CREATE")
        rights = sql.SQL("LOGIN PASSWORD {}").format(password(role, secret_key)) if login else sql.SQL("NOLOGIN")
        connection.execute(
            sql.SQL("{} ROLE {} NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE {}").format(
                verb, sql.Identifier(role), rights
            )
        )
    # The web process may step down to the public role for a worker's look-up, and inherits nothing from it.
    connection.execute(
        sql.SQL("GRANT {} TO {} WITH INHERIT FALSE, SET TRUE").format(sql.Identifier(PUBLIC), sql.Identifier(APP))
    )
    # Loading a demonstration replays people's acts with the rights of the web process, from a worker's connection.
    connection.execute(
        sql.SQL("GRANT {} TO {} WITH INHERIT FALSE, SET TRUE").format(sql.Identifier(APP), sql.Identifier(WORKER))
    )
    connection.execute(sql.SQL("GRANT {} TO CURRENT_USER WITH SET TRUE").format(sql.Identifier(OWNER)))


def _give_schema(connection: "psycopg.Connection[tuple[object, ...]]") -> None:
    owner = sql.Identifier(OWNER)
    database = sql.Identifier(connection.info.dbname)
    connection.execute(sql.SQL("GRANT CREATE, CONNECT, TEMPORARY ON DATABASE {} TO {}").format(database, owner))
    connection.execute(sql.SQL("ALTER SCHEMA public OWNER TO {}").format(owner))
    connection.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
    for role in (APP, WORKER, PUBLIC):
        connection.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(sql.Identifier(role)))
