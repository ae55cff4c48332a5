"""What PostgreSQL refuses of inspections and samples, whoever asks: raw SQL as the web role, real commits."""

import json
from datetime import timedelta
from uuid import UUID

import psycopg
import pytest

from core import ids, roles
from licensing.inspections import sampling
from tests.conftest import SECRET
from tests.rules.test_decision_rules import NOW, REASON, Office, insert, refused

DAY = NOW.date()
ENTRIES = [f"W-{number:04d}" for number in range(200)]


class Visits(Office):
    """The office with an inspector (the third person) and inspections of its case."""

    def inspection(self, **changed: object) -> tuple:
        self.visit = changed.pop("id", ids.new_id())
        values = {
            "id": self.visit, "organisation_id": self.broker, "reference": ids.new_reference("I"), "agency_id": self.agency,
            "application_id": self.application, "status": "planned", "purpose": REASON, "place": "1 River Road",
            "planned_on": DAY, "announced": True, "inspector_id": self.other, "inspector_name": "I",
            "planned_by": self.officer, "planned_by_name": "O", "planned_at": NOW, "version": 1,
        }  # fmt: skip
        return "insert", "inspection", {**values, **changed}

    def plan(self, **changed: object) -> UUID:
        self.on_stage("UPDATE application SET status = 'checks', recommended_by = NULL")
        self.act(self.inspection(**changed), person=self.officer)
        return self.visit

    def begin(self) -> None:
        self.act(self.set("status = 'visiting', visited_on = %s", DAY), person=self.other)

    def set(self, change: str, *values: object) -> tuple:
        return f"UPDATE inspection SET {change} WHERE id = %s", (*values, self.visit), ("inspection", self.visit)

    def report(self) -> tuple:
        return self.set(
            "status = 'reported', report = %s, outcome = 'in-order', reported_at = %s, respond_by = %s",
            REASON,
            NOW,
            DAY,
        )

    def on_stage(self, statement: str, *values: object) -> None:
        with psycopg.connect(self.url) as owner:
            owner.execute("SET session_replication_role = replica")
            owner.execute(statement, values)

    def frame(self, entries=ENTRIES, **changed: object) -> tuple:
        self.list = ids.new_id()
        values = {
            "id": self.list, "organisation_id": self.broker, "inspection_id": self.visit, "kind": "workers", "number": 1,
            "entries": json.dumps(entries), "entries_hash": "0" * 64, "declared_by": self.other, "declared_by_name": "I",
            "declared_at": NOW,
        }  # fmt: skip
        return "insert", "inspection_frame", {**values, **changed}

    def sample(self, **changed: object) -> tuple:
        self.drawn = ids.new_id()
        values = {
            "id": self.drawn, "organisation_id": self.broker, "inspection_id": self.visit, "frame_id": self.list,
            "kind": "workers", "seed": "mine", "share": 1, "floor": 0, "picked": json.dumps(["W-0001"]),
            "drawn_by": self.other, "drawn_by_name": "I", "drawn_at": NOW,
        }  # fmt: skip
        return "insert", "inspection_sample", {**values, **changed}

    def item(self, entry: str, **changed: object) -> tuple:
        values = {
            "id": ids.new_id(), "organisation_id": self.broker, "sample_id": self.drawn, "entry": entry, "number": 1,
            "result": "seen", "by_person": self.other, "by_name": "I", "at": NOW,
        }  # fmt: skip
        return "insert", "inspection_item", {**values, **changed}

    def finding(self, **changed: object) -> tuple:
        values = {
            "id": ids.new_id(), "organisation_id": self.broker, "inspection_id": self.visit, "outcome": "met",
            "text": REASON, "by_person": self.other, "by_name": "I", "at": NOW,
        }  # fmt: skip
        return "insert", "inspection_finding", {**values, **changed}

    def response(self) -> tuple:
        values = {
            "id": ids.new_id(), "organisation_id": self.broker, "inspection_id": self.visit, "text": REASON,
            "by_person": self.decider, "by_name": "B", "at": NOW,
        }  # fmt: skip
        return "insert", "inspection_response", values

    def as_broker(self, query: str) -> list[tuple]:
        with psycopg.connect(roles.urls(self.url, SECRET).app) as connection:
            connection.execute(
                "SELECT set_config('app.org', %s, true), set_config('app.kind', 'broker', true)", (str(self.broker),)
            )
            return connection.execute(query).fetchall()


@pytest.fixture
def office(clone):
    return Visits(clone)


