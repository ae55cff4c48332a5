"""What the API takes and gives for findings."""

from typing import Any

from marshmallow import Schema, fields, validate

from audits.findings.queries import LATE
from audits.findings.service import LONGEST_CLAUSE, LONGEST_NATIVE, LONGEST_TEXT, Told
from audits.findings.states import Severity, Status
from core.api import PageQuery, paged_schema


class FindingSchema(Schema):
    """One finding with its audit and supplier."""

    reference = fields.String(attribute="finding.reference")
    audit = fields.String(attribute="audit.reference")
    supplier = fields.String(attribute="supplier.reference")
    supplier_name = fields.String(attribute="supplier.name")
    clause = fields.String(attribute="finding.clause")
    severity = fields.String(
        attribute="finding.severity", validate=validate.OneOf([str(severity) for severity in Severity])
    )
    severity_native = fields.String(
        attribute="finding.severity_native", allow_none=True, metadata={"description": "In the standard's own words."}
    )
    description = fields.String(attribute="finding.description")
    due_on = fields.Date(attribute="finding.due_on", allow_none=True)
    late = fields.Boolean(metadata={"description": "Open, and its day has passed."})
    status = fields.String(attribute="finding.status", validate=validate.OneOf([str(status) for status in Status]))
    closed_at = fields.AwareDateTime(attribute="finding.closed_at", allow_none=True)
    stamp = fields.String(metadata={"description": "Send it back when changing a draft."})


class FindingQuery(PageQuery):
    """Which findings are wanted."""

    status = fields.String(load_default="", validate=validate.OneOf(["", LATE, *(str(status) for status in Status)]))
    severity = fields.String(
        load_default="", validate=validate.OneOf(["", *(str(severity) for severity in Severity)])
    )
    supplier = fields.String(load_default="", validate=validate.Length(max=20))


class FindingIn(Schema):
    """A finding to record: `due_on` may be left out for an observation only."""

    clause = fields.String(required=True, validate=validate.Length(1, LONGEST_CLAUSE))
    severity = fields.Enum(Severity, by_value=True, required=True)
    severity_native = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=LONGEST_NATIVE))
    description = fields.String(required=True, validate=validate.Length(max=LONGEST_TEXT))
    due_on = fields.Date(load_default=None, allow_none=True)


class FindingChange(FindingIn):
    """A draft as it should be, and the stamp of what was seen."""

    stamp = fields.String(required=True, validate=validate.Length(max=64))


class FindingReasonSchema(Schema):
    """Why a finding is withdrawn or opened again."""

    reason = fields.String(required=True, validate=validate.Length(max=LONGEST_TEXT))


class ClosureSchema(Schema):
    """How it was verified that a finding was put right."""

    note = fields.String(required=True, validate=validate.Length(max=LONGEST_TEXT))


def told(body: dict[str, Any]) -> Told:
    """Return a parsed FindingIn as the service takes it."""
    return Told(body["clause"], body["severity"], body["severity_native"], body["description"], body["due_on"])


FindingPage = paged_schema(FindingSchema)
