"""The law of each table: whose rows, which moves, what needs a trail entry, what is never changed, what is public."""

from alembic import op

from migrations.rules import governed, grant, immutable, moves, published, tenant

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

REGULATOR = "(SELECT app.kind()) = 'regulator'"
MINE = "organisation_id = (SELECT app.org())"
MY_AUDIT = "auditor_organisation_id = (SELECT app.org())"
PUBLISHED_AGENCY = "EXISTS (SELECT 1 FROM agency a WHERE a.id = agency_id AND a.published_at IS NOT NULL)"

APPLICATION_MOVES = {
    "draft": ["submitted", "withdrawn"],
    "submitted": ["checks", "returned", "withdrawn"],
    "checks": ["recommended", "returned", "withdrawn"],
    "returned": ["submitted", "withdrawn"],
    "recommended": ["granted", "refused", "checks", "withdrawn"],
}
LICENCE_MOVES = {
    "active": ["suspended", "expired", "surrendered", "revoked", "cancelled"],
    "suspended": ["active", "expired", "surrendered", "revoked", "cancelled"],
    "expired": ["cancelled"],
    "surrendered": ["cancelled"],
    "revoked": ["cancelled"],
}
PROPOSAL_MOVES = {"proposed": ["confirmed", "declined"]}
LIST_MOVES = {
    "uploaded": ["parsed", "failed", "cancelled"],
    "parsed": ["checked", "failed", "cancelled"],
    "checked": ["parsed", "importing", "cancelled"],
    "importing": ["live", "failed"],
}
ALERT_MOVES = {
    "open": ["under_review", "escalated", "false_positive", "insufficient_data"],
    "under_review": ["open", "escalated", "false_positive", "insufficient_data"],
    "escalated": ["true_match", "false_positive", "under_review"],
    "insufficient_data": ["open", "under_review", "escalated", "false_positive"],
    "true_match": ["open"],
    "false_positive": ["open"],
}
AUDIT_MOVES = {
    "planned": ["in_progress", "aborted"],
    "in_progress": ["submitted", "aborted"],
    "submitted": ["final", "in_progress"],
}
FINDING_MOVES = {"draft": ["open", "withdrawn"], "open": ["closed_verified", "withdrawn"], "closed_verified": ["open"]}

FOUR_EYES = """
-- The decision's recommender is the case's own, so that the CHECK (decided_by <> recommended_by) cannot be fooled.
CREATE FUNCTION app.check_decision() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_catalog AS $$
BEGIN
  IF NEW.recommended_by IS DISTINCT FROM (SELECT a.recommended_by FROM public.application a WHERE a.id = NEW.application_id) THEN
    RAISE EXCEPTION 'the decision names another recommender than the case'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_matches_case';
  END IF;
  IF (SELECT p.decided_by FROM (SELECT NEW.decided_by) p) IS DISTINCT FROM app.person() AND app.person() IS NOT NULL THEN
    RAISE EXCEPTION 'a decision is made by the person who signs it'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'decided_by_the_actor';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER decision_matches_case BEFORE INSERT ON application_decision
  FOR EACH ROW EXECUTE FUNCTION app.check_decision();

-- A granted or refused application has its decision of that outcome; a licence has a granted application.
CREATE FUNCTION app.check_decided() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_catalog AS $$
BEGIN
  IF NEW.status IN ('granted', 'refused') AND NOT EXISTS (
    SELECT 1 FROM public.application_decision d WHERE d.application_id = NEW.id
      AND d.outcome = CASE NEW.status WHEN 'granted' THEN 'grant' ELSE 'refuse' END) THEN
    RAISE EXCEPTION 'application % is % without a decision', NEW.id, NEW.status
      USING ERRCODE = 'check_violation', CONSTRAINT = 'decided_by_decision';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER decided_by_decision AFTER INSERT OR UPDATE ON application
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION app.check_decided();

CREATE FUNCTION app.check_granted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_catalog AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM public.application a JOIN public.application_decision d ON d.application_id = a.id
    WHERE a.id = NEW.application_id AND a.status = 'granted' AND d.outcome = 'grant' AND a.agency_id = NEW.agency_id) THEN
    RAISE EXCEPTION 'licence % has no granted application', NEW.number
      USING ERRCODE = 'check_violation', CONSTRAINT = 'licence_from_decision';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER licence_from_decision AFTER INSERT ON licence
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION app.check_granted();

-- The state of a licence is what the last confirmed measure made it; only the passing of time needs none.
CREATE FUNCTION app.check_measured() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_catalog AS $$
DECLARE last text;
BEGIN
  IF NEW.number <> OLD.number OR NEW.agency_id <> OLD.agency_id OR NEW.application_id <> OLD.application_id THEN
    RAISE EXCEPTION 'the identity of licence % is never changed', OLD.number
      USING ERRCODE = 'check_violation', CONSTRAINT = 'immutable';
  END IF;
  IF NEW.status = OLD.status OR (NEW.status = 'expired' AND upper(NEW.valid) <= app.today()) THEN
    RETURN NULL;
  END IF;
  SELECT CASE m.measure WHEN 'suspend' THEN 'suspended' WHEN 'lift' THEN 'active' WHEN 'revoke' THEN 'revoked'
      WHEN 'cancel' THEN 'cancelled' WHEN 'surrender' THEN 'surrendered' END INTO last
    FROM public.licence_measure m
    WHERE m.licence_id = NEW.id AND m.status = 'confirmed'
      AND m.measure IN ('suspend', 'lift', 'revoke', 'cancel', 'surrender')
    ORDER BY m.decided_at DESC LIMIT 1;
  IF last IS DISTINCT FROM NEW.status THEN
    RAISE EXCEPTION 'licence % became % without a confirmed measure', NEW.number, NEW.status
      USING ERRCODE = 'check_violation', CONSTRAINT = 'licence_from_measure';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER licence_from_measure AFTER UPDATE ON licence
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION app.check_measured();

-- What a list said when it was accepted is evidence.
CREATE FUNCTION app.check_list_open() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_catalog AS $$
BEGIN
  IF (SELECT l.status FROM public.supplier_list l
      WHERE l.id = CASE WHEN TG_OP = 'DELETE' THEN OLD.list_id ELSE NEW.list_id END) = 'live' THEN
    RAISE EXCEPTION 'the rows of an accepted list are never changed'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'accepted_list_immutable';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER accepted_list_immutable BEFORE INSERT OR UPDATE OR DELETE ON supplier_list_row
  FOR EACH ROW EXECUTE FUNCTION app.check_list_open();

CREATE SEQUENCE licence_number;
GRANT USAGE ON SEQUENCE licence_number TO fairgate_app, fairgate_worker;
GRANT USAGE ON SEQUENCE flagged_name_id_seq, supplier_list_row_id_seq TO fairgate_app, fairgate_worker;
"""


