"""JSON of rules that keep pairs from being shown."""

from marshmallow import Schema, fields, validate

from core.api import PageQuery, paged_schema
from supplychain.suppressions.service import LONGEST_REASON


class SuppressionSchema(Schema):
    """A rule: which pair, until when, why, and who asked, agreed or lifted it."""

    reference = fields.String()
    status = fields.String()
    alert = fields.String(attribute="alert_reference")
    subject_name = fields.String()
    object_name = fields.String()
    score = fields.Float()
    reason = fields.String()
    until = fields.DateTime()
    proposed_by_name = fields.String()
    proposed_at = fields.DateTime()
    decided_by_name = fields.String(allow_none=True)
    decided_at = fields.DateTime(allow_none=True)
    lifted_by_name = fields.String(allow_none=True)
    lifted_at = fields.DateTime(allow_none=True)


class SuppressionQuery(PageQuery):
    """Which rules are wanted: those in force or proposed, or all that ever were."""

    all = fields.Boolean(load_default=False)


class ProposalSchema(Schema):
    """A rule that is asked for; `until` is its last day."""

    alert = fields.String(required=True, validate=validate.Length(max=20))
    until = fields.Date(required=True)
    reason = fields.String(required=True, validate=validate.Length(max=LONGEST_REASON))


class AnswerSchema(Schema):
    """The second person's answer."""

    answer = fields.String(required=True, validate=validate.OneOf(["agree", "decline"]))


SuppressionPage = paged_schema(SuppressionSchema)
