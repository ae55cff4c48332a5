"""Fees for tests: schedules in force, made by three people as the rules ask."""

from datetime import date

from core.db import db, transaction
from licensing.payments import fees, service
from licensing.payments.fees import Band, Terms
from licensing.payments.models import FeeSchedule, PaymentOrder
from licensing.payments.states import Basis, FeeKind
from tests.factories import actor
from tests.licensing.cases import application_of, broker, hand_in, law


def schedule(
    amount: int = 25_000, currency: str = "EUR", kind: FeeKind = FeeKind.APPLICATION, **changed: object
) -> FeeSchedule:
    """A fee in force: proposed by an officer, approved by two deciders."""
    law()
    bands = changed.pop("bands", [Band(0, None, amount)])
    values = {
        "class_code": "overseas", "kind": kind, "currency": currency, "basis": Basis.FLAT, "bands": bands,
        "instrument": "Fees Order, s. 2", "refund_rule": "Not paid back once checks have begun.",
        "effective_from": date(2026, 1, 1),
    }  # fmt: skip
    officer, deciders = actor("officer"), [actor("decider"), actor("decider")]
    with transaction(actor=officer):
        made = fees.propose(Terms(**{**values, **changed}), by=officer)
    for decider in deciders:
        with transaction(actor=decider):
            fees.approve(fees.get(made.id), by=decider)
    with transaction(role="none"):
        return db.session.get_one(FeeSchedule, made.id)


def owed(
    by=None, *, kind: FeeKind = FeeKind.APPLICATION, basis: int | None = None, application=None
) -> tuple[PaymentOrder, object]:
    """An order for an application of a broker; returns it with who owes it."""
    by = by or broker()
    application = application or application_of(hand_in(by)).id
    with transaction(actor=by):
        order = service.raise_order(
            application_id=application, organisation_id=by.organisation_id,
            class_code="overseas", kind=kind, basis=basis, by=by,
        )  # fmt: skip
    return order, by
