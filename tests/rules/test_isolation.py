"""Each tenant's table × each stranger × each verb, in SQL as the web and public roles, on the demonstration's rows.

Nothing is committed. Triggers are off, so that row-level security and rights alone must refuse.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.errors import InsufficientPrivilege

from core import ids

VICTIMS = ("company", "broker", "measured broker", "unpublished broker", "regulator")
# Who tries: (name, kind of organisation, whose rows it goes for).
ANY_BUT_OWN = {
    "another company": ("company", VICTIMS),
    "another broker": ("broker", VICTIMS),
    "an auditor without engagement": ("auditor", VICTIMS),
    "nobody": ("", ("company", "broker", "measured broker", "unpublished broker")),
    "a regulator": ("regulator", ("company",)),
}
PUBLISHED = {"agency", "agency_name", "agency_phone", "licence", "licence_condition"}  # a licence is a public fact
# Rows that anyone may add and none can read, change or take away: the trail of what was done, letters that go out.
POSTBOXES = {"audit_entry", "mail_message"}
VERBS = ("read", "lock", "change", "take", "give", "delete", "add")


class House:
    """The demonstration seen as superuser, and as each role for one attempt that is rolled back."""

    def __init__(self, url: str) -> None:
        self.url = url
        with psycopg.connect(url) as owner:
            find = lambda statement: owner.execute(statement).fetchone()[0]  # noqa: E731
            self.victims: dict[str, UUID] = {
                "company": find("SELECT organisation_id FROM audit ORDER BY reference LIMIT 1"),
                "broker": find("SELECT organisation_id FROM licence_condition ORDER BY id LIMIT 1"),
                "measured broker": find("SELECT organisation_id FROM licence_measure ORDER BY id LIMIT 1"),
                "unpublished broker": find(
                    "SELECT organisation_id FROM agency a WHERE published_at IS NULL AND EXISTS"
                    " (SELECT FROM agency_person p WHERE p.agency_id = a.id) ORDER BY reference LIMIT 1"
                ),
                "regulator": find("SELECT id FROM organisation WHERE kind = 'regulator'"),
            }
            self.tables = [row[0] for row in owner.execute(
                "SELECT c.table_name FROM information_schema.columns c JOIN information_schema.tables t"
                " USING (table_schema, table_name) WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'"
                " AND c.column_name = 'organisation_id' ORDER BY 1"
            )]  # fmt: skip
            furnish(owner, self.tables, list(self.victims.values()), [self.victims[name] for name in MADE_UP_FOR])
            self.rows = {(table, victim): self._row(owner, table, self.victims[victim])
                         for table in self.tables for victim in VICTIMS}  # fmt: skip
            self.spare = {kind: find(f"SELECT id FROM organisation WHERE kind = '{kind}' AND id <> ALL "
                                     f"(ARRAY[{', '.join(repr(str(v)) for v in self.victims.values())}]::uuid[])"
                                     " ORDER BY name LIMIT 1") for kind in ("company", "broker")}  # fmt: skip

    def _row(self, owner, table: str, organisation: UUID) -> dict | None:
        statement = sql.SQL("SELECT to_jsonb(t) FROM {} t WHERE organisation_id = %s LIMIT 1").format(
            sql.Identifier(table)
        )
        found = owner.execute(statement, (organisation,)).fetchone()
        return found and found[0]

    @contextmanager
    def role(self, kind: str, role: str = "fairgate_app") -> Iterator[tuple[psycopg.Connection, str]]:
        organisation = "" if not kind else str(self.spare.get(kind) or self.victims.get(kind) or ids.new_id())
        with psycopg.connect(self.url) as connection:
            connection.execute("SET session_replication_role = replica")
            connection.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(role)))
            connection.execute(
                "SELECT set_config('app.org', %s, true), set_config('app.kind', %s, true),"
                " set_config('app.person', '', true)", (organisation, kind),
            )  # fmt: skip
            try:
                yield connection, organisation
            finally:
                connection.rollback()


# Whose rows are made up where the demonstration has no example: tables without one are licensing's.
MADE_UP_FOR = ("broker", "measured broker", "unpublished broker", "regulator")
# What stands in a column that must not be empty, by type; a text is another one in each row.
FILLING = {
    "uuid": "gen_random_uuid()", "integer": "1", "bigint": "(random() * 1e9)::bigint", "smallint": "1", "numeric": "1",
    "double precision": "1", "boolean": "false", "date": "CURRENT_DATE", "timestamp with time zone": "now()",
    "jsonb": "'{}'", "bytea": "''", "ARRAY": "'{}'", "daterange": "daterange(CURRENT_DATE, CURRENT_DATE + 1)",
}  # fmt: skip


def furnish(owner: psycopg.Connection, tables: list[str], known: list[UUID], organisations: list[UUID]) -> None:
    """Give `organisations` a row in every table of which nobody `known` has one, past every rule."""
    owner.execute("SET session_replication_role = replica")
    for table, name in owner.execute(
        "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype IN ('c', 'x')"
        " AND conrelid::regclass::text = ANY (%s)", (tables,)
    ).fetchall():  # fmt: skip
        owner.execute(sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(sql.Identifier(table), sql.Identifier(name)))
    for table in tables:
        any_row = sql.SQL("SELECT 1 FROM {} WHERE organisation_id = ANY (%s) LIMIT 1").format(sql.Identifier(table))
        if owner.execute(any_row, (known,)).fetchone() is not None:
            continue
        columns = owner.execute(
            "SELECT column_name, data_type, character_maximum_length FROM information_schema.columns WHERE table_schema = 'public'"
            " AND table_name = %s AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO'"
            " AND is_generated = 'NEVER' AND column_name <> 'organisation_id'", (table,),
        ).fetchall()  # fmt: skip
        names = ", ".join(["organisation_id", *(f'"{name}"' for name, *_ in columns)])
        values = ", ".join(["%s", *(filling(kind, longest) for _, kind, longest in columns)])
        for organisation in organisations:
            here = sql.SQL("SELECT 1 FROM {} WHERE organisation_id = %s LIMIT 1").format(sql.Identifier(table))
            if owner.execute(here, (organisation,)).fetchone() is None:
                owner.execute(f"INSERT INTO {table} ({names}) VALUES ({values})", (organisation,))
    owner.execute("SET session_replication_role = origin")


def filling(kind: str, longest: int | None) -> str:
    """SQL for a value of a type, no longer than the column takes."""
    return FILLING.get(kind, f"left(md5(random()::text), {min(longest or 32, 32)})")


@pytest.fixture(scope="module")
def house(cluster, demonstration) -> Iterator[House]:
    """A copy of the demonstration, for what is made up in it must not be met elsewhere."""
    name, template = "isolation_" + ids.new_id().hex[:8], conninfo_to_dict(demonstration)["dbname"]
    with psycopg.connect(cluster, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield House(make_conninfo(cluster, dbname=name))
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def attempt(connection: psycopg.Connection, verb: str, table: str, row: dict, mine: str) -> int:
    """Return how many of the victim's rows `verb` reached; refused is none."""
    victim = row["organisation_id"]
    name = sql.Identifier(table)
    statements: dict[str, tuple[str, tuple]] = {
        "read": ("SELECT 1 FROM {} WHERE organisation_id = %s", (victim,)),
        "lock": ("SELECT 1 FROM {} WHERE organisation_id = %s FOR UPDATE", (victim,)),
        "change": ("UPDATE {} SET organisation_id = organisation_id WHERE organisation_id = %s", (victim,)),
        "take": ("UPDATE {} SET organisation_id = %s WHERE organisation_id = %s", (mine or victim, victim)),
        "give": ("UPDATE {} SET organisation_id = %s WHERE organisation_id = %s", (victim, mine or victim)),
        "delete": ("DELETE FROM {} WHERE organisation_id = %s", (victim,)),
        "add": ("INSERT INTO {} OVERRIDING SYSTEM VALUE SELECT * FROM jsonb_populate_record(NULL::{}, %s)",
                (json.dumps(row | ({"id": str(ids.new_id())} if isinstance(row.get("id"), str) else {"id": 2**40})),)),
    }  # fmt: skip
    statement, values = statements[verb]
    try:
        with connection.transaction():
            done = connection.execute(sql.SQL(statement).format(name, name), values).rowcount
    except InsufficientPrivilege:
        return 0
    return done


