"""Money that goes back, comes by the bank, is disputed or was lost on the way; two people for each act."""

from datetime import UTC, datetime

import pytest
from sqlalchemy.exc import DBAPIError

from core import clock
from core.db import db, transaction
from core.errors import Conflict, Invalid, Refused
from licensing.payments import checkout, intake, ledger, queries, reconciliation, refunds, service, transfers
from licensing.payments.books import PaymentTask, Reconciliation, Refund
from licensing.payments.gateway import Session
from licensing.payments.models import PaymentOrder, PaymentReceipt
from licensing.payments.states import FeeKind
from stripe_stand_in import actions
from tests.factories import actor
from tests.licensing.paying import owed, schedule
from tests.licensing.stand_in import as_worker, running
from tests.licensing.test_checkout import begun, now, rows

REASON = "The application was withdrawn before any check began."


@pytest.fixture
def bank(app):
    with running(app) as made:
        yield made


def paid(bank, **options) -> tuple[PaymentOrder, object, str]:
    order, by, session = begun(bank, **options)
    actions.pay(bank.store, session)
    assert bank.deliver() == ["paid"]
    return order, by, session


def proposed(order: PaymentOrder, amount: int, by, reason: str = "withdrawn") -> Refund:
    with transaction(actor=by):
        locked = queries.get(order.reference, by=by, lock=True)
        return refunds.propose(locked, amount_minor=amount, reason_code=reason, note=REASON, by=by)


def approved(refund: Refund, by) -> None:
    with transaction(actor=by):
        refunds.approve(refunds.get(refund.id, lock=True), by=by)


