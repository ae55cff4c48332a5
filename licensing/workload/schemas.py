"""What the API of an officer's own views takes and gives."""

from marshmallow import Schema, fields, validate


class ViewIn(Schema):
    """A view to keep."""

    name = fields.String(required=True, validate=validate.Length(1, 60))
    filters = fields.Dict(
        keys=fields.String(validate=validate.Length(1, 20)),
        values=fields.List(fields.String(validate=validate.Length(max=120)), validate=validate.Length(max=20)),
        required=True,
        validate=validate.Length(max=40),
        metadata={"description": "The arguments of the queue, each with its values."},
    )


class NameIn(Schema):
    """Another name."""

    name = fields.String(required=True, validate=validate.Length(1, 60))


class ViewSchema(Schema):
    """A view of the queue."""

    id = fields.UUID()
    name = fields.String()
    filters = fields.Dict()
    created_at = fields.AwareDateTime()


class MonthSchema(Schema):
    """What happened in one month."""

    first = fields.Date()
    counts = fields.Dict(keys=fields.String(), values=fields.Integer())


class ByGroundSchema(Schema):
    """How often was decided so on one ground."""

    outcome = fields.String()
    code = fields.String()
    sentence = fields.String()
    count = fields.Integer()


class FiguresSchema(Schema):
    """The figures of the work."""

    ages = fields.List(
        fields.Integer(),
        metadata={"description": "Cases with the regulator by whole weeks of age, the last for 12 and more."},
    )
    target_days = fields.Integer(allow_none=True)
    flow = fields.List(fields.Nested(MonthSchema))
    grounds = fields.List(fields.Nested(ByGroundSchema))