def upgrade() -> None:
    shared()
    people()
    licensing()
    screening()
    supplychain()
    audits()
    trail()
    op.execute(FOUR_EYES)


def shared() -> None:
    """Tables without a tenant: reference data that all may read, written by the worker; and the edge's own."""
    for table in ("licence_class", "legal_ground", "cost_item", "watchlist", "watchlist_snapshot", "flagged_entity",
                  "flagged_name", "installation_fact", "lawful_move"):  # fmt: skip
        grant(table, "SELECT", "SELECT, INSERT, UPDATE, DELETE" if table not in {"lawful_move"} else "SELECT")
    op.execute("GRANT SELECT ON installation_fact, licence_class TO fairgate_public")
    grant("idempotency_record", "SELECT, INSERT, DELETE")
    grant("stored_file", "SELECT, INSERT")
    tenant("stored_file")
    immutable("stored_file")
    grant("mail_message", "SELECT, INSERT", "SELECT, INSERT, UPDATE")
    tenant("mail_message", MINE, REGULATOR, writers="true")
    op.execute("DROP POLICY reads ON mail_message")
    op.execute(f"CREATE POLICY reads ON mail_message FOR SELECT TO fairgate_app USING ({MINE} OR {REGULATOR})")


def people() -> None:
    grant("person", "SELECT, INSERT, UPDATE")
    grant("sign_in_session", "SELECT, INSERT, UPDATE")
    grant("failed_sign_in", "SELECT, INSERT, DELETE")
    grant("organisation", "SELECT, INSERT, UPDATE")
    governed("organisation")
    grant("membership", "SELECT, INSERT, UPDATE")
    # Before sign-in nobody acts yet (kind is empty), and the memberships of who signs in must be found.
    unknown = "(SELECT app.kind()) = ''"
    tenant("membership", "person_id = (SELECT app.person())", writers=f"({MINE} OR {unknown})")
    governed("membership")


def licensing() -> None:
    for table in ("agency", "agency_name", "agency_phone", "agency_person"):
        grant(table)
        governed(table)
    tenant("agency", REGULATOR, "published_at IS NOT NULL")
    for table in ("agency_name", "agency_phone"):
        tenant(table, REGULATOR, PUBLISHED_AGENCY)
    tenant("agency_person", REGULATOR)
    grant("application", "SELECT, INSERT, UPDATE")
    tenant("application", writers=f"({MINE} OR {REGULATOR})")
    moves("application", APPLICATION_MOVES, "draft")
    governed("application")
    grant("fee_plan_line")
    tenant("fee_plan_line", REGULATOR)
    governed("fee_plan_line")
    for table in ("application_check", "application_decision"):
        grant(table, "SELECT, INSERT")
        governed(table)
        immutable(table)
    tenant("application_check", writers=REGULATOR)
    tenant("application_decision", MINE, writers=REGULATOR)
    for table in ("licence", "licence_condition"):
        grant(table, "SELECT, INSERT, UPDATE")
        tenant(table, "true", writers=REGULATOR)  # a licence is a public fact
        governed(table)
    moves("licence", LICENCE_MOVES, "active")
    grant("licence_measure", "SELECT, INSERT, UPDATE")
    tenant("licence_measure", writers=REGULATOR)
    moves("licence_measure", PROPOSAL_MOVES, "proposed")
    governed("licence_measure")
    register()