class TestRefunds:
    def test_a_refund_is_approved_by_another_person_and_sent_once(self, app, bank, run_jobs):
        order, _by, _session = paid(bank)
        officer, decider = actor("officer"), actor("decider")
        refund = proposed(order, 10_000, officer)
        with transaction(actor=officer), pytest.raises(Refused):
            refunds.approve(refunds.get(refund.id, lock=True), by=officer)
        approved(refund, decider)
        run_jobs()
        with as_worker():
            refunds.send(str(refund.id))  # the job once more
        assert [back["amount"] for back in bank.store.all("refund")] == [10_000]
        assert bank.deliver() == ["already", "ignored"]  # what the job knew; charge.refunded says nothing more
        assert (now(order).status, now(order).refunded_minor) == ("paid", 10_000)
        with transaction(role="none"):
            assert ledger.balance(now(order)) == {"receivable": 0, "income": -15_000, "card": 15_000}

    def test_refunds_never_pass_what_was_paid(self, app, bank):
        order, _by, _session = paid(bank)
        officer = actor("officer")
        proposed(order, 20_000, officer)
        with pytest.raises(Invalid) as refusal:
            proposed(order, 5_001, officer)
        assert "amount" in refusal.value.fields
        first = rows(Refund)[0]
        with pytest.raises(DBAPIError, match="refunds"), transaction(actor=officer) as session:
            session.execute(
                db.text(
                    "INSERT INTO payment_refund (id, organisation_id, order_id, amount_minor, reason_code, note, status,"
                    " needs_two, proposed_by, proposed_by_name, proposed_at) SELECT gen_random_uuid(), organisation_id,"
                    " order_id, 5001, reason_code, note, 'proposed', needs_two, proposed_by, proposed_by_name, proposed_at"
                    " FROM payment_refund WHERE id = :id"
                ),
                {"id": first.id},
            )

    def test_the_database_refuses_an_approval_by_the_proposer_or_in_anothers_name(self, app, bank):
        order, _by, _session = paid(bank)
        officer, decider = actor("officer"), actor("decider")
        refund = proposed(order, 1_000, officer)
        for by, name in ((officer, officer.person_id), (officer, decider.person_id)):
            with pytest.raises(DBAPIError), transaction(actor=by) as session:
                session.execute(
                    db.text("UPDATE payment_refund SET approved_by = :person, status = 'approved' WHERE id = :id"),
                    {"person": name, "id": refund.id},
                )

    def test_a_large_refund_needs_two_approvals(self, app, bank, run_jobs):
        order, _by, _session = paid(bank, refund_threshold_minor=5_000)
        refund = proposed(order, 5_001, actor("officer"))
        first = actor("decider")
        approved(refund, first)
        run_jobs()
        assert bank.store.all("refund") == []
        with transaction(actor=first), pytest.raises(Refused):
            refunds.approve(refunds.get(refund.id, lock=True), by=first)
        approved(refund, actor("decider"))
        run_jobs()
        assert len(bank.store.all("refund")) == 1

    def test_a_full_refund_opens_the_fee_again_unless_it_was_never_due(self, app, bank, run_jobs):
        for reason, settled in (("withdrawn", False), ("not-due", True)):
            order, _by, _session = paid(bank) if reason == "withdrawn" else paid_again(bank)
            approved(proposed(order, 25_000, actor("officer"), reason), actor("decider"))
            run_jobs()
            assert now(order).status == "refunded"
            with transaction(role="none"):
                assert queries.settled(order.application_id, FeeKind.APPLICATION) is settled

    def test_a_refund_that_the_bank_sends_back_counts_as_ours_again(self, app, bank, run_jobs):
        order, _by, _session = paid(bank)
        approved(proposed(order, 25_000, actor("officer")), actor("decider"))
        run_jobs()
        bank.deliver()
        actions.fail_refund(bank.store, bank.store.all("refund")[0]["id"])
        assert bank.deliver() == ["refund-failed"]
        assert (now(order).status, now(order).refunded_minor) == ("paid", 0)
        assert [task.kind for task in rows(PaymentTask)] == ["refund-failed"]

    def test_an_error_of_stripe_does_not_pay_back_twice(self, app, bank, run_jobs):
        from licensing.payments.gateway import StripeAway

        order, _by, _session = paid(bank)
        refund = proposed(order, 10_000, actor("officer"))
        approved(refund, actor("decider"))
        bank.store.fail_next = True
        with pytest.raises(StripeAway):
            run_jobs()
        with as_worker(), clock.frozen(datetime(2026, 11, 22, 9, tzinfo=UTC)):  # the day after, under a new key
            refunds.send(str(refund.id))
        assert len(bank.store.all("refund")) == 1 and now(order).refunded_minor == 10_000

    def test_a_fee_that_was_paid_twice_can_be_paid_back(self, app, bank, run_jobs):
        order, by, first = begun(bank)
        actions.expire(bank.store, first)
        assert bank.deliver() == ["expired"]
        checkout.begin(order.reference, settings=bank.settings, by=by)
        second = next(one["id"] for one in bank.sessions() if one["id"] != first)
        actions.pay(bank.store, second)
        bank.store.put({**bank.store.get("checkout.session", first), "status": "open"})
        actions.pay(bank.store, first)
        assert bank.deliver() == ["paid", "paid-twice"]
        approved(proposed(order, 10_000, actor("officer")), actor("decider"))
        run_jobs()
        intent = bank.store.get("checkout.session", second)["payment_intent"]
        assert [back["payment_intent"] for back in bank.store.all("refund")] == [intent]

    @pytest.mark.parametrize(("won", "left"), [(True, "refunded"), (False, "charged-back")])
    def test_a_refund_that_arrives_during_a_dispute_is_booked_and_becomes_a_task(self, app, bank, won, left):
        order, _by, session = paid(bank)
        refund = proposed(order, 25_000, actor("officer"))
        approved(refund, actor("decider"))
        known = {"refund": str(refund.id), "order": str(order.id), "organisation": str(order.organisation_id)}
        intent = bank.store.get("checkout.session", session)["payment_intent"]
        actions.refund(bank.store, {"payment_intent": intent, "amount": "25000", "metadata": known})
        found = actions.dispute(bank.store, bank.store.all("charge")[0]["id"])
        said = [bank.post(event).get_json()["status"] for event, _tries in reversed(bank.store.undelivered())]
        assert (said[0], said[-1]) == ("disputed", "refunded")
        assert (now(order).status, now(order).refunded_minor) == ("disputed", 25_000)
        assert sorted(task.kind for task in rows(PaymentTask)) == ["dispute", "refund-disputed"]
        actions.close_dispute(bank.store, found["id"], won=won)
        bank.deliver()
        assert now(order).status == left

    def test_a_refund_made_at_stripe_by_hand_becomes_a_task(self, app, bank):
        order, _by, session = paid(bank)
        intent = bank.store.get("checkout.session", session)["payment_intent"]
        actions.refund(bank.store, {"payment_intent": intent, "amount": "25000"})
        assert "refund-unknown" in bank.deliver()
        assert now(order).status == "paid" and [task.kind for task in rows(PaymentTask)] == ["refund-unknown"]


