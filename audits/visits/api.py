"""JSON of audits: the same steps as on the pages."""

from typing import Any

from accounts.permissions import Permission
from audits.visits import queries, schemas, service
from audits.visits.models import Audit
from audits.visits.queries import Filter
from core import api
from core.actor import signed_in
from core.api import page_of
from core.paging import Paged
from core.permit import permits
from supplychain.suppliers import queries as suppliers

blueprint = api.blueprint("visits", __name__, "/api/v1/audits", "Audits of suppliers")


@blueprint.get("")
@permits(Permission.SEE_AUDITS)
@blueprint.arguments(schemas.AuditQuery, location="query")
@blueprint.response(200, schemas.AuditPage)
@blueprint.alt_response(422, success=False)
def index(query: dict[str, Any]) -> Paged[Audit]:
    """List audits: a company's own, an auditor firm's of the suppliers it is engaged for today."""
    return queries.search(Filter(query["q"], query["status"], query["supplier"]), page_of(query))


@blueprint.post("")
@permits(Permission.RECORD_AUDITS)
@blueprint.arguments(schemas.PlanSchema)
@blueprint.response(201, schemas.AuditSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(422, success=False)
def plan(body: dict[str, Any]) -> Audit:
    """Plan an audit of a supplier."""
    supplier = suppliers.get(body.pop("supplier"))
    return service.plan(supplier, **body, by=signed_in())


@blueprint.get("/<reference>")
@permits(Permission.SEE_AUDITS)
@blueprint.response(200, schemas.AuditSchema)
@blueprint.alt_response(404, success=False)
def show(reference: str) -> Audit:
    """Return one audit."""
    return queries.get(reference)


@blueprint.post("/<reference>/start")
@permits(Permission.RECORD_AUDITS)
@blueprint.arguments(schemas.StepSchema)
@blueprint.response(200, schemas.AuditSchema)
@blueprint.alt_response(403, success=False)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
def start(body: dict[str, Any], reference: str) -> Audit:
    """Begin the audit: findings can be recorded from now on."""
    audit = queries.get(reference, lock=True)
    service.start(audit, **body, by=signed_in())
    return audit


@blueprint.post("/<reference>/submission")
@permits(Permission.RECORD_AUDITS)
@blueprint.arguments(schemas.SubmissionSchema)
@blueprint.response(200, schemas.AuditSchema)
@blueprint.alt_response(403, success=False)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def submit(body: dict[str, Any], reference: str) -> Audit:
    """Hand the audit to the company; its draft findings become open."""
    audit = queries.get(reference, lock=True)
    service.submit(audit, **body, by=signed_in())
    return audit


@blueprint.post("/<reference>/acceptance")
@permits(Permission.COMMISSION_AUDITS)
@blueprint.arguments(schemas.StepSchema)
@blueprint.response(200, schemas.AuditSchema)
@blueprint.alt_response(403, success=False)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
def accept(body: dict[str, Any], reference: str) -> Audit:
    """Accept a submitted audit as final; never by who led it."""
    audit = queries.get(reference, lock=True)
    service.accept(audit, **body, by=signed_in())
    return audit


@blueprint.post("/<reference>/return")
@permits(Permission.COMMISSION_AUDITS)
@blueprint.arguments(schemas.AuditReasonSchema)
@blueprint.response(200, schemas.AuditSchema)
@blueprint.alt_response(403, success=False)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def send_back(body: dict[str, Any], reference: str) -> Audit:
    """Send a submitted audit back, saying what is missing."""
    audit = queries.get(reference, lock=True)
    service.send_back(audit, **body, by=signed_in())
    return audit


@blueprint.post("/<reference>/abort")
@permits(Permission.RECORD_AUDITS)
@blueprint.arguments(schemas.AuditReasonSchema)
@blueprint.response(200, schemas.AuditSchema)
@blueprint.alt_response(403, success=False)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def abort(body: dict[str, Any], reference: str) -> Audit:
    """Break an audit off, saying why."""
    audit = queries.get(reference, lock=True)
    service.abort(audit, **body, by=signed_in())
    return audit
