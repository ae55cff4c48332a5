"""The life of a licence after its grant: hearings, three people, urgency, freezes, conditions, appeals, points, surrender."""

from datetime import date, timedelta

import pytest

from core import clock, mail
from core.actor import SYSTEM
from core.db import db, own_role, transaction
from core.errors import Conflict, Invalid, Refused
from core.jobs import perform
from licensing.clocks.models import ClockRule
from licensing.licences import answering, appeals, conditions, following, proposing, queries, service, winding
from licensing.licences.conditions import Condition
from licensing.licences.proposing import Terms
from licensing.licences.states import AppealKind, AppealStatus, ConditionStatus, Measure, Scope, Status, WindDown
from licensing.points import queries as points
from licensing.points import service as point_service
from licensing.points.models import DemeritRule
from tests.conftest import NOON
from tests.factories import actor, member, signed_in
from tests.licensing import cases
from tests.licensing.cases import PLAN, REASON
from tests.licensing.test_assessment import bearer

TODAY = date(2026, 11, 21)
RULES = {
    "show-cause": (10, "working-days"), "urgent-suspension": (5, "working-days"), "freeze-review": (10, "days"),
    "revocation-notice": (20, "working-days"), "appeal": (28, "days"), "pre-appeal": (10, "days"),
}  # fmt: skip


@pytest.fixture(autouse=True)
def law(app):
    cases.law()


@pytest.fixture
def rules(app):
    with transaction(role="none"):
        for kind, (amount, unit) in RULES.items():
            db.session.merge(
                ClockRule(kind=kind, effective_from=date(2020, 1, 1), amount=amount, unit=unit, instrument="Act, s. 30")
            )
        db.session.merge(
            DemeritRule(effective_from=date(2020, 1, 1), months=12, watch_at=12, show_cause_at=24, instrument="Act, s. 40")
        )


def propose(number: str, measure: Measure, by=None, ground: str = "fees-charged", **more):
    by = by or actor("officer")
    with transaction(actor=by):
        held = queries.by_number(number, lock=True)
        if measure in (Measure.SUSPEND, Measure.SURRENDER):
            more.setdefault("protection_plan", PLAN)
        return service.propose(held, measure, ground_code=ground, reason=REASON, by=by, terms=Terms(**more)).id


def confirm(row, by=None):
    by = by or actor("decider")
    with transaction(actor=by):
        service.confirm(queries.measure(row, lock=True), by=by)


def measure(row):
    with transaction(role="none"):
        return queries.measure(row)


def days_later(days: int):
    return clock.frozen(NOON + timedelta(days=days))


def act_on_clocks() -> None:
    token = own_role.set("fairgate_worker")
    try:
        perform("licensing.clocks.act")
    finally:
        own_role.reset(token)


def status(number: str) -> str:
    return cases.licence_of(number).status


# ---------------------------------------------------------------------------------------- hearing and notice


def test_a_suspension_waits_until_the_holder_was_heard_unless_it_answers_before(rules, run_jobs):
    by = cases.broker()
    number = cases.licence(by=by)
    row = propose(number, Measure.SUSPEND)
    assert measure(row).show_cause_until == date(2026, 12, 4)
    with pytest.raises(Conflict, match="not-heard"):
        confirm(row)
    run_jobs()
    subject = f"Licence {number}: tell us what speaks against this"
    assert [letter.subject for letter in mail.recent() if "speaks against" in letter.subject] == [subject]
    licence_id = cases.licence_of(number).id
    with transaction(actor=by):
        seen = queries.measures_of(licence_id)
        answering.answer(seen[0], "The receipts are of another agency with a like name.", by=by)
    confirm(row)
    assert status(number) == Status.SUSPENDED


def test_a_suspension_may_be_decided_when_the_time_to_answer_has_passed(rules):
    number = cases.licence()
    row = propose(number, Measure.SUSPEND)
    with days_later(13), pytest.raises(Conflict, match="not-heard"):
        confirm(row)
    with days_later(14):
        confirm(row)
        assert status(number) == Status.SUSPENDED


def test_a_suspension_needs_a_plan_for_the_workers(rules):
    with pytest.raises(Invalid, match="plan-missing"):
        propose(cases.licence(), Measure.SUSPEND, protection_plan="")


