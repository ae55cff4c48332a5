"""What the database itself refuses about audits, findings and engagements, whoever asks."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, ProgrammingError

from core import clock, ids
from core.actor import Actor
from core.db import db, transaction
from tests.audits.visiting import begun, engaged, found, planned, submitted, supplier
from tests.conftest import NOON
from tests.factories import actor, member


class Sides:
    def __init__(self) -> None:
        from accounts.sessions.queries import actor_of

        analyst = member("analyst")
        self.company = actor_of(analyst)
        self.colleague = actor_of(member("compliance", organisation=analyst.organisation))
        self.firm, self.rival, self.other = actor("auditor"), actor("auditor"), actor("analyst")
        self.supplier = supplier(self.company)


@pytest.fixture
def sides(app) -> Sides:
    return Sides()


def run(by: Actor, statement: str, **values: object) -> int:
    """Run one statement as the actor with the web role, past every service; return how many rows it touched."""
    with transaction(actor=by) as session:
        return session.execute(text(statement), values).rowcount


def refused(by: Actor, statement: str, **values: object) -> str:
    """Return the name of the constraint that refuses."""
    with pytest.raises(IntegrityError) as caught:
        run(by, statement, **values)
    return caught.value.orig.diag.constraint_name


def seen(by: Actor, table: str) -> int:
    with transaction(actor=by, read_only=True) as session:
        return session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()


def test_each_side_sees_its_own_and_nobody_else_anything(sides):
    engaged(sides.company, sides.firm, sides.supplier)
    found(sides.firm, begun(sides.firm, sides.supplier))
    for table in ("supplier", "engagement", "audit", "finding"):
        assert [seen(by, table) for by in (sides.company, sides.firm)] == [1, 1], table
        assert [seen(by, table) for by in (sides.rival, sides.other, actor("officer"), actor("broker"))] == [0] * 4, (
            table
        )


def test_the_firm_sees_nothing_before_after_or_once_it_is_ended(sides):
    engagement = engaged(sides.company, sides.firm, sides.supplier, last=2)
    found(sides.firm, begun(sides.firm, sides.supplier))
    for days, rows in ((-1, 0), (0, 1), (2, 1), (3, 0)):
        with clock.frozen(NOON + timedelta(days=days)):
            assert [seen(sides.firm, table) for table in ("supplier", "audit", "finding")] == [rows] * 3, days
    run(
        sides.company,
        "WITH told AS (INSERT INTO audit_entry (id, at, action, subject_table, subject_id, actor_name, actor_role, detail,"
        " request_id) VALUES (gen_random_uuid(), now(), 'audits.engagement.end', 'engagement', :id, 'x', 'x', '{}', '')"
        " RETURNING 1) UPDATE engagement SET ended_at = now() WHERE id = :id",
        id=engagement.id,
    )
    assert [seen(sides.firm, table) for table in ("supplier", "audit", "finding")] == [0] * 3


def test_a_firm_cannot_give_itself_an_engagement_or_lengthen_one(sides):
    engagement = engaged(sides.company, sides.firm, sides.supplier)
    assert run(sides.firm, "UPDATE engagement SET ends_on = ends_on + 100 WHERE id = :id", id=engagement.id) == 0
    with pytest.raises(ProgrammingError, match="row-level security"):
        run(
            sides.rival,
            "INSERT INTO engagement (id, organisation_id, supplier_id, auditor_organisation_id, starts_on, ends_on,"
            " created_at) VALUES (:id, :org, :supplier, :firm, '2026-01-01', '2027-01-01', now())",
            id=ids.new_id(), org=sides.company.organisation_id, supplier=sides.supplier.id,
            firm=sides.rival.organisation_id,
        )  # fmt: skip


def test_an_audit_is_neither_moved_to_another_supplier_nor_handed_to_another_firm(sides):
    engaged(sides.company, sides.firm, sides.supplier)
    engaged(sides.company, sides.rival, sides.supplier)
    audit = begun(sides.firm, sides.supplier)
    elsewhere = supplier(sides.company, "Elsewhere")
    for column, value in (
        ("supplier_id", elsewhere.id),
        ("auditor_organisation_id", sides.rival.organisation_id),
        ("lead_auditor", sides.company.person_id),
    ):
        statement = f"UPDATE audit SET {column} = :value WHERE id = :id"
        assert refused(sides.company, statement, value=value, id=audit.id) == "immutable", column


def test_no_audit_is_submitted_without_a_summary_or_made_final_by_who_led_it(sides):
    audit = begun(sides.company, sides.supplier)
    to = "UPDATE audit SET status = :status WHERE id = :id"
    assert refused(sides.company, to, status="submitted", id=audit.id) == "audit_summarised"
    assert refused(sides.company, to, status="final", id=audit.id) in {"lawful_move", "audit_accepted_by_company"}
    submitted(sides.company, audit)
    assert refused(sides.company, to, status="final", id=audit.id) == "audit_accepted_by_company"
    assert refused(sides.company, "UPDATE audit SET summary = 'other' WHERE id = :id", id=audit.id) == "immutable"


def test_a_firm_does_not_accept_its_own_audit(sides):
    engaged(sides.company, sides.firm, sides.supplier)
    audit = submitted(sides.firm, begun(sides.firm, sides.supplier))
    to = "UPDATE audit SET status = 'final' WHERE id = :id"
    assert refused(sides.firm, to, id=audit.id) == "audit_accepted_by_company"


def test_moves_that_are_not_listed_are_refused(sides):
    audit = planned(sides.company, sides.supplier)
    for status in ("submitted", "final"):
        named = refused(sides.company, "UPDATE audit SET status = :status WHERE id = :id", status=status, id=audit.id)
        assert named in {"lawful_move", "audit_summarised", "audit_accepted_by_company"}, status
    begin = (
        "INSERT INTO audit SELECT (jsonb_populate_record(a, jsonb_build_object('id', gen_random_uuid(), 'reference', 'V-X',"
        " 'status', 'final'))).* FROM audit a WHERE a.id = :id"
    )
    assert refused(sides.company, begin, id=audit.id) == "lawful_start"


COPY = (
    "INSERT INTO finding SELECT (jsonb_populate_record(f, jsonb_build_object('id', gen_random_uuid(), 'reference', 'F-X')"
    " || CAST(:changed AS jsonb))).* FROM finding f WHERE f.id = :id"
)


@pytest.mark.parametrize(
    ("changed", "constraint"),
    [
        ('{"due_on": null}', "ck_finding_due_unless_observation"),
        ('{"description": "         x"}', "ck_finding_description_given"),
        ('{"severity": "terrible"}', "ck_finding_severity_known"),
        ('{"status": "open"}', "lawful_start"),
        ('{"closed_at": "2026-11-21T00:00:00Z"}', "finding_closed_on_a_day"),
    ],
)
def test_a_finding_that_cannot_be_is_refused(sides, changed, constraint):
    finding = found(sides.company, begun(sides.company, sides.supplier))
    assert refused(sides.company, COPY, id=finding.id, changed=changed) == constraint


def test_an_observation_needs_no_day(sides):
    kept = found(sides.company, begun(sides.company, sides.supplier), severity="observation", due_on=None)
    assert (kept.severity, kept.due_on) == ("observation", None)


def test_a_finding_belongs_to_its_audits_supplier_and_auditor(sides):
    finding = found(sides.company, begun(sides.company, sides.supplier))
    elsewhere = supplier(sides.company, "Elsewhere")
    changed = f'{{"supplier_id": "{elsewhere.id}"}}'
    assert refused(sides.company, COPY, id=finding.id, changed=changed) == "finding_of_audit"
    statement = "UPDATE finding SET auditor_organisation_id = :firm WHERE id = :id"
    assert refused(sides.company, statement, firm=sides.firm.organisation_id, id=finding.id) == "finding_of_audit"


def test_what_was_issued_is_not_rewritten_and_nothing_is_added_afterwards(sides):
    audit = begun(sides.company, sides.supplier)
    finding = found(sides.company, audit)
    submitted(sides.company, audit)
    for column, value in (("clause", "'9'"), ("description", "'Something else entirely'"), ("severity", "'minor'"),
                          ("severity_native", "'x'"), ("due_on", "due_on + 300")):  # fmt: skip
        assert (
            refused(sides.company, f"UPDATE finding SET {column} = {value} WHERE id = :id", id=finding.id)
            == "immutable"
        )
    changed = '{"status": "draft"}'
    assert refused(sides.company, COPY, id=finding.id, changed=changed) == "finding_in_progress"


def test_nothing_is_deleted(sides):
    audit = begun(sides.company, sides.supplier)
    found(sides.company, audit)
    for table in ("finding", "audit", "engagement"):
        with pytest.raises(ProgrammingError, match="permission denied"):
            run(sides.company, f"DELETE FROM {table}")


def test_another_tenant_writes_nothing(sides):
    audit = begun(sides.company, sides.supplier)
    finding = found(sides.company, audit)
    for by in (sides.other, sides.firm):
        assert run(by, "UPDATE audit SET summary = 'mine now' WHERE id = :id", id=audit.id) == 0
        assert run(by, "UPDATE finding SET status = 'withdrawn' WHERE id = :id", id=finding.id) == 0


def test_a_change_without_its_trail_entry_is_not_committed(clone, tmp_path):
    """With a database of its own: in a shared transaction the entry of the first act would count for the second."""
    from accounts.people import passwords
    from app import create_app
    from core import jobs, roles
    from tests.conftest import SECRET, settings_for

    passwords.use_quick_profile()
    kept = list(jobs._applications)
    app = create_app(settings_for(tmp_path), roles.urls(clone, SECRET).app)
    with app.app_context():
        company = actor("analyst")
        audit = begun(company, supplier(company))
        finding = found(company, audit)
        for table, subject in (("audit", audit.id), ("finding", finding.id)):
            statement = f"UPDATE {table} SET created_at = created_at WHERE id = :id"
            assert refused(company, statement, id=subject) == "trail_required"
        db.session.remove()
        db.engine.dispose()
    jobs.use(kept[0] if kept else app)
