"""JSON of papers: the agency sends and takes back, the officer accepts, refuses and asks for more."""

from typing import Any
from uuid import UUID

from flask import request

from accounts.permissions import Permission
from core.actor import signed_in
from core.api import blueprint as api_blueprint
from core.permit import permits
from licensing.applications import queries as applications
from licensing.applications import sending
from licensing.assessment import queries as cases
from licensing.evidence import panels, queries, schemas, service
from licensing.evidence.models import EvidenceItem
from licensing.evidence.queries import Line

LARGEST_REQUEST = 11_000_000
blueprint = api_blueprint("evidence", __name__, "/api/v1", "Papers of an application")


@blueprint.url_value_preprocessor
def allow_large_uploads(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Let the upload, and nothing else, be larger than a request may be; runs before anything reads the body."""
    if endpoint == "api_evidence.send" and request.method == "POST":
        request.max_content_length = LARGEST_REQUEST


@blueprint.teardown_request
def close_uploads(_error: BaseException | None) -> None:
    """Close the temporary files of large uploads now, not when memory is next tidied."""
    request.close()


@blueprint.get("/applications/<reference>/papers")
@permits(Permission.APPLY)
@blueprint.response(200, schemas.PaperLineSchema(many=True))
@blueprint.alt_response(404, success=False)
def own(reference: str) -> list[Line]:
    """List what is asked for and what was sent."""
    return panels.checklist_of(applications.get(reference, by=signed_in()))


@blueprint.post("/applications/<reference>/papers/<uuid:key>")
@permits(Permission.APPLY)
@blueprint.arguments(schemas.PaperFileSchema, location="files")
@blueprint.arguments(schemas.PaperFormSchema, location="form")
@blueprint.response(201, schemas.PaperSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(413, success=False)
@blueprint.alt_response(422, success=False)
def send(sent: dict[str, Any], about: dict[str, Any], reference: str, key: UUID) -> EvidenceItem:
    """Send a paper for a line of the checklist; the same file again is answered with the first."""
    application = applications.get(reference, by=signed_in(), lock=True)
    paper = sent["file"]
    return sending.send(
        application, key, paper.stream, paper.filename or "paper", valid_until=about["valid_until"], by=signed_in()
    )


@blueprint.delete("/applications/<reference>/papers/<uuid:item>")
@permits(Permission.APPLY)
@blueprint.response(200, schemas.PaperSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
def remove(reference: str, item: UUID) -> EvidenceItem:
    """Take a paper back that no officer has looked at."""
    return sending.change(applications.get(reference, by=signed_in(), lock=True), item, "remove", by=signed_in())


@blueprint.post("/applications/<reference>/papers/<uuid:item>/restoration")
@permits(Permission.APPLY)
@blueprint.response(200, schemas.PaperSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
def restore(reference: str, item: UUID) -> EvidenceItem:
    """Undo a removal."""
    return sending.change(applications.get(reference, by=signed_in(), lock=True), item, "restore", by=signed_in())


@blueprint.get("/cases/<reference>/papers")
@permits(Permission.SEE_CASES)
@blueprint.response(200, schemas.PaperLineSchema(many=True))
@blueprint.alt_response(404, success=False)
def of_case(reference: str) -> list[Line]:
    """List the papers of a case."""
    return panels.checklist_of(cases.get(reference))


@blueprint.post("/cases/<reference>/papers")
@permits(Permission.CHECK_APPLICATIONS)
@blueprint.arguments(schemas.AskSchema)
@blueprint.response(201, schemas.PaperSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(422, success=False)
def ask_for(body: dict[str, Any], reference: str) -> EvidenceItem:
    """Ask the agency for a paper beyond the checklist."""
    application = cases.get(reference)
    return service.ask_for(application.id, application.organisation_id, body["title"], body["why"], by=signed_in())


@blueprint.post("/cases/<reference>/papers/<uuid:item>/judgement")
@permits(Permission.CHECK_APPLICATIONS)
@blueprint.arguments(schemas.JudgementSchema)
@blueprint.response(200, schemas.PaperSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def judge(body: dict[str, Any], reference: str, item: UUID) -> EvidenceItem:
    """Accept or reject a paper."""
    paper = queries.get(cases.get(reference).id, item, lock=True)
    service.judge(paper, accepted=body["accepted"], note=body["note"], by=signed_in())
    return paper


@blueprint.delete("/cases/<reference>/papers/<uuid:item>")
@permits(Permission.CHECK_APPLICATIONS)
@blueprint.response(200, schemas.PaperSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
def call_off(reference: str, item: UUID) -> EvidenceItem:
    """Stop asking for a paper that was not sent."""
    paper = queries.get(cases.get(reference).id, item, lock=True)
    service.call_off(paper, by=signed_in())
    return paper