def test_a_revocation_takes_two_others_and_effect_only_after_the_notice(rules, run_jobs):
    number = cases.licence()
    officer, first, second = actor("decider"), actor("decider"), actor("decider")
    row = propose(number, Measure.REVOKE, officer)
    with days_later(20):
        with pytest.raises(Refused, match="same-person"):
            confirm(row, officer)
        confirm(row, first)
        assert status(number) == Status.ACTIVE
        with pytest.raises(Refused, match="same-person"):
            confirm(row, first)
        confirm(row, second)
        assert status(number) == Status.ACTIVE
        assert measure(row).effective_on == date(2027, 1, 8)
        run_jobs()
        assert any("It takes effect on 8 January 2027." in letter.body for letter in mail.recent())
    with days_later(45):
        act_on_clocks()
        assert status(number) == Status.ACTIVE
    with days_later(60):  # also when the worker was down for a while
        act_on_clocks()
        act_on_clocks()
        assert status(number) == Status.REVOKED


def test_a_revocation_is_immediate_only_on_a_ground_that_allows_it(rules):
    number = cases.licence()
    with pytest.raises(Invalid, match="not-immediate"):
        propose(number, Measure.REVOKE, immediate=True)
    cases.measure(number, Measure.REVOKE, "trafficking", immediate=True)
    assert status(number) == Status.REVOKED


# -------------------------------------------------------------------------------------------------- urgency


def urgent(number: str, by=None):
    by = by or actor("officer")
    with transaction(actor=by):
        held = queries.by_number(number, lock=True)
        return service.suspend_urgently(held, ground_code="trafficking", reason=REASON, protection_plan=PLAN, by=by).id


def test_an_urgent_suspension_holds_at_once_and_lapses_by_itself_exactly_once(rules, run_jobs):
    number = cases.licence()
    row = urgent(number)
    assert status(number) == Status.SUSPENDED
    assert measure(row).lapses_on == date(2026, 11, 27)
    run_jobs()
    with days_later(6):
        act_on_clocks()
        assert status(number) == Status.SUSPENDED
    with days_later(7):
        act_on_clocks()
        act_on_clocks()
        assert status(number) == Status.ACTIVE
        assert (measure(row).status, measure(row).ended_why) == ("lapsed", "lapsed")
        run_jobs()
    lapsed = [letter for letter in mail.recent() if "no longer holds" in letter.subject]
    assert len(lapsed) == 1
    licence = cases.licence_of(number)
    with transaction(role="none"):
        entries = queries.trail_of(licence, [queries.measure(row)])
    assert [entry.action for entry in entries if "lapse" in entry.action] == ["licensing.measure.lapse"]


def test_an_urgent_suspension_stays_when_a_second_person_confirms_in_time_and_not_afterwards(rules):
    number, other = cases.licence(), cases.licence(name="Second Agency")
    officer = actor("decider")
    row, late = urgent(number, officer), urgent(other)
    with pytest.raises(Refused, match="same-person"):
        confirm(row, officer)
    confirm(row)
    with days_later(7):
        with pytest.raises(Conflict, match="urgent-lapsed"):
            confirm(late)
        act_on_clocks()
        assert (status(number), status(other)) == (Status.SUSPENDED, Status.ACTIVE)


def test_where_no_rule_says_how_long_urgency_lasts_nobody_suspends_alone(app):
    with pytest.raises(Conflict, match="no-urgent-rule"):
        urgent(cases.licence())


def test_an_urgent_suspension_goes_through_page_and_api(app, rules):
    number, other = cases.licence(), cases.licence(name="Second Agency")
    page = signed_in(app, "officer").get(f"/staff/licences/{number}/measures/suspend", status=200)
    page = page.submit("Propose", ground="trafficking", reason=REASON, plan=PLAN, how="urgent")
    assert "Done. It holds from now on" in page.words
    assert "ends by itself after 27 November 2026" in page.words
    body = {"ground": "trafficking", "reason": REASON, "protection_plan": PLAN}
    answer = app.test_client().post(
        f"/api/v1/supervision/licences/{other}/urgent-suspension", headers=bearer(app, member("officer")), json=body
    )
    assert (answer.status_code, answer.json["lapses_on"]) == (201, "2026-11-27")


def test_who_took_part_in_a_suspension_does_not_lift_it(rules):
    number = cases.licence()
    officer, decider = actor("decider"), actor("decider")
    row = propose(number, Measure.SUSPEND, officer, immediate=True)
    confirm(row, decider)
    lift = propose(number, Measure.LIFT, ground="repaired")
    for person in (officer, decider):
        with pytest.raises(Refused, match="same-person"):
            confirm(lift, person)
    confirm(lift)
    assert status(number) == Status.ACTIVE


