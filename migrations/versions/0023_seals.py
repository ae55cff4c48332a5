"""Seals on the trail: a chain of digests that shows what was changed behind the rules' back; one more kind of clock."""

from alembic import op

from migrations.rules import grant, immutable

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

NUMBERED = """
-- The order in which entries were written, so that a seal can say which it covers.
ALTER TABLE audit_entry ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY;
CREATE UNIQUE INDEX uq_audit_entry_number ON audit_entry (number);
CREATE TABLE trail_seal (
  number bigint NOT NULL,
  first_entry bigint NOT NULL,
  last_entry bigint NOT NULL,
  entries integer NOT NULL,
  digest varchar(64) NOT NULL,
  sealed_at timestamptz NOT NULL,
  CONSTRAINT pk_trail_seal PRIMARY KEY (number),
  CONSTRAINT ck_trail_seal_span CHECK (first_entry <= last_entry AND entries > 0)
);
"""
SEALING = """
-- SHA-256 of the seal before, then of every entry as JSON in the order in which it was written.
CREATE FUNCTION app.trail_digest(before text, first_entry bigint, last_entry bigint, OUT entries integer, OUT digest text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_catalog SET timezone = 'UTC' AS $$
  SELECT count(*)::integer, encode(sha256(convert_to(before || E'\\n' || coalesce(string_agg(
    jsonb_build_array(e.number, e.id, to_char(e.at, 'YYYY-MM-DD"T"HH24:MI:SS.US'), e.action, e.subject_table, e.subject_id,
      e.organisation_id, e.person_id, e.actor_name, e.actor_role, e.actor_organisation_id, e.reason, e.rule, e.detail,
      e.request_id)::text, E'\\n' ORDER BY e.number), ''), 'UTF8')), 'hex')
  FROM public.audit_entry e WHERE e.number BETWEEN first_entry AND last_entry
$$;

-- Seals what was written since the last seal, at most `most` entries; returns how many. The lock waits until every
-- entry with a lower number is committed or gone: a seal covers what it says, for ever.
CREATE FUNCTION app.seal_trail(most integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_catalog SET lock_timeout = '1s' AS $$
DECLARE last public.trail_seal; first_number bigint; last_number bigint; found record;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('trail_seal'));
  LOCK TABLE public.audit_entry IN SHARE MODE;
  SELECT * INTO last FROM public.trail_seal ORDER BY number DESC LIMIT 1;
  SELECT min(w.number), max(w.number) INTO first_number, last_number FROM (
    SELECT e.number FROM public.audit_entry e WHERE e.number > coalesce(last.last_entry, 0) ORDER BY e.number LIMIT most) w;
  IF first_number IS NULL THEN RETURN 0; END IF;
  SELECT * INTO found FROM app.trail_digest(coalesce(last.digest, ''), first_number, last_number);
  INSERT INTO public.trail_seal VALUES (coalesce(last.number, 0) + 1, first_number, last_number, found.entries, found.digest,
    clock_timestamp());
  RETURN found.entries;
END $$;

-- The first seal, after `since`, that no longer fits what it covers or what lies between it and the one before.
CREATE FUNCTION app.broken_seal(since bigint, OUT number bigint, OUT fault text) LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_catalog AS $$
DECLARE seal public.trail_seal; before public.trail_seal; found record;
BEGIN
  SELECT * INTO before FROM public.trail_seal s WHERE s.number = since;
  FOR seal IN SELECT * FROM public.trail_seal s WHERE s.number > since ORDER BY s.number LOOP
    number := seal.number;
    SELECT * INTO found FROM app.trail_digest(coalesce(before.digest, ''), seal.first_entry, seal.last_entry);
    IF seal.number <> coalesce(before.number, 0) + 1 THEN fault := 'missing'; RETURN; END IF;
    IF found.entries <> seal.entries THEN fault := 'entries'; RETURN; END IF;
    IF found.digest <> seal.digest THEN fault := 'digest'; RETURN; END IF;
    IF EXISTS (SELECT 1 FROM public.audit_entry e WHERE e.number > coalesce(before.last_entry, 0)
        AND e.number < seal.first_entry) THEN fault := 'between'; RETURN; END IF;
    before := seal;
  END LOOP;
  number := NULL;
END $$;
REVOKE ALL ON FUNCTION app.seal_trail(integer), app.broken_seal(bigint), app.trail_digest(text, bigint, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.seal_trail(integer) TO fairgate_worker;
GRANT EXECUTE ON FUNCTION app.broken_seal(bigint) TO fairgate_worker, fairgate_app;
"""
KINDS = (
    "'acknowledge', 'completeness', 'reply-to-return', 'objections', 'decide-new', 'decide-renewal', 'inspection',"
    " 'representations', 'activation', 'condition', 'report', 'urgent-suspension', 'show-cause', 'freeze-review', 'draft',"
    " 'security-expiry', 'security-top-up', 'security-release', 'appeal', 'pre-appeal', 'change-notice', 'grace',"
    " 'renewal-lodging', 'licence-expiry', 'revocation-notice'"
)


def upgrade() -> None:
    op.execute(NUMBERED)
    grant("trail_seal", "SELECT")
    immutable("trail_seal")
    op.execute(SEALING)
    for table in ("clock_rule", "reminder_rule", "clock", "reminder_sent"):
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT ck_{table}_kind_known")
        op.execute(f"ALTER TABLE {table} ADD CONSTRAINT ck_{table}_kind_known CHECK (kind IN ({KINDS}))")


def downgrade() -> None:
    """Without the seals nobody could tell what was changed."""
    raise NotImplementedError("restore the backup made before the upgrade")
