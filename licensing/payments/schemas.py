"""JSON of fees."""

from marshmallow import Schema, fields, validate

from core.api import PageQuery, paged_schema
from licensing.payments import currencies
from licensing.payments.models import FeeSchedule
from licensing.payments.refunds import LONGEST_NOTE
from licensing.payments.states import Basis, FeeKind, Method, OrderStatus, RefundReason, TaskStatus

MOST = validate.Range(min=1, max=currencies.LARGEST)


class PaymentSchema(Schema):
    """One fee asked of an applicant; amounts in minor units of the currency (ISO 4217)."""

    reference = fields.String(attribute="order.reference")
    application = fields.String()
    agency = fields.String()
    kind = fields.String(attribute="order.kind")
    status = fields.String(attribute="order.status")
    amount_minor = fields.Integer(attribute="order.amount_minor")
    currency = fields.String(attribute="order.currency")
    basis = fields.Integer(attribute="order.basis", allow_none=True)
    terms = fields.Dict(attribute="order.terms")
    method = fields.String(attribute="order.method", allow_none=True)
    livemode = fields.Boolean(attribute="order.livemode", allow_none=True)
    created_at = fields.DateTime(attribute="order.created_at")
    paid_at = fields.DateTime(attribute="order.paid_at", allow_none=True)
    refunded_minor = fields.Integer(attribute="order.refunded_minor")


class RefundSchema(Schema):
    """Money going back."""

    id = fields.UUID()
    amount_minor = fields.Integer()
    reason_code = fields.String()
    note = fields.String()
    status = fields.String()
    needs_two = fields.Boolean()
    proposed_by = fields.String(attribute="proposed_by_name")
    proposed_at = fields.DateTime()
    seconded_by = fields.String(attribute="seconded_by_name", allow_none=True)
    approved_by = fields.String(attribute="approved_by_name", allow_none=True)


class TransferSchema(Schema):
    """A bank transfer seen on the account."""

    id = fields.UUID()
    amount_minor = fields.Integer()
    currency = fields.String()
    received_on = fields.Date()
    bank_reference = fields.String()
    payer_name = fields.String()
    status = fields.String()
    recorded_by = fields.String(attribute="recorded_by_name")
    decided_by = fields.String(attribute="decided_by_name", allow_none=True)


class DisputeSchema(Schema):
    """A payment that a bank has taken back."""

    provider_id = fields.String()
    amount_minor = fields.Integer()
    currency = fields.String()
    reason = fields.String()
    status = fields.String()
    opened_at = fields.DateTime()
    closed_at = fields.DateTime(allow_none=True)


class EventSchema(Schema):
    """One thing that happened to a payment."""

    at = fields.DateTime()
    action = fields.String()
    by = fields.String(attribute="actor_name")
    reason = fields.String(allow_none=True)


class PaymentDetailSchema(PaymentSchema):
    """One fee with everything that happened to it."""

    refundable_minor = fields.Integer()
    refunds = fields.List(fields.Nested(RefundSchema))
    transfers = fields.List(fields.Nested(TransferSchema))
    disputes = fields.List(fields.Nested(DisputeSchema))
    history = fields.List(fields.Nested(EventSchema))


class ReceiptSchema(Schema):
    """The receipt of a paid fee."""

    number = fields.String()
    code = fields.String()
    payer_name = fields.String()
    amount_minor = fields.Integer()
    currency = fields.String()
    method = fields.String()
    livemode = fields.Boolean()
    issued_at = fields.DateTime()


class VerifiedSchema(Schema):
    """What a receipt says to who holds its code."""

    number = fields.String()
    payer_name = fields.String()
    amount_minor = fields.Integer()
    currency = fields.String()
    livemode = fields.Boolean()
    issued_at = fields.DateTime()
    kind = fields.String()
    class_name = fields.String()
    order_status = fields.String()
    refunded_minor = fields.Integer()


class CodeQuery(Schema):
    """The code of a receipt."""

    code = fields.String(required=True, validate=validate.Length(1, 60))


class PageAtStripeSchema(Schema):
    """Where a fee is paid by card."""

    url = fields.String()


class PaymentQuery(PageQuery):
    """Which payments are wanted."""

    status = fields.String(load_default="", validate=validate.OneOf(["", *map(str, OrderStatus)]))
    kind = fields.String(load_default="", validate=validate.OneOf(["", *map(str, FeeKind)]))
    method = fields.String(load_default="", validate=validate.OneOf(["", *map(str, Method)]))
    text = fields.String(load_default="", validate=validate.Length(max=100))


