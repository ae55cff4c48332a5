"""From a PostgreSQL server, embedded or given, to a database that Fairgate can be started on."""

from collections.abc import Iterator
from contextlib import contextmanager

from core import migrate, roles
from core.config import ConfigurationError, Settings
from core.pg import Server


@contextmanager
def database(settings: Settings) -> Iterator[tuple[roles.RoleUrls, Server | None]]:
    """Yield where each role connects, on a server that runs, has the roles, and has the newest schema.

    The embedded server (the second value) is stopped afterwards, unless another process owns it. Raises
    ConfigurationError with one sentence.
    """
    if settings.database_url is not None:
        yield prepare(settings.database_url, settings.secret_key), None
        return
    with Server(settings.data_dir) as server:
        yield prepare(server.url, settings.secret_key), server


def prepare(superuser_url: str, secret_key: str) -> roles.RoleUrls:
    """Make the roles and bring the schema up to date; both do nothing where nothing is to do."""
    try:
        urls = roles.bootstrap(superuser_url, secret_key)
    except roles.DatabaseUnfit as error:
        raise ConfigurationError(str(error)) from error
    if not migrate.at_head(urls.owner):
        migrate.upgrade(urls.owner)
    return urls
