"""JSON of inspections."""

from typing import Any

from marshmallow import Schema, fields, post_dump, validate

from core.api import PageQuery
from licensing.inspections.states import FrameKind, Outcome, Seen, Status
from licensing.standards.states import FindingOutcome

# Lists of people: the agency never reads whom the inspector talked with.
OF_PEOPLE = frozenset({FrameKind.WORKERS, FrameKind.PLACEMENTS})

REASON = validate.Length(10, 4000)
KIND = validate.OneOf([str(item) for item in FrameKind])


class InspectionRowSchema(Schema):
    """One inspection in a list."""

    reference = fields.String()
    agency = fields.String(attribute="agency.reference")
    agency_name = fields.String(attribute="agency.legal_name")
    status = fields.String()
    purpose = fields.String()
    place = fields.String()
    planned_on = fields.Date()
    announced = fields.Boolean()
    inspector_name = fields.String()
    outcome = fields.String(allow_none=True)


class FrameSchema(Schema):
    """A list as it was declared."""

    kind = fields.String()
    entries = fields.List(fields.String())
    entries_hash = fields.String()
    declared_by_name = fields.String()
    declared_at = fields.AwareDateTime()


class ItemSchema(Schema):
    """What became of one thing drawn."""

    entry = fields.String()
    result = fields.String()
    note = fields.String(allow_none=True)
    at = fields.AwareDateTime()


class SampleSchema(Schema):
    """A sample, with what anyone needs to draw it again: entries in the order of SHA-256 of “seed:entry”."""

    kind = fields.String()
    seed = fields.String()
    share = fields.Float()
    floor = fields.Integer()
    picked = fields.List(fields.String())
    drawn_by_name = fields.String()
    drawn_at = fields.AwareDateTime()


class SeenSampleSchema(SampleSchema):
    """A sample, with what became of each thing drawn."""

    items = fields.List(fields.Nested(ItemSchema))


class FindingSchema(Schema):
    """What was found."""

    standard = fields.Function(lambda row: row.standard.code if row.standard else None)
    outcome = fields.String()
    text = fields.String()
    by_name = fields.String()
    at = fields.AwareDateTime()


class ResponseSchema(Schema):
    """What the agency answers."""

    text = fields.String()
    by_name = fields.String()
    at = fields.AwareDateTime()


class InspectionSchema(InspectionRowSchema):
    """One inspection."""

    visited_on = fields.Date(allow_none=True)
    report = fields.String(allow_none=True)
    reported_at = fields.AwareDateTime(allow_none=True)
    respond_by = fields.Date(allow_none=True)
    closed_at = fields.AwareDateTime(allow_none=True)
    closed_why = fields.String(allow_none=True)
    frames = fields.List(fields.Nested(FrameSchema))
    samples = fields.List(fields.Nested(SeenSampleSchema))
    findings = fields.List(fields.Nested(FindingSchema))
    responses = fields.List(fields.Nested(ResponseSchema))


class OwnSchema(InspectionSchema):
    """One inspection as its agency reads it: not who was drawn, what became of each thing, or why it was closed."""

    class Meta:
        """What is the regulator's alone."""

        exclude = ("closed_why",)

    samples = fields.List(fields.Nested(SampleSchema))

    @post_dump
    def keep_people_safe(self, told: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Leave out whom the inspector talked with."""
        told["samples"] = [sample for sample in told["samples"] if sample["kind"] not in OF_PEOPLE]
        return told


class InspectionQuery(PageQuery):
    """Which inspections are wanted."""

    mine = fields.Boolean(load_default=False)
    status = fields.String(load_default="", validate=validate.OneOf(["", "open", *(str(item) for item in Status)]))


class PlanIn(Schema):
    """What is planned; either `case` or `agency`."""

    case = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, 20))
    agency = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, 20))
    purpose = fields.String(required=True, validate=REASON)
    place = fields.String(required=True, validate=validate.Length(1, 300))
    planned_on = fields.Date(required=True)
    inspector = fields.UUID(required=True)
    announced = fields.Boolean(load_default=True)


class FrameIn(Schema):
    """A list."""

    kind = fields.String(required=True, validate=KIND)
    entries = fields.List(fields.String(validate=validate.Length(1, 40)), required=True,
                          validate=validate.Length(1, 5000))  # fmt: skip


class DrawIn(Schema):
    """From which list a sample is drawn."""

    kind = fields.String(required=True, validate=KIND)


class SeenIn(DrawIn):
    """What became of one thing drawn."""

    entry = fields.String(required=True, validate=validate.Length(1, 40))
    result = fields.String(required=True, validate=validate.OneOf([str(item) for item in Seen]))
    note = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=2000))


class FindingIn(Schema):
    """A finding."""

    standard = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, 20))
    outcome = fields.String(required=True, validate=validate.OneOf([str(item) for item in FindingOutcome]))
    text = fields.String(required=True, validate=REASON)


class ReportIn(Schema):
    """The report."""

    outcome = fields.String(required=True, validate=validate.OneOf([str(item) for item in Outcome]))
    report = fields.String(required=True, validate=REASON)
    respond_by = fields.Date(load_default=None, allow_none=True)


class ReasonIn(Schema):
    """Why."""

    reason = fields.String(required=True, validate=REASON)


class InspectorIn(ReasonIn):
    """Who makes the visit instead."""

    inspector = fields.UUID(required=True)


class AnswerIn(Schema):
    """The agency's answer."""

    text = fields.String(required=True, validate=REASON)
