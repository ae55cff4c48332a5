"""Nobody writes another person's name under an act: raw SQL as the web role, on the demonstration, nothing committed."""

from collections.abc import Iterator

import psycopg
import pytest
from psycopg.errors import CheckViolation

from core import ids, roles
from tests.conftest import SECRET

ENTRY = (
    "INSERT INTO audit_entry (id, at, action, subject_table, subject_id, person_id, actor_name, actor_role, detail,"
    " request_id) VALUES (gen_random_uuid(), now(), 'test.row.write', %s, %s, %s, 'A', 'decider', '{}', '')"
)


class Desk:
    """A connection of the web role as one person of the demonstration, and whom it could pretend to be."""

    def __init__(self, connection: psycopg.Connection, people: dict) -> None:
        self.connection, self.people = connection, people

    def act_as(self, email: str) -> None:
        person, organisation, kind = self.people[email]
        self.connection.execute(
            "SELECT set_config('app.org', %s, true), set_config('app.kind', %s, true), set_config('app.person', %s, true)",
            (str(organisation), kind, str(person)),
        )

    def id(self, email: str):
        return self.people[email][0]

    def do(self, statement: str, *values: object, about: tuple[str, object] | None = None) -> None:
        """Run one statement with its trail entry, and every deferred rule."""
        self.connection.execute(statement, values)
        if about:
            self.connection.execute(ENTRY, (*about, None))
        self.connection.execute("SET CONSTRAINTS ALL IMMEDIATE")

    def one(self, statement: str, *values: object):
        return self.connection.execute(statement, values).fetchone()[0]


DECIDER, SECOND, OFFICER = "decider@meridia.example", "second-decider@meridia.example", "officer@meridia.example"
ANALYST, LEAD = "analyst@northwind.example", "compliance@northwind.example"


@pytest.fixture
def desk(demonstration) -> Iterator[Desk]:
    with psycopg.connect(demonstration) as owner:
        people = {row[0]: row[1:] for row in owner.execute(
            "SELECT p.email, p.id, o.id, o.kind FROM person p JOIN membership m ON m.person_id = p.id"
            " JOIN organisation o ON o.id = m.organisation_id")}  # fmt: skip
    with psycopg.connect(roles.urls(demonstration, SECRET).app) as connection:
        yield Desk(connection, people)
        connection.rollback()


PROPOSE = (
    "INSERT INTO licence_measure (id, organisation_id, licence_id, measure, status, ground_code, reason, proposed_by,"
    " protection_plan, proposed_by_name, proposed_at) SELECT %s, l.organisation_id, l.id, 'suspend', 'proposed', (SELECT code FROM"
    " legal_ground WHERE 'suspend' = ANY (kinds) LIMIT 1), 'reported by five workers', %s, 'wages are secured', 'X', now() FROM licence l"
    " WHERE l.status = 'active' AND NOT EXISTS (SELECT FROM licence_measure m WHERE m.licence_id = l.id) LIMIT 1"
)


def proposal(desk: Desk, by: str):
    measure = ids.new_id()
    desk.act_as(by)
    desk.do(PROPOSE, measure, desk.id(by), about=("licence_measure", measure))
    return measure


def test_a_measure_is_not_proposed_in_a_colleagues_name(desk):
    desk.act_as(DECIDER)
    with pytest.raises(CheckViolation, match="signed by the person who acts"):
        desk.do(PROPOSE, ids.new_id(), desk.id(SECOND))


def test_the_proposer_cannot_pass_the_proposal_off_as_a_colleagues_and_confirm_it(desk):
    measure = proposal(desk, DECIDER)
    with pytest.raises(CheckViolation, match="never changed"):
        desk.do("UPDATE licence_measure SET proposed_by = %s WHERE id = %s", desk.id(SECOND), measure,
                about=("licence_measure", measure))  # fmt: skip


def test_the_proposer_cannot_confirm_in_a_colleagues_name(desk):
    measure = proposal(desk, DECIDER)
    with pytest.raises(CheckViolation, match="signed by the person who acts"):
        desk.do(
            "UPDATE licence_measure SET status = 'confirmed', decided_by = %s, decided_by_name = 'X', decided_at = now()"
            " WHERE id = %s", desk.id(SECOND), measure, about=("licence_measure", measure),
        )  # fmt: skip


def test_a_second_confirmation_of_the_same_measure_overwrites_nothing(desk):
    """Two confirm at once: the second UPDATE waits for the first, and then meets a decided measure."""
    measure = proposal(desk, OFFICER)
    confirm = (
        "UPDATE licence_measure SET status = 'confirmed', decided_by = %s, decided_by_name = 'X', decided_at = now()"
        " WHERE id = %s"
    )
    desk.act_as(DECIDER)
    desk.do(confirm, desk.id(DECIDER), measure, about=("licence_measure", measure))
    desk.act_as(SECOND)
    with pytest.raises(CheckViolation, match="never changed"):
        desk.do(confirm, desk.id(SECOND), measure, about=("licence_measure", measure))


def test_a_recommendation_is_neither_made_nor_rewritten_in_a_colleagues_name(desk):
    desk.act_as(DECIDER)
    case = desk.one("SELECT id FROM application WHERE status = 'recommended'")
    with pytest.raises(CheckViolation, match="never changed"), desk.connection.transaction():
        desk.do("UPDATE application SET recommended_by = %s WHERE id = %s", desk.id(SECOND), case,
                about=("application", case))  # fmt: skip
    checking = desk.one("SELECT id FROM application WHERE status = 'checks'")
    desk.do("UPDATE application SET status = 'assessment' WHERE id = %s", checking, about=("application", checking))
    with pytest.raises(CheckViolation, match="signed by the person who acts"):
        desk.do(
            "UPDATE application SET status = 'recommended', recommended_by = %s, recommendation = 'grant' WHERE id = %s",
            desk.id(OFFICER), checking, about=("application", checking),
        )  # fmt: skip


