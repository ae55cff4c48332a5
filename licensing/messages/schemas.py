"""What the API takes and gives for messages."""

from marshmallow import Schema, fields, validate

from core.api import paged_schema
from licensing.messages.service import LONGEST


class WriteSchema(Schema):
    """A message to the other side."""

    body = fields.String(required=True, validate=validate.Length(1, LONGEST))


class MessageSchema(Schema):
    """A message about a case; who of the regulator wrote it is not told to the agency."""

    id = fields.UUID()
    from_regulator = fields.Boolean()
    body = fields.String()
    sent_at = fields.DateTime()
    read_at = fields.DateTime(allow_none=True)
    file_name = fields.String(attribute="file.name", allow_none=True)


class CaseMessageSchema(MessageSchema):
    """A message about a case, as the regulator sees it."""

    sent_by_name = fields.String()


MessagePage = paged_schema(MessageSchema)
CaseMessagePage = paged_schema(CaseMessageSchema)