# -------------------------------------------------------------------------------------------------- freezes


def test_a_freeze_for_one_country_holds_at_once_and_is_told_to_workers_until_it_is_ended(app, rules):
    number = cases.licence()
    page = signed_in(app, "officer").get(f"/staff/licences/{number}/measures/freeze", status=200)
    page = page.submit("Propose", ground="fees-charged", reason=REASON, scope="corridor", country="QA")
    assert "No new workers to Qatar" in page.words
    licence = cases.licence_of(number)
    assert (licence.frozen, licence.frozen_corridors) == (False, ["QA"])
    public = app.test_client().get(f"/a/{licence.agency.reference}").get_data(as_text=True)
    assert "It must not take new workers to Qatar now." in public
    with transaction(role="none"):
        freeze = queries.measures_of(licence.id)[0]
        assert (freeze.status, freeze.review_by) == ("acting", date(2026, 12, 1))
    propose(number, Measure.FREEZE, scope=Scope.EMPLOYER, scope_value="Peel & Pack Ltd")
    assert cases.licence_of(number).frozen_employers == ["Peel & Pack Ltd"]
    decider = actor("decider")
    with transaction(actor=decider):
        service.decline(queries.measure(freeze.id, lock=True), note="The reports came after all.", by=decider)
    assert cases.licence_of(number).frozen_corridors == []
    assert cases.licence_of(number).frozen_employers == ["Peel & Pack Ltd"]
    confirm(propose(number, Measure.UNFREEZE, ground="repaired"))
    assert cases.licence_of(number).frozen_employers == []


def test_a_freeze_names_a_country_or_an_employer_that_there_is(rules):
    number = cases.licence()
    for scope, value in ((Scope.CORRIDOR, "XX"), (Scope.CORRIDOR, None), (Scope.EMPLOYER, " ")):
        with pytest.raises(Invalid, match="scope-missing"):
            propose(number, Measure.FREEZE, scope=scope, scope_value=value)


# ------------------------------------------------------------------------------------------------ conditions


def with_condition(due: date | None = date(2026, 12, 1), **more):
    by = cases.broker()
    number = cases.licence(by=by, conditions=[Condition("Repay 40 workers.", "It must repay workers.", due)])
    with transaction(role="none"):
        row = cases.licence_of(number).conditions[0].id
    return by, number, row


def condition(row):
    with transaction(role="none"):
        return queries.condition(row)


def test_a_condition_is_met_when_an_officer_has_judged_the_evidence_that_the_broker_handed_in(app, rules):
    by, number, row = with_condition()
    with transaction(actor=by):
        conditions.submit_evidence(queries.condition(row, lock=True), "Bank slips of forty transfers.", by=by)
    with days_later(20):  # handed in in time: the passing of its day is no breach
        act_on_clocks()
        assert condition(row).status == ConditionStatus.EVIDENCE
        page = signed_in(app, "officer").get("/staff/licences/conditions", status=200).click("Repay 40 workers.")
        assert "Bank slips of forty transfers." in page.words
        page = page.submit("Save", met="yes", note="Forty slips were compared with the names.")
        assert "Met" in page.words
    assert cases.licence_of(number).conditions[0].satisfied_at is not None


def test_a_breach_is_found_once_told_to_the_holder_and_drafts_what_a_person_must_take_up(app, rules, run_jobs):
    _by, number, row = with_condition()
    with days_later(30):
        for _ in range(2):
            act_on_clocks()
            run_jobs()
        assert condition(row).status == ConditionStatus.BREACHED
        assert len([one for one in mail.recent() if "a condition was not met" in one.subject]) == 1
        page = signed_in(app, "officer").get(f"/staff/licences/{number}", status=200)
        assert "A rule has drafted a measure" in page.words
        page = page.click("Take it up or put it aside")
        page = page.submit("Propose", ground="fees-charged", reason=REASON, plan=PLAN, how="immediate")
        assert "Proposed. Nothing changes until someone else confirms it." in page.words
        page = signed_in(app, "decider").get(f"/staff/licences/{number}", status=200).click("Confirm or decline")
        page.submit("Save the decision", answer="confirm")
        assert status(number) == Status.SUSPENDED


