"""What the pages of case work share: who is in a case, a form's way from opening to its one answer."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from flask import Response, after_this_request, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from accounts.permissions import Permission
from core import clock, forms, idempotency
from core.actor import signed_in
from core.db import transaction
from core.errors import Conflict, Invalid
from core.logs import log
from core.permit import permits
from core.web import pages
from licensing.applications.models import Application
from licensing.assessment.case import Case, load
from licensing.assessment.forms import CaseForm
from licensing.workload import service as workload

blueprint = pages("assessment", __name__, url_prefix="/staff")

Form = TypeVar("Form", bound=CaseForm)
SEE = permits(Permission.SEE_CASES)
CHECK = permits(Permission.CHECK_APPLICATIONS)
DECIDE = permits(Permission.DECIDE_APPLICATIONS)


def shown(application: Application, *, writing: bool = True) -> Case:
    """Return the case for a page, and note that this person has it open: to write where the page is a form."""
    by = signed_in()
    found = load(application, by=by, whole=not writing)
    mine = next((row for row in found.presence if row.person_id == by.person_id), None)
    fresh = mine is not None and mine.writing == writing and clock.now() - mine.seen_at < workload.SEEN_EVERY
    if request.method == "GET" and not fresh:
        # A page that is looked at writes nothing: this is noted after its transaction has ended.
        @after_this_request
        def note(response: Response) -> Response:
            try:
                with transaction(actor=by):
                    workload.note_presence(application.id, writing=writing, by=by)
            except SQLAlchemyError as error:
                log().warning("presence.not-noted", kind=type(error).__name__)  # the page itself is right
            return response

    return found


def opened(kind: type[Form], application: Application) -> Form:
    """Return a form that carries the version of the case it is opened on."""
    form = kind()
    if not form.is_submitted() and not form.restored:
        form.open_on(application.version, clock.now())
    return form


def done(form: CaseForm, application: Application, command: Callable[[], object]) -> bool:
    """Run a command; show its refusal in the form, with what was typed, and tell whether it succeeded.

    The same form sent twice gets the first answer: its command is not run again.
    """
    by = signed_in()
    route = f"POST {request.path}"
    digest = _digest(form)
    if idempotency.answered(str(form.once.data or ""), by, route, digest):
        return True
    try:
        command()
    except (Invalid, Conflict) as problem:
        forms.add_problem(form, problem)
        form.overtaken = isinstance(problem, Conflict)
        form.show_version(application.version)
        return False
    idempotency.remember(str(form.once.data or ""), by, route, digest)
    return True


def _digest(form: CaseForm) -> str:
    answers = {name: str(value) for name, value in form.answers().items()}
    return hashlib.sha256(repr(sorted(answers.items())).encode()).hexdigest()


def since(form: CaseForm) -> datetime | None:
    """Return when the page of a form was opened, as far as it says so."""
    try:
        found = datetime.fromisoformat(str(form.since.data or ""))
    except ValueError:
        return None
    return found if found.tzinfo else None


def status_of(form: CaseForm) -> int:
    """Return the HTTP status of a page with this form."""
    return 422 if form.errors else 200


def to_case(application: Application) -> ResponseReturnValue:
    """Go to the page of the case."""
    return redirect(url_for("assessment.case", reference=application.reference), 303)
