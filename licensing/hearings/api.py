"""Hearings over the API: the public objects, the agency answers, renews, and sees what ending would give back."""

from typing import Any

from accounts.permissions import Permission
from core.actor import signed_in
from core.api import PageQuery, page_of, paged_schema
from core.api import blueprint as api_blueprint
from core.paging import Paged
from core.permit import permits, public
from licensing.applications import changes, ending, snapshots
from licensing.applications import queries as applications
from licensing.applications.comparison import Difference
from licensing.applications.ending import Fee
from licensing.applications.models import Application
from licensing.applications.states import WITH_BROKER, Kind
from licensing.hearings import queries, schemas, service
from licensing.hearings.models import Representation
from licensing.hearings.queries import PublicNotice

blueprint = api_blueprint("hearings", __name__, "/api/v1", "Objections, answers before a refusal, and renewals")


@blueprint.get("/objections")
@public
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, paged_schema(schemas.OpenApplicationSchema))
def notices(query: dict[str, Any]) -> Paged[PublicNotice]:
    """List the applications that anybody may object to today."""
    return queries.notices(page_of(query))


@blueprint.post("/objections/<reference>")
@public
@blueprint.arguments(schemas.ObjectionIn)
@blueprint.response(201, schemas.LodgedSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
@blueprint.alt_response(429, success=False)
def lodge(body: dict[str, Any], reference: str) -> dict[str, str]:
    """Object to an application. Nobody is asked who they are, and the agency does not read it."""
    return {"reference": service.lodge(queries.notice(reference), body["text"])}


@blueprint.post("/applications/<reference>/representation")
@permits(Permission.APPLY)
@blueprint.arguments(schemas.RepresentationIn)
@blueprint.response(201, schemas.RepresentationSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def represent(body: dict[str, Any], reference: str) -> Representation:
    """Answer the regulator that is minded to refuse."""
    application = applications.get(reference, by=signed_in(), lock=True)
    return service.represent(application, body["text"], by=signed_in())


@blueprint.get("/applications/<reference>/ending")
@permits(Permission.APPLY)
@blueprint.response(200, schemas.FeeBackSchema(many=True))
@blueprint.alt_response(404, success=False)
def fees(reference: str) -> list[Fee]:
    """Return what was paid for an application, and what of it comes back if it is withdrawn now."""
    return ending.fees(applications.get(reference, by=signed_in()))


@blueprint.get("/applications/<reference>/changes")
@permits(Permission.APPLY)
@blueprint.response(200, schemas.DifferenceSchema(many=True))
@blueprint.alt_response(404, success=False)
def differences(reference: str) -> list[Difference]:
    """Return what a renewal or variation says otherwise than the licence stands on."""
    application = applications.get(reference, by=signed_in())
    if application.snapshot and application.status not in WITH_BROKER:
        return changes.since(application, application.snapshot)
    copy = snapshots.take(applications.answers(application), applications.licence_class(application.class_code))
    return changes.since(application, copy | {"changes": changes.asked(application)})


@blueprint.post("/licences/<number>/applications")
@permits(Permission.APPLY)
@blueprint.arguments(schemas.LicenceStepIn)
@blueprint.response(201, schemas.BegunSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def begin(body: dict[str, Any], number: str) -> Application:
    """Begin to renew, change or reinstate a licence; a draft that is there already is returned as it is."""
    return changes.begin(number, Kind(body["kind"]), by=signed_in())
