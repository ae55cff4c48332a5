"""Registering over the API."""

from accounts.organisations import service
from accounts.registration.schemas import RegisteredSchema, RegisterSchema
from core.api import blueprint as api_blueprint
from core.permit import anyone

blueprint = api_blueprint("registration", __name__, "/api/v1/organisations", "Register a broker")


@blueprint.post("/brokers")
@anyone
@blueprint.arguments(RegisterSchema)
@blueprint.response(201, RegisteredSchema)
@blueprint.alt_response(422, success=False)
@blueprint.alt_response(429, success=False)
def register(body: dict[str, str]) -> dict[str, str]:
    """Register a broker and its first person."""
    membership = service.register_broker(**body)
    return {"organisation": membership.organisation.name, "email": membership.person.email}
