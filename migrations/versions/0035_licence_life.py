"""The life of a licence after its grant: measures with their people and days, conditions, winding down, appeals."""

from alembic import op

from migrations.rules import governed, grant, immutable, moves, tenant

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

REGULATOR = "(SELECT app.kind()) = 'regulator'"
MINE = "organisation_id = (SELECT app.org())"
EITHER = f"({REGULATOR} OR {MINE})"
MEASURE_MOVES = {
    "draft": ["proposed", "withdrawn"],
    "proposed": ["seconded", "withdrawn"],
    "seconded": ["confirmed", "declined"],
    "acting": ["confirmed", "declined", "lapsed"],
}
CONDITION_MOVES = {
    "open": ["evidence-submitted", "satisfied", "breached", "waived"],
    "evidence-submitted": ["open", "satisfied", "breached", "waived"],
    "breached": ["evidence-submitted", "satisfied", "waived"],
}
APPEAL_MOVES = {"lodged": ["upheld", "quashed", "varied", "withdrawn"]}
# What was confirmed before has taken effect when it was; what a later measure ended, ended then. The rows are
# brought up to date without their triggers: nobody acts here, and no word of what was decided changes.
MEASURES = """
ALTER TABLE licence ADD COLUMN frozen_corridors varchar(2)[] NOT NULL DEFAULT '{}',
  ADD COLUMN frozen_employers varchar(300)[] NOT NULL DEFAULT '{}';
GRANT SELECT (frozen_corridors, frozen_employers) ON licence TO fairgate_public;

ALTER TABLE licence_condition
  ADD COLUMN code varchar(40) NOT NULL DEFAULT 'special',
  ADD COLUMN severity varchar(10) NOT NULL DEFAULT 'major',
  ADD COLUMN status varchar(20) NOT NULL DEFAULT 'open',
  ADD COLUMN extended_from date,
  ADD COLUMN breached_at timestamptz,
  ADD CONSTRAINT uq_licence_condition_tenant UNIQUE (organisation_id, id);
ALTER TABLE licence_condition DISABLE TRIGGER USER;
UPDATE licence_condition SET status = 'satisfied' WHERE satisfied_at IS NOT NULL;
ALTER TABLE licence_condition ENABLE TRIGGER USER;
ALTER TABLE licence_condition
  ADD CONSTRAINT ck_licence_condition_status_known
    CHECK (status IN ('open', 'evidence-submitted', 'satisfied', 'breached', 'waived')),
  ADD CONSTRAINT ck_licence_condition_severity_known CHECK (severity IN ('minor', 'major', 'critical')),
  ADD CONSTRAINT ck_licence_condition_met_when
    CHECK ((status IN ('satisfied', 'waived')) = (satisfied_at IS NOT NULL));
CREATE INDEX ix_licence_condition_due ON licence_condition (status, due_on);

ALTER TABLE licence_measure
  ADD COLUMN protection_plan text,
  ADD COLUMN immediate boolean NOT NULL DEFAULT false,
  ADD COLUMN urgent boolean NOT NULL DEFAULT false,
  ADD COLUMN by_system boolean NOT NULL DEFAULT false,
  ADD COLUMN scope_kind varchar(10) NOT NULL DEFAULT 'all',
  ADD COLUMN scope_value varchar(300),
  ADD COLUMN about varchar(320) NOT NULL DEFAULT '',
  ADD COLUMN condition_id uuid,
  ADD COLUMN target_id uuid,
  ADD COLUMN show_cause_until date,
  ADD COLUMN review_by date,
  ADD COLUMN lapses_on date,
  ADD COLUMN seconded_by uuid,
  ADD COLUMN seconded_by_name varchar(300),
  ADD COLUMN seconded_at timestamptz,
  ADD COLUMN letter_language varchar(10) NOT NULL DEFAULT 'en',
  ADD COLUMN effective_on date,
  ADD COLUMN effective_at timestamptz,
  ADD COLUMN stayed boolean NOT NULL DEFAULT false,
  ADD COLUMN ended_at timestamptz,
  ADD COLUMN ended_why varchar(20),
  ALTER COLUMN proposed_by DROP NOT NULL,
  ADD CONSTRAINT uq_licence_measure_tenant UNIQUE (organisation_id, id),
  ADD CONSTRAINT fk_licence_measure_condition FOREIGN KEY (organisation_id, condition_id)
    REFERENCES licence_condition (organisation_id, id),
  ADD CONSTRAINT fk_licence_measure_target FOREIGN KEY (organisation_id, target_id)
    REFERENCES licence_measure (organisation_id, id),
  ADD CONSTRAINT fk_licence_measure_seconded_by FOREIGN KEY (seconded_by) REFERENCES person (id);
ALTER TABLE licence_measure DISABLE TRIGGER USER;
UPDATE licence_measure SET effective_at = decided_at WHERE status = 'confirmed';
UPDATE licence_measure m SET ended_at = later.at, ended_why = 'lifted' FROM (
  SELECT a.id, min(b.effective_at) AS at FROM licence_measure a JOIN licence_measure b
    ON b.licence_id = a.licence_id AND b.status = 'confirmed' AND b.effective_at >= a.effective_at
    AND (a.measure, b.measure) IN (('suspend', 'lift'), ('freeze', 'unfreeze'), ('watch', 'unwatch'))
  GROUP BY a.id) later WHERE m.id = later.id;
ALTER TABLE licence_measure ENABLE TRIGGER USER;
ALTER TABLE licence_measure
  DROP CONSTRAINT ck_licence_measure_measure_known,
  DROP CONSTRAINT ck_licence_measure_status_known,
  DROP CONSTRAINT ck_licence_measure_four_eyes,
  DROP CONSTRAINT ck_licence_measure_decided_by_someone,
  ADD CONSTRAINT ck_licence_measure_measure_known CHECK (measure IN ('suspend', 'lift', 'revoke', 'cancel',
    'surrender', 'freeze', 'unfreeze', 'watch', 'unwatch', 'waive', 'set-aside')),
  ADD CONSTRAINT ck_licence_measure_status_known CHECK (status IN ('draft', 'proposed', 'seconded', 'acting',
    'confirmed', 'declined', 'withdrawn', 'lapsed')),
  ADD CONSTRAINT ck_licence_measure_scope_kind_known CHECK (scope_kind IN ('all', 'corridor', 'employer')),
  ADD CONSTRAINT ck_licence_measure_four_eyes CHECK (decided_by <> proposed_by),
  ADD CONSTRAINT ck_licence_measure_three_people
    CHECK (seconded_by <> proposed_by AND seconded_by <> decided_by),
  ADD CONSTRAINT ck_licence_measure_decided_by_someone
    CHECK ((decided_by IS NOT NULL) = (status IN ('confirmed', 'declined'))
      OR (by_system AND measure = 'watch' AND decided_by IS NULL)),
  ADD CONSTRAINT ck_licence_measure_proposed_by_someone CHECK (proposed_by IS NOT NULL
    OR (by_system AND (status IN ('draft', 'withdrawn') OR measure IN ('freeze', 'watch')))),
  ADD CONSTRAINT ck_licence_measure_urgent_lapses
    CHECK (NOT urgent OR (measure = 'suspend' AND lapses_on IS NOT NULL)),
  ADD CONSTRAINT ck_licence_measure_scope_said CHECK ((scope_kind = 'all') = (scope_value IS NULL)),
  ADD CONSTRAINT ck_licence_measure_immediate_stands CHECK (NOT (stayed AND immediate));
DROP INDEX uq_licence_measure_one_open;
CREATE UNIQUE INDEX uq_licence_measure_one_open ON licence_measure (licence_id, measure, about)
  WHERE status IN ('draft','proposed','seconded','acting');
CREATE INDEX ix_licence_measure_licence ON licence_measure (licence_id, proposed_at);
"""
TABLES = """
CREATE TABLE condition_evidence (
  id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  condition_id uuid NOT NULL,
  text text NOT NULL,
  files uuid[] NOT NULL,
  by_person uuid NOT NULL,
  by_name varchar(300) NOT NULL,
  at timestamptz NOT NULL,
  CONSTRAINT pk_condition_evidence PRIMARY KEY (id),
  CONSTRAINT fk_condition_evidence_condition FOREIGN KEY(organisation_id, condition_id)
    REFERENCES licence_condition (organisation_id, id),
  CONSTRAINT fk_condition_evidence_by_person FOREIGN KEY(by_person) REFERENCES person (id)
);
CREATE INDEX ix_condition_evidence_condition_id ON condition_evidence (condition_id);
CREATE TABLE measure_answer (
  id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  measure_id uuid NOT NULL,
  text text NOT NULL,
  files uuid[] NOT NULL,
  by_person uuid NOT NULL,
  by_name varchar(300) NOT NULL,
  at timestamptz NOT NULL,
  CONSTRAINT pk_measure_answer PRIMARY KEY (id),
  CONSTRAINT fk_measure_answer_measure FOREIGN KEY(organisation_id, measure_id)
    REFERENCES licence_measure (organisation_id, id),
  CONSTRAINT fk_measure_answer_by_person FOREIGN KEY(by_person) REFERENCES person (id)
);
CREATE INDEX ix_measure_answer_measure_id ON measure_answer (measure_id);
CREATE TABLE winding_down (
  id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  measure_id uuid NOT NULL,
  code varchar(20) NOT NULL,
  note text NOT NULL,
  by_person uuid NOT NULL,
  by_name varchar(300) NOT NULL,
  at timestamptz NOT NULL,
  CONSTRAINT pk_winding_down PRIMARY KEY (id),
  CONSTRAINT fk_winding_down_measure FOREIGN KEY(organisation_id, measure_id)
    REFERENCES licence_measure (organisation_id, id),
  CONSTRAINT uq_winding_down_once UNIQUE (measure_id, code),
  CONSTRAINT ck_winding_down_code_known CHECK (code IN ('open-orders', 'refunds', 'files', 'wages', 'workers-told')),
  CONSTRAINT fk_winding_down_by_person FOREIGN KEY(by_person) REFERENCES person (id)
);
CREATE TABLE licence_appeal (
  id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  licence_id uuid NOT NULL,
  measure_id uuid NOT NULL,
  reference varchar(20) NOT NULL,
  kind varchar(10) NOT NULL,
  status varchar(10) NOT NULL,
  text text NOT NULL,
  lodged_on date NOT NULL,
  lodged_by uuid NOT NULL,
  lodged_by_name varchar(300) NOT NULL,
  lodged_at timestamptz NOT NULL,
  stay_order varchar(200),
  stayed_by uuid,
  stayed_at timestamptz,
  outcome_order varchar(200),
  outcome_text text,
  closed_by uuid,
  closed_by_name varchar(300),
  closed_at timestamptz,
  CONSTRAINT pk_licence_appeal PRIMARY KEY (id),
  CONSTRAINT fk_licence_appeal_licence FOREIGN KEY(organisation_id, licence_id)
    REFERENCES licence (organisation_id, id),
  CONSTRAINT fk_licence_appeal_measure FOREIGN KEY(organisation_id, measure_id)
    REFERENCES licence_measure (organisation_id, id),
  CONSTRAINT uq_licence_appeal_reference UNIQUE (reference),
  CONSTRAINT ck_licence_appeal_kind_known CHECK (kind IN ('facts', 'appeal')),
  CONSTRAINT ck_licence_appeal_status_known CHECK (status IN ('lodged', 'upheld', 'quashed', 'varied', 'withdrawn')),
  CONSTRAINT ck_licence_appeal_closed_when CHECK ((status = 'lodged') = (closed_at IS NULL)),
  CONSTRAINT ck_licence_appeal_stay_has_order CHECK ((stay_order IS NULL) = (stayed_at IS NULL)),
  CONSTRAINT ck_licence_appeal_outcome_has_order
    CHECK (status NOT IN ('quashed', 'varied') OR outcome_order IS NOT NULL),
  CONSTRAINT fk_licence_appeal_lodged_by FOREIGN KEY(lodged_by) REFERENCES person (id),
  CONSTRAINT fk_licence_appeal_stayed_by FOREIGN KEY(stayed_by) REFERENCES person (id),
  CONSTRAINT fk_licence_appeal_closed_by FOREIGN KEY(closed_by) REFERENCES person (id)
);
CREATE INDEX ix_licence_appeal_licence_id ON licence_appeal (licence_id);
CREATE UNIQUE INDEX uq_licence_appeal_one_open ON licence_appeal (measure_id, kind) WHERE status = 'lodged';
"""


