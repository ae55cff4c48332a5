"""What the API takes and gives for lists of flagged entities."""

from marshmallow import Schema as Shape
from marshmallow import fields, validate

from core.api import PageQuery, paged_schema
from screening.watchlists.models import Schema
from screening.watchlists.queries import Change
from screening.watchlists.states import SnapshotStatus

MOST_CHARACTERS = 200


class WatchlistSnapshotSchema(Shape):
    """One version of a list as it was published."""

    sequence = fields.Integer()
    status = fields.String(validate=validate.OneOf([str(status) for status in SnapshotStatus]))
    format = fields.String()
    source_hash = fields.String(metadata={"description": "SHA-256 of the source as it was imported."})
    published_on = fields.Date(allow_none=True)
    imported_at = fields.AwareDateTime()
    entities = fields.Integer()
    names = fields.Integer()
    added = fields.Integer()
    changed = fields.Integer()
    removed = fields.Integer()


class WatchlistSchema(Shape):
    """A list with its newest version."""

    code = fields.String(attribute="watchlist.code")
    title = fields.String(attribute="watchlist.title")
    publisher = fields.String(attribute="watchlist.publisher")
    source_url = fields.String(attribute="watchlist.source_url", allow_none=True)
    in_use = fields.Boolean(metadata={"description": "Whether names are screened against it."})
    newest = fields.Nested(WatchlistSnapshotSchema)


class FlaggedNameSchema(Shape):
    """One name of a flagged entity."""

    name = fields.String()
    kind = fields.String()
    weak = fields.Boolean(metadata={"description": "Too common to mean much by itself."})
    language = fields.String(allow_none=True, metadata={"description": "ISO 639, where the publisher tells it."})


class FlaggedEntitySchema(Shape):
    """A flagged entity in one of its versions."""

    entity_key = fields.String(metadata={"description": "The publisher's own key."})
    schema = fields.String(validate=validate.OneOf([str(schema) for schema in Schema]))
    caption = fields.String()
    names = fields.List(fields.Nested(FlaggedNameSchema))
    programs = fields.List(fields.String())
    countries = fields.List(fields.String())
    birth_dates = fields.List(fields.String())
    identifiers = fields.Dict(keys=fields.String(), values=fields.List(fields.String()))
    addresses = fields.List(fields.String())
    reason = fields.String(allow_none=True)
    remarks = fields.String(allow_none=True)
    listed_on = fields.Date(allow_none=True)
    delisted_on = fields.Date(allow_none=True)
    source_url = fields.String(allow_none=True)
    from_sequence = fields.Integer(metadata={"description": "The snapshot in which it stood like this first."})
    to_sequence = fields.Integer(
        allow_none=True, metadata={"description": "The last such snapshot; null while it stands on the list."}
    )


class EntityQuery(PageQuery):
    """Which entities of a list are wanted."""

    q = fields.String(load_default="", validate=validate.Length(max=MOST_CHARACTERS))
    schema = fields.String(load_default="", validate=validate.OneOf(["", *(str(schema) for schema in Schema)]))
    country = fields.String(load_default="", validate=validate.Length(max=2))


class DifferenceQuery(PageQuery):
    """Which differences of a snapshot are wanted."""

    change = fields.Enum(Change, by_value=True, load_default=Change.ADDED)


SnapshotPage = paged_schema(WatchlistSnapshotSchema)
EntityPage = paged_schema(FlaggedEntitySchema)