def allowed(who: str, victim: str, table: str, verb: str) -> bool:
    """Tell whether the design lets `who` do this to the victim's rows; everything else must be refused."""
    if verb == "add" and table in POSTBOXES:
        return True
    if table == "membership" and who == "nobody":
        return True  # before sign-in the memberships of who signs in must be found, and a new broker's first one made
    return verb == "read" and victim in {"broker", "measured broker"} and table in PUBLISHED


def test_there_are_rows_to_try_in_every_tenants_table(house):
    assert [table for table in house.tables if not any(house.rows[table, victim] for victim in VICTIMS)] == []
    assert len(house.tables) >= 20


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("who", ANY_BUT_OWN)
def test_no_stranger_reaches_a_row_of_another_tenant(house, who, verb):
    kind, victims = ANY_BUT_OWN[who]
    reached = []
    with house.role(kind) as (connection, mine):
        for table in house.tables:
            for victim in victims:
                row = house.rows[table, victim]
                if row is None or allowed(who, victim, table, verb) or (verb == "give" and not mine):
                    continue
                if attempt(connection, verb, table, row, mine):
                    reached.append(f"{verb} {table} of {victim}")
    assert reached == []


def test_what_is_allowed_is_truly_possible_so_that_the_attempts_mean_something(house):
    """The same statements by the tenant itself reach its rows: a refusal above is not a slip of the test."""
    with house.role("regulator") as (connection, _):
        connection.execute("SELECT set_config('app.org', %s, true), set_config('app.kind', 'company', true)",
                           (str(house.victims["company"]),))  # fmt: skip
        for table in ("supplier", "supplier_list", "alert", "audit", "finding", "engagement"):
            row = house.rows[table, "company"]
            assert attempt(connection, "read", table, row, row["organisation_id"]) > 0, table
            assert attempt(connection, "change", table, row, row["organisation_id"]) > 0, table


