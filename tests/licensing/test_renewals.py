"""Renewals, changes and reinstatements: the number stays, no day is lost, and only what changes is checked again."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy.exc import DatabaseError

from accounts.sessions.queries import actor_of
from core import clock, events
from core.db import db, transaction
from core.errors import Conflict, Invalid
from licensing.applications import changes, queries, service
from licensing.applications.parts import Part
from licensing.applications.states import CheckKind, Kind, Outcome, Status
from licensing.assessment import guards, refusing
from licensing.assessment import queries as cases_of
from licensing.assessment import service as assessment
from licensing.assessment.service import Missing
from licensing.events import FeeSettled
from licensing.licences import activation, activation_jobs
from licensing.licences import queries as licences
from licensing.licences.states import Measure
from licensing.licences.terms import further, running
from licensing.payments import service as orders
from licensing.payments.states import FeeKind
from tests.factories import actor, browser_of, member
from tests.licensing import cases, lives, paying


@pytest.fixture(autouse=True)
def law(app):
    cases.law()
    lives.lengths(grace=30, renewal_lodging=28)


@pytest.fixture
def holder(app):
    return member("broker", name="Sita Rai", organisation_name="Blue River Placement")


@pytest.fixture
def number(holder) -> str:
    return cases.licence(by=actor_of(holder))


def last_day(number: str) -> date:
    return licences.last_day(cases.licence_of(number).valid)


def test_a_renewal_in_time_keeps_the_number_and_adds_its_months_to_the_old_end(holder, number, run_jobs):
    end = last_day(number)
    with lives.later(300):
        reference = lives.asked(number, actor_of(holder))
        run_jobs()
        renewed = lives.decided(reference)
    assert renewed.number == number
    assert last_day(number) == running(end + timedelta(days=1), 12).ends_on
    with transaction(role="none"):
        assert [term.kind for term in licences.terms_of(renewed.id)] == ["renewal", "new"]


def test_an_expired_licence_that_is_renewed_late_runs_from_the_day_of_activation_and_keeps_its_number(
    app, holder, number, run_jobs
):
    """Scenario 8, and the first mistake of 4.1: the end of a late renewal was counted from the wrong day."""
    with lives.later(375):  # ended ten days ago
        lives.ended(number)
        run_jobs()
        answer = app.test_client().post(
            f"/api/v1/licences/{number}/applications", headers=lives.bearer(holder), json={"kind": "renewal"}
        )
        assert answer.status_code == 201, answer.json
        assert answer.json["kind"] == "renewal"
        reference = lives.asked(number, actor_of(holder))
        assert reference == answer.json["reference"]
        run_jobs()
        renewed = lives.decided(reference)
        today = clock.today()
        assert (renewed.number, renewed.status) == (number, "active")
        assert last_day(number) == running(today, 12).ends_on > today
        page = app.test_client().get(f"/check?q={number}").get_data(as_text=True)
        assert number in page


def test_two_renewals_never_make_a_second_number_or_a_second_licence(holder, number, run_jobs):
    """4.1: duplicate numbers when a renewal and a transfer ran side by side."""
    by = actor_of(holder)
    for days in (330, 700):
        with lives.later(days):
            lives.decided(lives.asked(number, by))
    with transaction(role="none"):
        assert db.session.execute(db.text("SELECT count(*) FROM licence")).scalar_one() == 1
        assert db.session.execute(db.text("SELECT count(*) FROM licence_term")).scalar_one() == 3


def test_beyond_the_days_of_grace_a_licence_is_reinstated_not_renewed(holder, number, run_jobs):
    by = actor_of(holder)
    with lives.later(365 + 31):
        lives.ended(number)
        with pytest.raises(Conflict, match="licence-not-open"), transaction(actor=by):
            changes.begin(number, Kind.RENEWAL, by=by)
        back = lives.decided(lives.asked(number, by, Kind.REINSTATEMENT))
        assert (back.number, back.status) == (number, "active")
        assert last_day(number) == running(clock.today(), 12).ends_on


def test_a_renewal_lodged_in_time_lets_the_licence_run_on_until_it_is_decided(holder, number, run_jobs):
    end = last_day(number)
    with lives.later(300):
        reference = lives.asked(number, actor_of(holder))
        run_jobs()
        assert cases.licence_of(number).renewal_pending_until >= end + timedelta(days=30)
    with lives.later(370):
        lives.decided(reference)
        assert last_day(number) == running(end + timedelta(days=1), 12).ends_on
        assert cases.licence_of(number).renewal_pending_until is None


def test_a_renewal_begins_with_what_was_last_handed_in_and_shows_what_differs(app, holder, number):
    by = actor_of(holder)
    with transaction(actor=by):
        draft = changes.begin(number, Kind.RENEWAL, by=by)
        assert (draft.destinations, draft.workers_a_year) == (["JO", "QA"], 250)
        reference = draft.reference
    with transaction(actor=by):
        assert changes.begin(number, Kind.RENEWAL, by=by).reference == reference
    http = app.test_client()
    assert http.get(f"/api/v1/applications/{reference}/changes", headers=lives.bearer(holder)).json == []
    page = browser_of(app, holder).get(f"/apply/{reference}", status=200)
    assert reference in page.words


def test_a_change_of_destinations_asks_only_the_checks_it_concerns_and_leaves_the_days_as_they_are(holder, number):
    end = last_day(number)
    reference = lives.asked(number, actor_of(holder), Kind.VARIATION, destinations=["JO", "QA", "KW"])
    with transaction(role="none"):
        assert cases_of.get(reference).checks_asked == [CheckKind.FEE_PLAN]
    varied = lives.decided(reference)
    assert (varied.number, varied.destinations, last_day(number)) == (number, ["JO", "QA", "KW"], end)


def test_a_change_that_changes_nothing_is_refused(holder, number):
    with pytest.raises(Invalid, match="nothing-changed"):
        lives.asked(number, actor_of(holder), Kind.VARIATION)


def test_nobody_is_charged_for_a_renewal_that_does_not_happen(app, holder, number, run_jobs):
    """4.1: charged and not renewed. What was paid for a licence that never began is shown as coming back."""
    paying.schedule(kind=FeeKind.LICENCE)
    by = actor_of(holder)
    with lives.later(300):
        reference = lives.asked(number, by)
        assert lives.decided(reference) is None
        assert cases.application_of(reference).status == Status.PENDING_ACTIVATION
        end = last_day(number)
        page = browser_of(app, holder).get(f"/apply/{reference}/withdraw", status=200)
        page.submit("Withdraw", sure="yes", reason="We stop.")
        run_jobs()
        assert cases.application_of(reference).status == Status.WITHDRAWN
        assert last_day(number) == end
    with transaction(role="none"):
        states = db.session.execute(db.text("SELECT status FROM payment_order")).scalars().all()
    assert states == ["void"]


def test_a_licence_is_in_force_only_when_its_fee_is_settled_however_often_the_message_comes(app, holder, run_jobs):
    paying.schedule(kind=FeeKind.LICENCE)
    reference = cases.recommended(by=actor_of(holder))
    assert lives.decide(reference) is None
    application = cases.application_of(reference)
    waiver = actor("decider")
    with transaction(actor=waiver):
        orders.void(application.id, waiver, "Not due: the class pays no fee.")
    for _ in range(3):
        with transaction(role="none"):
            events.publish(FeeSettled(application.id, FeeKind.LICENCE))
        run_jobs()
    with transaction(role="none"):
        assert db.session.execute(db.text("SELECT count(*) FROM licence")).scalar_one() == 1
    assert cases.application_of(reference).status == Status.GRANTED


def test_a_suspension_outlives_the_last_day_and_only_a_reinstatement_by_others_ends_it(
    holder, number, run_jobs, monkeypatch
):
    by = actor_of(holder)
    with lives.later(330):
        renewal = lives.asked(number, by)
        suspension = cases.measure(number, Measure.SUSPEND)
    with lives.later(375):
        lives.ended(number)
        assert lives.decided(renewal) is None
        application, worker = cases.application_of(renewal), actor("decider")
        with transaction(actor=worker):
            assert activation.waits_for(application, by=worker) == [activation.STILL_SUSPENDED]
        with monkeypatch.context() as without:
            without.setattr(activation, "hindrance", lambda held, kind: None)
            with pytest.raises(DatabaseError, match="without a measure in effect"), transaction(actor=worker):
                activation.activate_if_ready(application.id, by=worker)
        with transaction(actor=by):
            held = licences.by_number(number)
            assert changes.refusal(held, Kind.RENEWAL) == activation.STILL_SUSPENDED
        back = lives.asked(number, by, Kind.REINSTATEMENT)
        with transaction(role="none"):
            suspender = replace(worker, person_id=licences.measure(suspension).decided_by)
            assert guards.why_not_decider(cases_of.get(back), suspender) == guards.SUSPENDED_IT
        assert lives.decided(back).status == "active"
        run_jobs()  # what waited for it is in force, too
        assert cases.application_of(renewal).status == Status.GRANTED


def test_an_expired_licence_is_not_brought_back_beside_another_of_its_class(holder, number):
    by = actor_of(holder)
    with lives.later(365 + 31):
        lives.ended(number)
        second = cases.licence(by=by)
        assert second != number
        with transaction(actor=by):
            held = licences.by_number(number)
            assert changes.refusal(held, Kind.REINSTATEMENT) == activation.HOLDS_ANOTHER


def test_a_renewal_lodged_in_time_stays_so_when_it_is_returned_or_looked_at_late(holder, number, run_jobs):
    """No late fee and no lost day for what came back after the last day; the licence runs on meanwhile."""
    paying.schedule(kind=FeeKind.LATE)
    by, officer, end = actor_of(holder), actor("officer"), last_day(number)
    with lives.later(330):
        reference = lives.asked(number, by)
    with lives.later(345):  # later than the rule asks, but not than it was lodged
        run_jobs()
        assert cases.licence_of(number).renewal_pending_until >= end + timedelta(days=30)
        cases.screen(reference)
        with transaction(actor=officer):
            application = cases_of.get(reference)
            assessment.give_back(application, [Missing(Part.OFFICES, "The address is not complete.")], by=officer)
    with clock.frozen(clock.now() + (cases.licence_of(number).renewal_pending_until - clock.today())):
        activation_jobs.keep_continuations()
        assert cases.licence_of(number).renewal_pending_until >= clock.today() + timedelta(days=30)
        with transaction(actor=by):
            service.submit(queries.get(reference, by=by, lock=True), declared=True, by=by)
        assert lives.decided(reference) is not None
        assert last_day(number) == running(end + timedelta(days=1), 12).ends_on


def test_a_licence_runs_on_again_when_the_refusal_of_its_renewal_is_quashed(holder, number, run_jobs):
    with lives.later(300):
        reference = lives.asked(number, actor_of(holder))
        run_jobs()
        lives.decided(reference, Outcome.REFUSE, "not-fit")
        run_jobs()
        assert cases.licence_of(number).renewal_pending_until is None
    with lives.later(345):
        court = actor("decider")
        with transaction(actor=court):
            refusing.quash(cases_of.get(reference), order="LC 1", reason="The court quashed it.", by=court)
        run_jobs()
        assert cases.licence_of(number).renewal_pending_until is not None


@pytest.mark.parametrize("late", [0, 1, 29, 400])
def test_no_term_ends_before_the_licence_would_have_ended_without_it(late):
    last = date(2027, 2, 28)
    for kind in (Kind.RENEWAL, Kind.VARIATION, Kind.REINSTATEMENT):
        for suspended in (False, True):
            for continued in (False, True):
                days = further(kind, last, 12, last + timedelta(days=late), suspended=suspended, continued=continued)
                assert days.starts_on <= days.ends_on
                assert days.ends_on >= last
