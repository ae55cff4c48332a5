"""Relations between agencies, and phoenix alerts that stand between an application and a grant until two cleared them."""

from alembic import op

from migrations.rules import governed, grant, moves, tenant

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

MOVES = {
    "open": ["clearing", "confirmed", "ended"],
    "clearing": ["cleared", "open", "ended"],
    "cleared": ["open"],
    "confirmed": ["clearing"],
    "ended": ["open"],
}
KINDS = "('bank', 'phone', 'person', 'person-name', 'address', 'email', 'domain', 'company')"
TRIGGERS = "('banned-person', 'lost-licence', 'suspended-licence', 'refused-application')"
TABLES = f"""
CREATE TABLE relation_rule (
  kind varchar(20) NOT NULL,
  effective_from date NOT NULL,
  effective_to date,
  strength integer NOT NULL,
  most_bearers integer,
  silent varchar(120)[] NOT NULL,
  instrument text NOT NULL,
  CONSTRAINT pk_relation_rule PRIMARY KEY (kind, effective_from),
  CONSTRAINT ck_relation_rule_kind_known CHECK (kind IN {KINDS}),
  CONSTRAINT ck_relation_rule_strength_range CHECK (strength BETWEEN 1 AND 100)
);
CREATE TABLE phoenix_rule (
  trigger varchar(30) NOT NULL,
  effective_from date NOT NULL,
  effective_to date,
  years integer NOT NULL,
  least_strength integer NOT NULL,
  instrument text NOT NULL,
  CONSTRAINT pk_phoenix_rule PRIMARY KEY (trigger, effective_from),
  CONSTRAINT ck_phoenix_rule_trigger_known CHECK (trigger IN {TRIGGERS}),
  CONSTRAINT ck_phoenix_rule_years_range CHECK (years BETWEEN 1 AND 100),
  CONSTRAINT ck_phoenix_rule_least_strength_range CHECK (least_strength BETWEEN 1 AND 100)
);
CREATE TABLE agency_trace (
  id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  agency_id uuid NOT NULL,
  kind varchar(20) NOT NULL,
  key varchar(400) NOT NULL,
  shown text NOT NULL,
  first_seen timestamptz NOT NULL,
  gone_at timestamptz,
  CONSTRAINT pk_agency_trace PRIMARY KEY (id),
  CONSTRAINT uq_agency_trace_once UNIQUE (agency_id, kind, key),
  CONSTRAINT ck_agency_trace_kind_known CHECK (kind IN {KINDS})
);
CREATE INDEX ix_agency_trace_key ON agency_trace (kind, key);
CREATE TABLE agency_scan (
  id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  finished_at timestamptz NOT NULL,
  CONSTRAINT pk_agency_scan PRIMARY KEY (id)
);
CREATE TABLE agency_relation (
  id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  agency_id uuid NOT NULL,
  other_id uuid NOT NULL,
  kind varchar(20) NOT NULL,
  key varchar(400) NOT NULL,
  agency_shown text NOT NULL,
  other_shown text NOT NULL,
  strength integer NOT NULL,
  first_seen timestamptz NOT NULL,
  ended_at timestamptz,
  CONSTRAINT pk_agency_relation PRIMARY KEY (id),
  CONSTRAINT uq_agency_relation_once UNIQUE (agency_id, other_id, kind, key),
  CONSTRAINT uq_agency_relation_tenant UNIQUE (organisation_id, id),
  CONSTRAINT ck_agency_relation_kind_known CHECK (kind IN {KINDS}),
  CONSTRAINT ck_agency_relation_pair_in_order CHECK (agency_id < other_id),
  CONSTRAINT ck_agency_relation_strength_range CHECK (strength BETWEEN 1 AND 100)
);
CREATE INDEX ix_agency_relation_other ON agency_relation (other_id);
CREATE TABLE phoenix_alert (
  id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  reference varchar(20) NOT NULL,
  status varchar(10) NOT NULL,
  application_id uuid NOT NULL,
  agency_id uuid NOT NULL,
  trigger varchar(30) NOT NULL,
  subject_key varchar(80) NOT NULL,
  other_id uuid,
  facts jsonb NOT NULL,
  evidence jsonb NOT NULL,
  opened_at timestamptz NOT NULL,
  decided_by uuid,
  decided_by_name varchar(300),
  decided_at timestamptz,
  reason text,
  confirmed_by uuid,
  confirmed_by_name varchar(300),
  confirmed_at timestamptz,
  note text,
  version integer NOT NULL,
  CONSTRAINT pk_phoenix_alert PRIMARY KEY (id),
  CONSTRAINT uq_phoenix_alert_reference UNIQUE (reference),
  CONSTRAINT uq_phoenix_alert_once UNIQUE (application_id, subject_key),
  CONSTRAINT fk_phoenix_alert_decided_by FOREIGN KEY (decided_by) REFERENCES person (id),
  CONSTRAINT fk_phoenix_alert_confirmed_by FOREIGN KEY (confirmed_by) REFERENCES person (id),
  CONSTRAINT ck_phoenix_alert_status_known CHECK (status IN ('open', 'clearing', 'cleared', 'confirmed', 'ended')),
  CONSTRAINT ck_phoenix_alert_trigger_known CHECK (trigger IN {TRIGGERS}),
  CONSTRAINT ck_phoenix_alert_four_eyes CHECK (confirmed_by IS NULL OR confirmed_by <> decided_by),
  CONSTRAINT ck_phoenix_alert_decided_with_reason CHECK (status NOT IN ('clearing', 'cleared', 'confirmed')
    OR (decided_by IS NOT NULL AND char_length(btrim(reason)) >= 10)),
  CONSTRAINT ck_phoenix_alert_cleared_by_two CHECK (status <> 'cleared' OR confirmed_by IS NOT NULL)
);
CREATE INDEX ix_phoenix_alert_queue ON phoenix_alert (organisation_id, status, opened_at);
CREATE INDEX ix_phoenix_alert_agency_id ON phoenix_alert (agency_id);

-- How much a shared thing says: proposals (licensing.md 5, row 17). Hosts of public mail say nothing.
INSERT INTO relation_rule VALUES
  ('bank', '2020-01-01', NULL, 95, NULL, '{{}}', 'Proposal'),
  ('person', '2020-01-01', NULL, 90, NULL, '{{}}', 'Proposal'),
  ('phone', '2020-01-01', NULL, 85, 20, '{{}}', 'Proposal'),
  ('email', '2020-01-01', NULL, 85, NULL, '{{}}', 'Proposal'),
  ('company', '2020-01-01', NULL, 80, NULL, '{{}}', 'Proposal'),
  ('domain', '2020-01-01', NULL, 70, 10, '{{gmail.com,googlemail.com,yahoo.com,ymail.com,outlook.com,hotmail.com,live.com,icloud.com,aol.com,mail.com,gmx.com,gmx.net,proton.me,protonmail.com,zoho.com,yandex.com,yandex.ru,mail.ru,qq.com,163.com,126.com,rediffmail.com,naver.com}}', 'Proposal'),
  ('address', '2020-01-01', NULL, 60, 10, '{{}}', 'Proposal'),
  ('person-name', '2020-01-01', NULL, 50, 20, '{{}}', 'Proposal');
-- Victoria looks back five years to cancelled licences of other firms (licensing.md 1.9).
INSERT INTO phoenix_rule VALUES
  ('banned-person', '2020-01-01', NULL, 100, 60, 'Proposal'),
  ('lost-licence', '2020-01-01', NULL, 5, 60, 'Victoria, Labour Hire Licensing Act 2018: five years'),
  ('suspended-licence', '2020-01-01', NULL, 5, 70, 'Proposal'),
  ('refused-application', '2020-01-01', NULL, 5, 80, 'Proposal');
"""
LAW = """
CREATE FUNCTION app.was_member(person uuid, agency uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
  SELECT EXISTS (SELECT 1 FROM public.membership m JOIN public.agency a ON a.organisation_id = m.organisation_id
    WHERE m.person_id = person AND a.id = agency)
$$;

CREATE FUNCTION app.refuse_phoenix(application uuid) RETURNS void LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM public.phoenix_alert p WHERE p.application_id = application
      AND p.status IN ('open', 'clearing', 'confirmed')) THEN
    RAISE EXCEPTION 'a phoenix alert stands between application % and a grant', application
      USING ERRCODE = 'check_violation', CONSTRAINT = 'phoenix_open';
  END IF;
END $$;

CREATE FUNCTION app.check_no_phoenix() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
BEGIN
  IF TG_TABLE_NAME = 'application_decision' THEN
    IF NEW.outcome = 'grant' THEN
      PERFORM app.refuse_phoenix(NEW.application_id);
    END IF;
  ELSIF NEW.status = 'recommended' AND NEW.recommendation = 'grant' AND (OLD.status <> 'recommended'
      OR OLD.recommendation IS DISTINCT FROM 'grant') THEN
    PERFORM app.refuse_phoenix(NEW.id);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER phoenix_open AFTER UPDATE ON application FOR EACH ROW EXECUTE FUNCTION app.check_no_phoenix();
CREATE TRIGGER phoenix_open AFTER INSERT ON application_decision FOR EACH ROW EXECUTE FUNCTION app.check_no_phoenix();

-- Each act is signed by who does it; who belongs or belonged to the agency does none; what was found is the system's.
CREATE FUNCTION app.check_alarm_signed() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog AS $$
BEGIN
  IF (NEW.organisation_id, NEW.reference, NEW.application_id, NEW.agency_id, NEW.trigger, NEW.subject_key, NEW.other_id)
    IS DISTINCT FROM
    (OLD.organisation_id, OLD.reference, OLD.application_id, OLD.agency_id, OLD.trigger, OLD.subject_key, OLD.other_id)
    OR (current_user = 'fairgate_app' AND (NEW.facts, NEW.evidence, NEW.opened_at)
      IS DISTINCT FROM (OLD.facts, OLD.evidence, OLD.opened_at)) THEN
    RAISE EXCEPTION 'what alert % rests on is never changed by hand', OLD.reference
      USING ERRCODE = 'check_violation', CONSTRAINT = 'immutable';
  END IF;
  IF current_user = 'fairgate_app' AND NEW.status = 'ended' THEN
    RAISE EXCEPTION 'an alert ends when what it rests on is gone'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'alarm_ends_by_itself';
  END IF;
  IF NEW.status = 'cleared' AND OLD.status <> 'cleared' THEN
    PERFORM app.refuse_unsigned(NEW.confirmed_by, 'a confirmation');
    IF NEW.decided_by IS DISTINCT FROM OLD.decided_by OR NEW.reason IS DISTINCT FROM OLD.reason THEN
      RAISE EXCEPTION 'who confirms alert % does not say who cleared it, or why', OLD.reference
        USING ERRCODE = 'check_violation', CONSTRAINT = 'immutable';
    END IF;
  ELSIF NEW.status IN ('clearing', 'confirmed') AND NEW.status <> OLD.status THEN
    PERFORM app.refuse_unsigned(NEW.decided_by, 'a decision');
  ELSIF NEW.status = OLD.status AND (NEW.decided_by, NEW.reason, NEW.confirmed_by)
      IS DISTINCT FROM (OLD.decided_by, OLD.reason, OLD.confirmed_by) THEN
    RAISE EXCEPTION 'what was said of alert % is never changed', OLD.reference
      USING ERRCODE = 'check_violation', CONSTRAINT = 'immutable';
  END IF;
  IF app.person() IS NOT NULL AND app.was_member(app.person(), NEW.agency_id) THEN
    RAISE EXCEPTION 'who belongs or belonged to an agency says nothing of its alerts'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'alarm_by_outsider';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER alarm_signed AFTER UPDATE ON phoenix_alert FOR EACH ROW EXECUTE FUNCTION app.check_alarm_signed();
"""


def upgrade() -> None:
    op.execute(TABLES)
    for table in ("relation_rule", "phoenix_rule"):
        grant(table, "SELECT", "SELECT, INSERT, UPDATE, DELETE")
    for table in ("agency_trace", "agency_scan", "agency_relation"):
        grant(table, "SELECT", "SELECT, INSERT, UPDATE")
        tenant(table)
    grant("phoenix_alert", "SELECT, UPDATE", "SELECT, INSERT, UPDATE")
    tenant("phoenix_alert")
    moves("phoenix_alert", MOVES, "open")
    governed("phoenix_alert")
    op.execute(LAW)
    for function in ("was_member(uuid, uuid)", "refuse_phoenix(uuid)"):
        op.execute(f"REVOKE ALL ON FUNCTION app.{function} FROM PUBLIC")
        op.execute(f"GRANT EXECUTE ON FUNCTION app.{function} TO fairgate_app, fairgate_worker")


def downgrade() -> None:
    """What officers said of alerts has no place in the earlier tables."""
    raise NotImplementedError("restore the backup made before the upgrade")
