"""Pages of lists of flagged entities: which are in use, how they changed, who is on them and why."""

from typing import Any

from flask import Response, render_template, request
from flask_babel import gettext as _

from accounts.permissions import Permission
from core import clock, countries, i18n
from core.actor import signed_in
from core.errors import Invalid
from core.i18n import translate
from core.paging import Page
from core.permit import permits
from core.spreadsheets import as_csv
from screening.watchlists import changes, fetches, formats, managing, queries, wording
from screening.watchlists.forms import SearchForm
from screening.watchlists.guards import Finding
from screening.watchlists.models import Delivery, FlaggedEntity, Watchlist
from screening.watchlists.pages import blueprint
from screening.watchlists.queries import Change, Filter

SNAPSHOTS_SHOWN = 10
FORMAT_NAMES = {**formats.FORMATS, "own": "Fairgate"}
PAGE = 25
__all__ = ["blueprint", "managing"]  # the pages to act on register themselves


@blueprint.get("")
@permits(Permission.SEE_WATCHLISTS)
def index() -> str:
    """Show every list with its publisher, size and last change."""
    rows = queries.overview()
    in_use = [row.newest for row in rows if row.newest and row.in_use]
    return render_template(
        "screening/watchlists/index.html", rows=rows, say=wording, lists=len(in_use), fetching=fetches.allowed(),
        entities=sum(newest.entities for newest in in_use), names=sum(newest.names for newest in in_use),
    )  # fmt: skip


@blueprint.get("/<code>")
@permits(Permission.SEE_WATCHLISTS)
def show(code: str) -> str:
    """Show one list: what it is made of, its entities, its versions."""
    watchlist = queries.get(code)
    asked = request.args
    wanted = Filter(" ".join(asked.get("q", "").split())[:200], asked.get("schema", ""), asked.get("country", "")[:2])
    row, shape = queries.row(watchlist), queries.shape(watchlist)
    form = SearchForm(request.args).fill(shape, queries.countries(watchlist))
    return render_template(
        "screening/watchlists/show.html", watchlist=watchlist, row=row, newest=row.newest, say=wording,
        found=queries.entities(watchlist, wanted, Page(asked.get("page", 1, int), PAGE)), wanted=wanted,
        search_form=form, lands=[(_country(code_), count, None) for code_, count in shape.countries], country=_country,
        snapshots=queries.snapshots(watchlist, Page(1, SNAPSHOTS_SHOWN)), format_names=FORMAT_NAMES,
        deliveries=queries.deliveries(watchlist, Page(1, SNAPSHOTS_SHOWN)), sentences=_sentences,
        may_manage=signed_in().may(Permission.MANAGE_WATCHLISTS) and not watchlist.built_in,
        age=(clock.now() - row.newest.imported_at).days if row.newest else 0, fetching=fetches.allowed(),
    )  # fmt: skip


def _sentences(found: Delivery) -> str:
    """Return in words what speaks against a delivery."""
    return " ".join(Finding.from_json(kept).sentence(_) for kept in found.findings)


def _country(code: str) -> str:
    return countries.name(code, i18n.language().code)


@blueprint.get("/<code>/versions")
@permits(Permission.SEE_WATCHLISTS)
def versions(code: str) -> str:
    """Show every version of a list, newest first."""
    watchlist = queries.get(code)
    found = queries.snapshots(watchlist, Page(request.args.get("page", 1, int), PAGE))
    return render_template("screening/watchlists/versions.html", watchlist=watchlist, found=found, say=wording)


@blueprint.get("/<code>/versions/<int:sequence>")
@permits(Permission.SEE_WATCHLISTS)
def version(code: str, sequence: int) -> str:
    """Show one version of a list: its source, and what it added, changed and removed."""
    watchlist = queries.get(code)
    chosen = queries.snapshot(watchlist, sequence)
    asked = request.args.get("change", "")
    counts = {Change.ADDED: chosen.added, Change.CHANGED: chosen.changed, Change.REMOVED: chosen.removed}
    change = Change(asked) if asked in set(Change) else next((kind for kind in Change if counts[kind]), Change.ADDED)
    found = queries.differences(watchlist, sequence, change, Page(request.args.get("page", 1, int), PAGE))
    return render_template(
        "screening/watchlists/version.html", watchlist=watchlist, snapshot=chosen, say=wording, counts=counts,
        change=change, found=found, country=_country, format_names=FORMAT_NAMES,
        differences=changes.pairs_of(found.rows, sequence) if change == Change.CHANGED else {},
    )  # fmt: skip


