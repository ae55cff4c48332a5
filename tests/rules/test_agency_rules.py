"""What PostgreSQL refuses of agencies, cards, verifications and phoenix alerts: raw SQL as the web role, real commits."""

import json
from datetime import UTC, datetime
from uuid import UUID

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from core import ids, roles
from tests.conftest import SECRET
from tests.rules.test_licensing_rules import insert

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
REASON = "Two families run the two companies; I saw both."


class Town:
    """A regulator with two officers, a licensed agency and one that asks for a licence; each act is one commit."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.regulator, self.holder, self.asker = ids.new_id(), ids.new_id(), ids.new_id()
        self.officer, self.colleague = ids.new_id(), ids.new_id()
        self.licensed, self.agency, self.application, self.alert = (ids.new_id() for _ in range(4))
        self.principal, self.phone, self.licence = ids.new_id(), ids.new_id(), ids.new_id()
        with psycopg.connect(url) as owner:
            owner.execute("SET session_replication_role = replica")  # the stage: triggers watch only what follows
            for person in (self.officer, self.colleague):
                insert(owner, "person", id=person, name="P", email=f"{person}@example.org", password_hash="x",
                       active=True, created_at=NOW)  # fmt: skip
            insert(owner, "organisation", id=self.regulator, kind="regulator", name="R", country="NP", created_at=NOW)
            insert(owner, "licence_class", code="overseas", name="O", months=12, instrument="I", effective_from=NOW.date())
            insert(owner, "legal_ground", code="standards-met", kinds=["grant"], sentence="S", instrument="I",
                   effective_from=NOW.date())  # fmt: skip
            self.make_agency(owner, self.licensed, self.holder, "G-TEST-0001")
            self.make_agency(owner, self.agency, self.asker, "G-TEST-0002")
            self.person(owner, self.principal, self.licensed, self.holder)
            self.person(owner, ids.new_id(), self.agency, self.asker)
            insert(owner, "agency_phone", id=self.phone, organisation_id=self.holder, agency_id=self.licensed, label="L",
                   typed="1", e164="+97714000000", created_at=NOW)  # fmt: skip
            self.case(owner, self.application, self.agency, self.asker)
            earlier = ids.new_id()
            self.case(owner, earlier, self.licensed, self.holder)
            owner.execute(
                "INSERT INTO licence (id, organisation_id, agency_id, application_id, number, class_code, status, valid,"
                " frozen, watched, under_appeal, destinations, granted_at, version) VALUES (%s, %s, %s, %s, 'RA-00001',"
                " 'overseas', 'active', '[2026-01-01,2028-01-01)', false, false, false, '{}', %s, 1)",
                (self.licence, self.holder, self.licensed, earlier, NOW),
            )
            insert(owner, "licence_term", id=ids.new_id(), organisation_id=self.holder, licence_id=self.licence,
                   application_id=earlier, decision_id=ids.new_id(), kind="new", starts_on="2026-01-01",
                   ends_on="2027-12-31", created_at=NOW, txid=0)  # fmt: skip
            insert(owner, "phoenix_alert", id=self.alert, organisation_id=self.regulator, reference="X-TEST-0001",
                   status="open", application_id=self.application, agency_id=self.agency, trigger="lost-licence",
                   subject_key="lost-licence:RA-00001", other_id=self.licensed, facts="{}", evidence="[]", opened_at=NOW,
                   version=1)  # fmt: skip

    @staticmethod
    def make_agency(owner, agency: UUID, organisation: UUID, reference: str) -> None:
        insert(owner, "organisation", id=organisation, kind="broker", name=reference, country="NP", created_at=NOW)
        insert(owner, "agency", id=agency, organisation_id=organisation, reference=reference, legal_name="Blue River",
               registration_number=reference, country="NP", city="", address="", created_at=NOW, published_at=NOW,
               version=1)  # fmt: skip

    @staticmethod
    def person(connection, person: UUID, agency: UUID, organisation: UUID, **more: object) -> None:
        insert(connection, "agency_person", **{
            "id": person, "organisation_id": organisation, "agency_id": agency, "name": "Sita Rai", "role": "principal",
            "control_percent": 0, "created_at": NOW, "joined_on": NOW.date(), **more,
        })  # fmt: skip

    @staticmethod
    def case(owner, application: UUID, agency: UUID, organisation: UUID) -> None:
        insert(owner, "application", id=application, organisation_id=organisation, agency_id=agency,
               reference=ids.new_reference("A"), class_code="overseas", status="assessment", destinations=[], sectors=[],
               completed_parts=[], proposed_conditions="[]", created_at=NOW, submitted_at=NOW, snapshot="{}",
               snapshot_hash="0" * 64, version=1, kind="new")  # fmt: skip

    def act(self, *steps, person: UUID | None = None, kind: str = "regulator", organisation: UUID | None = None,
            role: str = "app") -> None:  # fmt: skip
        """Run (statement, values, (table, id)) or ('insert', table, values) as one transaction with its trail."""
        url = getattr(roles.urls(self.url, SECRET), role)
        with psycopg.connect(url) as connection, connection.transaction():
            connection.execute(
                "SELECT set_config('app.org', %s, true), set_config('app.kind', %s, true),"
                " set_config('app.person', %s, true), set_config('app.today', '2026-11-21', true)",
                (str(organisation or self.regulator), kind, str(person) if person else ""),
            )
            for step in steps:
                if step[0] == "insert":
                    insert(connection, step[1], **step[2])
                    table, subject = step[1], step[2]["id"]
                else:
                    connection.execute(step[0], step[1])
                    table, subject = step[2]
                insert(connection, "audit_entry", id=ids.new_id(), at=NOW, action="licensing.test.write",
                       subject_table=table, subject_id=subject, organisation_id=self.regulator, actor_name="T",
                       actor_role="officer", detail="{}", request_id="")  # fmt: skip

    def said(self, status: str, **more: object) -> tuple:
        names = {"status": status, **more}
        text = ", ".join(f"{name} = %s" for name in names)
        return f"UPDATE phoenix_alert SET {text} WHERE id = %s", (*names.values(), self.alert), ("phoenix_alert", self.alert)

    def clearing(self, by: UUID) -> tuple:
        return self.said("clearing", decided_by=by, decided_by_name="P", decided_at=NOW, reason=REASON)

    def card(self, **more: object) -> tuple:
        return "insert", "agency_sub_agent", {
            "id": ids.new_id(), "organisation_id": self.asker, "agency_id": self.agency, "card_number": ids.new_reference("C"),
            "kind": "person", "name": "Dil Thapa", "name_keys": [], "scope": ["find-workers"], "area": "Sindhuli",
            "valid_from": NOW.date(), "valid_to": NOW.date(), "may_collect_money": False, "created_at": NOW, **more,
        }  # fmt: skip


@pytest.fixture
def town(clone):
    return Town(clone)


def refused(name: str, act, *steps, **who) -> None:
    with pytest.raises(psycopg.errors.IntegrityError) as refusal:
        act(*steps, **who)
    assert refusal.value.diag.constraint_name == name


def broker(town, **more):
    return {"kind": "broker", "organisation": town.holder, **more}


# ------------------------------------------------------------------------------------------------ the principal


def test_a_licensed_agency_is_never_without_its_principal_not_even_for_the_worker(town):
    leaves = ("UPDATE agency_person SET left_on = '2026-11-21' WHERE id = %s", (town.principal,),
              ("agency_person", town.principal))  # fmt: skip
    refused("one_principal", town.act, leaves, role="worker")
    refused("holder_unchanged", town.act, leaves, **broker(town))


def test_another_principal_needs_a_granted_application_used_once(town):
    leaves = ("UPDATE agency_person SET left_on = '2026-11-21' WHERE id = %s", (town.principal,),
              ("agency_person", town.principal))  # fmt: skip
    comes = ("insert", "agency_person", {
        "id": ids.new_id(), "organisation_id": town.holder, "agency_id": town.licensed, "name": "Asha Rai",
        "role": "principal", "control_percent": 0, "created_at": NOW, "joined_on": NOW.date(),
    })  # fmt: skip
    refused("principal_by_decision", town.act, leaves, comes, role="worker")
    pretends = (*comes[:2], {**comes[2], "application_id": town.application})
    refused("principal_by_decision", town.act, leaves, pretends, role="worker")
    renamed = ("UPDATE agency_person SET name = 'Asha Rai' WHERE id = %s", (town.principal,),
               ("agency_person", town.principal))  # fmt: skip
    refused("principal_by_decision", town.act, renamed, role="worker")


def test_a_licence_is_not_written_for_an_agency_without_a_principal(town):
    with psycopg.connect(town.url) as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute("DELETE FROM agency_person WHERE agency_id = %s", (town.licensed,))
    touched = ("UPDATE licence SET version = version + 1 WHERE id = %s", (town.licence,), ("licence", town.licence))
    refused("one_principal", town.act, touched)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE agency_phone SET e164 = '+97714999999' WHERE id = %(phone)s",
     "DELETE FROM agency_phone WHERE id = %(phone)s",
     "UPDATE agency SET legal_name = 'Green Hill' WHERE id = %(licensed)s",
     "UPDATE agency SET address = 'Elsewhere' WHERE id = %(licensed)s"],
)  # fmt: skip
def test_what_workers_read_of_a_licensed_agency_is_not_changed_by_the_agency(town, statement):
    values = {"phone": town.phone, "licensed": town.licensed}
    table = "agency" if "UPDATE agency SET" in statement else "agency_phone"
    subject = town.licensed if table == "agency" else town.phone
    refused("holder_unchanged", town.act, (statement, values, (table, subject)), **broker(town))


def test_nor_by_an_officer(town):
    town.act(("UPDATE agency_phone SET e164 = '+97714999999' WHERE id = %s", (town.phone,), ("agency_phone", town.phone)))
    with psycopg.connect(town.url) as owner:
        assert owner.execute("SELECT e164 FROM agency_phone").fetchall() == [("+97714000000",)]


# ------------------------------------------------------------------------------------------------ cards


def test_no_card_lets_anybody_take_money(town):
    mine = {"kind": "broker", "organisation": town.asker}
    refused("ck_agency_sub_agent_takes_no_money", town.act, town.card(may_collect_money=True), **mine)
    card = town.card()
    town.act(card, **mine)
    turned = ("UPDATE agency_sub_agent SET may_collect_money = true WHERE id = %s", (card[2]["id"],),
              ("agency_sub_agent", card[2]["id"]))  # fmt: skip
    refused("ck_agency_sub_agent_takes_no_money", town.act, turned, **mine)


def test_a_card_is_never_rewritten_and_only_an_officer_stops_it_for_good(town):
    mine = {"kind": "broker", "organisation": town.asker}
    card = town.card()
    town.act(card, **mine)
    row = ("agency_sub_agent", card[2]["id"])
    renamed = ("UPDATE agency_sub_agent SET name = 'Another' WHERE id = %s", (row[1],), row)
    refused("immutable", town.act, renamed, **mine)
    stopped = ("UPDATE agency_sub_agent SET stopped_at = now(), stopped_by = %s, stop_reason = %s WHERE id = %s",
               (town.officer, REASON, row[1]), row)  # fmt: skip
    refused("card_stopped", town.act, stopped, person=town.officer, **mine)
    extended = ("UPDATE agency_sub_agent SET valid_to = '2030-01-01' WHERE id = %s", (row[1],), row)
    refused("card_stopped", town.act, extended, person=town.officer)
    refused("signed_by_the_actor", town.act, stopped, person=town.colleague)
    town.act(stopped, person=town.officer)
    revived = ("UPDATE agency_sub_agent SET stopped_at = NULL, stopped_by = NULL WHERE id = %s", (row[1],), row)
    refused("immutable", town.act, revived, **mine)


# ------------------------------------------------------------------------------------------------ verifying


def finding(town, **more: object) -> tuple:
    return "insert", "agency_verification", {
        "id": ids.new_id(), "organisation_id": town.holder, "agency_id": town.licensed, "contact": "phone",
        "value": "+97714000000", "verdict": "verified", "method": "called", "note": REASON, "by_person": town.officer,
        "by_name": "P", "at": NOW, **more,
    }  # fmt: skip


def test_only_an_officer_verifies_in_the_own_name_and_nothing_is_edited(town):
    with pytest.raises(InsufficientPrivilege):
        town.act(finding(town), person=town.officer, **broker(town))
    refused("signed_by_the_actor", town.act, finding(town), person=town.colleague)
    refused("ck_agency_verification_note_given", town.act, finding(town, note="short"), person=town.officer)
    found = finding(town)
    town.act(found, person=town.officer)
    edited = ("UPDATE agency_verification SET verdict = 'not-theirs'", (), ("agency_verification", found[2]["id"]))
    with pytest.raises(InsufficientPrivilege):
        town.act(edited, person=town.officer)
    refused("immutable", town.act, edited, role="owner")


# ------------------------------------------------------------------------------------------------ what was asked for


def test_what_was_asked_for_is_not_rewritten_nor_called_done_by_the_web(town):
    mine = {"kind": "broker", "organisation": town.asker}
    change = ("insert", "agency_change", {
        "id": ids.new_id(), "organisation_id": town.asker, "agency_id": town.agency, "application_id": town.application,
        "act": "add-name", "told": json.dumps({"name": "X"}), "created_at": NOW, "position": 1,
    })  # fmt: skip
    town.act(change, **mine)
    row = ("agency_change", change[2]["id"])
    rewritten = ("UPDATE agency_change SET told = '{}' WHERE id = %s", (row[1],), row)
    refused("immutable", town.act, rewritten, **mine)
    done = ("UPDATE agency_change SET applied_at = now() WHERE id = %s", (row[1],), row)
    refused("immutable", town.act, done, **mine)
    town.act(done, role="worker")


# ------------------------------------------------------------------------------------------------ phoenix alerts


def recommend(town) -> tuple:
    statement = (
        "UPDATE application SET status = 'recommended', recommendation = 'grant', recommended_by = %s, recommended_at ="
        " now(), recommendation_reason = 'x' WHERE id = %s"
    )
    return statement, (town.officer, town.application), ("application", town.application)


@pytest.mark.parametrize("status", ["open", "clearing", "confirmed"])
def test_a_grant_is_neither_recommended_nor_decided_while_an_alert_stands(town, status):
    if status != "open":
        more = {"decided_by": town.officer, "decided_by_name": "P", "decided_at": NOW, "reason": REASON}
        town.act(town.said(status, **more), person=town.officer)
    refused("phoenix_open", town.act, recommend(town), person=town.officer)
    with psycopg.connect(town.url) as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute(*recommend(town)[:2])
    decision = ("insert", "application_decision", {
        "id": ids.new_id(), "organisation_id": town.asker, "application_id": town.application, "outcome": "grant",
        "ground_code": "standards-met", "reason": REASON, "recommended_by": town.officer, "decided_by": town.colleague,
        "decided_by_name": "P", "decided_at": NOW,
    })  # fmt: skip
    refused("phoenix_open", town.act, decision, person=town.colleague)


def test_an_alert_is_cleared_by_two_people_each_in_the_own_name(town):
    refused("signed_by_the_actor", town.act, town.clearing(town.colleague), person=town.officer)
    refused("lawful_move", town.act, town.said("cleared"), person=town.officer)
    town.act(town.clearing(town.officer), person=town.officer)
    alone = town.said("cleared", confirmed_by=town.officer, confirmed_by_name="P", confirmed_at=NOW)
    refused("ck_phoenix_alert_four_eyes", town.act, alone, person=town.officer)
    nobody = town.said("cleared")
    refused("ck_phoenix_alert_cleared_by_two", town.act, nobody, person=town.colleague)
    other = town.said("cleared", confirmed_by=town.colleague, confirmed_by_name="P", confirmed_at=NOW)
    refused("signed_by_the_actor", town.act, other, person=town.officer)
    swapped = town.said(
        "cleared", decided_by=town.colleague, confirmed_by=town.officer, confirmed_by_name="P", confirmed_at=NOW
    )
    refused("immutable", town.act, swapped, person=town.officer)
    town.act(other, person=town.colleague)


def test_what_an_alert_rests_on_is_not_for_anyone_to_change(town):
    refused("immutable", town.act, town.said("open", evidence="[1]"), person=town.officer)
    refused("immutable", town.act, town.said("open", application_id=ids.new_id()), person=town.officer)
    refused("alarm_ends_by_itself", town.act, town.said("ended"), person=town.officer)
    with pytest.raises(InsufficientPrivilege):
        town.act(("DELETE FROM phoenix_alert WHERE id = %s", (town.alert,), ("phoenix_alert", town.alert)))
    with pytest.raises(InsufficientPrivilege):
        town.act(("UPDATE agency_relation SET strength = 1", (), ("agency_relation", town.alert)))


def test_who_belonged_to_the_agency_says_nothing_of_its_alerts(town):
    with psycopg.connect(town.url) as owner:
        owner.execute("SET session_replication_role = replica")
        insert(owner, "membership", id=ids.new_id(), person_id=town.officer, organisation_id=town.asker, role="broker",
               created_at=NOW, ended_at=NOW)  # fmt: skip
    refused("alarm_by_outsider", town.act, town.clearing(town.officer), person=town.officer)


def test_a_broker_sees_no_alert_no_relation_and_no_trace(town):
    with psycopg.connect(roles.urls(town.url, SECRET).app) as connection:
        connection.execute(
            "SELECT set_config('app.org', %s, true), set_config('app.kind', 'broker', true)", (str(town.asker),)
        )
        for table in ("phoenix_alert", "agency_relation", "agency_trace", "agency_scan"):
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
