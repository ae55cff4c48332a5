"""JSON of a holder's licences."""

from accounts.permissions import Permission
from core.actor import signed_in
from core.api import blueprint as api_blueprint
from core.permit import permits
from licensing.applications import changes
from licensing.applications.models import Application
from licensing.applications.states import Kind
from licensing.holders import queries, schemas
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
