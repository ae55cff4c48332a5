"""The day on which an application was first handed in; and nothing is renewed past a suspension that still holds."""

from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

# From the trail where it says so: submitted_at is written anew whenever a returned application comes back.
FIRST = """
ALTER TABLE application ADD COLUMN first_submitted_at timestamptz;
ALTER TABLE application DISABLE TRIGGER USER;
UPDATE application a SET first_submitted_at = coalesce((
    SELECT min(e.at) FROM audit_entry e
    WHERE e.subject_table = 'application' AND e.subject_id = a.id AND e.action = 'licensing.application.submit'),
  a.submitted_at)
  WHERE a.submitted_at IS NOT NULL;
ALTER TABLE application ENABLE TRIGGER USER;
"""
# A further term ends neither a suspension nor a revocation: the state is what the measures in effect say, and those
# leave out a suspension only where somebody else than who imposed it decided on a reinstatement.
BROUGHT_BACK = """
CREATE OR REPLACE FUNCTION app.brought_back(licence uuid, before text, after text) RETURNS boolean LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_catalog AS $$
  SELECT after = 'active' AND app.licence_state(licence) = 'active' AND EXISTS (
    SELECT 1 FROM public.licence_term t JOIN public.application_decision d ON d.id = t.decision_id
    WHERE t.licence_id = licence AND t.txid = pg_current_xact_id()::text::bigint
      AND CASE before
        WHEN 'expired' THEN t.kind IN ('renewal', 'reinstatement')
        WHEN 'suspended' THEN t.kind = 'reinstatement' AND NOT EXISTS (
          SELECT 1 FROM public.licence_measure m WHERE m.licence_id = licence AND m.measure = 'suspend'
            AND m.status = 'confirmed' AND m.ended_at IS NULL AND d.decided_by IN (m.proposed_by, m.decided_by)
            AND NOT EXISTS (SELECT 1 FROM public.licence_measure later WHERE later.licence_id = licence
              AND later.status = 'confirmed' AND later.measure = 'lift' AND later.decided_at > m.decided_at))
        ELSE false END)
$$;
"""


def upgrade() -> None:
    op.execute(FIRST)
    op.execute(BROUGHT_BACK)


def downgrade() -> None:
    """The earlier table has no place for the first day."""
    raise NotImplementedError("restore the backup made before the upgrade")
