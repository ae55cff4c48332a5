"""Who may do what to a licence, and what of it is never changed: held by the database on the person."""

from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

# A licence is what the newest measure made it that is in effect: not set aside, lapsed, lifted or stayed.
STATE = """
CREATE FUNCTION app.licence_state(held uuid) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
  SELECT coalesce((
    SELECT CASE m.measure WHEN 'suspend' THEN 'suspended' WHEN 'lift' THEN 'active' WHEN 'revoke' THEN 'revoked'
        WHEN 'cancel' THEN 'cancelled' WHEN 'surrender' THEN 'surrendered' END
    FROM public.licence_measure m
    WHERE m.licence_id = held AND m.measure IN ('suspend', 'lift', 'revoke', 'cancel', 'surrender')
      AND m.effective_at IS NOT NULL AND m.ended_at IS NULL AND NOT m.stayed
      AND NOT (m.measure = 'suspend' AND EXISTS (SELECT FROM public.licence_term t
          JOIN public.application_decision d ON d.id = t.decision_id
        WHERE t.licence_id = held AND t.kind = 'reinstatement' AND t.created_at >= m.effective_at
          AND d.decided_by NOT IN (m.proposed_by, m.decided_by)))
    ORDER BY m.effective_at DESC, m.decided_at DESC NULLS LAST LIMIT 1), 'active')
$$;

CREATE FUNCTION app.in_effect(held uuid, kind text) RETURNS text[] LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
  SELECT coalesce(array_agg(DISTINCT coalesce(m.scope_kind || ':' || m.scope_value, m.scope_kind)::text), '{}')
  FROM public.licence_measure m
  WHERE m.licence_id = held AND m.measure = kind AND m.effective_at IS NOT NULL AND m.ended_at IS NULL AND NOT m.stayed
$$;

CREATE OR REPLACE FUNCTION app.check_measured() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
DECLARE
  now public.licence;
  frozen text[];
BEGIN
  SELECT * INTO now FROM public.licence l WHERE l.id = NEW.id;
  IF now.number <> OLD.number OR now.agency_id <> OLD.agency_id OR now.organisation_id <> OLD.organisation_id
    OR now.application_id <> OLD.application_id OR now.class_code <> OLD.class_code THEN
    RAISE EXCEPTION 'the identity of licence % is never changed', OLD.number
      USING ERRCODE = 'check_violation', CONSTRAINT = 'immutable';
  END IF;
  IF now.status <> OLD.status AND (now.status <> app.licence_state(now.id) OR OLD.status = 'expired' AND now.status = 'active')
    AND NOT (now.status = 'expired' AND upper(now.valid) <= app.today())
    AND NOT app.brought_back(now.id, OLD.status, now.status) THEN
    RAISE EXCEPTION 'licence % became % without a measure in effect', now.number, now.status
      USING ERRCODE = 'check_violation', CONSTRAINT = 'licence_from_measure';
  END IF;
  IF (now.frozen, now.frozen_corridors, now.frozen_employers)
    IS DISTINCT FROM (OLD.frozen, OLD.frozen_corridors, OLD.frozen_employers) THEN
    frozen := app.in_effect(now.id, 'freeze');
    IF now.frozen <> ('all' = ANY (frozen)) OR frozen <> (
      SELECT coalesce(array_agg(DISTINCT said), '{}') FROM (
        SELECT 'all'::text AS said WHERE now.frozen UNION ALL
        SELECT 'corridor:' || c FROM unnest(now.frozen_corridors) c UNION ALL
        SELECT 'employer:' || e FROM unnest(now.frozen_employers) e) told) THEN
      RAISE EXCEPTION 'licence % is frozen otherwise than its measures say', now.number
        USING ERRCODE = 'check_violation', CONSTRAINT = 'licence_from_measure';
    END IF;
  END IF;
  IF now.watched <> OLD.watched AND now.watched <> ('all' = ANY (app.in_effect(now.id, 'watch'))) THEN
    RAISE EXCEPTION 'licence % is watched otherwise than its measures say', now.number
      USING ERRCODE = 'check_violation', CONSTRAINT = 'licence_from_measure';
  END IF;
  IF now.under_appeal <> OLD.under_appeal AND now.under_appeal <> EXISTS (
    SELECT FROM public.licence_appeal a
    WHERE a.licence_id = now.id AND a.status = 'lodged' AND a.kind = 'appeal') THEN
    RAISE EXCEPTION 'licence % is under appeal only while an appeal is open', now.number
      USING ERRCODE = 'check_violation', CONSTRAINT = 'licence_from_appeal';
  END IF;
  RETURN NULL;
END $$;
"""
MEASURES = """
-- Without notice, a measure takes effect when it is decided; one that acts at once, when it is made.
CREATE FUNCTION app.set_effect() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog AS $$
BEGIN
  IF NEW.effective_at IS NULL AND NEW.effective_on IS NULL AND NEW.status IN ('acting', 'confirmed') THEN
    NEW.effective_at := coalesce(NEW.decided_at, NEW.proposed_at);
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER effect BEFORE INSERT OR UPDATE ON licence_measure FOR EACH ROW EXECUTE FUNCTION app.set_effect();

CREATE FUNCTION app.check_proposal(m public.licence_measure) RETURNS void LANGUAGE plpgsql
  SET search_path = public, pg_catalog AS $$
BEGIN
  IF m.by_system AND app.person() IS NOT NULL AND m.proposed_by IS NULL THEN
    RAISE EXCEPTION 'nobody acts in the name of the system' USING ERRCODE = 'check_violation', CONSTRAINT = 'signed_by_the_actor';
  END IF;
  IF (m.status = 'acting' AND NOT (m.measure = 'freeze' OR m.urgent))
    OR (m.status = 'confirmed' AND NOT (m.by_system AND m.measure = 'watch'))
    OR (m.status = 'draft' AND NOT m.by_system) THEN
    RAISE EXCEPTION 'a measure begins as a proposal' USING ERRCODE = 'check_violation', CONSTRAINT = 'lawful_start';
  END IF;
  IF m.proposed_by IS NOT NULL THEN
    PERFORM app.refuse_unsigned(m.proposed_by, 'a proposal');
  END IF;
  IF m.measure = 'suspend' AND m.status <> 'draft' AND coalesce(char_length(btrim(m.protection_plan)), 0) < 10 THEN
    RAISE EXCEPTION 'a suspension says how the workers are protected'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'protection_plan_given';
  END IF;
END $$;

-- The people of a measure: who proposed, seconded or decided it, and who proposed what it sets aside.
CREATE FUNCTION app.people_of(taken uuid) RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
  SELECT array_remove(ARRAY[m.proposed_by, m.seconded_by, m.decided_by], NULL)
  FROM public.licence_measure m WHERE m.id = taken
$$;

CREATE OR REPLACE FUNCTION app.check_measure_signed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM app.check_proposal(NEW);
    RETURN NULL;
  END IF;
  IF OLD.status IN ('declined', 'withdrawn', 'lapsed') AND NOT (OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL)
    OR (NEW.organisation_id, NEW.licence_id, NEW.measure, NEW.proposed_at, NEW.urgent, NEW.by_system, NEW.scope_kind,
        NEW.scope_value, NEW.about, NEW.condition_id, NEW.target_id, NEW.lapses_on, NEW.review_by)
      IS DISTINCT FROM (OLD.organisation_id, OLD.licence_id, OLD.measure, OLD.proposed_at, OLD.urgent, OLD.by_system,
        OLD.scope_kind, OLD.scope_value, OLD.about, OLD.condition_id, OLD.target_id, OLD.lapses_on, OLD.review_by)
    OR (OLD.status <> 'draft' AND (NEW.ground_code, NEW.reason, NEW.protection_plan, NEW.immediate, NEW.proposed_by,
        NEW.proposed_by_name, NEW.show_cause_until) IS DISTINCT FROM (OLD.ground_code, OLD.reason,
        OLD.protection_plan, OLD.immediate, OLD.proposed_by, OLD.proposed_by_name, OLD.show_cause_until))
    OR (OLD.seconded_by IS NOT NULL AND (NEW.seconded_by, NEW.seconded_by_name, NEW.seconded_at)
      IS DISTINCT FROM (OLD.seconded_by, OLD.seconded_by_name, OLD.seconded_at))
    OR (OLD.decided_by IS NOT NULL AND (NEW.decided_by, NEW.decided_by_name, NEW.decided_at, NEW.decision_note,
        NEW.effective_on) IS DISTINCT FROM (OLD.decided_by, OLD.decided_by_name, OLD.decided_at, OLD.decision_note,
        OLD.effective_on))
    OR (OLD.effective_at IS NOT NULL AND NEW.effective_at IS DISTINCT FROM OLD.effective_at)
    OR (OLD.ended_at IS NOT NULL AND (NEW.ended_at, NEW.ended_why) IS DISTINCT FROM (OLD.ended_at, OLD.ended_why))
  THEN
    RAISE EXCEPTION 'what was proposed, and what was decided, is never changed'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'immutable';
  END IF;
  IF OLD.status = 'draft' AND NEW.status = 'proposed' THEN
    PERFORM app.check_proposal(NEW);
  END IF;
  IF NEW.seconded_by IS DISTINCT FROM OLD.seconded_by THEN
    PERFORM app.refuse_unsigned(NEW.seconded_by, 'a decision');
  END IF;
  IF NEW.decided_by IS DISTINCT FROM OLD.decided_by THEN
    PERFORM app.refuse_unsigned(NEW.decided_by, 'a decision');
  END IF;
  IF app.kind() = 'broker' AND NEW.status NOT IN ('proposed', 'withdrawn') THEN
    RAISE EXCEPTION 'a holder may only withdraw' USING ERRCODE = 'check_violation', CONSTRAINT = 'holder_only_withdraws';
  END IF;
  IF EXISTS (SELECT FROM public.membership p WHERE p.organisation_id = NEW.organisation_id AND p.ended_at IS NULL
             AND p.person_id IN (NEW.seconded_by, NEW.decided_by)) THEN
    RAISE EXCEPTION 'who belongs to an agency does not decide about its licence'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'decided_by_outsider';
  END IF;
  IF NEW.effective_at IS NOT NULL AND OLD.effective_at IS NULL AND NEW.status NOT IN ('acting', 'confirmed') THEN
    RAISE EXCEPTION 'only what is confirmed takes effect' USING ERRCODE = 'check_violation', CONSTRAINT = 'lawful_move';
  END IF;
  IF NEW.effective_at IS NOT NULL AND OLD.effective_at IS NULL AND NEW.effective_on > app.today() THEN
    RAISE EXCEPTION 'the notice has not run out' USING ERRCODE = 'check_violation', CONSTRAINT = 'notice_given';
  END IF;
  IF NEW.status <> OLD.status THEN
    PERFORM app.check_decided_measure(NEW);
  END IF;
  IF NEW.ended_at IS NOT NULL AND OLD.ended_at IS NULL THEN
    PERFORM app.check_measure_ended(NEW);
  END IF;
  IF NEW.stayed <> OLD.stayed AND NEW.stayed <> EXISTS (SELECT FROM public.licence_appeal a
    WHERE a.measure_id = NEW.id AND a.status = 'lodged' AND a.stayed_at IS NOT NULL) THEN
    RAISE EXCEPTION 'a measure is stayed by the order of a tribunal'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'stayed_by_order';
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION app.check_decided_measure(m public.licence_measure) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
DECLARE
  suspension uuid;
BEGIN
  IF m.status = 'confirmed' AND m.measure IN ('revoke', 'cancel', 'waive') AND m.seconded_by IS NULL THEN
    RAISE EXCEPTION 'two people confirm this, and neither of them proposed it'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'two_confirm';
  END IF;
  IF m.status = 'confirmed' AND m.measure IN ('suspend', 'revoke', 'cancel') AND NOT m.immediate
    AND m.show_cause_until >= app.today()
    AND NOT EXISTS (SELECT FROM public.measure_answer a WHERE a.measure_id = m.id) THEN
    RAISE EXCEPTION 'the holder is heard first' USING ERRCODE = 'check_violation', CONSTRAINT = 'heard_first';
  END IF;
  IF m.urgent AND ((m.status = 'confirmed' AND app.today() > m.lapses_on)
    OR (m.status = 'lapsed' AND (app.today() <= m.lapses_on OR app.person() IS NOT NULL))) THEN
    RAISE EXCEPTION 'an urgent suspension lapses on its day, and only then'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'urgent_lapses_on_its_day';
  END IF;
  IF m.status = 'confirmed' AND m.measure = 'lift' THEN
    SELECT s.id INTO suspension FROM public.licence_measure s
      WHERE s.licence_id = m.licence_id AND s.measure = 'suspend' AND s.effective_at IS NOT NULL
        AND s.effective_at <= m.decided_at ORDER BY s.effective_at DESC LIMIT 1;
    IF m.decided_by = ANY (app.people_of(suspension)) THEN
      RAISE EXCEPTION 'who suspended a licence does not lift the suspension'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'lifted_by_another';
    END IF;
  END IF;
  IF m.status = 'confirmed' AND m.measure = 'set-aside'
    AND ARRAY[m.proposed_by, m.decided_by] && app.people_of(m.target_id) THEN
    RAISE EXCEPTION 'who took a measure does not carry out the order against it'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'set_aside_by_others';
  END IF;
  IF m.status = 'confirmed' AND m.measure = 'surrender'
    AND (SELECT count(*) FROM public.winding_down w WHERE w.measure_id = m.id) < 5 THEN
    RAISE EXCEPTION 'a licence is taken back when everything is in order'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'wound_down';
  END IF;
END $$;

CREATE FUNCTION app.check_measure_ended(m public.licence_measure) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
BEGIN
  IF NOT coalesce((m.ended_why = m.status AND m.status IN ('lapsed', 'declined'))
    OR (m.ended_why = 'lifted' AND EXISTS (SELECT FROM public.licence_measure o
        WHERE o.licence_id = m.licence_id AND o.status = 'confirmed' AND o.effective_at >= m.effective_at
          AND (m.measure, o.measure) IN (('suspend', 'lift'), ('freeze', 'unfreeze'), ('watch', 'unwatch'))
          AND coalesce(o.target_id, m.id) = m.id))
    OR (m.ended_why = 'set-aside' AND EXISTS (SELECT FROM public.licence_measure o
        WHERE o.target_id = m.id AND o.measure = 'set-aside' AND o.status = 'confirmed')), false) THEN
    RAISE EXCEPTION 'a measure ends by another that is confirmed'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ended_by_measure';
  END IF;
END $$;
"""
CONDITIONS = """
CREATE FUNCTION app.check_condition() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
BEGIN
  IF (NEW.organisation_id, NEW.licence_id, NEW.code, NEW.severity, NEW.text, NEW.public_text, NEW.created_at)
    IS DISTINCT FROM (OLD.organisation_id, OLD.licence_id, OLD.code, OLD.severity, OLD.text, OLD.public_text, OLD.created_at)
    OR (OLD.satisfied_at IS NOT NULL AND NEW.satisfied_at IS DISTINCT FROM OLD.satisfied_at)
    OR (OLD.breached_at IS NOT NULL AND NEW.breached_at IS DISTINCT FROM OLD.breached_at) THEN
    RAISE EXCEPTION 'what a condition says is never changed' USING ERRCODE = 'check_violation', CONSTRAINT = 'immutable';
  END IF;
  IF (NEW.due_on, NEW.extended_from) IS DISTINCT FROM (OLD.due_on, OLD.extended_from) AND NOT coalesce(
    OLD.extended_from IS NULL AND NEW.extended_from = OLD.due_on AND NEW.due_on > OLD.due_on
    AND NEW.due_on <= OLD.due_on + 90 AND OLD.status = 'open' AND app.kind() IN ('regulator', ''), false) THEN
    RAISE EXCEPTION 'a condition is extended once, by 90 days at most'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'extended_once';
  END IF;
  IF NEW.status <> OLD.status AND app.kind() = 'broker' AND NEW.status <> 'evidence-submitted' THEN
    RAISE EXCEPTION 'a holder hands in evidence and judges nothing'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'holder_hands_in';
  END IF;
  IF NEW.status = 'evidence-submitted' AND OLD.status <> NEW.status
    AND NOT EXISTS (SELECT FROM public.condition_evidence e WHERE e.condition_id = NEW.id) THEN
    RAISE EXCEPTION 'no evidence was handed in' USING ERRCODE = 'check_violation', CONSTRAINT = 'evidence_handed_in';
  END IF;
  IF NEW.status = 'waived' AND OLD.status <> 'waived' AND NOT EXISTS (SELECT FROM public.licence_measure m
    WHERE m.condition_id = NEW.id AND m.measure = 'waive' AND m.status = 'confirmed') THEN
    RAISE EXCEPTION 'a condition is waived by three people' USING ERRCODE = 'check_violation', CONSTRAINT = 'waived_by_measure';
  END IF;
  IF NEW.status = 'breached' AND OLD.status <> 'breached' AND NOT coalesce(NEW.due_on < app.today(), false) THEN
    RAISE EXCEPTION 'a condition is breached when its day has passed'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'breached_after_its_day';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER condition_kept AFTER UPDATE ON licence_condition FOR EACH ROW EXECUTE FUNCTION app.check_condition();

CREATE FUNCTION app.check_by_person() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog AS $$
BEGIN
  PERFORM app.refuse_unsigned(NEW.by_person, TG_TABLE_NAME);
  RETURN NULL;
END $$;
CREATE TRIGGER signed AFTER INSERT ON condition_evidence FOR EACH ROW EXECUTE FUNCTION app.check_by_person();
CREATE TRIGGER signed AFTER INSERT ON measure_answer FOR EACH ROW EXECUTE FUNCTION app.check_by_person();
CREATE TRIGGER signed AFTER INSERT ON winding_down FOR EACH ROW EXECUTE FUNCTION app.check_by_person();
"""
APPEALS = """
CREATE FUNCTION app.check_appeal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM public.licence_measure m WHERE m.id = NEW.measure_id AND m.licence_id = NEW.licence_id) THEN
    RAISE EXCEPTION 'an appeal is against a measure on its licence'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'appeal_of_licence';
  END IF;
  IF TG_OP = 'INSERT' THEN
    PERFORM app.refuse_unsigned(NEW.lodged_by, 'an appeal');
    RETURN NULL;
  END IF;
  IF OLD.status <> 'lodged' OR (NEW.organisation_id, NEW.licence_id, NEW.measure_id, NEW.reference, NEW.kind, NEW.text,
      NEW.lodged_on, NEW.lodged_by, NEW.lodged_at) IS DISTINCT FROM (OLD.organisation_id, OLD.licence_id,
      OLD.measure_id, OLD.reference, OLD.kind, OLD.text, OLD.lodged_on, OLD.lodged_by, OLD.lodged_at)
    OR (OLD.stayed_at IS NOT NULL AND (NEW.stay_order, NEW.stayed_by, NEW.stayed_at)
      IS DISTINCT FROM (OLD.stay_order, OLD.stayed_by, OLD.stayed_at)) THEN
    RAISE EXCEPTION 'what was said in appeal % is never changed', OLD.reference
      USING ERRCODE = 'check_violation', CONSTRAINT = 'immutable';
  END IF;
  IF app.kind() = 'broker' AND (NEW.status NOT IN ('lodged', 'withdrawn') OR NEW.stayed_at IS DISTINCT FROM OLD.stayed_at) THEN
    RAISE EXCEPTION 'a holder may only withdraw' USING ERRCODE = 'check_violation', CONSTRAINT = 'holder_only_withdraws';
  END IF;
  IF NEW.stayed_by IS DISTINCT FROM OLD.stayed_by THEN
    PERFORM app.refuse_unsigned(NEW.stayed_by, 'a stay');
  END IF;
  IF NEW.status <> 'lodged' THEN
    PERFORM app.refuse_unsigned(NEW.closed_by, 'an outcome');
    IF NEW.status <> 'withdrawn' AND NEW.closed_by = ANY (app.people_of(NEW.measure_id)) THEN
      RAISE EXCEPTION 'who took the measure does not record the outcome of the appeal'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'closed_by_another';
    END IF;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER appeal_kept AFTER INSERT OR UPDATE ON licence_appeal FOR EACH ROW EXECUTE FUNCTION app.check_appeal();
"""


def upgrade() -> None:
    for statement in (STATE, MEASURES, CONDITIONS, APPEALS):
        op.execute(statement)


def downgrade() -> None:
    """The earlier functions know nothing of what the new ones let happen."""
    raise NotImplementedError("restore the backup made before the upgrade")
