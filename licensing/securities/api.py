"""Securities over the API: the same steps as on the pages."""

from typing import Any
from uuid import UUID

from flask import request

from accounts.permissions import Permission
from core import api
from core.actor import signed_in
from core.api import PageQuery, page_of, paged_schema
from core.permit import permits
from licensing.agencies import queries as agencies
from licensing.securities import calls, formulas, queries, schemas, service
from licensing.securities.formulas import Terms
from licensing.securities.room import LARGEST_REQUEST
from licensing.securities.rules import Band
from licensing.securities.service import Facts
from licensing.securities.views import own_agency

blueprint = api.blueprint("securities", __name__, "/api/v1/securities", "Securities (bonds)")
SEE = permits(Permission.SEE_CASES)
CHECK = permits(Permission.CHECK_APPLICATIONS)
PROPOSE = permits(Permission.PROPOSE_LICENCE_MEASURES)
DECIDE = permits(Permission.DECIDE_LICENCE_MEASURES)


@blueprint.url_value_preprocessor
def allow_papers(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Let the lodging, and nothing else, be larger than a request may be; runs before anything reads the body."""
    if endpoint == "api_securities.lodge" and request.method == "POST":
        request.max_content_length = LARGEST_REQUEST


@blueprint.teardown_request
def close_uploads(_error: BaseException | None) -> None:
    """Close the temporary files of large uploads now, not when memory is next tidied."""
    request.close()


@blueprint.get("")
@SEE
@blueprint.arguments(schemas.ListQuery, location="query")
@blueprint.response(200, paged_schema(schemas.SecuritySchema))
def index(query: dict[str, Any]) -> Any:
    """List securities, those that end soonest first."""
    return queries.search(query["status"], page_of(query), query["q"].strip())


@blueprint.get("/own")
@permits(Permission.APPLY)
@blueprint.response(200, schemas.SecuritySchema(many=True))
def own() -> Any:
    """List the own agency's securities."""
    agency = agencies.own(signed_in())
    return queries.of_agency(agency.id) if agency else []


@blueprint.get("/cover")
@permits(Permission.APPLY)
@blueprint.response(200, schemas.CoverSchema(many=True))
def cover() -> Any:
    """Say for each licence and open application of the own agency what is required and held."""
    agency = agencies.own(signed_in())
    found = queries.wanting(agency.id) if agency else []
    return [
        {
            "class_code": row.class_code, "licence_number": getattr(row, "number", None),
            "application": getattr(row, "reference", None), "held_minor": told.held_minor,
            "required_minor": told.required.amount_minor if told.required else None,
            "currency": told.required.currency if told.required else None, "missing_minor": told.missing_minor,
            "sufficient": told.sufficient, "workers": told.basis.workers, "points": told.basis.points,
            "branches": told.basis.branches,
        }
        for row, told in found
    ]  # fmt: skip


@blueprint.post("")
@permits(Permission.APPLY)
@blueprint.arguments(schemas.LodgeFiles, location="files")
@blueprint.arguments(schemas.LodgeIn, location="form")
@blueprint.response(201, schemas.SecuritySchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(413, success=False)
@blueprint.alt_response(422, success=False)
def lodge(sent: dict[str, Any], body: dict[str, Any]) -> Any:
    """Lodge a security with its paper; it counts as soon as an officer has verified it."""
    agency, by = own_agency(), signed_in()
    replaces = queries.get(body["replaces"]) if body["replaces"] else None
    stored = service.paper(sent["paper"].stream, sent["paper"].filename or "paper", by=by)
    facts = Facts(
        body["form"], body["issuer"], body["number"], body["amount_minor"], body["currency"], body["notice_days"],
        body["expires_on"],
    )  # fmt: skip
    return service.lodge(agency, body["class_code"], facts, papers_sent=[stored], replaces=replaces, by=by)


@blueprint.get("/<reference>")
@permits(Permission.USE_ACCOUNT)
@blueprint.response(200, schemas.SecuritySchema)
@blueprint.alt_response(404, success=False)
def show(reference: str) -> Any:
    """Return a security, to its agency or to the regulator."""
    return queries.get(reference)


@blueprint.post("/<reference>/verification")
@CHECK
@blueprint.arguments(schemas.JudgeIn)
@blueprint.response(200, schemas.SecuritySchema)
@blueprint.alt_response(403, success=False)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def verify(body: dict[str, Any], reference: str) -> Any:
    """Verify a security, or do not accept it."""
    row = queries.get(reference, lock=True)
    judge = service.verify if body["good"] else service.reject
    return judge(row, note=body["note"], version=body["version"], by=signed_in())


@blueprint.post("/<reference>/notice")
@CHECK
@blueprint.arguments(schemas.NoticeIn)
@blueprint.response(200, schemas.SecuritySchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def notice(body: dict[str, Any], reference: str) -> Any:
    """Record a notice of non-renewal, or that it was taken back."""
    row = queries.get(reference, lock=True)
    if body["ends_on"] is None:
        return service.take_back_notice(row, reason=body["note"], by=signed_in())
    return service.give_notice(row, body["ends_on"], reason=body["note"], by=signed_in())


@blueprint.get("/calls")
@SEE
@blueprint.arguments(schemas.CallQuery, location="query")
@blueprint.response(200, paged_schema(schemas.CallSchema))
def call_list(query: dict[str, Any]) -> Any:
    """List calls, those that wait first."""
    return queries.calls(page_of(query), query["status"])


@blueprint.post("/<reference>/calls")
@PROPOSE
@blueprint.arguments(schemas.CallIn)
@blueprint.response(201, schemas.CallSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def call(body: dict[str, Any], reference: str) -> Any:
    """Propose to call money; two others must confirm."""
    made = calls.propose(queries.get(reference, lock=True), **body, by=signed_in())
    return queries.call(made.reference)


@blueprint.post("/calls/<reference>/decision")
@DECIDE
@blueprint.arguments(schemas.DecideIn)
@blueprint.response(200, schemas.CallSchema)
@blueprint.alt_response(403, success=False)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def call_decide(body: dict[str, Any], reference: str) -> Any:
    """Confirm or decline a call that someone else proposed; the second confirmation draws the money."""
    row = queries.call(reference, lock=True)
    if not body["confirm"]:
        return calls.decline(row, note=body["note"] or "", by=signed_in())
    return calls.confirm(row, queries.get(row.security.reference, lock=True), by=signed_in())


@blueprint.post("/calls/<reference>/payment")
@PROPOSE
@blueprint.arguments(schemas.PaidIn)
@blueprint.response(200, schemas.CallSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def call_paid(body: dict[str, Any], reference: str) -> Any:
    """Record the day on which the issuer paid."""
    return calls.record_payment(queries.call(reference, lock=True), body["paid_on"], by=signed_in())


@blueprint.post("/<reference>/release")
@PROPOSE
@blueprint.arguments(schemas.ReasonIn)
@blueprint.response(201, schemas.ReleaseSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def release(body: dict[str, Any], reference: str) -> Any:
    """Propose to give a security back."""
    return calls.propose_release(queries.get(reference, lock=True), reason=body["reason"], by=signed_in())


@blueprint.post("/<reference>/release/decision")
@DECIDE
@blueprint.arguments(schemas.DecideIn)
@blueprint.response(200, schemas.ReleaseSchema)
@blueprint.alt_response(403, success=False)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def release_decide(body: dict[str, Any], reference: str) -> Any:
    """Release a security that someone else proposed to release, or decline."""
    row = queries.get(reference, lock=True)
    found = queries.open_release(row.id, lock=True)
    return calls.decide_release(found, row, release=body["confirm"], note=body["note"], by=signed_in())


@blueprint.get("/orders")
@SEE
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, paged_schema(schemas.OrderSchema))
def orders(query: dict[str, Any]) -> Any:
    """List the orders to bring more that wait, the most pressing first."""
    return queries.orders(page_of(query))


@blueprint.get("/formulas")
@permits(Permission.USE_ACCOUNT)
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, paged_schema(schemas.FormulaSchema))
def formula_list(query: dict[str, Any]) -> Any:
    """List the versions of the formula."""
    return queries.formulas(page_of(query))


@blueprint.post("/formulas")
@PROPOSE
@blueprint.arguments(schemas.FormulaIn)
@blueprint.response(201, schemas.FormulaSchema)
@blueprint.alt_response(422, success=False)
def formula_new(body: dict[str, Any]) -> Any:
    """Propose a version of the formula; two others must confirm it before its first day."""
    bands = tuple(sorted(Band(**band) for band in body.pop("bands")))
    return formulas.propose(Terms(bands=bands, **body), by=signed_in())


@blueprint.post("/formulas/<uuid:formula_id>/decision")
@DECIDE
@blueprint.arguments(schemas.DecideIn)
@blueprint.response(200, schemas.FormulaSchema)
@blueprint.alt_response(403, success=False)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
def formula_decide(body: dict[str, Any], formula_id: UUID) -> Any:
    """Confirm or decline a version that someone else proposed."""
    row = queries.formula(formula_id, lock=True)
    return (formulas.confirm if body["confirm"] else formulas.decline)(row, by=signed_in())
