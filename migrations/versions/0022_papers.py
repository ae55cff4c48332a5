"""Papers of an application with the checklist they answer, and messages between an agency and the regulator."""

from alembic import op

from migrations.rules import governed, grant, moves, tenant

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

MINE = "organisation_id = (SELECT app.org())"
REGULATOR = "(SELECT app.kind()) = 'regulator'"
PAPER_MOVES = {
    "requested": ["cancelled", "received"],
    "received": ["rejected", "removed", "verified"],
    "verified": ["rejected"],
    "rejected": ["verified"],
    "removed": ["received"],
}
TABLES = """
ALTER TABLE stored_file ADD CONSTRAINT uq_stored_file_tenant UNIQUE (organisation_id, id);
CREATE TABLE evidence_requirement (
  id uuid NOT NULL,
  code varchar(40) NOT NULL,
  class_code varchar(40) NOT NULL,
  kinds varchar(20)[] NOT NULL,
  title varchar(200) NOT NULL,
  why text NOT NULL,
  required boolean NOT NULL,
  dated boolean NOT NULL,
  place integer NOT NULL,
  instrument text NOT NULL,
  effective_from date NOT NULL,
  effective_to date,
  CONSTRAINT pk_evidence_requirement PRIMARY KEY (id),
  CONSTRAINT uq_evidence_requirement_version UNIQUE (class_code, code, effective_from),
  CONSTRAINT ck_evidence_requirement_ends_after_it_begins
    CHECK (effective_to IS NULL OR effective_to >= effective_from),
  CONSTRAINT fk_evidence_requirement_class_code FOREIGN KEY (class_code) REFERENCES licence_class (code)
);
CREATE TABLE evidence_item (
  id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  application_id uuid NOT NULL,
  requirement_id uuid,
  title varchar(200) NOT NULL,
  status varchar(20) NOT NULL,
  file_id uuid,
  media_type varchar(40),
  valid_until date,
  remark text,
  asked_by uuid,
  why text,
  judged_by uuid,
  judged_by_name varchar(300),
  judged_at timestamptz,
  note text,
  created_at timestamptz NOT NULL,
  version integer NOT NULL,
  CONSTRAINT pk_evidence_item PRIMARY KEY (id),
  CONSTRAINT ck_evidence_item_status_known
    CHECK (status IN ('requested', 'received', 'verified', 'rejected', 'removed', 'cancelled')),
  CONSTRAINT ck_evidence_item_title_within CHECK (title = btrim(title) AND char_length(title) BETWEEN 1 AND 200),
  CONSTRAINT ck_evidence_item_sent_with_file CHECK ((status IN ('requested', 'cancelled')) = (file_id IS NULL)),
  CONSTRAINT ck_evidence_item_judged_by_someone
    CHECK ((status IN ('verified', 'rejected')) = (judged_by IS NOT NULL)),
  CONSTRAINT ck_evidence_item_rejected_with_reason
    CHECK (status <> 'rejected' OR char_length(btrim(note)) >= 10),
  CONSTRAINT ck_evidence_item_asked_for CHECK (requirement_id IS NOT NULL OR asked_by IS NOT NULL),
  CONSTRAINT fk_evidence_item_application FOREIGN KEY (organisation_id, application_id)
    REFERENCES application (organisation_id, id),
  CONSTRAINT fk_evidence_item_file FOREIGN KEY (organisation_id, file_id) REFERENCES stored_file (organisation_id, id),
  CONSTRAINT fk_evidence_item_requirement_id FOREIGN KEY (requirement_id) REFERENCES evidence_requirement (id),
  CONSTRAINT fk_evidence_item_asked_by FOREIGN KEY (asked_by) REFERENCES person (id),
  CONSTRAINT fk_evidence_item_judged_by FOREIGN KEY (judged_by) REFERENCES person (id)
);
CREATE INDEX ix_evidence_item_application_id ON evidence_item (application_id);
CREATE INDEX ix_evidence_item_file_id ON evidence_item (file_id);
CREATE TABLE case_message (
  id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  application_id uuid NOT NULL,
  from_regulator boolean NOT NULL,
  body text NOT NULL,
  sent_by uuid NOT NULL,
  sent_by_name varchar(300) NOT NULL,
  sent_at timestamptz NOT NULL,
  file_id uuid,
  media_type varchar(40),
  read_at timestamptz,
  read_by uuid,
  CONSTRAINT pk_case_message PRIMARY KEY (id),
  CONSTRAINT ck_case_message_body_within CHECK (char_length(btrim(body)) BETWEEN 1 AND 4000),
  CONSTRAINT ck_case_message_read_by_someone CHECK ((read_at IS NULL) = (read_by IS NULL)),
  CONSTRAINT ck_case_message_file_of_agency CHECK (file_id IS NULL OR NOT from_regulator),
  CONSTRAINT fk_case_message_application FOREIGN KEY (organisation_id, application_id)
    REFERENCES application (organisation_id, id),
  CONSTRAINT fk_case_message_file FOREIGN KEY (organisation_id, file_id) REFERENCES stored_file (organisation_id, id),
  CONSTRAINT fk_case_message_sent_by FOREIGN KEY (sent_by) REFERENCES person (id),
  CONSTRAINT fk_case_message_read_by FOREIGN KEY (read_by) REFERENCES person (id)
);
CREATE INDEX ix_case_message_application_id ON case_message (application_id, sent_at);
CREATE INDEX ix_case_message_unread ON case_message (from_regulator, sent_at) WHERE read_at IS NULL;
CREATE INDEX ix_case_message_file_id ON case_message (file_id);
"""
# The agency sends and takes back; only the regulator asks and judges, each in the own name. The worker, which acts for
# nobody in particular, does neither.
SIGNED = """
CREATE FUNCTION app.check_paper_signed() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog AS $$
DECLARE official boolean := NEW.status IN ('requested', 'verified', 'rejected', 'cancelled');
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF (NEW.organisation_id, NEW.application_id, NEW.requirement_id, NEW.title, NEW.asked_by, NEW.why, NEW.created_at)
      IS DISTINCT FROM
      (OLD.organisation_id, OLD.application_id, OLD.requirement_id, OLD.title, OLD.asked_by, OLD.why, OLD.created_at)
      OR (OLD.file_id IS NOT NULL AND NEW.file_id IS DISTINCT FROM OLD.file_id) THEN
      RAISE EXCEPTION 'what was asked for, and what was sent, is never changed'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'immutable';
    END IF;
    IF NEW.status = OLD.status THEN RETURN NULL; END IF;
  END IF;
  IF app.kind() <> '' AND official <> (app.kind() = 'regulator') THEN
    RAISE EXCEPTION 'a paper is sent by the agency and judged by the regulator'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'paper_by_its_side';
  END IF;
  IF NEW.status IN ('verified', 'rejected') THEN
    PERFORM app.refuse_unsigned(NEW.judged_by, 'a judgement');
  ELSIF NEW.status = 'requested' THEN
    PERFORM app.refuse_unsigned(NEW.asked_by, 'a request');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER paper_signed AFTER INSERT OR UPDATE ON evidence_item
  FOR EACH ROW EXECUTE FUNCTION app.check_paper_signed();

CREATE FUNCTION app.check_message_signed() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM app.refuse_unsigned(NEW.sent_by, 'a message');
    IF app.kind() <> '' AND NEW.from_regulator <> (app.kind() = 'regulator') THEN
      RAISE EXCEPTION 'a message is written by the side that it names'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'message_by_its_side';
    END IF;
    RETURN NULL;
  END IF;
  IF OLD.read_at IS NOT NULL OR NEW.read_at IS NULL
    OR (NEW.organisation_id, NEW.application_id, NEW.from_regulator, NEW.body, NEW.sent_by, NEW.sent_by_name,
        NEW.sent_at, NEW.file_id, NEW.media_type)
    IS DISTINCT FROM (OLD.organisation_id, OLD.application_id, OLD.from_regulator, OLD.body, OLD.sent_by,
        OLD.sent_by_name, OLD.sent_at, OLD.file_id, OLD.media_type) THEN
    RAISE EXCEPTION 'a message is never changed'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'immutable';
  END IF;
  PERFORM app.refuse_unsigned(NEW.read_by, 'reading');
  RETURN NULL;
END $$;
CREATE TRIGGER message_signed AFTER INSERT OR UPDATE ON case_message
  FOR EACH ROW EXECUTE FUNCTION app.check_message_signed();
"""


