"""How officers share the work: views they keep, who is in which case, forms kept for who signs in again, the queue."""

from alembic import op

from migrations.rules import grant, tenant

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE saved_view (
  id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  person_id uuid NOT NULL,
  name varchar(60) NOT NULL,
  filters jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  deleted_at timestamptz,
  CONSTRAINT pk_saved_view PRIMARY KEY (id),
  CONSTRAINT fk_saved_view_person_id FOREIGN KEY (person_id) REFERENCES person (id),
  CONSTRAINT ck_saved_view_name_within CHECK (name = btrim(name) AND char_length(name) BETWEEN 1 AND 60),
  CONSTRAINT ck_saved_view_filters_small CHECK (jsonb_typeof(filters) = 'object' AND pg_column_size(filters) < 4000)
);
CREATE UNIQUE INDEX uq_saved_view_name ON saved_view (person_id, lower(name)) WHERE deleted_at IS NULL;

CREATE TABLE case_presence (
  id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  application_id uuid NOT NULL,
  person_id uuid NOT NULL,
  person_name varchar(300) NOT NULL,
  writing boolean NOT NULL,
  opened_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  CONSTRAINT pk_case_presence PRIMARY KEY (id),
  CONSTRAINT fk_case_presence_person_id FOREIGN KEY (person_id) REFERENCES person (id),
  CONSTRAINT uq_case_presence_once UNIQUE (application_id, person_id)
);
CREATE INDEX ix_case_presence_seen_at ON case_presence (seen_at);

CREATE TABLE kept_form (
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  path varchar(400) NOT NULL,
  answers jsonb NOT NULL,
  kept_at timestamptz NOT NULL,
  CONSTRAINT pk_kept_form PRIMARY KEY (id),
  CONSTRAINT uq_kept_form_once UNIQUE (person_id, path),
  CONSTRAINT ck_kept_form_answers_named CHECK (jsonb_typeof(answers) = 'object')
);
CREATE INDEX ix_kept_form_kept_at ON kept_form (kept_at);
"""
# The queue reads open cases in the order of their due days, however many closed ones lie beside them.
QUEUE = """
CREATE INDEX ix_application_queue ON application (due_on, submitted_at, id) WHERE submitted_at IS NOT NULL;
CREATE INDEX ix_application_decision_at ON application_decision (decided_at);
CREATE INDEX ix_screening_match_subject ON screening_match (subject_id) WHERE ended_at IS NULL;
CREATE INDEX ix_audit_entry_moves ON audit_entry (action, at) WHERE subject_table = 'application';
"""
OWN = "person_id = (SELECT app.person())"


def upgrade() -> None:
    op.execute(TABLES)
    op.execute(QUEUE)
    grant("saved_view")
    tenant("saved_view", writers=f"organisation_id = (SELECT app.org()) AND {OWN}")
    grant("case_presence")
    tenant("case_presence", "organisation_id = (SELECT app.org())",
           writers=f"organisation_id = (SELECT app.org()) AND {OWN}")  # fmt: skip
    grant("kept_form", "SELECT, INSERT, DELETE")
    tenant("kept_form", writers=OWN)


def downgrade() -> None:
    """The earlier program knows nothing of these; nothing that a decision rests on is in them."""
    op.execute("DROP INDEX ix_audit_entry_moves, ix_screening_match_subject, ix_application_decision_at")
    op.execute("DROP INDEX ix_application_queue")
    op.execute("DROP TABLE kept_form, case_presence, saved_view")
