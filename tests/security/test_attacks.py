"""Attacks on the running application, on the demonstration's data: what was tried once and must stay closed."""

import csv
import io
import json
import re
from datetime import timedelta

import pytest
from flask import url_for
from sqlalchemy import text

from accounts.permissions import ROLE_PERMISSIONS, Permission, Role
from core import clock, ids
from core import db as database
from core.permit import access_of
from tests.client import Browser, Client

PASSWORD = "demonstration only"
# The closing bracket breaks out of attributes, the tag out of text, the braces would be run by a template.
XSS = "\"'><script>alert(1)</script>{{7*7}}"
FORMULA = "=HYPERLINK(1)"


def browser(app, email: str) -> Client:
    client = Client(app)
    client.sign_in(email, PASSWORD)
    return client


def bearer(app, email: str) -> dict[str, str]:
    answer = Browser(app, app.response_class).post("/api/v1/sessions", json={"email": email, "password": PASSWORD})
    assert answer.status_code == 201
    return {"Authorization": f"Bearer {answer.json['token']}"}


def as_owner(statement: str, **values: object) -> list:
    """Run a statement as superuser inside the test's transaction, triggers off."""
    connection = database.db.engines[None]
    connection.execute(text("SET LOCAL ROLE NONE"))
    connection.execute(text("SET LOCAL session_replication_role = replica"))
    result = connection.execute(text(statement), values)
    rows = list(result) if result.returns_rows else []
    connection.execute(text("SET LOCAL session_replication_role = origin"))
    return rows


# ------------------------------------------------------------------------------------ other people's things

PLACES = {
    "alerts": "alert", "suppliers": "supplier", "lists": "supplier_list", "visits": "audit", "findings": "finding",
    "engagements": "engagement", "applications": "application", "assessment": "application", "licences": "licence",
}  # fmt: skip


def things(status: str = "draft") -> dict[str, str]:
    """References of one company's things, and of one broker's application."""
    company = "(SELECT id FROM organisation WHERE name LIKE 'Northwind%')"
    found = {table: as_owner(f"SELECT reference FROM {table} WHERE organisation_id = {company} ORDER BY 1 LIMIT 1")[0][0]
             for table in ("alert", "supplier", "supplier_list", "audit", "finding")}  # fmt: skip
    found["engagement"] = str(as_owner(f"SELECT id FROM engagement WHERE organisation_id = {company} LIMIT 1")[0][0])
    case = as_owner("SELECT a.reference, p.id, a.id FROM application a JOIN agency_person p USING (agency_id)"
                    " WHERE a.status = :status ORDER BY 1, 2 LIMIT 1", status=status)[0]  # fmt: skip
    found["application"], found["row"] = case[0], str(case[1])
    found["licence"] = as_owner("SELECT number FROM licence WHERE status = 'active' ORDER BY 1 LIMIT 1")[0][0]
    found["measure"] = str(as_owner("SELECT id FROM licence_measure ORDER BY id LIMIT 1")[0][0])
    return found


CHOICES = {
    "kind": "people",
    "what": "remove",
    "measure": "suspend",
    "group": "FEE",
    "code": "meridia-debarred",
    "sequence": 1,
}


def addresses(app, known: dict[str, str], rooms: set[str]) -> list[tuple[str, str]]:
    """Every (method, address) of `rooms` whose variables name one of the `known` things."""
    found = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            room = rule.endpoint.partition(".")[0].removeprefix("api_")
            if room not in rooms or not rule.arguments:
                continue
            values = dict(CHOICES)
            for name in rule.arguments:
                table = PLACES[room]
                if name in {"reference", "number"}:
                    values[name] = known[table]
                elif name == "row":
                    values[name] = known["row"]
                elif name == "measure_id":
                    values[name] = known["measure"]
                elif name == "engagement_id":
                    values[name] = known["engagement"]
                elif name == "kind" and room == "assessment":
                    values[name] = "identity"
            wanted = {name: values[name] for name in rule.arguments}
            found += [
                (method, url_for(rule.endpoint, **wanted)) for method in rule.methods & {"GET", "POST", "PUT", "DELETE"}
            ]
    return found


