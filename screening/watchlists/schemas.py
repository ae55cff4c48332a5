"""What the API takes and gives for lists of flagged entities."""

from typing import Any

from marshmallow import Schema as Shape
from marshmallow import fields, pre_dump, validate

from core.api import PageQuery, paged_schema
from core.i18n import translate
from screening.watchlists import formats
from screening.watchlists.guards import Finding
from screening.watchlists.models import Delivery, Schema
from screening.watchlists.queries import Change
from screening.watchlists.states import Channel, DeliveryStatus, Every, SnapshotStatus

MOST_CHARACTERS = 200
MOST_REASON = 2_000


class LeftOutSchema(Shape):
    """What became no entity, by its reason."""

    reason = fields.String()
    count = fields.Integer()
    examples = fields.List(fields.String())


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
    left_out = fields.List(fields.Nested(LeftOutSchema))


class WatchlistSchema(Shape):
    """A list with its newest version."""

    code = fields.String(attribute="watchlist.code")
    title = fields.String(attribute="watchlist.title")
    publisher = fields.String(attribute="watchlist.publisher")
    source_url = fields.String(attribute="watchlist.source_url", allow_none=True)
    in_use = fields.Boolean(metadata={"description": "Whether names are screened against it."})
    built_in = fields.Boolean(
        attribute="watchlist.built_in", metadata={"description": "Kept current by Fairgate itself; nobody imports it."}
    )
    stale = fields.Boolean(metadata={"description": "Nobody looked at the publisher's version for too long."})
    waiting = fields.Integer(metadata={"description": "Versions that wait for a decision."})
    newest = fields.Nested(WatchlistSnapshotSchema, allow_none=True, metadata={"description": "Null before the first."})


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


class DifferenceSchema(Shape):
    """One attribute in which an entity differs from the version before."""

    attribute = fields.String()
    left = fields.List(fields.String(), metadata={"description": "What was said before only."})
    came = fields.List(fields.String(), metadata={"description": "What is said since then."})


class ChangedEntitySchema(FlaggedEntitySchema):
    """A flagged entity that a version added, changed or removed."""

    differences = fields.List(
        fields.Nested(DifferenceSchema), metadata={"description": "For a changed one: attribute by attribute."}
    )


class FindingSchema(Shape):
    """Something that speaks against taking a source."""

    code = fields.String()
    sentence = fields.String()


class DeliverySchema(Shape):
    """A source that came in and did not become a version at once."""

    id = fields.UUID()
    status = fields.String(validate=validate.OneOf([str(status) for status in DeliveryStatus]))
    channel = fields.String(validate=validate.OneOf([str(channel) for channel in Channel]))
    file_name = fields.String()
    format = fields.String(allow_none=True)
    source_hash = fields.String(allow_none=True)
    published_on = fields.Date(allow_none=True)
    findings = fields.List(fields.Nested(FindingSchema))
    against = fields.Integer(allow_none=True, metadata={"description": "The version it was compared with."})
    entities = fields.Integer(allow_none=True)
    names = fields.Integer(allow_none=True)
    added = fields.Integer(allow_none=True)
    changed = fields.Integer(allow_none=True)
    removed = fields.Integer(allow_none=True)
    received_at = fields.AwareDateTime()
    received_by_name = fields.String()
    decided_at = fields.AwareDateTime(allow_none=True)
    decided_by_name = fields.String(allow_none=True)
    decision_reason = fields.String(allow_none=True)
    sequence = fields.Integer(allow_none=True, metadata={"description": "The version it became."})

    @pre_dump
    def speak(self, delivery: Delivery, **_more: Any) -> dict[str, Any]:
        """Put what speaks against it into sentences of the caller's language."""
        shown = {name: getattr(delivery, name) for name in self.fields if name != "findings"}
        found = [Finding.from_json(kept) for kept in delivery.findings]
        sentences = [{"code": one.code, "sentence": one.sentence(translate)} for one in found]
        return {**shown, "findings": sentences}


class NewListSchema(Shape):
    """A list that there is none of yet."""

    code = fields.String(required=True, validate=validate.Length(max=60))
    title = fields.String(required=True, validate=validate.Length(max=MOST_CHARACTERS))
    publisher = fields.String(required=True, validate=validate.Length(max=MOST_CHARACTERS))


class UploadFileSchema(Shape):
    """The file of a version: as the publisher gives it out, or a ZIP archive of its parts."""

    file = fields.Raw(required=True, metadata={"type": "string", "format": "binary", "description": "≤ 30 MB"})


class UploadFormSchema(Shape):
    """What is said about an uploaded version."""

    format = fields.String(load_default=None, validate=validate.OneOf(sorted(formats.FORMATS)))
    published_on = fields.Date(load_default=None)


class ConfirmationSchema(Shape):
    """A person takes a version that waits."""

    accept = fields.Boolean(load_default=False, metadata={"description": "Although something speaks against it."})
    reason = fields.String(load_default="", validate=validate.Length(max=MOST_REASON))


class ReasonSchema(Shape):
    """Why something is done."""

    reason = fields.String(required=True, validate=validate.Length(max=MOST_REASON))


class ExpectedSchema(ReasonSchema):
    """How many entities a list should hold; null takes a bound away."""

    least = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(1, 50_000_000))
    most = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(1, 50_000_000))


class SourceInSchema(ReasonSchema):
    """Where and how often a list is fetched."""

    urls = fields.List(fields.String(validate=validate.Length(max=500)), required=True, validate=validate.Length(max=6))
    every = fields.Enum(Every, by_value=True, required=True)
    format = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(sorted(formats.FORMATS)))
    version = fields.Integer(load_default=None, allow_none=True)


class SourceSchema(Shape):
    """How a list is looked after: expected size, where it is fetched, and how the last fetch went."""

    expected_least = fields.Integer(allow_none=True)
    expected_most = fields.Integer(allow_none=True)
    urls = fields.List(fields.String())
    every = fields.String()
    format = fields.String(allow_none=True)
    due_at = fields.AwareDateTime(allow_none=True)
    checked_at = fields.AwareDateTime(allow_none=True)
    failures = fields.Integer(metadata={"description": "In a row."})
    version = fields.Integer()


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
ChangedEntityPage = paged_schema(ChangedEntitySchema)
DeliveryPage = paged_schema(DeliverySchema)
