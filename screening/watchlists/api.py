"""Lists of flagged entities over the API, to be read: what is in use, what changed, who is on them."""

from typing import Any

from accounts.permissions import Permission
from core.api import PageQuery, page_of
from core.api import blueprint as api_blueprint
from core.paging import Paged
from core.permit import permits
from screening.watchlists import queries
from screening.watchlists.models import FlaggedEntity, WatchlistSnapshot
from screening.watchlists.queries import Filter, ListRow
from screening.watchlists.schemas import (
    DifferenceQuery,
    EntityPage,
    EntityQuery,
    FlaggedEntitySchema,
    SnapshotPage,
    WatchlistSchema,
)

blueprint = api_blueprint("watchlists", __name__, "/api/v1/watchlists", "Lists of flagged entities")


@blueprint.get("")
@permits(Permission.SEE_WATCHLISTS)
@blueprint.response(200, WatchlistSchema(many=True))
@blueprint.alt_response(401, success=False)
@blueprint.alt_response(403, success=False)
def index() -> list[ListRow]:
    """List every list with its newest version."""
    return queries.overview()


@blueprint.get("/<code>")
@permits(Permission.SEE_WATCHLISTS)
@blueprint.response(200, WatchlistSchema)
@blueprint.alt_response(404, success=False)
def show(code: str) -> ListRow:
    """Show one list with its newest version."""
    found = queries.get(code)
    return ListRow(found, queries.snapshot(found))


@blueprint.get("/<code>/snapshots")
@permits(Permission.SEE_WATCHLISTS)
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, SnapshotPage)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(422, success=False)
def snapshots(query: dict[str, Any], code: str) -> Paged[WatchlistSnapshot]:
    """List the versions of a list, newest first."""
    return queries.snapshots(queries.get(code), page_of(query))


@blueprint.get("/<code>/snapshots/<int:sequence>/differences")
@permits(Permission.SEE_WATCHLISTS)
@blueprint.arguments(DifferenceQuery, location="query")
@blueprint.response(200, EntityPage)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(422, success=False)
def differences(query: dict[str, Any], code: str, sequence: int) -> Paged[FlaggedEntity]:
    """List what a version added, changed or removed."""
    found = queries.get(code)
    chosen = queries.snapshot(found, sequence)
    return queries.differences(found, chosen.sequence, query["change"], page_of(query))


@blueprint.get("/<code>/entities")
@permits(Permission.SEE_WATCHLISTS)
@blueprint.arguments(EntityQuery, location="query")
@blueprint.response(200, EntityPage)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(422, success=False)
def entities(query: dict[str, Any], code: str) -> Paged[FlaggedEntity]:
    """Search the entities that are on a list now, by words of their names."""
    wanted = Filter(query["q"], query["schema"], query["country"].upper())
    return queries.entities(queries.get(code), wanted, page_of(query))


@blueprint.get("/<code>/entities/<path:entity_key>")
@permits(Permission.SEE_WATCHLISTS)
@blueprint.response(200, FlaggedEntitySchema(many=True))
@blueprint.alt_response(404, success=False)
def entity(code: str, entity_key: str) -> list[FlaggedEntity]:
    """Show an entity in all its versions, newest first."""
    return queries.versions(queries.get(code), entity_key)
