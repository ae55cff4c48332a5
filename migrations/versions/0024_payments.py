"""Licence fees: schedules, orders, visits to Stripe, the ledger, refunds, transfers, disputes, receipts, differences."""

from alembic import op

from migrations.rules import APP, OWNER, PUBLIC, WORKER, governed, grant, immutable, moves, tenant

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE fee_schedule (
  id UUID NOT NULL,
  class_code VARCHAR(40) NOT NULL,
  kind VARCHAR(20) NOT NULL,
  applies_to VARCHAR(20) NOT NULL,
  version INTEGER NOT NULL,
  currency VARCHAR(3) NOT NULL,
  basis VARCHAR(20) NOT NULL,
  instrument TEXT NOT NULL,
  refund_rule TEXT NOT NULL,
  refund_threshold_minor BIGINT,
  effective_from DATE NOT NULL,
  effective_to DATE,
  status VARCHAR(20) NOT NULL,
  proposed_by UUID,
  proposed_by_name VARCHAR(300) NOT NULL,
  proposed_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_fee_schedule PRIMARY KEY (id),
  CONSTRAINT ck_fee_schedule_kind_known CHECK (kind IN ('application-fee', 'licence-fee', 'late-fee')),
  CONSTRAINT ck_fee_schedule_basis_known CHECK (basis IN ('flat', 'workers-a-year')),
  CONSTRAINT ck_fee_schedule_status_known CHECK (status IN ('proposed', 'active', 'declined')),
  CONSTRAINT ck_fee_schedule_applies_known CHECK (applies_to IN ('any', 'new', 'renewal', 'variation', 'reinstatement')),
  CONSTRAINT ck_fee_schedule_currency_code CHECK (currency ~ '^[A-Z]{3}$'),
  CONSTRAINT ck_fee_schedule_days_in_order CHECK (effective_to IS NULL OR effective_to >= effective_from),
  CONSTRAINT ck_fee_schedule_threshold_known CHECK (refund_threshold_minor IS NULL OR refund_threshold_minor >= 0),
  CONSTRAINT uq_fee_schedule_version UNIQUE (class_code, kind, applies_to, version),
  CONSTRAINT ex_fee_schedule_one_price EXCLUDE USING gist (textrange(class_code, class_code, '[]') WITH &&, textrange(kind, kind, '[]') WITH &&, textrange(applies_to, applies_to, '[]') WITH &&, daterange(effective_from, effective_to, '[]') WITH &&) WHERE (status = 'active'),
  CONSTRAINT fk_fee_schedule_class_code FOREIGN KEY(class_code) REFERENCES licence_class (code),
  CONSTRAINT fk_fee_schedule_proposed_by FOREIGN KEY(proposed_by) REFERENCES person (id)
);
CREATE TABLE fee_band (
  id UUID NOT NULL,
  schedule_id UUID NOT NULL,
  least INTEGER NOT NULL,
  most INTEGER,
  amount_minor BIGINT NOT NULL,
  CONSTRAINT pk_fee_band PRIMARY KEY (id),
  CONSTRAINT ck_fee_band_amount_known CHECK (amount_minor >= 0),
  CONSTRAINT ck_fee_band_bounds_in_order CHECK (least >= 0 AND (most IS NULL OR most >= least)),
  CONSTRAINT ex_fee_band_one_price EXCLUDE USING gist (uuidrange(schedule_id, schedule_id, '[]') WITH &&, int4range(least, most, '[]') WITH &&),
  CONSTRAINT fk_fee_band_schedule_id FOREIGN KEY(schedule_id) REFERENCES fee_schedule (id)
);
CREATE TABLE fee_approval (
  id UUID NOT NULL,
  schedule_id UUID NOT NULL,
  person_id UUID NOT NULL,
  person_name VARCHAR(300) NOT NULL,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_fee_approval PRIMARY KEY (id),
  CONSTRAINT uq_fee_approval_once UNIQUE (schedule_id, person_id),
  CONSTRAINT fk_fee_approval_schedule_id FOREIGN KEY(schedule_id) REFERENCES fee_schedule (id),
  CONSTRAINT fk_fee_approval_person_id FOREIGN KEY(person_id) REFERENCES person (id)
);
CREATE TABLE payment_order (
  id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  application_id UUID NOT NULL,
  reference VARCHAR(20) NOT NULL,
  class_code VARCHAR(40) NOT NULL,
  kind VARCHAR(20) NOT NULL,
  round SMALLINT NOT NULL,
  status VARCHAR(20) NOT NULL,
  amount_minor BIGINT NOT NULL,
  currency VARCHAR(3) NOT NULL,
  schedule_id UUID NOT NULL,
  band_id UUID NOT NULL,
  basis INTEGER,
  terms JSONB NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL,
  method VARCHAR(10),
  livemode BOOLEAN,
  paid_at TIMESTAMP WITH TIME ZONE,
  refunded_minor BIGINT NOT NULL,
  version INTEGER NOT NULL,
  CONSTRAINT pk_payment_order PRIMARY KEY (id),
  CONSTRAINT fk_payment_order_application FOREIGN KEY(organisation_id, application_id) REFERENCES application (organisation_id, id),
  CONSTRAINT uq_payment_order_tenant UNIQUE (organisation_id, id),
  CONSTRAINT uq_payment_order_reference UNIQUE (reference),
  CONSTRAINT uq_payment_order_round UNIQUE (application_id, kind, round),
  CONSTRAINT ck_payment_order_kind_known CHECK (kind IN ('application-fee', 'licence-fee', 'late-fee')),
  CONSTRAINT ck_payment_order_status_known CHECK (status IN ('due', 'processing', 'paid', 'disputed', 'charged-back', 'refunded', 'void')),
  CONSTRAINT ck_payment_order_amount_positive CHECK (amount_minor > 0),
  CONSTRAINT ck_payment_order_currency_code CHECK (currency ~ '^[A-Z]{3}$'),
  CONSTRAINT ck_payment_order_method_known CHECK (method IN ('card', 'transfer')),
  CONSTRAINT ck_payment_order_refunded_within CHECK (refunded_minor BETWEEN 0 AND amount_minor),
  CONSTRAINT ck_payment_order_paid_somehow CHECK (status NOT IN ('paid', 'disputed', 'charged-back', 'refunded') OR (paid_at IS NOT NULL AND method IS NOT NULL AND livemode IS NOT NULL)),
  CONSTRAINT fk_payment_order_class_code FOREIGN KEY(class_code) REFERENCES licence_class (code),
  CONSTRAINT fk_payment_order_schedule_id FOREIGN KEY(schedule_id) REFERENCES fee_schedule (id),
  CONSTRAINT fk_payment_order_band_id FOREIGN KEY(band_id) REFERENCES fee_band (id)
);
CREATE INDEX ix_payment_order_organisation_id ON payment_order (organisation_id, created_at);
CREATE INDEX ix_payment_order_status ON payment_order (status, created_at);
CREATE UNIQUE INDEX uq_payment_order_one_live ON payment_order (application_id, kind) WHERE status IN ('due', 'processing', 'paid', 'disputed');
CREATE TABLE payment_attempt (
  id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  order_id UUID NOT NULL,
  number SMALLINT NOT NULL,
  status VARCHAR(20) NOT NULL,
  session_id VARCHAR(255),
  intent_id VARCHAR(255),
  url TEXT,
  started_by UUID NOT NULL,
  started_at TIMESTAMP WITH TIME ZONE NOT NULL,
  failure VARCHAR(100),
  CONSTRAINT pk_payment_attempt PRIMARY KEY (id),
  CONSTRAINT fk_payment_attempt_order FOREIGN KEY(organisation_id, order_id) REFERENCES payment_order (organisation_id, id),
  CONSTRAINT uq_payment_attempt_number UNIQUE (order_id, number),
  CONSTRAINT uq_payment_attempt_session_id UNIQUE (session_id),
  CONSTRAINT ck_payment_attempt_status_known CHECK (status IN ('started', 'open', 'processing', 'succeeded', 'failed', 'expired')),
  CONSTRAINT ck_payment_attempt_session_known CHECK (status IN ('started', 'failed') OR session_id IS NOT NULL),
  CONSTRAINT fk_payment_attempt_started_by FOREIGN KEY(started_by) REFERENCES person (id)
);
CREATE INDEX ix_payment_attempt_intent_id ON payment_attempt (intent_id);
CREATE UNIQUE INDEX uq_payment_attempt_one_live ON payment_attempt (order_id) WHERE status IN ('started', 'open', 'processing');
CREATE TABLE stripe_event (
  id VARCHAR(255) NOT NULL,
  type VARCHAR(100) NOT NULL,
  livemode BOOLEAN NOT NULL,
  object_id VARCHAR(255) NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL,
  received_at TIMESTAMP WITH TIME ZONE NOT NULL,
  outcome VARCHAR(40) NOT NULL,
  CONSTRAINT pk_stripe_event PRIMARY KEY (id)
);
CREATE TABLE payment_receipt (
  id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  order_id UUID NOT NULL,
  number VARCHAR(20) NOT NULL,
  code VARCHAR(30) NOT NULL,
  payer_name VARCHAR(300) NOT NULL,
  amount_minor BIGINT NOT NULL,
  currency VARCHAR(3) NOT NULL,
  method VARCHAR(10) NOT NULL,
  livemode BOOLEAN NOT NULL,
  issued_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_payment_receipt PRIMARY KEY (id),
  CONSTRAINT fk_payment_receipt_order FOREIGN KEY(organisation_id, order_id) REFERENCES payment_order (organisation_id, id),
  CONSTRAINT uq_payment_receipt_order_id UNIQUE (order_id),
  CONSTRAINT uq_payment_receipt_number UNIQUE (number),
  CONSTRAINT uq_payment_receipt_code UNIQUE (code)
);
CREATE TABLE ledger_entry (
  id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  order_id UUID NOT NULL,
  kind VARCHAR(20) NOT NULL,
  source VARCHAR(255) NOT NULL,
  occurred_at TIMESTAMP WITH TIME ZONE NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
  by_name VARCHAR(300) NOT NULL,
  txid BIGINT DEFAULT pg_current_xact_id()::text::bigint NOT NULL,
  CONSTRAINT pk_ledger_entry PRIMARY KEY (id),
  CONSTRAINT fk_ledger_entry_order FOREIGN KEY(organisation_id, order_id) REFERENCES payment_order (organisation_id, id),
  CONSTRAINT uq_ledger_entry_tenant UNIQUE (organisation_id, id),
  CONSTRAINT uq_ledger_entry_once UNIQUE (kind, source),
  CONSTRAINT ck_ledger_entry_kind_known CHECK (kind IN ('raised', 'voided', 'payment', 'refund', 'refund-returned', 'dispute', 'dispute-won', 'dispute-lost', 'dispute-returned'))
);
CREATE INDEX ix_ledger_entry_occurred_at ON ledger_entry (occurred_at);
CREATE INDEX ix_ledger_entry_order_id ON ledger_entry (order_id);
CREATE UNIQUE INDEX uq_ledger_entry_one_payment ON ledger_entry (order_id) WHERE kind = 'payment';
CREATE TABLE ledger_line (
  id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  entry_id UUID NOT NULL,
  account VARCHAR(20) NOT NULL,
  amount_minor BIGINT NOT NULL,
  currency VARCHAR(3) NOT NULL,
  CONSTRAINT pk_ledger_line PRIMARY KEY (id),
  CONSTRAINT fk_ledger_line_entry FOREIGN KEY(organisation_id, entry_id) REFERENCES ledger_entry (organisation_id, id),
  CONSTRAINT ck_ledger_line_account_known CHECK (account IN ('receivable', 'income', 'card', 'bank', 'disputed')),
  CONSTRAINT ck_ledger_line_amount_known CHECK (amount_minor <> 0)
);
CREATE INDEX ix_ledger_line_entry_id ON ledger_line (entry_id);
CREATE TABLE payment_refund (
  id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  order_id UUID NOT NULL,
  amount_minor BIGINT NOT NULL,
  reason_code VARCHAR(20) NOT NULL,
  note TEXT NOT NULL,
  status VARCHAR(20) NOT NULL,
  needs_two BOOLEAN NOT NULL,
  proposed_by UUID NOT NULL,
  proposed_by_name VARCHAR(300) NOT NULL,
  proposed_at TIMESTAMP WITH TIME ZONE NOT NULL,
  seconded_by UUID,
  seconded_by_name VARCHAR(300),
  approved_by UUID,
  approved_by_name VARCHAR(300),
  decided_at TIMESTAMP WITH TIME ZONE,
  decision_note TEXT,
  provider_id VARCHAR(255),
  failure VARCHAR(100),
  CONSTRAINT pk_payment_refund PRIMARY KEY (id),
  CONSTRAINT fk_payment_refund_order FOREIGN KEY(organisation_id, order_id) REFERENCES payment_order (organisation_id, id),
  CONSTRAINT uq_payment_refund_provider_id UNIQUE (provider_id),
  CONSTRAINT ck_payment_refund_status_known CHECK (status IN ('proposed', 'seconded', 'approved', 'sent', 'done', 'failed', 'declined')),
  CONSTRAINT ck_payment_refund_reason_code_known CHECK (reason_code IN ('withdrawn', 'overcharged', 'not-due', 'service-failed', 'other')),
  CONSTRAINT ck_payment_refund_amount_positive CHECK (amount_minor > 0),
  CONSTRAINT ck_payment_refund_reason_given CHECK (char_length(btrim(note)) >= 10),
  CONSTRAINT ck_payment_refund_four_eyes CHECK (approved_by IS NULL OR approved_by <> proposed_by),
  CONSTRAINT ck_payment_refund_six_eyes CHECK (seconded_by IS NULL OR (seconded_by <> proposed_by AND seconded_by IS DISTINCT FROM approved_by)),
  CONSTRAINT ck_payment_refund_approved_by_someone CHECK (status IN ('proposed', 'seconded', 'declined') OR (approved_by IS NOT NULL AND (NOT needs_two OR seconded_by IS NOT NULL))),
  CONSTRAINT fk_payment_refund_proposed_by FOREIGN KEY(proposed_by) REFERENCES person (id),
  CONSTRAINT fk_payment_refund_seconded_by FOREIGN KEY(seconded_by) REFERENCES person (id),
  CONSTRAINT fk_payment_refund_approved_by FOREIGN KEY(approved_by) REFERENCES person (id)
);
CREATE INDEX ix_payment_refund_order_id ON payment_refund (order_id);
CREATE INDEX ix_payment_refund_status ON payment_refund (status, proposed_at);
CREATE TABLE payment_transfer (
  id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  order_id UUID NOT NULL,
  amount_minor BIGINT NOT NULL,
  currency VARCHAR(3) NOT NULL,
  received_on DATE NOT NULL,
  bank_reference VARCHAR(100) NOT NULL,
  payer_name VARCHAR(300) NOT NULL,
  payer_is_applicant BOOLEAN NOT NULL,
  status VARCHAR(20) NOT NULL,
  recorded_by UUID NOT NULL,
  recorded_by_name VARCHAR(300) NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
  decided_by UUID,
  decided_by_name VARCHAR(300),
  decided_at TIMESTAMP WITH TIME ZONE,
  decision_note TEXT,
  CONSTRAINT pk_payment_transfer PRIMARY KEY (id),
  CONSTRAINT fk_payment_transfer_order FOREIGN KEY(organisation_id, order_id) REFERENCES payment_order (organisation_id, id),
  CONSTRAINT ck_payment_transfer_status_known CHECK (status IN ('recorded', 'confirmed', 'declined')),
  CONSTRAINT ck_payment_transfer_amount_positive CHECK (amount_minor > 0),
  CONSTRAINT ck_payment_transfer_four_eyes CHECK (decided_by IS NULL OR decided_by <> recorded_by),
  CONSTRAINT ck_payment_transfer_decided_by_someone CHECK ((status = 'recorded') = (decided_by IS NULL)),
  CONSTRAINT ck_payment_transfer_payer_is_applicant CHECK (payer_is_applicant),
  CONSTRAINT fk_payment_transfer_recorded_by FOREIGN KEY(recorded_by) REFERENCES person (id),
  CONSTRAINT fk_payment_transfer_decided_by FOREIGN KEY(decided_by) REFERENCES person (id)
);
CREATE UNIQUE INDEX uq_payment_transfer_bank_reference ON payment_transfer (bank_reference) WHERE status IN ('recorded', 'confirmed');
CREATE UNIQUE INDEX uq_payment_transfer_one_live ON payment_transfer (order_id) WHERE status IN ('recorded', 'confirmed');
CREATE TABLE payment_dispute (
  id UUID NOT NULL,
  organisation_id UUID NOT NULL,
  order_id UUID NOT NULL,
  provider_id VARCHAR(255) NOT NULL,
  amount_minor BIGINT NOT NULL,
  currency VARCHAR(3) NOT NULL,
  reason VARCHAR(100) NOT NULL,
  status VARCHAR(20) NOT NULL,
  opened_at TIMESTAMP WITH TIME ZONE NOT NULL,
  closed_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT pk_payment_dispute PRIMARY KEY (id),
  CONSTRAINT fk_payment_dispute_order FOREIGN KEY(organisation_id, order_id) REFERENCES payment_order (organisation_id, id),
  CONSTRAINT uq_payment_dispute_provider_id UNIQUE (provider_id),
  CONSTRAINT ck_payment_dispute_status_known CHECK (status IN ('open', 'won', 'lost')),
  CONSTRAINT ck_payment_dispute_amount_positive CHECK (amount_minor > 0)
);
CREATE INDEX ix_payment_dispute_order_id ON payment_dispute (order_id);
CREATE TABLE payment_task (
  id UUID NOT NULL,
  organisation_id UUID,
  order_id UUID,
  kind VARCHAR(40) NOT NULL,
  fingerprint VARCHAR(300) NOT NULL,
  detail JSONB NOT NULL,
  status VARCHAR(20) NOT NULL,
  opened_at TIMESTAMP WITH TIME ZONE NOT NULL,
  closed_by UUID,
  closed_by_name VARCHAR(300),
  closed_at TIMESTAMP WITH TIME ZONE,
  note TEXT,
  CONSTRAINT pk_payment_task PRIMARY KEY (id),
  CONSTRAINT fk_payment_task_order FOREIGN KEY(organisation_id, order_id) REFERENCES payment_order (organisation_id, id),
  CONSTRAINT uq_payment_task_fingerprint UNIQUE (fingerprint),
  CONSTRAINT ck_payment_task_status_known CHECK (status IN ('open', 'closed')),
  CONSTRAINT ck_payment_task_closed_by_someone CHECK ((status = 'open') = (closed_by IS NULL)),
  CONSTRAINT ck_payment_task_reason_given CHECK (closed_by IS NULL OR char_length(btrim(note)) >= 10),
  CONSTRAINT fk_payment_task_closed_by FOREIGN KEY(closed_by) REFERENCES person (id)
);
CREATE INDEX ix_payment_task_status ON payment_task (status, opened_at);
CREATE TABLE payment_reconciliation (
  id UUID NOT NULL,
  from_day DATE NOT NULL,
  to_day DATE NOT NULL,
  ran_at TIMESTAMP WITH TIME ZONE NOT NULL,
  figures JSONB NOT NULL,
  CONSTRAINT pk_payment_reconciliation PRIMARY KEY (id)
);
"""

# What money rests on is looked at by PostgreSQL itself: who priced, who received, who gave back, and that sums agree.
FEES = """
CREATE FUNCTION app.check_fee_schedule() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
BEGIN
  IF (NEW.id, NEW.class_code, NEW.kind, NEW.applies_to, NEW.version, NEW.currency, NEW.basis, NEW.instrument, NEW.refund_rule,
      NEW.refund_threshold_minor, NEW.effective_from, NEW.proposed_by, NEW.proposed_at)
    IS DISTINCT FROM (OLD.id, OLD.class_code, OLD.kind, OLD.applies_to, OLD.version, OLD.currency, OLD.basis, OLD.instrument,
      OLD.refund_rule, OLD.refund_threshold_minor, OLD.effective_from, OLD.proposed_by, OLD.proposed_at)
    OR (OLD.effective_to IS DISTINCT FROM NEW.effective_to AND (OLD.status <> 'active' OR OLD.effective_to IS NOT NULL)) THEN
    RAISE EXCEPTION 'a fee schedule is never changed: a new version is proposed'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'immutable';
  END IF;
  IF NEW.status = 'active' AND OLD.status <> 'active' AND 2 > (
    SELECT count(*) FROM public.fee_approval a WHERE a.schedule_id = NEW.id) THEN
    RAISE EXCEPTION 'a fee schedule needs two approvals'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'fee_approved_by_two';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER fee_approved_by_two BEFORE UPDATE ON fee_schedule FOR EACH ROW EXECUTE FUNCTION app.check_fee_schedule();

