"""The steps of a case in the open: what is missing item by item, objections, hearings before a refusal, quashing."""

from alembic import op

from migrations.rules import governed, grant, immutable, tenant

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

REGULATOR = "(SELECT app.kind()) = 'regulator'"
MINE = "organisation_id = (SELECT app.org())"

APPLICATION = """
ALTER TABLE application
  ADD COLUMN rounds integer NOT NULL DEFAULT 0,
  ADD COLUMN objections_until date,
  ADD COLUMN checks_asked varchar(30)[],
  ADD CONSTRAINT ck_application_two_rounds CHECK (rounds BETWEEN 0 AND 2);
ALTER TABLE application_decision
  ADD COLUMN supersedes uuid,
  ADD COLUMN snapshot_hash varchar(64),
  ADD COLUMN snapshot jsonb,
  DROP CONSTRAINT uq_application_decision_once,
  ADD CONSTRAINT uq_application_decision_supersedes UNIQUE (supersedes),
  ADD CONSTRAINT fk_application_decision_supersedes FOREIGN KEY (organisation_id, supersedes)
    REFERENCES application_decision (organisation_id, id),
  ADD CONSTRAINT ck_application_decision_frozen CHECK ((snapshot IS NULL) = (snapshot_hash IS NULL));
-- Decided once; another decision names the one it takes the place of.
CREATE UNIQUE INDEX uq_application_decision_once ON application_decision (application_id) WHERE supersedes IS NULL;
GRANT SELECT (reference, class_code, kind, objections_until) ON application TO fairgate_public;
"""
TABLES = """
CREATE TABLE application_deficiency (
  id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  application_id uuid NOT NULL,
  round integer NOT NULL,
  position integer NOT NULL,
  part varchar(30) NOT NULL,
  text text NOT NULL,
  asked_by uuid NOT NULL,
  asked_by_name varchar(300) NOT NULL,
  asked_at timestamptz NOT NULL,
  answer text,
  answered_by uuid,
  answered_at timestamptz,
  CONSTRAINT pk_application_deficiency PRIMARY KEY (id),
  CONSTRAINT uq_application_deficiency_position UNIQUE (application_id, round, position),
  CONSTRAINT ck_application_deficiency_two_rounds CHECK (round BETWEEN 1 AND 2),
  CONSTRAINT ck_application_deficiency_text_given CHECK (char_length(btrim(text)) BETWEEN 10 AND 4000),
  CONSTRAINT ck_application_deficiency_answered CHECK ((answered_by IS NULL) = (answered_at IS NULL)
    AND (answer IS NULL OR answered_at IS NOT NULL)),
  CONSTRAINT fk_application_deficiency_application FOREIGN KEY (organisation_id, application_id)
    REFERENCES application (organisation_id, id),
  CONSTRAINT fk_application_deficiency_asked_by FOREIGN KEY (asked_by) REFERENCES person (id),
  CONSTRAINT fk_application_deficiency_answered_by FOREIGN KEY (answered_by) REFERENCES person (id)
);
CREATE TABLE application_objection (
  id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  application_id uuid NOT NULL,
  reference varchar(20) NOT NULL,
  text text NOT NULL,
  lodged_at timestamptz NOT NULL,
  bearing varchar(20),
  answer text,
  answered_by uuid,
  answered_by_name varchar(300),
  answered_at timestamptz,
  CONSTRAINT pk_application_objection PRIMARY KEY (id),
  CONSTRAINT uq_application_objection_reference UNIQUE (reference),
  CONSTRAINT ck_application_objection_text_within CHECK (char_length(btrim(text)) BETWEEN 20 AND 4000),
  CONSTRAINT ck_application_objection_bearing_known CHECK (bearing IN ('weighed', 'no-bearing', 'not-about-this')),
  CONSTRAINT ck_application_objection_answered CHECK ((answered_at IS NULL) = (answered_by IS NULL)
    AND (answered_at IS NULL) = (bearing IS NULL) AND (answered_at IS NULL) = (answer IS NULL)),
  CONSTRAINT fk_application_objection_application FOREIGN KEY (organisation_id, application_id)
    REFERENCES application (organisation_id, id),
  CONSTRAINT fk_application_objection_answered_by FOREIGN KEY (answered_by) REFERENCES person (id)
);
CREATE INDEX ix_application_objection_application_id ON application_objection (application_id, lodged_at);
CREATE TABLE application_intention (
  id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  application_id uuid NOT NULL,
  ground_code varchar(40) NOT NULL,
  reason text NOT NULL,
  evidence jsonb NOT NULL,
  announced_by uuid NOT NULL,
  announced_by_name varchar(300) NOT NULL,
  announced_at timestamptz NOT NULL,
  answer_by date,
  CONSTRAINT pk_application_intention PRIMARY KEY (id),
  CONSTRAINT uq_application_intention_tenant UNIQUE (organisation_id, id),
  CONSTRAINT ck_application_intention_reason_given CHECK (char_length(btrim(reason)) >= 10),
  CONSTRAINT fk_application_intention_application FOREIGN KEY (organisation_id, application_id)
    REFERENCES application (organisation_id, id),
  CONSTRAINT fk_application_intention_ground_code FOREIGN KEY (ground_code) REFERENCES legal_ground (code),
  CONSTRAINT fk_application_intention_announced_by FOREIGN KEY (announced_by) REFERENCES person (id)
);
CREATE INDEX ix_application_intention_application_id ON application_intention (application_id, announced_at);
CREATE TABLE application_representation (
  id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  intention_id uuid NOT NULL,
  text text NOT NULL,
  made_by uuid NOT NULL,
  made_by_name varchar(300) NOT NULL,
  made_at timestamptz NOT NULL,
  CONSTRAINT pk_application_representation PRIMARY KEY (id),
  CONSTRAINT uq_application_representation_tenant UNIQUE (organisation_id, id),
  CONSTRAINT uq_application_representation_intention_id UNIQUE (intention_id),
  CONSTRAINT ck_application_representation_text_within CHECK (char_length(btrim(text)) BETWEEN 1 AND 20000),
  CONSTRAINT fk_application_representation_intention FOREIGN KEY (organisation_id, intention_id)
    REFERENCES application_intention (organisation_id, id),
  CONSTRAINT fk_application_representation_made_by FOREIGN KEY (made_by) REFERENCES person (id)
);
CREATE TABLE representation_paper (
  id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  representation_id uuid NOT NULL,
  file_id uuid NOT NULL,
  name varchar(300) NOT NULL,
  media_type varchar(40) NOT NULL,
  CONSTRAINT pk_representation_paper PRIMARY KEY (id),
  CONSTRAINT fk_representation_paper_representation FOREIGN KEY (organisation_id, representation_id)
    REFERENCES application_representation (organisation_id, id),
  CONSTRAINT fk_representation_paper_file FOREIGN KEY (organisation_id, file_id)
    REFERENCES stored_file (organisation_id, id)
);
CREATE INDEX ix_representation_paper_representation_id ON representation_paper (representation_id);
CREATE TABLE application_quash (
  id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  application_id uuid NOT NULL,
  decision_id uuid NOT NULL,
  order_reference varchar(100) NOT NULL,
  reason text NOT NULL,
  barred uuid[] NOT NULL,
  quashed_by uuid NOT NULL,
  quashed_by_name varchar(300) NOT NULL,
  quashed_at timestamptz NOT NULL,
  CONSTRAINT pk_application_quash PRIMARY KEY (id),
  CONSTRAINT uq_application_quash_decision_id UNIQUE (decision_id),
  CONSTRAINT ck_application_quash_reason_given CHECK (char_length(btrim(reason)) >= 10),
  CONSTRAINT ck_application_quash_order_named CHECK (char_length(btrim(order_reference)) >= 3),
  CONSTRAINT fk_application_quash_application FOREIGN KEY (organisation_id, application_id)
    REFERENCES application (organisation_id, id),
  CONSTRAINT fk_application_quash_decision FOREIGN KEY (organisation_id, decision_id)
    REFERENCES application_decision (organisation_id, id),
  CONSTRAINT fk_application_quash_quashed_by FOREIGN KEY (quashed_by) REFERENCES person (id)
);
CREATE INDEX ix_application_quash_application_id ON application_quash (application_id);
"""
# What the rows say of who acted stays, and is signed by who acts.
SIGNED = """
CREATE FUNCTION app.check_deficiency_signed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM app.refuse_unsigned(NEW.asked_by, 'a deficiency');
    RETURN NULL;
  END IF;
  IF (NEW.organisation_id, NEW.application_id, NEW.round, NEW.position, NEW.part, NEW.text, NEW.asked_by, NEW.asked_at)
    IS DISTINCT FROM
    (OLD.organisation_id, OLD.application_id, OLD.round, OLD.position, OLD.part, OLD.text, OLD.asked_by, OLD.asked_at)
    OR NOT EXISTS (SELECT 1 FROM application a WHERE a.id = OLD.application_id AND a.status = 'returned') THEN
    RAISE EXCEPTION 'what was asked for is never changed, and answered only while it is with the agency'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'immutable';
  END IF;
  IF NEW.answered_by IS DISTINCT FROM OLD.answered_by AND NEW.answered_by IS NOT NULL THEN
    PERFORM app.refuse_unsigned(NEW.answered_by, 'an answer');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER deficiency_signed AFTER INSERT OR UPDATE ON application_deficiency
  FOR EACH ROW EXECUTE FUNCTION app.check_deficiency_signed();

CREATE FUNCTION app.check_objection_signed() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog AS $$
BEGIN
  IF OLD.answered_at IS NOT NULL OR (NEW.organisation_id, NEW.application_id, NEW.reference, NEW.text, NEW.lodged_at)
    IS DISTINCT FROM (OLD.organisation_id, OLD.application_id, OLD.reference, OLD.text, OLD.lodged_at) THEN
    RAISE EXCEPTION 'what was objected, and what was answered, is never changed'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'immutable';
  END IF;
  PERFORM app.refuse_unsigned(NEW.answered_by, 'an answer');
  RETURN NULL;
END $$;
CREATE TRIGGER objection_signed AFTER UPDATE ON application_objection
  FOR EACH ROW EXECUTE FUNCTION app.check_objection_signed();

CREATE FUNCTION app.check_representation_signed() RETURNS trigger LANGUAGE plpgsql
  SET search_path = public, pg_catalog AS $$
BEGIN
  PERFORM app.refuse_unsigned(NEW.made_by, 'a representation');
  RETURN NULL;
END $$;
CREATE TRIGGER representation_signed AFTER INSERT ON application_representation
  FOR EACH ROW EXECUTE FUNCTION app.check_representation_signed();

-- Who worked on a case, or belongs to its agency, announces no refusal, decides nothing; after a quashing, nor does
-- anybody who had a hand in what was quashed.
CREATE FUNCTION app.refuse_worked_on(the_application uuid, the_organisation uuid, who uuid) RETURNS void
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_catalog AS $$
BEGIN
  PERFORM app.refuse_barred(the_application, who);
  IF EXISTS (SELECT 1 FROM application_check c WHERE c.application_id = the_application AND c.by_person = who)
  OR EXISTS (SELECT 1 FROM audit_entry e WHERE e.subject_table = 'application' AND e.subject_id = the_application
             AND e.action = 'licensing.application.recommend' AND e.person_id = who) THEN
    RAISE EXCEPTION 'who worked on a case does not decide it'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'decided_by_another';
  END IF;
  IF EXISTS (SELECT 1 FROM membership m WHERE m.person_id = who
             AND m.organisation_id = the_organisation AND m.ended_at IS NULL) THEN
    RAISE EXCEPTION 'who belongs to an agency does not decide its case'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'decided_by_outsider';
  END IF;
END $$;
CREATE FUNCTION app.refuse_barred(the_application uuid, who uuid) RETURNS void
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_catalog AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM application_quash q WHERE q.application_id = the_application AND who = ANY (q.barred)) THEN
    RAISE EXCEPTION 'who had a hand in a decision that was quashed does not look at the case again'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'barred_by_quashing';
  END IF;
END $$;

CREATE FUNCTION app.check_intention() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
BEGIN
  PERFORM app.refuse_unsigned(NEW.announced_by, 'an intention');
  PERFORM app.refuse_worked_on(NEW.application_id, NEW.organisation_id, NEW.announced_by);
  IF NOT EXISTS (SELECT 1 FROM legal_ground g WHERE g.code = NEW.ground_code AND 'refuse' = ANY (g.kinds)) THEN
    RAISE EXCEPTION 'the ground % is not one for a refusal', NEW.ground_code
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ground_of_refusal';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER intention_signed AFTER INSERT ON application_intention
  FOR EACH ROW EXECUTE FUNCTION app.check_intention();

CREATE FUNCTION app.check_barred_check() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog AS $$
BEGIN
  PERFORM app.refuse_barred(NEW.application_id, NEW.by_person);
  RETURN NULL;
END $$;
CREATE TRIGGER barred_by_quashing AFTER INSERT ON application_check
  FOR EACH ROW EXECUTE FUNCTION app.check_barred_check();

-- Everybody who checked, recommended, announced or decided is barred: the database itself says who that is.
CREATE FUNCTION app.check_quash() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
BEGIN
  PERFORM app.refuse_unsigned(NEW.quashed_by, 'a quashing');
  IF NOT EXISTS (SELECT 1 FROM application_decision d WHERE d.id = NEW.decision_id
                 AND d.application_id = NEW.application_id) THEN
    RAISE EXCEPTION 'the decision is not one on this application'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'quash_of_decision';
  END IF;
  SELECT coalesce(array_agg(DISTINCT who), '{}') INTO NEW.barred FROM (
    SELECT c.by_person AS who FROM application_check c WHERE c.application_id = NEW.application_id
    UNION SELECT e.person_id FROM audit_entry e WHERE e.subject_table = 'application'
      AND e.subject_id = NEW.application_id AND e.action = 'licensing.application.recommend' AND e.person_id IS NOT NULL
    UNION SELECT i.announced_by FROM application_intention i WHERE i.application_id = NEW.application_id
    UNION SELECT d.recommended_by FROM application_decision d WHERE d.application_id = NEW.application_id
    UNION SELECT d.decided_by FROM application_decision d WHERE d.application_id = NEW.application_id
  ) everybody;
  IF NEW.quashed_by = ANY (NEW.barred) THEN
    RAISE EXCEPTION 'who had a hand in a decision does not quash it'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'barred_by_quashing';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER quash_of_decision BEFORE INSERT ON application_quash
  FOR EACH ROW EXECUTE FUNCTION app.check_quash();

CREATE OR REPLACE FUNCTION app.check_decider() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
DECLARE
  latest uuid;
  the_status text;
BEGIN
  PERFORM app.refuse_worked_on(NEW.application_id, NEW.organisation_id, NEW.decided_by);
  SELECT a.status INTO the_status FROM application a WHERE a.id = NEW.application_id;
  IF NEW.outcome = 'refuse' AND the_status <> 'representations' AND NOT EXISTS (
    SELECT 1 FROM legal_ground g WHERE g.code = NEW.ground_code AND 'refuse-urgent' = ANY (g.kinds)) THEN
    RAISE EXCEPTION 'nobody is refused unheard, save on an urgent ground'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'refused_after_hearing';
  END IF;
  SELECT d.id INTO latest FROM application_decision d
    WHERE d.application_id = NEW.application_id AND d.id <> NEW.id
      AND NOT EXISTS (SELECT 1 FROM application_decision later WHERE later.supersedes = d.id AND later.id <> NEW.id);
  IF NEW.supersedes IS DISTINCT FROM latest OR (latest IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM application_quash q WHERE q.decision_id = latest)) THEN
    RAISE EXCEPTION 'a decision takes the place of the last one only after that was quashed'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_supersedes';
  END IF;
  RETURN NULL;
END $$;
"""
STATES = """
CREATE OR REPLACE FUNCTION app.check_decided() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
BEGIN
  IF NEW.status IN ('pending-activation', 'granted', 'refused') AND NOT EXISTS (
    SELECT 1 FROM application_decision d WHERE d.application_id = NEW.id
      AND d.outcome = CASE NEW.status WHEN 'refused' THEN 'refuse' ELSE 'grant' END
      AND NOT EXISTS (SELECT 1 FROM application_quash q WHERE q.decision_id = d.id)) THEN
    RAISE EXCEPTION 'application % is % without a decision', NEW.id, NEW.status
      USING ERRCODE = 'check_violation', CONSTRAINT = 'decided_by_decision';
  END IF;
  IF NEW.status = 'granted' AND NOT EXISTS (SELECT 1 FROM licence_term t WHERE t.application_id = NEW.id) THEN
    RAISE EXCEPTION 'application % is granted without a term of a licence', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'granted_with_term';
  END IF;
  RETURN NULL;
END $$;

-- What must have happened before a case may stand where it is moved to.
CREATE FUNCTION app.check_step() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
DECLARE intention application_intention;
BEGIN
  IF NEW.status = 'recommended' AND OLD.status = 'assessment' THEN
    PERFORM app.refuse_barred(NEW.id, NEW.recommended_by);
    IF NEW.objections_until >= app.today() OR EXISTS (
      SELECT 1 FROM application_objection o WHERE o.application_id = NEW.id AND o.answered_at IS NULL) THEN
      RAISE EXCEPTION 'objections to case % are open', NEW.reference
        USING ERRCODE = 'check_violation', CONSTRAINT = 'objections_answered';
    END IF;
  ELSIF NEW.status IN ('minded-to-refuse', 'representations') THEN
    SELECT * INTO intention FROM application_intention i WHERE i.application_id = NEW.id
      ORDER BY i.announced_at DESC LIMIT 1;
    IF intention.id IS NULL OR (NEW.status = 'minded-to-refuse' AND EXISTS (
      SELECT 1 FROM application_representation r WHERE r.intention_id = intention.id)) THEN
      RAISE EXCEPTION 'case % names no intention to refuse', NEW.reference
        USING ERRCODE = 'check_violation', CONSTRAINT = 'intention_announced';
    END IF;
    IF NEW.status = 'representations' AND intention.answer_by >= app.today() AND NOT EXISTS (
      SELECT 1 FROM application_representation r WHERE r.intention_id = intention.id) THEN
      RAISE EXCEPTION 'the agency of case % may still answer', NEW.reference
        USING ERRCODE = 'check_violation', CONSTRAINT = 'agency_heard';
    END IF;
  ELSIF NEW.status = 'quashed' AND NOT EXISTS (
    SELECT 1 FROM application_decision d JOIN application_quash q ON q.decision_id = d.id
    WHERE d.application_id = NEW.id
      AND NOT EXISTS (SELECT 1 FROM application_decision later WHERE later.supersedes = d.id)) THEN
    RAISE EXCEPTION 'case % is quashed without an order', NEW.reference
      USING ERRCODE = 'check_violation', CONSTRAINT = 'quash_of_decision';
  ELSIF NEW.status = 'assessment' AND OLD.status = 'quashed' THEN
    PERFORM app.refuse_barred(NEW.id, app.person());
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER case_steps AFTER UPDATE OF status ON application
  FOR EACH ROW WHEN (NEW.status IS DISTINCT FROM OLD.status) EXECUTE FUNCTION app.check_step();
"""
# Anybody may object: no sign-in, no name. The public role writes nothing itself; this function does, within bounds.
OBJECTING = """
CREATE FUNCTION app.object_to(the_application uuid, the_reference varchar, words text, now timestamptz, most integer,
    most_an_hour integer) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_catalog AS $$
DECLARE
  subject application;
  row_id uuid := gen_random_uuid();
BEGIN
  SELECT * INTO subject FROM application a WHERE a.id = the_application FOR UPDATE;
  IF subject.id IS NULL OR subject.objections_until IS NULL OR subject.objections_until < app.today()
    OR subject.status NOT IN ('submitted', 'completeness', 'returned', 'checks', 'inspection', 'assessment') THEN
    RETURN 'closed';
  END IF;
  IF char_length(btrim(words)) NOT BETWEEN 20 AND 4000 THEN
    RETURN 'length';
  END IF;
  IF (SELECT count(*) FROM application_objection o WHERE o.application_id = subject.id) >= most
    OR (SELECT count(*) FROM application_objection o WHERE o.application_id = subject.id
        AND o.lodged_at > now - interval '1 hour') >= most_an_hour THEN
    RETURN 'many';
  END IF;
  INSERT INTO application_objection (id, organisation_id, application_id, reference, text, lodged_at)
    VALUES (row_id, subject.organisation_id, subject.id, the_reference, btrim(words), now);
  INSERT INTO audit_entry (id, at, action, subject_table, subject_id, actor_name, actor_role, detail, request_id, txid)
    VALUES (gen_random_uuid(), now, 'licensing.objection.lodge', 'application_objection', row_id, 'Somebody', 'public',
      jsonb_build_object('application', subject.reference), '', pg_current_xact_id()::text::bigint);
  RETURN 'lodged';
END $$;
"""