@blueprint.get("/<code>/versions/<int:sequence>/changes.csv")
@permits(Permission.SEE_WATCHLISTS)
def export(code: str, sequence: int) -> Any:
    """Give everything that a version changed as CSV, one row for each attribute with its value before and after."""
    watchlist = queries.get(code)
    chosen = queries.snapshot(watchlist, sequence)
    between = changes.changed_entities(watchlist.id, chosen.sequence - 1, chosen.sequence)
    if not between.complete:
        message = _("More than %(most)s entities differ. Use the command line: bin/fairgate watchlist diff --csv.")
        raise Invalid("too-many-changes", message, most=changes.MOST_CHANGES)
    head, *rows = changes.rows(between)
    response = Response(as_csv(head, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{code}-{sequence}-changes.csv"'
    return response


@blueprint.get("/<code>/entities/<path:entity_key>")
@permits(Permission.SEE_WATCHLISTS)
def entity(code: str, entity_key: str) -> str:
    """Show one entity: names, programmes, reason, places, numbers, and how it changed over the versions."""
    watchlist = queries.get(code)
    found = queries.versions(watchlist, entity_key)
    newest = found[0]
    days = queries.days_of(watchlist, {row.from_sequence for row in found})
    return render_template(
        "screening/watchlists/entity.html", watchlist=watchlist, entity=newest, say=wording, facts=_facts(newest),
        history=_history(watchlist, found, days), snapshot=days[newest.from_sequence],
        on_list=newest.to_sequence is None, spans=_spans(found),
    )  # fmt: skip


def _spans(rows: list[FlaggedEntity]) -> list[tuple[int, int | None]]:
    """Return from which to which version the entity was on the list, newest first; None: it still is."""
    spans: list[tuple[int, int | None]] = []
    for row in reversed(rows):
        if spans and spans[-1][1] == row.from_sequence - 1:
            spans[-1] = (spans[-1][0], row.to_sequence)
        else:
            spans.append((row.from_sequence, row.to_sequence))
    return spans[::-1]


def _facts(row: FlaggedEntity) -> list[tuple[str, list[str]]]:
    """Return (label, values) of what the publisher says besides the names; empty ones are left out."""
    facts = [
        (_("Programmes"), row.programs),
        (_("Reason"), [row.reason] if row.reason else []),
        (_("Countries"), [_country(code) for code in row.countries]),
        (_("Born"), row.birth_dates),
        (_("Addresses"), row.addresses),
        *((translate(wording.scheme(code)), values) for code, values in row.identifiers.items()),
        (_("Listed on"), [i18n.long_date(row.listed_on)] if row.listed_on else []),
        (_("Taken off on"), [i18n.long_date(row.delisted_on)] if row.delisted_on else []),
        (_("Remarks of the publisher"), [row.remarks] if row.remarks else []),
    ]
    return [(str(label), list(values)) for label, values in facts if values]


def _history(watchlist: Watchlist, rows: list[FlaggedEntity], days: dict[int, Any]) -> list[dict[str, Any]]:
    """Return when the entity came on the list, changed, and left it, newest first."""
    story: list[dict[str, Any]] = []
    newest = rows[0]
    if newest.to_sequence is not None:
        after = queries.days_of(watchlist, {newest.to_sequence + 1}).get(newest.to_sequence + 1)
        story.append({"title": _("Taken off the list"), "at": after.imported_at if after else None, "kind": "neutral"})
    for later, earlier in zip(rows, [*rows[1:], None], strict=True):
        at = days[later.from_sequence].imported_at
        if earlier is None:
            # who stood in the first version we hold was listed some time before
            first = _("In the first version kept here") if later.from_sequence == 1 else _("Put on the list")
            story.append({"title": first, "at": at, "kind": "info"})
        elif earlier.to_sequence != later.from_sequence - 1:
            story.append({"title": _("Put on the list again"), "at": at, "kind": "info"})
        else:
            what = ", ".join(_differing(earlier, later))
            story.append({"title": _("Changed"), "at": at, "text": what, "kind": "info"})
    return story


def _differing(before: FlaggedEntity, after: FlaggedEntity) -> list[str]:
    """Return in words which facts differ between two versions."""
    labels = {
        "caption": _("name shown"), "schema": _("kind"), "programs": _("programmes"), "countries": _("countries"),
        "birth_dates": _("dates of birth"), "identifiers": _("numbers"), "addresses": _("addresses"),
        "reason": _("reason"), "remarks": _("remarks"), "listed_on": _("day of listing"),
        "delisted_on": _("day of delisting"),
    }  # fmt: skip
    named = [label for column, label in labels.items() if getattr(before, column) != getattr(after, column)]
    same_names = {(name.name, name.kind) for name in before.names} == {(name.name, name.kind) for name in after.names}
    return [str(label) for label in ([] if same_names else [_("names")]) + named]
