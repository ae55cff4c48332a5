"""JSON of standards, of findings, and of what they allow."""

from marshmallow import Schema, fields, validate

from licensing.standards.service import MOST_EVIDENCE
from licensing.standards.states import EvidenceKind, FindingOutcome


class StandardSchema(Schema):
    """One standard."""

    code = fields.String()
    title = fields.String()
    question = fields.String()
    critical = fields.Boolean()
    points = fields.Integer()


class ApprovalSchema(Schema):
    """One person's approval."""

    by_name = fields.String()
    at = fields.AwareDateTime()


class SetRowSchema(Schema):
    """One version of a set."""

    code = fields.String()
    edition = fields.Integer()
    class_code = fields.String()
    title = fields.String()
    fails_at = fields.Integer(metadata={"description": "So many points, and only a refusal is possible."})
    instrument = fields.String()
    effective_from = fields.Date()
    effective_to = fields.Date(allow_none=True)
    status = fields.String()
    activated_at = fields.AwareDateTime(allow_none=True)
    approvals = fields.List(fields.Nested(ApprovalSchema))


class SetSchema(SetRowSchema):
    """One version with its standards."""

    standards = fields.List(fields.Nested(StandardSchema))


class EvidenceSchema(Schema):
    """What a finding rests on."""

    kind = fields.String()
    id = fields.UUID(attribute="subject_id")
    label = fields.String()


class FindingSchema(Schema):
    """What was found of one standard."""

    outcome = fields.String()
    reason = fields.String()
    evidence = fields.List(fields.Nested(EvidenceSchema))
    by_name = fields.String()
    at = fields.AwareDateTime()


class AskedSchema(Schema):
    """One standard of a case."""

    standard = fields.Nested(StandardSchema)
    points = fields.Integer(metadata={"description": "What it adds to the score now."})
    findings = fields.List(fields.Nested(FindingSchema), metadata={"description": "The newest, which counts, first."})


class VerdictSchema(Schema):
    """What the findings allow."""

    asked = fields.Boolean()
    score = fields.Integer()
    fails_at = fields.Integer()
    failing = fields.Boolean()
    conditional = fields.Boolean()
    missing = fields.List(fields.String())
    outcomes = fields.List(fields.String())


class KeptSchema(Schema):
    """A score as it stood when the case was recommended or decided."""

    moment = fields.String()
    score = fields.Integer()
    failing = fields.Boolean()
    findings = fields.List(fields.Dict())
    at = fields.AwareDateTime()


class SheetSchema(Schema):
    """The standards of a case."""

    reference = fields.String(attribute="application.reference")
    version = fields.Nested(SetRowSchema, allow_none=True)
    asked = fields.List(fields.Nested(AskedSchema))
    verdict = fields.Nested(VerdictSchema)
    kept = fields.List(fields.Nested(KeptSchema))


class EvidenceIn(Schema):
    """One piece of evidence: a check of the case, a file on it, or a finding of an inspection."""

    kind = fields.String(required=True, validate=validate.OneOf([str(item) for item in EvidenceKind]))
    id = fields.UUID(required=True)


class FindingIn(Schema):
    """What was found of one standard."""

    outcome = fields.String(required=True, validate=validate.OneOf([str(item) for item in FindingOutcome]))
    reason = fields.String(required=True, validate=validate.Length(10, 4000))
    evidence = fields.List(fields.Nested(EvidenceIn), load_default=[], validate=validate.Length(max=MOST_EVIDENCE))


class DeclineIn(Schema):
    """Why a version is declined."""

    reason = fields.String(required=True, validate=validate.Length(10, 4000))
