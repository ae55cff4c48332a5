"""JSON of assisted entry."""

from marshmallow import Schema, fields, validate

from core.api import paged_schema
from licensing.assisted.service import LONGEST_NOTE


class PapersSchema(Schema):
    """Papers that an officer enters or entered for an agency."""

    id = fields.UUID()
    agency_name = fields.String()
    person_name = fields.String()
    received_on = fields.Date()
    note = fields.String()
    begun_at = fields.DateTime()
    finished_at = fields.DateTime(allow_none=True)


class BeginSchema(Schema):
    """Whose papers came in, when, and who signed them; either a reference, or name and country of a new agency."""

    agency_reference = fields.String(load_default="", validate=validate.Length(0, 20))
    agency_name = fields.String(load_default="", validate=validate.Length(0, 300))
    country = fields.String(load_default="", validate=validate.Regexp(r"^([A-Z]{2})?$"))
    received_on = fields.Date(required=True)
    note = fields.String(required=True, validate=validate.Length(0, LONGEST_NOTE))


PapersPage = paged_schema(PapersSchema)