CREATE FUNCTION app.check_fee_approval() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM public.fee_schedule s WHERE s.id = NEW.schedule_id AND s.proposed_by = NEW.person_id) THEN
    RAISE EXCEPTION 'who proposed a fee does not approve it'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'fee_approved_by_another';
  END IF;
  PERFORM app.refuse_unsigned(NEW.person_id, 'an approval');
  RETURN NULL;
END $$;
CREATE TRIGGER fee_approved_by_another AFTER INSERT ON fee_approval
  FOR EACH ROW EXECUTE FUNCTION app.check_fee_approval();

CREATE FUNCTION app.check_fee_band() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM public.fee_schedule s WHERE s.id = NEW.schedule_id AND s.status = 'proposed')
    OR EXISTS (SELECT 1 FROM public.fee_approval a WHERE a.schedule_id = NEW.schedule_id) THEN
    RAISE EXCEPTION 'the bands of a fee schedule are set before anyone approves it'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'immutable';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER bands_before_approval BEFORE INSERT ON fee_band FOR EACH ROW EXECUTE FUNCTION app.check_fee_band();
"""

ORDERS = """
CREATE FUNCTION app.check_order_price() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM public.fee_schedule s JOIN public.fee_band b ON b.schedule_id = s.id
    WHERE s.id = NEW.schedule_id AND b.id = NEW.band_id AND s.status = 'active' AND s.class_code = NEW.class_code
      AND s.kind = NEW.kind AND s.currency = NEW.currency AND b.amount_minor = NEW.amount_minor
      AND ((s.effective_from <= app.today() AND coalesce(s.effective_to, 'infinity') >= app.today())
        OR EXISTS ( -- asked for again after the money went back: at the first price
          SELECT 1 FROM public.payment_order o WHERE o.application_id = NEW.application_id AND o.kind = NEW.kind
            AND o.schedule_id = NEW.schedule_id AND o.band_id = NEW.band_id AND o.round < NEW.round))
      AND coalesce(NEW.basis, 0) >= b.least AND (b.most IS NULL OR coalesce(NEW.basis, 0) <= b.most)) THEN
    RAISE EXCEPTION 'the price of an order comes from the schedule in force'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'price_from_schedule';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER price_from_schedule BEFORE INSERT ON payment_order
  FOR EACH ROW EXECUTE FUNCTION app.check_order_price();

