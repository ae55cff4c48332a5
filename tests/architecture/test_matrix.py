"""Every route × every role: who may not enter is refused, who may is never refused and never breaks the page."""

import pytest

from accounts.permissions import ROLE_PERMISSIONS, Role
from accounts.sessions.service import start
from core.db import transaction
from core.permit import access_of
from tests.client import Browser
from tests.factories import member

VALUES = {"string": "A-0000-0000", "uuid": "00000000-0000-4000-8000-000000000000", "int": 1, "path": "x"}


def routes(app) -> list[tuple[str, str, str]]:
    """Every (endpoint, method, address), its variables filled with things that do not exist."""
    found = []
    with app.test_request_context():
        from flask import url_for

        for rule in app.url_map.iter_rules():
            if rule.endpoint == "static":
                continue
            values = {name: value_for(rule, name) for name in rule.arguments}
            for method in sorted(rule.methods & {"GET", "POST", "PUT", "PATCH", "DELETE"}):
                found.append((rule.endpoint, method, url_for(rule.endpoint, **values)))
    return found


def value_for(rule, name: str) -> object:
    """A value of the right form for one variable of an address."""
    converter = rule._converters[name]
    kind = type(converter).__name__
    if kind == "AnyConverter":
        return min(converter.items)
    return VALUES[{"UUIDConverter": "uuid", "IntegerConverter": "int", "PathConverter": "path"}.get(kind, "string")]


def visitor(app, role: Role | None) -> tuple[Browser, dict[str, str], str]:
    """A browser of a person in `role` (or of nobody): cookie for pages, header for the API, token for forms."""
    browser = Browser(app, app.response_class)
    headers: dict[str, str] = {}
    if role is not None:
        membership = member(role)
        with transaction(actor=None):
            secret = start(membership).secret
        browser.set_cookie("fairgate", secret)
        headers = {"Authorization": f"Bearer {secret}"}
    page = browser.get("/account/register").get_data(as_text=True)
    return browser, headers, page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]


@pytest.mark.parametrize("role", [None, *Role], ids=lambda role: str(role or "nobody"))
def test_the_matrix_of_routes_and_roles_holds(app, role):
    browser, headers, token = visitor(app, role)
    wrong = []
    for endpoint, method, address in routes(app):
        access = access_of(app.view_functions[endpoint])
        api = address.startswith("/api/")
        if endpoint in {"sessions.sign_out", "api_sessions.sign_out"}:
            continue  # would end the session that the matrix is walked with; tests/accounts tries it
        options = {"headers": headers, "json": {}} if api and method != "GET" else {"headers": headers if api else {}}
        if not api and method != "GET":
            options["data"] = {"csrf_token": token}
        status = browser.open(address, method=method, **options).status_code
        if access.audience != "permitted":
            expected = status < 500 and status not in (401, 403)
        elif role is None:
            expected = status == 401 or (not api and method == "GET" and status == 303)
        elif access.permission in ROLE_PERMISSIONS[role]:
            expected = status < 500 and status not in (401, 403)
        else:
            expected = status == 403
        if not expected:
            wrong.append(f"{method} {address} ({endpoint}): {status}")
    assert wrong == []


def test_someone_signed_in_to_another_account_sees_no_more_after_a_role_ends(app):
    from sqlalchemy import update

    from accounts.organisations.models import Membership
    from core import clock, trail
    from core.actor import SYSTEM

    membership = member(Role.OFFICER)
    with transaction(actor=None):
        secret = start(membership).secret
    browser = Browser(app, app.response_class)
    browser.set_cookie("fairgate", secret)
    assert browser.get("/account").status_code == 200
    with transaction(actor=None) as session:
        session.execute(update(Membership).where(Membership.id == membership.id).values(ended_at=clock.now()))
        trail.record("accounts.membership.end", membership, by=SYSTEM, reason="left the authority")
    assert browser.get("/account").status_code == 303
