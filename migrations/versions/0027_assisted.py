"""Applications on paper: an officer enters them for the agency, as a member of it by a role of its own."""

from alembic import op

from migrations.rules import governed, grant, tenant

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

ROLES = "'broker', 'assistant', 'officer', 'decider', 'inspector', 'analyst', 'compliance', 'auditor'"
ENTRY = """
CREATE TABLE assisted_entry (
  id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  agency_name varchar(300) NOT NULL,
  person_id uuid NOT NULL,
  person_name varchar(300) NOT NULL,
  received_on date NOT NULL,
  note text NOT NULL,
  begun_at timestamptz NOT NULL,
  finished_at timestamptz,
  CONSTRAINT pk_assisted_entry PRIMARY KEY (id),
  CONSTRAINT fk_assisted_entry_person_id FOREIGN KEY (person_id) REFERENCES person (id),
  CONSTRAINT ck_assisted_entry_note_given CHECK (char_length(btrim(note)) >= 10)
);
CREATE UNIQUE INDEX uq_assisted_entry_one_open ON assisted_entry (organisation_id) WHERE finished_at IS NULL;
CREATE INDEX ix_assisted_entry_person_id ON assisted_entry (person_id);

-- Who entered an agency's papers speaks for it: that person neither checks, nor recommends, nor decides its cases.
CREATE FUNCTION app.refuse_assistant() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_catalog AS $$
DECLARE who uuid := CASE TG_TABLE_NAME WHEN 'application' THEN (to_jsonb(NEW)->>'recommended_by')::uuid
  WHEN 'application_check' THEN (to_jsonb(NEW)->>'by_person')::uuid ELSE (to_jsonb(NEW)->>'decided_by')::uuid END;
BEGIN
  IF EXISTS (SELECT 1 FROM public.assisted_entry a WHERE a.person_id = who AND a.organisation_id = NEW.organisation_id) THEN
    RAISE EXCEPTION 'who entered the papers of an agency does not judge them'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'judged_by_another';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER judged_by_another AFTER INSERT ON application_check FOR EACH ROW EXECUTE FUNCTION app.refuse_assistant();
CREATE TRIGGER judged_by_another AFTER INSERT ON application_decision FOR EACH ROW EXECUTE FUNCTION app.refuse_assistant();
CREATE TRIGGER judged_by_another AFTER UPDATE OF recommended_by ON application FOR EACH ROW
  WHEN (NEW.recommended_by IS NOT NULL) EXECUTE FUNCTION app.refuse_assistant();
"""
# An officer joins and leaves an agency only for papers of it that this very officer is entering.
ASSISTING = (
    "((SELECT app.kind()) = 'regulator' AND role = 'assistant' AND person_id = (SELECT app.person()) AND EXISTS"
    " (SELECT 1 FROM assisted_entry a WHERE a.organisation_id = membership.organisation_id"
    " AND a.person_id = (SELECT app.person()) AND a.finished_at IS NULL))"
)


def upgrade() -> None:
    op.execute("ALTER TABLE membership DROP CONSTRAINT ck_membership_role_known")
    op.execute(f"ALTER TABLE membership ADD CONSTRAINT ck_membership_role_known CHECK (role IN ({ROLES}))")
    op.execute(ENTRY)
    grant("assisted_entry", "SELECT, INSERT, UPDATE")
    tenant(
        "assisted_entry", "organisation_id = (SELECT app.org())",
        writers="((SELECT app.kind()) = 'regulator' AND person_id = (SELECT app.person()))",
    )  # fmt: skip
    op.execute("DROP POLICY reads ON assisted_entry")
    op.execute(
        "CREATE POLICY reads ON assisted_entry FOR SELECT TO fairgate_app USING"
        " ((SELECT app.kind()) = 'regulator' OR organisation_id = (SELECT app.org()))"
    )
    # The officer is done while acting for the agency.
    op.execute("DROP POLICY updates ON assisted_entry")
    mine = "(person_id = (SELECT app.person()))"
    op.execute(f"CREATE POLICY updates ON assisted_entry FOR UPDATE TO fairgate_app USING {mine} WITH CHECK {mine}")
    governed("assisted_entry")
    op.execute(f"CREATE POLICY assists ON membership FOR INSERT TO fairgate_app WITH CHECK {ASSISTING}")
    op.execute(f"CREATE POLICY assisted ON membership FOR UPDATE TO fairgate_app USING {ASSISTING} WITH CHECK {ASSISTING}")


def downgrade() -> None:
    """Who entered which papers has no place in the earlier tables."""
    raise NotImplementedError("restore the backup made before the upgrade")
