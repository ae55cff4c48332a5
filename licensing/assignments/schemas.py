"""JSON of assignments, of interests, and of grants looked at again."""

from marshmallow import Schema, fields, validate

from core.api import PageQuery
from licensing.assignments.states import Interest, ReviewOutcome, Task

REASON = validate.Length(10, 4000)
TASK = validate.OneOf([str(item) for item in Task])


class AssignmentSchema(Schema):
    """Who has a case, or had it."""

    application = fields.String(attribute="application.reference")
    task = fields.String()
    person = fields.UUID(attribute="person_id")
    person_name = fields.String()
    how = fields.String()
    reason = fields.String(allow_none=True)
    assigned_by_name = fields.String()
    assigned_at = fields.AwareDateTime()
    ended_at = fields.AwareDateTime(allow_none=True)
    ended_by_name = fields.String(allow_none=True)
    ended_why = fields.String(allow_none=True)


class WorkQuery(PageQuery):
    """Whose cases are wanted; without a person, everybody's."""

    person = fields.UUID(load_default=None)


class TaskIn(Schema):
    """For which task a case is taken."""

    task = fields.String(load_default=str(Task.ASSESS), validate=TASK)


class GiveIn(TaskIn):
    """To whom a case is given, and why."""

    person = fields.UUID(required=True)
    reason = fields.String(required=True, validate=REASON)


class ReleaseIn(TaskIn):
    """Why a case goes back."""

    reason = fields.String(required=True, validate=REASON)


class ConflictSchema(Schema):
    """What stands between a person and an agency."""

    id = fields.UUID()
    person = fields.UUID(attribute="person_id")
    person_name = fields.String()
    agency = fields.String(attribute="agency.reference")
    agency_name = fields.String(attribute="agency.legal_name")
    kind = fields.String()
    detail = fields.String()
    from_on = fields.Date()
    until_on = fields.Date(allow_none=True)
    declared_by_name = fields.String()
    declared_at = fields.AwareDateTime()
    ended_by_name = fields.String(allow_none=True)
    ended_why = fields.String(allow_none=True)


class DeclareIn(Schema):
    """A declaration; without a person it is about oneself."""

    person = fields.UUID(load_default=None, allow_none=True)
    agency = fields.String(required=True, validate=validate.Length(1, 20))
    kind = fields.String(required=True, validate=validate.OneOf([str(item) for item in Interest]))
    detail = fields.String(required=True, validate=REASON)
    from_on = fields.Date(required=True)
    until_on = fields.Date(load_default=None, allow_none=True)


class EndIn(Schema):
    """The end of an interest."""

    until_on = fields.Date(required=True)
    reason = fields.String(required=True, validate=REASON)


class ReviewSchema(Schema):
    """What a second look came to."""

    outcome = fields.String()
    reason = fields.String()
    by_name = fields.String()
    at = fields.AwareDateTime()


class DrawSchema(Schema):
    """A grant that was drawn, with what anyone needs to draw it again."""

    application = fields.String(attribute="application.reference")
    decision = fields.UUID(attribute="decision_id")
    seed = fields.String(metadata={"description": "The lot is the first 32 bits of SHA-256 of “seed:decision”."})
    value = fields.Integer()
    share = fields.Float(metadata={"description": "Per cent: drawn where value < share / 100 * 2**32."})
    at = fields.AwareDateTime()
    review = fields.Nested(ReviewSchema, allow_none=True)


class DrawQuery(PageQuery):
    """Which drawn grants are wanted."""

    done = fields.Boolean(load_default=None, allow_none=True)


class ReviewIn(Schema):
    """What a second look came to."""

    outcome = fields.String(required=True, validate=validate.OneOf([str(item) for item in ReviewOutcome]))
    reason = fields.String(required=True, validate=REASON)
