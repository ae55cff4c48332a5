"""What the API of securities takes and gives; amounts in minor units of their currency."""

from marshmallow import Schema, fields, validate

from core.api import PageQuery
from licensing.securities.service import LARGEST_AMOUNT, LONGEST_NOTE
from licensing.securities.states import CallStatus, Form, Purpose, Status

NOTE = validate.Length(10, LONGEST_NOTE)
LARGEST_NUMBER = 2_000_000_000


class CallSchema(Schema):
    """Money asked from a security."""

    reference = fields.String()
    security = fields.String(attribute="security.reference")
    status = fields.String()
    amount_minor = fields.Integer()
    currency = fields.String(attribute="security.currency")
    purpose = fields.String()
    purpose_reference = fields.String()
    reason = fields.String()
    proposed_by = fields.String(attribute="proposed_by_name")
    proposed_at = fields.AwareDateTime()
    confirmed_by = fields.Function(
        lambda row: [name for name in (row.first_by_name, row.second_by_name) if name],
        metadata={"type": "array", "items": {"type": "string"}},
    )
    paid_on = fields.Date(allow_none=True)


class SecuritySchema(Schema):
    """A security, and how much of it is left."""

    reference = fields.String()
    version = fields.Integer()
    agency = fields.String(attribute="agency.reference")
    agency_name = fields.String(attribute="agency.legal_name")
    class_code = fields.String()
    status = fields.String()
    form = fields.String()
    issuer = fields.String()
    number = fields.String()
    amount_minor = fields.Integer()
    drawn_minor = fields.Integer()
    left_minor = fields.Integer()
    currency = fields.String()
    notice_days = fields.Integer()
    last_day = fields.Date(allow_none=True)
    notice_on = fields.Date(allow_none=True)
    lodged_at = fields.AwareDateTime()
    judged_at = fields.AwareDateTime(allow_none=True)
    note = fields.String(allow_none=True)
    claims_until = fields.Date(allow_none=True)
    released_on = fields.Date(allow_none=True)


class CoverSchema(Schema):
    """What is required of an agency for a class, and what is held."""

    class_code = fields.String()
    licence_number = fields.String(allow_none=True)
    application = fields.String(allow_none=True)
    required_minor = fields.Integer(allow_none=True)
    held_minor = fields.Integer()
    missing_minor = fields.Integer()
    currency = fields.String(allow_none=True)
    sufficient = fields.Boolean()
    workers = fields.Integer()
    points = fields.Integer()
    branches = fields.Integer()


class ListQuery(PageQuery):
    """Which securities are wanted; without a state, all that have not ended."""

    q = fields.String(load_default="", validate=validate.Length(max=120))
    status = fields.String(load_default="", validate=validate.OneOf(["", *(str(status) for status in Status)]))


class CallQuery(PageQuery):
    """Which calls are wanted."""

    status = fields.String(load_default="", validate=validate.OneOf(["", *(str(status) for status in CallStatus)]))


class LodgeFiles(Schema):
    """The paper that the issuer signed."""

    paper = fields.Raw(required=True, metadata={"type": "string", "format": "binary"})


class LodgeIn(Schema):
    """What an agency says of a security."""

    class_code = fields.String(required=True, validate=validate.Length(1, 40))
    form = fields.String(required=True, validate=validate.OneOf([str(form) for form in Form]))
    issuer = fields.String(required=True, validate=validate.Length(1, 200))
    number = fields.String(required=True, validate=validate.Length(1, 80))
    amount_minor = fields.Integer(required=True, validate=validate.Range(1, LARGEST_AMOUNT))
    currency = fields.String(required=True, validate=validate.Length(3, 3))
    notice_days = fields.Integer(required=True, validate=validate.Range(0, 3660))
    expires_on = fields.Date(load_default=None, allow_none=True)
    replaces = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=20))


class JudgeIn(Schema):
    """An officer's word on a security."""

    good = fields.Boolean(required=True)
    note = fields.String(required=True, validate=NOTE)
    version = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(1, LARGEST_NUMBER))


class NoticeIn(Schema):
    """A notice of non-renewal; without a day, the issuer renews after all."""

    ends_on = fields.Date(load_default=None, allow_none=True)
    note = fields.String(required=True, validate=NOTE)


class CallIn(Schema):
    """Money to be asked from a security."""

    amount_minor = fields.Integer(required=True, validate=validate.Range(1, LARGEST_AMOUNT))
    purpose = fields.String(required=True, validate=validate.OneOf([str(purpose) for purpose in Purpose]))
    purpose_reference = fields.String(required=True, validate=validate.Length(1, 80))
    reason = fields.String(required=True, validate=NOTE)


class DecideIn(Schema):
    """A decision on what someone else proposed; declining needs a note."""

    confirm = fields.Boolean(required=True)
    note = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=LONGEST_NOTE))


class PaidIn(Schema):
    """The day on which the issuer paid."""

    paid_on = fields.Date(required=True)


class ReasonIn(Schema):
    """Why a security can be given back."""

    reason = fields.String(required=True, validate=NOTE)


class ReleaseSchema(Schema):
    """A release, and who decided it."""

    id = fields.UUID()
    status = fields.String()
    reason = fields.String()
    proposed_by = fields.String(attribute="proposed_by_name")
    proposed_at = fields.AwareDateTime()
    decided_by = fields.String(attribute="decided_by_name", allow_none=True)
    decided_at = fields.AwareDateTime(allow_none=True)


class OrderSchema(Schema):
    """An order to bring more security."""

    reference = fields.String(attribute="SecurityOrder.reference")
    licence_number = fields.String(attribute="Licence.number")
    status = fields.String(attribute="SecurityOrder.status")
    required_minor = fields.Integer(attribute="SecurityOrder.required_minor")
    held_minor = fields.Integer(attribute="SecurityOrder.held_minor")
    currency = fields.String(attribute="SecurityOrder.currency")
    due_on = fields.Date(attribute="SecurityOrder.due_on")


class BandSchema(Schema):
    """An amount from so many workers and points on."""

    workers_from = fields.Integer(required=True, validate=validate.Range(0, 9_999_999))
    points_from = fields.Integer(required=True, validate=validate.Range(0, 9_999))
    amount_minor = fields.Integer(required=True, validate=validate.Range(0, LARGEST_AMOUNT))


class FormulaIn(Schema):
    """A version of the formula to propose."""

    class_code = fields.String(required=True, validate=validate.Length(1, 40))
    currency = fields.String(required=True, validate=validate.Length(3, 3))
    bands = fields.List(fields.Nested(BandSchema), required=True, validate=validate.Length(1, 60))
    per_branch_minor = fields.Integer(load_default=0, validate=validate.Range(0, LARGEST_AMOUNT))
    least_notice_days = fields.Integer(load_default=90, validate=validate.Range(0, 366))
    replace_days = fields.Integer(load_default=30, validate=validate.Range(0, 366))
    top_up_days = fields.Integer(load_default=30, validate=validate.Range(1, 366))
    claims_months = fields.Integer(load_default=6, validate=validate.Range(0, 120))
    instrument = fields.String(required=True, validate=validate.Length(3, 500))
    effective_from = fields.Date(required=True)
    effective_to = fields.Date(load_default=None, allow_none=True)


class FormulaSchema(FormulaIn):
    """A version of the formula."""

    id = fields.UUID()
    status = fields.String()
    origin = fields.String()
    proposed_by = fields.String(attribute="proposed_by_name", allow_none=True)