def test_who_recorded_a_check_of_a_case_cannot_decide_it_in_sql_either(desk):
    desk.act_as(OFFICER)
    case, organisation, recommender = desk.connection.execute(
        "SELECT id, organisation_id, recommended_by FROM application WHERE status = 'recommended'"
    ).fetchone()
    checker = desk.one("SELECT by_person FROM application_check WHERE application_id = %s LIMIT 1", case)
    values = (ids.new_id(), organisation, case, recommender, checker)
    if recommender == checker:  # then the older rule speaks; make the checker another one
        desk.act_as(DECIDER)
        desk.connection.execute(
            "INSERT INTO application_check (id, organisation_id, application_id, kind, result, reason, by_person, by_name,"
            " at) VALUES (gen_random_uuid(), %s, %s, 'identity', 'pass', 'seen and in order', %s, 'X', now())",
            (organisation, case, desk.id(DECIDER)),
        )
        values = (ids.new_id(), organisation, case, recommender, desk.id(DECIDER))
    with pytest.raises(CheckViolation, match="does not decide it"):
        desk.do(
            "INSERT INTO application_decision (id, organisation_id, application_id, outcome, ground_code, reason,"
            " recommended_by, decided_by, decided_by_name, decided_at) VALUES (%s, %s, %s, 'grant', (SELECT code FROM"
            " legal_ground WHERE 'grant' = ANY (kinds) LIMIT 1), 'all in order here', %s, %s, 'X', now())", *values,
        )  # fmt: skip


def test_who_belongs_to_an_agency_cannot_decide_its_case_in_the_regulators_name(desk):
    desk.act_as(SECOND)
    case, organisation, recommender = desk.connection.execute(
        "SELECT id, organisation_id, recommended_by FROM application WHERE status = 'recommended'"
    ).fetchone()
    desk.connection.execute("SELECT set_config('app.kind', '', true)")  # as registration does it
    desk.connection.execute(
        "INSERT INTO membership (id, person_id, organisation_id, role, created_at)"
        " VALUES (gen_random_uuid(), %s, %s, 'broker', now())",
        (desk.id(SECOND), organisation),
    )
    desk.act_as(SECOND)
    with pytest.raises(CheckViolation, match="does not decide its case"):
        desk.do(
            "INSERT INTO application_decision (id, organisation_id, application_id, outcome, ground_code, reason,"
            " recommended_by, decided_by, decided_by_name, decided_at) VALUES (gen_random_uuid(), %s, %s, 'grant',"
            " (SELECT code FROM legal_ground WHERE 'grant' = ANY (kinds) LIMIT 1), 'all in order here', %s, %s, 'X', now())",
            organisation, case, recommender, desk.id(SECOND),
        )  # fmt: skip


def test_a_check_is_not_recorded_in_a_colleagues_name(desk):
    desk.act_as(OFFICER)
    case, organisation = desk.connection.execute(
        "SELECT id, organisation_id FROM application WHERE status = 'checks'"
    ).fetchone()
    with pytest.raises(CheckViolation, match="signed by the person who acts"):
        desk.do(
            "INSERT INTO application_check (id, organisation_id, application_id, kind, result, reason, by_person, by_name,"
            " at) VALUES (gen_random_uuid(), %s, %s, 'identity', 'pass', 'seen and in order', %s, 'X', now())",
            organisation, case, desk.id(DECIDER),
        )  # fmt: skip


def test_an_alert_is_not_confirmed_by_one_person_who_writes_two_names(desk):
    desk.act_as(LEAD)
    alert = desk.one("SELECT id FROM alert WHERE status = 'escalated'")
    about = ("alert", alert)
    with pytest.raises(CheckViolation, match="signed by the person who acts"), desk.connection.transaction():
        desk.do(
            "UPDATE alert SET status = 'true_match', confirmed_by = %s WHERE id = %s",
            desk.id(SECOND),
            alert,
            about=about,
        )
    with pytest.raises(CheckViolation, match="does not say who decided"), desk.connection.transaction():
        desk.do("UPDATE alert SET status = 'true_match', decided_by = %s, confirmed_by = %s WHERE id = %s",
                desk.id(SECOND), desk.id(LEAD), alert, about=about)  # fmt: skip
    waiting = desk.one("SELECT id FROM alert WHERE status = 'open' LIMIT 1")
    with pytest.raises(CheckViolation, match="signed by the person who acts"):
        desk.do("UPDATE alert SET status = 'escalated', decided_by = %s WHERE id = %s", desk.id(ANALYST), waiting,
                about=("alert", waiting))  # fmt: skip


def test_a_trail_entry_names_nobody_but_who_acts(desk):
    desk.act_as(DECIDER)
    with pytest.raises(CheckViolation, match="signed by the person who acts"):
        desk.connection.execute(ENTRY, ("licence", ids.new_id(), desk.id(SECOND)))


def test_a_companys_letters_are_not_the_regulators_to_read(desk):
    desk.act_as(LEAD)
    assert desk.one("SELECT count(*) FROM mail_message") > 0
    company = desk.people[LEAD][1]
    desk.act_as(OFFICER)
    assert desk.one("SELECT count(*) FROM mail_message WHERE organisation_id = %s", company) == 0
    assert desk.one("SELECT count(*) FROM mail_message") > 0  # those to brokers