def test_a_condition_gets_more_time_once_and_no_more_than_ninety_days(rules):
    _by, _number, row = with_condition()
    officer = actor("officer")

    def extend(day: date):
        with transaction(actor=officer):
            conditions.extend(queries.condition(row, lock=True), day, reason="The bank was closed.", by=officer)

    with pytest.raises(Invalid, match="day-out-of-bounds"):
        extend(date(2027, 3, 2))
    extend(date(2026, 12, 20))
    with pytest.raises(Conflict, match="not-extendable"):
        extend(date(2026, 12, 30))
    with days_later(20):
        act_on_clocks()
        assert condition(row).status == ConditionStatus.OPEN
    with days_later(30):
        act_on_clocks()
        assert condition(row).status == ConditionStatus.BREACHED


def test_a_condition_is_waived_by_two_people_who_did_not_propose_it(app, rules):
    _by, number, row = with_condition()
    page = signed_in(app, "officer").get(f"/staff/licences/conditions/{row}", status=200)
    page.click("Propose to excuse the holder").submit("Save", ground="repaired", reason=REASON)
    licence_id = cases.licence_of(number).id
    with transaction(role="none"):
        waiver = queries.measures_of(licence_id)[0].id
    confirm(waiver)
    assert condition(row).status == ConditionStatus.OPEN
    confirm(waiver)
    assert condition(row).status == ConditionStatus.WAIVED


def test_evidence_that_does_not_convince_opens_the_condition_again_or_breaches_it(rules):
    by, _number, row = with_condition()
    officer = actor("officer")

    def hand_in_and_reject():
        with transaction(actor=by):
            conditions.submit_evidence(queries.condition(row, lock=True), "A letter that says so.", by=by)
        with transaction(actor=officer):
            conditions.reject(queries.condition(row, lock=True), note="A letter is no bank slip.", by=officer)

    hand_in_and_reject()
    assert condition(row).status == ConditionStatus.OPEN
    with days_later(30):
        hand_in_and_reject()
        assert condition(row).status == ConditionStatus.BREACHED


# --------------------------------------------------------------------------------------------------- appeals


def appealed(number: str, by, row, kind=AppealKind.APPEAL):
    with transaction(actor=by):
        return appeals.lodge(queries.measure(row), "The receipts are of another agency.", kind=kind, by=by).reference


def test_an_appeal_is_shown_to_all_and_stays_nothing_by_itself(app, rules, run_jobs):
    by = cases.broker()
    number = cases.licence(by=by)
    row = cases.measure(number, Measure.SUSPEND, immediate=True)
    reference = appealed(number, by, row)
    run_jobs()
    licence = cases.licence_of(number)
    assert (licence.status, licence.under_appeal) == (Status.SUSPENDED, True)
    decider = actor("decider")
    with pytest.raises(Conflict, match="decision-immediate"), transaction(actor=decider):
        appeals.stay(queries.appeal(reference, lock=True), "LC 12/2026", by=decider)
    with transaction(actor=decider):
        appeals.close(queries.appeal(reference), AppealStatus.UPHELD, text="The court agrees.", order="LC 12/2026",
                      by=decider)  # fmt: skip
    run_jobs()
    assert not cases.licence_of(number).under_appeal


def test_a_stay_lets_the_licence_run_on_and_the_decision_holds_again_when_it_is_upheld(app, rules, run_jobs):
    by = cases.broker()
    number = cases.licence(by=by)
    row = propose(number, Measure.SUSPEND)
    with days_later(20):
        confirm(row)
        reference = appealed(number, by, row)
        run_jobs()
        page = signed_in(app, "decider").get(f"/staff/licences/appeals/{reference}", status=200)
        page = page.click("Enter the order that the decision waits").submit("Save", order="LC 13/2026")
        assert "LC 13/2026" in page.words
        assert status(number) == Status.ACTIVE
        page = page.click("Enter how the appeal ended")
        page = page.submit("Save", outcome="upheld", order="LC 14/2026", text="The court agrees with the authority.")
        assert status(number) == Status.SUSPENDED


