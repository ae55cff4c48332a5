"""Who lets go of a fee: the end of its application, or an officer who had no part in the case; and money gone twice."""

from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

ORDERS = """
CREATE OR REPLACE FUNCTION app.check_order_kept() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
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
  IF NEW.status = 'void' AND OLD.status <> 'void' AND app.kind() <> '' AND NOT EXISTS (
    SELECT 1 FROM public.application a
    WHERE a.id = NEW.application_id AND a.status IN ('withdrawn', 'refused', 'lapsed')) THEN
    IF app.kind() <> 'regulator' THEN
      RAISE EXCEPTION 'who pays does not say that nothing is due'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'money_from_outside';
    END IF;
    IF OLD.status <> 'due' OR app.worked_on(app.person(), NEW.application_id) THEN
      RAISE EXCEPTION 'a fee is waived while it is due, by who had no part in the case'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'waived_by_another';
    END IF;
  END IF;
  RETURN NEW;
END $$;

-- A refund on its way when the payer's bank takes the money back is a refund all the same; the order stays disputed.
CREATE OR REPLACE FUNCTION app.check_order_money() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
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
    OR (o.status = 'refunded' AND o.refunded_minor <> o.amount_minor)
    OR (o.status NOT IN ('refunded', 'disputed', 'charged-back') AND o.refunded_minor = o.amount_minor) THEN
    RAISE EXCEPTION 'order % does not say what its refunds say', o.reference
      USING ERRCODE = 'check_violation', CONSTRAINT = 'refunds_agree';
  END IF;
  RETURN NULL;
END $$;
"""


def upgrade() -> None:
    op.execute(ORDERS)


def downgrade() -> None:
    """One officer alone could waive a fee again."""
    raise NotImplementedError("restore the backup made before the upgrade")
