"""PostgreSQL once, a migrated template, one clone for the suite with a savepoint per test, further clones on request."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo
from sqlalchemy import create_engine, event, text
from sqlalchemy.pool import NullPool

from accounts.people import passwords
from app import create_app
from core import clock, ids, jobs, migrate, roles
from core import db as database
from core.config import Settings
from core.pg import Server
from tests.client import Client
from tests.jobs import drain

SECRET = "a secret that only the tests know, 40 chars"
NOON = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
TEMPLATE = "fairgate_template"
SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real lists; a test that needs it skips where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the folder of real lists is not here, so nothing real can be imported")
    return SHARED


@pytest.fixture(scope="session")
def cluster() -> Iterator[str]:
    """The superuser's connection string of a server whose template database is migrated."""
    given = os.environ.get("DATABASE_URL")
    with contextlib.ExitStack() as stack:
        if given:
            url = given
        else:
            folder = stack.enter_context(
                tempfile.TemporaryDirectory(prefix="fairgate-tests-", ignore_cleanup_errors=True)
            )
            server = Server(Path(folder) / "data", fsync=False)
            url = server.start()
            stack.callback(server.stop)
        with psycopg.connect(url, autocommit=True) as connection:
            drop(connection, TEMPLATE)
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(TEMPLATE)))
        template = make_conninfo(url, dbname=TEMPLATE)
        migrate.upgrade(roles.bootstrap(template, SECRET).owner)
        yield url


def drop(connection: psycopg.Connection, name: str) -> None:
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@contextlib.contextmanager
def cloned(cluster: str) -> Iterator[str]:
    """A fresh copy of the template, dropped afterwards: its superuser's connection string."""
    name = "fairgate_" + ids.new_id().hex[:12]
    with psycopg.connect(cluster, autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(TEMPLATE))
        )
        try:
            yield make_conninfo(cluster, dbname=name)
        finally:
            drop(connection, name)


@pytest.fixture
def clone(cluster: str) -> Iterator[str]:
    """A database of the test's own, where real commits are needed."""
    with cloned(cluster) as url:
        yield url


def settings_for(folder: Path, **changed: object) -> Settings:
    """Settings of a test installation."""
    values = {"FAIRGATE_DATA": str(folder), "FAIRGATE_SECRET_KEY": SECRET, "FAIRGATE_TESTING": "1"}
    return Settings.from_environment({**values, **{name: str(value) for name, value in changed.items()}})


@pytest.fixture(scope="session")
def application(cluster: str, tmp_path_factory: pytest.TempPathFactory):
    """The application on one clone for the whole run; tests use `app`, which rolls everything back."""
    passwords.use_quick_profile()
    with cloned(cluster) as url:
        made = create_app(settings_for(tmp_path_factory.mktemp("data")), roles.urls(url, SECRET).app)
        made.config["TESTING"] = False  # errors are answered as in production, so that their pages are tested
        engine = create_engine(roles.sqlalchemy_url(url), poolclass=NullPool)
        yield made, engine
        engine.dispose()
        with made.app_context():
            database.db.engine.dispose()


@pytest.fixture(scope="session")
def demonstration(cluster: str, application, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The superuser's connection string of a database with the demonstration loaded; leave it as it is."""
    from core import countries
    from demonstration import folder, replay

    with cloned(cluster) as url:
        loading = create_app(settings_for(tmp_path_factory.mktemp("data")), roles.urls(url, SECRET).worker)
        try:
            with loading.app_context():
                replay.load(folder.read(migrate.ROOT / "demo"))
                database.db.engine.dispose()
            yield url
        finally:
            jobs.use(application[0])
            countries.settle({})


@pytest.fixture
def app(application):
    """The application inside a transaction that is rolled back: what a test writes, the next one never sees."""
    with rolled_back(*application) as made:
        yield made


@pytest.fixture
def demonstrated(application, demonstration: str):
    """As `app`, with the demonstration's data in it."""
    engine = create_engine(roles.sqlalchemy_url(demonstration), poolclass=NullPool)
    with rolled_back(application[0], engine) as made:
        yield made
    engine.dispose()


@contextlib.contextmanager
def rolled_back(made, engine):
    """Let the application work on one connection of `engine`, and undo everything in the end.

    The connection is the superuser's, but each transaction steps down to the web role (or, in jobs, the worker's),
    so that row-level security holds as in production. Deferred constraints are checked at each commit.
    """
    jobs.use(made)  # another test may have made an application of its own
    with made.app_context(), engine.connect() as connection, clock.frozen(NOON):
        outer = connection.begin()
        kept = database.db.engines[None]
        database.db.engines[None] = connection
        database.db.session.remove()
        database.db.session.configure(join_transaction_mode="create_savepoint")
        session_type = database.db.session.session_factory.class_
        event.listen(session_type, "before_commit", check_deferred)
        role = database.own_role.set("fairgate_app")
        try:
            yield made
        finally:
            database.own_role.reset(role)
            event.remove(session_type, "before_commit", check_deferred)
            database.db.session.remove()
            database.db.session.configure(join_transaction_mode="conditional_savepoint")
            database.db.engines[None] = kept
            outer.rollback()


def check_deferred(session) -> None:
    """Check deferred constraints now: a savepoint's release would leave them for a commit that never comes."""
    session.flush()
    session.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    session.execute(text("SET CONSTRAINTS ALL DEFERRED"))


@pytest.fixture
def client(app) -> Client:
    """A visitor who is not signed in, and who checks every page."""
    return Client(app)


@pytest.fixture
def run_jobs(app):
    """Run what is in the queue, as the worker would, until nothing is left."""
    return drain


def chromium() -> str | None:
    """Return where Chromium is, if it is installed."""
    from shutil import which

    return next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := which(name))), None)


NO_BROWSER = "no Chromium here, so no page was driven in a browser; get one with: apt-get install chromium"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs a browser where there is none, in one line a file; `.ci/run` demands one instead."""
    if chromium() is None and os.environ.get("FAIRGATE_REQUIRE_BROWSER") != "1":
        for item in items:
            if "browser_path" in getattr(item, "fixturenames", ()):
                item.add_marker(pytest.mark.skip(reason=NO_BROWSER))


@pytest.fixture(scope="session")
def browser_path() -> str:
    """Where Chromium is."""
    return chromium() or pytest.fail(NO_BROWSER)
