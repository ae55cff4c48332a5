"""What the API gives of the public register."""

from marshmallow import Schema, fields, validate

from licensing.register.question import MOST_CHARACTERS


class AskSchema(Schema):
    """A licence number, a telephone number, or a name in any script."""

    q = fields.String(required=True, validate=validate.Length(0, MOST_CHARACTERS))


class RegisterPhoneSchema(Schema):
    """A telephone number of an agency."""

    label = fields.String()
    number = fields.String(metadata={"description": "E.164."})


class RegisterConditionSchema(Schema):
    """A rule that the licence carries, in the words that workers read."""

    text = fields.String()
    due_on = fields.Date(allow_none=True)


class EntrySchema(Schema):
    """An agency as the register shows it today."""

    reference = fields.String()
    name = fields.String()
    local_name = fields.String(allow_none=True)
    town = fields.String()
    country = fields.String(metadata={"description": "ISO 3166-1 alpha-2."})
    address = fields.String()
    website = fields.String(allow_none=True)
    status = fields.String(metadata={"description": "Key of the public text, such as licensed or suspended."})
    title = fields.String()
    text = fields.String()
    may_recruit = fields.Boolean(metadata={"description": "Whether it may find jobs for new workers today."})
    under_appeal = fields.Boolean()
    licence_number = fields.String(allow_none=True)
    last_day = fields.Date(allow_none=True, metadata={"description": "Last day of the licence."})
    may_work_until = fields.Date(allow_none=True, metadata={"description": "While a renewal is being decided."})
    destinations = fields.List(fields.String(metadata={"description": "ISO 3166-1 alpha-2."}))
    conditions = fields.List(fields.Nested(RegisterConditionSchema))
    phones = fields.List(fields.Nested(RegisterPhoneSchema))
    people = fields.List(fields.String(), metadata={"description": "Who may speak for the agency."})


class SimilarSchema(EntrySchema):
    """An agency with a name like the one asked for."""

    found_name = fields.String(metadata={"description": "The name of it that looks like what was asked."})
    different = fields.List(fields.String(), metadata={"description": "Words of that name that differ."})


class LookupSchema(Schema):
    """The answer to a look-up: its key, the agencies found, and those that are only similar."""

    answer = fields.String(metadata={"description": "The status of the one agency found, or many, similar, none."})
    title = fields.String()
    entries = fields.List(fields.Nested(EntrySchema))
    similar = fields.List(fields.Nested(SimilarSchema))