def test_a_quashed_decision_is_carried_out_by_another_one_of_people_who_did_not_take_it(rules):
    by = cases.broker()
    number = cases.licence(by=by)
    officer, decider, third = actor("decider"), actor("decider"), actor("decider")
    row = propose(number, Measure.SUSPEND, officer, immediate=True)
    confirm(row, decider)
    reference = appealed(number, by, row)
    for person in (officer, decider):
        with pytest.raises(Refused, match="same-person"), transaction(actor=person):
            appeals.close(queries.appeal(reference), AppealStatus.QUASHED, text="Quashed.", order="LC 1", by=person)
    with transaction(actor=third):
        appeals.close(queries.appeal(reference), AppealStatus.QUASHED, text="The court quashed it.", order="LC 1", by=third)
    assert status(number) == Status.SUSPENDED
    with transaction(actor=third):
        order = proposing.propose(
            queries.by_number(number, lock=True), Measure.SET_ASIDE, ground_code="tribunal-order", reason=REASON, by=third,
            terms=Terms(target=queries.measure(row)),
        ).id  # fmt: skip
    with pytest.raises(Refused, match="same-person"):
        confirm(order, decider)
    confirm(order)
    assert status(number) == Status.ACTIVE
    assert measure(row).ended_why == "set-aside"


def test_nothing_is_set_aside_by_an_order_before_an_appeal_has_ended_with_one(rules):
    by = cases.broker()
    number = cases.licence(by=by)
    row = propose(number, Measure.SUSPEND, immediate=True)
    confirm(row)
    appealed(number, by, row)
    third = actor("decider")
    with pytest.raises(Conflict, match="measure-not-possible"), transaction(actor=third):
        proposing.propose(
            queries.by_number(number, lock=True), Measure.SET_ASIDE, ground_code="tribunal-order", reason=REASON, by=third,
            terms=Terms(target=queries.measure(row)),
        )  # fmt: skip


def test_a_freeze_by_rule_takes_the_place_of_one_that_was_only_drafted(rules):
    number = cases.licence()
    with transaction(actor=SYSTEM, role="fairgate_worker"):
        licence = queries.by_number(number, lock=True)
        ground = queries.grounds(Measure.FREEZE, clock.today())[0].code
        proposing.draft(licence, Measure.FREEZE, ground_code=ground, reason=REASON, by=SYSTEM)
        following.freeze(licence, ground_code=ground, reason=REASON)
        assert licence.frozen
        states = sorted(item.status for item in queries.measures_of(licence.id))
    assert states in (["confirmed", "withdrawn"], ["acting", "withdrawn"])


def test_a_stayed_revocation_in_its_notice_never_takes_effect_when_it_is_quashed(rules):
    by = cases.broker()
    number = cases.licence(by=by)
    row = propose(number, Measure.REVOKE)
    third = actor("decider")
    with days_later(20):
        confirm(row)
        confirm(row)
        reference = appealed(number, by, row)
        with transaction(actor=third):
            appeals.stay(queries.appeal(reference, lock=True), "LC 2/2026", by=third)
    with days_later(80):
        act_on_clocks()
        assert status(number) == Status.ACTIVE
        with transaction(actor=third):
            appeals.close(queries.appeal(reference), AppealStatus.QUASHED, text="Quashed by the court.", order="LC 3", by=third)
            order = proposing.propose(
                queries.by_number(number, lock=True), Measure.SET_ASIDE, ground_code="tribunal-order", reason=REASON,
                by=third, terms=Terms(target=queries.measure(row)),
            ).id  # fmt: skip
        confirm(order)
        act_on_clocks()
        assert status(number) == Status.ACTIVE


def test_a_revoked_licence_is_not_brought_back_by_any_appeal(rules):
    by = cases.broker()
    number = cases.licence(by=by)
    row = cases.measure(number, Measure.REVOKE, "trafficking", immediate=True)
    reference = appealed(number, by, row)
    third = actor("decider")
    with transaction(actor=third):
        appeals.close(queries.appeal(reference), AppealStatus.QUASHED, text="Quashed by the court.", order="LC 3", by=third)
        order = proposing.propose(
            queries.by_number(number, lock=True), Measure.SET_ASIDE, ground_code="tribunal-order", reason=REASON,
            by=third, terms=Terms(target=queries.measure(row)),
        ).id  # fmt: skip
    confirm(order)
    assert status(number) == Status.REVOKED


def test_facts_are_put_right_within_ten_days_and_an_appeal_within_twenty_eight(rules):
    by = cases.broker()
    number = cases.licence(by=by)
    row = cases.measure(number, Measure.SUSPEND, immediate=True)
    with days_later(11):
        with pytest.raises(Conflict, match="appeal-late"):
            appealed(number, by, row, AppealKind.FACTS)
        appealed(number, by, row)
        with pytest.raises(Conflict, match="appeal-open"):
            appealed(number, by, row)
    with days_later(29), pytest.raises(Conflict, match="appeal-late"):
        appealed(number, by, row)


