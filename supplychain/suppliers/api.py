"""JSON of suppliers."""

from typing import Any

from accounts.permissions import Permission
from core import api
from core.api import page_of
from core.permit import permits
from supplychain.alerts.queries import open_by_supplier
from supplychain.suppliers import brokers, queries, schemas
from supplychain.suppliers.queries import Filter

blueprint = api.blueprint("suppliers", __name__, "/api/v1/suppliers", "Suppliers and their labour brokers")
_PLAIN = ("reference", "external_reference", "name", "local_name", "address", "city", "country", "tier", "created_at",
          "updated_at", "details")  # fmt: skip


@blueprint.get("")
@permits(Permission.SEE_SUPPLIERS)
@blueprint.arguments(schemas.SupplierQuery, location="query")
@blueprint.response(200, schemas.SupplierPage)
def index(query: dict[str, Any]) -> Any:
    """List the company's suppliers."""
    wanted = Filter(query["q"], query["country"], query["alerts"], query["brokers"], query["sort"])
    return queries.search(wanted, page_of(query))


@blueprint.get("/<reference>")
@permits(Permission.SEE_SUPPLIERS)
@blueprint.response(200, schemas.SupplierDetailSchema)
@blueprint.alt_response(404, success=False)
def show(reference: str) -> Any:
    """Return one supplier with its brokers and the state of their licences today."""
    supplier = queries.get(reference)
    judged = brokers.judge_all(supplier.brokers)
    named = [
        {"name": row.name, "licence_number": row.licence_number, "country": row.country, "fee_payer": row.fee_payer,
         "licence_state": judged[row.id].state,
         "register_number": standing.number if (standing := judged[row.id].standing) else None}
        for row in supplier.brokers
    ]  # fmt: skip
    waiting = open_by_supplier([supplier.id]).get(supplier.id, 0)
    return {**{name: getattr(supplier, name) for name in _PLAIN}, "brokers": named, "alerts_to_decide": waiting}
