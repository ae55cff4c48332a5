"""What PostgreSQL refuses of assignments, interests and second looks, whoever asks: raw SQL as the web role."""

from datetime import date, timedelta
from uuid import UUID

import psycopg
import pytest

from core import ids, roles
from licensing.assignments.rules import drawn, value_of
from tests.conftest import SECRET
from tests.rules.test_decision_rules import NOW, REASON, Office, insert, refused

DAY = NOW.date()


class Desk(Office):
    """The office with a register of interests and cases to give out."""

    def assignment(self, person: UUID | None = None, **changed: object) -> tuple:
        self.given = changed.pop("id", ids.new_id())
        person = person or self.officer
        values = {
            "id": self.given, "organisation_id": self.broker, "application_id": self.application, "task": "assess",
            "person_id": person, "person_name": "P", "how": "taken", "assigned_by": person, "assigned_by_name": "P",
            "assigned_at": NOW,
        }  # fmt: skip
        return "insert", "case_assignment", {**values, **changed}

    def interest(self, person: UUID, **changed: object) -> tuple:
        self.declared = ids.new_id()
        values = {
            "id": self.declared, "organisation_id": self.regulator, "person_id": person, "person_name": "P",
            "agency_id": self.agency, "kind": "relative", "detail": "A brother is its accountant.",
            "from_on": DAY - timedelta(days=10), "declared_by": person, "declared_by_name": "P", "declared_at": NOW,
        }  # fmt: skip
        return "insert", "conflict_of_interest", {**values, **changed}

    def end_interest(self, by: UUID, until: date = DAY) -> tuple:
        return (
            (
                "UPDATE conflict_of_interest SET until_on = %s, ended_at = %s, ended_by = %s, ended_by_name = 'E',"
                " ended_why = 'No longer so.' WHERE id = %s"
            ),
            (until, NOW, by, self.declared), ("conflict_of_interest", self.declared),
        )  # fmt: skip

    def member_of_agency(self, person: UUID, *, ended: bool) -> None:
        with psycopg.connect(self.url) as owner:
            owner.execute("SET session_replication_role = replica")
            insert(
                owner, "membership", id=ids.new_id(), person_id=person, organisation_id=self.broker, role="broker",
                created_at=NOW, ended_at=NOW if ended else None,
            )  # fmt: skip

    def on_stage(self, statement: str, *values: object) -> None:
        with psycopg.connect(self.url) as owner:
            owner.execute("SET session_replication_role = replica")
            owner.execute(statement, values)

    def check(self, person: UUID) -> tuple:
        values = {
            "id": ids.new_id(), "organisation_id": self.broker, "application_id": self.application, "kind": "identity",
            "result": "pass", "reason": REASON, "by_person": person, "by_name": "P", "at": NOW,
        }  # fmt: skip
        return "insert", "application_check", values


@pytest.fixture
def office(clone):
    return Desk(clone)


def test_whoever_declared_an_interest_is_given_no_case_and_records_no_check(office):
    office.act(office.interest(office.officer), person=office.officer)
    with refused("no_conflict_of_interest"):
        office.act(office.assignment(), person=office.officer)
    with refused("no_conflict_of_interest"):
        office.act(office.check(office.officer), person=office.officer)


def test_whoever_declared_an_interest_neither_recommends_nor_decides(office):
    office.act(office.interest(office.decider), person=office.decider)
    with refused("no_conflict_of_interest"):
        office.act(office.decision())
    office.on_stage("UPDATE application SET status = 'assessment', recommended_by = NULL")
    recommend = ("UPDATE application SET status = 'recommended', recommended_by = %s", (office.decider,))
    with refused("no_conflict_of_interest"):
        office.act((*recommend, ("application", office.application)))


def test_whoever_declared_an_interest_neither_proposes_nor_confirms_a_measure(office):
    office.grant()
    office.act(office.interest(office.other), person=office.other)
    with refused("no_conflict_of_interest"):
        office.act(office.measure(proposed_by=office.other), person=office.other)
    office.act(office.measure(), person=office.officer)
    with refused("no_conflict_of_interest"):
        office.act(office.confirm(by=office.other), office.turn("suspended"), person=office.other)


@pytest.mark.parametrize("ended", [False, True])
def test_whoever_ever_belonged_to_the_agency_acts_on_nothing_of_it(office, ended):
    office.member_of_agency(office.officer, ended=ended)
    for step in (office.assignment(), office.check(office.officer)):
        with refused("no_conflict_of_interest"):
            office.act(step, person=office.officer)
    office.member_of_agency(office.decider, ended=True)
    with refused("no_conflict_of_interest"):
        office.act(office.decision())


def test_an_interest_that_is_over_blocks_no_more_but_an_employer_for_three_years(office):
    gone = {"from_on": DAY - timedelta(days=900), "until_on": DAY - timedelta(days=1)}
    office.act(office.interest(office.officer, **gone), person=office.officer)
    office.act(office.assignment(), person=office.officer)
    office.act(office.interest(office.other, kind="employer", **gone), person=office.other)
    with refused("no_conflict_of_interest"):
        office.act(office.check(office.other), person=office.other)
    office.on_stage("UPDATE conflict_of_interest SET from_on = '2020-01-01', until_on = '2023-11-20'")
    office.act(office.check(office.other), person=office.other)


