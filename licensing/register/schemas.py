"""What the API gives of the public register."""

from marshmallow import Schema, fields, validate

from licensing.register.questions import LONGEST


class AskSchema(Schema):
    """A licence number, a telephone number, or a name in any script."""

    q = fields.String(required=True, validate=validate.Length(1, LONGEST))


class RegisterPhoneSchema(Schema):
    """A telephone number of an agency."""

    label = fields.String()
    number = fields.String(metadata={"description": "E.164."})


class EntrySchema(Schema):
    """An agency as the register shows it today."""

    reference = fields.String()
    name = fields.String()
    local_name = fields.String(allow_none=True)
    other_names = fields.List(fields.String())
    town = fields.String()
    country = fields.String()
    status = fields.String(metadata={"description": "Key of the public text, such as licensed or suspended."})
    title = fields.String()
    text = fields.String()
    under_appeal = fields.Boolean()
    licence_number = fields.String(allow_none=True)
    last_day = fields.Date(allow_none=True)
    may_work_until = fields.Date(allow_none=True)
    destinations = fields.List(fields.String())
    conditions = fields.List(fields.String())
    phones = fields.List(fields.Nested(RegisterPhoneSchema))


class LookupSchema(Schema):
    """The answer to a look-up: its key, the agencies found, and those that are only similar."""

    answer = fields.String()
    entries = fields.List(fields.Nested(EntrySchema))
    similar = fields.List(fields.Nested(EntrySchema))
    more = fields.Boolean()
