"""Securities (bonds): the formula that asks for them, what is lodged and verified, calls, releases, top-up orders."""

from alembic import op

from migrations.rules import APP, PUBLIC, WORKER, governed, grant, immutable, moves, tenant

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

MINE = "organisation_id = (SELECT app.org())"
REGULATOR = "(SELECT app.kind()) = 'regulator'"
MOVES = {
    "lodged": ["rejected", "verified"],
    "verified": ["called", "expired", "notice-of-non-renewal", "released", "replaced"],
    "notice-of-non-renewal": ["called", "expired", "released", "replaced", "verified"],
    "replaced": ["called", "expired", "released"],
}
CALL_MOVES = {"proposed": ["confirmed", "declined"], "confirmed": ["paid"]}
RELEASE_MOVES = {"proposed": ["confirmed", "declined"]}
ORDER_MOVES = {"open": ["breached", "cancelled", "met"], "breached": ["cancelled", "met"]}
FORMULA_MOVES = {"proposed": ["active", "declined"]}

TABLES = """
CREATE TABLE security (
  id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  agency_id uuid NOT NULL,
  class_code varchar(40) NOT NULL,
  reference varchar(20) NOT NULL,
  status varchar(30) NOT NULL,
  form varchar(20) NOT NULL,
  issuer varchar(200) NOT NULL,
  number varchar(80) NOT NULL,
  amount_minor bigint NOT NULL,
  drawn_minor bigint NOT NULL,
  currency varchar(3) NOT NULL,
  notice_days integer NOT NULL,
  expires_on date,
  ends_on date,
  notice_on date,
  replaces_id uuid,
  lodged_by uuid NOT NULL,
  lodged_by_name varchar(300) NOT NULL,
  lodged_at timestamptz NOT NULL,
  judged_by uuid,
  judged_by_name varchar(300),
  judged_at timestamptz,
  note text,
  replace_days integer NOT NULL,
  claims_months integer NOT NULL,
  claims_until date,
  released_on date,
  version integer NOT NULL,
  CONSTRAINT pk_security PRIMARY KEY (id),
  CONSTRAINT fk_security_agency FOREIGN KEY(organisation_id, agency_id) REFERENCES agency (organisation_id, id),
  CONSTRAINT fk_security_replaces FOREIGN KEY(organisation_id, replaces_id) REFERENCES security (organisation_id, id),
  CONSTRAINT uq_security_tenant UNIQUE (organisation_id, id),
  CONSTRAINT uq_security_reference UNIQUE (reference),
  CONSTRAINT ck_security_status_known
    CHECK (status IN ('lodged', 'verified', 'rejected', 'notice-of-non-renewal', 'replaced', 'expired', 'called',
      'released')),
  CONSTRAINT ck_security_form_known CHECK (form IN ('letter-of-credit', 'surety-bond', 'cash', 'insurance')),
  CONSTRAINT ck_security_issuer_within CHECK (issuer = btrim(issuer) AND char_length(issuer) BETWEEN 1 AND 200),
  CONSTRAINT ck_security_number_within CHECK (number = btrim(number) AND char_length(number) BETWEEN 1 AND 80),
  CONSTRAINT ck_security_amount_positive CHECK (amount_minor > 0),
  CONSTRAINT ck_security_drawn_within_amount CHECK (drawn_minor BETWEEN 0 AND amount_minor),
  CONSTRAINT ck_security_currency_form CHECK (currency ~ '^[A-Z]{3}$'),
  CONSTRAINT ck_security_notice_days_range CHECK (notice_days BETWEEN 0 AND 3660),
  CONSTRAINT ck_security_ends_on_a_day CHECK (form = 'cash' OR expires_on IS NOT NULL),
  CONSTRAINT ck_security_verified_by_another CHECK (judged_by IS NULL OR judged_by <> lodged_by),
  CONSTRAINT ck_security_judged_by_someone CHECK ((status = 'lodged') = (judged_by IS NULL)),
  CONSTRAINT ck_security_rejected_with_reason CHECK (status <> 'rejected' OR char_length(btrim(note)) >= 10),
  CONSTRAINT ck_security_called_in_full CHECK (status <> 'called' OR drawn_minor = amount_minor),
  CONSTRAINT ck_security_released_on_a_day CHECK ((status = 'released') = (released_on IS NOT NULL)),
  CONSTRAINT ck_security_notice_with_day CHECK (status <> 'notice-of-non-renewal' OR ends_on IS NOT NULL),
  CONSTRAINT fk_security_class_code FOREIGN KEY(class_code) REFERENCES licence_class (code),
  CONSTRAINT fk_security_lodged_by FOREIGN KEY(lodged_by) REFERENCES person (id),
  CONSTRAINT fk_security_judged_by FOREIGN KEY(judged_by) REFERENCES person (id)
);
CREATE INDEX ix_security_agency_id ON security (agency_id, class_code);
CREATE INDEX ix_security_status ON security (status, expires_on);
CREATE UNIQUE INDEX uq_security_once ON security (form, lower(issuer),
      lower(number)) WHERE status <> 'rejected' AND replaces_id IS NULL;
CREATE TABLE security_formula (
  id uuid NOT NULL,
  class_code varchar(40) NOT NULL,
  status varchar(20) NOT NULL,
  origin varchar(20) NOT NULL,
  currency varchar(3) NOT NULL,
  per_branch_minor bigint NOT NULL,
  least_notice_days integer NOT NULL,
  replace_days integer NOT NULL,
  top_up_days integer NOT NULL,
  claims_months integer NOT NULL,
  instrument text NOT NULL,
  effective_from date NOT NULL,
  effective_to date,
  proposed_by uuid,
  proposed_by_name varchar(300),
  proposed_at timestamptz NOT NULL,
  first_by uuid,
  first_by_name varchar(300),
  second_by uuid,
  second_by_name varchar(300),
  declined_by uuid,
  decided_at timestamptz,
  CONSTRAINT pk_security_formula PRIMARY KEY (id),
  CONSTRAINT ck_security_formula_status_known CHECK (status IN ('proposed', 'active', 'declined')),
  CONSTRAINT ck_security_formula_origin_known CHECK (origin IN ('law-file', 'desk')),
  CONSTRAINT ck_security_formula_currency_form CHECK (currency ~ '^[A-Z]{3}$'),
  CONSTRAINT ck_security_formula_per_branch_minor_range CHECK (per_branch_minor >= 0),
  CONSTRAINT ck_security_formula_terms_range
    CHECK (least_notice_days BETWEEN 0 AND 366 AND replace_days BETWEEN 0 AND 366 AND top_up_days BETWEEN 1
      AND 366 AND claims_months BETWEEN 0 AND 120),
  CONSTRAINT ck_security_formula_ends_after_it_begins CHECK (effective_to IS NULL OR effective_to >= effective_from),
  CONSTRAINT ck_security_formula_instrument_given CHECK (char_length(btrim(instrument)) >= 3),
  CONSTRAINT ck_security_formula_three_people
    CHECK ((first_by IS NULL OR first_by <> proposed_by) AND (second_by IS NULL OR (first_by IS NOT NULL
      AND second_by <> first_by AND second_by <> proposed_by))),
  CONSTRAINT ck_security_formula_approved_by_two
    CHECK (origin = 'law-file' OR (proposed_by IS NOT NULL AND (status <> 'active' OR (first_by IS NOT NULL
      AND second_by IS NOT NULL)))),
  CONSTRAINT fk_security_formula_class_code FOREIGN KEY(class_code) REFERENCES licence_class (code),
  CONSTRAINT fk_security_formula_proposed_by FOREIGN KEY(proposed_by) REFERENCES person (id),
  CONSTRAINT fk_security_formula_first_by FOREIGN KEY(first_by) REFERENCES person (id),
  CONSTRAINT fk_security_formula_second_by FOREIGN KEY(second_by) REFERENCES person (id),
  CONSTRAINT fk_security_formula_declined_by FOREIGN KEY(declined_by) REFERENCES person (id)
);
CREATE INDEX ix_security_formula_class ON security_formula (class_code, status, effective_from);
CREATE TABLE security_band (
  formula_id uuid NOT NULL,
  workers_from integer NOT NULL,
  points_from integer NOT NULL,
  amount_minor bigint NOT NULL,
  CONSTRAINT pk_security_band PRIMARY KEY (formula_id, workers_from, points_from),
  CONSTRAINT ck_security_band_range CHECK (workers_from >= 0 AND points_from >= 0 AND amount_minor >= 0),
  CONSTRAINT fk_security_band_formula_id FOREIGN KEY(formula_id) REFERENCES security_formula (id)
);
CREATE TABLE security_call (
  id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  security_id uuid NOT NULL,
  reference varchar(20) NOT NULL,
  status varchar(20) NOT NULL,
  amount_minor bigint NOT NULL,
  purpose varchar(20) NOT NULL,
  purpose_reference varchar(80) NOT NULL,
  reason text NOT NULL,
  proposed_by uuid NOT NULL,
  proposed_by_name varchar(300) NOT NULL,
  proposed_at timestamptz NOT NULL,
  first_by uuid,
  first_by_name varchar(300),
  second_by uuid,
  second_by_name varchar(300),
  declined_by uuid,
  declined_by_name varchar(300),
  note text,
  decided_at timestamptz,
  paid_on date,
  CONSTRAINT pk_security_call PRIMARY KEY (id),
  CONSTRAINT fk_security_call_security FOREIGN KEY(organisation_id, security_id)
    REFERENCES security (organisation_id, id),
  CONSTRAINT uq_security_call_reference UNIQUE (reference),
  CONSTRAINT ck_security_call_status_known CHECK (status IN ('proposed', 'confirmed', 'declined', 'paid')),
  CONSTRAINT ck_security_call_purpose_known CHECK (purpose IN ('refund-workers', 'wages', 'repatriation', 'penalty')),
  CONSTRAINT ck_security_call_amount_positive CHECK (amount_minor > 0),
  CONSTRAINT ck_security_call_reason_given CHECK (char_length(btrim(reason)) >= 10),
  CONSTRAINT ck_security_call_purpose_reference_within
    CHECK (purpose_reference = btrim(purpose_reference) AND char_length(purpose_reference) BETWEEN 1 AND 80),
  CONSTRAINT ck_security_call_three_people
    CHECK ((first_by IS NULL OR first_by <> proposed_by) AND (second_by IS NULL OR (first_by IS NOT NULL
      AND second_by <> first_by AND second_by <> proposed_by))),
  CONSTRAINT ck_security_call_confirmed_by_two
    CHECK (status NOT IN ('confirmed', 'paid') OR (first_by IS NOT NULL AND second_by IS NOT NULL)),
  CONSTRAINT ck_security_call_declined_by_someone CHECK (status = 'declined' OR declined_by IS NULL),
  CONSTRAINT ck_security_call_paid_on_a_day CHECK ((status = 'paid') = (paid_on IS NOT NULL)),
  CONSTRAINT fk_security_call_proposed_by FOREIGN KEY(proposed_by) REFERENCES person (id),
  CONSTRAINT fk_security_call_first_by FOREIGN KEY(first_by) REFERENCES person (id),
  CONSTRAINT fk_security_call_second_by FOREIGN KEY(second_by) REFERENCES person (id),
  CONSTRAINT fk_security_call_declined_by FOREIGN KEY(declined_by) REFERENCES person (id)
);
CREATE INDEX ix_security_call_security_id ON security_call (security_id);
CREATE INDEX ix_security_call_status ON security_call (status, proposed_at);
CREATE TABLE security_paper (
  id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  security_id uuid NOT NULL,
  file_id uuid NOT NULL,
  media_type varchar(40) NOT NULL,
  added_at timestamptz NOT NULL,
  CONSTRAINT pk_security_paper PRIMARY KEY (id),
  CONSTRAINT fk_security_paper_security FOREIGN KEY(organisation_id, security_id)
    REFERENCES security (organisation_id, id),
  CONSTRAINT fk_security_paper_file FOREIGN KEY(organisation_id, file_id) REFERENCES stored_file (organisation_id, id)
);
CREATE INDEX ix_security_paper_file_id ON security_paper (file_id);
CREATE INDEX ix_security_paper_security_id ON security_paper (security_id);
CREATE TABLE security_release (
  id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  security_id uuid NOT NULL,
  status varchar(20) NOT NULL,
  reason text NOT NULL,
  proposed_by uuid NOT NULL,
  proposed_by_name varchar(300) NOT NULL,
  proposed_at timestamptz NOT NULL,
  decided_by uuid,
  decided_by_name varchar(300),
  decided_at timestamptz,
  note text,
  CONSTRAINT pk_security_release PRIMARY KEY (id),
  CONSTRAINT fk_security_release_security FOREIGN KEY(organisation_id, security_id)
    REFERENCES security (organisation_id, id),
  CONSTRAINT ck_security_release_status_known CHECK (status IN ('proposed', 'confirmed', 'declined')),
  CONSTRAINT ck_security_release_four_eyes CHECK (decided_by IS NULL OR decided_by <> proposed_by),
  CONSTRAINT ck_security_release_decided_by_someone CHECK ((status = 'proposed') = (decided_by IS NULL)),
  CONSTRAINT ck_security_release_reason_given CHECK (char_length(btrim(reason)) >= 10),
  CONSTRAINT fk_security_release_proposed_by FOREIGN KEY(proposed_by) REFERENCES person (id),
  CONSTRAINT fk_security_release_decided_by FOREIGN KEY(decided_by) REFERENCES person (id)
);
CREATE UNIQUE INDEX uq_security_release_one_open ON security_release (security_id) WHERE status = 'proposed';
CREATE TABLE security_order (
  id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  licence_id uuid NOT NULL,
  formula_id uuid NOT NULL,
  reference varchar(20) NOT NULL,
  status varchar(20) NOT NULL,
  required_minor bigint NOT NULL,
  held_minor bigint NOT NULL,
  currency varchar(3) NOT NULL,
  workers integer NOT NULL,
  points integer NOT NULL,
  branches integer NOT NULL,
  issued_at timestamptz NOT NULL,
  due_on date NOT NULL,
  ended_at timestamptz,
  CONSTRAINT pk_security_order PRIMARY KEY (id),
  CONSTRAINT fk_security_order_licence FOREIGN KEY(organisation_id, licence_id)
    REFERENCES licence (organisation_id, id),
  CONSTRAINT uq_security_order_reference UNIQUE (reference),
  CONSTRAINT ck_security_order_status_known CHECK (status IN ('open', 'met', 'breached', 'cancelled')),
  CONSTRAINT ck_security_order_something_missing CHECK (required_minor > held_minor AND held_minor >= 0),
  CONSTRAINT ck_security_order_currency_form CHECK (currency ~ '^[A-Z]{3}$'),
  CONSTRAINT fk_security_order_formula_id FOREIGN KEY(formula_id) REFERENCES security_formula (id)
);
CREATE INDEX ix_security_order_status ON security_order (status, due_on);
CREATE UNIQUE INDEX uq_security_order_one_standing ON security_order (licence_id) WHERE status IN ('open','breached');
"""
# What was lodged, proposed and judged is never rewritten; each act is signed by who acts; the amounts add up. The
# functions read across tenants (a paper may secure one agency only), so they run with their owner's rights.
LAWS = """
CREATE FUNCTION app.security_live(agency uuid, class text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
  SELECT EXISTS (SELECT 1 FROM public.licence l WHERE l.agency_id = agency AND l.class_code = class
    AND l.status IN ('active', 'suspended') AND (upper(l.valid) > app.today() OR l.renewal_pending_until >= app.today()))
$$;

CREATE FUNCTION app.check_security() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
DECLARE ended date;
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM app.refuse_unsigned(NEW.lodged_by, 'a security');
    IF NEW.drawn_minor <> 0 OR NEW.claims_until IS NOT NULL OR NEW.ends_on IS NOT NULL THEN
      RAISE EXCEPTION 'a security begins whole' USING ERRCODE = 'check_violation', CONSTRAINT = 'security_begins_whole';
    END IF;
    IF EXISTS (SELECT 1 FROM public.security s WHERE s.id <> NEW.id AND s.status <> 'rejected' AND s.form = NEW.form
        AND lower(s.issuer) = lower(NEW.issuer) AND lower(s.number) = lower(NEW.number)
        AND (s.agency_id <> NEW.agency_id OR NEW.replaces_id IS NULL)) THEN
      RAISE EXCEPTION 'this paper is lodged already' USING ERRCODE = 'unique_violation', CONSTRAINT = 'uq_security_once';
    END IF;
    IF NEW.replaces_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM public.security s WHERE s.id = NEW.replaces_id
        AND s.agency_id = NEW.agency_id AND s.class_code = NEW.class_code) THEN
      RAISE EXCEPTION 'a security replaces one of the same agency and class'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'security_replaces_own';
    END IF;
    RETURN NULL;
  END IF;
  IF (NEW.id, NEW.organisation_id, NEW.agency_id, NEW.class_code, NEW.reference, NEW.form, NEW.issuer, NEW.number,
      NEW.amount_minor, NEW.currency, NEW.notice_days, NEW.expires_on, NEW.replaces_id, NEW.lodged_by, NEW.lodged_at)
    IS DISTINCT FROM
     (OLD.id, OLD.organisation_id, OLD.agency_id, OLD.class_code, OLD.reference, OLD.form, OLD.issuer, OLD.number,
      OLD.amount_minor, OLD.currency, OLD.notice_days, OLD.expires_on, OLD.replaces_id, OLD.lodged_by, OLD.lodged_at)
    OR (OLD.status <> 'lodged' AND (NEW.judged_by, NEW.judged_at, NEW.note, NEW.replace_days, NEW.claims_months)
      IS DISTINCT FROM (OLD.judged_by, OLD.judged_at, OLD.note, OLD.replace_days, OLD.claims_months))
    OR OLD.status IN ('rejected', 'expired', 'called', 'released') THEN
    RAISE EXCEPTION 'what security % says is never changed: lodge another one', OLD.reference
      USING ERRCODE = 'check_violation', CONSTRAINT = 'immutable';
  END IF;
  IF OLD.status = 'lodged' AND NEW.status <> 'lodged' THEN
    PERFORM app.refuse_unsigned(NEW.judged_by, 'a verification');
    IF EXISTS (SELECT 1 FROM public.membership m WHERE m.person_id = NEW.judged_by
        AND m.organisation_id = NEW.organisation_id AND m.ended_at IS NULL) THEN
      RAISE EXCEPTION 'who belongs to an agency does not verify its security'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'security_judged_by_outsider';
    END IF;
  END IF;
  IF NEW.status = 'expired' AND OLD.status <> 'expired'
    AND coalesce(least(NEW.expires_on, NEW.ends_on), 'infinity'::date) >= app.today() THEN
    RAISE EXCEPTION 'security % still holds', NEW.reference
      USING ERRCODE = 'check_violation', CONSTRAINT = 'security_still_holds';
  END IF;
  IF NEW.claims_until IS DISTINCT FROM OLD.claims_until THEN
    SELECT least(max(upper(l.valid)), app.today()) INTO ended FROM public.licence l
      WHERE l.agency_id = NEW.agency_id AND l.class_code = NEW.class_code;
    IF (NEW.claims_until IS NULL) <> app.security_live(NEW.agency_id, NEW.class_code)
      OR NEW.claims_until < coalesce((ended + make_interval(months => NEW.claims_months))::date, app.today()) THEN
      RAISE EXCEPTION 'the time for claims on % runs from the end of the licence', NEW.reference
        USING ERRCODE = 'check_violation', CONSTRAINT = 'security_held_for_claims';
    END IF;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER security_lawful AFTER INSERT OR UPDATE ON security FOR EACH ROW EXECUTE FUNCTION app.check_security();

-- At the end of the transaction: what was drawn is what was confirmed, and each ending has its reason.
CREATE FUNCTION app.check_security_sum() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
DECLARE s public.security;
BEGIN
  IF TG_TABLE_NAME = 'security' THEN
    SELECT * INTO s FROM public.security WHERE id = NEW.id;
  ELSE
    SELECT * INTO s FROM public.security WHERE id = NEW.security_id;
  END IF;
  IF s.drawn_minor <> (SELECT coalesce(sum(c.amount_minor), 0) FROM public.security_call c
      WHERE c.security_id = s.id AND c.status IN ('confirmed', 'paid')) THEN
    RAISE EXCEPTION 'what is drawn from % is not what was confirmed', s.reference
      USING ERRCODE = 'check_violation', CONSTRAINT = 'security_drawn_by_calls';
  END IF;
  IF s.status = 'replaced' AND NOT EXISTS (SELECT 1 FROM public.security n WHERE n.replaces_id = s.id
      AND n.judged_by IS NOT NULL AND n.status <> 'rejected') THEN
    RAISE EXCEPTION 'nothing verified replaces %', s.reference
      USING ERRCODE = 'check_violation', CONSTRAINT = 'security_replaced_by_verified';
  END IF;
  IF s.status IN ('verified', 'notice-of-non-renewal') AND EXISTS (SELECT 1 FROM public.security o
      WHERE o.id = s.replaces_id AND o.status IN ('verified', 'notice-of-non-renewal')) THEN
    RAISE EXCEPTION 'the security that % replaces would count twice', s.reference
      USING ERRCODE = 'check_violation', CONSTRAINT = 'security_counts_once';
  END IF;
  IF s.status = 'released' THEN
    IF NOT EXISTS (SELECT 1 FROM public.security_release r WHERE r.security_id = s.id AND r.status = 'confirmed') THEN
      RAISE EXCEPTION 'security % was released by nobody', s.reference
        USING ERRCODE = 'check_violation', CONSTRAINT = 'security_released_by_two';
    END IF;
    IF EXISTS (SELECT 1 FROM public.security_call c WHERE c.security_id = s.id AND c.status IN ('proposed', 'confirmed'))
    THEN
      RAISE EXCEPTION 'a call on % is open', s.reference
        USING ERRCODE = 'check_violation', CONSTRAINT = 'security_without_open_call';
    END IF;
    IF NOT coalesce(s.claims_until < app.today(), false) AND NOT EXISTS (SELECT 1 FROM public.security n
        WHERE n.replaces_id = s.id AND n.status IN ('verified', 'notice-of-non-renewal')
          AND n.amount_minor - n.drawn_minor >= s.amount_minor - s.drawn_minor AND n.currency = s.currency) THEN
      RAISE EXCEPTION 'security % is still held for claims', s.reference
        USING ERRCODE = 'check_violation', CONSTRAINT = 'security_held_for_claims';
    END IF;
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER security_adds_up AFTER INSERT OR UPDATE ON security
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION app.check_security_sum();
CREATE CONSTRAINT TRIGGER security_adds_up AFTER INSERT OR UPDATE ON security_call
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION app.check_security_sum();

CREATE FUNCTION app.check_security_call() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM app.refuse_unsigned(NEW.proposed_by, 'a call');
    IF NEW.first_by IS NOT NULL OR NEW.amount_minor > (SELECT s.amount_minor - s.drawn_minor FROM public.security s
        WHERE s.id = NEW.security_id AND s.status IN ('verified', 'notice-of-non-renewal', 'replaced')) THEN
      RAISE EXCEPTION 'a call asks for no more than is left'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'security_call_within_rest';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM public.security s WHERE s.id = NEW.security_id
        AND s.status IN ('verified', 'notice-of-non-renewal', 'replaced')) THEN
      RAISE EXCEPTION 'only a security that was verified is called'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'security_callable';
    END IF;
    RETURN NULL;
  END IF;
  IF OLD.status IN ('declined', 'paid') OR (OLD.status = 'confirmed' AND NEW.status <> 'paid') OR
    (NEW.id, NEW.organisation_id, NEW.security_id, NEW.reference, NEW.amount_minor, NEW.purpose, NEW.purpose_reference,
     NEW.reason, NEW.proposed_by, NEW.proposed_at) IS DISTINCT FROM
    (OLD.id, OLD.organisation_id, OLD.security_id, OLD.reference, OLD.amount_minor, OLD.purpose, OLD.purpose_reference,
     OLD.reason, OLD.proposed_by, OLD.proposed_at)
    OR (OLD.first_by IS NOT NULL AND NEW.first_by IS DISTINCT FROM OLD.first_by)
    OR (OLD.second_by IS NOT NULL AND NEW.second_by IS DISTINCT FROM OLD.second_by)
    OR (OLD.declined_by IS NOT NULL AND NEW.declined_by IS DISTINCT FROM OLD.declined_by) THEN
    RAISE EXCEPTION 'what was proposed and confirmed of a call is never changed'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'immutable';
  END IF;
  IF NEW.first_by IS DISTINCT FROM OLD.first_by THEN PERFORM app.refuse_unsigned(NEW.first_by, 'a confirmation'); END IF;
  IF NEW.second_by IS DISTINCT FROM OLD.second_by THEN
    PERFORM app.refuse_unsigned(NEW.second_by, 'a confirmation');
  END IF;
  IF NEW.declined_by IS DISTINCT FROM OLD.declined_by THEN
    PERFORM app.refuse_unsigned(NEW.declined_by, 'a refusal');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER call_signed AFTER INSERT OR UPDATE ON security_call
  FOR EACH ROW EXECUTE FUNCTION app.check_security_call();

CREATE FUNCTION app.check_security_release() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM app.refuse_unsigned(NEW.proposed_by, 'a release');
    RETURN NULL;
  END IF;
  IF OLD.status <> 'proposed' OR (NEW.id, NEW.organisation_id, NEW.security_id, NEW.reason, NEW.proposed_by,
      NEW.proposed_at) IS DISTINCT FROM (OLD.id, OLD.organisation_id, OLD.security_id, OLD.reason, OLD.proposed_by,
      OLD.proposed_at) THEN
    RAISE EXCEPTION 'what was proposed and decided of a release is never changed'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'immutable';
  END IF;
  IF NEW.decided_by IS NOT NULL THEN PERFORM app.refuse_unsigned(NEW.decided_by, 'a release'); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER release_signed AFTER INSERT OR UPDATE ON security_release
  FOR EACH ROW EXECUTE FUNCTION app.check_security_release();

CREATE FUNCTION app.check_security_formula() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.origin = 'desk' THEN
      PERFORM app.refuse_unsigned(NEW.proposed_by, 'a formula');
      IF NEW.status <> 'proposed' OR NEW.first_by IS NOT NULL THEN
        RAISE EXCEPTION 'a formula is proposed before it is confirmed'
          USING ERRCODE = 'check_violation', CONSTRAINT = 'lawful_start';
      END IF;
    END IF;
    RETURN NULL;
  END IF;
  IF OLD.status <> 'proposed' OR (NEW.id, NEW.class_code, NEW.origin, NEW.currency, NEW.per_branch_minor,
      NEW.least_notice_days, NEW.replace_days, NEW.top_up_days, NEW.claims_months, NEW.instrument, NEW.effective_from,
      NEW.effective_to, NEW.proposed_by, NEW.proposed_at) IS DISTINCT FROM (OLD.id, OLD.class_code, OLD.origin,
      OLD.currency, OLD.per_branch_minor, OLD.least_notice_days, OLD.replace_days, OLD.top_up_days, OLD.claims_months,
      OLD.instrument, OLD.effective_from, OLD.effective_to, OLD.proposed_by, OLD.proposed_at)
    OR (OLD.first_by IS NOT NULL AND NEW.first_by IS DISTINCT FROM OLD.first_by) THEN
    RAISE EXCEPTION 'a version of the formula is never changed: propose another one'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'immutable';
  END IF;
  IF NEW.first_by IS DISTINCT FROM OLD.first_by THEN PERFORM app.refuse_unsigned(NEW.first_by, 'a confirmation'); END IF;
  IF NEW.second_by IS DISTINCT FROM OLD.second_by THEN
    PERFORM app.refuse_unsigned(NEW.second_by, 'a confirmation');
  END IF;
  IF NEW.declined_by IS DISTINCT FROM OLD.declined_by THEN
    PERFORM app.refuse_unsigned(NEW.declined_by, 'a refusal');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER formula_signed AFTER INSERT OR UPDATE ON security_formula
  FOR EACH ROW EXECUTE FUNCTION app.check_security_formula();
"""


