"""JSON of a holder's licences."""

from accounts.permissions import Permission
from core.actor import signed_in
from core.api import blueprint as api_blueprint
from core.permit import permits
from licensing.holders import queries, schemas
from licensing.holders.queries import Held

blueprint = api_blueprint("holders", __name__, "/api/v1/held-licences", "Licences as their holder sees them")


@blueprint.get("")
@permits(Permission.APPLY)
@blueprint.response(200, schemas.HeldSchema(many=True))
def index() -> list[Held]:
    """List the licences of the agency, those in force first."""
    return queries.own(signed_in())[1]


@blueprint.get("/<number>")
@permits(Permission.APPLY)
@blueprint.response(200, schemas.HeldSchema)
@blueprint.alt_response(404, success=False)
def show(number: str) -> Held:
    """Give one licence of the agency."""
    return queries.get(number, signed_in())