def upgrade() -> None:
    op.execute(MEASURES)
    op.execute(TABLES)
    op.execute("DROP TRIGGER lawful_start ON licence_measure")
    op.execute(
        "CREATE TRIGGER lawful_start BEFORE INSERT ON licence_measure FOR EACH ROW"
        " EXECUTE FUNCTION app.check_start('draft', 'proposed', 'acting', 'confirmed')"
    )
    for before, afters in MEASURE_MOVES.items():
        for after in afters:
            op.execute(f"INSERT INTO lawful_move VALUES ('licence_measure', '{before}', '{after}')")
    moves("licence_condition", CONDITION_MOVES, "open")
    moves("licence_appeal", APPEAL_MOVES, "lodged")
    for table in ("condition_evidence", "measure_answer", "winding_down"):
        grant(table, "SELECT, INSERT")
        tenant(table, writers=REGULATOR if table == "winding_down" else EITHER)
        governed(table)
        immutable(table)
    grant("licence_appeal", "SELECT, INSERT, UPDATE")
    tenant("licence_appeal", writers=EITHER)
    governed("licence_appeal")
    policies()


def policies() -> None:
    """What the holder reads and writes of its own licence; what the regulator reads of the trail and of papers."""
    told = f"({MINE} AND (status IN ('acting', 'confirmed', 'lapsed') OR show_cause_until IS NOT NULL"
    told += " OR measure = 'surrender'))"
    given_back = f"({MINE} AND measure = 'surrender' AND status IN ('proposed', 'withdrawn'))"
    op.execute(f"ALTER POLICY reads ON licence_measure USING ({REGULATOR} OR {told})")
    op.execute(f"ALTER POLICY inserts ON licence_measure WITH CHECK ({REGULATOR} OR {given_back})")
    op.execute(
        f"ALTER POLICY updates ON licence_measure USING ({REGULATOR} OR {given_back})"
        f" WITH CHECK ({REGULATOR} OR {given_back})"
    )
    op.execute(f"ALTER POLICY updates ON licence_condition USING ({EITHER}) WITH CHECK ({EITHER})")
    op.execute(
        "CREATE POLICY reads_of_licences ON audit_entry FOR SELECT TO fairgate_app USING"
        f" ({REGULATOR} AND subject_table IN ('condition_evidence', 'measure_answer', 'winding_down',"
        " 'licence_appeal', 'demerit_entry', 'person_ban', 'ban_review', 'letter'))"
    )
    op.execute(
        "CREATE POLICY reads_of_evidence ON stored_file FOR SELECT TO fairgate_app USING"
        f" ({REGULATOR} AND (EXISTS (SELECT FROM condition_evidence e WHERE stored_file.id = ANY (e.files))"
        " OR EXISTS (SELECT FROM measure_answer a WHERE stored_file.id = ANY (a.files))))"
    )


def downgrade() -> None:
    """What was decided in the new ways has no place in the earlier tables."""
    raise NotImplementedError("restore the backup made before the upgrade")