CREATE FUNCTION app.check_order_kept() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog AS $$
BEGIN
  IF (NEW.id, NEW.organisation_id, NEW.application_id, NEW.reference, NEW.class_code, NEW.kind, NEW.round, NEW.amount_minor,
      NEW.currency, NEW.schedule_id, NEW.band_id, NEW.basis, NEW.terms, NEW.created_at)
    IS DISTINCT FROM (OLD.id, OLD.organisation_id, OLD.application_id, OLD.reference, OLD.class_code, OLD.kind, OLD.round,
      OLD.amount_minor, OLD.currency, OLD.schedule_id, OLD.band_id, OLD.basis, OLD.terms, OLD.created_at) THEN
    RAISE EXCEPTION 'what order % asks for is never changed', OLD.reference
      USING ERRCODE = 'check_violation', CONSTRAINT = 'immutable';
  END IF;
  IF app.kind() = 'broker' AND NEW.status <> OLD.status AND NEW.status <> 'void' THEN
    RAISE EXCEPTION 'who pays does not say that it was paid'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'money_from_outside';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER order_kept BEFORE UPDATE ON payment_order FOR EACH ROW EXECUTE FUNCTION app.check_order_kept();

CREATE FUNCTION app.check_order_money() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
DECLARE o public.payment_order;
BEGIN
  SELECT * INTO o FROM public.payment_order WHERE id = NEW.id;
  IF o.status IN ('paid', 'disputed', 'charged-back', 'refunded') AND NOT EXISTS (
    SELECT 1 FROM public.ledger_entry e JOIN public.ledger_line l ON l.entry_id = e.id
    WHERE e.order_id = o.id AND e.kind = 'payment' AND l.account = 'receivable' AND l.amount_minor = -o.amount_minor
      AND l.currency = o.currency) THEN
    RAISE EXCEPTION 'order % is % without its money in the ledger', o.reference, o.status
      USING ERRCODE = 'check_violation', CONSTRAINT = 'paid_from_ledger';
  END IF;
  IF o.refunded_minor <> (SELECT coalesce(sum(r.amount_minor), 0) FROM public.payment_refund r
                          WHERE r.order_id = o.id AND r.status = 'done')
    OR (o.status = 'refunded') <> (o.refunded_minor = o.amount_minor) THEN
    RAISE EXCEPTION 'order % does not say what its refunds say', o.reference
      USING ERRCODE = 'check_violation', CONSTRAINT = 'refunds_agree';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER paid_from_ledger AFTER INSERT OR UPDATE ON payment_order
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION app.check_order_money();

