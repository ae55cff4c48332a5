"""What the database's own catalogue says: no tenant's table without its policy, no power where none belongs."""

import psycopg
import pytest
from sqlalchemy import create_engine

import migrations.tables  # noqa: F401
from core import migrate, roles
from core.db import Model
from tests.conftest import SECRET

# Tables without a tenant, each with the reason why everyone may read its rows (or only a service does).
SHARED = {
    "person": "sign-in must find people before anyone acts; only accounts reads it",
    "sign_in_session": "found by the hash of its secret before anyone acts",
    "failed_sign_in": "keyed hashes and instants only",
    "organisation": "the tenants themselves",
    "demerit_rule": "law", "letter_paragraph": "law",
    "licence_class": "law", "legal_ground": "law", "cost_item": "law", "lawful_move": "law",
    "working_week": "law", "holiday": "law", "clock_rule": "law", "reminder_rule": "law",
    "evidence_requirement": "law",
    "trail_seal": "digests",
    "relation_rule": "law", "phoenix_rule": "law",
    "watchlist": "published lists", "watchlist_snapshot": "published lists", "flagged_entity": "published lists",
    "flagged_name": "published lists", "installation_fact": "shown on public pages",
    "idempotency_record": "found by person, route and key", "alembic_version": "the schema's version",
}  # fmt: skip


@pytest.fixture(scope="module")
def catalogue(cluster):
    from tests.conftest import cloned

    with cloned(cluster) as url, psycopg.connect(url) as connection:
        yield connection


def tables(connection) -> set[str]:
    rows = connection.execute(
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND c.relname NOT LIKE 'procrastinate%'"
    ).fetchall()
    return {row[0] for row in rows}


def test_every_table_with_a_tenant_forces_row_level_security_and_has_policies(catalogue):
    forced = {
        row[0]
        for row in catalogue.execute(
            "SELECT c.relname FROM pg_class c WHERE c.relrowsecurity AND c.relforcerowsecurity"
            " AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid)"
        ).fetchall()
    }
    tenants = {
        row[0]
        for row in catalogue.execute(
            "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'organisation_id'"
        ).fetchall()
    }
    assert tenants - forced == set()
    assert tables(catalogue) - forced - set(SHARED) == set(), "a table is neither a tenant's nor declared as shared"


def test_every_policy_that_lets_rows_in_checks_them(catalogue):
    lax = catalogue.execute(
        "SELECT polrelid::regclass::text, polname FROM pg_policy WHERE polcmd IN ('a', 'w', '*') AND polwithcheck IS NULL"
    ).fetchall()
    assert lax == []


def test_foreign_keys_between_tenants_tables_carry_the_tenant(catalogue):
    """A foreign key sees rows that row-level security hides, so it must compare the tenant as well."""
    rows = catalogue.execute(
        """
        SELECT k.conname FROM pg_constraint k
        WHERE k.contype = 'f' AND 'organisation_id' IN (SELECT attname FROM pg_attribute WHERE attrelid = k.conrelid)
          AND 'organisation_id' IN (SELECT attname FROM pg_attribute WHERE attrelid = k.confrelid)
          AND NOT EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)
                          AND a.attname = 'organisation_id')
        """
    ).fetchall()
    # A licence belongs to its application through a trigger that compares the agency (licence_from_decision);
    # a match belongs to its run, both written by the worker for one tenant; a tenant's run to the installation's.
    allowed = {"fk_licence_application_id", "fk_screening_match_run_id", "fk_screening_run_parent_id"}
    assert {row[0] for row in rows} <= allowed


def test_definer_functions_pin_their_search_path(catalogue):
    rows = catalogue.execute(
        "SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
        " WHERE n.nspname IN ('app', 'public') AND p.prosecdef AND p.proname NOT LIKE 'procrastinate%'"
        " AND NOT coalesce(array_to_string(p.proconfig, ','), '') LIKE '%search_path%'"
    ).fetchall()
    assert rows == []


def test_no_view_runs_as_its_owner(catalogue):
    rows = catalogue.execute(
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public'"
        " AND (c.relkind = 'm' OR (c.relkind = 'v' AND NOT 'security_invoker=true' = ANY (coalesce(c.reloptions, '{}'))))"
    ).fetchall()
    assert rows == []


def test_the_application_roles_own_nothing_and_cannot_bypass_policies(catalogue):
    rows = catalogue.execute(
        "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname LIKE 'fairgate%'"
    ).fetchall()
    assert {row[0] for row in rows} == {roles.OWNER, roles.APP, roles.WORKER, roles.PUBLIC}
    assert all(row[1:] == (False, False, False, False) for row in rows)
    owned = catalogue.execute(
        "SELECT relname FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE r.rolname = ANY (%s)",
        ([roles.APP, roles.WORKER, roles.PUBLIC],),
    ).fetchall()
    assert owned == []


def test_nobody_but_the_owner_may_truncate(catalogue):
    rows = catalogue.execute(
        "SELECT grantee, table_name FROM information_schema.role_table_grants WHERE table_schema = 'public'"
        " AND privilege_type IN ('TRUNCATE', 'REFERENCES', 'TRIGGER') AND grantee LIKE 'fairgate%%'"
        " AND grantee <> %s",
        (roles.OWNER,),
    ).fetchall()
    assert rows == []


def test_the_public_role_reads_and_never_writes(catalogue):
    rows = catalogue.execute(
        "SELECT table_name, privilege_type FROM information_schema.role_column_grants"
        " WHERE grantee = %s AND privilege_type <> 'SELECT'",
        (roles.PUBLIC,),
    ).fetchall()
    assert rows == []
    hidden = catalogue.execute(
        "SELECT column_name FROM information_schema.role_column_grants WHERE grantee = %s AND column_name IN"
        " ('birth_date', 'email', 'password_hash', 'snapshot', 'reason', 'nationality')",
        (roles.PUBLIC,),
    ).fetchall()
    assert hidden == []


def test_the_models_are_the_schema(clone):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    def ours(item, name, kind, _reflected, _compared) -> bool:
        return not (kind == "table" and name.startswith(("procrastinate", "lawful_move")))

    engine = create_engine(roles.sqlalchemy_url(clone))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": ours})
        difference = compare_metadata(context, Model.metadata)
    engine.dispose()
    assert difference == []


def test_the_migrations_end_at_the_head_file(clone):
    assert migrate.at_head(clone)
    files = sorted(path.name[:4] for path in (migrate.ROOT / "migrations" / "versions").glob("[0-9]*.py"))
    assert files == [f"{number:04d}" for number in range(1, len(files) + 1)]
    assert files[-1] == (migrate.ROOT / "migrations" / "HEAD").read_text(encoding="utf-8").strip()


def test_the_application_refuses_a_superuser(clone, tmp_path):
    from app import create_app
    from tests.conftest import settings_for

    with pytest.raises(RuntimeError, match="superuser or may bypass"):
        create_app(settings_for(tmp_path), clone)


def test_bootstrapping_twice_changes_nothing(clone):
    first = roles.bootstrap(clone, SECRET)
    assert roles.bootstrap(clone, SECRET) == first
