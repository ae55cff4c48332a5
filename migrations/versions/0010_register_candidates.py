"""Candidates of the register key by key: each key asks the index, and names are read only for the likest."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

# The estimate for array overlap is poor, so that PostgreSQL would read all names; one key at a time it uses the index.
CANDIDATES = """
CREATE OR REPLACE FUNCTION app.register_candidates(keys varchar[], most integer)
  RETURNS TABLE (agency_id uuid, name text, kind text, shared integer)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_catalog SET enable_seqscan = off AS $$
  SELECT n.agency_id, n.name, n.kind, f.shared
  FROM (
    SELECT m.id, count(*)::integer AS shared
    FROM unnest(keys) AS k JOIN agency_name m ON m.search_keys @> ARRAY[k]
    GROUP BY m.id ORDER BY shared DESC, m.id LIMIT most
  ) f JOIN agency_name n ON n.id = f.id
  WHERE EXISTS (SELECT FROM agency a WHERE a.id = n.agency_id AND a.published_at IS NOT NULL)
  ORDER BY f.shared DESC, char_length(n.name), n.name, n.agency_id
$$
"""


def upgrade() -> None:
    op.execute(CANDIDATES)


def downgrade() -> None:
    """The function of 0005 gives the same rows, slower; going back needs nothing else."""
