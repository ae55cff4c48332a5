"""JSON of findings: the same steps as on the pages."""

from typing import Any

from accounts.permissions import Permission
from audits.findings import queries, schemas, service
from audits.findings.queries import Filter, FindingRow
from audits.visits import queries as visits
from core import api
from core.actor import signed_in
from core.api import page_of
from core.paging import Paged
from core.permit import permits

blueprint = api.blueprint("findings", __name__, "/api/v1", "Findings of audits")


@blueprint.get("/findings")
@permits(Permission.SEE_AUDITS)
@blueprint.arguments(schemas.FindingQuery, location="query")
@blueprint.response(200, schemas.FindingPage)
@blueprint.alt_response(422, success=False)
def index(query: dict[str, Any]) -> Paged[FindingRow]:
    """List findings, the open ones that are due first before the others."""
    wanted = Filter(query["status"], query["severity"], query["supplier"])
    return queries.search(wanted, page_of(query), by=signed_in())


@blueprint.get("/audits/<reference>/findings")
@permits(Permission.SEE_AUDITS)
@blueprint.response(200, schemas.FindingSchema(many=True))
@blueprint.alt_response(404, success=False)
def of_audit(reference: str) -> list[FindingRow]:
    """List the findings of an audit, the gravest first; drafts only for who records them."""
    return queries.of_audit(visits.get(reference), by=signed_in())


@blueprint.post("/audits/<reference>/findings")
@permits(Permission.RECORD_AUDITS)
@blueprint.arguments(schemas.FindingIn)
@blueprint.response(201, schemas.FindingSchema)
@blueprint.alt_response(403, success=False)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def add(body: dict[str, Any], reference: str) -> FindingRow:
    """Record a draft finding of an audit in progress."""
    audit = visits.get(reference, lock=True)
    return FindingRow(service.record(audit, schemas.told(body), by=signed_in()), audit, audit.supplier)


@blueprint.get("/findings/<reference>")
@permits(Permission.SEE_AUDITS)
@blueprint.response(200, schemas.FindingSchema)
@blueprint.alt_response(404, success=False)
def show(reference: str) -> FindingRow:
    """Return one finding."""
    return queries.get(reference, by=signed_in())


@blueprint.put("/findings/<reference>")
@permits(Permission.RECORD_AUDITS)
@blueprint.arguments(schemas.FindingChange)
@blueprint.response(200, schemas.FindingSchema)
@blueprint.alt_response(403, success=False)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def revise(body: dict[str, Any], reference: str) -> FindingRow:
    """Change a draft."""
    row = queries.get(reference, by=signed_in(), lock=True)
    service.revise(row.finding, row.audit, schemas.told(body), seen=body["stamp"], by=signed_in())
    return row


@blueprint.post("/findings/<reference>/withdrawal")
@permits(Permission.RECORD_AUDITS)
@blueprint.arguments(schemas.FindingReasonSchema)
@blueprint.response(200, schemas.FindingSchema)
@blueprint.alt_response(403, success=False)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def withdraw(body: dict[str, Any], reference: str) -> FindingRow:
    """Withdraw a draft, or an issued finding that was a mistake."""
    row = queries.get(reference, by=signed_in(), lock=True)
    service.withdraw(row.finding, row.audit, body["reason"], by=signed_in())
    return row


@blueprint.post("/findings/<reference>/closure")
@permits(Permission.RECORD_AUDITS)
@blueprint.arguments(schemas.ClosureSchema)
@blueprint.response(200, schemas.FindingSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def close(body: dict[str, Any], reference: str) -> FindingRow:
    """Close an open finding, saying how it was verified that it was put right."""
    row = queries.get(reference, by=signed_in(), lock=True)
    service.close(row.finding, row.audit, body["note"], by=signed_in())
    return row


@blueprint.post("/findings/<reference>/reopening")
@permits(Permission.RECORD_AUDITS)
@blueprint.arguments(schemas.FindingReasonSchema)
@blueprint.response(200, schemas.FindingSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def reopen(body: dict[str, Any], reference: str) -> FindingRow:
    """Open a closed finding again, saying why."""
    row = queries.get(reference, by=signed_in(), lock=True)
    service.reopen(row.finding, row.audit, body["reason"], by=signed_in())
    return row
