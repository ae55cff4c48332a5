"""Paying through Checkout: the real stripe library against the stand-in over HTTP, messages in every order."""

import time
from datetime import date

import pytest

from core.db import db, transaction
from core.errors import Conflict
from licensing.payments import checkout, fees, ledger, queries
from licensing.payments.books import PaymentTask
from licensing.payments.fees import Band
from licensing.payments.gateway import StripeAway
from licensing.payments.models import PaymentAttempt, PaymentOrder, PaymentReceipt, StripeEvent
from licensing.payments.states import FeeKind
from stripe_stand_in import actions
from tests.factories import actor
from tests.licensing.paying import owed, schedule
from tests.licensing.stand_in import OLD_SECRET, SECRET, running


@pytest.fixture
def bank(app):
    with running(app) as made:
        yield made


def begun(bank, **options) -> tuple[PaymentOrder, object, str]:
    """An order whose page at Stripe is open; returns order, payer and session."""
    schedule(**options)
    order, by = owed()
    checkout.begin(order.reference, settings=bank.settings, by=by)
    return order, by, bank.sessions()[0]["id"]


def now(order: PaymentOrder) -> PaymentOrder:
    with transaction(role="none"):
        return db.session.get_one(PaymentOrder, order.id)


def rows(kind: type) -> list:
    with transaction(role="none"):
        return list(db.session.scalars(db.select(kind)))


def test_a_fee_is_paid_when_stripe_says_so_and_gets_one_receipt(app, bank):
    order, _by, session = begun(bank)
    assert now(order).status == "due"
    actions.pay(bank.store, session)
    assert bank.deliver() == ["paid"]
    paid = now(order)
    assert (paid.status, paid.method, paid.livemode) == ("paid", "card", False)
    with transaction(role="none"):
        assert queries.settled(order.application_id, FeeKind.APPLICATION)
        assert ledger.balance(paid) == {"receivable": 0, "income": -25_000, "card": 25_000}
    receipt = rows(PaymentReceipt)
    assert len(receipt) == 1 and receipt[0].amount_minor == 25_000


def test_twenty_receipts_for_one_renewal_cannot_be(app, bank):
    """bcgov/entity#8967: the same message two hundred times, and every other message about the payment."""
    order, _by, session = begun(bank)
    actions.pay(bank.store, session)
    event = bank.store.undelivered()[0][0]
    said = [bank.post(event).get_json()["status"] for _ in range(200)]
    assert said[0] == "paid" and set(said[1:]) == {"duplicate"}
    for kind in ("checkout.session.completed", "checkout.session.async_payment_succeeded"):
        told = bank.store.tell(kind, actions.session_of(bank.store, session))
        assert bank.post(told).get_json()["status"] == "already"
    assert len(rows(PaymentReceipt)) == 1 and now(order).status == "paid"


def test_a_second_click_leads_to_the_same_page(app, bank):
    order, by, _session = begun(bank)
    again = checkout.begin(order.reference, settings=bank.settings, by=by)
    assert len(bank.sessions()) == 1 and again == bank.sessions()[0]["url"]


def test_a_click_whose_answer_was_lost_leads_to_the_page_that_was_made(app, bank):
    """The process ended between Stripe's answer and our note of it: the same key gets the same page."""
    schedule()
    order, by = owed()
    with transaction(actor=by):
        attempt = checkout._attempt(queries.get(order.reference, by=by, lock=True), by=by)
    made = bank.gateway.open_session(order, attempt, title="Application fee", locale="en")
    assert checkout.begin(order.reference, settings=bank.settings, by=by) == made.url
    assert len(bank.sessions()) == 1


def test_a_payment_on_a_page_that_was_never_noted_is_still_taken(app, bank):
    schedule()
    order, by = owed()
    with transaction(actor=by):
        attempt = checkout._attempt(queries.get(order.reference, by=by, lock=True), by=by)
    made = bank.gateway.open_session(order, attempt, title="Application fee", locale="en")
    actions.pay(bank.store, made.id)
    assert bank.deliver() == ["paid"]
    assert [(row.status, row.session_id) for row in rows(PaymentAttempt)] == [("succeeded", made.id)]