CREATE FUNCTION app.check_attempt() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM public.membership m WHERE m.person_id = NEW.started_by
                 AND m.organisation_id = NEW.organisation_id AND m.ended_at IS NULL) THEN
    RAISE EXCEPTION 'a fee is paid by the applicant'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'payer_is_applicant';
  END IF;
  PERFORM app.refuse_unsigned(NEW.started_by, 'a payment');
  RETURN NULL;
END $$;
CREATE TRIGGER payer_is_applicant AFTER INSERT ON payment_attempt FOR EACH ROW EXECUTE FUNCTION app.check_attempt();
"""

BOOKS = """
CREATE FUNCTION app.check_entry_kind() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog AS $$
BEGIN
  IF app.kind() = 'broker' AND NEW.kind NOT IN ('raised', 'voided') THEN
    RAISE EXCEPTION 'who pays does not say that it was paid'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'money_from_outside';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER money_from_outside BEFORE INSERT ON ledger_entry
  FOR EACH ROW EXECUTE FUNCTION app.check_entry_kind();

CREATE FUNCTION app.check_balanced() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
DECLARE entry uuid;
BEGIN
  entry := CASE TG_TABLE_NAME WHEN 'ledger_entry' THEN NEW.id ELSE (to_jsonb(NEW) ->> 'entry_id')::uuid END;
  IF (SELECT count(*) FROM public.ledger_line l WHERE l.entry_id = entry) < 2 OR EXISTS (
    SELECT 1 FROM public.ledger_line l WHERE l.entry_id = entry GROUP BY l.currency HAVING sum(l.amount_minor) <> 0) THEN
    RAISE EXCEPTION 'the lines of a ledger entry do not make nought'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_balanced';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledger_balanced AFTER INSERT ON ledger_entry
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION app.check_balanced();
CREATE CONSTRAINT TRIGGER ledger_balanced AFTER INSERT ON ledger_line
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION app.check_balanced();

