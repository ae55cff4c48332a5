"""JSON of agencies: the regulator's list and file of each, verifying, cards; and the public check of a card."""

from typing import Any

from accounts.permissions import Permission
from core import api
from core.actor import signed_in
from core.api import page_of
from core.errors import NotFound
from core.permit import permits, public
from licensing.agencies import cards, listing, queries, schemas, sub_agents, verifying
from licensing.agencies.models import Agency
from licensing.agencies.tables import AgencySubAgent, AgencyVerification
from licensing.register import queries as register

blueprint = api.blueprint("agencies", __name__, "/api/v1/agencies", "Agencies as the regulator sees them; cards")


@blueprint.get("")
@permits(Permission.SEE_CASES)
@blueprint.arguments(schemas.AgencyQuery, location="query")
@blueprint.response(200, schemas.AgencyPage)
def index(query: dict[str, Any]) -> Any:
    """List agencies by any of their names, people, numbers or telephones."""
    return listing.search(query["q"], query["sort"], page_of(query))


@blueprint.get("/<reference>")
@permits(Permission.SEE_CASES)
@blueprint.response(200, schemas.AgencySchema)
@blueprint.alt_response(404, success=False)
def show(reference: str) -> Agency:
    """Return one agency with its names, people over time, and contacts with what was verified."""
    return queries.by_reference(reference)


@blueprint.post("/<reference>/verifications")
@permits(Permission.CHECK_APPLICATIONS)
@blueprint.arguments(schemas.VerificationIn)
@blueprint.response(201, schemas.VerificationSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def verify(body: dict[str, Any], reference: str) -> AgencyVerification:
    """Record what an officer found about a telephone number, web address or place of an agency."""
    agency = queries.by_reference(reference)
    return verifying.verify(agency, body.pop("contact"), body.pop("value"), by=signed_in(), **body)


@blueprint.post("/cards/<number>/stop")
@permits(Permission.PROPOSE_LICENCE_MEASURES)
@blueprint.arguments(schemas.StopIn)
@blueprint.response(200, schemas.CardSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(422, success=False)
def stop(body: dict[str, Any], number: str) -> AgencySubAgent:
    """Stop the card of a sub-agent, for good."""
    card = cards.get(number, lock=True)
    sub_agents.stop_card(card, body["reason"], by=signed_in())
    return card


@blueprint.get("/cards/<number>")
@public
@blueprint.response(200, schemas.PublicCardSchema)
@blueprint.alt_response(404, success=False)
def check(number: str) -> dict[str, Any]:
    """Return what everyone may read of a card: whose it is, and whether it holds today. Nobody is told who asked."""
    card = cards.public(number)
    agency = register.find_by_id(card.agency_id) if card else None
    if card is None or agency is None:
        raise NotFound("card-unknown", cards.UNKNOWN)
    return {
        "number": card.number, "status": card.status, "name": card.name, "scope": list(card.scope), "area": card.area,
        "valid_to": card.valid_to, "agency": agency.reference, "agency_status": agency.status,
        "may_collect_money": False,
    }  # fmt: skip
