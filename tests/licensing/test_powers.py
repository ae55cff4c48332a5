"""Who may do what in which state: tried out on the API, command by command, and held equal to docs/permissions.md.

FAIRGATE_WRITE_DOCS=1 writes what was found into the page instead.
"""

import os
from contextlib import contextmanager
from pathlib import Path

import pytest

from accounts.permissions import ROLE_NAMES, ROLE_PERMISSIONS, Permission, Role
from accounts.sessions.queries import actor_of
from core import db as database
from core.db import db, transaction
from core.permit import access_of
from licensing.applications.states import Outcome, Status
from licensing.assessment import queries, refusing, service
from licensing.licences.measures import EFFECTS, ELSEWHERE
from licensing.licences.states import Measure
from licensing.licences.states import Status as LicenceStatus
from tests.factories import actor, browser_of, member, signed_in
from tests.licensing import cases
from tests.supplychain.supply import bearer

PAGE = Path(__file__).resolve().parents[2] / "docs" / "permissions.md"
REASON = {"reason": cases.REASON}
# Every command on a case or an application that depends on where it stands: endpoint, method, end of its address, body.
COMMANDS = {
    "Change the answers": ("api_applications.destinations", "put", "/destinations",
                           {"destinations": ["JO"], "sectors": ["domestic"], "workers_a_year": 3, "version": 0}),
    "Hand in": ("api_applications.submit", "post", "/submission", {"declared": True, "version": 0}),
    "Withdraw": ("api_applications.withdraw", "post", "/withdrawal", {}),
    "Take into checks": ("api_assessment.start", "post", "/start", {}),
    "Record a check": ("api_assessment.check", "post", "/checks", {"kind": "identity", "result": "pass", **REASON}),
    "Return to the agency": ("api_assessment.give_back", "post", "/return",
                             {"items": [{"part": "people", "text": "The date of birth is missing."}]}),
    "Recommend": ("api_assessment.recommend", "post", "/recommendation", {"outcome": "grant", **REASON}),
    "Send back into checks": ("api_assessment.send_back", "post", "/send-back", REASON),
    "Grant": ("api_assessment.decide", "post", "/decision",
              {"outcome": "grant", "ground": "standards-met", **REASON}),
    "Tell the agency why it may be refused": (
        "api_assessment.intend", "post", "/intention",
        {"ground": "standards-not-met", "evidence": ["What was found on the spot."], **REASON},
    ),
    "Answer why not": ("api_hearings.represent", "post", "/representation", {"text": "It was mended in March."}),
    "Close the hearing": ("api_assessment.close_hearing", "post", "/close-hearing", {}),
    "Have it assessed anew": ("api_assessment.reassess", "post", "/reassessment", REASON),
    "Look at a quashed case": ("api_assessment.look_again", "post", "/look-again", {}),
    "Refuse": ("api_assessment.decide", "post", "/decision", {"outcome": "refuse", "ground": "not-fit", **REASON}),
}  # fmt: skip
# The same guard as “Change the answers”, or none by state.
ALIKE = {
    "api_applications.business", "api_applications.office", "api_applications.add_name", "api_applications.add_phone",
    "api_applications.add_person", "api_applications.change_person", "api_applications.remove",
    "api_applications.restore", "api_applications.fee_plan", "api_applications.add_account",
    "api_applications.add_company", "api_applications.add_premises", "api_applications.add_sub_agent",
    "api_applications.add_web", "api_applications.import_draft", "api_evidence.remove", "api_evidence.restore",
    "api_evidence.send", "api_messages.write", "api_messages.read", "api_assessment.presence",
    "api_messages.write_to_agency", "api_messages.read_case", "api_evidence.ask_for", "api_evidence.call_off",
    "api_evidence.judge", "api_assessment.answer_objection", "api_assessment.quash", "api_assignments.give", "api_assignments.release", "api_standards.record",
}  # fmt: skip
GROUNDS = {measure: code for code, kinds in cases.GROUNDS.items() for measure in kinds}


def routes_on_a_matter(app) -> set[str]:
    """The endpoints of commands on one case or one application."""
    return {
        rule.endpoint for rule in app.url_map.iter_rules()
        if rule.rule.startswith(("/api/v1/cases/<reference>/", "/api/v1/applications/<reference>/"))
        and rule.methods & {"POST", "PUT", "PATCH", "DELETE"}
    }  # fmt: skip


def roles_of(app, endpoint: str) -> list[Role]:
    access = access_of(app.view_functions[endpoint])
    return [role for role in Role if access.permission in ROLE_PERMISSIONS[role]]


@contextmanager
def undone():
    """Undo what is done within."""
    database.db.session.remove()
    savepoint = database.db.engines[None].begin_nested()
    try:
        yield
    finally:
        database.db.session.remove()
        savepoint.rollback()


def put(table: str, value: str, *, column: str = "status") -> None:
    """Put the one row of a table into a state, past every rule: what may be done in it is asked, not how it came there."""
    with transaction(role="none"):
        db.session.execute(db.text("SET LOCAL session_replication_role = replica"))
        db.session.execute(
            db.text(f"UPDATE {table} SET {column} = {'true' if value == 'true' else ':value'}"), {"value": value}
        )
        db.session.execute(db.text("SET LOCAL session_replication_role = origin"))


