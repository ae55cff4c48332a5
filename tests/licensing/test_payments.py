"""What is owed: schedules, prices, orders, books."""

from datetime import date

import pytest

from core.db import transaction
from core.errors import Refused
from licensing.payments import fees, ledger, queries, service
from licensing.payments.fees import Band, Terms
from licensing.payments.states import Basis, FeeKind
from tests.factories import actor
from tests.licensing.cases import application_of, broker, hand_in, law
from tests.licensing.paying import owed, schedule

BANDS = [Band(0, 99, 10_000), Band(100, 499, 25_000), Band(500, None, 60_000)]


def test_nothing_is_due_where_no_schedule_is_in_force(app):
    law()
    order, _by = owed()
    assert order is None


def test_an_order_takes_the_price_of_its_band_and_is_the_same_when_asked_again(app):
    schedule(basis=Basis.WORKERS, bands=BANDS)
    order, by = owed(basis=250)
    assert (order.amount_minor, order.currency, order.terms["least"], order.terms["most"]) == (25_000, "EUR", 100, 499)
    with transaction(actor=by):
        again = service.raise_order(
            application_id=order.application_id, organisation_id=order.organisation_id, class_code="overseas",
            kind="application-fee", basis=900, by=by,
        )  # fmt: skip
        assert again.id == order.id and again.amount_minor == 25_000
        assert ledger.balance(order) == {"receivable": 25_000, "income": -25_000}
        assert not queries.settled(order.application_id, FeeKind.APPLICATION)
        assert queries.settled(order.application_id, FeeKind.LICENCE)


def test_a_fee_is_approved_by_two_people_and_never_by_its_proposer(app):
    law()
    officer, first = actor("officer"), actor("decider")
    with transaction(actor=officer):
        terms = Terms("overseas", FeeKind.LICENCE, "KWD", Basis.FLAT, [Band(0, None, 12_500)], "Order", "Never.",
                      date(2026, 1, 1))  # fmt: skip
        made = fees.propose(terms, by=officer)
        with pytest.raises(Refused):
            fees.approve(made, by=officer)
    with transaction(actor=first):
        fees.approve(fees.get(made.id), by=first)
        with pytest.raises(Refused):
            fees.approve(fees.get(made.id), by=first)
        assert fees.get(made.id).status == "proposed"


def test_a_voided_order_is_settled_and_leaves_nothing_in_the_books(app):
    schedule()
    order, by = owed()
    with transaction(actor=by):
        assert service.void(order.application_id, by) == 1
        assert queries.settled(order.application_id, FeeKind.APPLICATION)
        assert set(ledger.balance(order).values()) == {0}


def test_handing_in_works_without_any_fee(app):
    law()
    assert application_of(hand_in(broker())).submitted_at
