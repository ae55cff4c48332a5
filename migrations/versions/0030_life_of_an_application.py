"""The whole life of an application: kinds, every state, and terms of a licence from which its validity derives."""

from alembic import op

from migrations.rules import governed, grant, immutable, tenant

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

REGULATOR = "(SELECT app.kind()) = 'regulator'"
MOVES = {
    "draft": ["awaiting-fee", "withdrawn", "lapsed"],
    "awaiting-fee": ["submitted", "draft", "withdrawn", "lapsed"],
    "submitted": ["completeness", "withdrawn"],
    "completeness": ["checks", "returned", "withdrawn"],
    "returned": ["completeness", "withdrawn", "lapsed"],
    "checks": ["inspection", "assessment", "returned", "withdrawn"],
    "inspection": ["checks", "assessment", "withdrawn"],
    "assessment": ["recommended", "checks", "withdrawn"],
    "recommended": ["pending-activation", "refused", "minded-to-refuse", "checks", "withdrawn"],
    "minded-to-refuse": ["representations", "withdrawn"],
    "representations": ["refused", "recommended", "assessment", "withdrawn"],
    "pending-activation": ["granted", "lapsed", "quashed", "withdrawn"],
    "refused": ["quashed"],
    "quashed": ["assessment", "withdrawn"],
}
STATUSES = (
    "'draft', 'awaiting-fee', 'submitted', 'completeness', 'returned', 'checks', 'inspection', 'assessment', 'recommended',"
    " 'minded-to-refuse', 'representations', 'pending-activation', 'granted', 'refused', 'withdrawn', 'lapsed', 'quashed'"
)
OPEN = (
    "'assessment', 'awaiting-fee', 'checks', 'completeness', 'draft', 'inspection', 'minded-to-refuse',"
    " 'pending-activation', 'quashed', 'recommended', 'representations', 'returned', 'submitted'"
)
RECOMMENDED = "'granted', 'minded-to-refuse', 'pending-activation', 'recommended', 'refused', 'representations'"
ASKING = (
    "'submitted', 'completeness', 'returned', 'checks', 'inspection', 'assessment', 'recommended', 'minded-to-refuse',"
    " 'representations', 'pending-activation', 'quashed'"
)

