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


class WordsSchema(Schema):
    """What the holder says."""

    text = fields.String(required=True, validate=validate.Length(10, 4000))


class AppealSchema(WordsSchema):
    """Against a decision."""

    kind = fields.String(required=True, validate=validate.OneOf(["facts", "appeal"]))


class SurrenderSchema(Schema):
    """Giving the licence back, with what happens to the workers already placed."""

    reason = fields.String(required=True, validate=validate.Length(10, 4000))
    plan = fields.String(required=True, validate=validate.Length(10, 4000))


class DoneSchema(Schema):
    """What was said, as it is kept."""

    id = fields.UUID()
    text = fields.String()
    at = fields.DateTime()


class LodgedSchema(Schema):
    """An appeal."""

    reference = fields.String()
    kind = fields.String()
    status = fields.String()
    lodged_on = fields.Date()


class HeldMeasureSchema(Schema):
    """What the regulator proposed or decided about a licence; who of it did so is not told."""

    id = fields.UUID()
    measure = fields.String()
    status = fields.String()
    reason = fields.String()
    show_cause_until = fields.Date(allow_none=True)
    proposed_at = fields.DateTime()
    decided_at = fields.DateTime(allow_none=True)
    ended_at = fields.DateTime(allow_none=True)