def upgrade() -> None:
    op.execute(TABLES)
    op.execute(LAWS)
    formulas()
    # The agency lodges; only the regulator says what becomes of it.
    grant("security", "SELECT, INSERT, UPDATE")
    tenant("security", REGULATOR, writers=MINE)
    only_regulator_updates("security")
    moves("security", MOVES, "lodged")
    governed("security")
    grant("security_paper", "SELECT, INSERT")
    tenant("security_paper", REGULATOR, writers=MINE)
    immutable("security_paper")
    op.execute(
        f"CREATE POLICY with_security ON stored_file FOR SELECT TO {APP} USING ({REGULATOR}"
        " AND EXISTS (SELECT 1 FROM security_paper p WHERE p.file_id = stored_file.id))"
    )
    # An agency reads of calls once they are confirmed, and of its release.
    grant("security_call", "SELECT, INSERT, UPDATE")
    tenant("security_call", f"({MINE} AND status IN ('confirmed', 'paid'))", writers=REGULATOR)
    moves("security_call", CALL_MOVES, "proposed")
    governed("security_call")
    grant("security_release", "SELECT, INSERT, UPDATE")
    tenant("security_release", f"({MINE} AND status = 'confirmed')", writers=REGULATOR)
    moves("security_release", RELEASE_MOVES, "proposed")
    governed("security_release")
    # Orders are the system's: computed, never typed.
    grant("security_order", "SELECT", "SELECT, INSERT, UPDATE")
    tenant("security_order", REGULATOR)
    moves("security_order", ORDER_MOVES, "open")
    governed("security_order")