COMPANY_ROOMS = {"alerts", "suppliers", "lists", "visits", "findings", "engagements"}
STRANGERS = [
    ("compliance@bluepeak.example", COMPANY_ROOMS), ("analyst@harvest.example", COMPANY_ROOMS),
    ("decider@meridia.example", COMPANY_ROOMS), ("sunrise@brokers.example", COMPANY_ROOMS),
    ("sunrise@brokers.example", {"applications"}), ("compliance@bluepeak.example", {"applications"}),
    ("auditor@lantern.example", {"applications", "assessment", "licences", "alerts", "lists", "suppliers"}),
    ("sunrise@brokers.example", {"assessment", "licences"}), ("compliance@northwind.example", {"assessment", "licences"}),
]  # fmt: skip


@pytest.mark.parametrize(("email", "rooms"), STRANGERS, ids=lambda value: value if isinstance(value, str) else "")
def test_no_page_and_no_route_gives_or_changes_what_belongs_to_others(demonstrated, email, rooms):
    known = things()
    client, headers = browser(demonstrated, email), bearer(demonstrated, email)
    token = client.get("/account").soup.find(attrs={"name": "csrf_token"})["value"]
    tries = addresses(demonstrated, known, rooms)
    assert len(tries) > 8
    open_doors = []
    for method, address in tries:
        options = {"headers": headers, "json": {"version": 1, "note": "a long enough note"}}
        if not address.startswith("/api/"):
            options = {"data": {"csrf_token": token, "version": "1"}} if method == "POST" else {}
        if method == "GET":
            options.pop("json", None)
        status = client.http.open(address, method=method, **options).status_code
        if status not in (403, 404, 422) or (status == 422 and method == "GET"):
            open_doors.append(f"{method} {address}: {status}")
    assert open_doors == []


# -------------------------------------------------------------------------------------- what people type

# Tables whose free text people type or upload; words with a meaning to the program are no text.
TYPED = {
    "agency": ("legal_name", "city", "address", "website"), "agency_name": ("name",), "agency_person": ("name",),
    "agency_phone": ("label",), "application": ("recommendation_reason", "returned_note"),
    "application_check": ("reason", "by_name"), "application_decision": ("reason", "decided_by_name"),
    "licence_condition": ("text", "public_text"),
    "licence_measure": ("reason", "proposed_by_name", "decided_by_name", "decision_note"),
    "supplier": ("name", "local_name", "address", "city", "external_reference"),
    "supplier_broker": ("name", "licence_number"), "supplier_list": ("name", "file_name"),
    "alert": ("subject_name", "object_name", "note", "assigned_name", "decided_by_name", "confirmed_by_name"),
    "audit": ("standard", "summary", "lead_auditor_name"),
    "finding": ("clause", "severity_native", "description", "created_by_name"),
    "audit_entry": ("actor_name", "reason"), "organisation": ("name",), "person": ("name",),
    "mail_message": ("subject", "body"), "watchlist": ("title", "publisher"), "flagged_entity": ("remarks",),
    "legal_ground": ("sentence",), "licence_class": ("name",),
}  # fmt: skip


def poison(payload: str) -> int:
    """Put `payload` before every typed text in the database; return how many columns took it."""
    taken = 0
    longest = dict(as_owner(
        "SELECT table_name || '.' || column_name, character_maximum_length FROM information_schema.columns"
        " WHERE table_schema = 'public'"
    ))  # fmt: skip
    for table, columns in TYPED.items():
        for column in columns:
            place = f"{table}.{column}"
            if place not in longest:
                continue
            width = longest[place] or 1_000
            if width < len(payload):
                continue
            as_owner(f"UPDATE {table} SET {column} = btrim(left(:payload || {column}, {width})) WHERE {column} IS NOT NULL",
                     payload=payload)  # fmt: skip
            taken += 1
    as_owner(
        "UPDATE supplier_list SET headers = (SELECT jsonb_agg(to_jsonb(CAST(:p AS text) || h)) FROM"
        " jsonb_array_elements_text(headers) h) WHERE jsonb_typeof(headers) = 'array' AND headers <> '[]'", p=payload,
    )  # fmt: skip
    as_owner(
        "UPDATE supplier_list_row SET raw = (SELECT jsonb_agg(to_jsonb(CAST(:p AS text) || coalesce(h, ''))) FROM"
        " jsonb_array_elements_text(raw) h) WHERE jsonb_typeof(raw) = 'array' AND raw <> '[]'", p=payload,
    )  # fmt: skip
    return taken


PEOPLE = {
    Role.OFFICER: "officer@meridia.example", Role.DECIDER: "decider@meridia.example", Role.ANALYST: "analyst@northwind.example",
    Role.COMPLIANCE: "compliance@northwind.example", Role.AUDITOR: "auditor@lantern.example", Role.BROKER: "",
}  # fmt: skip


