"""A holder gives its own licence back: that is no conflict of interest; who seconds a measure is held to be free of one."""

from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

CHECK = """
CREATE OR REPLACE FUNCTION app.check_no_conflict() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
BEGIN
  CASE TG_TABLE_NAME
    WHEN 'application' THEN
      IF NEW.recommended_by IS DISTINCT FROM OLD.recommended_by THEN
        PERFORM app.refuse_conflicted(NEW.recommended_by, NEW.agency_id);
      END IF;
    WHEN 'licence_measure' THEN
      IF TG_OP = 'INSERT' THEN
        IF NEW.measure <> 'surrender' OR app.kind() <> 'broker' THEN
          PERFORM app.refuse_conflicted(NEW.proposed_by, l.agency_id) FROM public.licence l WHERE l.id = NEW.licence_id;
        END IF;
      ELSE
        IF NEW.proposed_by IS DISTINCT FROM OLD.proposed_by THEN
          PERFORM app.refuse_conflicted(NEW.proposed_by, l.agency_id) FROM public.licence l WHERE l.id = NEW.licence_id;
        END IF;
        IF NEW.seconded_by IS DISTINCT FROM OLD.seconded_by THEN
          PERFORM app.refuse_conflicted(NEW.seconded_by, l.agency_id) FROM public.licence l WHERE l.id = NEW.licence_id;
        END IF;
        IF NEW.decided_by IS DISTINCT FROM OLD.decided_by THEN
          PERFORM app.refuse_conflicted(NEW.decided_by, l.agency_id) FROM public.licence l WHERE l.id = NEW.licence_id;
        END IF;
      END IF;
    WHEN 'application_decision' THEN
      PERFORM app.refuse_conflicted(NEW.decided_by, a.agency_id)
        FROM public.application a WHERE a.id = NEW.application_id;
    WHEN 'case_assignment' THEN
      PERFORM app.refuse_conflicted(NEW.person_id, a.agency_id)
        FROM public.application a WHERE a.id = NEW.application_id;
    ELSE
      PERFORM app.refuse_conflicted(NEW.by_person, a.agency_id)
        FROM public.application a WHERE a.id = NEW.application_id;
  END CASE;
  RETURN NULL;
END $$;
"""


def upgrade() -> None:
    op.execute(CHECK)


def downgrade() -> None:
    """The earlier function refused that a holder gives its licence back."""
    raise NotImplementedError("restore the backup made before the upgrade")