-- Lines are written with their entry, so that nothing is added to it later.
CREATE FUNCTION app.check_line_fresh() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM public.ledger_entry e
                 WHERE e.id = NEW.entry_id AND e.txid = pg_current_xact_id()::text::bigint) THEN
    RAISE EXCEPTION 'a ledger entry is complete when it is made'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'immutable';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER line_fresh BEFORE INSERT ON ledger_line FOR EACH ROW EXECUTE FUNCTION app.check_line_fresh();

CREATE FUNCTION app.check_receipt() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM public.ledger_entry e JOIN public.ledger_line l ON l.entry_id = e.id
                 WHERE e.order_id = NEW.order_id AND e.kind = 'payment' AND l.account = 'receivable'
                   AND l.amount_minor = -NEW.amount_minor AND l.currency = NEW.currency) THEN
    RAISE EXCEPTION 'a receipt is for money in the ledger'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'receipt_for_money';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER receipt_for_money AFTER INSERT ON payment_receipt
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION app.check_receipt();

-- Refunds of one order come one after the other (its row is locked), so that together they never pass what was paid.
CREATE FUNCTION app.check_refund() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
DECLARE o public.payment_order;
DECLARE threshold bigint;
BEGIN
  SELECT * INTO o FROM public.payment_order WHERE id = NEW.order_id FOR UPDATE;
  IF TG_OP = 'INSERT' THEN
    SELECT s.refund_threshold_minor INTO threshold FROM public.fee_schedule s WHERE s.id = o.schedule_id;
    IF NEW.needs_two IS DISTINCT FROM (threshold IS NOT NULL AND NEW.amount_minor > threshold) THEN
      RAISE EXCEPTION 'how many must approve a refund is said by the fee schedule'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'refund_approvers';
    END IF;
    IF o.status <> 'paid' THEN
      RAISE EXCEPTION 'only what is paid and undisputed is paid back'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'refund_of_paid';
    END IF;
    PERFORM app.refuse_unsigned(NEW.proposed_by, 'a proposal');
  ELSE
    IF (NEW.organisation_id, NEW.order_id, NEW.amount_minor, NEW.reason_code, NEW.note, NEW.needs_two, NEW.proposed_by,
        NEW.proposed_at) IS DISTINCT FROM (OLD.organisation_id, OLD.order_id, OLD.amount_minor, OLD.reason_code, OLD.note,
        OLD.needs_two, OLD.proposed_by, OLD.proposed_at)
      OR (OLD.approved_by IS NOT NULL AND NEW.approved_by IS DISTINCT FROM OLD.approved_by)
      OR (OLD.seconded_by IS NOT NULL AND NEW.seconded_by IS DISTINCT FROM OLD.seconded_by) THEN
      RAISE EXCEPTION 'what was proposed and who approved is never changed'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'immutable';
    END IF;
    IF NEW.approved_by IS DISTINCT FROM OLD.approved_by THEN
      PERFORM app.refuse_unsigned(NEW.approved_by, 'an approval');
    END IF;
    IF NEW.seconded_by IS DISTINCT FROM OLD.seconded_by THEN
      PERFORM app.refuse_unsigned(NEW.seconded_by, 'an approval');
    END IF;
  END IF;
  IF NEW.status NOT IN ('declined', 'failed') AND o.amount_minor < NEW.amount_minor + (
    SELECT coalesce(sum(r.amount_minor), 0) FROM public.payment_refund r
    WHERE r.order_id = o.id AND r.id <> NEW.id AND r.status NOT IN ('declined', 'failed')) THEN
    RAISE EXCEPTION 'the refunds of order % pass what was paid', o.reference
      USING ERRCODE = 'check_violation', CONSTRAINT = 'refunds_within';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER refunds_within BEFORE INSERT OR UPDATE ON payment_refund
  FOR EACH ROW EXECUTE FUNCTION app.check_refund();