def broker_of(reference: str) -> str:
    return as_owner("SELECT p.email FROM application a JOIN membership m USING (organisation_id)"
                    " JOIN person p ON p.id = m.person_id WHERE a.reference = :r", r=reference)[0][0]  # fmt: skip


def pages(app, known: dict[str, str]) -> list[tuple[str, str]]:
    """Every (endpoint, address) that answers a GET with a page or a file."""
    rooms = {rule.endpoint.partition(".")[0] for rule in app.url_map.iter_rules()} - {"static"}
    rooms = {room for room in rooms if not room.startswith("api_")}
    found = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            room = rule.endpoint.partition(".")[0]
            if room in rooms and "GET" in rule.methods and not rule.arguments:
                found.append((rule.endpoint, url_for(rule.endpoint)))
    tables = {address: room for room in PLACES for method, address in addresses(app, known, {room}) if method == "GET"}
    return found + [(f"{room}.", address) for address, room in tables.items() if not address.startswith("/api/")]


@pytest.mark.parametrize("role", PEOPLE, ids=str)
def test_no_page_runs_what_somebody_typed(demonstrated, role):
    known = things("returned")
    email = PEOPLE[role] or broker_of(known["application"])
    client = browser(demonstrated, email)
    assert poison(XSS) > 40
    broken, looked, shown = [], 0, 0
    for _endpoint, address in pages(demonstrated, known):
        response = client.http.get(address)
        if response.status_code in (303, 403, 404):
            continue
        looked += 1
        body = response.get_data(as_text=True)
        if response.status_code >= 500:
            broken.append(f"{address}: {response.status_code}")
        elif response.mimetype == "text/html":
            shown += "&lt;script&gt;alert(1)" in body
            if "<script>alert(1)" in body or ">49" in body or "'><script" in body:
                broken.append(f"{address} runs it")
    assert broken == []
    assert looked >= 4
    assert shown >= 2, "the payload was shown nowhere, so nothing was tried"


def test_no_public_page_runs_what_a_broker_typed(demonstrated):
    reference = as_owner("SELECT a.reference FROM agency a JOIN licence l ON l.agency_id = a.id ORDER BY 1 LIMIT 1")[0][
        0
    ]
    poison(XSS)
    client = Client(demonstrated)
    for address in (f"/a/{reference}", "/check?q=RA-00002", f"/check?q={XSS}", f"/a/{reference}/phone?n={XSS}"):
        body = client.http.get(address).get_data(as_text=True)
        assert "<script>alert(1)" not in body, address
    answer = client.http.get(f"/a/{reference}")
    assert "&lt;script&gt;alert(1)" in answer.get_data(as_text=True)
    assert answer.headers.getlist("Set-Cookie") == []


def test_no_table_for_a_spreadsheet_holds_a_formula(demonstrated):
    known = things("returned")
    emails = ("officer@meridia.example", "analyst@northwind.example", "auditor@lantern.example")
    clients = [browser(demonstrated, email) for email in emails]
    poison(FORMULA)
    as_owner("UPDATE supplier_list_row SET status = 'rejected' WHERE row_number < 5")
    files, cells = set(), 0
    for client in clients:
        for _endpoint, address in pages(demonstrated, known):
            if not address.endswith(".csv"):
                continue
            response = client.http.get(address)
            if response.status_code != 200:
                continue
            files.add(address)
            assert response.headers["Cache-Control"] == "private, no-store", address
            assert response.headers["Content-Disposition"].startswith("attachment"), address
            for row in csv.reader(io.StringIO(response.get_data().decode("utf-8-sig"))):
                cells += any("HYPERLINK" in cell for cell in row)
                assert not [cell for cell in row if cell.lstrip(" \t\r\n\xa0").startswith(("=", "@", "+H", "-H"))], (
                    address
                )
    assert len(files) >= 6, files
    assert cells > 20


# ------------------------------------------------------------------------------------------- the door


@pytest.mark.parametrize(
    "body", [b"[" * 100_000 + b"]" * 100_000, b'{"a":' * 50_000, b"1" * 100_000, b"[" * 900 + b"]" * 900, b"\xff\xfe{", b"NaN"],
    ids=["lists", "objects", "figures", "deep", "no text", "nan"],
)  # fmt: skip
def test_json_that_no_reader_can_take_in_is_the_senders_fault(app, body):
    answer = Browser(app, app.response_class).post("/api/v1/sessions", data=body, content_type="application/json")
    assert answer.status_code in (400, 422)
    assert answer.content_type == "application/problem+json"


