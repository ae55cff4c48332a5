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
