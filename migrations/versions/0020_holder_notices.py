"""Notices to the regulator: a licence holder, or one of its people, is like a party on a flagged list."""

from alembic import op

from migrations.rules import governed, grant, moves, tenant

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

MOVES = {"open": ["same", "not-same", "ended"], "same": ["open"], "not-same": ["open"], "ended": ["open"]}
NOTICES = """
CREATE TABLE holder_notice (
  id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  reference varchar(20) NOT NULL,
  status varchar(10) NOT NULL,
  agency_id uuid NOT NULL,
  subject_kind varchar(20) NOT NULL,
  subject_id uuid NOT NULL,
  subject_name text NOT NULL,
  entity_id uuid NOT NULL,
  listed_key varchar(40) NOT NULL,
  matched_name text NOT NULL,
  score double precision NOT NULL,
  explanation jsonb NOT NULL,
  fingerprint varchar(64) NOT NULL,
  inputs varchar(64) NOT NULL,
  opened_at timestamptz NOT NULL,
  decided_by uuid,
  decided_by_name varchar(300),
  decided_at timestamptz,
  note text,
  former jsonb,
  ended_at timestamptz,
  version integer NOT NULL,
  CONSTRAINT pk_holder_notice PRIMARY KEY (id),
  CONSTRAINT uq_holder_notice_reference UNIQUE (reference),
  CONSTRAINT uq_holder_notice_pair UNIQUE (organisation_id, subject_kind, subject_id, listed_key),
  CONSTRAINT ck_holder_notice_status_known CHECK (status IN ('open', 'same', 'not-same', 'ended')),
  CONSTRAINT ck_holder_notice_looked_at_by_someone
    CHECK (status NOT IN ('same', 'not-same') OR (decided_by IS NOT NULL AND note IS NOT NULL)),
  CONSTRAINT fk_holder_notice_entity_id FOREIGN KEY (entity_id) REFERENCES flagged_entity (id),
  CONSTRAINT fk_holder_notice_decided_by FOREIGN KEY (decided_by) REFERENCES person (id)
);
CREATE INDEX ix_holder_notice_queue ON holder_notice (organisation_id, status, opened_at);
CREATE INDEX ix_holder_notice_agency_id ON holder_notice (agency_id);
CREATE FUNCTION app.check_notice_signed() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog AS $$
BEGIN
  IF NEW.decided_by IS NOT NULL AND NEW.decided_by IS DISTINCT FROM OLD.decided_by THEN
    PERFORM app.refuse_unsigned(NEW.decided_by, 'a decision');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER notice_signed AFTER UPDATE ON holder_notice FOR EACH ROW EXECUTE FUNCTION app.check_notice_signed();
"""


def upgrade() -> None:
    op.execute(NOTICES)
    grant("holder_notice", "SELECT, UPDATE", "SELECT, INSERT, UPDATE")
    tenant("holder_notice")
    moves("holder_notice", MOVES, "open")
    governed("holder_notice")


def downgrade() -> None:
    """What officers said of notices has no place in the earlier tables."""
    raise NotImplementedError("restore the backup made before the upgrade")
