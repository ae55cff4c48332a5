"""What PostgreSQL refuses of standards, findings and scores, whoever asks: raw SQL as the web role, real commits."""

import json
from datetime import timedelta
from uuid import UUID

import psycopg
import pytest

from core import ids, roles
from tests.conftest import SECRET
from tests.rules.test_decision_rules import NOW, REASON, Office, insert, refused

EARLIER = NOW - timedelta(days=30)


class Standards(Office):
    """The office with a version of standards in force: one critical (30 points) and four of 8 points each."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.set, self.standard = ids.new_id(), {}
        self.check = ids.new_id()
        with psycopg.connect(url) as owner:
            owner.execute("SET session_replication_role = replica")
            self.version(owner, self.set, 1, "active")
            owner.execute("UPDATE application SET status = 'assessment', recommended_by = NULL, recommendation = NULL")
            insert(
                owner, "application_check", id=self.check, organisation_id=self.broker, application_id=self.application,
                kind="identity", result="pass", reason=REASON, by_person=self.other, by_name="X", at=NOW,
            )  # fmt: skip

    def version(self, owner, set_id: UUID, edition: int, status: str) -> None:
        insert(
            owner, "standard_set", id=set_id, code="overseas", edition=edition, class_code="overseas", title="S",
            fails_at=30, instrument="I", effective_from=EARLIER.date(), status=status, proposed_at=EARLIER,
            activated_at=EARLIER if status == "active" else None,
        )  # fmt: skip
        for position, (code, points) in enumerate([("C1", 30), ("A1", 8), ("A2", 8), ("A3", 8), ("A4", 8)], start=1):
            self.standard[code, edition] = insert(
                owner, "standard", id=ids.new_id(), set_id=set_id, code=code, position=position, title=code,
                question="Q", critical=points == 30, points=points,
            )  # fmt: skip

    def finding(self, code: str, outcome: str = "met", **changed: object) -> tuple:
        self.found = changed.pop("id", ids.new_id())
        values = {
            "id": self.found, "organisation_id": self.broker, "application_id": self.application,
            "standard_id": self.standard[code, changed.pop("edition", 1)], "number": 1, "outcome": outcome, "reason": REASON,
            "by_person": self.officer, "by_name": "O", "at": NOW,
        }  # fmt: skip
        return "insert", "standard_finding", {**values, **changed}

    def evidence(self, **changed: object) -> tuple:
        values = {
            "id": ids.new_id(), "organisation_id": self.broker, "finding_id": self.found, "position": 1, "kind": "check",
            "subject_id": self.check, "label": "C",
        }  # fmt: skip
        return "insert", "standard_evidence", {**values, **changed}

    def answer(self, **outcomes: str) -> None:
        for code, edition in self.standard:
            if edition == 1:
                outcome = outcomes.get(code, "met")
                self.act(self.finding(code, outcome), self.evidence(), person=self.officer)

    def recommend(self, outcome: str = "grant", conditions: str = "[]") -> tuple:
        return (
            ("UPDATE application SET status = 'recommended', recommended_by = %s, recommended_at = %s, recommendation = %s,"
            " recommendation_reason = %s, proposed_conditions = %s WHERE id = %s"),
            (self.officer, NOW, outcome, REASON, conditions, self.application), ("application", self.application),
        )  # fmt: skip

    def on_stage(self, **changed: object) -> None:
        """Put the case where it would be, without the triggers: what follows must hold all the same."""
        with psycopg.connect(self.url) as owner:
            owner.execute("SET session_replication_role = replica")
            columns = ", ".join(f"{column} = %s" for column in changed)
            owner.execute(f"UPDATE application SET {columns}", list(changed.values()))

    def scores(self) -> list[tuple]:
        with psycopg.connect(self.url) as owner:
            return owner.execute("SELECT moment, score, failing FROM standard_score ORDER BY moment DESC").fetchall()


RECOMMENDED = {"status": "recommended", "recommendation": "grant"}
CONDITION = json.dumps([{"text": "T", "public_text": "P", "due_on": None}])


@pytest.fixture
def office(clone):
    return Standards(clone)


def test_a_case_with_thirty_points_is_neither_recommended_nor_granted(office):
    office.answer(A1="not-met", A2="not-met", A3="not-met", A4="not-met")
    with refused("standards_failed"):
        office.act(office.recommend(conditions=CONDITION), person=office.officer)
    office.on_stage(**RECOMMENDED, recommended_by=office.officer, proposed_conditions=CONDITION)
    with refused("standards_failed"):
        office.act(office.decision())


def test_one_critical_standard_not_met_is_enough(office):
    office.answer(C1="not-met")
    with refused("standards_failed"):
        office.act(office.recommend(conditions=CONDITION), person=office.officer)


def test_a_case_with_eight_points_is_granted_only_with_conditions(office):
    office.answer(A1="not-met")
    with refused("standards_conditional"):
        office.act(office.recommend(), person=office.officer)
    office.on_stage(**RECOMMENDED, recommended_by=office.officer)
    with refused("standards_conditional"):
        office.act(office.decision())
    office.on_stage(proposed_conditions=CONDITION)
    office.grant()
    assert office.scores() == [("decision", 8, False)]


def test_a_case_is_granted_only_when_every_standard_is_answered_and_the_critical_ones_surely(office):
    with refused("standards_answered"):
        office.act(office.recommend(), person=office.officer)
    office.answer(C1="unsure", A1="unsure")
    with refused("standards_answered"):
        office.act(office.recommend(), person=office.officer)
    office.act(office.finding("C1", number=2), person=office.officer)
    office.act(office.recommend(), person=office.officer)
    office.grant()
    assert office.scores() == [("recommendation", 0, False), ("decision", 0, False)]


def test_a_refusal_needs_no_standard(office):
    office.act(office.recommend("refuse"), person=office.officer)
    office.act(office.decision(outcome="refuse", ground_code="urgent"), office.status("refused"))


def test_the_newest_finding_counts_and_findings_are_numbered_in_order(office):
    office.answer(C1="not-met")
    with refused("uq_standard_finding_number"):
        office.act(office.finding("C1"), person=office.officer)
    with refused("uq_standard_finding_number"):
        office.act(office.finding("C1", number=7), person=office.officer)
    office.act(office.finding("C1", number=2, at=NOW - timedelta(minutes=0)), person=office.officer)
    office.act(office.recommend(), person=office.officer)


def test_who_recorded_a_finding_does_not_decide(office):
    office.answer()
    office.on_stage(**RECOMMENDED, recommended_by=office.other)
    with refused("decided_by_no_finder"):
        office.act(office.decision(recommended_by=office.other, decided_by=office.officer), person=office.officer)


def test_findings_are_signed_kept_and_only_the_regulators(office):
    with refused("signed_by_the_actor"):
        office.act(office.finding("A1"), person=office.decider)
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
        office.act(office.finding("A1"), person=office.officer, kind="broker", organisation=office.broker)
    with refused("trail_required"):
        office.act(office.finding("A1"), person=office.officer, trail=False)
    office.act(office.finding("A1"), person=office.officer)
    with psycopg.connect(office.url) as owner, pytest.raises(psycopg.errors.CheckViolation, match="never changed"):
        owner.execute("UPDATE standard_finding SET outcome = 'not-met'")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        office.act(("DELETE FROM standard_finding", (), ("standard_finding", ids.new_id())))


def test_what_is_not_met_rests_on_evidence_of_the_same_case(office):
    with refused("finding_rests_on_evidence"):
        office.act(office.finding("A1", "not-met"), person=office.officer)
    with refused("evidence_of_case"):
        office.act(office.finding("A1", "not-met"), office.evidence(subject_id=ids.new_id()), person=office.officer)
    with refused("evidence_of_case"):
        office.act(
            office.finding("A1", "not-met"),
            office.evidence(kind="file", subject_id=ids.new_id()),
            person=office.officer,
        )
    with refused("ck_standard_finding_reason_given"):
        office.act(office.finding("A1", reason="  short "), person=office.officer)


def test_nobody_adds_evidence_to_another_persons_finding(office):
    office.act(office.finding("A1"), person=office.officer)
    with refused("signed_by_the_actor"):
        office.act(office.evidence(), person=office.other)


def test_no_finding_once_the_case_is_recommended(office):
    office.on_stage(**RECOMMENDED, recommended_by=office.officer)
    with refused("finding_on_open_case"):
        office.act(office.finding("A1"), person=office.officer)


def test_only_standards_that_are_asked_are_answered(office):
    with psycopg.connect(office.url) as owner:
        owner.execute("SET session_replication_role = replica")
        office.version(owner, ids.new_id(), 2, "proposed")
    with refused("finding_of_asked_standard"):
        office.act(office.finding("A1", edition=2), person=office.officer)


def test_a_version_is_in_force_only_when_two_people_approved_it_and_is_never_changed(office):
    new = ids.new_id()
    with psycopg.connect(office.url) as owner:
        owner.execute("SET session_replication_role = replica")
        office.version(owner, new, 2, "proposed")
        owner.execute("UPDATE standard_set SET proposed_by = %s WHERE id = %s", (office.officer, new))
    row = ("standard_set", new)
    activate = ("UPDATE standard_set SET status = 'active', activated_at = %s WHERE id = %s", (NOW, new), row)

    def approval(person: UUID) -> tuple:
        values = {"id": ids.new_id(), "set_id": new, "by_person": person, "by_name": "P", "at": NOW}
        return "insert", "standard_set_approval", values

    with refused("standards_approved_by_another"):
        office.act(approval(office.officer), person=office.officer)
    with refused("signed_by_the_actor"):
        office.act(approval(office.other), person=office.decider)
    office.act(approval(office.decider))
    with refused("standards_approved_by_two"):
        office.act(activate)
    with refused("uq_standard_set_approval_once"):
        office.act(approval(office.decider))
    with refused("immutable"):
        office.act(("UPDATE standard_set SET fails_at = 300 WHERE id = %s", (new,), row))
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
        office.act(approval(office.other), person=office.other, kind="broker", organisation=office.broker)
    office.act(approval(office.other), activate, person=office.other)
    with refused("standards_proposed"):
        office.act(approval(office.officer), person=office.officer)


def test_the_web_writes_neither_standards_nor_scores(office):
    with psycopg.connect(roles.urls(office.url, SECRET).app) as connection:
        for statement in (
            "INSERT INTO standard SELECT * FROM standard",
            "INSERT INTO standard_set SELECT * FROM standard_set",
            "INSERT INTO standard_score SELECT * FROM standard_score",
            "UPDATE standard_score SET score = 0",
            "SELECT app.keep_score(gen_random_uuid(), gen_random_uuid(), 'decision', NULL, now())",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)
            connection.rollback()