def test_an_error_of_stripe_is_not_repeated_by_the_next_click(app, bank):
    schedule()
    order, by = owed()
    bank.store.fail_next = True
    with pytest.raises(StripeAway):
        checkout.begin(order.reference, settings=bank.settings, by=by)
    assert checkout.begin(order.reference, settings=bank.settings, by=by).startswith("http://localhost:12111/pay/")
    assert [row.status for row in sorted(rows(PaymentAttempt), key=lambda row: row.number)] == ["failed", "open"]


def test_a_declined_card_leaves_the_fee_to_pay(app, bank):
    order, by, session = begun(bank)
    actions.decline(bank.store, session)
    assert bank.deliver() == [] and now(order).status == "due"
    assert checkout.begin(order.reference, settings=bank.settings, by=by).endswith(session)


def test_a_page_that_has_expired_is_replaced_by_a_new_one(app, bank):
    order, by, session = begun(bank)
    bank.store.shift = 25 * 3600
    assert not checkout.begin(order.reference, settings=bank.settings, by=by).endswith(session)
    assert sorted(row.status for row in rows(PaymentAttempt)) == ["expired", "open"]
    assert bank.deliver() == ["expired"]  # the late message changes nothing


@pytest.mark.parametrize(("arrives", "said", "state"), [(True, "paid", "paid"), (False, "failed", "due")])
def test_money_that_comes_late_is_waited_for(app, bank, arrives, said, state):
    order, by, session = begun(bank)
    actions.pay_later(bank.store, session)
    assert bank.deliver() == ["processing"] and now(order).status == "processing"
    with pytest.raises(Conflict):
        checkout.begin(order.reference, settings=bank.settings, by=by)
    actions.arrive(bank.store, session, paid=arrives)
    assert bank.deliver() == [said] and now(order).status == state


def test_messages_out_of_order_come_to_the_same_end(app, bank):
    order, _by, session = begun(bank)
    actions.pay_later(bank.store, session)
    actions.arrive(bank.store, session, paid=True)
    completed, succeeded = [event for event, _tries in bank.store.undelivered()]
    assert bank.post(succeeded).get_json()["status"] == "paid"
    assert bank.post(completed).get_json()["status"] == "already"
    assert now(order).status == "paid" and len(rows(PaymentReceipt)) == 1


def test_a_message_is_not_believed_about_what_the_object_is(app, bank):
    """The body says paid; Stripe, asked, says open: nothing happens."""
    order, _by, session = begun(bank)
    lie = bank.store.tell(
        "checkout.session.completed",
        {**actions.session_of(bank.store, session), "payment_status": "paid", "status": "complete"},
    )
    assert bank.post(lie).get_json()["status"] == "open"
    assert now(order).status == "due"


@pytest.mark.parametrize(
    "changed", [{"amount_total": 24_999}, {"currency": "usd"}, {"client_reference_id": "P-OTHER"}, {"livemode": True},
                {"metadata": {"order": "00000000-0000-4000-8000-000000000000"}}]
)  # fmt: skip
def test_a_payment_that_differs_in_any_point_changes_nothing_and_becomes_one_task(app, bank, changed):
    order, _by, session = begun(bank)
    actions.pay(bank.store, session)
    held = bank.store.get("checkout.session", session)
    merged = {**held, **changed}
    if "metadata" in changed:
        merged["metadata"] = {**held["metadata"], **changed["metadata"]}
    bank.store.put(merged)
    event = bank.store.undelivered()[0][0]
    assert bank.post(event).get_json()["status"] in {"mismatch", "order-unknown"}
    assert bank.post({**event, "id": "evt_again"}).status_code == 200
    assert now(order).status == "due" and rows(PaymentReceipt) == []
    assert [task.kind for task in rows(PaymentTask)] in (["amount-mismatch"], ["order-unknown"])


def test_the_fee_rule_changed_later_and_the_order_keeps_its_price(app, bank):
    """bcgov/entity#25597: who was asked under the old rule pays the old price, who is asked later the new one."""
    order, _by, session = begun(bank)
    schedule(amount=90_000, effective_from=date(2026, 11, 21))
    actions.pay(bank.store, session)
    assert bank.deliver() == ["paid"]
    assert (now(order).amount_minor, now(order).terms["version"]) == (25_000, 1)
    later, _other = owed()
    assert (later.amount_minor, later.terms["version"]) == (90_000, 2)
    with transaction(role="none"):
        before = fees.price("overseas", FeeKind.APPLICATION, day=date(2026, 11, 20))
        assert before is not None and before[1].amount_minor == 25_000


