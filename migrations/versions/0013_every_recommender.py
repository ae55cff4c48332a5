"""Whoever once recommended a case does not decide it, also when it was sent back and somebody else recommended it anew."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

# The trail keeps every recommendation; the application's own column only the last.
CHECK_DECIDER = """
CREATE OR REPLACE FUNCTION app.check_decider() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM public.application_check c
             WHERE c.application_id = NEW.application_id AND c.by_person = NEW.decided_by)
  OR EXISTS (SELECT 1 FROM public.audit_entry e
             WHERE e.subject_table = 'application' AND e.subject_id = NEW.application_id
               AND e.action = 'licensing.application.recommend' AND e.person_id = NEW.decided_by) THEN
    RAISE EXCEPTION 'who worked on a case does not decide it'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'decided_by_another';
  END IF;
  IF EXISTS (SELECT 1 FROM public.membership m WHERE m.person_id = NEW.decided_by
             AND m.organisation_id = NEW.organisation_id AND m.ended_at IS NULL) THEN
    RAISE EXCEPTION 'who belongs to an agency does not decide its case'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'decided_by_outsider';
  END IF;
  RETURN NULL;
END $$;
"""


def upgrade() -> None:
    op.execute(CHECK_DECIDER)


def downgrade() -> None:
    """The earlier function let an earlier recommender decide."""
    raise NotImplementedError("restore the backup made before the upgrade")
