"""Applying over the API: the same commands as the pages, part by part."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from accounts.permissions import Permission
from core.actor import signed_in
from core.api import PageQuery, page_of
from core.errors import NotFound
from core.i18n import N_
from core.paging import Paged
from core.permit import permits
from licensing.agencies import facts, people
from licensing.agencies import queries as agencies
from licensing.agencies import service as agency_service
from licensing.agencies.facts import PersonFacts
from licensing.applications import draft_api, ending, guide_api, holding_api, plan, queries, schemas, service
from licensing.applications.holding_pages import HOLDINGS
from licensing.applications.models import Application, LicenceClass
from licensing.applications.part_answers import blueprint, change, told
from licensing.applications.parts import Part
from licensing.applications.plan import Entry
from licensing.licences import queries as licences

# The other routes of this room hang on the same blueprint.
__all__ = ["blueprint", "draft_api", "guide_api", "holding_api"]


@blueprint.get("/classes")
@permits(Permission.APPLY)
@blueprint.response(200, schemas.LicenceClassSchema(many=True))
def classes() -> list[LicenceClass]:
    """List the classes of licence to apply for today."""
    return queries.classes()


@blueprint.get("")
@permits(Permission.APPLY)
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, schemas.ApplicationPage)
@blueprint.alt_response(422, success=False)
def index(query: dict[str, Any]) -> Paged[Application]:
    """List the organisation's applications, the newest first."""
    return queries.own(page_of(query), by=signed_in())


@blueprint.post("")
@permits(Permission.APPLY)
@blueprint.arguments(schemas.BeginSchema)
@blueprint.response(201, schemas.ApplicationSchema)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def begin(body: dict[str, Any]) -> dict[str, Any]:
    """Begin an application; a draft for that class that is there already is given back."""
    return told(service.begin(body["class_code"], body["registration_number"], by=signed_in()))


@blueprint.get("/<reference>")
@permits(Permission.APPLY)
@blueprint.response(200, schemas.ApplicationSchema)
@blueprint.alt_response(404, success=False)
def show(reference: str) -> dict[str, Any]:
    """Give an application with everything it says and what is missing."""
    return told(queries.get(reference, by=signed_in()))


@blueprint.put("/<reference>/business")
@permits(Permission.APPLY)
@blueprint.arguments(schemas.BusinessInSchema)
@blueprint.response(200, schemas.ApplicationSchema)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def business(body: dict[str, Any], reference: str) -> dict[str, Any]:
    """Say who the agency is."""
    version = body.pop("version")
    given = facts.business(**body)
    return change(
        reference, Part.BUSINESS, lambda a: agency_service.describe(a.agency, given, by=signed_in()), version
    )


@blueprint.put("/<reference>/office")
@permits(Permission.APPLY)
@blueprint.arguments(schemas.OfficeInSchema)
@blueprint.response(200, schemas.ApplicationSchema)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def office(body: dict[str, Any], reference: str) -> dict[str, Any]:
    """Say where the agency is found."""
    version = body.pop("version")
    given = facts.office(**body)
    return change(reference, Part.OFFICES, lambda a: agency_service.locate(a.agency, given, by=signed_in()), version)


@blueprint.post("/<reference>/names")
@permits(Permission.APPLY)
@blueprint.arguments(schemas.NameInSchema)
@blueprint.response(201, schemas.ApplicationSchema)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def add_name(body: dict[str, Any], reference: str) -> dict[str, Any]:
    """Add a name."""
    act = agency_service.add_name
    return change(reference, Part.BUSINESS, lambda a: act(a.agency, body["name"], body["kind"], by=signed_in()))


@blueprint.post("/<reference>/phones")
@permits(Permission.APPLY)
@blueprint.arguments(schemas.PhoneInSchema)
@blueprint.response(201, schemas.ApplicationSchema)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def add_phone(body: dict[str, Any], reference: str) -> dict[str, Any]:
    """Add a telephone number."""
    act = agency_service.add_phone
    return change(reference, Part.OFFICES, lambda a: act(a.agency, body["label"], body["phone"], by=signed_in()))


@blueprint.post("/<reference>/people")
@permits(Permission.APPLY)
@blueprint.arguments(schemas.PersonInSchema)
@blueprint.response(201, schemas.ApplicationSchema)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def add_person(body: dict[str, Any], reference: str) -> dict[str, Any]:
    """Add a person."""
    return change(reference, Part.PEOPLE, lambda a: people.add(a.agency, PersonFacts(**body), by=signed_in()))


@blueprint.put("/<reference>/people/<uuid:row>")
@permits(Permission.APPLY)
@blueprint.arguments(schemas.PersonInSchema)
@blueprint.response(200, schemas.ApplicationSchema)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def change_person(body: dict[str, Any], reference: str, row: UUID) -> dict[str, Any]:
    """Change what is recorded of a person."""

    def act(application: Application) -> None:
        person = agencies.person(application.agency, row)
        people.change(application.agency, person, PersonFacts(**body), by=signed_in())

    return change(reference, Part.PEOPLE, act)


