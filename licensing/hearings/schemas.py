"""What the API of hearings takes and gives."""

from marshmallow import Schema, fields, validate

from licensing.applications.states import Kind


class OpenApplicationSchema(Schema):
    """An application that anybody may object to today."""

    reference = fields.String(required=True)
    kind = fields.String(required=True)
    class_code = fields.String(required=True)
    agency_name = fields.String(required=True)
    agency_reference = fields.String(required=True)
    city = fields.String(required=True)
    until = fields.Date(required=True)


class ObjectionIn(Schema):
    """What speaks against an application; nobody is asked who they are."""

    text = fields.String(required=True, validate=validate.Length(max=4000))


class LodgedSchema(Schema):
    """The number of an objection."""

    reference = fields.String(required=True)


class RepresentationIn(Schema):
    """What an agency answers; its papers are sent over the page."""

    text = fields.String(required=True, validate=validate.Length(max=20_000))


class RepresentationSchema(Schema):
    """What an agency answered."""

    text = fields.String(required=True)
    made_at = fields.DateTime(required=True)


class LicenceStepIn(Schema):
    """What is asked for a licence that is held."""

    kind = fields.String(required=True, validate=validate.OneOf([str(kind) for kind in Kind if kind != Kind.NEW]))


class BegunSchema(Schema):
    """The draft that was begun, with what the agency last handed in."""

    reference = fields.String(required=True)
    kind = fields.String(required=True)
    status = fields.String(required=True)
    class_code = fields.String(required=True)


class FeeBackSchema(Schema):
    """A fee that was paid, and whether it comes back if the application ends now."""

    kind = fields.String(required=True)
    amount_minor = fields.Integer(required=True)
    currency = fields.String(required=True)
    back = fields.Boolean(required=True)


class DifferenceSchema(Schema):
    """One thing that an application says otherwise than the licence stands on."""

    part = fields.String(required=True)
    title = fields.String(required=True)
    before = fields.List(fields.String(), required=True)
    after = fields.List(fields.String(), required=True)
