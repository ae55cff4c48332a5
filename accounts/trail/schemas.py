"""What the API gives of the trail."""

from marshmallow import Schema, fields, validate

from core.api import PageQuery, paged_schema


class TrailQuery(PageQuery):
    """Which entries: `text` is the beginning of an action or of a person's name."""

    text = fields.String(load_default="", validate=validate.Length(0, 120))


class TrailEntrySchema(Schema):
    """One line of the trail."""

    at = fields.DateTime()
    action = fields.String()
    subject_table = fields.String()
    subject_id = fields.UUID()
    actor_name = fields.String()
    actor_role = fields.String()
    reason = fields.String(allow_none=True)
    rule = fields.String(allow_none=True)
    request_id = fields.String()


TrailPage = paged_schema(TrailEntrySchema)
