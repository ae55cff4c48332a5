"""Lists of flagged entities over the API: what is in use, what changed, who is on them, and looking after them."""

from typing import Any
from uuid import UUID

from flask import request

from accounts.permissions import Permission
from core import jobs
from core.actor import signed_in
from core.api import PageQuery, page_of
from core.api import blueprint as api_blueprint
from core.paging import Paged
from core.permit import permits
from screening.watchlists import changes, deliveries, fetches, queries, schemas, service, uploading
from screening.watchlists import jobs as work
from screening.watchlists.fetches import Asked
from screening.watchlists.forms import LARGEST_UPLOAD
from screening.watchlists.models import Delivery, FlaggedEntity, WatchlistSnapshot, WatchlistSource
from screening.watchlists.queries import Change, Filter, ListRow
from screening.watchlists.schemas import (
    ChangedEntityPage,
    DeliveryPage,
    DeliverySchema,
    DifferenceQuery,
    EntityPage,
    EntityQuery,
    FlaggedEntitySchema,
    SnapshotPage,
    SourceSchema,
    WatchlistSchema,
)

blueprint = api_blueprint("watchlists", __name__, "/api/v1/watchlists", "Lists of flagged entities")


@blueprint.url_value_preprocessor
def allow_large_uploads(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Let the upload, and nothing else, be larger than a request may be; runs before anything reads the body."""
    if endpoint == "api_watchlists.upload":
        request.max_content_length = LARGEST_UPLOAD + 1_000_000


@blueprint.teardown_request
def close_uploads(_error: BaseException | None) -> None:
    """Close the temporary files of large uploads now, not when memory is next tidied."""
    request.close()


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
    return queries.row(queries.get(code))


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
@blueprint.response(200, ChangedEntityPage)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(422, success=False)
def differences(query: dict[str, Any], code: str, sequence: int) -> Paged[FlaggedEntity]:
    """List what a version added, changed or removed; of what it changed, attribute by attribute."""
    found = queries.get(code)
    chosen = queries.snapshot(found, sequence)
    page = queries.differences(found, chosen.sequence, query["change"], page_of(query))
    if query["change"] == Change.CHANGED:
        told = changes.pairs_of(page.rows, sequence)
        for row in page.rows:
            row.differences = told.get(row.entity_key, [])  # type: ignore[attr-defined]
    return page


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


# ------------------------------------------------------------------------------------------- looking after lists


@blueprint.post("")
@permits(Permission.MANAGE_WATCHLISTS)
@blueprint.arguments(schemas.NewListSchema)
@blueprint.response(201, WatchlistSchema)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def add(body: dict[str, Any]) -> ListRow:
    """Add a list; nobody is compared with it before its first version is confirmed."""
    return queries.row(service.found(body["code"], body["title"], body["publisher"], by=signed_in()))


@blueprint.get("/<code>/deliveries")
@permits(Permission.SEE_WATCHLISTS)
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, DeliveryPage)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(422, success=False)
def deliveries_of(query: dict[str, Any], code: str) -> Paged[Delivery]:
    """List what came in and waits for a decision, was refused or could not be fetched, newest first."""
    return queries.deliveries(queries.get(code), page_of(query))


@blueprint.post("/<code>/deliveries")
@permits(Permission.MANAGE_WATCHLISTS)
@blueprint.arguments(schemas.UploadFileSchema, location="files")
@blueprint.arguments(schemas.UploadFormSchema, location="form")
@blueprint.response(202, DeliverySchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(413, success=False)
@blueprint.alt_response(422, success=False)
def upload(sent: dict[str, Any], about: dict[str, Any], code: str) -> Delivery:
    """Send a version; it is read in the background: ask for it until it waits for your decision or is refused."""
    return uploading.received(queries.get(code), sent["file"], about["format"], about["published_on"])


@blueprint.get("/<code>/deliveries/<uuid:delivery_id>")
@permits(Permission.SEE_WATCHLISTS)
@blueprint.response(200, DeliverySchema)
@blueprint.alt_response(404, success=False)
def delivery(code: str, delivery_id: UUID) -> Delivery:
    """Show what came in, what it would change, and what speaks against it."""
    return queries.delivery(queries.get(code), delivery_id)


@blueprint.post("/<code>/deliveries/<uuid:delivery_id>/confirmation")
@permits(Permission.MANAGE_WATCHLISTS)
@blueprint.arguments(schemas.ConfirmationSchema)
@blueprint.response(202, DeliverySchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def confirm(body: dict[str, Any], code: str, delivery_id: UUID) -> Delivery:
    """Take what waits; it is imported in the background."""
    found = queries.delivery(queries.get(code), delivery_id)
    deliveries.confirm(found, accept=body["accept"], reason=body["reason"], by=signed_in())
    jobs.defer(work.take, delivery_id=str(found.id))
    return found


@blueprint.post("/<code>/deliveries/<uuid:delivery_id>/rejection")
@permits(Permission.MANAGE_WATCHLISTS)
@blueprint.arguments(schemas.ReasonSchema)
@blueprint.response(200, DeliverySchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def reject(body: dict[str, Any], code: str, delivery_id: UUID) -> Delivery:
    """Do not take what waits; its files are forgotten."""
    found = queries.delivery(queries.get(code), delivery_id)
    deliveries.reject(found, reason=body["reason"], by=signed_in())
    return found


@blueprint.get("/<code>/source")
@permits(Permission.SEE_WATCHLISTS)
@blueprint.response(200, SourceSchema)
@blueprint.alt_response(404, success=False)
def source(code: str) -> WatchlistSource | dict[str, Any]:
    """Show the size expected of a list, where it is fetched, and how that went."""
    return queries.source(queries.get(code)) or {"urls": [], "every": "off", "failures": 0, "version": 0}


@blueprint.put("/<code>/source")
@permits(Permission.MANAGE_WATCHLISTS)
@blueprint.arguments(schemas.SourceInSchema)
@blueprint.response(200, SourceSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def set_source(body: dict[str, Any], code: str) -> WatchlistSource:
    """Say where and how often a list is fetched."""
    asked = Asked(tuple(body["urls"]), body["every"], body["format"])
    return fetches.set_up(
        queries.get(code), asked, reason=body["reason"], version=body["version"] or None, by=signed_in()
    )


@blueprint.put("/<code>/expected")
@permits(Permission.MANAGE_WATCHLISTS)
@blueprint.arguments(schemas.ExpectedSchema)
@blueprint.response(200, SourceSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(422, success=False)
def expect(body: dict[str, Any], code: str) -> WatchlistSource:
    """Say how many entities a list should hold."""
    return service.expect(queries.get(code), body["least"], body["most"], reason=body["reason"], by=signed_in())


@blueprint.post("/<code>/fetch")
@permits(Permission.MANAGE_WATCHLISTS)
@blueprint.response(202)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(503, success=False)
def fetch(code: str) -> None:
    """Have a list fetched as soon as may be, where this installation allows it."""
    found = queries.get(code)
    fetches.ask_for(found, by=signed_in())
    jobs.defer(work.fetch, key=f"screening.watchlists.fetch:{code}", code=code)


@blueprint.post("/<code>/withdrawal")
@permits(Permission.MANAGE_WATCHLISTS)
@blueprint.arguments(schemas.ReasonSchema)
@blueprint.response(202)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def withdraw(body: dict[str, Any], code: str) -> None:
    """Take a list out of use, in the background; its history stays."""
    found = queries.get(code)
    entry = service.ask_withdrawal(found, body["reason"], by=signed_in())
    jobs.defer(work.withdraw, key=f"screening.watchlists.withdraw:{code}", code=code, entry_id=str(entry.id))
