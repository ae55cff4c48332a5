"""Attacks at the door of the running application: what was tried once and must stay closed."""

import io
import json
import re
from datetime import timedelta

import pytest

from accounts.permissions import ROLE_PERMISSIONS, Permission, Role
from core import clock, ids
from core.permit import access_of
from tests.client import Browser, Client
from tests.security.attacking import (
    PASSWORD,
    addresses,
    as_owner,
    bearer,
    browser,
    things,
)


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
    body = {"measure": "suspend", "ground": ground, "reason": "reported by five workers", "protection_plan": "wages are secured"}
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
        if access.audience == "signed":
            assert rule.endpoint == "stripe_events.receive"  # Stripe signs what it sends; the view checks it first
        elif access.audience != "permitted":
            assert rule.endpoint in {"sessions.sign_in", "api_sessions.sign_in", "registration.register",
                                     "api_registration.register",
                                     "hearings.lodge", "api_hearings.lodge"}, rule.endpoint  # fmt: skip


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
