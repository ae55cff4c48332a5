"""JSON of alerts."""

from typing import Any

from marshmallow import Schema, fields, validate

from core.api import PageQuery, paged_schema
from screening.showing import as_json
from supplychain.alerts.models import Alert
from supplychain.alerts.queries import LATE, SORTS, TO_DO
from supplychain.alerts.service import LONGEST_NOTE
from supplychain.alerts.states import Kind, ReasonCode, Status, Verdict


def why(alert: Alert) -> dict[str, Any] | None:
    """Return why the names of an alert are alike, in a sentence, and its score made again."""
    explanation = alert.evidence.get("explanation")
    return as_json(explanation, alert.subject_name, alert.object_name) if explanation else None


class AlertSchema(Schema):
    """One alert."""

    reference = fields.String()
    kind = fields.String()
    status = fields.String()
    version = fields.Integer()
    supplier = fields.String(attribute="supplier.reference")
    broker = fields.String(attribute="broker.name", allow_none=True)
    subject_name = fields.String()
    object_name = fields.String()
    score = fields.Float()
    cause = fields.String()
    opened_at = fields.DateTime()
    due_at = fields.DateTime(allow_none=True)
    assigned_name = fields.String(allow_none=True)
    reason_code = fields.String(allow_none=True)
    decided_by_name = fields.String(allow_none=True)
    confirmed_by_name = fields.String(allow_none=True)
    hidden_until = fields.DateTime(allow_none=True)


class AlertDetailSchema(AlertSchema):
    """One alert with its evidence: the explanation from which its score can be computed, or the licence's state."""

    evidence = fields.Dict()
    why = fields.Function(
        why, metadata={"type": ["object", "null"], "description": "Why the names are alike in one sentence, and the "
                       "score made again from the evidence; null where licences are compared."},
    )  # fmt: skip
    note = fields.String(allow_none=True)


class AlertQuery(PageQuery):
    """Which alerts are wanted."""

    status = fields.String(
        load_default=TO_DO, validate=validate.OneOf(["", TO_DO, LATE, *(str(item) for item in Status)])
    )
    kind = fields.String(load_default="", validate=validate.OneOf(["", *(str(item) for item in Kind)]))
    supplier = fields.String(load_default="", validate=validate.Length(max=20))
    sort = fields.String(load_default="score", validate=validate.OneOf(SORTS))


class DecisionSchema(Schema):
    """A decision with its reason."""

    verdict = fields.Enum(Verdict, by_value=True, required=True)
    reason = fields.Enum(ReasonCode, by_value=True, required=True)
    note = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=LONGEST_NOTE))
    version = fields.Integer(load_default=None, allow_none=True)


class SecondSchema(Schema):
    """The second person's answer."""

    answer = fields.String(required=True, validate=validate.OneOf(["confirm", "send-back"]))
    note = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=LONGEST_NOTE))
    version = fields.Integer(load_default=None, allow_none=True)


class TakeSchema(Schema):
    """Taking an alert on."""

    version = fields.Integer(load_default=None, allow_none=True)


AlertPage = paged_schema(AlertSchema)