# ---------------------------------------------------------------------------------------------------- points


def give(number: str, amount: int, by=None, day: date | None = None):
    by = by or actor("officer")
    with transaction(actor=by):
        licence = queries.by_number(number)
        return point_service.record(
            organisation_id=licence.organisation_id, licence_id=licence.id, points=amount, code="late report",
            reason=REASON, happened_on=day, by=by,
        ).id  # fmt: skip


def total(number: str) -> int:
    licence_id = cases.licence_of(number).id
    with transaction(role="none"):
        return points.points(licence_id)


def test_twelve_points_are_watched_and_twenty_four_draft_a_suspension(app, rules, run_jobs):
    number = cases.licence()
    give(number, 8)
    run_jobs()
    assert not cases.licence_of(number).watched
    give(number, 8)
    run_jobs()
    run_jobs()
    licence = cases.licence_of(number)
    assert (licence.watched, licence.status, total(number)) == (True, Status.ACTIVE, 16)
    give(number, 8)
    run_jobs()
    with transaction(role="none"):
        kinds = [(row.measure, row.status, row.by_system) for row in queries.measures_of(licence.id)]
    assert sorted(kinds) == [("suspend", "draft", True), ("watch", "confirmed", True)]


def test_points_count_for_a_year_and_are_taken_back_by_another_person(app, rules):
    number = cases.licence()
    officer = actor("officer")
    entry = give(number, 10, officer)
    with days_later(364):
        assert total(number) == 10
    with days_later(365):
        assert total(number) == 0

    licence_id = cases.licence_of(number).id

    def take_back(by):
        with transaction(actor=by):
            row = next(one for one in points.entries(licence_id) if one.id == entry)
            point_service.take_back(row, reason="It was another agency.", by=by)

    with pytest.raises(Refused, match="same-person"):
        take_back(officer)
    take_back(actor("officer"))
    assert total(number) == 0
    with pytest.raises(Conflict, match="taken-back-already"):
        take_back(actor("officer"))
    page = signed_in(app, "officer").get(f"/staff/licences/{number}/points", status=200)
    assert "0 points count today" in page.words


# ------------------------------------------------------------------------------------------------- surrender


def test_a_licence_is_given_back_when_officers_have_seen_everything_in_order(app, rules):
    by = cases.broker()
    number = cases.licence(by=by)
    with transaction(actor=by):
        row = winding.request(
            queries.by_number(number), reason="We close our business.", plan="Sunrise Overseas takes over.", by=by
        ).id
    with pytest.raises(Conflict, match="not-wound-down"):
        confirm(row)
    officer = actor("officer")
    for item in WindDown:
        with transaction(actor=officer):
            winding.see(queries.measure(row, lock=True), item, note="Papers and calls were seen.", by=officer)
    page = signed_in(app, "decider").get(f"/staff/licences/{number}", status=200).click("Confirm or decline")
    assert page.words.count("Seen") >= 5
    page.submit("Save the decision", answer="confirm")
    assert status(number) == Status.SURRENDERED


def test_a_draft_of_a_rule_is_nothing_until_a_person_takes_it_up(rules):
    number = cases.licence()
    token = own_role.set("fairgate_worker")
    try:
        with transaction(actor=SYSTEM):
            drafted = proposing.draft(queries.by_number(number), Measure.SUSPEND, ground_code="fees-charged",
                                      reason="A rule says that this must be considered.", by=SYSTEM)  # fmt: skip
            row = drafted.id
            again = proposing.draft(queries.by_number(number), Measure.SUSPEND, ground_code="fees-charged",
                                    reason="A rule says that this must be considered.", by=SYSTEM)  # fmt: skip
            following.freeze(queries.by_number(number), ground_code="fees-charged", reason="The security is too low.")
    finally:
        own_role.reset(token)
    assert again is None
    assert cases.licence_of(number).frozen
    with pytest.raises(Conflict, match="measure-already-decided"):
        confirm(row)
    officer = actor("officer")
    with transaction(actor=officer):
        proposing.withdraw(queries.measure(row, lock=True), note="Looked at; not needed now.", by=officer)
    assert measure(row).status == "withdrawn"