APPLICATION = f"""
ALTER TABLE application
  ADD COLUMN kind varchar(20) NOT NULL DEFAULT 'new',
  ADD COLUMN licence_id uuid,
  ADD CONSTRAINT ck_application_kind_known CHECK (kind IN ('new', 'renewal', 'variation', 'reinstatement')),
  ADD CONSTRAINT ck_application_of_a_licence CHECK ((kind = 'new') = (licence_id IS NULL)),
  ADD CONSTRAINT fk_application_licence FOREIGN KEY (organisation_id, licence_id)
    REFERENCES licence (organisation_id, id),
  DROP CONSTRAINT ck_application_status_known,
  ADD CONSTRAINT ck_application_status_known CHECK (status IN ({STATUSES})),
  DROP CONSTRAINT ck_application_frozen_when_submitted,
  ADD CONSTRAINT ck_application_frozen_when_submitted CHECK (status IN ('draft', 'withdrawn', 'lapsed')
    OR (snapshot IS NOT NULL AND snapshot_hash IS NOT NULL)),
  DROP CONSTRAINT ck_application_recommended_by_someone,
  ADD CONSTRAINT ck_application_recommended_by_someone
    CHECK (status NOT IN ({RECOMMENDED}) OR recommended_by IS NOT NULL);
ALTER TABLE application ALTER COLUMN kind DROP DEFAULT;
DROP INDEX uq_application_one_open;
CREATE UNIQUE INDEX uq_application_one_open ON application (agency_id, class_code, kind) WHERE status IN ({OPEN});
CREATE INDEX ix_application_licence_id ON application (licence_id);
ALTER POLICY published ON application USING (status IN ({ASKING}));
ALTER TABLE application_decision ADD CONSTRAINT uq_application_decision_tenant UNIQUE (organisation_id, id);
DELETE FROM lawful_move WHERE table_name = 'application';
INSERT INTO lawful_move VALUES ('licence', 'expired', 'active');
"""
TERMS = """
CREATE TABLE licence_term (
  id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  licence_id uuid NOT NULL,
  application_id uuid NOT NULL,
  decision_id uuid NOT NULL,
  kind varchar(20) NOT NULL,
  starts_on date NOT NULL,
  ends_on date NOT NULL,
  created_at timestamptz NOT NULL,
  txid bigint NOT NULL,
  CONSTRAINT pk_licence_term PRIMARY KEY (id),
  CONSTRAINT uq_licence_term_application UNIQUE (application_id),
  CONSTRAINT ck_licence_term_kind_known CHECK (kind IN ('new', 'renewal', 'variation', 'reinstatement')),
  CONSTRAINT ck_licence_term_has_days CHECK (starts_on <= ends_on),
  CONSTRAINT fk_licence_term_licence FOREIGN KEY (organisation_id, licence_id) REFERENCES licence (organisation_id, id),
  CONSTRAINT fk_licence_term_application FOREIGN KEY (organisation_id, application_id)
    REFERENCES application (organisation_id, id),
  CONSTRAINT fk_licence_term_decision FOREIGN KEY (organisation_id, decision_id)
    REFERENCES application_decision (organisation_id, id)
);
CREATE INDEX ix_licence_term_licence_id ON licence_term (licence_id);
-- Licences from before: each ran for what its one decision granted.
INSERT INTO licence_term
  SELECT gen_random_uuid(), l.organisation_id, l.id, l.application_id, d.id, 'new', lower(l.valid), upper(l.valid) - 1,
    l.granted_at, 0
  FROM licence l JOIN application_decision d ON d.application_id = l.application_id;
"""
# Functions that the triggers of 0003 call, as they are now; and the two new ones.
FUNCTIONS = """
CREATE OR REPLACE FUNCTION app.check_decided() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
BEGIN
  IF NEW.status IN ('pending-activation', 'granted', 'refused') AND NOT EXISTS (
    SELECT 1 FROM public.application_decision d WHERE d.application_id = NEW.id
      AND d.outcome = CASE NEW.status WHEN 'refused' THEN 'refuse' ELSE 'grant' END) THEN
    RAISE EXCEPTION 'application % is % without a decision', NEW.id, NEW.status
      USING ERRCODE = 'check_violation', CONSTRAINT = 'decided_by_decision';
  END IF;
  IF NEW.status = 'granted' AND NOT EXISTS (
    SELECT 1 FROM public.licence_term t WHERE t.application_id = NEW.id) THEN
    RAISE EXCEPTION 'application % is granted without a term of a licence', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'granted_with_term';
  END IF;
  RETURN NULL;
END $$;

-- A term is what a granted application was granted, for the licence it names (a new one: for the licence made of it).
CREATE FUNCTION app.check_term() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM public.application a
      JOIN public.application_decision d ON d.id = NEW.decision_id AND d.application_id = a.id AND d.outcome = 'grant'
      JOIN public.licence l ON l.id = NEW.licence_id AND l.class_code = a.class_code AND l.agency_id = a.agency_id
    WHERE a.id = NEW.application_id AND a.status = 'granted' AND a.kind = NEW.kind
      AND CASE a.kind WHEN 'new' THEN l.application_id = a.id ELSE a.licence_id = l.id END) THEN
    RAISE EXCEPTION 'the term % has no granted application', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'term_from_decision';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER term_from_decision AFTER INSERT ON licence_term
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION app.check_term();

CREATE FUNCTION app.check_validity() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
DECLARE
  the_licence uuid := CASE TG_TABLE_NAME WHEN 'licence' THEN NEW.id ELSE (to_jsonb(NEW) ->> 'licence_id')::uuid END;
BEGIN
  IF (SELECT l.valid FROM public.licence l WHERE l.id = the_licence) IS DISTINCT FROM
     (SELECT daterange(min(t.starts_on), max(t.ends_on), '[]') FROM public.licence_term t
      WHERE t.licence_id = the_licence) THEN
    RAISE EXCEPTION 'the days of licence % are not those of its terms', the_licence
      USING ERRCODE = 'check_violation', CONSTRAINT = 'licence_from_terms';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER licence_from_terms AFTER INSERT OR UPDATE ON licence
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION app.check_validity();
CREATE CONSTRAINT TRIGGER licence_from_terms AFTER INSERT ON licence_term
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION app.check_validity();

CREATE OR REPLACE FUNCTION app.check_measured() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
DECLARE last text;
BEGIN
  IF NEW.number <> OLD.number OR NEW.agency_id <> OLD.agency_id OR NEW.application_id <> OLD.application_id THEN
    RAISE EXCEPTION 'the identity of licence % is never changed', OLD.number
      USING ERRCODE = 'check_violation', CONSTRAINT = 'immutable';
  END IF;
  IF NEW.status = OLD.status OR (NEW.status = 'expired' AND upper(NEW.valid) <= app.today())
    OR app.brought_back(NEW.id, OLD.status, NEW.status) THEN
    RETURN NULL;
  END IF;
  SELECT CASE m.measure WHEN 'suspend' THEN 'suspended' WHEN 'lift' THEN 'active' WHEN 'revoke' THEN 'revoked'
      WHEN 'cancel' THEN 'cancelled' WHEN 'surrender' THEN 'surrendered' END INTO last
    FROM public.licence_measure m
    WHERE m.licence_id = NEW.id AND m.status = 'confirmed'
      AND m.measure IN ('suspend', 'lift', 'revoke', 'cancel', 'surrender')
    ORDER BY m.decided_at DESC LIMIT 1;
  IF last IS DISTINCT FROM NEW.status THEN
    RAISE EXCEPTION 'licence % became % without a confirmed measure', NEW.number, NEW.status
      USING ERRCODE = 'check_violation', CONSTRAINT = 'licence_from_measure';
  END IF;
  RETURN NULL;
END $$;
"""
SIGNED = f"""
CREATE OR REPLACE FUNCTION app.check_recommendation_signed() RETURNS trigger LANGUAGE plpgsql
  SET search_path = public, pg_catalog AS $$
BEGIN
  IF OLD.status NOT IN ({RECOMMENDED}) THEN
    IF NEW.status = 'recommended' THEN
      PERFORM app.refuse_unsigned(NEW.recommended_by, 'a recommendation');
    END IF;
  ELSIF NEW.status IN ({RECOMMENDED}) AND
    (NEW.recommended_by, NEW.recommendation, NEW.recommendation_reason, NEW.proposed_conditions)
    IS DISTINCT FROM (OLD.recommended_by, OLD.recommendation, OLD.recommendation_reason, OLD.proposed_conditions)
  THEN
    RAISE EXCEPTION 'the recommendation of % is never changed: it is sent back', OLD.reference
      USING ERRCODE = 'check_violation', CONSTRAINT = 'immutable';
  END IF;
  RETURN NULL;
END $$;
"""
# The transaction that writes a term may bring the licence back: who suspended it did not decide that it comes back.
BROUGHT_BACK = """
CREATE FUNCTION app.stamp_term() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog AS $$
BEGIN
  NEW.txid := pg_current_xact_id()::text::bigint;
  RETURN NEW;
END $$;
CREATE TRIGGER stamp_term BEFORE INSERT ON licence_term FOR EACH ROW EXECUTE FUNCTION app.stamp_term();

CREATE FUNCTION app.brought_back(licence uuid, before text, after text) RETURNS boolean LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_catalog AS $$
  SELECT after = 'active' AND EXISTS (
    SELECT 1 FROM public.licence_term t JOIN public.application_decision d ON d.id = t.decision_id
    WHERE t.licence_id = licence AND t.txid = pg_current_xact_id()::text::bigint
      AND CASE before
        WHEN 'expired' THEN t.kind IN ('renewal', 'reinstatement')
        WHEN 'suspended' THEN t.kind = 'reinstatement' AND NOT EXISTS (
          SELECT 1 FROM public.licence_measure m WHERE m.licence_id = licence AND m.measure = 'suspend'
            AND m.status = 'confirmed' AND d.decided_by IN (m.proposed_by, m.decided_by)
            AND NOT EXISTS (SELECT 1 FROM public.licence_measure later WHERE later.licence_id = licence
              AND later.status = 'confirmed' AND later.measure = 'lift' AND later.decided_at > m.decided_at))
        ELSE false END)
$$;
"""


def upgrade() -> None:
    op.execute(APPLICATION)
    for before, afters in MOVES.items():
        for after in afters:
            op.execute(f"INSERT INTO lawful_move VALUES ('application', '{before}', '{after}')")
    op.execute(TERMS)
    op.execute(BROUGHT_BACK)
    op.execute(FUNCTIONS)
    op.execute(SIGNED)
    grant("licence_term", "SELECT, INSERT")
    tenant("licence_term", "organisation_id = (SELECT app.org())", writers=REGULATOR)
    governed("licence_term")
    immutable("licence_term")


def downgrade() -> None:
    """The later states have no place in the earlier table."""
    raise NotImplementedError("restore the backup made before the upgrade")
