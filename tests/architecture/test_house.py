"""The house holds its own rules: slices' files, moves, permissions, constraint meanings, listeners."""

import ast
from pathlib import Path

import psycopg
import pytest

import migrations.tables  # noqa: F401
from accounts.permissions import ROLE_PERMISSIONS, Permission, Role
from core import constraints, events
from core.db import Model
from core.permit import access_of

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = ("accounts", "screening", "licensing", "supplychain", "audits")
PYTHON = [path for room in (*ROOMS, "core", "demonstration") for path in (ROOT / room).rglob("*.py")]


def test_no_file_is_called_utils_or_helpers_or_common():
    bad = {"utils", "util", "helpers", "helper", "common", "misc", "tools", "base", "manager"}
    assert [str(path) for path in PYTHON if path.stem in bad] == []


def test_files_and_functions_stay_readable():
    """A room that is crowded is split: at most about 300 lines a file, 40 a function (some slack for tables)."""
    crowded = []
    for path in PYTHON:
        text = path.read_text(encoding="utf-8")
        if text.count("\n") > 350:
            crowded.append(f"{path.relative_to(ROOT)}: {text.count(chr(10))} lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno
                if length > 50:
                    crowded.append(f"{path.relative_to(ROOT)}:{node.name}: {length} lines")
    assert crowded == []


def test_only_the_one_door_changes_a_status():
    """core.db.move checks the move and writes the trail; an assignment to .status elsewhere would walk around both."""
    found = []
    for path in PYTHON:
        if path == ROOT / "core" / "db.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            targets = (
                node.targets
                if isinstance(node, ast.Assign)
                else [node.target]
                if isinstance(node, ast.AugAssign)
                else []
            )
            for target in targets:
                if isinstance(target, ast.Attribute) and target.attr == "status" and not _response(target):
                    found.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert found == []


def _response(target: ast.Attribute) -> bool:
    return isinstance(target.value, ast.Name) and target.value.id in {"self", "response"}


def test_services_never_commit_or_roll_back():
    found = []
    for path in PYTHON:
        if path.stem not in {"service", "queries", "models", "states"}:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in {"commit", "rollback"}:
                found.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert found == []


def test_the_move_lists_of_python_and_of_the_database_are_the_same(clone):
    with psycopg.connect(clone) as connection:
        rows = connection.execute("SELECT table_name, before, after FROM lawful_move").fetchall()
    kept: dict[str, set[tuple[str, str]]] = {}
    for table, before, after in rows:
        kept.setdefault(table, set()).add((before, after))
    declared = {
        mapper.local_table.name: {(str(a), str(b)) for a, targets in mapper.class_.MOVES.items() for b in targets}
        for mapper in Model.registry.mappers
        if hasattr(mapper.class_, "MOVES")
    }
    assert kept == declared


def test_every_route_says_who_may_enter(application):
    app, _engine = application
    assert {rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint != "static"} == {
        endpoint for endpoint, view in app.view_functions.items() if access_of(view) is not None
    }


def test_every_permission_a_route_asks_for_exists_and_some_role_has_it(application):
    app, _engine = application
    held = set().union(*ROLE_PERMISSIONS.values())
    for endpoint, view in app.view_functions.items():
        access = access_of(view)
        if access and access.permission:
            assert Permission(access.permission) in held, f"{endpoint} asks for {access.permission}, which no role has"


def test_every_permission_is_asked_for_by_some_route(application):
    app, _engine = application
    asked = {access.permission for view in app.view_functions.values() if (access := access_of(view))}
    assert {str(item) for item in Permission} - asked == set()


def test_listeners_only_defer_jobs():
    for listeners in events.listeners().values():
        for listener in listeners:
            source = Path(listener.__code__.co_filename).read_text(encoding="utf-8")
            node = next(
                item for item in ast.walk(ast.parse(source))
                if isinstance(item, ast.FunctionDef) and item.name == listener.__name__
            )  # fmt: skip
            calls = {ast.unparse(call.func) for call in ast.walk(node) if isinstance(call, ast.Call)}
            allowed = {"jobs.defer", "defer", "str"}
            assert {name for name in calls if name not in allowed and not name.startswith("on")} == set(), listener


