"""Nobody acts in another person's name: proposals, decisions and trail entries are signed by who acts, and stay so."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

# Two pairs of eyes are worth nothing where one person may write the other's name: a CHECK only sees that two names
# differ. The triggers look after the row is written, so that policies and CHECKs speak first. The worker acts as
# nobody in particular (app.person() is null) and is held by the CHECKs alone.
SIGNED = """
CREATE FUNCTION app.refuse_unsigned(who uuid, what text) RETURNS void LANGUAGE plpgsql STABLE
  SET search_path = public, pg_catalog AS $$
BEGIN
  IF app.person() IS NOT NULL AND who IS DISTINCT FROM app.person() THEN
    RAISE EXCEPTION '% is signed by the person who acts', what
      USING ERRCODE = 'check_violation', CONSTRAINT = 'signed_by_the_actor';
  END IF;
END $$;

CREATE FUNCTION app.check_measure_signed() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM app.refuse_unsigned(NEW.proposed_by, 'a proposal');
    RETURN NULL;
  END IF;
  IF OLD.status <> 'proposed' OR
    (NEW.organisation_id, NEW.licence_id, NEW.measure, NEW.ground_code, NEW.reason, NEW.proposed_by, NEW.proposed_at)
    IS DISTINCT FROM
    (OLD.organisation_id, OLD.licence_id, OLD.measure, OLD.ground_code, OLD.reason, OLD.proposed_by, OLD.proposed_at)
  THEN
    RAISE EXCEPTION 'what was proposed, and what was decided, is never changed'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'immutable';
  END IF;
  IF NEW.decided_by IS NOT NULL THEN
    PERFORM app.refuse_unsigned(NEW.decided_by, 'a decision');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER measure_signed AFTER INSERT OR UPDATE ON licence_measure
  FOR EACH ROW EXECUTE FUNCTION app.check_measure_signed();

CREATE FUNCTION app.check_recommendation_signed() RETURNS trigger LANGUAGE plpgsql
  SET search_path = public, pg_catalog AS $$
BEGIN
  IF NEW.status = 'recommended' AND OLD.status <> 'recommended' THEN
    PERFORM app.refuse_unsigned(NEW.recommended_by, 'a recommendation');
  ELSIF NEW.status IN ('recommended', 'granted', 'refused') AND
    (NEW.recommended_by, NEW.recommendation, NEW.recommendation_reason, NEW.proposed_conditions)
    IS DISTINCT FROM (OLD.recommended_by, OLD.recommendation, OLD.recommendation_reason, OLD.proposed_conditions)
  THEN
    RAISE EXCEPTION 'the recommendation of % is never changed: it is sent back', OLD.reference
      USING ERRCODE = 'check_violation', CONSTRAINT = 'immutable';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER recommendation_signed AFTER UPDATE ON application
  FOR EACH ROW EXECUTE FUNCTION app.check_recommendation_signed();

CREATE FUNCTION app.check_check_signed() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog AS $$
BEGIN
  PERFORM app.refuse_unsigned(NEW.by_person, 'a check');
  RETURN NULL;
END $$;
CREATE TRIGGER check_signed AFTER INSERT ON application_check
  FOR EACH ROW EXECUTE FUNCTION app.check_check_signed();

-- Who checks does not decide (licensing.md 6.4, rule 4), nor does anyone who belongs to the agency.
CREATE FUNCTION app.check_decider() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM public.application_check c
             WHERE c.application_id = NEW.application_id AND c.by_person = NEW.decided_by) THEN
    RAISE EXCEPTION 'who recorded a check of a case does not decide it'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'decided_by_another';
  END IF;
  IF EXISTS (SELECT 1 FROM public.membership m WHERE m.person_id = NEW.decided_by
             AND m.organisation_id = NEW.organisation_id AND m.ended_at IS NULL) THEN
    RAISE EXCEPTION 'who belongs to an agency does not decide its case'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'decided_by_outsider';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER decided_by_another AFTER INSERT ON application_decision
  FOR EACH ROW EXECUTE FUNCTION app.check_decider();

CREATE FUNCTION app.check_alert_signed() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog AS $$
BEGIN
  IF NEW.confirmed_by IS NOT NULL AND NEW.confirmed_by IS DISTINCT FROM OLD.confirmed_by THEN
    PERFORM app.refuse_unsigned(NEW.confirmed_by, 'a confirmation');
    IF NEW.decided_by IS DISTINCT FROM OLD.decided_by THEN
      RAISE EXCEPTION 'who confirms alert % does not say who decided it', OLD.reference
        USING ERRCODE = 'check_violation', CONSTRAINT = 'immutable';
    END IF;
  ELSIF NEW.decided_by IS NOT NULL AND NEW.decided_by IS DISTINCT FROM OLD.decided_by THEN
    PERFORM app.refuse_unsigned(NEW.decided_by, 'a decision');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER alert_signed AFTER UPDATE ON alert FOR EACH ROW EXECUTE FUNCTION app.check_alert_signed();

CREATE FUNCTION app.check_entry_signed() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog AS $$
BEGIN
  IF NEW.person_id IS NOT NULL THEN
    PERFORM app.refuse_unsigned(NEW.person_id, 'a trail entry');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER entry_signed AFTER INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION app.check_entry_signed();
"""
TRIGGERS = (
    ("measure_signed", "licence_measure", "check_measure_signed"),
    ("recommendation_signed", "application", "check_recommendation_signed"),
    ("check_signed", "application_check", "check_check_signed"),
    ("decided_by_another", "application_decision", "check_decider"),
    ("alert_signed", "alert", "check_alert_signed"),
    ("entry_signed", "audit_entry", "check_entry_signed"),
)


# The regulator reads what it writes to brokers; what a company is told of its suppliers is that company's alone.
MINE = "organisation_id = (SELECT app.org())"
REGULATOR = "(SELECT app.kind()) = 'regulator'"
TO_A_BROKER = "EXISTS (SELECT 1 FROM organisation o WHERE o.id = organisation_id AND o.kind IN ('broker', 'regulator'))"


def upgrade() -> None:
    op.execute(SIGNED)
    op.execute(f"ALTER POLICY reads ON mail_message USING ({MINE} OR ({REGULATOR} AND {TO_A_BROKER}))")


def downgrade() -> None:
    op.execute(f"ALTER POLICY reads ON mail_message USING ({MINE} OR {REGULATOR})")
    for trigger, table, function in TRIGGERS:
        op.execute(f"DROP TRIGGER {trigger} ON {table}")
        op.execute(f"DROP FUNCTION app.{function}()")
    op.execute("DROP FUNCTION app.refuse_unsigned(uuid, text)")
