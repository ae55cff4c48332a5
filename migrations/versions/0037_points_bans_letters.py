"""Points against licence holders, bans of persons, and letters put together from coded paragraphs."""

from alembic import op

from migrations.rules import governed, grant, immutable, moves, tenant

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

REGULATOR = "(SELECT app.kind()) = 'regulator'"
BAN_MOVES = {
    "proposed": ["seconded", "declined"],
    "seconded": ["in-force", "declined"],
    "in-force": ["lifted", "ended"],
}
REVIEW_MOVES = {"proposed": ["lifted", "kept"]}
TABLES = """
CREATE TABLE demerit_rule (
  effective_from date NOT NULL,
  months integer NOT NULL,
  watch_at integer NOT NULL,
  show_cause_at integer NOT NULL,
  instrument text NOT NULL,
  CONSTRAINT pk_demerit_rule PRIMARY KEY (effective_from),
  CONSTRAINT ck_demerit_rule_sound CHECK (months > 0 AND watch_at > 0 AND show_cause_at > watch_at)
);
CREATE TABLE demerit_entry (
  id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  licence_id uuid NOT NULL,
  points integer NOT NULL,
  code varchar(40) NOT NULL,
  reason text NOT NULL,
  happened_on date NOT NULL,
  expires_on date,
  corrects_id uuid,
  by_person uuid NOT NULL,
  by_name varchar(300) NOT NULL,
  at timestamptz NOT NULL,
  CONSTRAINT pk_demerit_entry PRIMARY KEY (id),
  CONSTRAINT fk_demerit_entry_licence FOREIGN KEY(organisation_id, licence_id)
    REFERENCES licence (organisation_id, id),
  CONSTRAINT uq_demerit_entry_tenant UNIQUE (organisation_id, id),
  CONSTRAINT fk_demerit_entry_corrects FOREIGN KEY(organisation_id, corrects_id)
    REFERENCES demerit_entry (organisation_id, id),
  CONSTRAINT uq_demerit_entry_corrected_once UNIQUE (corrects_id),
  CONSTRAINT ck_demerit_entry_points_sound CHECK (points BETWEEN -100 AND 100 AND points <> 0),
  CONSTRAINT ck_demerit_entry_only_corrections_take_away CHECK ((points < 0) = (corrects_id IS NOT NULL)),
  CONSTRAINT ck_demerit_entry_reason_given CHECK (char_length(btrim(reason)) >= 10),
  CONSTRAINT fk_demerit_entry_by_person FOREIGN KEY(by_person) REFERENCES person (id)
);
CREATE INDEX ix_demerit_entry_licence_id ON demerit_entry (licence_id, happened_on);
CREATE TABLE person_ban (
  id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  reference varchar(20) NOT NULL,
  status varchar(10) NOT NULL,
  name varchar(300) NOT NULL,
  search_keys varchar[] NOT NULL,
  birth_date date,
  identifiers varchar(80)[] NOT NULL,
  from_on date NOT NULL,
  until_on date,
  review_on date NOT NULL,
  ground_code varchar(40) NOT NULL,
  reason text NOT NULL,
  public_text varchar(300) NOT NULL,
  licence_id uuid,
  proposed_by uuid NOT NULL,
  proposed_by_name varchar(300) NOT NULL,
  proposed_at timestamptz NOT NULL,
  seconded_by uuid,
  seconded_by_name varchar(300),
  seconded_at timestamptz,
  decided_by uuid,
  decided_by_name varchar(300),
  decided_at timestamptz,
  decision_note text,
  ended_at timestamptz,
  CONSTRAINT pk_person_ban PRIMARY KEY (id),
  CONSTRAINT uq_person_ban_tenant UNIQUE (organisation_id, id),
  CONSTRAINT uq_person_ban_reference UNIQUE (reference),
  CONSTRAINT ck_person_ban_status_known
    CHECK (status IN ('proposed', 'seconded', 'in-force', 'declined', 'lifted', 'ended')),
  CONSTRAINT ck_person_ban_days_in_order CHECK (until_on IS NULL OR until_on > from_on),
  CONSTRAINT ck_person_ban_reason_given CHECK (char_length(btrim(reason)) >= 10),
  CONSTRAINT ck_person_ban_seconded_by_another CHECK (seconded_by <> proposed_by),
  CONSTRAINT ck_person_ban_four_eyes CHECK (decided_by <> proposed_by),
  CONSTRAINT ck_person_ban_three_people
    CHECK (status <> 'in-force' OR (seconded_by IS NOT NULL AND decided_by IS NOT NULL AND decided_by <> seconded_by)),
  CONSTRAINT fk_person_ban_ground_code FOREIGN KEY(ground_code) REFERENCES legal_ground (code),
  CONSTRAINT fk_person_ban_proposed_by FOREIGN KEY(proposed_by) REFERENCES person (id),
  CONSTRAINT fk_person_ban_seconded_by FOREIGN KEY(seconded_by) REFERENCES person (id),
  CONSTRAINT fk_person_ban_decided_by FOREIGN KEY(decided_by) REFERENCES person (id)
);
CREATE INDEX ix_person_ban_identifiers ON person_ban USING gin (identifiers);
CREATE INDEX ix_person_ban_search_keys ON person_ban USING gin (search_keys);
CREATE INDEX ix_person_ban_status ON person_ban (status, from_on);
CREATE TABLE ban_review (
  id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  ban_id uuid NOT NULL,
  status varchar(10) NOT NULL,
  reason text NOT NULL,
  proposed_by uuid NOT NULL,
  proposed_by_name varchar(300) NOT NULL,
  proposed_at timestamptz NOT NULL,
  decided_by uuid,
  decided_by_name varchar(300),
  decided_at timestamptz,
  note text,
  CONSTRAINT pk_ban_review PRIMARY KEY (id),
  CONSTRAINT fk_ban_review_ban FOREIGN KEY(organisation_id, ban_id) REFERENCES person_ban (organisation_id, id),
  CONSTRAINT ck_ban_review_status_known CHECK (status IN ('proposed', 'lifted', 'kept')),
  CONSTRAINT ck_ban_review_four_eyes CHECK (decided_by <> proposed_by),
  CONSTRAINT ck_ban_review_decided_by_someone CHECK ((status = 'proposed') = (decided_by IS NULL)),
  CONSTRAINT ck_ban_review_reason_given CHECK (char_length(btrim(reason)) >= 10),
  CONSTRAINT fk_ban_review_proposed_by FOREIGN KEY(proposed_by) REFERENCES person (id),
  CONSTRAINT fk_ban_review_decided_by FOREIGN KEY(decided_by) REFERENCES person (id)
);
CREATE UNIQUE INDEX uq_ban_review_one_open ON ban_review (ban_id) WHERE status = 'proposed';
CREATE TABLE letter_paragraph (
  code varchar(60) NOT NULL,
  language varchar(10) NOT NULL,
  effective_from date NOT NULL,
  kind varchar(30) NOT NULL,
  position integer NOT NULL,
  text text NOT NULL,
  CONSTRAINT pk_letter_paragraph PRIMARY KEY (code, language, effective_from),
  CONSTRAINT ck_letter_paragraph_position_sound CHECK (position BETWEEN 0 AND 999)
);
CREATE TABLE letter (
  id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  reference varchar(20) NOT NULL,
  effect varchar(120) NOT NULL,
  kind varchar(30) NOT NULL,
  language varchar(10) NOT NULL,
  subject_table varchar(63) NOT NULL,
  subject_id uuid NOT NULL,
  title varchar(300) NOT NULL,
  body text NOT NULL,
  codes text NOT NULL,
  sha256 varchar(64) NOT NULL,
  written_by uuid,
  written_by_name varchar(300) NOT NULL,
  written_at timestamptz NOT NULL,
  CONSTRAINT pk_letter PRIMARY KEY (id),
  CONSTRAINT uq_letter_reference UNIQUE (reference),
  CONSTRAINT uq_letter_effect UNIQUE (effect),
  CONSTRAINT ck_letter_hashed CHECK (char_length(sha256) = 64),
  CONSTRAINT fk_letter_written_by FOREIGN KEY(written_by) REFERENCES person (id)
);
CREATE INDEX ix_letter_organisation ON letter (organisation_id, written_at);
CREATE INDEX ix_letter_subject ON letter (subject_table, subject_id);
"""
# Signed by who acts; what was written stays; a ban ends by its last day or by a review that two people made.
RULES = """
CREATE FUNCTION app.check_points_signed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
BEGIN
  PERFORM app.refuse_unsigned(NEW.by_person, 'an entry of points');
  IF NEW.corrects_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM public.demerit_entry e WHERE e.id = NEW.corrects_id AND e.licence_id = NEW.licence_id
      AND e.points = -NEW.points AND e.by_person <> NEW.by_person) THEN
    RAISE EXCEPTION 'points are taken back whole, and by another person'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'corrected_by_another';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER points_signed AFTER INSERT ON demerit_entry FOR EACH ROW EXECUTE FUNCTION app.check_points_signed();

CREATE FUNCTION app.check_ban_signed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM app.refuse_unsigned(NEW.proposed_by, 'a proposal');
    RETURN NULL;
  END IF;
  IF (NEW.organisation_id, NEW.reference, NEW.name, NEW.search_keys, NEW.birth_date, NEW.identifiers, NEW.from_on,
      NEW.until_on, NEW.review_on, NEW.ground_code, NEW.reason, NEW.public_text, NEW.licence_id, NEW.proposed_by,
      NEW.proposed_at)
    IS DISTINCT FROM (OLD.organisation_id, OLD.reference, OLD.name, OLD.search_keys, OLD.birth_date, OLD.identifiers,
      OLD.from_on, OLD.until_on, OLD.review_on, OLD.ground_code, OLD.reason, OLD.public_text, OLD.licence_id,
      OLD.proposed_by, OLD.proposed_at)
    OR (OLD.seconded_by IS NOT NULL AND (NEW.seconded_by, NEW.seconded_at) IS DISTINCT FROM (OLD.seconded_by, OLD.seconded_at))
    OR (OLD.decided_by IS NOT NULL AND (NEW.decided_by, NEW.decided_at, NEW.decision_note)
      IS DISTINCT FROM (OLD.decided_by, OLD.decided_at, OLD.decision_note))
    OR OLD.status IN ('declined', 'lifted', 'ended') THEN
    RAISE EXCEPTION 'what was decided about ban % is never changed', OLD.reference
      USING ERRCODE = 'check_violation', CONSTRAINT = 'immutable';
  END IF;
  IF NEW.seconded_by IS DISTINCT FROM OLD.seconded_by THEN
    PERFORM app.refuse_unsigned(NEW.seconded_by, 'a decision');
  END IF;
  IF NEW.decided_by IS DISTINCT FROM OLD.decided_by THEN
    PERFORM app.refuse_unsigned(NEW.decided_by, 'a decision');
  END IF;
  IF (NEW.status = 'lifted' AND NOT EXISTS (SELECT FROM public.ban_review r WHERE r.ban_id = NEW.id AND r.status = 'lifted'))
    OR (NEW.status = 'ended' AND (NEW.until_on IS NULL OR NEW.until_on > app.today())) THEN
    RAISE EXCEPTION 'ban % ends by its last day or by a review', OLD.reference
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ban_ended_by_review';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER ban_signed AFTER INSERT OR UPDATE ON person_ban FOR EACH ROW EXECUTE FUNCTION app.check_ban_signed();

CREATE FUNCTION app.check_review_signed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM app.refuse_unsigned(NEW.proposed_by, 'a proposal');
    RETURN NULL;
  END IF;
  IF OLD.status <> 'proposed' OR (NEW.organisation_id, NEW.ban_id, NEW.reason, NEW.proposed_by, NEW.proposed_at)
    IS DISTINCT FROM (OLD.organisation_id, OLD.ban_id, OLD.reason, OLD.proposed_by, OLD.proposed_at) THEN
    RAISE EXCEPTION 'what a review says is never changed'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'immutable';
  END IF;
  PERFORM app.refuse_unsigned(NEW.decided_by, 'a decision');
  RETURN NULL;
END $$;
CREATE TRIGGER review_signed AFTER INSERT OR UPDATE ON ban_review
  FOR EACH ROW EXECUTE FUNCTION app.check_review_signed();
"""


