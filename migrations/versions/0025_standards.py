"""Licensing standards: versions that two people put into force, findings on cases, and what a score forbids."""

from alembic import op

from migrations.rules import governed, grant, immutable, moves, tenant

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

REGULATOR = "(SELECT app.kind()) = 'regulator'"
SET_MOVES = {"proposed": ["active", "declined"]}
TABLES = """
CREATE TABLE standard_set (
  id uuid NOT NULL,
  code varchar(40) NOT NULL,
  edition integer NOT NULL,
  class_code varchar(40) NOT NULL,
  title varchar(200) NOT NULL,
  fails_at integer NOT NULL,
  instrument text NOT NULL,
  effective_from date NOT NULL,
  effective_to date,
  status varchar(10) NOT NULL,
  proposed_by uuid,
  proposed_at timestamptz NOT NULL,
  activated_at timestamptz,
  CONSTRAINT pk_standard_set PRIMARY KEY (id),
  CONSTRAINT uq_standard_set_edition UNIQUE (code, edition),
  CONSTRAINT ck_standard_set_status_known CHECK (status IN ('proposed', 'active', 'declined')),
  CONSTRAINT ck_standard_set_edition_counted CHECK (edition > 0),
  CONSTRAINT ck_standard_set_fails_at_some_points CHECK (fails_at > 0),
  CONSTRAINT ck_standard_set_effective_in_order CHECK (effective_to IS NULL OR effective_to >= effective_from),
  CONSTRAINT ck_standard_set_active_since CHECK ((status = 'active') = (activated_at IS NOT NULL)),
  CONSTRAINT fk_standard_set_class_code FOREIGN KEY (class_code) REFERENCES licence_class (code),
  CONSTRAINT fk_standard_set_proposed_by FOREIGN KEY (proposed_by) REFERENCES person (id)
);
CREATE INDEX ix_standard_set_class_code ON standard_set (class_code, status);
CREATE TABLE standard (
  id uuid NOT NULL,
  set_id uuid NOT NULL,
  code varchar(20) NOT NULL,
  position integer NOT NULL,
  title varchar(200) NOT NULL,
  question text NOT NULL,
  critical boolean NOT NULL,
  points integer NOT NULL,
  CONSTRAINT pk_standard PRIMARY KEY (id),
  CONSTRAINT uq_standard_code UNIQUE (set_id, code),
  CONSTRAINT uq_standard_position UNIQUE (set_id, position),
  CONSTRAINT ck_standard_points_cost CHECK (points > 0),
  CONSTRAINT fk_standard_set_id FOREIGN KEY (set_id) REFERENCES standard_set (id)
);
CREATE TABLE standard_set_approval (
  id uuid NOT NULL,
  set_id uuid NOT NULL,
  by_person uuid NOT NULL,
  by_name varchar(300) NOT NULL,
  at timestamptz NOT NULL,
  CONSTRAINT pk_standard_set_approval PRIMARY KEY (id),
  CONSTRAINT uq_standard_set_approval_once UNIQUE (set_id, by_person),
  CONSTRAINT fk_standard_set_approval_set_id FOREIGN KEY (set_id) REFERENCES standard_set (id),
  CONSTRAINT fk_standard_set_approval_by_person FOREIGN KEY (by_person) REFERENCES person (id)
);
CREATE TABLE standard_finding (
  id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  application_id uuid NOT NULL,
  standard_id uuid NOT NULL,
  number integer NOT NULL,
  outcome varchar(20) NOT NULL,
  reason text NOT NULL,
  by_person uuid NOT NULL,
  by_name varchar(300) NOT NULL,
  at timestamptz NOT NULL,
  CONSTRAINT pk_standard_finding PRIMARY KEY (id),
  CONSTRAINT uq_standard_finding_tenant UNIQUE (organisation_id, id),
  CONSTRAINT uq_standard_finding_number UNIQUE (application_id, standard_id, number),
  CONSTRAINT ck_standard_finding_outcome_known CHECK (outcome IN ('met', 'not-met', 'not-applicable', 'unsure')),
  CONSTRAINT ck_standard_finding_reason_given CHECK (char_length(btrim(reason)) >= 10),
  CONSTRAINT fk_standard_finding_application FOREIGN KEY (organisation_id, application_id)
    REFERENCES application (organisation_id, id),
  CONSTRAINT fk_standard_finding_standard_id FOREIGN KEY (standard_id) REFERENCES standard (id),
  CONSTRAINT fk_standard_finding_by_person FOREIGN KEY (by_person) REFERENCES person (id)
);
CREATE TABLE standard_evidence (
  id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  finding_id uuid NOT NULL,
  position integer NOT NULL,
  kind varchar(20) NOT NULL,
  subject_id uuid NOT NULL,
  label varchar(300) NOT NULL,
  CONSTRAINT pk_standard_evidence PRIMARY KEY (id),
  CONSTRAINT uq_standard_evidence_position UNIQUE (finding_id, position),
  CONSTRAINT ck_standard_evidence_kind_known CHECK (kind IN ('check', 'file', 'inspection')),
  CONSTRAINT fk_standard_evidence_finding FOREIGN KEY (organisation_id, finding_id)
    REFERENCES standard_finding (organisation_id, id)
);
CREATE TABLE standard_score (
  id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  application_id uuid NOT NULL,
  set_id uuid NOT NULL,
  moment varchar(20) NOT NULL,
  score integer NOT NULL,
  failing boolean NOT NULL,
  findings jsonb NOT NULL,
  by_person uuid,
  at timestamptz NOT NULL,
  CONSTRAINT pk_standard_score PRIMARY KEY (id),
  CONSTRAINT ck_standard_score_moment_known CHECK (moment IN ('recommendation', 'decision')),
  CONSTRAINT fk_standard_score_application FOREIGN KEY (organisation_id, application_id)
    REFERENCES application (organisation_id, id),
  CONSTRAINT fk_standard_score_set_id FOREIGN KEY (set_id) REFERENCES standard_set (id),
  CONSTRAINT fk_standard_score_by_person FOREIGN KEY (by_person) REFERENCES person (id)
);
CREATE INDEX ix_standard_score_application_id ON standard_score (application_id, at);
"""
VERSIONS = """
-- Two people other than the proposer put a version into force; nothing else of it ever changes.
CREATE FUNCTION app.check_standard_set() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
BEGIN
  IF (NEW.id, NEW.code, NEW.edition, NEW.class_code, NEW.title, NEW.fails_at, NEW.instrument, NEW.effective_from,
      NEW.effective_to, NEW.proposed_by, NEW.proposed_at)
    IS DISTINCT FROM (OLD.id, OLD.code, OLD.edition, OLD.class_code, OLD.title, OLD.fails_at, OLD.instrument,
      OLD.effective_from, OLD.effective_to, OLD.proposed_by, OLD.proposed_at)
    OR (OLD.activated_at IS NOT NULL AND NEW.activated_at IS DISTINCT FROM OLD.activated_at) THEN
    RAISE EXCEPTION 'a version of standards is never changed: propose a new one'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'immutable';
  END IF;
  IF NEW.status = 'active' AND OLD.status <> 'active' AND (
    SELECT count(*) FROM public.standard_set_approval a
    WHERE a.set_id = NEW.id AND a.by_person IS DISTINCT FROM NEW.proposed_by) < 2 THEN
    RAISE EXCEPTION 'two people approve a version of standards before it is in force'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'standards_approved_by_two';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER standards_approved_by_two BEFORE UPDATE ON standard_set
  FOR EACH ROW EXECUTE FUNCTION app.check_standard_set();

CREATE FUNCTION app.check_standard_open() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
BEGIN
  IF (SELECT s.status FROM public.standard_set s WHERE s.id = NEW.set_id) IS DISTINCT FROM 'proposed' THEN
    RAISE EXCEPTION 'a version that two people approved is never changed'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'standards_proposed';
  END IF;
  IF TG_TABLE_NAME = 'standard_set_approval' THEN
    PERFORM app.refuse_unsigned(NEW.by_person, 'an approval');
    IF NEW.by_person = (SELECT s.proposed_by FROM public.standard_set s WHERE s.id = NEW.set_id) THEN
      RAISE EXCEPTION 'who proposed a version does not approve it'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'standards_approved_by_another';
    END IF;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER standards_proposed AFTER INSERT ON standard FOR EACH ROW EXECUTE FUNCTION app.check_standard_open();
CREATE TRIGGER standards_proposed AFTER INSERT ON standard_set_approval
  FOR EACH ROW EXECUTE FUNCTION app.check_standard_open();

-- The standards that a case must meet: the newest version in force on the day it was handed in.
CREATE FUNCTION app.standard_set_of(application uuid) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
  SELECT s.id FROM (
    SELECT v.id, v.effective_to, handed.day
    FROM public.application a
    CROSS JOIN LATERAL (SELECT (a.submitted_at AT TIME ZONE coalesce(
      (SELECT f.content #>> '{}' FROM public.installation_fact f WHERE f.name = 'time_zone'), 'UTC'))::date AS day) handed
    JOIN public.standard_set v ON v.class_code = a.class_code AND v.status = 'active'
      AND v.activated_at <= a.submitted_at AND v.effective_from <= handed.day
    WHERE a.id = application
    ORDER BY v.effective_from DESC, v.edition DESC LIMIT 1) s
  WHERE s.effective_to IS NULL OR s.effective_to >= s.day
$$;
"""
FINDINGS = """
CREATE FUNCTION app.standard_newest(application uuid)
  RETURNS TABLE (standard_id uuid, finding_id uuid, outcome text) LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
  -- What was found before the application was last handed in was about other answers.
  SELECT DISTINCT ON (f.standard_id) f.standard_id, f.id, f.outcome
  FROM public.standard_finding f JOIN public.application a ON a.id = f.application_id
  WHERE f.application_id = application AND f.at >= a.submitted_at
  ORDER BY f.standard_id, f.number DESC
$$;
CREATE FUNCTION app.standard_verdict(application uuid, OUT set_id uuid, OUT score integer, OUT failing boolean,
  OUT missing integer) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_catalog AS $$
  SELECT v.id, totals.score, totals.score >= v.fails_at OR totals.critical, totals.missing
  FROM public.standard_set v CROSS JOIN LATERAL (
    SELECT coalesce(sum(s.points) FILTER (WHERE n.outcome = 'not-met'), 0)::integer AS score,
      coalesce(bool_or(s.critical AND n.outcome = 'not-met'), false) AS critical,
      (count(*) FILTER (WHERE n.outcome IS NULL OR (s.critical AND n.outcome = 'unsure')))::integer AS missing
    FROM public.standard s LEFT JOIN app.standard_newest(application) n ON n.standard_id = s.id
    WHERE s.set_id = v.id) totals
  WHERE v.id = app.standard_set_of(application)
$$;

CREATE FUNCTION app.check_standard_finding() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
BEGIN
  PERFORM app.refuse_unsigned(NEW.by_person, 'a finding');
  IF (SELECT a.status FROM public.application a WHERE a.id = NEW.application_id)
    NOT IN ('checks', 'inspection', 'assessment') THEN
    RAISE EXCEPTION 'findings are recorded while a case is being assessed'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'finding_on_open_case';
  END IF;
  IF (SELECT s.set_id FROM public.standard s WHERE s.id = NEW.standard_id)
    IS DISTINCT FROM app.standard_set_of(NEW.application_id) THEN
    RAISE EXCEPTION 'this standard is not asked of this case'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'finding_of_asked_standard';
  END IF;
  IF NEW.number <> 1 + coalesce((SELECT max(f.number) FROM public.standard_finding f
    WHERE f.application_id = NEW.application_id AND f.standard_id = NEW.standard_id AND f.id <> NEW.id), 0) THEN
    RAISE EXCEPTION 'findings of a standard are numbered in order'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'uq_standard_finding_number';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER finding_on_open_case AFTER INSERT ON standard_finding
  FOR EACH ROW EXECUTE FUNCTION app.check_standard_finding();

CREATE FUNCTION app.check_standard_rests() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM public.standard_evidence e WHERE e.finding_id = NEW.id) THEN
    RAISE EXCEPTION 'what is not met rests on evidence'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'finding_rests_on_evidence';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER finding_rests_on_evidence AFTER INSERT ON standard_finding
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.outcome = 'not-met')
  EXECUTE FUNCTION app.check_standard_rests();

CREATE FUNCTION app.is_evidence(kind text, subject uuid, organisation uuid, application uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_catalog AS $$
  SELECT CASE kind
    WHEN 'check' THEN EXISTS (SELECT 1 FROM public.application_check c
      WHERE c.id = subject AND c.application_id = application)
    WHEN 'file' THEN EXISTS (SELECT 1 FROM public.stored_file f
      WHERE f.id = subject AND f.organisation_id IN (organisation, app.org()))
    ELSE false END
$$;
CREATE FUNCTION app.check_standard_evidence() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
DECLARE finding public.standard_finding;
BEGIN
  SELECT * INTO finding FROM public.standard_finding f WHERE f.id = NEW.finding_id;
  PERFORM app.refuse_unsigned(finding.by_person, 'evidence');
  IF NOT app.is_evidence(NEW.kind, NEW.subject_id, NEW.organisation_id, finding.application_id) THEN
    RAISE EXCEPTION 'evidence belongs to the case of its finding'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'evidence_of_case';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER evidence_of_case AFTER INSERT ON standard_evidence
  FOR EACH ROW EXECUTE FUNCTION app.check_standard_evidence();
"""
# Scenario 3 of licensing.md 6.7: with 30 points impossible, with 8 only with conditions. Whoever asks.
VERDICTS = """
CREATE FUNCTION app.refuse_by_standards(application uuid, conditions jsonb) RETURNS void LANGUAGE plpgsql STABLE
  SECURITY DEFINER SET search_path = public, pg_catalog AS $$
DECLARE verdict record;
BEGIN
  SELECT * INTO verdict FROM app.standard_verdict(application);
  IF verdict.set_id IS NULL THEN
    RETURN;
  END IF;
  IF verdict.failing THEN
    RAISE EXCEPTION 'a case with % points or a critical standard not met is not granted', verdict.score
      USING ERRCODE = 'check_violation', CONSTRAINT = 'standards_failed';
  END IF;
  IF verdict.missing > 0 THEN
    RAISE EXCEPTION '% standards have no sure answer', verdict.missing
      USING ERRCODE = 'check_violation', CONSTRAINT = 'standards_answered';
  END IF;
  IF verdict.score > 0 AND coalesce(jsonb_array_length(conditions), 0) = 0 THEN
    RAISE EXCEPTION 'a case with % points is granted only with conditions', verdict.score
      USING ERRCODE = 'check_violation', CONSTRAINT = 'standards_conditional';
  END IF;
END $$;

CREATE FUNCTION app.keep_score(case_id uuid, organisation uuid, at_moment text, person uuid, instant timestamptz)
  RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_catalog AS $$
  INSERT INTO public.standard_score (id, organisation_id, application_id, set_id, moment, score, failing, findings,
    by_person, at)
  SELECT gen_random_uuid(), organisation, case_id, v.set_id, at_moment, v.score, v.failing, (
      SELECT coalesce(jsonb_agg(jsonb_build_object('code', s.code, 'outcome', n.outcome, 'finding', n.finding_id,
        'points', CASE WHEN n.outcome = 'not-met' THEN s.points ELSE 0 END) ORDER BY s.position), '[]')
      FROM public.standard s LEFT JOIN app.standard_newest(case_id) n ON n.standard_id = s.id
      WHERE s.set_id = v.set_id),
    person, instant
  FROM app.standard_verdict(case_id) v WHERE v.set_id IS NOT NULL
$$;
REVOKE EXECUTE ON FUNCTION app.keep_score(uuid, uuid, text, uuid, timestamptz) FROM PUBLIC;

CREATE FUNCTION app.check_standards_recommended() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
BEGIN
  IF NEW.status = 'recommended' AND OLD.status IS DISTINCT FROM 'recommended' THEN
    IF NEW.recommendation = 'grant' THEN
      PERFORM app.refuse_by_standards(NEW.id, NEW.proposed_conditions);
    END IF;
    PERFORM app.keep_score(NEW.id, NEW.organisation_id, 'recommendation', NEW.recommended_by,
      coalesce(NEW.recommended_at, now()));
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER recommended_by_standards AFTER UPDATE ON application
  FOR EACH ROW EXECUTE FUNCTION app.check_standards_recommended();

CREATE FUNCTION app.check_standards_decided() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
BEGIN
  IF NEW.outcome = 'grant' THEN
    PERFORM app.refuse_by_standards(NEW.application_id,
      (SELECT a.proposed_conditions FROM public.application a WHERE a.id = NEW.application_id));
  END IF;
  -- Who found decides as little as who checked (licensing.md 6.4, rule 1).
  IF EXISTS (SELECT 1 FROM public.standard_finding f
             WHERE f.application_id = NEW.application_id AND f.by_person = NEW.decided_by) THEN
    RAISE EXCEPTION 'who recorded a finding on a case does not decide it'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'decided_by_no_finder';
  END IF;
  PERFORM app.keep_score(NEW.application_id, NEW.organisation_id, 'decision', NEW.decided_by, NEW.decided_at);
  RETURN NULL;
END $$;
CREATE TRIGGER decided_by_standards AFTER INSERT ON application_decision
  FOR EACH ROW EXECUTE FUNCTION app.check_standards_decided();
"""


def upgrade() -> None:
    op.execute(TABLES)
    op.execute(VERSIONS)
    op.execute(FINDINGS)
    op.execute(VERDICTS)
    # A version is proposed by a command; the web approves it, and cannot write one.
    grant("standard_set", "SELECT, UPDATE", "SELECT, INSERT, UPDATE")
    tenant("standard_set", "true", writers=REGULATOR)
    moves("standard_set", SET_MOVES, "proposed")
    governed("standard_set")
    grant("standard", "SELECT", "SELECT, INSERT")
    tenant("standard", "true", writers=REGULATOR)
    immutable("standard")
    grant("standard_set_approval", "SELECT, INSERT")
    tenant("standard_set_approval", writers=REGULATOR)
    immutable("standard_set_approval")
    governed("standard_set_approval")
    for table in ("standard_finding", "standard_evidence"):
        grant(table, "SELECT, INSERT")
        tenant(table, writers=REGULATOR)
        immutable(table)
    governed("standard_finding")
    grant("standard_score", "SELECT")
    tenant("standard_score", writers=REGULATOR)
    immutable("standard_score")


def downgrade() -> None:
    """Findings and scores have no place in the earlier tables."""
    raise NotImplementedError("restore the backup made before the upgrade")
