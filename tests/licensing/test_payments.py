"""What is owed: schedules, prices, orders, books."""

from datetime import date

import pytest
from sqlalchemy.exc import DBAPIError

from accounts.sessions.queries import actor_of
from core.db import db, transaction
from core.errors import Conflict, Refused
from licensing.applications import ending
from licensing.applications import queries as applications
from licensing.applications.states import Outcome
from licensing.assessment import queries as queries_of_cases
from licensing.assessment import service as assessment
from licensing.payments import fees, ledger, queries, service
from licensing.payments.fees import Band, Terms
from licensing.payments.states import Basis, FeeKind
from tests.factories import actor, browser_of, member, signed_in
from tests.licensing.cases import application_of, broker, hand_in, law, recommended
from tests.licensing.paying import owed, schedule

WHY = "The class pays no fee before the new order comes into force."
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
    order, _by = owed()
    waiver = actor("decider")
    with transaction(actor=waiver):
        assert service.void(order.application_id, waiver) == 1
        assert queries.settled(order.application_id, FeeKind.APPLICATION)
        assert set(ledger.balance(order).values()) == {0}


def test_who_worked_on_a_case_does_not_waive_its_fee(app):
    schedule(kind=FeeKind.LICENCE)
    reference = recommended()
    decided_it, other = member("decider"), signed_in(app, "decider")
    with transaction(actor=actor_of(decided_it)):
        case = queries_of_cases.get(reference)
        assessment.decide(case, Outcome.GRANT, ground_code="standards-met", reason=WHY, by=actor_of(decided_it))
    with transaction(role="none"):
        order = queries.latest(application_of(reference).id, FeeKind.LICENCE)
    assert order is not None and order.status == "due"
    path = f"/staff/payments/orders/{order.reference}/void"
    signed_in(app, "officer").get(path, status=403)
    refused = browser_of(app, decided_it).get(path, status=200).submit("Ask no longer for it", note=WHY)
    assert "You worked on this case. Someone else must decide about its fee." in refused.text
    with pytest.raises(DBAPIError, match="no part in the case"), transaction(actor=actor_of(decided_it)) as session:
        session.execute(db.text("UPDATE payment_order SET status = 'void' WHERE id = :id"), {"id": order.id})
    page = other.get(path, status=200).submit("Ask no longer for it", note=WHY)
    assert "The fee is no longer asked for." in page.words, page.errors


def test_a_fee_whose_money_is_on_its_way_is_not_waived(app):
    schedule()
    order, _by = owed()
    waiver = actor("decider")
    with transaction(actor=waiver):
        found = queries.get(order.reference, by=waiver, lock=True)
        found.status = "processing"
        with db.session.no_autoflush, pytest.raises(Conflict):
            service.waive(found, reason=WHY, by=waiver)
        db.session.expire(found)


def test_who_pays_lets_go_of_a_fee_only_by_withdrawing(app):
    schedule()
    order, by = owed()
    with pytest.raises(DBAPIError, match="nothing is due"), transaction(actor=by):
        service.void(order.application_id, by)
    with transaction(actor=by):
        ending.withdraw(applications.by_id(order.application_id, by=by), by=by)
    with transaction(actor=by):
        assert queries.get(order.reference, by=by).status == "void"


def test_handing_in_works_without_any_fee(app):
    law()
    assert application_of(hand_in(broker())).submitted_at
