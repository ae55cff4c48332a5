"""Names that hold every key of the one typed: the likeliest case, a name copied from paper, reads a handful of rows."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

# As the owner, for the same reason as app.register_candidates (0005). Shorter names first: they hold the least beside.
BEARERS = """
CREATE FUNCTION app.register_bearers(keys varchar[], most integer)
  RETURNS TABLE (agency_id uuid, name text, kind text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_catalog SET enable_seqscan = off AS $$
  SELECT n.agency_id, n.name, n.kind FROM agency_name n
  WHERE n.search_keys @> keys
    AND EXISTS (SELECT FROM agency a WHERE a.id = n.agency_id AND a.published_at IS NOT NULL)
  ORDER BY char_length(n.name), n.name, n.agency_id LIMIT most
$$
"""


def upgrade() -> None:
    op.execute(BEARERS)
    op.execute("REVOKE ALL ON FUNCTION app.register_bearers FROM PUBLIC")
    op.execute("GRANT EXECUTE ON FUNCTION app.register_bearers TO fairgate_public, fairgate_app, fairgate_worker")


def downgrade() -> None:
    op.execute("DROP FUNCTION app.register_bearers")
