"""`bin/fairgate watchlist`: import lists of flagged entities, see what they hold and how they changed, drop one."""

import csv
import getpass
import re
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from core.actor import Actor
from core.db import transaction
from core.errors import Invalid
from core.i18n import N_
from core.paging import Page
from core.spreadsheets import safe
from screening.watchlists import changes, deltas, fetches, formats, guards, importing, keeping, queries, service
from screening.watchlists.importing import LONGEST, Source
from screening.watchlists.models import Delivery
from screening.watchlists.records import FormatError
from screening.watchlists.service import Imported
from screening.watchlists.states import Channel

_CODES = sorted(code.replace("_", "-") for code in formats.FORMATS)
# “simple” is our own form, in whichever of its two spellings the file is.
_FORMATS = [*_CODES, "simple"]
HELD = N_(
    "%(why)s It waits on the page of the list until a decider takes or rejects it. To take it from here, import it"
    " again with --accept-size."
)


@click.group()
def watchlist() -> None:
    """Import lists of flagged entities, and see what they hold and how they changed."""


class Span(click.ParamType):
    """A range of whole numbers, such as 10000-20000; either side may be left out."""

    name = "MIN-MAX"

    def convert(self, value: Any, param: Any, ctx: Any) -> tuple[int | None, int | None]:
        """Return (least, most)."""
        found = re.fullmatch(r"(\d*)-(\d*)", str(value).replace(",", "").replace(" ", ""))
        if found is None or not any(found.groups()):
            self.fail("must look like 10000-20000, 10000- or -20000", param, ctx)
        least, most = (int(part) if part else None for part in found.groups())
        return least, most