def paid_again(bank):
    """A second payer under the schedule that is there."""
    order, by = owed()
    checkout.begin(order.reference, settings=bank.settings, by=by)
    session = bank.sessions()[0]["id"]
    actions.pay(bank.store, session)
    bank.deliver()
    return order, by, session


class TestTransfers:
    def recorded(self, order, by, **changed):
        given = {"amount_minor": 25_000, "received_on": clock.today(), "bank_reference": "2026-114", "payer_name": "Blue River",
                 "payer_is_applicant": True}  # fmt: skip
        with transaction(actor=by):
            return transfers.record(queries.get(order.reference, by=by, lock=True), **{**given, **changed}, by=by)

    def test_a_transfer_counts_when_a_second_officer_confirms_it(self, app):
        schedule()
        order, _by = owed()
        officer, decider = actor("officer"), actor("decider")
        transfer = self.recorded(order, officer)
        with transaction(actor=officer), pytest.raises(Refused):
            transfers.confirm(transfers.get(transfer.id), by=officer)
        assert now(order).status == "due"
        with transaction(actor=decider):
            transfers.confirm(transfers.get(transfer.id), by=decider)
        assert (now(order).status, now(order).method, len(rows(PaymentReceipt))) == ("paid", "transfer", 1)

    @pytest.mark.parametrize("changed", [{"amount_minor": 24_999}, {"payer_is_applicant": False}, {"bank_reference": " "}])
    def test_a_transfer_of_another_amount_or_payer_is_not_recorded(self, app, changed):
        schedule()
        order, _by = owed()
        with pytest.raises(Invalid):
            self.recorded(order, actor("officer"), **changed)

    def test_who_is_paying_by_transfer_is_not_led_to_stripe_as_well(self, app, bank):
        schedule()
        order, by = owed()
        self.recorded(order, actor("officer"))
        with pytest.raises(Conflict):
            checkout.begin(order.reference, settings=bank.settings, by=by)

    def test_a_refund_of_a_transfer_is_recorded_when_it_was_sent_by_hand(self, app):
        schedule()
        order, _by = owed()
        officer, decider = actor("officer"), actor("decider")
        transfer = self.recorded(order, officer)
        with transaction(actor=decider):
            transfers.confirm(transfers.get(transfer.id), by=decider)
        refund = proposed(order, 5_000, officer)
        approved(refund, decider)
        with transaction(actor=officer):
            refunds.sent_by_bank(refunds.get(refund.id, lock=True), "OUT-77", by=officer)
        with transaction(role="none"):
            assert ledger.balance(now(order)) == {"receivable": 0, "income": -20_000, "bank": 20_000}


class TestDisputes:
    def test_a_dispute_opens_the_fee_again_and_winning_it_closes_it(self, app, bank):
        order, _by, _session = paid(bank)
        found = actions.dispute(bank.store, bank.store.all("charge")[0]["id"])
        assert bank.deliver() == ["disputed"] and now(order).status == "disputed"
        with transaction(role="none"):
            assert not queries.settled(order.application_id, FeeKind.APPLICATION)
            assert ledger.balance(now(order)) == {"receivable": 0, "income": -25_000, "card": 0, "disputed": 25_000}
        actions.close_dispute(bank.store, found["id"], won=True)
        assert bank.deliver() == ["won"] and now(order).status == "paid"
        with transaction(role="none"):
            assert ledger.balance(now(order)) == {"receivable": 0, "income": -25_000, "card": 25_000, "disputed": 0}

    def test_a_lost_dispute_leaves_the_fee_to_be_asked_for_again(self, app, bank):
        order, _by, _session = paid(bank)
        found = actions.dispute(bank.store, bank.store.all("charge")[0]["id"])
        actions.close_dispute(bank.store, found["id"], won=False)
        opened, closed = [event for event, _tries in bank.store.undelivered()]
        assert bank.post(closed).get_json()["status"] == "lost"  # the end is told before the beginning
        assert bank.post(opened).get_json()["status"] == "already"
        assert now(order).status == "charged-back"
        officer = actor("officer")
        with transaction(actor=officer):
            again = service.ask_again(queries.get(order.reference, by=officer, lock=True), by=officer)
        assert (again.round, again.amount_minor, again.status) == (2, 25_000, "due")
        with transaction(role="none"):
            assert not queries.settled(order.application_id, FeeKind.APPLICATION)