class RefundInSchema(Schema):
    """A proposed refund."""

    amount_minor = fields.Integer(required=True, validate=MOST, strict=True)
    reason_code = fields.String(required=True, validate=validate.OneOf([str(code) for code in RefundReason]))
    note = fields.String(required=True, validate=validate.Length(1, LONGEST_NOTE))


class TransferInSchema(Schema):
    """A bank transfer that came on the account."""

    amount_minor = fields.Integer(required=True, validate=MOST, strict=True)
    received_on = fields.Date(required=True)
    bank_reference = fields.String(required=True, validate=validate.Length(1, 100))
    payer_name = fields.String(required=True, validate=validate.Length(1, 300))
    payer_is_applicant = fields.Boolean(required=True)


class DecisionSchema(Schema):
    """The second person's answer."""

    approve = fields.Boolean(required=True)
    note = fields.String(load_default="", validate=validate.Length(max=LONGEST_NOTE))


class BankSchema(Schema):
    """By what the bank knows a refund that was sent."""

    bank_reference = fields.String(required=True, validate=validate.Length(1, 100))


class NoteSchema(Schema):
    """Why, or what was found and done."""

    note = fields.String(required=True, validate=validate.Length(10, LONGEST_NOTE))


class TaskQuery(PageQuery):
    """Which differences are wanted."""

    status = fields.String(
        load_default=str(TaskStatus.OPEN), validate=validate.OneOf([str(status) for status in TaskStatus])
    )


class TaskSchema(Schema):
    """A difference between our books and Stripe's."""

    id = fields.UUID()
    kind = fields.String()
    detail = fields.Dict()
    status = fields.String()
    opened_at = fields.DateTime()
    closed_at = fields.DateTime(allow_none=True)
    closed_by = fields.String(attribute="closed_by_name", allow_none=True)
    note = fields.String(allow_none=True)


class BandSchema(Schema):
    """What is due from `least` to `most` (null: without end)."""

    least = fields.Integer(required=True, strict=True, validate=validate.Range(0, 1_000_000_000))
    most = fields.Integer(
        load_default=None, allow_none=True, strict=True, validate=validate.Range(0, 1_000_000_000)
    )
    amount_minor = fields.Integer(required=True, strict=True, validate=validate.Range(0, currencies.LARGEST))


class FeeInSchema(Schema):
    """A proposed version of a fee."""

    class_code = fields.String(required=True, validate=validate.Length(1, 40))
    kind = fields.String(required=True, validate=validate.OneOf([str(kind) for kind in FeeKind]))
    applies_to = fields.String(
        load_default="any", validate=validate.OneOf(["any", "new", "renewal", "variation", "reinstatement"])
    )
    currency = fields.String(required=True, validate=validate.Length(3, 3))
    basis = fields.String(required=True, validate=validate.OneOf([str(basis) for basis in Basis]))
    bands = fields.List(fields.Nested(BandSchema), required=True, validate=validate.Length(1, 50))
    instrument = fields.String(required=True, validate=validate.Length(1, 300))
    refund_rule = fields.String(required=True, validate=validate.Length(1, 1_000))
    refund_threshold_minor = fields.Integer(
        load_default=None, allow_none=True, strict=True, validate=validate.Range(0, currencies.LARGEST)
    )
    effective_from = fields.Date(required=True)


def approvers(fee: FeeSchedule) -> list[str]:
    """Return who approved a fee."""
    return [row.person_name for row in fee.approvals]


class FeeSchema(Schema):
    """One version of a fee."""

    id = fields.UUID()
    class_code = fields.String()
    kind = fields.String()
    applies_to = fields.String()
    version = fields.Integer()
    currency = fields.String()
    basis = fields.String()
    bands = fields.List(fields.Nested(BandSchema))
    instrument = fields.String()
    refund_rule = fields.String()
    refund_threshold_minor = fields.Integer(allow_none=True)
    effective_from = fields.Date()
    effective_to = fields.Date(allow_none=True)
    status = fields.String()
    proposed_by = fields.String(attribute="proposed_by_name")
    approved_by = fields.Function(approvers)


PaymentsPage = paged_schema(PaymentSchema)
TasksPage = paged_schema(TaskSchema)
FeesPage = paged_schema(FeeSchema)
