"""`bin/fairgate watchlist`: import lists of flagged entities, see what they hold, take one out of use."""

import getpass
import time
from pathlib import Path
from typing import Any

import click

from core.actor import Actor
from core.db import transaction
from core.errors import Invalid
from core.paging import Page
from screening.watchlists import formats, queries, service
from screening.watchlists.models import SnapshotStatus

# An import may copy a million names; pages keep their five seconds.
LONGEST = "900s"
_CODES = sorted(code.replace("_", "-") for code in formats.FORMATS)
# “simple” is our own form, in whichever of its two spellings the file is.
_FORMATS = [*_CODES, "simple"]


@click.group()
def watchlist() -> None:
    """Import lists of flagged entities, and see what they hold."""


@watchlist.command("import")
@click.argument("sources", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--format", "form", type=click.Choice(_FORMATS), help="Recognised by itself when left out.")
@click.option("--code", required=True, help="Short name of the list, such as ofac-sdn.")
@click.option("--title", default="", help="Name of the list; needed the first time.")
@click.option("--publisher", default="", help="Who publishes it; needed the first time.")
@click.option("--published-on", type=click.DateTime(["%Y-%m-%d"]), help="Day of publication, such as 2024-01-31.")
@click.option("--source-url", help="Where it is published.")
@click.option("--accept-shrink", is_flag=True, help="Take it although it lost more than a tenth of its entities.")
def import_(sources: tuple[Path, ...], form: str | None, code: str, published_on: Any, **given: Any) -> None:
    """Import a version of a list from a FOLDER or from FILES, as its publisher gives them out."""
    format_code = _format(sources, form)
    files = _files(sources, format_code)
    begun = time.monotonic()
    with transaction(actor=_operator(), timeout=LONGEST):
        came = service.import_snapshot(
            code, given["title"], given["publisher"], formats.read(files if len(files) > 1 else files[0], format_code),
            format=format_code, source_hash=service.hash_of(files),
            published_on=published_on.date() if published_on else None, by=_operator(),
            accept_shrink=given["accept_shrink"], source_url=given["source_url"],
        )  # fmt: skip
        snapshot = came.snapshot
        title = snapshot.watchlist.title
    if not came.new:
        since = f"{snapshot.imported_at:%Y-%m-%d %H:%M} UTC"
        click.echo(f"{title}: nothing changed. This very source is in use since {since}.")
        return
    click.echo(
        f"{title}: {snapshot.entities:,} entities with {snapshot.names:,} names"
        f" ({snapshot.added:,} added, {snapshot.changed:,} changed, {snapshot.removed:,} removed)"
        f" in {time.monotonic() - begun:.1f} s. Snapshot {snapshot.sequence}, source {snapshot.source_hash[:12]}."
    )


@watchlist.command("list")
def list_() -> None:
    """Print every list with its size, age and last change."""
    with transaction(actor=_operator(), read_only=True):
        rows = queries.overview()
    for row in rows:
        newest = row.newest
        state = "" if newest.status == SnapshotStatus.CURRENT else "  (not in use)"
        published = newest.published_on or "unknown"
        click.echo(
            f"{row.watchlist.code:<24} {newest.entities:>9,} entities {newest.names:>9,} names  published {published}"
            f"  imported {newest.imported_at:%Y-%m-%d}  {row.watchlist.title}{state}"
        )
    if not rows:
        click.echo("There is no list yet. Import one: bin/fairgate watchlist import --help")


@watchlist.command()
@click.argument("code")
@click.option("--snapshot", type=int, help="Which one; the newest when left out.")
@click.option("--most", default=20, show_default=True, help="How many entities to name of each kind of change.")
def diff(code: str, snapshot: int | None, most: int) -> None:
    """Print what a snapshot of list CODE added, changed and removed."""
    with transaction(actor=_operator(), read_only=True, timeout=LONGEST):
        found = queries.get(code)
        chosen = queries.snapshot(found, snapshot)
        click.echo(f"{found.title}, snapshot {chosen.sequence} of {chosen.imported_at:%Y-%m-%d}")
        for change in queries.Change:
            page = queries.differences(found, chosen.sequence, change, Page(1, most))
            click.echo(f"{change}: {page.total:,}")
            for entity in page.rows:
                click.echo(f"  {entity.entity_key:<12} {entity.caption}")
            if page.total > len(page.rows):
                click.echo(f"  … and {page.total - len(page.rows):,} more")


@watchlist.command()
@click.argument("code")
@click.option("--reason", required=True, help="Why; it is kept in the trail.")
def withdraw(code: str, reason: str) -> None:
    """Take list CODE out of use. Its history stays; importing it again brings it back."""
    with transaction(actor=_operator(), timeout=LONGEST):
        entities = service.withdraw(code, reason, by=_operator())
    click.echo(f"{code}: {entities:,} entities are no longer screened against. What they were is kept.")


def _operator() -> Actor:
    """Return who runs the command: the system's account, since nobody is signed in at a terminal."""
    return Actor(None, f"{getpass.getuser()} (command line)", None, "system", "system")


def _format(sources: tuple[Path, ...], form: str | None) -> str:
    try:
        if form not in (None, "simple"):
            return str(form).replace("-", "_")
        found = formats.detect(sources[0])
    except formats.FormatError as error:
        raise Invalid("list-broken", "The list cannot be read: %(fault)s", fault=str(error)) from error
    if form == "simple" and not found.startswith("fairgate_"):
        name = formats.FORMATS[found]
        raise Invalid("list-broken", "This is not a list in Fairgate's own form, but %(form)s.", form=name)
    return found


def _files(sources: tuple[Path, ...], format_code: str) -> list[Path]:
    """Return the files that make up the source: for a folder, those of the format in it."""
    try:
        return formats.files_of(sources[0] if len(sources) == 1 else sources, format_code)
    except formats.FormatError as error:
        raise Invalid("list-broken", "The list cannot be read: %(fault)s", fault=str(error)) from error
