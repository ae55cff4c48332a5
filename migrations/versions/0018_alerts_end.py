"""Alerts end with their match, remember what was decided before, and keep quiet about a pair while a rule says so."""

from alembic import op

from migrations.rules import governed, grant, moves, tenant

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

SUPPRESSION_MOVES = {"proposed": ["active", "declined", "lifted"], "active": ["lifted"], "declined": [], "lifted": []}
ALERTS = """
ALTER TABLE alert
  ADD COLUMN listed_key varchar(40),
  ADD COLUMN customer_key varchar(64),
  ADD COLUMN compared jsonb NOT NULL DEFAULT '{}',
  ADD COLUMN inputs varchar(64) NOT NULL DEFAULT '',
  ADD COLUMN former jsonb,
  ADD COLUMN suppressed_until timestamptz,
  ADD COLUMN ended_at timestamptz,
  ADD COLUMN ended_why varchar(20),
  DROP CONSTRAINT ck_alert_status_known,
  ADD CONSTRAINT ck_alert_status_known CHECK (status IN ('open', 'under_review', 'escalated', 'true_match',
    'false_positive', 'insufficient_data', 'closed')),
  ADD CONSTRAINT ck_alert_ended_with_reason CHECK ((ended_at IS NULL) = (ended_why IS NULL)),
  ADD CONSTRAINT ck_alert_closed_when_ended CHECK (status <> 'closed' OR ended_at IS NOT NULL);
-- The columns say what the pair key said; what was decided on it stays decided, so no trail entry is due.
ALTER TABLE alert DISABLE TRIGGER USER;
UPDATE alert SET listed_key = split_part(pair_key, ':', 2) WHERE kind = 'flagged-entity';
ALTER TABLE alert ENABLE TRIGGER USER;
CREATE INDEX ix_alert_listed_key ON alert (organisation_id, listed_key);
INSERT INTO lawful_move VALUES ('alert', 'open', 'closed'), ('alert', 'under_review', 'closed'),
  ('alert', 'escalated', 'closed'), ('alert', 'closed', 'open');
"""
SUPPRESSIONS = """
CREATE TABLE alert_suppression (
  id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  reference varchar(20) NOT NULL,
  status varchar(10) NOT NULL,
  listed_key varchar(40) NOT NULL,
  customer_key varchar(64) NOT NULL,
  subject_name text NOT NULL,
  object_name text NOT NULL,
  alert_reference varchar(20) NOT NULL,
  score double precision NOT NULL,
  reason text NOT NULL,
  until timestamptz NOT NULL,
  proposed_by uuid NOT NULL,
  proposed_by_name varchar(300) NOT NULL,
  proposed_at timestamptz NOT NULL,
  decided_by uuid,
  decided_by_name varchar(300),
  decided_at timestamptz,
  lifted_by uuid,
  lifted_by_name varchar(300),
  lifted_at timestamptz,
  version integer NOT NULL,
  CONSTRAINT pk_alert_suppression PRIMARY KEY (id),
  CONSTRAINT uq_alert_suppression_reference UNIQUE (reference),
  CONSTRAINT ck_alert_suppression_status_known CHECK (status IN ('proposed', 'active', 'declined', 'lifted')),
  CONSTRAINT ck_alert_suppression_reason_given CHECK (char_length(btrim(reason)) >= 20),
  CONSTRAINT ck_alert_suppression_four_eyes CHECK (decided_by IS NULL OR decided_by <> proposed_by),
  CONSTRAINT ck_alert_suppression_second_person
    CHECK (status <> 'active' OR score < 0.9 OR decided_by IS NOT NULL),
  CONSTRAINT ck_alert_suppression_lifted_by_someone CHECK ((status = 'lifted') = (lifted_at IS NOT NULL)),
  CONSTRAINT fk_alert_suppression_proposed_by FOREIGN KEY (proposed_by) REFERENCES person (id),
  CONSTRAINT fk_alert_suppression_decided_by FOREIGN KEY (decided_by) REFERENCES person (id),
  CONSTRAINT fk_alert_suppression_lifted_by FOREIGN KEY (lifted_by) REFERENCES person (id)
);
CREATE INDEX ix_alert_suppression_pair ON alert_suppression (organisation_id, listed_key, customer_key);
CREATE UNIQUE INDEX uq_alert_suppression_one_live ON alert_suppression (organisation_id, listed_key, customer_key)
  WHERE status IN ('proposed', 'active');
CREATE FUNCTION app.check_suppression_signed() RETURNS trigger LANGUAGE plpgsql
  SET search_path = public, pg_catalog AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM app.refuse_unsigned(NEW.proposed_by, 'a rule');
  ELSE
    IF NEW.decided_by IS NOT NULL AND NEW.decided_by IS DISTINCT FROM OLD.decided_by THEN
      PERFORM app.refuse_unsigned(NEW.decided_by, 'a decision');
    END IF;
    IF NEW.lifted_by IS NOT NULL AND NEW.lifted_by IS DISTINCT FROM OLD.lifted_by THEN
      PERFORM app.refuse_unsigned(NEW.lifted_by, 'a decision');
    END IF;
    IF (NEW.organisation_id, NEW.listed_key, NEW.customer_key, NEW.reason, NEW.until, NEW.proposed_by, NEW.score)
      IS DISTINCT FROM
      (OLD.organisation_id, OLD.listed_key, OLD.customer_key, OLD.reason, OLD.until, OLD.proposed_by, OLD.score) THEN
      RAISE EXCEPTION 'what was proposed is never changed: it is lifted, and another rule made'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'immutable';
    END IF;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER suppression_signed AFTER INSERT OR UPDATE ON alert_suppression
  FOR EACH ROW EXECUTE FUNCTION app.check_suppression_signed();
"""


def upgrade() -> None:
    op.execute(ALERTS)
    op.execute(SUPPRESSIONS)
    grant("alert_suppression", "SELECT, INSERT, UPDATE", "SELECT")
    tenant("alert_suppression")
    moves("alert_suppression", SUPPRESSION_MOVES, "proposed", "active")
    governed("alert_suppression")


def downgrade() -> None:
    """A closed alert has no place in the earlier table."""
    raise NotImplementedError("restore the backup made before the upgrade")
