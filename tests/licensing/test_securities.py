"""Securities: what is required and held, who lodges, verifies, calls and releases; orders and what follows."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import clock, ids, mail
from core.actor import SYSTEM
from core.db import db, own_role, transaction
from core.errors import Conflict, Invalid, Refused
from licensing.applications.states import Outcome
from licensing.assessment import queries as case_queries
from licensing.assessment import service as deciding
from licensing.clocks.jobs import act as act_on_clocks
from licensing.licences import activation
from licensing.licences import queries as licences
from licensing.licences.states import Measure
from licensing.points import service as points
from licensing.securities import calls, formulas, jobs, queries, rules, service, watch
from licensing.securities.formulas import Terms
from licensing.securities.models import SecurityOrder
from licensing.securities.rules import Band, Basis, Formula, Holding, Money
from tests.conftest import NOON
from tests.factories import actor
from tests.licensing import cases, securing
from tests.licensing.securing import NOTE

TODAY = date(2026, 11, 21)
DAY = timedelta(days=1)


# ------------------------------------------------------------------------------------------ the rule itself

GRID = Formula(ids.new_id(), "SGD", securing.BANDS, per_branch_minor=500_000)


@pytest.mark.parametrize(
    ("basis", "minor"),
    [
        (Basis(0, 0), 2_000_000),
        (Basis(199, 3), 2_000_000),
        (Basis(199, 4), 4_000_000),
        (Basis(200, 3), 4_000_000),
        (Basis(200, 4), 6_000_000),
        (Basis(200, 4, branches=3), 7_500_000),
    ],
)
def test_what_is_required_moves_with_volume_points_and_branches(basis, minor):
    assert rules.required(GRID, basis) == Money(minor, "SGD")


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.integers(0, 1000), st.integers(0, 30), st.integers(0, 20), st.integers(0, 400), st.integers(0, 9))
def test_more_volume_points_or_branches_never_ask_for_less(workers, points, branches, more_workers, more_points):
    less = rules.required(GRID, Basis(workers, points, branches))
    more = rules.required(GRID, Basis(workers + more_workers, points + more_points, branches + 1))
    assert more.amount_minor >= less.amount_minor


def test_another_currency_and_what_has_ended_count_nothing():
    held = [
        Holding(5, "QAR", None),
        Holding(7, "USD", None),
        Holding(11, "QAR", TODAY),
        Holding(13, "QAR", TODAY - DAY),
    ]
    assert rules.held(held, "QAR", TODAY) == 16
    assert rules.held(held, "QAR", TODAY + DAY) == 5


# ------------------------------------------------------------------------------------------- lodging, verifying


@pytest.fixture
def law(app):
    cases.law()
    securing.formula()


@pytest.fixture
def licensed(app):
    """An agency with a licence from before the class asked for security, and the licence's number."""
    cases.law()
    by = cases.broker()
    number = cases.licence(by=by)
    securing.formula()
    return by, number


@pytest.fixture
def as_worker():
    token = own_role.set("fairgate_worker")
    yield
    own_role.reset(token)


def test_a_class_without_a_formula_asks_for_nothing_and_takes_nothing(app):
    cases.law()
    by = cases.broker()
    cases.hand_in(by)
    assert queries.required("overseas", 250) is None
    with transaction(actor=by):
        assert queries.sufficient(ids.new_id(), "overseas", 250)
    with pytest.raises(Conflict, match="no-security-asked"):
        securing.lodge(by)


def test_a_security_counts_only_when_someone_else_has_verified_it(law):
    by = cases.broker()
    cases.hand_in(by)
    reference = securing.lodge(by)
    agency = securing.row(reference).agency_id
    officer = actor("officer")
    with transaction(actor=officer):
        assert queries.required("overseas", 250) == Money(4_000_000, "QAR")
        assert not queries.sufficient(agency, "overseas", 250)
        service.verify(queries.get(reference, lock=True), note=NOTE, by=officer)
        assert queries.sufficient(agency, "overseas", 250)
        assert queries.sufficient(agency, "overseas", 199)
    with pytest.raises(Conflict, match="security-judged"), transaction(actor=officer):
        service.reject(queries.get(reference, lock=True), note=NOTE, by=officer)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"currency": "USD"}, "currency"),
        ({"amount_minor": 0}, "amount"),
        ({"expires_on": None}, "expires_on"),
        ({"expires_on": TODAY - DAY}, "expires_on"),
        ({"notice_days": 89}, "notice_days"),
        ({"form": "promise"}, "form"),
        ({"issuer": " "}, "issuer"),
        ({"number": "x" * 81}, "number"),
    ],
)
def test_what_could_never_be_accepted_is_refused_with_a_sentence_at_its_field(law, changed, field):
    by = cases.broker()
    cases.hand_in(by)
    with pytest.raises(Invalid) as refused:
        securing.lodge(by, **changed)
    assert field in refused.value.fields