def register() -> None:
    """What a worker may read: the columns of published rows, and nothing else."""
    published("agency", "published_at IS NOT NULL",
              "id, reference, legal_name, country, city, address, website, published_at, registration_number")  # fmt: skip
    published("agency_name", PUBLISHED_AGENCY, "id, agency_id, name, kind, search_keys, created_at")
    published("agency_phone", PUBLISHED_AGENCY, "id, agency_id, label, typed, e164, created_at")
    published("agency_person", f"{PUBLISHED_AGENCY} AND removed_at IS NULL AND left_on IS NULL",
              "id, agency_id, name, role, created_at, left_on, removed_at")  # fmt: skip
    published("licence", "true",
              "id, agency_id, number, class_code, status, valid, frozen, watched, renewal_pending_until, under_appeal,"
              " destinations, granted_at")  # fmt: skip
    published("licence_condition", "satisfied_at IS NULL",
              "id, licence_id, public_text, due_on, satisfied_at, created_at")  # fmt: skip
    published("application", "status IN ('submitted','checks','returned','recommended')",
              "id, agency_id, status, submitted_at")  # fmt: skip


def screening() -> None:
    immutable("watchlist_snapshot", "DELETE")
    governed("watchlist_snapshot")
    for table in ("screening_run", "screening_match"):
        grant(table, "SELECT", "SELECT, INSERT, UPDATE, DELETE")
        tenant(table)


def supplychain() -> None:
    for table in ("supplier_list", "supplier_list_row", "supplier", "supplier_broker"):
        grant(table)
    tenant("supplier_list")
    moves("supplier_list", LIST_MOVES, "uploaded")
    governed("supplier_list")
    tenant("supplier_list_row")
    engaged = (
        "EXISTS (SELECT 1 FROM engagement e WHERE e.supplier_id = supplier.id AND e.auditor_organisation_id ="
        " (SELECT app.org()) AND (SELECT app.today()) BETWEEN e.starts_on AND e.ends_on)"
    )
    tenant("supplier", engaged)
    tenant("supplier_broker")
    grant("alert", "SELECT, INSERT, UPDATE")
    tenant("alert")
    moves("alert", ALERT_MOVES, "open")
    governed("alert")


def audits() -> None:
    grant("engagement", "SELECT, INSERT, UPDATE")
    tenant("engagement", MY_AUDIT)
    governed("engagement")
    grant("audit", "SELECT, INSERT, UPDATE")
    engaged = (
        f"({MY_AUDIT} AND EXISTS (SELECT 1 FROM engagement e WHERE e.supplier_id = audit.supplier_id AND"
        " e.organisation_id = audit.organisation_id AND e.auditor_organisation_id = audit.auditor_organisation_id))"
    )
    tenant("audit", writers=f"({MINE} OR {engaged})")
    moves("audit", AUDIT_MOVES, "planned")
    governed("audit")
    grant("finding", "SELECT, INSERT, UPDATE")
    own = (
        f"({MY_AUDIT} AND EXISTS (SELECT 1 FROM audit a WHERE a.id = finding.audit_id AND a.auditor_organisation_id ="
        " (SELECT app.org())))"
    )
    tenant("finding", writers=f"({MINE} OR {own})")
    moves("finding", FINDING_MOVES, "draft")
    governed("finding")


def trail() -> None:
    """Everyone's act is written; the regulator reads licensing's trail, each organisation its own."""
    grant("audit_entry", "SELECT, INSERT")
    tenant("audit_entry", writers="true")
    op.execute("DROP POLICY reads ON audit_entry")
    licensing_tables = (
        "'agency','agency_name','agency_phone','agency_person','application','application_check','application_decision',"
        "'fee_plan_line','licence','licence_condition','licence_measure','watchlist_snapshot'"
    )
    op.execute(
        "CREATE POLICY reads ON audit_entry FOR SELECT TO fairgate_app USING"
        f" ({MINE} OR actor_organisation_id = (SELECT app.org()) OR ({REGULATOR} AND subject_table IN ({licensing_tables})))"
    )
    immutable("audit_entry")


def downgrade() -> None:
    """Going back would take the law off the tables."""
    raise NotImplementedError("restore the backup made before the upgrade")
