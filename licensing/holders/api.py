"""JSON of a holder's licences."""

from typing import Any
from uuid import UUID

from accounts.permissions import Permission
from core.actor import signed_in
from core.api import blueprint as api_blueprint
from core.permit import permits
from licensing.applications import changes
from licensing.applications.models import Application
from licensing.applications.states import Kind
from licensing.holders import acts, queries, schemas
from licensing.holders.queries import Held

blueprint = api_blueprint("holders", __name__, "/api/v1/held-licences", "Licences as their holder sees them")


@blueprint.get("")
@permits(Permission.APPLY)
@blueprint.response(200, schemas.HeldSchema(many=True))
def index() -> list[Held]:
    """List the licences of the agency, those in force first."""
    return queries.own(signed_in())[1]


@blueprint.post("/<number>/applications")
@permits(Permission.APPLY)
@blueprint.arguments(schemas.WishSchema)
@blueprint.response(201, schemas.BegunSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def begin(body: dict[str, str], number: str) -> Application:
    """Begin a renewal, a change or a reinstatement; a draft that is there already is given back."""
    held = queries.get(number, signed_in())
    return changes.begin(held.licence.number, Kind(body["kind"]), by=signed_in())


@blueprint.get("/<number>")
@permits(Permission.APPLY)
@blueprint.response(200, schemas.HeldSchema)
@blueprint.alt_response(404, success=False)
def show(number: str) -> Held:
    """Give one licence of the agency."""
    return queries.get(number, signed_in())


@blueprint.post("/<number>/conditions/<uuid:row>/evidence")
@permits(Permission.APPLY)
@blueprint.arguments(schemas.WordsSchema)
@blueprint.response(201, schemas.DoneSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def show_met(body: dict[str, str], number: str, row: UUID) -> Any:
    """Say what shows that a condition is met; a paper is sent on the page."""
    held = queries.get(number, signed_in())
    return acts.show_met(acts.condition_of(held, row, lock=True), body["text"], None, by=signed_in())


@blueprint.get("/<number>/measures")
@permits(Permission.APPLY)
@blueprint.response(200, schemas.HeldMeasureSchema(many=True))
@blueprint.alt_response(404, success=False)
def measures(number: str) -> Any:
    """List what the regulator proposed and decided about the licence, the newest first."""
    return acts.measures(queries.get(number, signed_in()))


@blueprint.post("/<number>/measures/<uuid:row>/answer")
@permits(Permission.APPLY)
@blueprint.arguments(schemas.WordsSchema)
@blueprint.response(201, schemas.DoneSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def answer(body: dict[str, str], number: str, row: UUID) -> Any:
    """Answer a measure before it is decided."""
    held = queries.get(number, signed_in())
    return acts.answer(acts.measure_of(held, row, lock=True), body["text"], None, by=signed_in())


@blueprint.post("/<number>/measures/<uuid:row>/appeal")
@permits(Permission.APPLY)
@blueprint.arguments(schemas.AppealSchema)
@blueprint.response(201, schemas.LodgedSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def appeal(body: dict[str, str], number: str, row: UUID) -> Any:
    """Appeal against a decision, or ask that wrong facts be put right."""
    held = queries.get(number, signed_in())
    return acts.appeal(acts.measure_of(held, row, lock=True), body["kind"], body["text"], by=signed_in())


@blueprint.post("/<number>/surrender")
@permits(Permission.APPLY)
@blueprint.arguments(schemas.SurrenderSchema)
@blueprint.response(201, schemas.HeldMeasureSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def surrender(body: dict[str, str], number: str) -> Any:
    """Ask to give the licence back; asked again, the first request is the answer."""
    return acts.give_back(queries.get(number, signed_in()), body["reason"], body["plan"], by=signed_in())