def test_cash_has_no_last_day_and_no_notice(law):
    by = cases.broker()
    cases.hand_in(by)
    reference = securing.verified(by, form="cash", expires_on=None, notice_days=0)
    assert securing.row(reference).last_day is None


def test_a_rejected_paper_is_told_with_its_reason_and_may_be_lodged_again(law, run_jobs):
    by = cases.broker()
    cases.hand_in(by)
    reference = securing.lodge(by)
    officer = actor("officer")
    with transaction(actor=officer):
        service.reject(queries.get(reference, lock=True), note="The bank does not know this paper.", by=officer)
    run_jobs()
    run_jobs()
    letters = [letter for letter in mail.recent() if "is not accepted" in letter.subject]
    assert len(letters) == 1
    assert "The bank does not know this paper." in letters[0].body
    assert securing.lodge(by) != reference


def test_one_paper_does_not_secure_two_agencies(law):
    from sqlalchemy.exc import IntegrityError

    one, other = cases.broker("One Agency"), cases.broker("Other Agency")
    cases.hand_in(one)
    cases.hand_in(other)
    securing.lodge(one)
    with pytest.raises(IntegrityError, match="uq_security_once"):
        securing.lodge(other, issuer="FIRST bank")


def test_a_replacement_counts_instead_of_the_former_never_beside_it(law):
    by = cases.broker()
    cases.hand_in(by)
    first = securing.verified(by)
    second = securing.verified(by, number="LC-1", replaces=first, expires_on=date(2029, 1, 1))
    row = securing.row(first)
    assert (row.status, securing.row(second).status) == ("replaced", "verified")
    with transaction(actor=by):
        assert len(queries.holdings(row.agency_id, "overseas")) == 1


def test_a_notice_is_counted_until_its_day_and_the_agency_reads_by_when(law, run_jobs):
    by = cases.broker()
    cases.hand_in(by)
    reference = securing.verified(by)
    officer = actor("officer")
    with transaction(actor=officer):
        service.give_notice(queries.get(reference, lock=True), date(2027, 3, 1), reason=NOTE, by=officer)
    agency = securing.row(reference).agency_id
    with transaction(actor=officer):
        assert queries.cover(agency, "overseas", Basis(250), date(2027, 3, 1)).sufficient
        assert not queries.cover(agency, "overseas", Basis(250), date(2027, 3, 2)).sufficient
    run_jobs()
    assert any("Lodge a replacement by 30 January 2027" in letter.body or "January 30, 2027" in letter.body
               for letter in mail.recent())  # fmt: skip


# ------------------------------------------------------------------------------------------------ the gate, orders


def test_a_grant_waits_for_the_security_and_one_licence_follows_its_verification(law, run_jobs):
    by = cases.broker()
    reference = cases.recommended(by=by)
    decider = actor("decider")
    with transaction(actor=decider):
        case = case_queries.get(reference)
        assert deciding.decide(case, Outcome.GRANT, ground_code="standards-met", reason=NOTE * 2, by=decider) is None
        assert activation.waits_for(case, by=decider) == [jobs.WAITS]
    too_small = securing.verified(by, amount_minor=3_999_999, number="LC-0")
    run_jobs()
    assert cases.application_of(reference).status == "pending-activation"
    securing.verified(by, replaces=too_small)
    run_jobs()
    run_jobs()
    assert cases.application_of(reference).status == "granted"
    with transaction(actor=decider):
        assert len(licences.of_agency(cases.application_of(reference).agency_id)) == 1


def order_of(number: str) -> SecurityOrder | None:
    licence = cases.licence_of(number)
    with transaction(role="none"):
        statement = db.select(SecurityOrder).where(SecurityOrder.licence_id == licence.id)
        return db.session.execute(statement.order_by(SecurityOrder.issued_at.desc()).limit(1)).scalar_one_or_none()


def test_a_licence_secured_by_too_little_gets_one_order_which_is_met(licensed, run_jobs):
    by, number = licensed
    run_jobs()
    order = order_of(number)
    assert (order.status, order.required_minor, order.held_minor) == ("open", 4_000_000, 0)
    assert order.due_on == TODAY + 30 * DAY
    securing.verified(by)
    run_jobs()
    run_jobs()
    assert order_of(number).status == "met"
    assert len([letter for letter in mail.recent() if "is met" in letter.subject]) == 1