@pytest.mark.parametrize(
    ("currency", "minor", "sent"),
    [("JPY", 25_000, 25_000), ("KWD", 12_340, 12_340), ("EUR", 12_345, 12_345), ("UGX", 90_000, 9_000_000)],
)
def test_each_currency_is_sent_as_stripe_counts_it(app, bank, currency, minor, sent):
    order, _by, session = begun(bank, amount=minor, currency=currency)
    held = bank.store.get("checkout.session", session)
    assert (held["amount_total"], held["currency"]) == (sent, currency.lower())
    actions.pay(bank.store, session)
    assert bank.deliver() == ["paid"]
    assert rows(PaymentReceipt)[0].amount_minor == minor and now(order).currency == currency


def test_a_fee_in_dinars_that_stripe_would_not_take_is_refused_when_proposed(app):
    from core.errors import Invalid

    with pytest.raises(Invalid) as refusal:
        schedule(amount=12_345, currency="KWD", bands=[Band(0, None, 12_345)])
    assert "end in 0" in refusal.value.fields["bands"]


def test_a_fee_paid_after_it_was_voided_becomes_a_task(app, bank, run_jobs):
    from licensing.payments import service

    order, _by, session = begun(bank)
    actions.pay(bank.store, session)
    waiver = actor("decider")
    with transaction(actor=waiver):
        service.void(order.application_id, waiver)
    assert bank.deliver() == ["paid-after-void"]
    assert now(order).status == "void" and [task.kind for task in rows(PaymentTask)] == ["paid-after-void"]


def test_voiding_closes_the_page_at_stripe(app, bank, run_jobs):
    from licensing.payments import service

    order, _by, session = begun(bank)
    waiver = actor("decider")
    with transaction(actor=waiver):
        service.void(order.application_id, waiver)
    run_jobs()
    assert bank.store.get("checkout.session", session)["status"] == "expired"
    assert [row.status for row in rows(PaymentAttempt)] == ["expired"]


class TestSignatures:
    def test_what_is_not_signed_rightly_is_refused_and_leaves_nothing(self, app, bank):
        begun(bank)
        event = bank.store.tell("checkout.session.completed", bank.sessions()[0])
        now_ = int(time.time())  # noqa: TID251  as Stripe stamps
        tries = [((), now_), (("whsec_somebodyelse",), now_), ((SECRET,), now_ - 301), ((SECRET,), now_ + 310)]
        assert {bank.post(event, secrets=secrets, at=at).status_code for secrets, at in tries} == {400}
        assert bank.send(b'{"id": "evt_1"}', "").status_code == 400
        assert bank.send(b"\xff\xfe", "t=1,v1=00").status_code == 400
        assert bank.send(b"{}", f"t={now_},v0=00").status_code == 400
        assert rows(StripeEvent) == []

    def test_both_secrets_count_while_one_replaces_the_other(self, app, bank):
        begun(bank)
        event = bank.store.tell("checkout.session.completed", bank.sessions()[0])
        assert bank.post(event, secrets=(OLD_SECRET,)).status_code == 200
        assert bank.post({**event, "id": "evt_2"}, secrets=("whsec_somebodyelse", SECRET)).status_code == 200

    @pytest.mark.parametrize("changed", [{"livemode": True}, {"account": "acct_somebodyelse"}])
    def test_a_message_of_another_mode_or_account_is_refused(self, app, bank, changed):
        begun(bank)
        event = bank.store.tell("checkout.session.completed", bank.sessions()[0])
        assert bank.post({**event, **changed}).status_code == 400

    def test_types_that_do_not_concern_us_are_answered_and_forgotten(self, app, bank):
        event = bank.store.tell("customer.created", {"id": "cus_1", "object": "customer", "created": 1})
        assert bank.post(event).get_json() == {"status": "ignored"}
        assert rows(StripeEvent) == []

    def test_a_message_is_asked_for_again_while_stripe_is_away(self, app, bank):
        order, _by, session = begun(bank)
        actions.pay(bank.store, session)
        event = bank.store.undelivered()[0][0]
        from dataclasses import replace

        app.config["SETTINGS"] = replace(bank.settings, stripe_url="http://127.0.0.1:9")
        assert bank.post(event).status_code == 503
        app.config["SETTINGS"] = bank.settings
        assert bank.post(event).status_code == 200 and now(order).status == "paid"