CREATE FUNCTION app.check_transfer() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NOT EXISTS (SELECT 1 FROM public.payment_order o WHERE o.id = NEW.order_id AND o.status IN ('due', 'processing')
                   AND o.amount_minor = NEW.amount_minor AND o.currency = NEW.currency) THEN
      RAISE EXCEPTION 'a transfer pays what is due, neither more nor less'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'transfer_matches_order';
    END IF;
    PERFORM app.refuse_unsigned(NEW.recorded_by, 'a record');
    RETURN NEW;
  END IF;
  IF (NEW.organisation_id, NEW.order_id, NEW.amount_minor, NEW.currency, NEW.received_on, NEW.bank_reference, NEW.payer_name,
      NEW.recorded_by, NEW.recorded_at) IS DISTINCT FROM (OLD.organisation_id, OLD.order_id, OLD.amount_minor,
      OLD.currency, OLD.received_on, OLD.bank_reference, OLD.payer_name, OLD.recorded_by, OLD.recorded_at)
    OR OLD.status <> 'recorded' THEN
    RAISE EXCEPTION 'what was recorded and decided is never changed'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'immutable';
  END IF;
  PERFORM app.refuse_unsigned(NEW.decided_by, 'a confirmation');
  RETURN NEW;
END $$;
CREATE TRIGGER transfer_matches_order BEFORE INSERT OR UPDATE ON payment_transfer
  FOR EACH ROW EXECUTE FUNCTION app.check_transfer();

