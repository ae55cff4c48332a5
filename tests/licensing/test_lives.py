"""Random lives of a case and its licence against the real database: whatever is tried, the rules hold."""

from datetime import timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from core import clock, trail
from core.actor import SYSTEM
from core.db import db, transaction
from core.errors import Conflict, Invalid, Refused
from licensing.applications import queries as applications
from licensing.applications import service as broker_side
from licensing.applications.models import Application, ApplicationDecision
from licensing.applications.parts import Part
from licensing.applications.states import MOVES, CheckKind, CheckResult, Outcome, Status
from licensing.assessment import queries, service
from licensing.licences import queries as licences
from licensing.licences import service as licence_service
from licensing.licences.models import Licence, LicenceMeasure
from licensing.licences.states import MOVES as LICENCE_MOVES
from licensing.licences.states import Measure
from tests.conftest import NOON
from tests.factories import actor
from tests.licensing import cases

REASON = "This was looked at with care, and it follows from what was found."
GROUND = {kind: code for code, kinds in cases.GROUNDS.items() for kind in kinds}
people = st.integers(0, 2)
REACHED: set[str] = set()
# Random lives end where they end: further rounds are walked until some have come this far.
FAR, ROUNDS = frozenset({"returned", "recommended", "granted", "active"}), 12


