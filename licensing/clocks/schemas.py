"""What the API gives of the clocks."""

from marshmallow import Schema, fields


class ClockRuleSchema(Schema):
    """How long a step may take, from a day on."""

    kind = fields.String()
    amount = fields.Integer()
    unit = fields.String()
    instrument = fields.String()
    effective_from = fields.Date()
    effective_to = fields.Date(allow_none=True)


class HolidaySchema(Schema):
    """A day that is not worked."""

    day = fields.Date()
    name = fields.String()


class TimesSchema(Schema):
    """How the regulator counts time: lengths, reminders (days before the last day, by kind), weekend, holidays."""

    rules = fields.List(fields.Nested(ClockRuleSchema))
    reminders = fields.Dict(keys=fields.String(), values=fields.List(fields.Integer()))
    weekend = fields.List(fields.Integer(), metadata={"description": "ISO weekdays not worked, 1 is Monday"})
    holidays = fields.List(fields.Nested(HolidaySchema))
