"""Pages of the papers: the checklist, one page for each line of it, and a paper as it was sent."""

from typing import Any
from uuid import UUID

from flask import abort, redirect, request
from flask.typing import ResponseReturnValue

from accounts.permissions import Permission
from core import forms
from core.actor import signed_in
from core.errors import Invalid, NotFound, TooLarge
from core.i18n import N_
from core.permit import permits
from licensing.applications import sending, service
from licensing.applications.forms import PaperForm, PartForm
from licensing.applications.part_pages import (
    address,
    blueprint,
    come_back_later,
    load,
    load_open,
    onwards,
    pressed,
    removed,
    render,
)
from licensing.applications.parts import Part
from licensing.applications.states import WITH_BROKER
from licensing.evidence import queries as papers
from licensing.evidence.serving import answer
from licensing.evidence.states import Status
from licensing.evidence.wording import TAGS, TITLES

LARGEST_REQUEST = 11_000_000


@blueprint.url_value_preprocessor
def allow_large_uploads(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Let a paper, and nothing else, be larger than a form may be; runs before anything reads the form."""
    if endpoint in {"applications.paper", "applications.messages"} and request.method == "POST":
        request.max_content_length = LARGEST_REQUEST


@blueprint.teardown_request
def close_uploads(_error: BaseException | None) -> None:
    """Close the temporary files of large uploads now, not when memory is next tidied."""
    request.close()


@blueprint.get("/<reference>/papers")
@permits(Permission.APPLY)
def papers_index(reference: str) -> ResponseReturnValue:
    """List the papers that are asked for, why, and where each stands."""
    return checklist(load(reference), PartForm())


@blueprint.post("/<reference>/papers")
@permits(Permission.APPLY)
def finish_papers(reference: str) -> ResponseReturnValue:
    """Finish the part, or come back later."""
    application, form = load_open(reference), PartForm()
    if not form.validate():
        return checklist(application, form, 422)
    later = pressed() == "later"
    missing = service.mark(application, Part.PAPERS, finish=not later, by=signed_in())
    if later:
        return come_back_later(application)
    if not missing:
        return redirect(onwards(application, "answers"), 303)
    form.form_errors.extend(service.filled(gap) for gap in missing)
    return checklist(application, form, 422)


def checklist(application: Any, form: PartForm, status: int = 200) -> ResponseReturnValue:
    """Return the page of all papers."""
    lines = sending.checklist(application)
    return render(
        "papers.html", application, Part.PAPERS, status, form=form, lines=lines, removed=removed(),
        is_open=application.status in WITH_BROKER, titles=TITLES, tags=TAGS, Status=Status,
        sendable={line.key for line in lines if sending.open_to(application, line)},
    )  # fmt: skip


@blueprint.route("/<reference>/papers/<uuid:key>", methods=["GET", "POST"])
@permits(Permission.APPLY)
def paper(reference: str, key: UUID) -> ResponseReturnValue:
    """Ask for one paper; what was sent for it is shown, and the limits are said before a file is chosen."""
    application = load(reference)
    line = papers.line(sending.checklist(application), key)
    form = PaperForm()
    if not line.dated:
        del form.valid_until
    if form.validate_on_submit():
        upload = form.paper.data
        until = form.valid_until.data if line.dated else None
        try:
            sending.send(application, key, upload.stream, upload.filename, valid_until=until, by=signed_in())
        except (Invalid, TooLarge) as problem:
            problem.fields = problem.fields or {"paper": problem.detail}
            problem.fields = {"paper" if name == "file" else name: text for name, text in problem.fields.items()}
            forms.add_problem(form, problem)
        else:
            return redirect(address("papers_index", application), 303)
    return render(
        "paper.html", application, Part.PAPERS, 422 if form.errors else 200, form=form, line=line, titles=TITLES,
        tags=TAGS, may_send=sending.open_to(application, line),
    )  # fmt: skip


@blueprint.post("/<reference>/papers/<uuid:row>/<what>")
@permits(Permission.APPLY)
def change_paper(reference: str, row: UUID, what: str) -> ResponseReturnValue:
    """Remove a paper, or undo that."""
    if what not in {"remove", "restore"}:
        abort(404)
    application = load(reference)
    sending.change(application, row, what, by=signed_in())
    return redirect(address("papers_index", application, **({"removed": row} if what == "remove" else {})), 303)


@blueprint.get("/<reference>/papers/<uuid:row>/file")
@permits(Permission.APPLY)
def paper_file(reference: str, row: UUID) -> ResponseReturnValue:
    """Give a paper back as it was sent."""
    item = papers.get(load(reference).id, row)
    if item.file is None:
        raise NotFound("paper-not-sent", N_("This paper was not sent yet."))
    return answer(item.file, item.media_type)
