"""What the API takes and gives for engagements."""

from marshmallow import Schema, fields, validate

from core.api import PageQuery, paged_schema


class AuditorFirmSchema(Schema):
    """An auditor firm that can be engaged."""

    id = fields.UUID()
    name = fields.String()
    country = fields.String()


class EngagementSchema(Schema):
    """A firm's permission to see one supplier and record audits of it."""

    id = fields.UUID(attribute="engagement.id")
    supplier = fields.String(attribute="supplier.reference")
    supplier_name = fields.String(attribute="supplier.name")
    firm = fields.String()
    company = fields.String()
    starts_on = fields.Date(attribute="engagement.starts_on")
    ends_on = fields.Date(attribute="engagement.ends_on")
    ended_at = fields.AwareDateTime(attribute="engagement.ended_at", allow_none=True)
    runs = fields.Boolean(metadata={"description": "Whether the firm may see the supplier today."})


class EngagementQuery(PageQuery):
    """Which engagements are wanted."""

    running = fields.Boolean(load_default=False)


class EngagementIn(Schema):
    """An engagement to give; both days are included."""

    supplier = fields.String(required=True, validate=validate.Length(1, 20), metadata={"description": "Its reference."})
    firm = fields.UUID(required=True, metadata={"description": "Id of the auditor firm."})
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)


class EngagementEnd(Schema):
    """Why an engagement ends now."""

    reason = fields.String(required=True, validate=validate.Length(1, 2_000))


EngagementPage = paged_schema(EngagementSchema)