def upgrade() -> None:
    op.execute(TABLES)
    grant("evidence_requirement", "SELECT", "SELECT, INSERT, UPDATE, DELETE")
    grant("evidence_item", "SELECT, INSERT, UPDATE")
    tenant("evidence_item", writers=f"({MINE} OR {REGULATOR})")
    moves("evidence_item", PAPER_MOVES, "requested", "received")
    governed("evidence_item")
    grant("case_message", "SELECT, INSERT, UPDATE")
    tenant("case_message", writers=f"({MINE} OR {REGULATOR})")
    governed("case_message")
    op.execute(SIGNED)
    # An officer reads the files that an agency sent with a paper or a message, and no other file of a tenant.
    op.execute(
        f"CREATE POLICY sent_to_regulator ON stored_file FOR SELECT TO fairgate_app USING ({REGULATOR} AND ("
        " EXISTS (SELECT 1 FROM evidence_item e WHERE e.file_id = stored_file.id)"
        " OR EXISTS (SELECT 1 FROM case_message m WHERE m.file_id = stored_file.id)))"
    )
    op.execute(
        f"CREATE POLICY reads_papers ON audit_entry FOR SELECT TO fairgate_app USING ({REGULATOR}"
        " AND subject_table IN ('evidence_item', 'case_message'))"
    )


def downgrade() -> None:
    """What was sent and written has no place in the earlier tables."""
    raise NotImplementedError("restore the backup made before the upgrade")
