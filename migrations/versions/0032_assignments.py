"""Who works on which case; conflicts of interest that block whoever asks; grants drawn for a second look."""

from alembic import op

from migrations.rules import governed, grant, immutable, tenant

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

REGULATOR = "(SELECT app.kind()) = 'regulator'"
TABLES = """
CREATE TABLE case_assignment (
  id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  application_id uuid NOT NULL,
  task varchar(10) NOT NULL,
  person_id uuid NOT NULL,
  person_name varchar(300) NOT NULL,
  how varchar(10) NOT NULL,
  reason text,
  assigned_by uuid NOT NULL,
  assigned_by_name varchar(300) NOT NULL,
  assigned_at timestamptz NOT NULL,
  ended_at timestamptz,
  ended_by uuid,
  ended_by_name varchar(300),
  ended_why text,
  CONSTRAINT pk_case_assignment PRIMARY KEY (id),
  CONSTRAINT ck_case_assignment_task_known CHECK (task IN ('assess', 'decide')),
  CONSTRAINT ck_case_assignment_how_known CHECK (how IN ('next', 'taken', 'given')),
  CONSTRAINT ck_case_assignment_taken_by_oneself CHECK (how = 'given' OR assigned_by = person_id),
  CONSTRAINT ck_case_assignment_reason_given CHECK (how <> 'given' OR char_length(btrim(reason)) >= 10),
  CONSTRAINT ck_case_assignment_ended_by_someone
    CHECK ((ended_at IS NULL) = (ended_by IS NULL) AND (ended_at IS NULL) = (ended_why IS NULL)),
  CONSTRAINT fk_case_assignment_application FOREIGN KEY (organisation_id, application_id)
    REFERENCES application (organisation_id, id),
  CONSTRAINT fk_case_assignment_person_id FOREIGN KEY (person_id) REFERENCES person (id),
  CONSTRAINT fk_case_assignment_assigned_by FOREIGN KEY (assigned_by) REFERENCES person (id),
  CONSTRAINT fk_case_assignment_ended_by FOREIGN KEY (ended_by) REFERENCES person (id)
);
CREATE UNIQUE INDEX uq_case_assignment_one_open ON case_assignment (application_id, task) WHERE ended_at IS NULL;
CREATE INDEX ix_case_assignment_person_id ON case_assignment (person_id) WHERE ended_at IS NULL;
CREATE TABLE conflict_of_interest (
  id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  person_id uuid NOT NULL,
  person_name varchar(300) NOT NULL,
  agency_id uuid NOT NULL,
  kind varchar(20) NOT NULL,
  detail text NOT NULL,
  from_on date NOT NULL,
  until_on date,
  declared_by uuid NOT NULL,
  declared_by_name varchar(300) NOT NULL,
  declared_at timestamptz NOT NULL,
  ended_at timestamptz,
  ended_by uuid,
  ended_by_name varchar(300),
  ended_why text,
  CONSTRAINT pk_conflict_of_interest PRIMARY KEY (id),
  CONSTRAINT ck_conflict_of_interest_kind_known CHECK (kind IN ('relative', 'shareholding', 'employer', 'other')),
  CONSTRAINT ck_conflict_of_interest_detail_given CHECK (char_length(btrim(detail)) >= 10),
  CONSTRAINT ck_conflict_of_interest_days_in_order CHECK (until_on IS NULL OR until_on >= from_on),
  CONSTRAINT ck_conflict_of_interest_ended_by_another CHECK (ended_by IS NULL OR ended_by <> person_id),
  CONSTRAINT ck_conflict_of_interest_ended_by_someone CHECK ((ended_at IS NULL) = (ended_by IS NULL)),
  CONSTRAINT fk_conflict_of_interest_person_id FOREIGN KEY (person_id) REFERENCES person (id),
  CONSTRAINT fk_conflict_of_interest_declared_by FOREIGN KEY (declared_by) REFERENCES person (id),
  CONSTRAINT fk_conflict_of_interest_ended_by FOREIGN KEY (ended_by) REFERENCES person (id)
);
CREATE INDEX ix_conflict_of_interest_pair ON conflict_of_interest (person_id, agency_id);
CREATE INDEX ix_conflict_of_interest_declared ON conflict_of_interest (organisation_id, declared_at);
CREATE TABLE grant_draw (
  id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  application_id uuid NOT NULL,
  decision_id uuid NOT NULL,
  seed varchar(40) NOT NULL,
  value bigint NOT NULL,
  share double precision NOT NULL,
  selected boolean NOT NULL,
  at timestamptz NOT NULL,
  CONSTRAINT pk_grant_draw PRIMARY KEY (id),
  CONSTRAINT uq_grant_draw_tenant UNIQUE (organisation_id, id),
  CONSTRAINT uq_grant_draw_once UNIQUE (decision_id),
  CONSTRAINT fk_grant_draw_application FOREIGN KEY (organisation_id, application_id)
    REFERENCES application (organisation_id, id)
);
CREATE INDEX ix_grant_draw_selected ON grant_draw (at) WHERE selected;
CREATE TABLE grant_review (
  id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  draw_id uuid NOT NULL,
  outcome varchar(10) NOT NULL,
  reason text NOT NULL,
  by_person uuid NOT NULL,
  by_name varchar(300) NOT NULL,
  at timestamptz NOT NULL,
  CONSTRAINT pk_grant_review PRIMARY KEY (id),
  CONSTRAINT uq_grant_review_once UNIQUE (draw_id),
  CONSTRAINT ck_grant_review_outcome_known CHECK (outcome IN ('confirmed', 'doubtful')),
  CONSTRAINT ck_grant_review_reason_given CHECK (char_length(btrim(reason)) >= 10),
  CONSTRAINT fk_grant_review_draw FOREIGN KEY (organisation_id, draw_id) REFERENCES grant_draw (organisation_id, id),
  CONSTRAINT fk_grant_review_by_person FOREIGN KEY (by_person) REFERENCES person (id)
);
"""
CONFLICTS = """
-- A number that the installation states about itself, or what holds without it.
CREATE FUNCTION app.stated(fact text, otherwise double precision) RETURNS double precision LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_catalog AS $$
  SELECT coalesce((SELECT (f.content #>> '{}')::double precision FROM public.installation_fact f
                   WHERE f.name = fact AND jsonb_typeof(f.content) = 'number'), otherwise)
$$;

-- Who ever belonged to an agency, or has declared an interest in it, does not act on it (licensing.md 6.4, rule 3).
CREATE FUNCTION app.conflicted(person uuid, agency uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
  SELECT EXISTS (SELECT 1 FROM public.agency a JOIN public.membership m ON m.organisation_id = a.organisation_id
                 WHERE a.id = agency AND m.person_id = person)
    OR EXISTS (SELECT 1 FROM public.conflict_of_interest c
      WHERE c.person_id = person AND c.agency_id = agency AND c.from_on <= app.today()
        AND (c.until_on IS NULL OR app.today() <= CASE c.kind WHEN 'employer'
          THEN (c.until_on + make_interval(years => app.stated('conflict_years', 3)::integer))::date
          ELSE c.until_on END))
$$;
CREATE FUNCTION app.refuse_conflicted(person uuid, agency uuid) RETURNS void LANGUAGE plpgsql STABLE
  SET search_path = public, pg_catalog AS $$
BEGIN
  IF person IS NOT NULL AND app.conflicted(person, agency) THEN
    RAISE EXCEPTION 'a conflict of interest stands between this person and this agency'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'no_conflict_of_interest';
  END IF;
END $$;

CREATE FUNCTION app.check_no_conflict() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
BEGIN
  CASE TG_TABLE_NAME
    WHEN 'application' THEN
      IF NEW.recommended_by IS DISTINCT FROM OLD.recommended_by THEN
        PERFORM app.refuse_conflicted(NEW.recommended_by, NEW.agency_id);
      END IF;
    WHEN 'licence_measure' THEN
      IF TG_OP = 'INSERT' THEN
        PERFORM app.refuse_conflicted(NEW.proposed_by, l.agency_id) FROM public.licence l WHERE l.id = NEW.licence_id;
      ELSIF NEW.decided_by IS DISTINCT FROM OLD.decided_by THEN
        PERFORM app.refuse_conflicted(NEW.decided_by, l.agency_id) FROM public.licence l WHERE l.id = NEW.licence_id;
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
CREATE TRIGGER no_conflict_of_interest AFTER UPDATE ON application
  FOR EACH ROW EXECUTE FUNCTION app.check_no_conflict();
CREATE TRIGGER no_conflict_of_interest AFTER INSERT OR UPDATE ON licence_measure
  FOR EACH ROW EXECUTE FUNCTION app.check_no_conflict();
CREATE TRIGGER no_conflict_of_interest AFTER INSERT ON application_decision
  FOR EACH ROW EXECUTE FUNCTION app.check_no_conflict();
CREATE TRIGGER no_conflict_of_interest AFTER INSERT ON application_check
  FOR EACH ROW EXECUTE FUNCTION app.check_no_conflict();
CREATE TRIGGER no_conflict_of_interest AFTER INSERT ON standard_finding
  FOR EACH ROW EXECUTE FUNCTION app.check_no_conflict();
CREATE TRIGGER no_conflict_of_interest AFTER INSERT ON case_assignment
  FOR EACH ROW EXECUTE FUNCTION app.check_no_conflict();

-- An assignment and a declared interest change once: when they end. What was said stays.
CREATE FUNCTION app.check_assignment() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM app.refuse_unsigned(NEW.assigned_by, 'an assignment');
    RETURN NULL;
  END IF;
  IF OLD.ended_at IS NOT NULL OR (NEW.id, NEW.organisation_id, NEW.application_id, NEW.task, NEW.person_id, NEW.person_name,
      NEW.how, NEW.reason, NEW.assigned_by, NEW.assigned_by_name, NEW.assigned_at)
    IS DISTINCT FROM (OLD.id, OLD.organisation_id, OLD.application_id, OLD.task, OLD.person_id, OLD.person_name, OLD.how,
      OLD.reason, OLD.assigned_by, OLD.assigned_by_name, OLD.assigned_at) THEN
    RAISE EXCEPTION 'an assignment is never changed: it ends, and another begins'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'immutable';
  END IF;
  PERFORM app.refuse_unsigned(NEW.ended_by, 'the end of an assignment');
  RETURN NULL;
END $$;
CREATE TRIGGER assignment_signed AFTER INSERT OR UPDATE ON case_assignment
  FOR EACH ROW EXECUTE FUNCTION app.check_assignment();

CREATE FUNCTION app.check_interest() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM app.refuse_unsigned(NEW.declared_by, 'a declaration');
    IF NEW.ended_at IS NOT NULL THEN
      RAISE EXCEPTION 'an interest is declared before it ends'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'immutable';
    END IF;
    RETURN NULL;
  END IF;
  IF OLD.ended_at IS NOT NULL OR NEW.ended_at IS NULL OR (NEW.id, NEW.organisation_id, NEW.person_id, NEW.person_name,
      NEW.agency_id, NEW.kind, NEW.detail, NEW.from_on, NEW.declared_by, NEW.declared_by_name, NEW.declared_at)
    IS DISTINCT FROM (OLD.id, OLD.organisation_id, OLD.person_id, OLD.person_name, OLD.agency_id, OLD.kind, OLD.detail,
      OLD.from_on, OLD.declared_by, OLD.declared_by_name, OLD.declared_at)
    OR OLD.until_on IS NOT NULL OR NEW.until_on IS NULL OR NEW.until_on < app.today() THEN
    RAISE EXCEPTION 'a declared interest is never changed: it ends'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'immutable';
  END IF;
  PERFORM app.refuse_unsigned(NEW.ended_by, 'the end of an interest');
  RETURN NULL;
END $$;
CREATE TRIGGER interest_signed AFTER INSERT OR UPDATE ON conflict_of_interest
  FOR EACH ROW EXECUTE FUNCTION app.check_interest();
"""
REVIEWS = """
-- Every grant draws its lot as it is written; nobody chooses which grants are looked at again (6.4, rule 7).
CREATE FUNCTION app.draw_grant() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
DECLARE
  seed text := gen_random_uuid()::text;
  share double precision := app.stated('rereview_share', 5);
  lot bigint := ('x' || substr(encode(sha256(convert_to(seed || ':' || NEW.id::text, 'UTF8')), 'hex'), 1, 8))::bit(32)::bigint;
BEGIN
  INSERT INTO public.grant_draw (id, organisation_id, application_id, decision_id, seed, value, share, selected, at)
  VALUES (gen_random_uuid(), NEW.organisation_id, NEW.application_id, NEW.id, seed, lot, share,
          lot < share / 100 * 4294967296, NEW.decided_at);
  RETURN NULL;
END $$;
CREATE TRIGGER grant_drawn AFTER INSERT ON application_decision
  FOR EACH ROW WHEN (NEW.outcome = 'grant') EXECUTE FUNCTION app.draw_grant();

CREATE FUNCTION app.worked_on(person uuid, application uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
  SELECT EXISTS (SELECT 1 FROM public.application_check c WHERE c.application_id = application AND c.by_person = person)
    OR EXISTS (SELECT 1 FROM public.standard_finding f WHERE f.application_id = application AND f.by_person = person)
    OR EXISTS (SELECT 1 FROM public.application_decision d WHERE d.application_id = application
               AND person IN (d.decided_by, d.recommended_by))
    OR EXISTS (SELECT 1 FROM public.audit_entry e WHERE e.subject_table = 'application' AND e.subject_id = application
               AND e.action = 'licensing.application.recommend' AND e.person_id = person)
$$;
CREATE FUNCTION app.check_grant_review() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
DECLARE lot public.grant_draw;
BEGIN
  PERFORM app.refuse_unsigned(NEW.by_person, 'a review');
  SELECT * INTO lot FROM public.grant_draw d WHERE d.id = NEW.draw_id;
  IF NOT lot.selected THEN
    RAISE EXCEPTION 'this grant was not drawn'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'review_of_drawn_grant';
  END IF;
  IF app.worked_on(NEW.by_person, lot.application_id) THEN
    RAISE EXCEPTION 'who worked on a case does not look at its grant again'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'reviewed_by_another';
  END IF;
  PERFORM app.refuse_conflicted(NEW.by_person, a.agency_id) FROM public.application a WHERE a.id = lot.application_id;
  RETURN NULL;
END $$;
CREATE TRIGGER reviewed_by_another AFTER INSERT ON grant_review
  FOR EACH ROW EXECUTE FUNCTION app.check_grant_review();
"""


def upgrade() -> None:
    op.execute(TABLES)
    op.execute(CONFLICTS)
    op.execute(REVIEWS)
    grant("case_assignment", "SELECT, INSERT, UPDATE")
    tenant("case_assignment", writers=REGULATOR)
    governed("case_assignment")
    grant("conflict_of_interest", "SELECT, INSERT, UPDATE")
    tenant("conflict_of_interest", writers=f"(organisation_id = (SELECT app.org()) AND {REGULATOR})")
    governed("conflict_of_interest")
    grant("grant_draw", "SELECT")
    tenant("grant_draw", writers=REGULATOR)
    immutable("grant_draw")
    grant("grant_review", "SELECT, INSERT")
    tenant("grant_review", writers=REGULATOR)
    immutable("grant_review")
    governed("grant_review")


def downgrade() -> None:
    """Who worked on what, and who must not, has no place in the earlier tables."""
    raise NotImplementedError("restore the backup made before the upgrade")