def test_a_sample_is_the_databases_own_whatever_is_sent_and_anyone_can_draw_it_again(office):
    office.plan()
    office.act(office.frame(), person=office.other)
    office.act(office.sample(), person=office.other)
    with psycopg.connect(office.url) as owner:
        seed, share, floor, picked = owner.execute(
            "SELECT seed, share, floor, picked FROM inspection_sample"
        ).fetchone()
        with pytest.raises(psycopg.errors.CheckViolation, match="never changed"):
            owner.execute("UPDATE inspection_sample SET picked = '[]'")
    assert seed != "mine"
    assert (share, floor, len(picked)) == (10, 5, 20)
    assert picked == sampling.draw(ENTRIES, seed)


@pytest.mark.parametrize(("entries", "drawn"), [(1, 1), (4, 4), (5, 5), (49, 5), (51, 6), (60, 6), (200, 20)])
def test_about_one_in_ten_is_drawn_with_a_floor(office, entries, drawn):
    assert sampling.size(entries) == drawn
    office.plan()
    office.act(office.frame(ENTRIES[:entries]), person=office.other)
    office.act(office.sample(), person=office.other)
    with psycopg.connect(office.url) as owner:
        assert owner.execute("SELECT jsonb_array_length(picked) FROM inspection_sample").fetchone() == (drawn,)


def test_nothing_is_drawn_twice_nor_declared_once_it_is_drawn(office):
    office.plan()
    office.act(office.frame(), person=office.other)
    office.act(office.sample(), person=office.other)
    with refused("uq_inspection_sample_once"):
        office.act(office.sample(), person=office.other)
    with refused("frame_before_sample"):
        office.act(office.frame(number=2), person=office.other)


def test_a_sample_is_drawn_from_the_list_declared_last(office):
    office.plan()
    office.act(office.frame(), person=office.other)
    first = office.list
    office.act(office.frame(ENTRIES[:50], number=2), person=office.other)
    with refused("sample_from_frame"):
        office.act(office.sample(frame_id=first), person=office.other)


@pytest.mark.parametrize("entries", [[], ["W-1", "W-1"], ["x" * 41], [7], {"a": 1}, [""]])
def test_a_list_has_entries_that_can_be_told_apart(office, entries):
    office.plan()
    with refused("frame_of_entries"):
        office.act(office.frame(entries), person=office.other)


def test_the_inspector_neither_recommends_nor_decides(office):
    office.plan()
    office.on_stage("UPDATE inspection SET status = 'reported', report = 'r', outcome = 'in-order', visited_on = %s,"
                    " reported_at = %s", DAY, NOW)  # fmt: skip
    office.on_stage("UPDATE application SET status = 'assessment'")
    recommend = "UPDATE application SET status = 'recommended', recommended_by = %s, recommendation = 'refuse'"
    with refused("recommended_by_no_inspector"):
        office.act((recommend, (office.other,), ("application", office.application)), person=office.other)
    office.on_stage("UPDATE application SET status = 'recommended', recommended_by = %s", office.officer)
    with refused("decided_by_no_inspector"):
        office.act(office.decision(outcome="refuse", ground_code="urgent", decided_by=office.other), person=office.other)


def test_who_recommended_or_decided_or_stands_near_does_not_inspect(office):
    with psycopg.connect(office.url) as owner:
        owner.execute("SET session_replication_role = replica")
        insert(
            owner, "audit_entry", id=ids.new_id(), at=NOW, action="licensing.application.recommend",
            subject_table="application", subject_id=office.application, organisation_id=office.broker,
            person_id=office.officer, actor_name="O", actor_role="officer", detail="{}", request_id="",
        )  # fmt: skip
    with refused("inspected_by_another"):
        office.act(office.inspection(inspector_id=office.officer), person=office.officer)
    office.grant()
    with refused("inspected_by_another"):
        office.act(office.inspection(inspector_id=office.decider), person=office.officer)
    with psycopg.connect(office.url) as owner:
        owner.execute("SET session_replication_role = replica")
        insert(
            owner, "membership", id=ids.new_id(), person_id=office.other, organisation_id=office.broker, role="broker",
            created_at=NOW, ended_at=NOW,
        )  # fmt: skip
    with refused("no_conflict_of_interest"):
        office.act(office.inspection(), person=office.officer)


def test_a_case_is_not_recommended_while_an_inspection_is_open(office):
    office.plan()
    office.on_stage("UPDATE application SET status = 'assessment'")
    recommend = "UPDATE application SET status = 'recommended', recommended_by = %s, recommendation = 'grant'"
    with refused("recommended_after_inspection"):
        office.act((recommend, (office.officer,), ("application", office.application)), person=office.officer)


