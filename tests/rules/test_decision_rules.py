"""What PostgreSQL refuses of decisions, licences and measures, whoever asks: raw SQL as the web role, real commits."""

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

import psycopg
import pytest
from psycopg import sql

from core import ids, roles
from tests.conftest import SECRET

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
REASON = "The standards are met, and nothing speaks against the people."


def insert(connection, table: str, **values: object) -> UUID:
    columns = sql.SQL(", ").join(map(sql.Identifier, values))
    marks = sql.SQL(", ").join(sql.Placeholder() * len(values))
    statement = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(sql.Identifier(table), columns, marks)
    connection.execute(statement, list(values.values()))
    return values.get("id")


class Office:
    """A regulator with three people, and a case that one of them recommended; each act is one committed transaction."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.broker, self.regulator = ids.new_id(), ids.new_id()
        self.officer, self.decider, self.other = ids.new_id(), ids.new_id(), ids.new_id()
        self.agency, self.application = ids.new_id(), ids.new_id()
        with psycopg.connect(url) as owner:
            owner.execute("SET session_replication_role = replica")  # the stage: triggers watch only what follows
            for person in (self.officer, self.decider, self.other):
                insert(
                    owner,
                    "person",
                    id=person,
                    name="P",
                    email=f"{person}@example.org",
                    password_hash="x",
                    active=True,
                    created_at=NOW,
                )
            for code, kinds in (("standards-met", ["grant"]), ("urgent", ["refuse", "refuse-urgent"]),
                                ("unfit", ["refuse"]), ("fees", ["suspend", "revoke"]), ("repaired", ["lift"])):
                insert(
                    owner,
                    "legal_ground",
                    code=code,
                    kinds=kinds,
                    sentence="S",
                    instrument="I",
                    effective_from=NOW.date(),
                )
            insert(
                owner, "licence_class", code="overseas", name="O", months=12, instrument="I", effective_from=NOW.date()
            )
            insert(
                owner, "agency", id=self.agency, organisation_id=self.broker, reference="G-TEST-0001", legal_name="Blue River",
                registration_number="1", country="NP", city="", address="", created_at=NOW, version=1,
            )  # fmt: skip
            insert(
                owner, "agency_person", id=ids.new_id(), organisation_id=self.broker, agency_id=self.agency,
                name="Sita Rai", role="principal", control_percent=0, created_at=NOW, joined_on=NOW.date(),
            )  # fmt: skip
            self.case(owner, self.application, "A-TEST-0001")

    def case(self, owner, application: UUID, reference: str, **changed: object) -> None:
        values = {
            "status": "recommended", "recommended_by": self.officer, "recommended_at": NOW, "recommendation": "grant",
            "snapshot": "{}", "snapshot_hash": "0" * 64, "submitted_at": NOW, "class_code": "overseas", "kind": "new",
        } | changed  # fmt: skip
        insert(
            owner, "application", id=application, organisation_id=self.broker, agency_id=self.agency, reference=reference,
            destinations=[], sectors=[], completed_parts=[], proposed_conditions="[]", created_at=NOW, version=1,
            **values,
        )  # fmt: skip

    def act(
        self,
        *steps: tuple,
        person: UUID | None = None,
        kind: str = "regulator",
        organisation: UUID | None = None,
        trail: bool = True,
    ):
        """Run steps ('insert', table, values) or (statement, values, (table, id)) as one transaction of a person."""
        with psycopg.connect(roles.urls(self.url, SECRET).app) as connection, connection.transaction():
            connection.execute(
                "SELECT set_config('app.org', %s, true), set_config('app.kind', %s, true),"
                " set_config('app.person', %s, true), set_config('app.today', '2026-11-21', true)",
                (str(organisation or self.regulator), kind, str(person or self.decider)),
            )
            for step in steps:
                if step[0] == "insert":
                    insert(connection, step[1], **step[2])
                    table, subject = step[1], step[2]["id"]
                else:
                    connection.execute(step[0], step[1])
                    table, subject = step[2]
                if trail:
                    insert(
                        connection, "audit_entry", id=ids.new_id(), at=NOW, action="test.row.write", subject_table=table,
                        subject_id=subject, organisation_id=self.broker, actor_name="A test", actor_role="decider",
                        detail="{}", request_id="",
                    )  # fmt: skip

    def decision(self, **changed: object) -> tuple:
        self.decided = ids.new_id()
        values = {
            "id": self.decided, "organisation_id": self.broker, "application_id": self.application, "outcome": "grant",
            "ground_code": "standards-met", "reason": REASON, "recommended_by": self.officer, "decided_by": self.decider,
            "decided_by_name": "D", "decided_at": NOW,
        }  # fmt: skip
        return "insert", "application_decision", {**values, **changed}

    def status(self, to: str, application: UUID | None = None) -> tuple:
        application = application or self.application
        return "UPDATE application SET status = %s WHERE id = %s", (to, application), ("application", application)

    def licence(self, **changed: object) -> tuple:
        self.granted = changed.get("id", ids.new_id())
        values = {
            "id": self.granted, "organisation_id": self.broker, "agency_id": self.agency, "application_id": self.application,
            "number": "RA-00001", "class_code": "overseas", "status": "active", "valid": "[2026-11-21,2027-11-21)",
            "frozen": False, "watched": False, "under_appeal": False, "destinations": [], "granted_at": NOW, "version": 1,
        }  # fmt: skip
        return "insert", "licence", {**values, **changed}

    def term(self, **changed: object) -> tuple:
        values = {
            "id": ids.new_id(), "organisation_id": self.broker, "licence_id": self.granted,
            "application_id": self.application, "decision_id": self.decided, "kind": "new", "starts_on": "2026-11-21",
            "ends_on": "2027-11-20", "created_at": NOW, "txid": 0,
        }  # fmt: skip
        return "insert", "licence_term", {**values, **changed}

    def granting(self, application: UUID | None = None) -> tuple[tuple, tuple]:
        return self.status("pending-activation", application), self.status("granted", application)

    def grant(self) -> UUID:
        self.act(self.decision(), *self.granting(), self.licence(), self.term())
        return self.granted

    def measure(self, **changed: object) -> tuple:
        self.proposed = ids.new_id()
        values = {
            "id": self.proposed, "organisation_id": self.broker, "licence_id": self.granted, "measure": "suspend",
            "protection_plan": "wages and tickets are secured",
            "status": "proposed", "ground_code": "fees", "reason": REASON, "proposed_by": self.officer,
            "proposed_by_name": "O", "proposed_at": NOW,
        }  # fmt: skip
        return "insert", "licence_measure", {**values, **changed}

    def confirm(self, by: UUID | None = None, at: datetime = NOW) -> tuple:
        statement = "UPDATE licence_measure SET status = 'confirmed', decided_by = %s, decided_by_name = 'D', decided_at = %s WHERE id = %s"
        return statement, (by or self.decider, at, self.proposed), ("licence_measure", self.proposed)

    def second(self) -> tuple:
        statement = (
            "UPDATE licence_measure SET status = 'seconded', seconded_by = %s, seconded_by_name = 'S', seconded_at = %s"
            " WHERE id = %s"
        )
        return statement, (self.other, NOW, self.proposed), ("licence_measure", self.proposed)

    def turn(self, to: str) -> tuple:
        return "UPDATE licence SET status = %s WHERE id = %s", (to, self.granted), ("licence", self.granted)


@pytest.fixture
def office(clone):
    return Office(clone)


def refused(name: str):
    return pytest.raises(psycopg.errors.IntegrityError, check=lambda error: error.diag.constraint_name == name)


def test_a_decision_by_another_person_is_written_with_its_licence(office):
    office.grant()
    with psycopg.connect(office.url) as connection:
        assert connection.execute("SELECT status FROM licence").fetchall() == [("active",)]


def test_the_person_who_recommended_may_not_sign_the_decision(office):
    with refused("ck_application_decision_four_eyes"):
        office.act(office.decision(decided_by=office.officer), person=office.officer)


def test_the_decision_may_not_name_another_recommender_to_get_round_that(office):
    with refused("decision_matches_case"):
        office.act(office.decision(recommended_by=office.other, decided_by=office.officer), person=office.officer)


def test_nobody_signs_in_another_persons_name(office):
    with refused("decided_by_the_actor"):
        office.act(office.decision(decided_by=office.decider), person=office.officer)


def test_a_case_is_decided_once(office):
    office.grant()
    with refused("uq_application_decision_once"):
        office.act(office.decision(decided_by=office.other), person=office.other)


def test_a_decision_has_a_reason_and_is_never_changed(office):
    with refused("ck_application_decision_reason_given"):
        office.act(office.decision(reason="  ok   "))
    office.grant()
    for statement in ("UPDATE application_decision SET outcome = 'refuse'", "DELETE FROM application_decision"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            office.act((statement, (), ("application_decision", ids.new_id())))
    with psycopg.connect(office.url) as owner, pytest.raises(psycopg.errors.CheckViolation, match="never changed"):
        owner.execute("UPDATE application_decision SET outcome = 'refuse'")


def test_a_case_is_not_granted_or_refused_without_its_decision(office):
    for to in ("pending-activation", "refused"):
        with refused("decided_by_decision"):
            office.act(office.status(to))
    with refused("lawful_move"):
        office.act(office.status("granted"))
    with refused("decided_by_decision"):
        office.act(office.decision(outcome="refuse", ground_code="urgent"), office.status("pending-activation"))


def test_a_case_is_not_granted_without_the_term_that_its_licence_runs_for(office):
    with refused("granted_with_term"):
        office.act(office.decision(), *office.granting())


def test_a_licence_runs_for_the_days_of_its_terms_and_for_no_other(office):
    with refused("licence_from_terms"):
        office.act(office.decision(), *office.granting(), office.licence(), office.term(ends_on="2099-01-01"))
    office.grant()
    row = ("licence", office.granted)
    for valid in ("[2026-11-21,2036-11-21)", "[2020-01-01,2027-11-21)"):
        with refused("licence_from_terms"):
            office.act(("UPDATE licence SET valid = %s WHERE id = %s", (valid, office.granted), row))


def test_a_term_needs_an_application_of_its_own_kind_that_was_granted(office):
    office.grant()
    second = ids.new_id()
    with psycopg.connect(office.url) as owner:
        owner.execute("SET session_replication_role = replica")
        office.case(owner, second, "A-TEST-0002", kind="renewal", licence_id=office.granted)
    days = {"starts_on": "2027-11-21", "ends_on": "2028-11-20", "application_id": second}
    longer = (
        "UPDATE licence SET valid = '[2026-11-21,2028-11-21)' WHERE id = %s", (office.granted,), ("licence", office.granted),
    )  # fmt: skip
    with refused("term_from_decision"):
        office.act(office.term(kind="renewal", **days), longer)
    decided = office.decision(application_id=second)
    with refused("term_from_decision"):
        office.act(decided, office.status("pending-activation", second), office.term(kind="renewal", **days), longer)
    with refused("term_from_decision"):
        office.act(decided, *office.granting(second), office.term(kind="variation", **days), longer)
    office.act(decided, *office.granting(second), office.term(kind="renewal", **days), longer)
    with psycopg.connect(office.url) as owner, pytest.raises(psycopg.errors.CheckViolation, match="never changed"):
        owner.execute("UPDATE licence_term SET ends_on = '2099-01-01'")


def test_only_the_transaction_of_a_further_term_brings_an_ended_licence_back(office):
    office.grant()
    with psycopg.connect(office.url) as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute("UPDATE licence SET status = 'expired'")
    with refused("licence_from_measure"):
        office.act(office.turn("active"))


def test_who_suspended_a_licence_does_not_decide_that_it_comes_back(office):
    office.grant()
    office.act(office.measure(), person=office.officer)
    office.act(office.confirm(), office.turn("suspended"))
    second = ids.new_id()
    with psycopg.connect(office.url) as owner:
        owner.execute("SET session_replication_role = replica")
        office.case(owner, second, "A-TEST-0002", kind="reinstatement", licence_id=office.granted,
                    recommended_by=office.other)  # fmt: skip

    def steps(by: UUID) -> tuple:
        decided = office.decision(application_id=second, recommended_by=office.other, decided_by=by)
        term = office.term(application_id=second, kind="reinstatement")
        return decided, *office.granting(second), term, office.turn("active")

    for suspender in (office.officer, office.decider):
        with refused("licence_from_measure"):
            office.act(*steps(suspender), person=suspender)
    fourth = ids.new_id()
    with psycopg.connect(office.url) as owner:
        insert(owner, "person", id=fourth, name="P", email=f"{fourth}@example.org", password_hash="x", active=True,
               created_at=NOW)  # fmt: skip
    office.act(*steps(fourth), person=fourth)


def test_no_licence_without_a_granting_decision(office):
    with refused("licence_from_decision"):
        office.act(office.licence())
    with refused("licence_from_decision"):
        office.act(office.decision(outcome="refuse", ground_code="urgent"), office.status("refused"), office.licence(), office.term())


def test_no_second_licence_for_an_application_and_no_two_live_ones_for_the_same_days(office):
    office.grant()
    with refused("uq_licence_application"):
        office.act(office.licence(id=ids.new_id(), number="RA-00002", valid="[2028-01-01,2029-01-01)"))
    second = ids.new_id()
    with psycopg.connect(office.url) as owner:
        owner.execute("SET session_replication_role = replica")
        office.case(owner, second, "A-TEST-0002")
    steps = (office.decision(application_id=second), *office.granting(second))
    with refused("ex_licence_one_live"):
        office.act(*steps, office.licence(id=ids.new_id(), number="RA-00002", application_id=second))
    with refused("uq_licence_number"):
        office.act(*steps, office.licence(id=ids.new_id(), application_id=second, valid="[2028-01-01,2029-01-01)"))
    with refused("ck_licence_valid_bounded"):
        office.act(
            *steps, office.licence(id=ids.new_id(), number="RA-00002", application_id=second, valid="[2028-01-01,)")
        )


def test_the_state_of_a_licence_follows_a_measure_that_two_people_took(office):
    office.grant()
    with refused("licence_from_measure"):
        office.act(office.turn("suspended"))
    office.act(office.measure(), person=office.officer)
    with refused("licence_from_measure"):
        office.act(office.turn("suspended"))
    with refused("licence_from_measure"):
        office.act(office.confirm(), office.turn("revoked"))
    office.act(office.confirm(), office.turn("suspended"))
    with refused("licence_from_measure"):
        office.act(office.turn("active"))


def test_the_proposer_of_a_measure_may_not_confirm_it(office):
    office.grant()
    office.act(office.measure(), person=office.officer)
    with refused("ck_licence_measure_four_eyes"):
        office.act(office.confirm(by=office.officer), office.turn("suspended"), person=office.officer)


def test_a_measure_is_not_confirmed_by_nobody_nor_decided_while_proposed(office):
    office.grant()
    office.act(office.measure(), person=office.officer)
    row = ("licence_measure", office.proposed)
    with refused("ck_licence_measure_decided_by_someone"):
        office.act(("UPDATE licence_measure SET status = 'confirmed' WHERE id = %s", (office.proposed,), row))
    with refused("ck_licence_measure_decided_by_someone"):
        office.act(("UPDATE licence_measure SET decided_by = %s WHERE id = %s", (office.decider, office.proposed), row))
    with refused("lawful_start"):
        office.act(office.measure(status="confirmed", decided_by=office.decider))
    with refused("uq_licence_measure_one_open"):
        office.act(office.measure(), person=office.officer)


def test_a_decided_measure_stays_decided(office):
    office.grant()
    office.act(office.measure(), person=office.officer)
    office.act(office.confirm(), office.turn("suspended"))
    row = ("licence_measure", office.proposed)
    with refused("lawful_move"):
        office.act(("UPDATE licence_measure SET status = 'declined' WHERE id = %s", (office.proposed,), row))


def test_a_revoked_licence_never_comes_back(office):
    office.grant()
    office.act(office.measure(measure="revoke"), person=office.officer)
    with refused("two_confirm"):
        office.act(office.confirm(), office.turn("revoked"))
    office.act(office.second(), person=office.other)
    office.act(office.confirm(), office.turn("revoked"))
    office.act(office.measure(measure="lift", ground_code="repaired"), person=office.officer)
    with refused("lawful_move"):
        office.act(office.confirm(at=NOW + timedelta(hours=1)), office.turn("active"))


def test_a_licence_expires_without_a_measure_only_after_its_last_day(office):
    office.grant()
    with refused("licence_from_measure"):
        office.act(office.turn("expired"))


def test_who_a_licence_belongs_to_is_never_changed(office):
    office.grant()
    row = ("licence", office.granted)
    for change in ("number = 'RA-09999'", "agency_id = gen_random_uuid()", "application_id = gen_random_uuid()"):
        with pytest.raises(psycopg.errors.IntegrityError):
            office.act((f"UPDATE licence SET {change} WHERE id = %s", (office.granted,), row))


def test_nothing_is_decided_or_changed_without_a_trail_entry(office):
    with refused("trail_required"):
        office.act(office.decision(), trail=False)
    office.grant()
    with refused("trail_required"):
        office.act(office.measure(), person=office.officer, trail=False)
    with refused("trail_required"):
        office.act(
            ("UPDATE licence SET destinations = '{QA}' WHERE id = %s", (office.granted,), ("licence", office.granted)),
            trail=False,
        )


def test_checks_are_evidence_and_only_a_regulator_writes_them(office):
    check = {
        "id": ids.new_id(), "organisation_id": office.broker, "application_id": office.application, "kind": "identity",
        "result": "pass", "reason": REASON, "by_person": office.officer, "by_name": "O", "at": NOW,
    }  # fmt: skip
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
        office.act(
            ("insert", "application_check", check), person=office.officer, kind="broker", organisation=office.broker
        )
    office.act(("insert", "application_check", check), person=office.officer)
    with psycopg.connect(office.url) as owner, pytest.raises(psycopg.errors.CheckViolation, match="never changed"):
        owner.execute("UPDATE application_check SET result = 'fail'")


def test_who_recorded_a_check_may_not_sign_the_decision(office):
    check = {
        "id": ids.new_id(), "organisation_id": office.broker, "application_id": office.application, "kind": "identity",
        "result": "pass", "reason": REASON, "by_person": office.decider, "by_name": "D", "at": NOW,
    }  # fmt: skip
    office.act(("insert", "application_check", check), person=office.decider)
    with refused("decided_by_another"):
        office.act(office.decision())


def test_checks_and_measures_are_signed_by_who_acts(office):
    check = {
        "id": ids.new_id(), "organisation_id": office.broker, "application_id": office.application, "kind": "identity",
        "result": "pass", "reason": REASON, "by_person": office.officer, "by_name": "O", "at": NOW,
    }  # fmt: skip
    with refused("signed_by_the_actor"):
        office.act(("insert", "application_check", check), person=office.decider)
    office.grant()
    with refused("signed_by_the_actor"):
        office.act(office.measure(), person=office.other)
    office.act(office.measure(), person=office.officer)
    with refused("signed_by_the_actor"):
        office.act(office.confirm(by=office.decider), office.turn("suspended"), person=office.officer)


@pytest.mark.parametrize(("kind", "own"), [("broker", True), ("company", False), ("auditor", False)])
def test_nobody_but_the_regulator_grants_or_measures(office, kind, own):
    organisation = office.broker if own else ids.new_id()
    for step in (office.decision(), office.licence()):
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
            office.act(step, kind=kind, organisation=organisation)
    office.grant()
    office.act(office.measure(), person=office.officer)
    with psycopg.connect(roles.urls(office.url, SECRET).app) as connection:
        connection.execute(
            "SELECT set_config('app.org', %s, true), set_config('app.kind', %s, true)", (str(organisation), kind)
        )
        changed = connection.execute("UPDATE licence SET frozen = true").rowcount
        seen = connection.execute("SELECT count(*) FROM licence_measure").fetchone()[0]
    assert (changed, seen) == (0, 0)


def test_the_explained_refusals_are_the_ones_that_happen():
    import licensing.refusals  # noqa: F401
    from core import constraints

    told = {
        name: constraints.sentence_for(name)
        for name in ("ck_application_decision_four_eyes", "ck_licence_measure_four_eyes")
    }
    assert json.dumps(sorted({meaning.code for meaning in told.values()})) == '["same-person"]'
    assert {meaning.status for meaning in told.values()} == {403}
