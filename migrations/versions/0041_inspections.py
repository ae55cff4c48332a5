"""Inspections: one inspector who neither recommends nor decides, and samples that nobody chooses."""

from alembic import op

from migrations.rules import governed, grant, immutable, moves

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

APP, WORKER, OWNER = "fairgate_app", "fairgate_worker", "fairgate_owner"
REGULATOR = "(SELECT app.kind()) = 'regulator'"
MINE = "organisation_id = (SELECT app.org())"
INSPECTION_MOVES = {
    "planned": ["visiting", "cancelled"],
    "visiting": ["reported", "cancelled"],
    "reported": ["closed"],
}
TABLES = """
CREATE TABLE inspection (
  id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  reference varchar(20) NOT NULL,
  agency_id uuid NOT NULL,
  application_id uuid,
  status varchar(10) NOT NULL,
  purpose text NOT NULL,
  place varchar(300) NOT NULL,
  planned_on date NOT NULL,
  announced boolean NOT NULL,
  inspector_id uuid NOT NULL,
  inspector_name varchar(300) NOT NULL,
  planned_by uuid NOT NULL,
  planned_by_name varchar(300) NOT NULL,
  planned_at timestamptz NOT NULL,
  visited_on date,
  report text,
  outcome varchar(20),
  reported_at timestamptz,
  respond_by date,
  closed_by uuid,
  closed_by_name varchar(300),
  closed_at timestamptz,
  closed_why text,
  version integer NOT NULL,
  CONSTRAINT pk_inspection PRIMARY KEY (id),
  CONSTRAINT uq_inspection_tenant UNIQUE (organisation_id, id),
  CONSTRAINT uq_inspection_reference UNIQUE (reference),
  CONSTRAINT ck_inspection_status_known CHECK (status IN ('planned', 'visiting', 'reported', 'closed', 'cancelled')),
  CONSTRAINT ck_inspection_outcome_known CHECK (outcome IN ('in-order', 'shortcomings', 'serious')),
  CONSTRAINT ck_inspection_purpose_given CHECK (char_length(btrim(purpose)) >= 10),
  CONSTRAINT ck_inspection_reported_whole CHECK (status NOT IN ('reported', 'closed') OR
    (outcome IS NOT NULL AND report IS NOT NULL AND visited_on IS NOT NULL AND reported_at IS NOT NULL)),
  CONSTRAINT ck_inspection_closed_by_someone CHECK ((status = 'closed') = (closed_by IS NOT NULL)),
  CONSTRAINT fk_inspection_agency FOREIGN KEY (organisation_id, agency_id) REFERENCES agency (organisation_id, id),
  CONSTRAINT fk_inspection_application FOREIGN KEY (organisation_id, application_id)
    REFERENCES application (organisation_id, id),
  CONSTRAINT fk_inspection_inspector_id FOREIGN KEY (inspector_id) REFERENCES person (id),
  CONSTRAINT fk_inspection_planned_by FOREIGN KEY (planned_by) REFERENCES person (id),
  CONSTRAINT fk_inspection_closed_by FOREIGN KEY (closed_by) REFERENCES person (id)
);
CREATE INDEX ix_inspection_agency_id ON inspection (agency_id);
CREATE INDEX ix_inspection_application_id ON inspection (application_id);
CREATE INDEX ix_inspection_inspector ON inspection (inspector_id, status, planned_on);
CREATE TABLE inspection_frame (
  id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  inspection_id uuid NOT NULL,
  kind varchar(20) NOT NULL,
  number integer NOT NULL,
  entries jsonb NOT NULL,
  entries_hash varchar(64) NOT NULL,
  declared_by uuid NOT NULL,
  declared_by_name varchar(300) NOT NULL,
  declared_at timestamptz NOT NULL,
  CONSTRAINT pk_inspection_frame PRIMARY KEY (id),
  CONSTRAINT uq_inspection_frame_tenant UNIQUE (organisation_id, id),
  CONSTRAINT uq_inspection_frame_number UNIQUE (inspection_id, kind, number),
  CONSTRAINT ck_inspection_frame_kind_known CHECK (kind IN ('workers', 'placements', 'files', 'premises')),
  CONSTRAINT fk_inspection_frame_inspection FOREIGN KEY (organisation_id, inspection_id)
    REFERENCES inspection (organisation_id, id),
  CONSTRAINT fk_inspection_frame_declared_by FOREIGN KEY (declared_by) REFERENCES person (id)
);
CREATE TABLE inspection_sample (
  id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  inspection_id uuid NOT NULL,
  frame_id uuid NOT NULL,
  kind varchar(20) NOT NULL,
  seed varchar(40) NOT NULL,
  share double precision NOT NULL,
  floor integer NOT NULL,
  picked jsonb NOT NULL,
  drawn_by uuid NOT NULL,
  drawn_by_name varchar(300) NOT NULL,
  drawn_at timestamptz NOT NULL,
  CONSTRAINT pk_inspection_sample PRIMARY KEY (id),
  CONSTRAINT uq_inspection_sample_tenant UNIQUE (organisation_id, id),
  CONSTRAINT uq_inspection_sample_once UNIQUE (inspection_id, kind),
  CONSTRAINT fk_inspection_sample_inspection FOREIGN KEY (organisation_id, inspection_id)
    REFERENCES inspection (organisation_id, id),
  CONSTRAINT fk_inspection_sample_frame FOREIGN KEY (organisation_id, frame_id)
    REFERENCES inspection_frame (organisation_id, id),
  CONSTRAINT fk_inspection_sample_drawn_by FOREIGN KEY (drawn_by) REFERENCES person (id)
);
CREATE TABLE inspection_item (
  id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  sample_id uuid NOT NULL,
  entry varchar(40) NOT NULL,
  number integer NOT NULL,
  result varchar(20) NOT NULL,
  note text,
  by_person uuid NOT NULL,
  by_name varchar(300) NOT NULL,
  at timestamptz NOT NULL,
  CONSTRAINT pk_inspection_item PRIMARY KEY (id),
  CONSTRAINT uq_inspection_item_number UNIQUE (sample_id, entry, number),
  CONSTRAINT ck_inspection_item_result_known CHECK (result IN ('seen', 'not-available', 'refused')),
  CONSTRAINT fk_inspection_item_sample FOREIGN KEY (organisation_id, sample_id)
    REFERENCES inspection_sample (organisation_id, id),
  CONSTRAINT fk_inspection_item_by_person FOREIGN KEY (by_person) REFERENCES person (id)
);
CREATE TABLE inspection_finding (
  id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  inspection_id uuid NOT NULL,
  standard_id uuid,
  outcome varchar(20) NOT NULL,
  text text NOT NULL,
  by_person uuid NOT NULL,
  by_name varchar(300) NOT NULL,
  at timestamptz NOT NULL,
  CONSTRAINT pk_inspection_finding PRIMARY KEY (id),
  CONSTRAINT ck_inspection_finding_outcome_known CHECK (outcome IN ('met', 'not-met', 'not-applicable', 'unsure')),
  CONSTRAINT ck_inspection_finding_text_given CHECK (char_length(btrim(text)) >= 10),
  CONSTRAINT fk_inspection_finding_inspection FOREIGN KEY (organisation_id, inspection_id)
    REFERENCES inspection (organisation_id, id),
  CONSTRAINT fk_inspection_finding_standard_id FOREIGN KEY (standard_id) REFERENCES standard (id),
  CONSTRAINT fk_inspection_finding_by_person FOREIGN KEY (by_person) REFERENCES person (id)
);
CREATE INDEX ix_inspection_finding_inspection_id ON inspection_finding (inspection_id);
CREATE TABLE inspection_response (
  id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  inspection_id uuid NOT NULL,
  text text NOT NULL,
  by_person uuid NOT NULL,
  by_name varchar(300) NOT NULL,
  at timestamptz NOT NULL,
  CONSTRAINT pk_inspection_response PRIMARY KEY (id),
  CONSTRAINT ck_inspection_response_text_given CHECK (char_length(btrim(text)) >= 10),
  CONSTRAINT fk_inspection_response_inspection FOREIGN KEY (organisation_id, inspection_id)
    REFERENCES inspection (organisation_id, id),
  CONSTRAINT fk_inspection_response_by_person FOREIGN KEY (by_person) REFERENCES person (id)
);
CREATE INDEX ix_inspection_response_inspection_id ON inspection_response (inspection_id);
"""
DUTIES = """
-- Who decided or recommended a case does not inspect it (licensing.md 6.4, rule 1), nor who stands near its agency.
CREATE FUNCTION app.check_inspection() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM app.refuse_unsigned(NEW.planned_by, 'a plan');
  ELSE
    IF (NEW.id, NEW.organisation_id, NEW.reference, NEW.agency_id, NEW.application_id, NEW.purpose, NEW.planned_by,
        NEW.planned_at, NEW.announced) IS DISTINCT FROM (OLD.id, OLD.organisation_id, OLD.reference, OLD.agency_id,
        OLD.application_id, OLD.purpose, OLD.planned_by, OLD.planned_at, OLD.announced)
      OR (OLD.status <> 'planned' AND NEW.inspector_id <> OLD.inspector_id)
      OR (OLD.status IN ('reported', 'closed', 'cancelled') AND
        (NEW.visited_on, NEW.report, NEW.outcome, NEW.reported_at, NEW.respond_by) IS DISTINCT FROM
        (OLD.visited_on, OLD.report, OLD.outcome, OLD.reported_at, OLD.respond_by)) THEN
      RAISE EXCEPTION 'what was planned, and what was reported, is never changed'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'immutable';
    END IF;
    IF NEW.status IN ('visiting', 'reported') AND OLD.status <> NEW.status THEN
      PERFORM app.refuse_unsigned(NEW.inspector_id, 'a visit');
    END IF;
    IF NEW.status = 'closed' AND OLD.status <> 'closed' THEN
      PERFORM app.refuse_unsigned(NEW.closed_by, 'the end of an inspection');
    END IF;
  END IF;
  IF NEW.closed_by = NEW.inspector_id THEN
    RAISE EXCEPTION 'who inspected does not close the inspection'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'inspection_closed_by_another';
  END IF;
  IF TG_OP = 'INSERT' OR NEW.inspector_id <> OLD.inspector_id THEN
    PERFORM app.refuse_conflicted(NEW.inspector_id, NEW.agency_id);
    IF NEW.application_id IS NOT NULL AND (
      EXISTS (SELECT 1 FROM public.application_decision d
              WHERE d.application_id = NEW.application_id AND d.decided_by = NEW.inspector_id)
      OR EXISTS (SELECT 1 FROM public.audit_entry e WHERE e.subject_table = 'application'
                 AND e.subject_id = NEW.application_id AND e.action = 'licensing.application.recommend'
                 AND e.person_id = NEW.inspector_id)) THEN
      RAISE EXCEPTION 'who recommended or decided a case does not inspect it'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'inspected_by_another';
    END IF;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER inspected_by_another AFTER INSERT OR UPDATE ON inspection
  FOR EACH ROW EXECUTE FUNCTION app.check_inspection();

CREATE FUNCTION app.inspected(person uuid, application uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
  SELECT EXISTS (SELECT 1 FROM public.inspection i WHERE i.application_id = application AND i.inspector_id = person
                 AND i.status <> 'cancelled')
$$;
CREATE FUNCTION app.check_uninspected() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
BEGIN
  IF TG_TABLE_NAME = 'application_decision' THEN
    IF app.inspected(NEW.decided_by, NEW.application_id) THEN
      RAISE EXCEPTION 'who inspected a case does not decide it'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'decided_by_no_inspector';
    END IF;
  ELSIF NEW.status = 'recommended' AND OLD.status IS DISTINCT FROM 'recommended' THEN
    IF app.inspected(NEW.recommended_by, NEW.id) THEN
      RAISE EXCEPTION 'who inspected a case does not recommend on it'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'recommended_by_no_inspector';
    END IF;
    IF EXISTS (SELECT 1 FROM public.inspection i WHERE i.application_id = NEW.id
               AND i.status IN ('planned', 'visiting')) THEN
      RAISE EXCEPTION 'a case is recommended when its inspections are reported'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'recommended_after_inspection';
    END IF;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER decided_by_no_inspector AFTER INSERT ON application_decision
  FOR EACH ROW EXECUTE FUNCTION app.check_uninspected();
CREATE TRIGGER recommended_by_no_inspector AFTER UPDATE ON application
  FOR EACH ROW EXECUTE FUNCTION app.check_uninspected();

CREATE OR REPLACE FUNCTION app.worked_on(person uuid, application uuid) RETURNS boolean LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_catalog AS $$
  SELECT EXISTS (SELECT 1 FROM public.application_check c WHERE c.application_id = application AND c.by_person = person)
    OR EXISTS (SELECT 1 FROM public.standard_finding f WHERE f.application_id = application AND f.by_person = person)
    OR EXISTS (SELECT 1 FROM public.application_decision d WHERE d.application_id = application
               AND person IN (d.decided_by, d.recommended_by))
    OR app.inspected(person, application)
    OR EXISTS (SELECT 1 FROM public.audit_entry e WHERE e.subject_table = 'application' AND e.subject_id = application
               AND e.action = 'licensing.application.recommend' AND e.person_id = person)
$$;
CREATE OR REPLACE FUNCTION app.is_evidence(kind text, subject uuid, organisation uuid, application uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_catalog AS $$
  SELECT CASE kind
    WHEN 'check' THEN EXISTS (SELECT 1 FROM public.application_check c
      WHERE c.id = subject AND c.application_id = application)
    WHEN 'file' THEN EXISTS (SELECT 1 FROM public.stored_file f
      WHERE f.id = subject AND f.organisation_id IN (organisation, app.org()))
    WHEN 'inspection' THEN EXISTS (SELECT 1 FROM public.inspection_finding f
      JOIN public.inspection i ON i.id = f.inspection_id JOIN public.application a ON a.agency_id = i.agency_id
      WHERE f.id = subject AND a.id = application AND i.status IN ('reported', 'closed'))
    ELSE false END
$$;
"""
SAMPLES = """
CREATE FUNCTION app.check_frame() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
BEGIN
  PERFORM app.refuse_unsigned(NEW.declared_by, 'a list');
  IF (SELECT i.status FROM public.inspection i WHERE i.id = NEW.inspection_id) NOT IN ('planned', 'visiting')
    OR EXISTS (SELECT 1 FROM public.inspection_sample s
               WHERE s.inspection_id = NEW.inspection_id AND s.kind = NEW.kind) THEN
    RAISE EXCEPTION 'no list is declared once a sample is drawn from it'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'frame_before_sample';
  END IF;
  IF jsonb_typeof(NEW.entries) <> 'array' OR jsonb_array_length(NEW.entries) NOT BETWEEN 1 AND 5000
    OR (SELECT count(DISTINCT e) FROM jsonb_array_elements_text(NEW.entries) e) <> jsonb_array_length(NEW.entries)
    OR EXISTS (SELECT 1 FROM jsonb_array_elements(NEW.entries) e
               WHERE jsonb_typeof(e) <> 'string' OR char_length(e #>> '{}') NOT BETWEEN 1 AND 40) THEN
    RAISE EXCEPTION 'a list has 1 to 5000 different entries of at most 40 characters'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'frame_of_entries';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER frame_before_sample AFTER INSERT ON inspection_frame FOR EACH ROW EXECUTE FUNCTION app.check_frame();

-- Seed, size and sample are the database's own: whatever is sent for them is not looked at. Anyone can draw it again
-- from list and seed: entries in the order of the SHA-256 of "seed:entry".
CREATE FUNCTION app.draw_sample() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
DECLARE
  list public.inspection_frame;
BEGIN
  PERFORM app.refuse_unsigned(NEW.drawn_by, 'a sample');
  SELECT * INTO list FROM public.inspection_frame f
    WHERE f.inspection_id = NEW.inspection_id AND f.kind = NEW.kind ORDER BY f.number DESC LIMIT 1;
  IF list.id IS DISTINCT FROM NEW.frame_id OR (SELECT i.status FROM public.inspection i
      WHERE i.id = NEW.inspection_id) NOT IN ('planned', 'visiting') THEN
    RAISE EXCEPTION 'a sample is drawn from the list declared last'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'sample_from_frame';
  END IF;
  NEW.seed := gen_random_uuid()::text;
  NEW.share := app.stated('inspection_sample_share', 10);
  NEW.floor := app.stated('inspection_sample_floor', 5)::integer;
  NEW.picked := (SELECT jsonb_agg(s.entry ORDER BY s.hash, s.entry) FROM (
    SELECT e AS entry, encode(sha256(convert_to(NEW.seed || ':' || e, 'UTF8')), 'hex') AS hash
    FROM jsonb_array_elements_text(list.entries) e ORDER BY hash, entry
    LIMIT least(jsonb_array_length(list.entries),
                greatest(NEW.floor, ceil(jsonb_array_length(list.entries) * NEW.share / 100)::integer))) s);
  RETURN NEW;
END $$;
CREATE TRIGGER sample_from_frame BEFORE INSERT ON inspection_sample FOR EACH ROW EXECUTE FUNCTION app.draw_sample();

CREATE FUNCTION app.check_by_inspector() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
DECLARE
  visit public.inspection;
BEGIN
  PERFORM app.refuse_unsigned(NEW.by_person, 'what was seen');
  IF TG_TABLE_NAME = 'inspection_item' THEN
    SELECT i.* INTO visit FROM public.inspection i
      JOIN public.inspection_sample s ON s.inspection_id = i.id WHERE s.id = NEW.sample_id;
    IF NOT EXISTS (SELECT 1 FROM public.inspection_sample s WHERE s.id = NEW.sample_id AND s.picked ? NEW.entry) THEN
      RAISE EXCEPTION 'this was not drawn' USING ERRCODE = 'check_violation', CONSTRAINT = 'item_of_sample';
    END IF;
    IF NEW.number <> 1 + coalesce((SELECT max(i.number) FROM public.inspection_item i
      WHERE i.sample_id = NEW.sample_id AND i.entry = NEW.entry AND i.id <> NEW.id), 0) THEN
      RAISE EXCEPTION 'words on one thing are numbered in order'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'uq_inspection_item_number';
    END IF;
  ELSE
    SELECT i.* INTO visit FROM public.inspection i WHERE i.id = NEW.inspection_id;
  END IF;
  IF visit.inspector_id <> NEW.by_person OR visit.status <> 'visiting' THEN
    RAISE EXCEPTION 'the inspector of the visit records what is seen, during the visit'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'recorded_by_the_inspector';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER recorded_by_the_inspector AFTER INSERT ON inspection_item
  FOR EACH ROW EXECUTE FUNCTION app.check_by_inspector();
CREATE TRIGGER recorded_by_the_inspector AFTER INSERT ON inspection_finding
  FOR EACH ROW EXECUTE FUNCTION app.check_by_inspector();

CREATE FUNCTION app.check_response() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
BEGIN
  PERFORM app.refuse_unsigned(NEW.by_person, 'an answer');
  IF (SELECT i.status FROM public.inspection i WHERE i.id = NEW.inspection_id) IS DISTINCT FROM 'reported' THEN
    RAISE EXCEPTION 'an agency answers a report until the inspection is closed'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'response_to_report';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER response_to_report AFTER INSERT ON inspection_response
  FOR EACH ROW EXECUTE FUNCTION app.check_response();
"""
# The agency sees a visit that was announced, and every report; its sample only afterwards: it must not know whom to
# prepare.
TOLD = "i.status IN ('reported', 'closed')"
OF = "EXISTS (SELECT 1 FROM inspection i WHERE i.id = inspection_id AND {})"


