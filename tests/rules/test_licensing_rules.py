"""What PostgreSQL refuses of applications and fee plans, whoever asks: raw SQL as the web role, real commits."""

import json
from datetime import UTC, datetime
from uuid import UUID

import psycopg
import pytest
from psycopg import sql

from core import ids, roles
from tests.conftest import SECRET

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def insert(connection, table: str, **values: object) -> UUID:
    columns = sql.SQL(", ").join(map(sql.Identifier, values))
    marks = sql.SQL(", ").join(sql.Placeholder() * len(values))
    statement = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(sql.Identifier(table), columns, marks)
    connection.execute(statement, list(values.values()))
    return values.get("id")


def record(connection, table: str, subject: UUID, organisation: UUID) -> None:
    insert(
        connection, "audit_entry", id=ids.new_id(), at=NOW, action="test.row.write", subject_table=table,
        subject_id=subject, organisation_id=organisation, actor_name="A test", actor_role="broker", detail="{}",
        request_id="",
    )  # fmt: skip


class World:
    """A broker's agency with a draft application, written with real commits."""

    def __init__(self, url: str) -> None:
        self.connection = psycopg.connect(roles.urls(url, SECRET).app)
        self.organisation, self.agency, self.application = ids.new_id(), ids.new_id(), ids.new_id()
        with psycopg.connect(url) as owner:
            insert(
                owner, "licence_class", code="overseas", name="Overseas", months=24, instrument="An act",
                effective_from=NOW.date(),
            )  # fmt: skip
        self.as_broker()
        insert(
            self.connection, "agency", id=self.agency, organisation_id=self.organisation, reference="G-TEST-0001",
            legal_name="Blue River", registration_number="1", country="NP", city="", address="", created_at=NOW, version=1,
        )  # fmt: skip
        record(self.connection, "agency", self.agency, self.organisation)
        self.begin(self.application, "A-TEST-0001")
        self.connection.commit()

    def as_broker(self, organisation: UUID | None = None) -> None:
        self.connection.execute(
            "SELECT set_config('app.org', %s, true), set_config('app.kind', 'broker', true)",
            (str(organisation or self.organisation),),
        )

    def begin(self, application: UUID, reference: str, **more: object) -> None:
        values = {"status": "draft", "class_code": "overseas", "kind": "new"} | more
        insert(
            self.connection, "application", id=application, organisation_id=self.organisation, agency_id=self.agency,
            reference=reference, destinations=[], sectors=[], completed_parts=[], proposed_conditions=json.dumps([]),
            created_at=NOW, version=1, **values,
        )  # fmt: skip
        record(self.connection, "application", application, self.organisation)

    def line(self, **more: object) -> UUID:
        line = ids.new_id()
        values = {"item_code": "A03", "payer": "employer"} | more
        insert(
            self.connection, "fee_plan_line", id=line, organisation_id=self.organisation,
            application_id=self.application, created_at=NOW, **values,
        )  # fmt: skip
        record(self.connection, "fee_plan_line", line, self.organisation)
        return line


@pytest.fixture
def world(clone):
    made = World(clone)
    made.as_broker()
    with made.connection:
        yield made
        made.connection.rollback()


def refused(world, name: str, act) -> None:
    def act_and_commit() -> None:
        act()
        world.connection.commit()

    with pytest.raises(psycopg.errors.IntegrityError) as refusal:
        act_and_commit()
    assert refusal.value.diag.constraint_name == name


def test_a_fee_plan_that_charges_a_worker_is_refused(world):
    refused(world, "ck_fee_plan_line_worker_pays_nothing", lambda: world.line(payer="worker"))


def test_a_saved_line_cannot_be_turned_against_the_worker(world):
    line = world.line()
    world.connection.commit()
    world.as_broker()
    record(world.connection, "fee_plan_line", line, world.organisation)
    refused(
        world, "ck_fee_plan_line_worker_pays_nothing",
        lambda: world.connection.execute("UPDATE fee_plan_line SET payer = 'worker' WHERE id = %s", (line,)),
    )  # fmt: skip


@pytest.mark.parametrize("code", ["X01", "X04", "F11", "D01", "N03", "L01"])
def test_items_that_are_never_legitimate_or_no_cost_of_recruitment_stay_out_of_plans(world, code):
    refused(world, "plan_item_declared", lambda: world.line(item_code=code))


def test_an_unknown_payer_and_half_an_amount_are_refused(world):
    refused(world, "ck_fee_plan_line_payer_known", lambda: world.line(payer="relative"))
    world.connection.rollback()
    world.as_broker()
    refused(world, "ck_fee_plan_line_amount_with_currency", lambda: world.line(amount_minor=100))
    world.connection.rollback()
    world.as_broker()
    refused(world, "ck_fee_plan_line_amount_not_negative", lambda: world.line(amount_minor=-1, currency="NPR"))


def test_an_item_is_declared_once(world):
    world.line()
    refused(world, "uq_fee_plan_line_once", world.line)


def test_a_line_without_a_trail_entry_is_not_committed(world):
    def silently() -> None:
        insert(
            world.connection, "fee_plan_line", id=ids.new_id(), organisation_id=world.organisation,
            application_id=world.application, item_code="A03", payer="employer", created_at=NOW,
        )  # fmt: skip

    refused(world, "trail_required", silently)


def test_an_application_is_not_handed_in_without_its_frozen_copy(world):
    record(world.connection, "application", world.application, world.organisation)
    refused(
        world, "ck_application_frozen_when_submitted",
        lambda: world.connection.execute(
            "UPDATE application SET status = 'awaiting-fee' WHERE id = %s", (world.application,)
        ),
    )  # fmt: skip


def test_an_application_begins_as_a_draft_and_moves_lawfully(world):
    refused(world, "lawful_start", lambda: world.begin(ids.new_id(), "A-TEST-0002", status="withdrawn"))
    world.connection.rollback()
    world.as_broker()
    record(world.connection, "application", world.application, world.organisation)
    refused(
        world, "lawful_move",
        lambda: world.connection.execute(
            "UPDATE application SET status = 'checks', snapshot = '{}', snapshot_hash = '' WHERE id = %s",
            (world.application,),
        ),
    )  # fmt: skip


def test_a_second_open_application_for_the_same_class_is_refused(world):
    refused(world, "uq_application_one_open", lambda: world.begin(ids.new_id(), "A-TEST-0002"))


def test_another_broker_sees_nothing_of_the_application_and_its_plan(world):
    world.line()
    world.connection.commit()
    world.as_broker(ids.new_id())
    for table in ("application", "fee_plan_line", "agency", "agency_person"):
        count = world.connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
        assert count == (0,), table
    changed = world.connection.execute("UPDATE application SET sectors = '{x}'").rowcount
    assert changed == 0


def test_a_second_principal_is_refused(world):
    def principal() -> None:
        person = ids.new_id()
        insert(
            world.connection, "agency_person", id=person, organisation_id=world.organisation, agency_id=world.agency,
            name="Sita Rai", role="principal", control_percent=0, created_at=NOW,
        )  # fmt: skip
        record(world.connection, "agency_person", person, world.organisation)

    principal()
    refused(world, "uq_agency_person_one_principal", principal)
