"""Certificates: papers of licences, each with a code that says whether it is still true."""

from alembic import op

from migrations.rules import governed, grant, published, tenant

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE certificate (
  id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  licence_id uuid NOT NULL,
  version integer NOT NULL,
  code varchar(20) NOT NULL,
  content jsonb NOT NULL,
  content_hash varchar(64) NOT NULL,
  issued_at timestamptz NOT NULL,
  superseded_at timestamptz,
  CONSTRAINT pk_certificate PRIMARY KEY (id),
  CONSTRAINT fk_certificate_licence FOREIGN KEY (organisation_id, licence_id) REFERENCES licence (organisation_id, id),
  CONSTRAINT uq_certificate_code UNIQUE (code),
  CONSTRAINT uq_certificate_version UNIQUE (licence_id, version),
  CONSTRAINT ck_certificate_code_form CHECK (code ~ '^[0-9A-HJKMNP-TV-Z]{20}$'),
  CONSTRAINT ck_certificate_content_hash_form CHECK (content_hash ~ '^[0-9a-f]{64}$'),
  CONSTRAINT ck_certificate_superseded_later CHECK (superseded_at IS NULL OR superseded_at >= issued_at)
);
CREATE UNIQUE INDEX uq_certificate_one_current ON certificate (licence_id) WHERE superseded_at IS NULL;
"""
# A paper that hangs on a wall cannot be edited: the only change there is to its row is that it becomes old, once.
LAWS = """
CREATE FUNCTION app.check_certificate() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.superseded_at IS NOT NULL OR NEW.superseded_at IS NULL OR
    (NEW.id, NEW.organisation_id, NEW.licence_id, NEW.version, NEW.code, NEW.content, NEW.content_hash, NEW.issued_at)
    IS DISTINCT FROM
    (OLD.id, OLD.organisation_id, OLD.licence_id, OLD.version, OLD.code, OLD.content, OLD.content_hash, OLD.issued_at)
  THEN
    RAISE EXCEPTION 'a certificate is never changed: it is superseded, once'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'immutable';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON certificate
  FOR EACH ROW EXECUTE FUNCTION app.check_certificate();
CREATE TRIGGER immutable_whole BEFORE TRUNCATE ON certificate
  FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change();
"""
REGULATOR = "(SELECT app.kind()) = 'regulator'"


def upgrade() -> None:
    op.execute(TABLES)
    op.execute(LAWS)
    # Papers follow from decisions: the worker writes them, people only read them.
    grant("certificate", "SELECT", "SELECT, INSERT, UPDATE")
    tenant("certificate", REGULATOR)
    published("certificate", "true", "id, licence_id, version, code, issued_at, superseded_at")
    governed("certificate")


def downgrade() -> None:
    """Papers that hang on walls cannot be called back."""
    raise NotImplementedError("restore the backup made before the upgrade")