def upgrade() -> None:
    op.execute(APPLICATION)
    op.execute(TABLES)
    op.execute(SIGNED)
    op.execute(STATES)
    op.execute(OBJECTING)
    op.execute("REVOKE ALL ON FUNCTION app.object_to FROM PUBLIC")
    op.execute("GRANT EXECUTE ON FUNCTION app.object_to TO fairgate_public, fairgate_worker")
    grant("application_deficiency", "SELECT, INSERT, UPDATE")
    tenant("application_deficiency", writers=f"({MINE} OR {REGULATOR})")
    op.execute(f"ALTER POLICY inserts ON application_deficiency WITH CHECK ({REGULATOR})")
    grant("application_objection", "SELECT, UPDATE", "SELECT")
    tenant("application_objection", writers=REGULATOR)  # who objected may be known by what is said: not the agency's
    grant("application_intention", "SELECT, INSERT")
    tenant("application_intention", MINE, writers=REGULATOR)
    for table in ("application_representation", "representation_paper"):
        grant(table, "SELECT, INSERT")
        tenant(table, REGULATOR)
    grant("application_quash", "SELECT, INSERT")
    tenant("application_quash", MINE, writers=REGULATOR)
    for table in ("application_deficiency", "application_objection", "application_intention",
                  "application_representation", "representation_paper", "application_quash"):  # fmt: skip
        governed(table)
    for table in ("application_intention", "application_representation", "representation_paper", "application_quash"):
        immutable(table)


def downgrade() -> None:
    """A case heard or quashed has no place in the earlier tables."""
    raise NotImplementedError("restore the backup made before the upgrade")
