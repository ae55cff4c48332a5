"""A holder gives its own licence back: it asks for what concerns itself, so that its interest is no conflict."""

from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

TRIGGERS = """
DROP TRIGGER no_conflict_of_interest ON licence_measure;
CREATE TRIGGER no_conflict_of_interest AFTER UPDATE ON licence_measure
  FOR EACH ROW EXECUTE FUNCTION app.check_no_conflict();
CREATE TRIGGER no_conflict_of_interest_new AFTER INSERT ON licence_measure
  FOR EACH ROW WHEN (NEW.measure <> 'surrender' OR app.kind() = 'regulator')
  EXECUTE FUNCTION app.check_no_conflict();
"""


def upgrade() -> None:
    op.execute(TRIGGERS)


def downgrade() -> None:
    """A surrender that holders asked for would be refused again."""
    raise NotImplementedError("restore the backup made before the upgrade")