def test_the_answer_to_a_sign_in_is_not_kept_for_a_repetition(demonstrated):
    headers = {**bearer(demonstrated, "officer@meridia.example"), "Idempotency-Key": ids.new_id().hex}
    body = {"email": "officer@meridia.example", "password": PASSWORD}
    before = as_owner("SELECT count(*) FROM idempotency_record")
    Browser(demonstrated, demonstrated.response_class).post("/api/v1/sessions", json=body, headers=headers)
    assert as_owner("SELECT count(*) FROM idempotency_record") == before


def test_an_idempotency_key_of_one_person_is_nothing_to_another(demonstrated):
    licence = as_owner("SELECT number FROM licence l WHERE status = 'active' AND NOT EXISTS (SELECT FROM licence_measure m"
                       " WHERE m.licence_id = l.id) ORDER BY 1 LIMIT 1")[0][0]  # fmt: skip
    ground = as_owner("SELECT code FROM legal_ground WHERE 'suspend' = ANY (kinds) LIMIT 1")[0][0]
    body = {"measure": "suspend", "ground": ground, "reason": "reported by five workers"}
    statuses = []
    for email in ("officer@meridia.example", "officer@meridia.example", "decider@meridia.example"):
        headers = {**bearer(demonstrated, email), "Idempotency-Key": "the same key"}
        http = Browser(demonstrated, demonstrated.response_class)
        answer = http.post(f"/api/v1/licences/{licence}/measures", json=body, headers=headers)
        statuses.append((answer.status_code, answer.headers.get("Idempotent-Replay")))
    assert statuses == [(201, None), (201, "true"), (409, None)]


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "/\\evil.example", "/\t/evil.example", "/\n/evil.example", "https://evil.example", "javascript:alert(1)",
     "///evil.example", " //evil.example", "/\r\nSet-Cookie: a=b", "/ /evil.example", "http:evil.example", "\x01//evil.example"],
)  # fmt: skip
def test_sign_in_sends_nobody_elsewhere_and_lets_no_header_in(target):
    from accounts.sessions.views import safe_next

    assert safe_next(target) is None
    assert safe_next("/co/alerts?status=open&page=2") == "/co/alerts?status=open&page=2"


def test_a_session_planted_before_sign_in_is_not_taken_over(demonstrated):
    client = Client(demonstrated)
    client.http.set_cookie("fairgate", "known-to-the-attacker")
    client.sign_in("officer@meridia.example", PASSWORD)
    secret = client.http.get_cookie("fairgate").value
    assert secret != "known-to-the-attacker"
    assert as_owner("SELECT count(*) FROM sign_in_session WHERE token_hash = :secret", secret=secret) == [(0,)]


def test_over_https_the_cookies_are_bound_to_the_host_and_can_be_taken_away(demonstrated):
    http = Browser(demonstrated, demonstrated.response_class)
    page = http.get("/sign-in", base_url="https://localhost").get_data(as_text=True)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
    data = {"csrf_token": token, "email": "officer@meridia.example", "password": PASSWORD}
    signed_in = http.post(
        "/sign-in", data=data, base_url="https://localhost", headers={"Referer": "https://localhost/"}
    )
    signed_out = http.post("/sign-out", data={"csrf_token": token}, base_url="https://localhost",
                           headers={"Referer": "https://localhost/"})  # fmt: skip
    assert signed_out.status_code == 303
    for answer in (signed_in, signed_out):
        cookie = next(item for item in answer.headers.getlist("Set-Cookie") if item.startswith("__Host-fairgate="))
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; ")), cookie


def test_every_form_is_refused_without_its_token_whatever_it_is_sent_as(demonstrated):
    client = browser(demonstrated, "decider@meridia.example")
    wrong = []
    for method, address in addresses(demonstrated, things("returned"), {"assessment", "licences"}):
        if method != "POST" or address.startswith("/api/"):
            continue
        for options in ({"data": {}}, {"json": {}}, {"data": b"x", "content_type": "text/plain"}):
            if client.http.post(address, **options).status_code != 400:
                wrong.append(address)
    assert wrong == []