def upgrade() -> None:
    op.execute(TABLES)
    op.execute(RULES)
    for table in ("demerit_rule", "letter_paragraph"):
        grant(table, "SELECT", "SELECT, INSERT")
        immutable(table)  # a later version follows; none is rewritten
    grant("demerit_entry", "SELECT, INSERT")
    tenant("demerit_entry", "organisation_id = (SELECT app.org())", writers=REGULATOR)
    governed("demerit_entry")
    immutable("demerit_entry")
    for table in ("person_ban", "ban_review"):
        grant(table, "SELECT, INSERT, UPDATE")
        tenant(table, writers=REGULATOR)
        governed(table)
    moves("person_ban", BAN_MOVES, "proposed")
    moves("ban_review", REVIEW_MOVES, "proposed")
    op.execute("CREATE POLICY published ON person_ban FOR SELECT TO fairgate_public USING (status = 'in-force')")
    op.execute(
        "GRANT SELECT (id, reference, status, name, from_on, until_on, public_text, ground_code) ON person_ban"
        " TO fairgate_public"
    )
    grant("letter", "SELECT, INSERT")
    tenant("letter", "organisation_id = (SELECT app.org())", writers=REGULATOR)
    governed("letter")
    immutable("letter")


def downgrade() -> None:
    """Letters that were sent and bans in force have no place in the earlier tables."""
    raise NotImplementedError("restore the backup made before the upgrade")
