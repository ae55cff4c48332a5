"""The page on which one name is screened.

A name is sent by POST and the answer rendered at once: it stands in no address, no log, no history and no table.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from flask import Response, render_template, request
from flask_babel import gettext as _

from accounts.permissions import Permission
from core import clock, countries, forms, i18n
from core.actor import signed_in
from core.errors import Invalid, TooMany, Unavailable
from core.permit import permits
from core.spreadsheets import as_csv
from core.web import pages
from screening import sentences
from screening.runs import warming
from screening.search import limits, queries, schemas
from screening.search.asking import ask
from screening.search.forms import SearchForm
from screening.search.levels import Level
from screening.search.queries import Answers, Result
from screening.showing import Shown, shown
from screening.watchlists import wording

blueprint = pages("search", __name__, "/screening")


@blueprint.get("")
@permits(Permission.SEARCH_NAMES)
def ask_for() -> Any:
    """Show the empty form, and which lists a name is compared with."""
    lists = warming.ready()
    form = SearchForm(formdata=None)
    return _page(form, None, lists=lists.lists if lists else None)


@blueprint.post("")
@permits(Permission.SEARCH_NAMES)
def find() -> Any:
    """Compare a name and show, or give as a file, who on the lists is like it."""
    form = SearchForm()
    if not form.validate_on_submit():
        return _page(form, None, lists=None), 422
    given = form.answers()
    level = Level(given.pop("level"))
    try:
        asked = ask(**given, level=level)
        limits.take(signed_in(), 1)
        found = queries.answer(warming.in_use(), [asked])
    except (Invalid, TooMany, Unavailable) as problem:
        forms.add_problem(form, problem)
        return _page(form, None, lists=None), problem.status
    wanted = request.form.get("download", "")
    if wanted == "csv":
        return _file(as_csv(_head(), _rows(found)), "text/csv; charset=utf-8", "csv")
    if wanted == "json":
        told = schemas.SearchOut().dump({**schemas.grounds(found, level), **schemas.told(found.answers[0])})
        return _file(json.dumps(told, ensure_ascii=False, indent=1).encode(), "application/json", "json")
    return _page(form, found, lists=found.lists)


def _page(form: SearchForm, found: Answers | None, *, lists: Any) -> str:
    return render_template(
        "screening/search/search.html", form=form, found=found, answer=found.answers[0] if found else None,
        lists=lists, say=wording, why=why, country=_country, day_of=datetime.fromisoformat,
    )  # fmt: skip


def why(name: str, result: Result) -> Shown:
    """Return why a result is like the name, as the macro takes it."""
    told = result.explanation.as_dict()
    return shown(told, name, result.name, left=_("Asked for"), right=_("On the list"))


def _country(code: str) -> str:
    return countries.name(code, i18n.language().code)


def _file(body: bytes, kind: str, ending: str) -> Response:
    """Return a file whose name says when, not who: folders of downloads are seen by others."""
    response = Response(body, content_type=kind)
    stamp = clock.now().strftime("%Y%m%d-%H%M")
    response.headers["Content-Disposition"] = f'attachment; filename="screening-{stamp}.{ending}"'
    return response


def _head() -> list[str]:
    return [
        _("Name asked for"), _("Listed name"), _("Weak alias"), _("Score"), _("List"), _("Version"), _("Key"),
        _("Listed as"), _("Programmes"), _("Countries"), _("Born"), _("Source"), _("Why"),
    ]  # fmt: skip


def _rows(found: Answers) -> Iterator[list[Any]]:
    """Yield the results, then the lists that were searched: a file must say what it rests on."""
    answer = found.answers[0]
    for result in answer.results:
        entity = result.entity
        yield [
            answer.asked.name, result.name, _("yes") if result.weak else _("no"), f"{result.score:.4f}",
            entity.watchlist.title, result.sequence, entity.entity_key, entity.caption, "; ".join(entity.programs),
            "; ".join(entity.countries), "; ".join(entity.birth_dates), entity.source_url,
            sentences.sentence(result.explanation.as_dict(), answer.asked.name, result.name),
        ]  # fmt: skip
    if not answer.results:
        yield [answer.asked.name, _("Nothing similar on the lists below")]
    yield []
    yield [_("List searched"), _("Version"), _("Imported"), _("Published"), _("Names"), _("SHA-256 of the source")]
    for row in found.lists:
        yield [
            row["title"], row["sequence"], row["imported_at"][:10], row.get("published_on"), row["names"],
            row["source_hash"],
        ]  # fmt: skip
    yield [_("Searched at"), found.at.isoformat(timespec="seconds"), _("Scoring version"), found.model]