def formulas() -> None:
    """Law that everybody may read; at the desk a version is proposed by one and confirmed by two others."""
    for table in ("security_formula", "security_band"):
        grant(table, "SELECT, INSERT" if table == "security_band" else "SELECT, INSERT, UPDATE")
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY reads ON {table} FOR SELECT TO {APP} USING (true)")
        op.execute(f"CREATE POLICY works ON {table} TO {WORKER}, fairgate_owner USING (true) WITH CHECK (true)")
    op.execute(
        f"CREATE POLICY inserts ON security_formula FOR INSERT TO {APP} WITH CHECK ({REGULATOR} AND origin = 'desk')"
    )
    op.execute(
        f"CREATE POLICY updates ON security_formula FOR UPDATE TO {APP} USING ({REGULATOR}) WITH CHECK ({REGULATOR})"
    )
    op.execute(
        f"CREATE POLICY inserts ON security_band FOR INSERT TO {APP} WITH CHECK ({REGULATOR} AND EXISTS (SELECT 1 FROM"
        " security_formula f WHERE f.id = formula_id AND f.status = 'proposed' AND f.first_by IS NULL"
        " AND f.proposed_by = (SELECT app.person())))"
    )
    op.execute(f"CREATE POLICY published ON security_formula FOR SELECT TO {PUBLIC} USING (status = 'active')")
    op.execute(
        "GRANT SELECT (id, class_code, status, currency, per_branch_minor, instrument, effective_from, effective_to)"
        f" ON security_formula TO {PUBLIC}"
    )
    op.execute(f"CREATE POLICY published ON security_band FOR SELECT TO {PUBLIC} USING (true)")
    op.execute(f"GRANT SELECT ON security_band TO {PUBLIC}")
    immutable("security_band")
    moves("security_formula", FORMULA_MOVES, "proposed", "active")
    governed("security_formula")


def only_regulator_updates(table: str) -> None:
    """Let the agency write a row once, and the regulator alone carry it further."""
    op.execute(f"DROP POLICY updates ON {table}")
    op.execute(
        f"CREATE POLICY updates ON {table} FOR UPDATE TO {APP} USING ({REGULATOR}) WITH CHECK ({REGULATOR})"
    )


def downgrade() -> None:
    """What was lodged and called has no place in the earlier tables."""
    raise NotImplementedError("restore the backup made before the upgrade")