def tried(client, headers, method: str, path: str, body: dict) -> tuple[int, bool]:
    """The answer, and whether anything came of it: who repeats a step gets its first answer, and nothing happens."""
    before = entries()
    answer = getattr(client.http, method)(path, json=body, headers=headers)
    return answer.status_code, entries() > before


def entries() -> int:
    with transaction(role="none", read_only=True):
        return db.session.execute(db.text("SELECT count(*) FROM audit_entry")).scalar_one()


def table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def held(text: str, name: str) -> None:
    """Compare one part of the page with what was found, or write it."""
    page = PAGE.read_text(encoding="utf-8")
    begin, end = f"<!-- {name} -->\n", f"\n<!-- end of {name} -->"
    before, _, rest = page.partition(begin)
    found, _, after = rest.partition(end)
    if os.environ.get("FAIRGATE_WRITE_DOCS") == "1":
        PAGE.write_text(f"{before}{begin}{text}{end}{after}", encoding="utf-8")
        return
    assert found == text, (
        f"docs/permissions.md is not what the API does; FAIRGATE_WRITE_DOCS=1 bin/test {Path(__file__).name}"
    )


def test_every_command_on_a_case_is_tried(app):
    known = {endpoint for endpoint, *_ in COMMANDS.values()} | ALIKE
    assert routes_on_a_matter(app) - known == set(), (
        "say in COMMANDS what this command needs, or in ALIKE whom it resembles"
    )
    assert known - routes_on_a_matter(app) == set()


@pytest.mark.slow
def test_what_may_be_done_with_an_application_in_each_state(app, run_jobs):
    cases.law()
    owner = member("broker", organisation_name="Blue River Placement")
    reference = cases.hand_in(actor_of(owner))
    officer = actor("officer")
    cases.check_all(reference, officer)
    with transaction(actor=officer):
        service.recommend(queries.get(reference), Outcome.GRANT, reason=cases.REASON, by=officer)
    told = actor("decider")
    with transaction(actor=told):
        refusing.intend(queries.get(reference), ground_code="standards-not-met", reason=cases.REASON,
                        evidence=["Seen on the spot."], by=told)  # fmt: skip
    people = {
        Role.BROKER: browser_of(app, owner),
        Role.OFFICER: signed_in(app, "officer"),
        Role.DECIDER: signed_in(app, "decider"),
    }
    tokens = {role: bearer(client) for role, client in people.items()}
    version = cases.application_of(reference).version
    rows = []
    for name, (endpoint, method, ending, body) in COMMANDS.items():
        roles = roles_of(app, endpoint)
        role = next(role for role in (Role.BROKER, Role.OFFICER, Role.DECIDER) if role in roles)
        root = "applications" if role is Role.BROKER else "cases"
        allowed = []
        for status in Status:
            with undone():
                put("application", status)
                told = {**body, "version": version} if "version" in body else body
                answer, happened = tried(people[role], tokens[role], method, f"/api/v1/{root}/{reference}{ending}", told)
            assert answer in {200, 201, 403, 404, 409}, f"{name} on {status}: {answer}"
            if answer in {200, 201} and happened:
                allowed.append(str(status))
        rows.append([name, ", ".join(str(ROLE_NAMES[role]) for role in roles), ", ".join(allowed) or "–"])
    held(table(["Command", "Who", "While the application is"], rows), "applications")


@pytest.mark.slow
def test_what_may_be_done_with_a_licence_in_each_state(app, run_jobs):
    cases.law()
    number = cases.licence()
    run_jobs()
    client = signed_in(app, "decider")
    headers = bearer(client)
    proposers = ", ".join(str(ROLE_NAMES[role]) for role in roles_of(app, "api_licences.propose"))
    deciders = ", ".join(str(ROLE_NAMES[role]) for role in roles_of(app, "api_licences.confirm"))
    rows = []
    for measure in Measure:
        if measure not in GROUNDS or measure in ELSEWHERE:
            continue
        allowed = []
        for status in LicenceStatus:
            with undone():
                put("licence", status)
                overlay = {Measure.UNFREEZE: "frozen", Measure.UNWATCH: "watched"}.get(measure)
                if overlay is not None:
                    put("licence", "true", column=overlay)
                body = {"measure": measure, "ground": GROUNDS[measure], "protection_plan": cases.PLAN, **REASON}
                answer, happened = tried(client, headers, "post", f"/api/v1/licences/{number}/measures", body)
            assert answer in {201, 409}, f"{measure} on {status}: {answer}"
            if answer == 201 and happened:
                allowed.append(str(status))
        rows.append([EFFECTS[measure].name, proposers, deciders, ", ".join(allowed) or "–"])
    held(table(["Measure", "Proposed by", "Confirmed by another", "While the licence is"], rows), "licences")


def test_what_each_role_may_do(app):
    heads = [role for role in Role if role != Role.ASSISTANT]
    rows = [
        [f"`{permission}`", *("yes" if permission in ROLE_PERMISSIONS[role] else "" for role in heads)]
        for permission in Permission
    ]
    held(table(["Permission", *(str(ROLE_NAMES[role]) for role in heads)], rows), "roles")
