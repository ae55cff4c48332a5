"""The law of the house in SQL: tenancy, moves, trail, immutability; used by migrations so that each reads as a list."""

from alembic import op

APP, WORKER, PUBLIC, OWNER = "fairgate_app", "fairgate_worker", "fairgate_public", "fairgate_owner"

FUNCTIONS = """
CREATE SCHEMA app;
GRANT USAGE ON SCHEMA app TO fairgate_app, fairgate_worker, fairgate_public;
GRANT SELECT ON public.alembic_version TO fairgate_app, fairgate_worker; -- readiness compares it with HEAD

CREATE TYPE public.uuidrange AS RANGE (subtype = uuid);
CREATE TYPE public.textrange AS RANGE (subtype = text);

-- Who acts, as set for this transaction only. Empty means nobody: then no tenant's row is visible.
CREATE FUNCTION app.org() RETURNS uuid LANGUAGE sql STABLE
  SET search_path = pg_catalog AS $$ SELECT nullif(current_setting('app.org', true), '')::uuid $$;
CREATE FUNCTION app.kind() RETURNS text LANGUAGE sql STABLE
  SET search_path = pg_catalog AS $$ SELECT coalesce(current_setting('app.kind', true), '') $$;
CREATE FUNCTION app.person() RETURNS uuid LANGUAGE sql STABLE
  SET search_path = pg_catalog AS $$ SELECT nullif(current_setting('app.person', true), '')::uuid $$;

-- The day by the application's clock: a demonstration keeps its own.
CREATE FUNCTION app.today() RETURNS date LANGUAGE sql STABLE SET search_path = pg_catalog
  AS $$ SELECT coalesce(nullif(current_setting('app.today', true), '')::date, current_date) $$;

-- Only the moves of the table's move list are lawful, whoever asks.
CREATE TABLE public.lawful_move (
  table_name text NOT NULL, before text NOT NULL, after text NOT NULL, PRIMARY KEY (table_name, before, after));
CREATE FUNCTION app.check_move() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_catalog AS $$
BEGIN
  IF NEW.status IS DISTINCT FROM OLD.status AND NOT EXISTS (
    SELECT 1 FROM public.lawful_move m
    WHERE m.table_name = TG_TABLE_NAME AND m.before = OLD.status AND m.after = NEW.status) THEN
    RAISE EXCEPTION '% may not go from % to %', TG_TABLE_NAME, OLD.status, NEW.status
      USING ERRCODE = 'check_violation', CONSTRAINT = 'lawful_move';
  END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION app.check_start() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog AS $$
BEGIN
  IF NOT (NEW.status = ANY (TG_ARGV)) THEN
    RAISE EXCEPTION '% may not begin as %', TG_TABLE_NAME, NEW.status
      USING ERRCODE = 'check_violation', CONSTRAINT = 'lawful_start';
  END IF;
  RETURN NEW;
END $$;

-- A governed row may not change without a trail entry of the same transaction that names it.
CREATE FUNCTION app.check_trail() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_catalog AS $$
DECLARE subject uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END;
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM public.audit_entry e
    WHERE e.txid = pg_current_xact_id()::text::bigint AND e.subject_table = TG_TABLE_NAME AND e.subject_id = subject) THEN
    RAISE EXCEPTION '% % was changed without a trail entry', TG_TABLE_NAME, subject
      USING ERRCODE = 'check_violation', CONSTRAINT = 'trail_required';
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION app.refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog AS $$
BEGIN
  RAISE EXCEPTION '% is never changed: record a new row instead', TG_TABLE_NAME
    USING ERRCODE = 'check_violation', CONSTRAINT = 'immutable';
END $$;
"""


def grant(table: str, app: str = "SELECT, INSERT, UPDATE, DELETE", worker: str | None = None) -> None:
    """Give the web and worker roles what they need on `table`; never TRUNCATE, REFERENCES or ownership."""
    op.execute(f"GRANT {app} ON {table} TO {APP}")
    op.execute(f"GRANT {worker or app} ON {table} TO {WORKER}")


def tenant(table: str, *readers: str, writers: str = "organisation_id = (SELECT app.org())") -> None:
    """Force row-level security: rows belong to `organisation_id`; `readers` are further conditions for reading.

    The worker serves every tenant and names the tenant it works for in each row; the owner migrates.
    """
    seen = " OR ".join([writers, *readers])
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY reads ON {table} FOR SELECT TO {APP} USING ({seen})")
    op.execute(f"CREATE POLICY inserts ON {table} FOR INSERT TO {APP} WITH CHECK ({writers})")
    op.execute(f"CREATE POLICY updates ON {table} FOR UPDATE TO {APP} USING ({writers}) WITH CHECK ({writers})")
    op.execute(f"CREATE POLICY deletes ON {table} FOR DELETE TO {APP} USING ({writers})")
    op.execute(f"CREATE POLICY works ON {table} TO {WORKER}, {OWNER} USING (true) WITH CHECK (true)")


def published(table: str, condition: str, columns: str) -> None:
    """Let the public role read some `columns` of the rows of `table` that meet `condition`."""
    op.execute(f"CREATE POLICY published ON {table} FOR SELECT TO {PUBLIC} USING ({condition})")
    op.execute(f"GRANT SELECT ({columns}) ON {table} TO {PUBLIC}")


def moves(table: str, lawful: dict[str, list[str]], *starts: str) -> None:
    """Hold `table.status` to `lawful` moves and to `starts` when a row is made."""
    pairs = [(str(before), str(after)) for before, afters in lawful.items() for after in sorted(afters)]
    for before, after in pairs:
        op.execute(f"INSERT INTO lawful_move VALUES ('{table}', '{before}', '{after}')")
    op.execute(
        f"CREATE TRIGGER lawful_moves BEFORE UPDATE OF status ON {table} FOR EACH ROW EXECUTE FUNCTION app.check_move()"
    )
    words = ", ".join(f"'{start}'" for start in starts)
    op.execute(
        f"CREATE TRIGGER lawful_start BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION app.check_start({words})"
    )


def governed(table: str) -> None:
    """Refuse to commit a change of `table` without its trail entry."""
    op.execute(
        f"CREATE CONSTRAINT TRIGGER trail_required AFTER INSERT OR UPDATE OR DELETE ON {table}"
        " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION app.check_trail()"
    )


def immutable(table: str, events: str = "UPDATE OR DELETE") -> None:
    """Refuse every change of a written row, and TRUNCATE, to everyone."""
    op.execute(f"CREATE TRIGGER immutable BEFORE {events} ON {table} FOR EACH ROW EXECUTE FUNCTION app.refuse_change()")
    op.execute(
        f"CREATE TRIGGER immutable_whole BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change()"
    )