UNKNOWN_LIST = N_(
    "There is no such list: use names, phones, people, premises, web, companies, accounts or sub-agents."
)
ROWS: dict[str, tuple[Part, Callable[..., object], Callable[..., object]]] = {
    "names": (Part.BUSINESS, agency_service.remove_name, agency_service.restore_name),
    "phones": (Part.OFFICES, agency_service.remove_phone, agency_service.restore_phone),
    "people": (Part.PEOPLE, people.remove, people.restore),
}


ROWS |= {key: (kind.part, kind.remove, kind.restore) for key, kind in HOLDINGS.items()}


def row_of(kind: str) -> tuple[Part, Callable[..., object], Callable[..., object]]:
    """Return the part, the removal and its undoing of a kind of row. Raises NotFound for another word."""
    if kind not in ROWS:
        raise NotFound("no-such-list", UNKNOWN_LIST)
    return ROWS[kind]


@blueprint.delete("/<reference>/<kind>/<uuid:row>")
@permits(Permission.APPLY)
@blueprint.response(200, schemas.ApplicationSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
def remove(reference: str, kind: str, row: UUID) -> dict[str, Any]:
    """Remove a name, a telephone number or a person."""
    part, act, _undo = row_of(kind)
    return change(reference, part, lambda a: act(a.agency, row, by=signed_in()))


@blueprint.post("/<reference>/<kind>/<uuid:row>/restoration")
@permits(Permission.APPLY)
@blueprint.response(200, schemas.ApplicationSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def restore(reference: str, kind: str, row: UUID) -> dict[str, Any]:
    """Undo a removal."""
    part, _act, undo = row_of(kind)
    return change(reference, part, lambda a: undo(a.agency, row, by=signed_in()))


@blueprint.put("/<reference>/destinations")
@permits(Permission.APPLY)
@blueprint.arguments(schemas.DestinationsInSchema)
@blueprint.response(200, schemas.ApplicationSchema)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def destinations(body: dict[str, Any], reference: str) -> dict[str, Any]:
    """Say where workers are sent, for which work, how many."""
    version = body.pop("version")
    return change(reference, Part.DESTINATIONS, lambda a: service.send_workers(a, **body), version)


@blueprint.put("/<reference>/fee-plan")
@permits(Permission.APPLY)
@blueprint.arguments(schemas.PlanInSchema)
@blueprint.response(200, schemas.ApplicationSchema)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def fee_plan(body: dict[str, Any], reference: str) -> dict[str, Any]:
    """Say who pays each of the items named; the worker as payer is refused with the rule, and nothing is saved."""
    entries = [Entry(line["item"], line["payer"], line["amount_minor"], line["currency"]) for line in body["lines"]]
    return change(reference, Part.MONEY, lambda a: plan.save(a, entries, by=signed_in()), body["version"])


@blueprint.post("/<reference>/submission")
@permits(Permission.APPLY)
@blueprint.arguments(schemas.SubmitSchema)
@blueprint.response(200, schemas.ApplicationSchema)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def submit(body: dict[str, Any], reference: str) -> dict[str, Any]:
    """Declare and hand in. Handing in again what is with the regulator changes nothing."""
    application = queries.get(reference, by=signed_in(), lock=True)
    if application.submitted_at is None or application.status == "returned":
        service.refuse_stale(application, body["version"])
    return told(service.submit(application, declared=body["declared"], by=signed_in()))


@blueprint.post("/<reference>/withdrawal")
@permits(Permission.APPLY)
@blueprint.arguments(schemas.WithdrawSchema)
@blueprint.response(200, schemas.ApplicationSchema)
@blueprint.alt_response(409, success=False)
def withdraw(body: dict[str, Any], reference: str) -> dict[str, Any]:
    """Take an application back."""
    application = queries.get(reference, by=signed_in(), lock=True)
    return told(ending.withdraw(application, body["reason"], by=signed_in()))


@blueprint.get("/<reference>/licence")
@permits(Permission.APPLY)
@blueprint.response(200, schemas.HeldLicenceSchema)
@blueprint.alt_response(404, success=False)
def licence(reference: str) -> dict[str, Any]:
    """Give the licence that came of an application."""
    found = licences.of_application(queries.get(reference, by=signed_in()).id)
    if found is None:
        raise NotFound("no-licence", N_("No licence has come of this application."))
    return {
        "number": found.number, "status": licences.status_of(found), "destinations": found.destinations,
        "valid_from": licences.first_day(found.valid), "last_day": licences.last_day(found.valid),
        "conditions": [condition for condition in found.conditions if condition.satisfied_at is None],
    }  # fmt: skip
