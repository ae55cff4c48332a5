"""Audits are held to their engagement, findings to their audit; what was issued stays as it was; lists keep remarks."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

MINE = "organisation_id = (SELECT app.org())"
# An auditor sees and writes only while its engagement for that very supplier runs.
ENGAGED = (
    "(auditor_organisation_id = (SELECT app.org()) AND EXISTS (SELECT 1 FROM engagement e"
    " WHERE e.supplier_id = audit.supplier_id AND e.organisation_id = audit.organisation_id"
    " AND e.auditor_organisation_id = audit.auditor_organisation_id"
    " AND e.ended_at IS NULL AND (SELECT app.today()) BETWEEN e.starts_on AND e.ends_on))"
)
ENGAGED_BEFORE = ENGAGED.replace(
    " AND e.ended_at IS NULL AND (SELECT app.today()) BETWEEN e.starts_on AND e.ends_on", ""
)
SUPPLIER_SEEN = (
    f"{MINE} OR EXISTS (SELECT 1 FROM engagement e WHERE e.supplier_id = supplier.id AND e.auditor_organisation_id ="
    " (SELECT app.org()) AND e.ended_at IS NULL AND (SELECT app.today()) BETWEEN e.starts_on AND e.ends_on)"
)

TRIGGERS = """
CREATE FUNCTION app.check_audit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
BEGIN
  IF (NEW.organisation_id, NEW.supplier_id, NEW.reference, NEW.lead_auditor)
     IS DISTINCT FROM (OLD.organisation_id, OLD.supplier_id, OLD.reference, OLD.lead_auditor)
     OR NEW.auditor_organisation_id IS DISTINCT FROM OLD.auditor_organisation_id
     OR (OLD.status IN ('submitted', 'final', 'aborted') AND NEW.status = OLD.status
         AND NEW.summary IS DISTINCT FROM OLD.summary) THEN
    RAISE EXCEPTION 'what audit % is about, and what was submitted, is never changed', OLD.reference
      USING ERRCODE = 'check_violation', CONSTRAINT = 'immutable';
  END IF;
  IF NEW.status = 'submitted' AND coalesce(btrim(NEW.summary), '') = '' THEN
    RAISE EXCEPTION 'audit % has no summary', NEW.reference
      USING ERRCODE = 'check_violation', CONSTRAINT = 'audit_summarised';
  END IF;
  -- The worker has no organisation of its own; whoever has one must be the company that commissioned the audit.
  IF NEW.status = 'final' AND OLD.status <> 'final' AND app.org() IS NOT NULL
     AND (app.org() <> NEW.organisation_id OR app.person() = NEW.lead_auditor) THEN
    RAISE EXCEPTION 'audit % is accepted by the company, and not by who led it', NEW.reference
      USING ERRCODE = 'check_violation', CONSTRAINT = 'audit_accepted_by_company';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER audit_held BEFORE UPDATE ON audit FOR EACH ROW EXECUTE FUNCTION app.check_audit();

CREATE FUNCTION app.check_finding() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
DECLARE known public.audit;
BEGIN
  SELECT * INTO known FROM public.audit a WHERE a.id = NEW.audit_id;
  IF known.supplier_id IS DISTINCT FROM NEW.supplier_id
     OR known.auditor_organisation_id IS DISTINCT FROM NEW.auditor_organisation_id THEN
    RAISE EXCEPTION 'finding % names another supplier or auditor than its audit', NEW.reference
      USING ERRCODE = 'check_violation', CONSTRAINT = 'finding_of_audit';
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF known.status <> 'in_progress' THEN
      RAISE EXCEPTION 'audit % is not in progress', known.reference
        USING ERRCODE = 'check_violation', CONSTRAINT = 'finding_in_progress';
    END IF;
  ELSIF (NEW.audit_id, NEW.reference) IS DISTINCT FROM (OLD.audit_id, OLD.reference) OR (OLD.status <> 'draft' AND
    (NEW.clause, NEW.severity, NEW.description) IS DISTINCT FROM (OLD.clause, OLD.severity, OLD.description)) OR
    (OLD.status <> 'draft' AND (NEW.severity_native IS DISTINCT FROM OLD.severity_native
      OR NEW.due_on IS DISTINCT FROM OLD.due_on)) THEN
    RAISE EXCEPTION 'finding % was issued and is not rewritten', OLD.reference
      USING ERRCODE = 'check_violation', CONSTRAINT = 'immutable';
  END IF;
  IF (NEW.status = 'closed_verified') <> (NEW.closed_at IS NOT NULL) THEN
    RAISE EXCEPTION 'finding % is closed on a day, or open without one', NEW.reference
      USING ERRCODE = 'check_violation', CONSTRAINT = 'finding_closed_on_a_day';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER finding_held BEFORE INSERT OR UPDATE ON finding FOR EACH ROW EXECUTE FUNCTION app.check_finding();
"""


def upgrade() -> None:
    op.add_column("flagged_entity", sa.Column("remarks", sa.Text(), nullable=True))
    # A company may end an engagement at once; the days that were agreed stay as they were.
    op.add_column("engagement", sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(f"ALTER POLICY reads ON supplier USING ({SUPPLIER_SEEN})")
    hold_auditors_to(ENGAGED)
    op.execute(TRIGGERS)


def hold_auditors_to(condition: str) -> None:
    rows = f"({MINE} OR {condition})"
    op.execute(f"ALTER POLICY reads ON audit USING ({rows})")
    op.execute(f"ALTER POLICY inserts ON audit WITH CHECK ({rows})")
    op.execute(f"ALTER POLICY updates ON audit USING ({rows}) WITH CHECK ({rows})")
    op.execute(f"ALTER POLICY deletes ON audit USING ({rows})")


def downgrade() -> None:
    op.execute("DROP TRIGGER finding_held ON finding")
    op.execute("DROP TRIGGER audit_held ON audit")
    op.execute("DROP FUNCTION app.check_finding()")
    op.execute("DROP FUNCTION app.check_audit()")
    hold_auditors_to(ENGAGED_BEFORE)
    op.execute(f"ALTER POLICY reads ON supplier USING ({SUPPLIER_SEEN.replace(' AND e.ended_at IS NULL', '')})")
    op.drop_column("engagement", "ended_at")
    op.drop_column("flagged_entity", "remarks")
