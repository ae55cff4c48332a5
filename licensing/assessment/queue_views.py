"""Pages of the queue: the list and its file."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from flask import Response, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from core import clock, countries
from core.actor import Actor, signed_in
from core.db import transaction
from core.i18n import language
from core.paging import Page
from licensing.applications import queries as applications
from licensing.applications.states import Kind, Status
from licensing.assessment import export
from licensing.assessment.forms import STATUS_NAMES, QueueForm
from licensing.assessment.pages import SEE, blueprint
from licensing.assessment.queue import CLOSED, DIRECTIONS, FLAGS, NOBODY, OPEN, SORTS, Filter, every, queue
from licensing.assessment.rules import Urgency
from licensing.assessment.showing import SHOWN
from licensing.assignments import queries as assignments
from licensing.assignments.states import Task
from licensing.workload import queries as workload


@blueprint.get("/queue", endpoint="queue")
@SEE
def show_queue() -> ResponseReturnValue:
    """Show the cases that match the filters in the address."""
    wanted = wanted_of(request.args)
    number = request.args.get("page", 1, type=int)
    by = signed_in()
    views = [(row, Filter(**_given(row.filters)).arguments()) for row in workload.views(by)]
    return render_template(
        "licensing/assessment/queue.html", wanted=wanted, filters=_form(wanted), found=queue(wanted, Page(number)),
        today=clock.today(), officers=dict(_officers()), classes=applications.class_names(), views=views, **SHOWN,
    )  # fmt: skip


def _form(wanted: Filter) -> QueueForm:
    form = QueueForm(
        formdata=None, q=wanted.q, status=list(wanted.status), ended=list(wanted.ended), kind=list(wanted.kind),
        due=wanted.due, sort=wanted.sort, flag=list(wanted.flag), class_code=wanted.class_code,
        country=wanted.country, officer=wanted.officer, direction=wanted.direction,
    )  # fmt: skip
    form.class_code.choices = [("", _("Any class")), *applications.class_names().items()]
    form.officer.choices = [("", _("Anyone")), *_officers()]
    form.country.choices = [("", _("Any country")), *countries.choices()]
    return form


def _officers() -> list[tuple[str, str]]:
    """Return who may be asked for: oneself first, then nobody, then the others by name."""
    by = signed_in()
    others = sorted((row.name, str(row.person_id)) for row in assignments.staff(Task.ASSESS))
    found = [(person, name) for name, person in others if person != str(by.person_id)]
    return [(str(by.person_id), _("Me")), (NOBODY, _("Nobody yet")), *found]


def wanted_of(arguments: MultiDict[str, str]) -> Filter:
    """Return the filters of an address; what is not on offer is left out, not refused."""
    return Filter(**_given({name: arguments.getlist(name) for name in arguments}))


def _given(arguments: dict[str, list[str]]) -> dict[str, Any]:
    """Return the fields of a Filter from lists of texts, whoever wrote them."""

    def one(name: str, among: Any = None) -> str:
        text = (arguments.get(name) or [""])[0].strip()
        return text if among is None or text in among else ""

    def several(name: str, among: Any) -> tuple[str, ...]:
        return tuple(dict.fromkeys(text for text in arguments.get(name, []) if text in among))

    return {
        "q": one("q")[:120],
        "status": several("status", set(OPEN)),
        "ended": several("ended", set(CLOSED)) + several("status", set(CLOSED)),
        "kind": several("kind", set(Kind)),
        "due": one("due", set(Urgency)),
        "officer": officer if (officer := one("officer")) == NOBODY or _is_id(officer) else "",
        "class_code": one("class_code")[:40],
        "country": code if countries.known(code := one("country")) else "",
        "flag": several("flag", FLAGS),
        "sort": one("sort", SORTS) or "due",
        "direction": one("direction", DIRECTIONS) or "up",
    }


def _is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


@blueprint.get("/queue.csv")
@SEE
def queue_file() -> ResponseReturnValue:
    """Send the whole view of the queue as a file, portion by portion, while it is read."""
    head = [_("Reference"), _("Agency"), _("Country"), _("Class"), _("Status"), _("Handed in"), _("Due"),
            _("Officer"), _("Checks done"), _("Names like one on a list")]  # fmt: skip
    wanted, by = wanted_of(request.args), signed_in()
    response = Response(stream_with_context(export.lines(head, _rows(wanted, by))), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="applications-{clock.today()}.csv"'
    return response


def _rows(wanted: Filter, by: Actor) -> Iterator[tuple[object, ...]]:
    """Yield the rows in a transaction of their own: that of the request has ended when the file begins."""
    with transaction(actor=by, read_only=True, timeout="60s"):
        names = applications.class_names()
        for row in every(wanted):
            yield (
                row.reference, row.agency_name, countries.name(row.country, language().code),
                names.get(row.class_code, row.class_code), STATUS_NAMES[Status(row.status)],
                row.submitted_at.astimezone(clock.zone()).date(), row.due_on, row.officer,
                row.checks, row.matches,
            )  # fmt: skip