class TestChargebackAfterActivation:
    def test_a_licence_whose_fee_was_taken_back_is_frozen_and_a_won_dispute_drafts_its_end(self, app, bank, run_jobs):
        from accounts.organisations.models import Membership
        from accounts.sessions.queries import actor_of
        from licensing.licences import queries as licences
        from tests.licensing import cases

        cases.law()
        number = cases.licence()
        run_jobs()
        held = cases.licence_of(number)
        with transaction(role="none"):
            statement = db.select(Membership).where(Membership.organisation_id == held.organisation_id)
            by = actor_of(db.session.scalars(statement).first())
        schedule(kind=FeeKind.LICENCE)
        order, _by = owed(by, kind=FeeKind.LICENCE, application=held.application_id)
        checkout.begin(order.reference, settings=bank.settings, by=by)
        actions.pay(bank.store, bank.sessions()[0]["id"])
        bank.deliver()
        run_jobs()
        assert not cases.licence_of(number).frozen
        found = actions.dispute(bank.store, bank.store.all("charge")[0]["id"])
        bank.deliver()
        run_jobs()
        assert cases.licence_of(number).frozen
        actions.close_dispute(bank.store, found["id"], won=True)
        bank.deliver()
        run_jobs()
        with transaction(role="none"):
            drafts = [row.measure for row in licences.measures_of(held.id) if row.status == "draft"]
        assert drafts == ["unfreeze"] and cases.licence_of(number).frozen  # an officer ends what the system began


class TestReconciliation:
    def test_charged_but_not_renewed_cannot_last(self, app, bank):
        """bcgov/entity#21415: the message was lost; the night finds the payment, and once only."""
        bank.store.shift = -26 * 3600
        order, _by, session = begun(bank)
        actions.pay(bank.store, session)
        for event, _tries in bank.store.undelivered():
            bank.store.tried(event["id"], done=True)  # never delivered
        assert now(order).status == "due"
        real = datetime.now(UTC)  # noqa: TID251  Stripe's days are real days
        with as_worker():
            figures = reconciliation.compare(bank.gateway, real)
        assert figures["repaired"] == 1 and now(order).status == "paid" and len(rows(PaymentReceipt)) == 1
        with as_worker():
            again = reconciliation.compare(bank.gateway, real)
        assert again["repaired"] == 0 and again["differences"] == 0 and len(rows(PaymentReceipt)) == 1
        assert len(rows(Reconciliation)) == 2 and rows(PaymentTask) == []

    def test_money_of_nobody_and_books_without_money_become_one_task_each(self, app, bank):
        bank.store.shift = -26 * 3600
        order, _by, session = paid(bank)
        charge = bank.store.all("charge")[0]
        bank.store.put({**charge, "id": "ch_stranger", "metadata": {}, "payment_intent": "pi_stranger"})
        gone = bank.store.get("checkout.session", session)
        bank.store.db.execute("DELETE FROM object WHERE id IN (?, ?)", (charge["id"], gone["payment_intent"]))
        bank.store.put({**gone, "payment_status": "unpaid", "payment_intent": None})
        real = datetime.now(UTC)  # noqa: TID251  Stripe's days are real days
        with as_worker():
            assert reconciliation.compare(bank.gateway, real)["differences"] == 2
            assert reconciliation.compare(bank.gateway, real)["differences"] == 0
        assert sorted(task.kind for task in rows(PaymentTask)) == ["not-at-stripe", "order-unknown"]
        assert now(order).status == "paid"

    def test_what_cannot_be_taken_in_becomes_a_task_and_keeps_nothing_else_out(self, app, bank, monkeypatch):
        bank.store.shift = -26 * 3600
        order, _by, _session = paid(bank)
        taken_in = intake.apply

        def refused(seen, **options):
            if isinstance(seen, Session):
                raise Conflict("move-unlawful", "No.")
            return taken_in(seen, **options)

        monkeypatch.setattr(intake, "apply", refused)
        with as_worker():
            figures = reconciliation.compare(bank.gateway, datetime.now(UTC))  # noqa: TID251  Stripe's days are real days
        assert figures["differences"] == 1 and len(rows(Reconciliation)) == 1
        assert [(task.kind, task.order_id, task.detail["why"]) for task in rows(PaymentTask)] == [
            ("balance-differs", order.id, "move-unlawful")
        ]

    def test_a_lost_message_is_made_good_within_minutes(self, app, bank):
        order, _by, session = begun(bank)
        actions.pay(bank.store, session)
        with as_worker():
            assert reconciliation.follow_up(bank.gateway) == {}  # the page is young: its message may be on the way
        with as_worker(), clock.frozen(datetime(2026, 11, 21, 9, 11, tzinfo=UTC)):
            assert reconciliation.follow_up(bank.gateway)["repaired"] == 1
        assert now(order).status == "paid"