@pytest.fixture(scope="module")
def named_constraints(cluster) -> set[str]:
    from tests.conftest import cloned

    with cloned(cluster) as url, psycopg.connect(url) as connection:
        rows = connection.execute(
            "SELECT conname FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace WHERE n.nspname = 'public'"
            " AND contype IN ('c', 'x', 'u') AND conrelid::regclass::text NOT LIKE 'procrastinate%'"
        ).fetchall()
    return {row[0] for row in rows}


RAISED_BY_TRIGGERS = {
    "lawful_move", "lawful_start", "trail_required", "immutable", "decision_matches_case", "decided_by_the_actor",
    "decided_by_another", "decided_by_decision", "licence_from_decision", "licence_from_measure", "accepted_list_immutable", "plan_item_declared",
    "one_principal", "principal_by_decision", "holder_unchanged", "card_stopped",
    "granted_with_term", "term_from_decision", "licence_from_terms", "refused_after_hearing", "ground_of_refusal",
    "barred_by_quashing", "quash_of_decision", "decision_supersedes", "objections_answered", "intention_announced",
    "agency_heard",
    "phoenix_open", "alarm_ends_by_itself", "alarm_by_outsider",
    "audit_summarised", "audit_accepted_by_company", "finding_of_audit", "finding_in_progress", "finding_closed_on_a_day",
    "judged_by_another", "paper_by_its_side", "message_by_its_side",
    "fee_approved_by_two", "fee_approved_by_another", "price_from_schedule", "payer_is_applicant", "money_from_outside",
    "paid_from_ledger", "refunds_agree", "ledger_balanced", "receipt_for_money", "refund_approvers", "refund_of_paid",
    "refunds_within", "transfer_matches_order",
    "standards_approved_by_two", "standards_approved_by_another", "standards_proposed", "finding_on_open_case",
    "finding_of_asked_standard", "finding_rests_on_evidence", "evidence_of_case", "standards_failed",
    "standards_answered", "standards_conditional", "decided_by_no_finder",
    "no_conflict_of_interest", "review_of_drawn_grant", "reviewed_by_another",
    "inspected_by_another", "inspection_closed_by_another", "decided_by_no_inspector", "recommended_by_no_inspector",
    "recommended_after_inspection", "frame_before_sample", "frame_of_entries", "sample_from_frame", "item_of_sample",
    "recorded_by_the_inspector", "response_to_report",
    "security_judged_by_outsider", "security_replaces_own", "security_call_within_rest", "security_callable",
    "security_held_for_claims", "security_without_open_call",
    "two_confirm", "heard_first", "lifted_by_another", "set_aside_by_others", "closed_by_another", "wound_down",
    "urgent_lapses_on_its_day", "protection_plan_given", "corrected_by_another", "extended_once",
}  # fmt: skip
# Partial unique indexes are no constraints to the catalogue, but PostgreSQL names them all the same.
INDEXES = {"uq_licence_appeal_one_open", "uq_ban_review_one_open",
           "uq_application_one_open", "uq_agency_person_one_principal", "uq_licence_measure_one_open", "uq_person_email",
           "uq_application_decision_once",
           "uq_watchlist_snapshot_one_current", "uq_case_assignment_one_open",
           "uq_assisted_entry_one_open", "uq_payment_order_one_live", "uq_payment_attempt_one_live", "uq_payment_transfer_one_live",
           "uq_payment_transfer_bank_reference",
           "uq_agency_web_once", "uq_agency_bank_account_once",
           "uq_security_once", "uq_security_release_one_open", "uq_security_order_one_standing"}  # fmt: skip


def test_every_explained_constraint_exists(application, named_constraints):
    assert constraints.explained() - named_constraints - RAISED_BY_TRIGGERS - INDEXES == set()


def test_what_triggers_refuse_is_explained(application):
    assert RAISED_BY_TRIGGERS - constraints.explained() == set()


def test_every_role_has_a_kind_and_a_name():
    from accounts.permissions import ROLE_NAMES, ROLES_OF_KIND

    assert set(ROLE_NAMES) == set(Role)
    assert set().union(*ROLES_OF_KIND.values()) == set(Role)
