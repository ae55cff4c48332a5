"""What the API gives of a holder's licences."""

from marshmallow import Schema, fields, validate


class HeldConditionSchema(Schema):
    """A condition that is not met yet."""

    id = fields.UUID()
    text = fields.String()
    public_text = fields.String()
    due_on = fields.Date(allow_none=True)


class HeldSchema(Schema):
    """A licence as its holder sees it."""

    number = fields.String(attribute="licence.number")
    class_code = fields.String(attribute="licence.class_code")
    status = fields.String(metadata={"description": "What workers are told today."})
    first_day = fields.Date()
    last_day = fields.Date()
    live = fields.Boolean()
    days_left = fields.Integer(metadata={"description": "The last day counted; nought or less once it has ended."})
    lodge_by = fields.Date(metadata={"description": "A renewal sent by then lets the licence run on."})
    conditions = fields.Function(
        lambda held: HeldConditionSchema(many=True).dump(
            [row for row in held.licence.conditions if row.satisfied_at is None]
        ),
        metadata={"type": "array", "items": {"type": "object"}},
    )  # fmt: skip


class WishSchema(Schema):
    """What the holder asks for."""

    kind = fields.String(required=True, validate=validate.OneOf(["renewal", "variation", "reinstatement"]))


class BegunSchema(Schema):
    """The draft that was begun."""

    reference = fields.String()
    kind = fields.String()
    status = fields.String()
    version = fields.Integer()