def test_an_interest_is_ended_by_another_person_and_never_changed(office):
    office.act(office.interest(office.officer), person=office.officer)
    with refused("ck_conflict_of_interest_ended_by_another"):
        office.act(office.end_interest(office.officer), person=office.officer)
    with refused("signed_by_the_actor"):
        office.act(office.end_interest(office.decider), person=office.officer)
    with refused("immutable"):
        office.act(office.end_interest(office.decider, DAY - timedelta(days=3)))
    row = ("conflict_of_interest", office.declared)
    for change in (
        "agency_id = gen_random_uuid()",
        "kind = 'other'",
        "from_on = from_on + 100",
        "person_id = declared_by",
    ):
        with refused("immutable"):
            office.act((f"UPDATE conflict_of_interest SET {change} WHERE id = %s", (office.declared,), row))
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        office.act(("DELETE FROM conflict_of_interest", (), row))
    office.act(office.end_interest(office.decider))
    with refused("immutable"):
        office.act(office.end_interest(office.decider, DAY + timedelta(days=9)))


def test_nobody_declares_in_another_persons_name_and_no_agency_reads_the_register(office):
    with refused("signed_by_the_actor"):
        office.act(office.interest(office.officer), person=office.decider)
    office.act(office.interest(office.officer), person=office.officer)
    with psycopg.connect(roles.urls(office.url, SECRET).app) as connection:
        connection.execute(
            "SELECT set_config('app.org', %s, true), set_config('app.kind', 'broker', true)", (str(office.broker),)
        )
        for table in ("conflict_of_interest", "case_assignment", "grant_draw", "grant_review"):
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)


def test_a_case_has_one_person_for_a_task_and_the_history_stays(office):
    office.act(office.assignment(), person=office.officer)
    first = office.given
    with refused("uq_case_assignment_one_open"):
        office.act(office.assignment(office.other), person=office.other)
    row = ("case_assignment", first)
    with refused("immutable"):
        office.act(("UPDATE case_assignment SET task = 'decide' WHERE id = %s", (first,), row))
    ended = (
        "UPDATE case_assignment SET ended_at = %s, ended_by = %s, ended_by_name = 'D', ended_why = 'Ill.' WHERE id = %s"
    )
    with refused("signed_by_the_actor"):
        office.act((ended, (NOW, office.decider, first), row), person=office.officer)
    with refused("trail_required"):
        office.act((ended, (NOW, office.decider, first), row), trail=False)
    office.act((ended, (NOW, office.decider, first), row))
    with refused("immutable"):
        office.act((ended, (NOW, office.decider, first), row))
    office.act(office.assignment(office.other), person=office.other)


def test_a_case_is_given_by_who_signs_it_with_a_reason(office):
    with refused("signed_by_the_actor"):
        office.act(office.assignment(), person=office.decider)
    with refused("ck_case_assignment_taken_by_oneself"):
        office.act(office.assignment(assigned_by=office.decider))
    with refused("ck_case_assignment_reason_given"):
        office.act(office.assignment(assigned_by=office.decider, how="given", reason="short"))
    office.act(office.assignment(assigned_by=office.decider, how="given", reason="She speaks the language."))


def test_every_grant_draws_a_lot_that_anyone_can_work_out_again(office):
    office.grant()
    with psycopg.connect(office.url) as owner:
        seed, decision, value, share, selected = owner.execute(
            "SELECT seed, decision_id, value, share, selected FROM grant_draw"
        ).fetchone()
        with pytest.raises(psycopg.errors.CheckViolation, match="never changed"):
            owner.execute("UPDATE grant_draw SET selected = NOT selected")
    assert value == value_of(seed, decision)
    assert selected == drawn(seed, decision, share)
    assert share == 5
    web = psycopg.connect(roles.urls(office.url, SECRET).app)
    with web, pytest.raises(psycopg.errors.InsufficientPrivilege):
        web.execute("INSERT INTO grant_draw SELECT * FROM grant_draw")


def test_a_drawn_grant_is_looked_at_again_by_somebody_who_did_not_work_on_it(office):
    office.on_stage("INSERT INTO installation_fact VALUES ('rereview_share', '100', now())")
    office.grant()
    with psycopg.connect(office.url) as owner:
        draw = owner.execute("SELECT id FROM grant_draw WHERE selected").fetchone()[0]

    def review(person: UUID) -> tuple:
        values = {
            "id": ids.new_id(), "organisation_id": office.broker, "draw_id": draw, "outcome": "confirmed",
            "reason": REASON, "by_person": person, "by_name": "P", "at": NOW,
        }  # fmt: skip
        return "insert", "grant_review", values

    for person in (office.officer, office.decider):
        with refused("reviewed_by_another"):
            office.act(review(person), person=person)
    with refused("signed_by_the_actor"):
        office.act(review(office.other), person=office.decider)
    office.act(review(office.other), person=office.other)
    with refused("uq_grant_review_once"):
        office.act(review(office.other), person=office.other)


def test_a_grant_that_was_not_drawn_is_not_looked_at_again(office):
    office.on_stage("INSERT INTO installation_fact VALUES ('rereview_share', '0', now())")
    office.grant()
    with psycopg.connect(office.url) as owner:
        draw = owner.execute("SELECT id FROM grant_draw WHERE NOT selected").fetchone()[0]
    values = {
        "id": ids.new_id(), "organisation_id": office.broker, "draw_id": draw, "outcome": "confirmed", "reason": REASON,
        "by_person": office.other, "by_name": "P", "at": NOW,
    }  # fmt: skip
    with refused("review_of_drawn_grant"):
        office.act(("insert", "grant_review", values), person=office.other)
