"""What the API takes and gives for audits."""

from marshmallow import Schema, fields, validate

from audits.visits.service import LONGEST_STANDARD, LONGEST_TEXT
from audits.visits.states import AuditType, Status
from core.api import PageQuery, paged_schema


class AuditedSupplierSchema(Schema):
    """The supplier of an audit, as far as an auditor needs it."""

    reference = fields.String()
    name = fields.String()
    local_name = fields.String(allow_none=True)
    address = fields.String()
    city = fields.String(allow_none=True)
    country = fields.String()


class AuditSchema(Schema):
    """One audit of one supplier."""

    reference = fields.String()
    supplier = fields.Nested(AuditedSupplierSchema)
    standard = fields.String()
    audit_type = fields.String(validate=validate.OneOf([str(kind) for kind in AuditType]))
    status = fields.String(validate=validate.OneOf([str(status) for status in Status]))
    starts_on = fields.Date()
    ends_on = fields.Date(allow_none=True)
    summary = fields.String(allow_none=True)
    lead_auditor = fields.String(attribute="lead_auditor_name")
    by_auditor_firm = fields.Function(
        lambda audit: audit.auditor_organisation_id is not None,
        metadata={"description": "False when the company audits its supplier itself.", "type": "boolean"},
    )
    submitted_at = fields.AwareDateTime(allow_none=True)
    version = fields.Integer(metadata={"description": "Send it back with each step; another one means it was changed."})


class AuditQuery(PageQuery):
    """Which audits are wanted."""

    q = fields.String(load_default="", validate=validate.Length(max=200))
    status = fields.String(load_default="", validate=validate.OneOf(["", *(str(status) for status in Status)]))
    supplier = fields.String(load_default="", validate=validate.Length(max=20))


class PlanSchema(Schema):
    """An audit to plan."""

    supplier = fields.String(required=True, validate=validate.Length(1, 20), metadata={"description": "Its reference."})
    standard = fields.String(required=True, validate=validate.Length(1, LONGEST_STANDARD))
    audit_type = fields.Enum(AuditType, by_value=True, required=True)
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(load_default=None, allow_none=True)


class StepSchema(Schema):
    """A step that needs no words."""

    version = fields.Integer(required=True)


class SubmissionSchema(StepSchema):
    """The summary with which an audit is submitted."""

    summary = fields.String(required=True, validate=validate.Length(max=LONGEST_TEXT))


class AuditReasonSchema(StepSchema):
    """Why an audit is sent back or broken off."""

    reason = fields.String(required=True, validate=validate.Length(1, LONGEST_TEXT))


AuditPage = paged_schema(AuditSchema)