def test_a_missed_order_is_told_to_officers_once_also_when_the_worker_was_down(licensed, run_jobs, as_worker):
    own_role.set("fairgate_app")
    _, number = licensed
    run_jobs()
    with clock.frozen(NOON + timedelta(days=40)):
        own_role.set("fairgate_worker")
        act_on_clocks()
        act_on_clocks()
        assert order_of(number).status == "breached"
        told = {letter.effect for letter in mail.recent() if "a freeze is drafted" in letter.subject}
        assert len({effect.rsplit(":", 1)[0] for effect in told}) == 1
        with transaction(actor=SYSTEM):
            drafts = licences.measures_of(cases.licence_of(number).id)
            assert [(row.measure, row.status, row.proposed_by) for row in drafts] == [("freeze", "draft", None)]


def test_an_end_without_replacement_is_told_thirty_days_before(licensed, run_jobs, as_worker):
    own_role.set("fairgate_app")
    by, number = licensed
    securing.verified(by, expires_on=date(2027, 6, 30))
    run_jobs()
    own_role.set("fairgate_worker")
    for days, expected in ((190, 0), (193, 1)):
        with clock.frozen(NOON + timedelta(days=days)):
            act_on_clocks()
            told = {letter.body for letter in mail.recent() if "a freeze is drafted" in letter.subject}
            assert len(told) == expected, days
    assert number in told.pop()
    with clock.frozen(NOON + timedelta(days=230)), transaction(actor=SYSTEM):
        assert service.expire() == 1
        assert service.expire() == 0


# ---------------------------------------------------------------------------------------------------- calls


def test_a_call_needs_three_people_and_draws_a_part(licensed, run_jobs):
    by, _ = licensed
    reference = securing.verified(by)
    one, two, three = actor("decider"), actor("decider"), actor("decider")
    with transaction(actor=one):
        call = calls.propose(
            queries.get(reference, lock=True), 1_500_000, purpose="refund-workers", purpose_reference="R-7",
            reason=NOTE, by=one,
        ).reference  # fmt: skip
    for again in (one, two, two):
        confirmed = again is two and queries_first(call) is None
        if confirmed:
            with transaction(actor=two):
                calls.confirm(queries.call(call, lock=True), queries.get(reference, lock=True), by=two)
            continue
        with pytest.raises(Refused, match="same-person"), transaction(actor=again):
            calls.confirm(queries.call(call, lock=True), queries.get(reference, lock=True), by=again)
    assert securing.row(reference).drawn_minor == 0
    with transaction(actor=three):
        calls.confirm(queries.call(call, lock=True), queries.get(reference, lock=True), by=three)
    assert securing.row(reference).left_minor == 2_500_000
    run_jobs()
    assert any("We called QAR 15,000.00" in letter.subject for letter in mail.recent())
    with transaction(actor=three):
        calls.record_payment(queries.call(call, lock=True), TODAY, by=three)


def queries_first(reference: str) -> object:
    with transaction(role="none"):
        return queries.call(reference).first_by


def test_a_call_asks_for_no_more_than_is_left_and_the_last_one_ends_the_security(law):
    by = cases.broker()
    cases.hand_in(by)
    reference = securing.verified(by)
    securing.called(reference, 1_500_000)
    officer = actor("officer")
    with pytest.raises(Invalid, match="call-unsound"), transaction(actor=officer):
        calls.propose(queries.get(reference, lock=True), 2_500_001, purpose="wages", purpose_reference="W-1",
                      reason=NOTE, by=officer)  # fmt: skip
    securing.called(reference, 2_500_000)
    assert securing.row(reference).status == "called"


def test_two_calls_that_together_ask_too_much_cannot_both_be_confirmed(law):
    by = cases.broker()
    cases.hand_in(by)
    reference = securing.verified(by)
    one, two, three = actor("officer"), actor("decider"), actor("decider")
    made = []
    for _ in range(2):
        with transaction(actor=one):
            made.append(calls.propose(queries.get(reference, lock=True), 3_000_000, purpose="wages",
                                      purpose_reference="W-1", reason=NOTE, by=one).reference)  # fmt: skip
    for call in made:
        with transaction(actor=two):
            calls.confirm(queries.call(call, lock=True), queries.get(reference, lock=True), by=two)
    with transaction(actor=three):
        calls.confirm(queries.call(made[0], lock=True), queries.get(reference, lock=True), by=three)
    with pytest.raises(Conflict, match="call-beyond-rest"), transaction(actor=three):
        calls.confirm(queries.call(made[1], lock=True), queries.get(reference, lock=True), by=three)
    with transaction(actor=three):
        calls.decline(queries.call(made[1], lock=True), note=NOTE, by=three)
    assert securing.row(reference).left_minor == 1_000_000


# -------------------------------------------------------------------------------------------------- releases


def revoke(number: str) -> None:
    cases.measure(number, Measure.REVOKE, "fees-charged")