@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb != "read"])
def test_the_public_role_writes_nowhere(house, verb):
    with house.role("", "fairgate_public") as (connection, _):
        for table in house.tables:
            for victim in VICTIMS:
                row = house.rows[table, victim]
                if row is not None:
                    assert attempt(connection, verb, table, row, str(ids.new_id())) == 0, f"{verb} {table}"


def test_the_public_role_reads_published_columns_of_published_rows_only(house):
    with psycopg.connect(house.url) as owner:
        open_columns = dict(owner.execute(
            "SELECT table_name, array_agg(column_name::text) FROM information_schema.role_column_grants"
            " WHERE grantee = 'fairgate_public' AND privilege_type = 'SELECT' GROUP BY 1"
        ).fetchall())  # fmt: skip
        unpublished = owner.execute("SELECT id FROM agency WHERE published_at IS NULL").fetchall()
        names = {"agency": "id", "agency_name": "agency_id", "agency_phone": "agency_id", "agency_person": "agency_id"}
        assert unpublished
    with house.role("", "fairgate_public") as (connection, _):
        for table in house.tables:
            with pytest.raises(InsufficientPrivilege), connection.transaction():
                connection.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(table)))
            if table not in open_columns:
                with pytest.raises(InsufficientPrivilege), connection.transaction():
                    connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
        for table, column in names.items():
            found = connection.execute(
                sql.SQL("SELECT {} FROM {}").format(sql.Identifier(column), sql.Identifier(table))
            )
            assert not {row[0] for row in found} & {row[0] for row in unpublished}, table


def test_an_engaged_auditor_reads_the_suppliers_it_is_engaged_for_and_no_other_table_of_the_company(house):
    with psycopg.connect(house.url) as owner:
        firm, today = owner.execute(
            "SELECT auditor_organisation_id, max(starts_on) FROM engagement GROUP BY 1"
        ).fetchone()
        engaged = {row[0] for row in owner.execute(
            "SELECT supplier_id FROM engagement WHERE auditor_organisation_id = %s", (firm,)).fetchall()}  # fmt: skip
    with house.role("auditor") as (connection, _):
        connection.execute("SELECT set_config('app.org', %s, true), set_config('app.today', %s, true)",
                           (str(firm), today.isoformat()))  # fmt: skip
        assert {row[0] for row in connection.execute("SELECT id FROM supplier")} == engaged
        assert {row[0] for row in connection.execute("SELECT supplier_id FROM audit")} <= engaged
        for table in ("supplier_list", "supplier_list_row", "supplier_broker", "alert", "stored_file", "screening_run"):
            count = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
            assert count == (0,), table
        changed = connection.execute("UPDATE supplier SET name = name").rowcount
        assert changed == 0
        connection.execute("SELECT set_config('app.today', '2099-01-01', true)")
        for table in ("supplier", "audit"):  # the engagement is over, and so is the sight of it
            count = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
            assert count == (0,), table
