"""Clocks: the calendar of the jurisdiction, how long each step may take, which clocks run, who was reminded."""

from alembic import op

from migrations.rules import governed, grant, immutable, moves, tenant

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

MOVES = {"running": ["paused", "stopped", "acted"], "paused": ["running", "stopped"]}
KINDS = (
    "'acknowledge', 'completeness', 'reply-to-return', 'objections', 'decide-new', 'decide-renewal', 'inspection',"
    " 'representations', 'activation', 'condition', 'report', 'urgent-suspension', 'show-cause', 'freeze-review', 'draft',"
    " 'security-expiry', 'security-top-up', 'security-release', 'appeal', 'pre-appeal', 'change-notice', 'grace',"
    " 'renewal-lodging', 'licence-expiry'"
)
TABLES = f"""
CREATE TABLE working_week (
  effective_from date NOT NULL,
  weekend integer[] NOT NULL,
  instrument text NOT NULL,
  CONSTRAINT pk_working_week PRIMARY KEY (effective_from),
  CONSTRAINT ck_working_week_weekend_days CHECK (weekend <@ ARRAY[1,2,3,4,5,6,7] AND cardinality(weekend) < 7)
);
CREATE TABLE holiday (
  day date NOT NULL,
  name varchar(200) NOT NULL,
  CONSTRAINT pk_holiday PRIMARY KEY (day)
);
CREATE TABLE clock_rule (
  kind varchar(30) NOT NULL,
  effective_from date NOT NULL,
  amount integer NOT NULL,
  unit varchar(20) NOT NULL,
  instrument text NOT NULL,
  effective_to date,
  CONSTRAINT pk_clock_rule PRIMARY KEY (kind, effective_from),
  CONSTRAINT ck_clock_rule_kind_known CHECK (kind IN ({KINDS})),
  CONSTRAINT ck_clock_rule_unit_known CHECK (unit IN ('days', 'working-days', 'months')),
  CONSTRAINT ck_clock_rule_amount_sound CHECK (amount BETWEEN 0 AND 2000),
  CONSTRAINT ck_clock_rule_effective_order CHECK (effective_to IS NULL OR effective_to >= effective_from)
);
CREATE TABLE reminder_rule (
  kind varchar(30) NOT NULL,
  days_before integer NOT NULL,
  CONSTRAINT pk_reminder_rule PRIMARY KEY (kind, days_before),
  CONSTRAINT ck_reminder_rule_kind_known CHECK (kind IN ({KINDS})),
  CONSTRAINT ck_reminder_rule_days_before_sound CHECK (days_before BETWEEN 0 AND 400)
);
CREATE TABLE clock (
  id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  kind varchar(30) NOT NULL,
  subject_table varchar(63) NOT NULL,
  subject_id uuid NOT NULL,
  status varchar(10) NOT NULL,
  started_on date NOT NULL,
  due_on date NOT NULL,
  unit varchar(20) NOT NULL,
  instrument text NOT NULL,
  remaining integer,
  started_at timestamptz NOT NULL,
  ended_at timestamptz,
  version integer NOT NULL,
  CONSTRAINT pk_clock PRIMARY KEY (id),
  CONSTRAINT ck_clock_kind_known CHECK (kind IN ({KINDS})),
  CONSTRAINT ck_clock_unit_known CHECK (unit IN ('days', 'working-days', 'months')),
  CONSTRAINT ck_clock_status_known CHECK (status IN ('running', 'paused', 'stopped', 'acted')),
  CONSTRAINT ck_clock_paused_with_rest CHECK ((status = 'paused') = (remaining IS NOT NULL)),
  CONSTRAINT ck_clock_ended_when CHECK ((status IN ('stopped', 'acted')) = (ended_at IS NOT NULL))
);
CREATE UNIQUE INDEX uq_clock_one_open ON clock (kind, subject_id) WHERE status IN ('running','paused');
CREATE INDEX ix_clock_due ON clock (kind, due_on) WHERE status = 'running';
CREATE INDEX ix_clock_subject ON clock (subject_table, subject_id);
CREATE TABLE reminder_sent (
  id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  kind varchar(30) NOT NULL,
  subject_id uuid NOT NULL,
  due_on date NOT NULL,
  days_before integer NOT NULL,
  sent_at timestamptz NOT NULL,
  CONSTRAINT pk_reminder_sent PRIMARY KEY (id),
  CONSTRAINT uq_reminder_sent_once UNIQUE (kind, subject_id, due_on, days_before),
  CONSTRAINT ck_reminder_sent_kind_known CHECK (kind IN ({KINDS}))
);
"""


def upgrade() -> None:
    op.execute(TABLES)
    for table in ("working_week", "holiday", "clock_rule", "reminder_rule"):
        grant(table, "SELECT", "SELECT, INSERT, UPDATE, DELETE")
        op.execute(f"GRANT SELECT ON {table} TO fairgate_public")
    grant("clock", "SELECT, INSERT, UPDATE")
    # A clock is of the organisation whose matter it is; the regulator starts and stops it by its own acts.
    mine = "organisation_id = (SELECT app.org()) OR (SELECT app.kind()) = 'regulator'"
    tenant("clock", writers=f"({mine})")
    moves("clock", MOVES, "running")
    governed("clock")
    grant("reminder_sent", "SELECT", "SELECT, INSERT")
    tenant("reminder_sent")
    immutable("reminder_sent")
    # The regulator reads all that happened in licensing, in whichever table: the act says so, not a list of tables.
    op.execute("DROP POLICY reads ON audit_entry")
    op.execute(
        "CREATE POLICY reads ON audit_entry FOR SELECT TO fairgate_app USING (organisation_id = (SELECT app.org())"
        " OR actor_organisation_id = (SELECT app.org()) OR ((SELECT app.kind()) = 'regulator'"
        " AND (action ^@ 'licensing.' OR subject_table = 'watchlist_snapshot')))"
    )


def downgrade() -> None:
    """The clocks that run have no place in the earlier tables."""
    raise NotImplementedError("restore the backup made before the upgrade")