def policies(table: str, reads: str, inserts: str, updates: str | None = None) -> None:
    """Force row-level security with conditions of their own for each kind of access."""
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY reads ON {table} FOR SELECT TO {APP} USING ({reads})")
    op.execute(f"CREATE POLICY inserts ON {table} FOR INSERT TO {APP} WITH CHECK ({inserts})")
    if updates:
        op.execute(f"CREATE POLICY updates ON {table} FOR UPDATE TO {APP} USING ({updates}) WITH CHECK ({updates})")
    op.execute(f"CREATE POLICY works ON {table} TO {WORKER}, {OWNER} USING (true) WITH CHECK (true)")


def upgrade() -> None:
    op.execute(TABLES)
    op.execute(DUTIES)
    op.execute(SAMPLES)
    grant("inspection", "SELECT, INSERT, UPDATE")
    seen = f"({MINE} AND (announced AND status <> 'cancelled' OR status IN ('reported', 'closed')))"
    policies("inspection", f"{REGULATOR} OR {seen}", REGULATOR, REGULATOR)
    moves("inspection", INSPECTION_MOVES, "planned")
    governed("inspection")
    announced = OF.format("i.announced AND i.status IN ('planned', 'visiting')")
    told = OF.format(TOLD)
    rows = {
        "inspection_frame": (f"{REGULATOR} OR {MINE}", f"{REGULATOR} OR ({MINE} AND {announced})"),
        "inspection_sample": (f"{REGULATOR} OR ({MINE} AND {told})", REGULATOR),
        "inspection_item": (REGULATOR, REGULATOR),
        "inspection_finding": (f"{REGULATOR} OR ({MINE} AND {told})", REGULATOR),
        "inspection_response": (f"{REGULATOR} OR {MINE}", f"{MINE} AND {told}"),
    }
    for table, (reads, inserts) in rows.items():
        grant(table, "SELECT, INSERT")
        policies(table, reads, inserts)
        immutable(table)
        governed(table)


def downgrade() -> None:
    """What was seen on visits has no place in the earlier tables."""
    raise NotImplementedError("restore the backup made before the upgrade")