def test_the_api_takes_no_cookie_by_whatever_address_it_is_reached(demonstrated):
    client = browser(demonstrated, "officer@meridia.example")
    for address in ("/api/v1/cases", "//api/v1/cases", "///api/v1/cases", "/ar/api/v1/cases", "/ar//api/v1/cases"):
        answer = client.http.get("/", environ_overrides={"PATH_INFO": address})
        assert answer.status_code == 401, address


@pytest.mark.parametrize(
    "name", ["a\x00b.csv", "a\x01b.csv", "../../etc/passwd.csv", "..\\..\\boot.csv", "\u202efdp.csv", "x" * 3_000]
)
def test_the_name_of_a_file_is_only_a_name(demonstrated, name):
    client = browser(demonstrated, "analyst@northwind.example")
    token = client.get("/account").soup.find(attrs={"name": "csrf_token"})["value"]
    content = io.BytesIO(b"Supplier name,Address,Country\nPeel Ltd,14 Mill Road,BD\n")
    data = {"csrf_token": token, "name": "", "paper": (content, name)}
    answer = client.http.post("/co/lists/new", data=data, content_type="multipart/form-data")
    assert answer.status_code in (303, 422)
    kept = as_owner("SELECT file_name FROM supplier_list ORDER BY created_at DESC LIMIT 1")[0][0]
    assert not re.search(r"[\x00-\x1f/\\\u202e]", kept)
    assert len(kept) <= 300


def test_no_role_may_do_alone_what_needs_two():
    """A role that could both recommend and decide is lawful only because the person is compared, never the role."""
    may = Permission

    assert may.DECIDE_APPLICATIONS not in ROLE_PERMISSIONS[Role.OFFICER]
    assert may.DECIDE_LICENCE_MEASURES not in ROLE_PERMISSIONS[Role.OFFICER]
    assert may.CONFIRM_ALERTS not in ROLE_PERMISSIONS[Role.ANALYST]
    assert not ROLE_PERMISSIONS[Role.INSPECTOR] & {
        may.CHECK_APPLICATIONS,
        may.DECIDE_APPLICATIONS,
        may.DECIDE_LICENCE_MEASURES,
    }


def test_a_decider_who_also_belongs_to_the_agency_does_not_decide_its_case(app):
    """One person, two memberships: the broker's own case comes to the person's desk at the regulator."""
    from accounts.organisations import queries, service
    from core.actor import SYSTEM
    from core.db import transaction
    from tests.factories import browser_of, member
    from tests.licensing import cases

    cases.law()
    someone = member("decider")
    reference = cases.recommended()
    with transaction(actor=None):
        agency = queries.get(cases.application_of(reference).organisation_id)
    with clock.frozen(clock.now() + timedelta(minutes=1)), transaction(actor=None):
        service.admit(someone.person, agency, Role.BROKER, by=SYSTEM)
    page = browser_of(app, someone).get(f"/staff/case/{reference}/decide")
    assert "You belong to this agency. Someone else must decide." in page.words
    http = Browser(app, app.response_class)
    sent = {"email": someone.person.email, "password": "a long enough password"}
    token = http.post("/api/v1/sessions", json=sent).json["token"]
    answer = http.post(
        f"/api/v1/cases/{reference}/decision", headers={"Authorization": f"Bearer {token}"},
        json={"outcome": "grant", "ground": "standards-met", "reason": "all in order here"},
    )  # fmt: skip
    assert (answer.status_code, answer.json["code"]) == (403, "same-person")


def test_every_route_that_changes_something_names_a_permission(app):
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static" or not rule.methods & {"POST", "PUT", "PATCH", "DELETE"}:
            continue
        access = access_of(app.view_functions[rule.endpoint])
        if access.audience != "permitted":
            assert rule.endpoint in {"sessions.sign_in", "api_sessions.sign_in", "registration.register",
                                     "api_registration.register"}, rule.endpoint  # fmt: skip


def test_an_error_page_says_nothing_of_the_inside(demonstrated, monkeypatch):
    client = browser(demonstrated, "officer@meridia.example")
    view = demonstrated.view_functions["sessions.account"]

    def breaks():
        raise ValueError("Maya Sherpan and the secret")

    breaks.__access__ = view.__access__
    monkeypatch.setitem(demonstrated.view_functions, "sessions.account", breaks)
    answer = client.http.get("/account")
    body = answer.get_data(as_text=True)
    assert answer.status_code == 500
    assert "Maya" not in body
    assert "Traceback" not in body
    assert "psycopg" not in json.dumps(dict(answer.headers))
    assert answer.headers["Cache-Control"] == "private, no-store"