def test_a_security_is_held_six_months_after_the_licence_and_released_by_two(licensed, run_jobs):
    by, number = licensed
    reference = securing.verified(by, form="cash", expires_on=None, notice_days=0)
    one, other = actor("officer"), actor("decider")
    with pytest.raises(Conflict, match="security-held"), transaction(actor=one):
        calls.propose_release(queries.get(reference, lock=True), reason=NOTE, by=one)
    revoke(number)
    run_jobs()
    assert securing.row(reference).claims_until == date(2027, 5, 21)
    last_day_for_claims = clock.frozen(NOON + timedelta(days=181))
    with last_day_for_claims, pytest.raises(Conflict, match="security-held"), transaction(actor=one):
        calls.propose_release(queries.get(reference, lock=True), reason=NOTE, by=one)
    with clock.frozen(NOON + timedelta(days=182)):
        with transaction(actor=one):
            release = calls.propose_release(queries.get(reference, lock=True), reason=NOTE, by=one)
            assert release.status == "proposed"
        with transaction(actor=one):
            security = queries.get(reference, lock=True)
            proposed = queries.open_release(security.id)
            with pytest.raises(Refused, match="same-person"):
                calls.decide_release(proposed, security, release=True, note=None, by=one)
        with transaction(actor=other):
            security = queries.get(reference, lock=True)
            calls.decide_release(queries.open_release(security.id), security, release=True, note=None, by=other)
        assert (securing.row(reference).status, securing.row(reference).released_on) == ("released", date(2027, 5, 22))


def test_an_open_call_holds_the_security(licensed, run_jobs):
    by, number = licensed
    reference = securing.verified(by, form="cash", expires_on=None, notice_days=0)
    revoke(number)
    run_jobs()
    securing.called(reference, 100)
    officer = actor("officer")
    with clock.frozen(NOON + timedelta(days=300)), pytest.raises(Conflict) as held, transaction(actor=officer):
        calls.propose_release(queries.get(reference, lock=True), reason=NOTE, by=officer)
    assert "call on this security is open" in held.value.detail


# -------------------------------------------------------------------------------------------------- formulas


def terms(**changed: object) -> Terms:
    given = {"class_code": "overseas", "currency": "QAR", "bands": (Band(0, 0, 9_000_000),),
             "instrument": "Order 7 of 2026", "effective_from": TODAY + DAY, **changed}  # fmt: skip
    return Terms(**given)


def test_a_version_of_the_formula_needs_three_people_and_never_works_backwards(law):
    one, two, three = actor("officer"), actor("decider"), actor("decider")
    with pytest.raises(Invalid, match="formula-backdated"), transaction(actor=one):
        formulas.propose(terms(effective_from=TODAY), by=one)
    with transaction(actor=one):
        made = formulas.propose(terms(), by=one).id
    for person in (two, three):
        with pytest.raises(Refused), transaction(actor=one):
            formulas.confirm(queries.formula(made, lock=True), by=one)
        with transaction(actor=person):
            formulas.confirm(queries.formula(made, lock=True), by=person)
    with transaction(actor=one):
        assert queries.required("overseas", 250) == Money(4_000_000, "QAR")
    with clock.frozen(NOON + DAY), transaction(actor=one):
        assert queries.required("overseas", 250) == Money(9_000_000, "QAR")


def test_the_law_file_is_loaded_once_and_what_was_in_force_is_not_edited(law):
    securing.formula()
    with pytest.raises(Invalid, match="formula-changed"):
        securing.formula(claims_months=12)


def test_a_new_formula_orders_more_of_those_who_hold_too_little(licensed, run_jobs):
    by, number = licensed
    securing.verified(by)
    run_jobs()
    assert order_of(number) is None
    securing.formula(effective_from=date(2026, 12, 1), bands=(Band(0, 0, 9_000_000),))
    with clock.frozen(NOON + timedelta(days=11)):
        token = own_role.set("fairgate_worker")
        with transaction(actor=SYSTEM):
            agency = cases.licence_of(number).agency_id
            assert agency in watch.to_review()
            issued = watch.review(agency, by=SYSTEM)
            assert [(row.required_minor, row.held_minor) for row in issued] == [(9_000_000, 4_000_000)]
            assert watch.review(agency, by=SYSTEM) == []
        own_role.reset(token)


def test_points_and_a_branch_ask_for_more_by_themselves(licensed, run_jobs):
    by, number = licensed
    securing.verified(by)
    run_jobs()
    assert order_of(number) is None
    officer = actor("officer")
    with transaction(actor=officer):
        licence = licences.by_number(number, lock=True)
        points.record(
            organisation_id=licence.organisation_id, licence_id=licence.id, points=4, code="late-report", reason=NOTE,
            by=officer,
        )  # fmt: skip
    run_jobs()
    order = order_of(number)
    assert (order.required_minor, order.held_minor, order.points) == (6_000_000, 4_000_000, 4)