@watchlist.command("import")
@click.argument("sources", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--format", "form", type=click.Choice(_FORMATS), help="Recognised by itself when left out.")
@click.option("--code", required=True, help="Short name of the list, such as ofac-sdn.")
@click.option("--title", default="", help="Name of the list; needed the first time.")
@click.option("--publisher", default="", help="Who publishes it; needed the first time.")
@click.option("--published-on", type=click.DateTime(["%Y-%m-%d"]), help="Day of publication, such as 2024-01-31.")
@click.option("--source-url", help="Where it is published.")
@click.option("--version", help="The publisher's own mark of this version, from which deltas go on.")
@click.option("--expect", type=Span(), help="How many entities the list should hold; kept for later imports too.")
@click.option("--reason", default="", help="Why that many are expected; kept in the trail.")
@click.option(
    "--accept-size",
    "--accept-shrink",
    "accept_size",
    is_flag=True,
    help="Take it although its size is not as expected.",
)
def import_(sources: tuple[Path, ...], form: str | None, code: str, published_on: Any, **given: Any) -> None:
    """Import a version of a list from a FOLDER, a ZIP archive or FILES, as its publisher gives them out."""
    begun, by = time.monotonic(), _operator()
    with TemporaryDirectory(prefix="fairgate-list-") as folder:
        parts = keeping.unpacked(sources[0], Path(folder)) if _archive(sources) else list(sources)
        format_code = _format(parts, _form(form))
        if form == "simple" and format_code:
            _own_form(format_code)
        source = Source(
            code=code, files=tuple(_files(parts, format_code)), title=given["title"], publisher=given["publisher"],
            format=format_code, published_on=published_on.date() if published_on else None,
            source_url=given["source_url"], version=given["version"],
        )  # fmt: skip
        if given["expect"]:
            _expect(source, given["expect"], given["reason"], by)
        came = importing.attempt(source, channel=Channel.COMMAND, by=by, accept_size=given["accept_size"])
    _tell(came, begun)


def _archive(sources: tuple[Path, ...]) -> bool:
    return len(sources) == 1 and sources[0].is_file()


def _expect(source: Source, span: tuple[int | None, int | None], reason: str, by: Actor) -> None:
    """Keep the size that is expected from now on, for a new list as well."""
    with transaction(actor=by):
        known = [row.watchlist for row in queries.overview() if row.watchlist.code == source.code]
        chosen = known[0] if known else service.found(source.code, source.title, source.publisher, by=by)
        service.expect(chosen, *span, reason=reason or "Given on the command line.", by=by)


def _tell(came: Imported | Delivery, begun: float) -> None:
    """Print what an import did. Raises Invalid when it waits for a person."""
    if isinstance(came, Delivery):
        findings = [guards.Finding.from_json(kept) for kept in came.findings]
        why = " ".join(finding.sentence() for finding in findings)
        raise Invalid(findings[0].code, HELD, why=why, **findings[0].values)
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
    for left_out in snapshot.left_out:
        such = f" Such as: {'; '.join(left_out['examples'])}" if left_out["examples"] else ""
        click.echo(f"left out {left_out['count']:,}: {left_out['reason']}{such}")


@watchlist.command()
@click.argument("code")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--from", "start", help="The publisher's version that the delta starts from (for a single delta file).")
@click.option("--to", "end", help="The publisher's version that it leads to.")
@click.option("--accept-size", is_flag=True, help="Take it although its size is not as expected.")
def delta(code: str, path: Path, start: str | None, end: str | None, *, accept_size: bool) -> None:
    """Bring list CODE up to date from a FollowTheMoney delta file, or from a delta.json with the files beside it."""
    begun, by = time.monotonic(), _operator()
    with transaction(actor=by, timeout=LONGEST):
        came = deltas.bring_up_to_date(code, deltas.steps(path, start, end), by=by, accept_size=accept_size)
    _tell(came, begun)


@watchlist.command()
@click.argument("code")
def fetch(code: str) -> None:
    """Fetch list CODE from its publisher now, where this installation allows it."""
    begun = time.monotonic()
    came = fetches.fetch(code, by=_operator())
    if came is None:
        click.echo(f"{code}: nothing new at the publisher.")
    else:
        _tell(came, begun)


@watchlist.command("list")
def list_() -> None:
    """Print every list with its size, age and last change."""
    with transaction(actor=_operator(), read_only=True):
        rows = queries.overview()
    for row in rows:
        newest = row.newest
        if newest is None:
            click.echo(f"{row.watchlist.code:<24} no version yet  {row.watchlist.title}")
            continue
        state = "" if row.in_use else "  (not in use)"
        state += "  (old)" if row.stale else ""
        state += f"  ({row.waiting} waiting for a decision)" if row.waiting else ""
        published = newest.published_on or "unknown"
        click.echo(
            f"{row.watchlist.code:<24} {newest.entities:>9,} entities {newest.names:>9,} names  published {published}"
            f"  imported {newest.imported_at:%Y-%m-%d}  {row.watchlist.title}{state}"
        )
    if not rows:
        click.echo("There is no list yet. Import one: bin/fairgate watchlist import --help")


@watchlist.command()
@click.argument("code")
@click.option("--most", default=10, show_default=True, help="How many versions and deliveries to name.")
def show(code: str, most: int) -> None:
    """Print where list CODE comes from, its versions, and what was refused or waits."""
    with transaction(actor=_operator(), read_only=True):
        found = queries.get(code)
        row, page = queries.row(found), Page(1, most)
        versions, came = queries.snapshots(found, page), queries.deliveries(found, page)
    click.echo(f"{found.title} ({found.code}), published by {found.publisher}")
    if row.source:
        source = row.source
        if source.expected_least or source.expected_most:
            upper = f"{source.expected_most:,}" if source.expected_most else "any number of"
            click.echo(f"expected: {source.expected_least or 1:,} to {upper} entities")
        if source.urls:
            click.echo(f"fetched: {source.every}, from {' '.join(source.urls)}")
    click.echo(f"versions: {versions.total:,}")
    for item in versions.rows:
        click.echo(
            f"  {item.sequence:>4} {item.status:<10} {item.imported_at:%Y-%m-%d %H:%M} {item.entities:>9,} entities"
            f"  +{item.added:,} ~{item.changed:,} -{item.removed:,}  {item.format}  {item.source_hash[:12]}"
        )
    click.echo(f"waiting, refused or failed: {came.total:,}")
    for one in came.rows:
        why = " ".join(guards.Finding.from_json(kept).sentence() for kept in one.findings)
        source_hash = (one.source_hash or "no source")[:12]
        click.echo(
            f"  {one.received_at:%Y-%m-%d %H:%M} {one.status:<9} {source_hash:<12} {one.received_by_name}: {why}"
        )


@watchlist.command()
@click.argument("code")
@click.argument("since", type=int, required=False)
@click.argument("to", type=int, required=False)
@click.option("--most", default=20, show_default=True, help="How many entities to name of each kind of change.")
@click.option("--csv", "as_csv", is_flag=True, help="Every difference as a CSV row, to standard output.")
def diff(code: str, since: int | None, to: int | None, most: int, *, as_csv: bool) -> None:
    """Print how list CODE changed: its last version, or from snapshot SINCE to snapshot TO."""
    with transaction(actor=_operator(), read_only=True, timeout=LONGEST):
        found = queries.get(code)
        last = queries.snapshot(found, to).sequence
        first = last - 1 if since is None else since
        if first:
            first = queries.snapshot(found, first).sequence if since is not None else first
        between = changes.changed_entities(found.id, first, last)
    if not between.complete:
        raise Invalid("too-many-changes", N_("More than %(most)s entities differ. Compare versions that lie closer."),
                      most=changes.MOST_CHANGES)  # fmt: skip
    if as_csv:
        csv.writer(sys.stdout).writerows([safe(cell) for cell in row] for row in changes.rows(between))
        return
    click.echo(f"{found.title}, from snapshot {first} to {last}")
    _name("added", [(row.entity_key, row.caption, []) for row in between.added], most)
    told = [(after.entity_key, after.caption, changes.differing(before, after)) for before, after in between.changed]
    _name("changed", told, most)
    _name("removed", [(row.entity_key, row.caption, []) for row in between.removed], most)


def _name(kind: str, entities: list[tuple[str, str, list[changes.Difference]]], most: int) -> None:
    click.echo(f"{kind}: {len(entities):,}")
    for key, caption, differences in entities[:most]:
        click.echo(f"  {key:<12} {caption}")
        for item in differences:
            click.echo(f"    {item.attribute}: {'; '.join(item.left) or '–'} → {'; '.join(item.came) or '–'}")
    if len(entities) > most:
        click.echo(f"  … and {len(entities) - most:,} more")


@watchlist.command()
@click.argument("code")
@click.option("--reason", required=True, help="Why; it is kept in the trail.")
def drop(code: str, reason: str) -> None:
    """Take list CODE out of use. Its history stays; importing it again brings it back."""
    with transaction(actor=_operator(), timeout=LONGEST):
        entities = service.withdraw(code, reason, by=_operator())
    click.echo(f"{code}: {entities:,} entities are no longer screened against. What they were is kept.")


def _operator() -> Actor:
    """Return who runs the command: the system's account, since nobody is signed in at a terminal."""
    return Actor(None, f"{getpass.getuser()} (command line)", None, "system", "system")


def _form(given: str | None) -> str | None:
    return None if given in (None, "simple") else str(given).replace("-", "_")


def _format(parts: list[Path], form: str | None) -> str | None:
    """Return the format that the command names, or a folder or file tells; None for a file in none that we know.

    Such a file is refused when it is read, so that the refusal stands on the list's page.
    """
    try:
        return form or formats.detect(parts[0])
    except FormatError as error:
        if parts[0].is_file():
            return None
        raise importing.broken(error) from error


def _own_form(code: str) -> None:
    """Raise Invalid when a source that should be in our own form is in another."""
    if not code.startswith("fairgate_"):
        message = N_("This is not a list in Fairgate's own form, but %(form)s.")
        raise Invalid("list-broken", message, form=formats.FORMATS[code])


def _files(parts: list[Path], format_code: str | None) -> list[Path]:
    """Return the files that make up the source: for a folder, those of the format in it."""
    if format_code is None:
        return parts
    try:
        return formats.files_of(parts[0] if len(parts) == 1 else parts, format_code)
    except FormatError as error:
        raise importing.broken(error) from error