class Lives(RuleBasedStateMachine):
    """One application, three people of the regulator who may each do everything, and the clock."""

    @initialize()
    def begin(self) -> None:
        self.now = NOON
        self.staff = [actor("decider") for _ in range(3)]
        self.broker = cases.broker()
        with clock.frozen(self.now):
            self.reference = cases.hand_in(self.broker)
        self.before = {"application": Status.SUBMITTED, "licence": None}
        self.screen()

    def screen(self) -> None:
        with clock.frozen(self.now):
            cases.screen(self.reference)

    def attempt(self, who, command) -> None:
        """Try something as a person; a refusal is an answer, anything else a fault."""
        self.now += timedelta(minutes=7)
        with clock.frozen(self.now):
            try:
                with transaction(actor=who):
                    command(who)
            except (Conflict, Invalid, Refused):
                return

    @rule(who=people)
    def start(self, who: int) -> None:
        self.attempt(self.staff[who], lambda by: service.start(queries.get(self.reference), by=by))

    @rule(
        who=people,
        kind=st.sampled_from(list(CheckKind)),
        result=st.sampled_from([CheckResult.PASS] * 4 + list(CheckResult)),
    )
    def check(self, who: int, kind: CheckKind, result: CheckResult) -> None:
        self.attempt(
            self.staff[who],
            lambda by: service.record_check(queries.get(self.reference), kind, result, reason=REASON, by=by),
        )

    @rule(who=people)
    def check_everything(self, who: int) -> None:
        for kind in CheckKind:
            self.attempt(self.staff[who], partial(self.passed, kind))

    def passed(self, kind: CheckKind, by) -> None:
        service.record_check(queries.get(self.reference), kind, CheckResult.PASS, reason=REASON, by=by)

    @rule(who=people)
    def work_through(self, who: int) -> None:
        """What an officer does on a good day; without it few lives would reach a decision."""
        self.start(who)
        self.check_everything(who)
        self.recommend(who, Outcome.GRANT)

    @rule(who=people)
    def give_back(self, who: int) -> None:
        items = [service.Missing(Part.PEOPLE, "Add the second director.")]
        self.attempt(self.staff[who], lambda by: service.give_back(queries.get(self.reference), items, by=by))

    @rule()
    def hand_in_again(self) -> None:
        def command(by):
            broker_side.submit(applications.get(self.reference, by=by), declared=True, by=by)

        self.attempt(self.broker, command)
        self.screen()

    @rule(who=people, outcome=st.sampled_from(list(Outcome)))
    def recommend(self, who: int, outcome: Outcome) -> None:
        self.attempt(
            self.staff[who], lambda by: service.recommend(queries.get(self.reference), outcome, reason=REASON, by=by)
        )

    @rule(who=people)
    def send_back(self, who: int) -> None:
        self.attempt(self.staff[who], lambda by: service.send_back(queries.get(self.reference), reason=REASON, by=by))

    @rule(who=people, outcome=st.sampled_from(list(Outcome)))
    def decide(self, who: int, outcome: Outcome) -> None:
        self.attempt(
            self.staff[who],
            lambda by: service.decide(
                queries.get(self.reference), outcome, ground_code=GROUND[outcome], reason=REASON, by=by
            ),
        )

    def number(self) -> str | None:
        with transaction(role="none"):
            return db.session.execute(db.select(Licence.number)).scalar_one_or_none()

    @precondition(lambda self: self.before["licence"] is not None)
    @rule(who=people, measure=st.sampled_from(list(Measure)))
    def propose(self, who: int, measure: Measure) -> None:
        number = self.number()
        self.attempt(
            self.staff[who],
            lambda by: licence_service.propose(
                licences.by_number(number), measure, ground_code=GROUND[measure], reason=REASON, by=by
            ),
        )

    @precondition(lambda self: self.before["licence"] is not None)
    @rule(who=people, confirmed=st.booleans())
    def answer(self, who: int, confirmed: bool) -> None:
        def command(by):
            waiting = licences.waiting_measures()
            if waiting and confirmed:
                licence_service.confirm(waiting[0], by=by)
            elif waiting:
                licence_service.decline(waiting[0], note=REASON, by=by)

        self.attempt(self.staff[who], command)

    @precondition(lambda self: self.before["licence"] is not None)
    @rule(who=people, other=people, measure=st.sampled_from([Measure.SUSPEND, Measure.LIFT, *Measure]))
    def take_measure(self, who: int, other: int, measure: Measure) -> None:
        self.propose(who, measure)
        self.answer(other, confirmed=True)

    @rule(days=st.integers(1, 60))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)
        with clock.frozen(self.now), transaction(actor=None, role="none"):
            licence_service.expire(by=SYSTEM)

    @invariant()
    def the_rules_hold(self) -> None:
        if not hasattr(self, "reference"):
            return
        with transaction(role="none"):
            application = db.session.execute(
                db.select(Application).where(Application.reference == self.reference)
            ).scalar_one()
            decision = db.session.execute(db.select(ApplicationDecision)).scalar_one_or_none()
            licence = db.session.execute(db.select(Licence)).scalar_one_or_none()
            measures = db.session.execute(db.select(LicenceMeasure)).scalars().all()
            checkers = {check.by_person for check in application.checks}
            assert (decision is not None) == (application.status in {Status.GRANTED, Status.REFUSED})
            assert (licence is not None) == (application.status == Status.GRANTED)
            if decision is not None:
                assert decision.decided_by != decision.recommended_by
                assert decision.decided_by not in checkers
            assert all(item.decided_by != item.proposed_by for item in measures)
            self.reachable("application", MOVES, application.status)
            if licence is not None:
                self.reachable("licence", LICENCE_MOVES, licence.status)
            steps = [entry.detail for entry in trail.of("application", application.id) if "before" in entry.detail]
            assert steps
            assert all(step["after"] in MOVES[Status(step["before"])] for step in steps)

    def reachable(self, name: str, moves, status: str) -> None:
        """Assert that the state can be reached from the last one seen: a rule may take several steps."""
        before = self.before[name]
        if before is not None:
            known, further = set(), {before}
            while further - known:
                known |= further
                further = {step for state in known for step in moves[state]}
            assert status in known
        self.before[name] = status
        REACHED.add(status)


@pytest.fixture(autouse=True)
def law(app):
    cases.law()


def test_whatever_is_tried_the_rules_hold(app):
    class InOneLife(Lives):
        """Each life begins from the same database: a savepoint is set before it and rolled back after."""

        def __init__(self) -> None:
            super().__init__()
            db.session.remove()
            self.savepoint = db.engines[None].begin_nested()

        def teardown(self) -> None:
            db.session.remove()
            self.savepoint.rollback()

    for _ in range(ROUNDS):
        run_state_machine_as_test(
            InOneLife,
            settings=settings(
                max_examples=8, stateful_step_count=18, deadline=None, derandomize=False, database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )  # fmt: skip
        if FAR <= REACHED:
            return
    raise AssertionError(f"the lives end too early to prove much: {sorted(REACHED)}")
