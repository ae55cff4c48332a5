"""`bin/fairgate`: the command groups of the features, each imported only when it is asked for."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

import click

from core.config import ConfigurationError, Settings
from core.errors import Problem
from core.processes import exit_on_sigterm

# name: where its click group is, and what it is for (said here, so that --help imports nothing)
GROUPS = {
    "watchlist": ("screening.watchlists.commands:watchlist", "Import lists of flagged entities."),
    "licences": ("licensing.licences.commands:licences", "Rebuild the flagged list of our own register."),
    "law": ("licensing.law.commands:law", "Load the jurisdiction's classes of licence and legal grounds."),
    "standards": ("licensing.standards.commands:standards", "Propose versions of the licensing standards."),
    "demo": ("demonstration.commands:demo", "Load a folder of demonstration data into an empty system."),
    "trail": ("accounts.seals.commands:trail", "Seal the trail, and see whether it was changed."),
    "people": ("accounts.people.commands:people", "Add people, end and restore their access."),
    "screening": ("screening.commands:screening", "Compare names and search lists, without a database."),
}
PURE = frozenset({"screening"})  # these start neither database nor application


class FeatureGroups(click.Group):
    """A group whose members live in the features above core, found by name at the moment of use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the features' groups and core's own."""
        return sorted([*GROUPS, *super().list_commands(ctx)])

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Import the group called `name`."""
        if name not in GROUPS:
            return super().get_command(ctx, name)
        module, _, attribute = GROUPS[name][0].partition(":")
        group: click.Group = getattr(import_module(module), attribute)
        return group

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the groups without importing them."""
        own = {name: command.get_short_help_str(80) for name, command in self.commands.items()}
        rows = {**own, **{name: purpose for name, (_place, purpose) in GROUPS.items()}}
        with formatter.section("Commands"):
            formatter.write_dl(sorted(rows.items()))


@click.group(cls=FeatureGroups)
@click.pass_context
def fairgate(ctx: click.Context) -> None:
    """Look after a Fairgate installation.

    Uses the same variables as bin/run (FAIRGATE_DATA, DATABASE_URL, …) and works while it runs or not.
    """
    if ctx.invoked_subcommand in GROUPS.keys() - PURE and not set(sys.argv) & set(ctx.help_option_names):
        ctx.with_resource(_application())


@fairgate.group()
def database() -> None:
    """Prepare the database given by DATABASE_URL (bin/run does it by itself)."""


@database.command()
def upgrade() -> None:
    """Make the database roles and bring the schema up to date."""
    from core import ready

    with ready.database(Settings.from_environment()):
        click.echo("The database has its roles and the newest schema.")


@database.command("roles")
def show_roles() -> None:
    """Make the roles, and print where web server and job worker connect (with passwords)."""
    from core import ready

    with ready.database(Settings.from_environment()) as (urls, _server):
        click.echo(
            f"web server  FAIRGATE_DATABASE={urls.app!r}\njob worker  FAIRGATE_DATABASE={urls.worker!r}"
        )


@contextmanager
def _application() -> Iterator[None]:
    """Hold an application context in which commands work as the job worker's database role."""
    from app import create_app

    settings = Settings.from_environment()
    with _connection(settings) as conninfo, create_app(settings, conninfo).app_context():
        yield


@contextmanager
def _connection(settings: Settings) -> Iterator[str]:
    """Yield where commands connect: FAIRGATE_DATABASE if given, else a database made ready for them."""
    given = os.environ.get("FAIRGATE_DATABASE")
    if given:
        yield given
        return
    from core import ready

    with ready.database(settings) as (urls, _server):
        yield urls.worker


def main() -> None:
    """Run the command line; a refusal is said in sentences, with exit code 1 and no trace of the program."""
    exit_on_sigterm()
    try:
        fairgate(prog_name="bin/fairgate")
    except ConfigurationError as error:
        sys.exit(str(error))
    except Problem as refusal:
        sys.exit(_sentences(refusal))


def _sentences(refusal: Problem) -> str:
    sentence = refusal.detail % refusal.values if refusal.detail else refusal.title
    return "\n".join([sentence, *(f"  {field}: {fault}" for field, fault in refusal.fields.items())])


if __name__ == "__main__":
    main()