def test_only_the_inspector_visits_records_and_reports_and_another_closes(office):
    office.plan()
    with refused("recorded_by_the_inspector"):
        office.act(office.finding(), person=office.other)
    with refused("signed_by_the_actor"):
        office.act(office.set("status = 'visiting', visited_on = %s", DAY), person=office.officer)
    office.begin()
    office.act(office.frame(), person=office.other)
    office.act(office.sample(), person=office.other)
    with psycopg.connect(office.url) as owner:
        picked = owner.execute("SELECT picked FROM inspection_sample").fetchone()[0]
    with refused("item_of_sample"):
        office.act(office.item(next(entry for entry in ENTRIES if entry not in picked)), person=office.other)
    with refused("uq_inspection_item_number"):
        office.act(office.item(picked[0], number=2), person=office.other)
    office.act(office.item(picked[0]), person=office.other)
    for step in (office.finding(by_person=office.officer), office.item(picked[1], by_person=office.officer)):
        with refused("recorded_by_the_inspector"):
            office.act(step, person=office.officer)
    office.act(office.finding(), person=office.other)
    with refused("signed_by_the_actor"):
        office.act(office.report(), person=office.officer)
    office.act(office.report(), person=office.other)
    with refused("recorded_by_the_inspector"):
        office.act(office.finding(), person=office.other)
    close = "status = 'closed', closed_by = %s, closed_by_name = 'X', closed_at = %s, closed_why = 'Answered.'"
    with refused("inspection_closed_by_another"):
        office.act(office.set(close, office.other, NOW), person=office.other)
    office.act(office.set(close, office.officer, NOW), person=office.officer)


def test_what_was_planned_and_reported_is_never_changed(office):
    office.plan()
    for change in ("purpose = purpose || 'x'", "planned_by = inspector_id", "announced = false"):
        with refused("immutable"):
            office.act(office.set(change), person=office.officer)
    office.begin()
    with refused("immutable"):
        office.act(office.set("inspector_id = %s", office.decider), person=office.officer)
    with refused("ck_inspection_reported_whole"):
        office.act(office.set("status = 'reported'"), person=office.other)
    office.act(office.report(), person=office.other)
    with refused("immutable"):
        office.act(office.set("outcome = 'serious'"), person=office.other)
    with refused("lawful_move"):
        office.act(office.set("status = 'visiting'"), person=office.other)


def test_the_agency_sees_no_unannounced_visit_and_no_sample_before_the_report(office):
    office.plan(announced=False)
    assert office.as_broker("SELECT count(*) FROM inspection") == [(0,)]
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
        office.act(office.frame(declared_by=office.decider), kind="broker", organisation=office.broker)
    office.begin()
    office.act(office.frame(), person=office.other)
    office.act(office.sample(), person=office.other)
    office.act(office.finding(), person=office.other)
    for table in ("inspection_sample", "inspection_finding", "inspection_item"):
        assert office.as_broker(f"SELECT count(*) FROM {table}") == [(0,)]
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
        office.act(office.response(), kind="broker", organisation=office.broker)
    office.act(office.report(), person=office.other)
    assert office.as_broker("SELECT count(*) FROM inspection") == [(1,)]
    assert office.as_broker("SELECT count(*) FROM inspection_sample") == [(1,)]
    office.act(office.response(), kind="broker", organisation=office.broker)
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
        office.act(office.response())


def test_the_agency_declares_its_lists_for_an_announced_visit_and_draws_nothing(office):
    office.plan()
    office.act(office.frame(declared_by=office.decider), kind="broker", organisation=office.broker)
    for step in (office.sample(drawn_by=office.decider), office.inspection(planned_by=office.decider)):
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
            office.act(step, kind="broker", organisation=office.broker)
    with psycopg.connect(roles.urls(office.url, SECRET).app) as connection:
        connection.execute(
            "SELECT set_config('app.org', %s, true), set_config('app.kind', 'broker', true)", (str(office.broker),)
        )
        assert connection.execute("UPDATE inspection SET planned_on = planned_on + 9").rowcount == 0


def test_an_inspection_found_what_a_standard_rests_on_only_once_it_is_reported(office):
    office.plan()
    office.begin()
    step = office.finding()
    office.act(step, person=office.other)
    query = "SELECT app.is_evidence('inspection', %s, %s, %s)"
    with psycopg.connect(office.url) as owner:
        told = (step[2]["id"], office.broker, office.application)
        assert owner.execute(query, told).fetchone() == (False,)
    office.act(office.report(), person=office.other)
    with psycopg.connect(office.url) as owner:
        assert owner.execute(query, told).fetchone() == (True,)
        assert owner.execute(query, (ids.new_id(), *told[1:])).fetchone() == (False,)


def test_a_closed_inspection_is_answered_no_more(office):
    office.plan()
    office.begin()
    office.act(office.report(), person=office.other)
    close = "status = 'closed', closed_by = %s, closed_by_name = 'X', closed_at = %s, closed_why = 'Answered.'"
    office.act(office.set(close, office.officer, NOW + timedelta(days=20)), person=office.officer)
    with refused("response_to_report"):
        office.act(office.response(), kind="broker", organisation=office.broker)
