"""What the API of case work takes and gives."""

from marshmallow import Schema, fields, validate

from core.api import PageQuery
from licensing.applications.parts import FILLED_IN
from licensing.applications.states import CheckKind, CheckResult, Kind, Outcome
from licensing.assessment.queue import DIRECTIONS, FLAGS, SORTS, STATUSES
from licensing.assessment.rules import Urgency
from licensing.assessment.together import MOST as MOST_TOGETHER
from screening.showing import as_json

REASON = validate.Length(10, 4000)
VERSION = {"description": "The case's version that you saw; a case that changed since is refused with 409."}


class QueueQuery(PageQuery):
    """What the queue is narrowed to."""

    status = fields.List(fields.String(validate=validate.OneOf([str(item) for item in STATUSES])), load_default=[])
    due = fields.String(validate=validate.OneOf([str(item) for item in Urgency]), load_default="")
    kind = fields.List(fields.String(validate=validate.OneOf([str(item) for item in Kind])), load_default=[])
    q = fields.String(validate=validate.Length(max=120), load_default="")
    officer = fields.UUID(load_default=None, allow_none=True, metadata={"description": "Who has it to assess."})
    class_code = fields.String(validate=validate.Length(max=40), load_default="")
    country = fields.String(validate=validate.Length(max=2), load_default="")
    flag = fields.List(fields.String(validate=validate.OneOf(FLAGS)), load_default=[])
    sort = fields.String(validate=validate.OneOf(SORTS), load_default="due")
    direction = fields.String(validate=validate.OneOf(DIRECTIONS), load_default="up")


class CaseRowSchema(Schema):
    """One case of the queue."""

    reference = fields.String()
    agency_name = fields.String()
    country = fields.String()
    class_code = fields.String()
    kind = fields.String()
    status = fields.String()
    submitted_at = fields.AwareDateTime()
    due_on = fields.Date(allow_none=True)
    officer = fields.String(allow_none=True, metadata={"description": "Who has it to assess."})
    checks = fields.Integer(metadata={"description": "Kinds of check with a result that counts."})
    matches = fields.Integer(allow_none=True, metadata={"description": "None until the lists were searched."})
    failed = fields.Boolean(metadata={"description": "Whether a check failed since it was handed in."})


class CheckSchema(Schema):
    """The newest result of one check."""

    id = fields.UUID()
    kind = fields.String()
    result = fields.String()
    reason = fields.String()
    by_name = fields.String()
    at = fields.AwareDateTime()


class MatchSchema(Schema):
    """A subject of the case that is like a flagged entity."""

    subject_name = fields.String()
    subject_kind = fields.String()
    matched_name = fields.String()
    score = fields.Float()
    list_title = fields.String(attribute="entity.watchlist.title")
    explanation = fields.Dict()
    why = fields.Function(
        lambda found: as_json(found.explanation, found.subject_name, found.matched_name),
        metadata={"type": "object", "description": "Why, in one sentence, and the score made again."},
    )


class ConditionSchema(Schema):
    """A rule beyond the law."""

    text = fields.String(required=True, validate=validate.Length(1, 1000))
    public_text = fields.String(required=True, validate=validate.Length(1, 300))
    due_on = fields.Date(allow_none=True, load_default=None)


class DecisionSchema(Schema):
    """The decision on a case."""

    outcome = fields.String()
    ground = fields.String(attribute="ground_code")
    reason = fields.String()
    decided_by = fields.String(attribute="decided_by_name")
    decided_at = fields.AwareDateTime()