CREATE FUNCTION app.check_task() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog AS $$
BEGIN
  IF (NEW.organisation_id, NEW.order_id, NEW.kind, NEW.fingerprint, NEW.detail, NEW.opened_at) IS DISTINCT FROM
     (OLD.organisation_id, OLD.order_id, OLD.kind, OLD.fingerprint, OLD.detail, OLD.opened_at) THEN
    RAISE EXCEPTION 'a difference is closed, never changed'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'immutable';
  END IF;
  IF NEW.closed_by IS NOT NULL AND OLD.closed_by IS NULL THEN
    PERFORM app.refuse_unsigned(NEW.closed_by, 'a closing');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER task_kept BEFORE UPDATE ON payment_task FOR EACH ROW EXECUTE FUNCTION app.check_task();

-- Who holds a receipt can see that it is genuine; without its code nobody learns who paid what.
CREATE FUNCTION app.receipt_by_code(wanted text) RETURNS TABLE (
    number varchar, payer_name varchar, amount_minor bigint, currency varchar, livemode boolean, issued_at timestamptz,
    kind varchar, class_name varchar, order_status varchar, refunded_minor bigint)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_catalog AS $$
  SELECT r.number, r.payer_name, r.amount_minor, r.currency, r.livemode, r.issued_at, o.kind, c.name, o.status, o.refunded_minor
  FROM public.payment_receipt r JOIN public.payment_order o ON o.id = r.order_id
  JOIN public.licence_class c ON c.code = o.class_code WHERE r.code = wanted $$;
