"""The register's two ways in that an ordinary index cannot serve under row-level security."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# PostgreSQL may not use the index on search_keys for a role with row-level security: array overlap is not leakproof, so
# each row's policy would be asked first. This function reads as the owner and gives back published agencies only.
CANDIDATES = """
CREATE FUNCTION app.register_candidates(keys varchar[], most integer)
  RETURNS TABLE (agency_id uuid, name text, kind text, shared integer)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_catalog AS $$
  SELECT n.agency_id, n.name, n.kind,
    (SELECT count(*)::integer FROM unnest(n.search_keys) k WHERE k = ANY (keys)) AS shared
  FROM agency_name n JOIN agency a ON a.id = n.agency_id
  WHERE n.search_keys && keys AND a.published_at IS NOT NULL
  ORDER BY shared DESC, char_length(n.name), n.name, n.agency_id LIMIT most
$$
"""


def upgrade() -> None:
    op.execute(CANDIDATES)
    op.execute("REVOKE ALL ON FUNCTION app.register_candidates FROM PUBLIC")
    op.execute("GRANT EXECUTE ON FUNCTION app.register_candidates TO fairgate_public, fairgate_app, fairgate_worker")
    # People type 417 for RA-00417: the figures of a number, without the zeros before them.
    op.execute("CREATE INDEX ix_licence_number_figures ON licence (ltrim(regexp_replace(number, '[^0-9]', '', 'g'), '0'))")


def downgrade() -> None:
    op.execute("DROP INDEX ix_licence_number_figures")
    op.execute("DROP FUNCTION app.register_candidates")
