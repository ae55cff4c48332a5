"""What PostgreSQL itself holds of the supply-chain rooms: tenants, moves, trail, evidence, four eyes."""

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from core import ids, roles
from tests.conftest import SECRET, cloned

TABLES = ("stored_file", "supplier_list", "supplier_list_row", "supplier", "supplier_broker", "alert")


class House:
    """A database with two companies, each with one row in every table; speaks as the web role."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.app = roles.urls(url, SECRET).app
        self.companies = []
        with psycopg.connect(url) as connection:
            connection.execute("SET session_replication_role = replica")
            self.people = [self.person(connection) for _ in range(2)]
            self.companies = [self.company(connection) for _ in range(2)]

    def person(self, connection) -> str:
        person = str(ids.new_id())
        connection.execute(
            "INSERT INTO person (id, name, email, password_hash, active, created_at) VALUES (%s, 'P', %s, 'x', true, now())",
            (person, f"{person}@example.org"),
        )
        return person

    def company(self, connection) -> dict[str, str]:
        made = {name: str(ids.new_id()) for name in ("org", *TABLES)}
        put = connection.execute
        put(
            "INSERT INTO organisation (id, kind, name, country, created_at) VALUES (%(org)s, 'company', 'C', 'NP', now())",
            made,
        )
        put("INSERT INTO stored_file (id, organisation_id, name, size, sha256, content, created_at)"
            " VALUES (%(stored_file)s, %(org)s, 'f', 1, 'x', 'x', now())", made)  # fmt: skip
        made["ref"] = ids.new_reference("L")
        put("INSERT INTO supplier_list (id, organisation_id, reference, name, file_id, file_name, file_hash, status,"
            " dialect, headers, sample, mapping, findings, total, accepted, rejected, duplicates, blank, processed,"
            " screened, alerts_raised, created_at, version) VALUES (%(supplier_list)s, %(org)s, %(ref)s, 'n',"
            " %(stored_file)s, 'f', 'x', 'live', '{}', '[]', '[]', '{}', '[]', 1, 1, 0, 0, 0, 1, 1, 0, now(), 1)", made)  # fmt: skip
        put("INSERT INTO supplier_list_row (organisation_id, list_id, row_number, status, raw, content, findings,"
            " supplier_id) VALUES (%(org)s, %(supplier_list)s, 2, 'accepted', '[]', '{}', '[]', %(supplier)s)", made)  # fmt: skip
        put("INSERT INTO supplier (id, organisation_id, reference, match_key, name, address, country, details,"
            " created_at, updated_at) VALUES (%(supplier)s, %(org)s, %(ref)s, 'k', 'S', 'a', 'NP', '{}', now(), now())", made)  # fmt: skip
        put("INSERT INTO supplier_broker (id, organisation_id, supplier_id, match_key, name, created_at)"
            " VALUES (%(supplier_broker)s, %(org)s, %(supplier)s, 'k', 'B', now())", made)  # fmt: skip
        put("INSERT INTO alert (id, organisation_id, reference, kind, status, pair_key, fingerprint, supplier_id,"
            " subject_name, object_name, score, evidence, cause, opened_at, version) VALUES (%(alert)s, %(org)s, %(ref)s,"
            " 'licence', 'open', 'p', 'f', %(supplier)s, 'S', 'L', 1, '{}', 'new-list', now(), 1)", made)  # fmt: skip
        return made

    def act(self, company: dict[str, str], statement: str, values: object = None, *, url: str | None = None):
        """Run one statement as a member of `company`, commit, return the rows or the number of rows touched."""
        with psycopg.connect(url or self.app) as connection, connection.transaction():
            connection.execute(
                "SELECT set_config('app.org', %s, true), set_config('app.kind', 'company', true)", (company["org"],)
            )
            cursor = connection.execute(statement, values)
            return cursor.fetchall() if cursor.description else cursor.rowcount


@pytest.fixture(scope="module")
def house(cluster):
    with cloned(cluster) as url:
        yield House(make_conninfo(url))


@pytest.mark.parametrize("table", TABLES)
def test_a_company_reads_its_own_rows_and_no_others(house, table):
    mine, theirs = house.companies
    rows = house.act(mine, f"SELECT organisation_id::text FROM {table}")
    assert rows == [(mine["org"],)]
    assert house.act(mine, f"SELECT 1 FROM {table} WHERE organisation_id = %s", (theirs["org"],)) == []


@pytest.mark.parametrize("table", [name for name in TABLES if name != "stored_file"])
def test_a_company_changes_no_row_of_another(house, table):
    mine, theirs = house.companies
    where = "organisation_id = %s"
    assert house.act(mine, f"UPDATE {table} SET organisation_id = organisation_id WHERE {where}", (theirs["org"],)) == 0


@pytest.mark.parametrize("table", ["supplier", "supplier_broker", "supplier_list", "supplier_list_row"])
def test_a_company_deletes_no_row_of_another(house, table):
    mine, theirs = house.companies
    assert house.act(mine, f"DELETE FROM {table} WHERE organisation_id = %s", (theirs["org"],)) == 0


@pytest.mark.parametrize("table", TABLES)
def test_a_company_writes_no_row_for_another(house, table):
    mine, theirs = house.companies
    with psycopg.connect(house.url) as connection:
        columns = [
            row[0]
            for row in connection.execute(
                "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_identity = 'NO'"
                " AND column_name NOT IN ('organisation_id')", (table,),
            ).fetchall()
        ]  # fmt: skip
    names = ", ".join(columns)
    copied = names.replace("status", "'uploaded'") if table == "supplier_list" else names
    if table == "supplier_list_row":  # of a list that is not accepted yet, as far as that trigger can see
        copied = names.replace("list_id", "gen_random_uuid()")
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
        house.act(
            mine, f"INSERT INTO {table} (organisation_id, {names}) SELECT %s, {copied} FROM {table}", (theirs["org"],)
        )


def test_a_broker_cannot_be_hung_on_another_companys_supplier(house):
    mine, theirs = house.companies
    with pytest.raises(psycopg.errors.ForeignKeyViolation, match="fk_supplier_broker_supplier"):
        house.act(
            mine, "INSERT INTO supplier_broker (id, organisation_id, supplier_id, match_key, name, created_at)"
            " VALUES (%s, %s, %s, 'z', 'B', now())", (ids.new_id(), mine["org"], theirs["supplier"]),
        )  # fmt: skip


def test_an_alert_cannot_be_about_another_companys_supplier(house):
    mine, theirs = house.companies
    with pytest.raises(psycopg.errors.ForeignKeyViolation, match="fk_alert_supplier"):
        house.act(
            mine, "INSERT INTO alert (id, organisation_id, reference, kind, status, pair_key, fingerprint, supplier_id,"
            " subject_name, object_name, score, evidence, cause, opened_at, version) VALUES (%s, %s, %s, 'licence',"
            " 'open', 'other', 'f', %s, 'S', 'L', 1, '{}', 'new-list', now(), 1)",
            (ids.new_id(), mine["org"], ids.new_reference("W"), theirs["supplier"]),
        )  # fmt: skip


def test_the_rows_of_an_accepted_list_are_never_changed_or_taken_away(house):
    mine = house.companies[0]
    for statement in ("UPDATE supplier_list_row SET raw = '[1]'", "DELETE FROM supplier_list_row"):
        with pytest.raises(psycopg.errors.CheckViolation, match="never changed"):
            house.act(mine, statement)


def test_an_alert_changes_only_by_lawful_moves_and_never_without_a_trail_entry(house):
    mine = house.companies[0]
    with pytest.raises(psycopg.errors.CheckViolation, match="may not go from open to true_match"):
        house.act(mine, "UPDATE alert SET status = 'true_match', decided_by = NULL")
    with pytest.raises(psycopg.errors.CheckViolation, match="without a trail entry"):
        house.act(mine, "UPDATE alert SET note = 'quietly'")


def test_an_alert_is_never_deleted(house):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        house.act(house.companies[0], "DELETE FROM alert")


def test_one_person_cannot_be_both_pairs_of_eyes(house):
    mine, person = house.companies[0], house.people[0]
    with psycopg.connect(house.url) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(
            "UPDATE alert SET status = 'escalated', decided_by = %s WHERE id = %s", (person, mine["alert"])
        )
    values = {"person": person, "other": house.people[1], "id": mine["alert"]}
    confirm = (
        "UPDATE alert SET status = 'true_match', reason_code = 'other', confirmed_by = %(person)s WHERE id = %(id)s"
    )
    with pytest.raises(psycopg.errors.CheckViolation, match="ck_alert_four_eyes"):
        house.act(mine, confirm, values)
    with pytest.raises(psycopg.errors.CheckViolation, match="ck_alert_reason_given"):
        house.act(mine, "UPDATE alert SET status = 'false_positive' WHERE id = %(id)s", values)
    with pytest.raises(psycopg.errors.CheckViolation, match="without a trail entry"):
        house.act(mine, confirm.replace("%(person)s", "%(other)s"), values)


def test_a_list_whose_rows_do_not_add_up_is_not_accepted(house):
    mine = house.companies[0]
    with pytest.raises(psycopg.errors.CheckViolation, match="ck_supplier_list_counts_add_up"):
        house.act(mine, "UPDATE supplier_list SET total = 7")


def test_there_is_one_alert_per_pair_and_one_supplier_per_key(house):
    mine = house.companies[0]
    with pytest.raises(psycopg.errors.UniqueViolation, match="uq_supplier_match_key"):
        house.act(
            mine, "INSERT INTO supplier (id, organisation_id, reference, match_key, name, address, country, details,"
            " created_at, updated_at) VALUES (%s, %s, 'S-X', 'k', 'S', 'a', 'NP', '{}', now(), now())",
            (ids.new_id(), mine["org"]),
        )  # fmt: skip
    with pytest.raises(psycopg.errors.UniqueViolation, match="uq_alert_pair"):
        house.act(
            mine, "INSERT INTO alert (id, organisation_id, reference, kind, status, pair_key, fingerprint, supplier_id,"
            " subject_name, object_name, score, evidence, cause, opened_at, version) VALUES (%s, %s, 'W-X', 'licence',"
            " 'open', 'p', 'f', %s, 'S', 'L', 1, '{}', 'new-list', now(), 1)",
            (ids.new_id(), mine["org"], mine["supplier"]),
        )  # fmt: skip


def test_brokers_and_regulators_and_the_public_see_no_companys_suppliers(house):
    for kind in ("regulator", "broker", "auditor", ""):
        with psycopg.connect(house.app) as connection:
            connection.execute(
                "SELECT set_config('app.org', %s, true), set_config('app.kind', %s, true)", (str(ids.new_id()), kind)
            )
            for table in TABLES:
                assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), (kind, table)