class CaseSchema(Schema):
    """One case."""

    reference = fields.String(attribute="application.reference")
    version = fields.Integer(attribute="application.version")
    status = fields.String(attribute="application.status")
    due_on = fields.Date(attribute="application.due_on", allow_none=True)
    submitted_at = fields.AwareDateTime(attribute="application.submitted_at")
    snapshot = fields.Dict()
    snapshot_hash = fields.String(attribute="application.snapshot_hash")
    checks = fields.Function(lambda case: CheckSchema(many=True).dump(case.newest.values()))
    missing_checks = fields.List(fields.String(), attribute="missing")
    possible_outcomes = fields.List(fields.String(), attribute="outcomes")
    screened_at = fields.Function(lambda case: case.run.finished_at.isoformat() if case.run else None)
    matches = fields.Function(
        lambda case: MatchSchema(many=True).dump([match for one in case.screened for match in one.matches])
    )
    recommendation = fields.String(attribute="application.recommendation", allow_none=True)
    recommendation_reason = fields.String(attribute="application.recommendation_reason", allow_none=True)
    conditions = fields.List(fields.Dict(), attribute="application.proposed_conditions")
    decision = fields.Nested(DecisionSchema, allow_none=True)
    others = fields.Function(
        lambda case: [{"name": row.name, "writing": row.writing, "minutes": row.minutes} for row in case.others],
        metadata={"type": "array", "items": {"type": "object"}, "description": "Who else has the case open now."},
    )
    panels = fields.Function(
        lambda case: {panel.anchor: panel.facts for panel in case.panels},
        metadata={"type": "object", "description": "What other parts of licensing say of the case, by part."},
    )
    licence_number = fields.Function(lambda case: case.licence.number if case.licence else None)


class StepIn(Schema):
    """A step on a case."""

    version = fields.Integer(load_default=None, allow_none=True, metadata=VERSION)


class PresenceIn(Schema):
    """Whether you read or write."""

    writing = fields.Boolean(load_default=False)


class CheckIn(StepIn):
    """The result of one check."""

    kind = fields.String(required=True, validate=validate.OneOf([str(item) for item in CheckKind]))
    result = fields.String(required=True, validate=validate.OneOf([str(item) for item in CheckResult]))
    reason = fields.String(required=True, validate=REASON)
    instead_of = fields.UUID(
        allow_none=True,
        metadata={"description": "The id of the result that you saw, null for none; 409 when there is another now."},
    )


class MissingIn(Schema):
    """One thing that the agency must mend."""

    part = fields.String(required=True, validate=validate.OneOf([str(item) for item in FILLED_IN]))
    text = fields.String(required=True, validate=validate.Length(10, 1000))


class ReturnIn(StepIn):
    """A return to the agency."""

    items = fields.List(fields.Nested(MissingIn), required=True, validate=validate.Length(1, 20))


class RecommendationIn(StepIn):
    """A recommendation."""

    outcome = fields.String(required=True, validate=validate.OneOf([str(item) for item in Outcome]))
    reason = fields.String(required=True, validate=REASON)
    conditions = fields.List(fields.Nested(ConditionSchema), load_default=[], validate=validate.Length(max=10))


class ReasonIn(StepIn):
    """A reason."""

    reason = fields.String(required=True, validate=REASON)


class DecisionIn(StepIn):
    """A decision."""

    outcome = fields.String(required=True, validate=validate.OneOf([str(item) for item in Outcome]))
    ground = fields.String(required=True, validate=validate.Length(1, 40))
    reason = fields.String(required=True, validate=REASON)


class TogetherIn(Schema):
    """Several cases."""

    cases = fields.List(
        fields.String(validate=validate.Length(1, 20)), required=True, validate=validate.Length(1, MOST_TOGETHER)
    )


class ReturnTogetherIn(TogetherIn):
    """What every one of several agencies must mend."""

    items = fields.List(fields.Nested(MissingIn), required=True, validate=validate.Length(1, 20))


class AssignTogetherIn(TogetherIn):
    """To whom several cases go, and why."""

    person = fields.UUID(required=True)
    reason = fields.String(required=True, validate=REASON)


class TogetherSchema(Schema):
    """What came of one of several cases."""

    reference = fields.String()
    agency = fields.String()
    problem = fields.String(allow_none=True, metadata={"description": "None when it is done, else why it is not."})