REVOKE ALL ON FUNCTION app.receipt_by_code(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.receipt_by_code(text) TO fairgate_public, fairgate_app, fairgate_worker;
"""

MINE = "organisation_id = (SELECT app.org())"
REGULATOR = "(SELECT app.kind()) = 'regulator'"
SYSTEM = "(SELECT app.kind()) = 'system'"
ORDER = {
    "due": ["processing", "paid", "void"], "processing": ["due", "paid", "void"], "paid": ["disputed", "refunded"],
    "disputed": ["paid", "charged-back"], "charged-back": ["paid"], "refunded": ["paid"],
}  # fmt: skip
ATTEMPT = {
    "started": ["open", "failed"], "open": ["processing", "succeeded", "failed", "expired"],
    "processing": ["succeeded", "failed", "expired"], "failed": ["succeeded"], "expired": ["succeeded"],
}  # fmt: skip
REFUND = {
    "proposed": ["seconded", "approved", "declined"], "seconded": ["approved", "declined"],
    "approved": ["sent", "done", "failed"], "sent": ["done", "failed"], "done": ["failed"],
}  # fmt: skip


def upgrade() -> None:
    for statement in (TABLES, FEES, ORDERS, BOOKS):
        op.execute(statement)
    schedules()
    orders()
    books()
    differences()


def restricted(table: str, reads: str, inserts: str, updates: str) -> None:
    """Force row-level security on a table without a tenant: who reads, adds and changes its rows."""
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY reads ON {table} FOR SELECT TO {APP} USING ({reads})")
    op.execute(f"CREATE POLICY inserts ON {table} FOR INSERT TO {APP} WITH CHECK ({inserts})")
    op.execute(f"CREATE POLICY updates ON {table} FOR UPDATE TO {APP} USING ({updates}) WITH CHECK ({updates})")
    op.execute(f"CREATE POLICY works ON {table} TO {WORKER}, {OWNER} USING (true) WITH CHECK (true)")


def schedules() -> None:
    grant("fee_schedule", "SELECT, INSERT, UPDATE")
    grant("fee_band", "SELECT, INSERT")
    grant("fee_approval", "SELECT, INSERT")
    for table in ("fee_schedule", "fee_band", "fee_approval"):
        restricted(table, "true", REGULATOR, REGULATOR)
    moves("fee_schedule", {"proposed": ["active", "declined"]}, "proposed")
    governed("fee_schedule")
    immutable("fee_band")
    immutable("fee_approval")


def orders() -> None:
    grant("payment_order", "SELECT, INSERT, UPDATE")
    tenant("payment_order", writers=f"({MINE} OR {REGULATOR})")
    moves("payment_order", ORDER, "due")
    governed("payment_order")
    grant("payment_attempt", "SELECT, INSERT, UPDATE")
    tenant("payment_attempt", writers=f"({MINE} OR {REGULATOR})")
    moves("payment_attempt", ATTEMPT, "started")
    grant("payment_receipt", "SELECT, INSERT")
    tenant("payment_receipt", writers=f"({MINE} OR {REGULATOR})")
    immutable("payment_receipt")


def books() -> None:
    for table in ("ledger_entry", "ledger_line"):
        grant(table, "SELECT, INSERT")
        tenant(table, writers=f"({MINE} OR {REGULATOR})")
        immutable(table)
    outside = f"({REGULATOR} OR ({SYSTEM} AND {MINE}))"
    for table, lawful, start in (
        ("payment_refund", REFUND, "proposed"),
        ("payment_transfer", {"recorded": ["confirmed", "declined"]}, "recorded"),
        ("payment_dispute", {"open": ["won", "lost"], "lost": ["won"]}, "open"),
    ):
        grant(table, "SELECT, INSERT, UPDATE")
        tenant(table, MINE, writers=outside)
        moves(table, lawful, start)
        governed(table)


def differences() -> None:
    grant("stripe_event", "SELECT, INSERT, UPDATE")
    restricted("stripe_event", f"{SYSTEM} OR {REGULATOR}", SYSTEM, SYSTEM)
    grant("payment_task", "SELECT, INSERT, UPDATE")
    restricted("payment_task", f"{SYSTEM} OR {REGULATOR}", f"{SYSTEM} OR {REGULATOR}", REGULATOR)
    moves("payment_task", {"open": ["closed"]}, "open")
    governed("payment_task")
    grant("payment_reconciliation", "SELECT", "SELECT, INSERT")
    restricted("payment_reconciliation", REGULATOR, "false", "false")
    immutable("payment_reconciliation")
    op.execute(f"REVOKE ALL ON payment_order FROM {PUBLIC}")


def downgrade() -> None:
    """Money that was paid has no place in the earlier tables."""
    raise NotImplementedError("restore the backup made before the upgrade")
