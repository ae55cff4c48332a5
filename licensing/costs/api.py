"""The list of cost items, for everyone: what a worker may never be charged is no secret."""

from typing import Any

from core.api import blueprint as api_blueprint
from core.api import page_of
from core.paging import Paged
from core.permit import public
from licensing.costs import queries
from licensing.costs.models import CostItem
from licensing.costs.schemas import CostItemPage, CostItemQuery

blueprint = api_blueprint("costs", __name__, "/api/v1/cost-items", "Recruitment fees and related costs")


@blueprint.get("")
@public
@blueprint.arguments(CostItemQuery, location="query")
@blueprint.response(200, CostItemPage)
@blueprint.alt_response(422, success=False)
def index(query: dict[str, Any]) -> Paged[CostItem]:
    """List the cost items in force today."""
    return queries.items(page_of(query), category=query["category"], declared_only=query["declared"])