class TestTheDatabase:
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE payment_order SET status = 'paid', method = 'card', paid_at = now(), livemode = true WHERE id = :id",
            "UPDATE payment_order SET amount_minor = 1 WHERE id = :id",
            "UPDATE payment_order SET status = 'processing' WHERE id = :id",
            ("INSERT INTO ledger_entry (id, organisation_id, order_id, kind, source, occurred_at, recorded_at, by_name)"
             " SELECT gen_random_uuid(), organisation_id, id, 'payment', 'x', now(), now(), 'me' FROM payment_order"
             " WHERE id = :id"),
        ],
    )
    def test_who_pays_cannot_say_that_it_paid(self, app, statement):
        schedule()
        order, by = owed()
        with pytest.raises(DBAPIError), transaction(actor=by) as session:
            session.execute(db.text(statement), {"id": order.id})
        assert (now(order).status, now(order).amount_minor) == ("due", 25_000)

    def test_an_order_is_not_paid_without_its_money_in_the_books(self, app):
        schedule()
        order, _by = owed()
        officer = actor("officer")
        with pytest.raises(DBAPIError, match=r"ledger|trail"), transaction(actor=officer) as session:
            session.execute(
                db.text("UPDATE payment_order SET status = 'paid', method = 'card', paid_at = now(), livemode = true"
                        " WHERE id = :id"), {"id": order.id},
            )  # fmt: skip

    def test_an_entry_of_the_books_balances_and_is_never_changed(self, app):
        schedule()
        order, _by = owed()
        officer = actor("officer")
        with pytest.raises(DBAPIError, match="never changed"), transaction(role="none") as session:
            session.execute(db.text("UPDATE ledger_line SET amount_minor = 1"))
        with pytest.raises(DBAPIError, match="nought"), transaction(actor=officer) as session:
            session.execute(
                db.text("INSERT INTO ledger_entry (id, organisation_id, order_id, kind, source, occurred_at, recorded_at,"
                        " by_name) SELECT gen_random_uuid(), organisation_id, id, 'dispute', 'x', now(), now(), 'x'"
                        " FROM payment_order WHERE id = :id"), {"id": order.id},
            )  # fmt: skip

    def test_a_price_of_ones_own_making_is_refused(self, app):
        schedule()
        order, by = owed()
        with pytest.raises(DBAPIError, match="schedule in force"), transaction(actor=by) as session:
            session.execute(
                db.text(
                    "INSERT INTO payment_order (id, organisation_id, application_id, reference, class_code, kind, round,"
                    " status, amount_minor, currency, schedule_id, band_id, terms, created_at, refunded_minor, version)"
                    " SELECT gen_random_uuid(), organisation_id, application_id, 'P-CHEAP', class_code, kind, 2, 'due', 1,"
                    " currency, schedule_id, band_id, terms, now(), 0, 1 FROM payment_order WHERE id = :id"
                ),
                {"id": order.id},
            )
