"""The edge: one transaction per request, GET cannot write, junk refused, errors answered in one shape."""

import pytest
from sqlalchemy import select, text

from accounts.organisations.models import Organisation
from core import db as database
from core import errors, ids
from core.actor import SYSTEM
from core.db import db, transaction
from tests.client import Browser
from tests.factories import signed_in


def test_a_read_only_transaction_cannot_write(app):
    with pytest.raises(Exception, match="read-only transaction"), transaction(actor=SYSTEM, read_only=True):
        db.session.execute(text("DELETE FROM failed_sign_in"))


def test_a_view_that_writes_on_get_is_refused_by_postgresql(app):
    """Proven on a real route: the API's who-am-I, made to write."""
    client = signed_in(app, "officer")
    view = app.view_functions["sessions.account"]

    def writes():
        db.session.execute(text("DELETE FROM failed_sign_in"))
        return "written"

    writes.__access__ = view.__access__
    app.view_functions["sessions.account"] = writes
    try:
        assert client.http.get("/account").status_code == 500
    finally:
        app.view_functions["sessions.account"] = view


def test_what_raises_leaves_nothing_behind(app):
    name = "Gone again " + ids.new_id().hex

    def attempt() -> None:
        from accounts.organisations import service
        from accounts.permissions import Kind

        with transaction(actor=SYSTEM):
            service.found(kind=Kind.COMPANY, name=name, country="NP", by=SYSTEM)
            raise errors.Conflict("no")

    with pytest.raises(errors.Conflict):
        attempt()
    with transaction(actor=None):
        assert db.session.execute(select(Organisation).where(Organisation.name == name)).first() is None


def test_a_change_without_a_trail_entry_is_refused(app):
    with pytest.raises(Exception, match="without a trail entry"), transaction(actor=None) as session:
        session.add(Organisation(kind="company", name="No trail", country="NP"))


def test_the_trail_cannot_be_edited_or_emptied(app):
    for statement in ("UPDATE audit_entry SET reason = 'x'", "DELETE FROM audit_entry", "TRUNCATE audit_entry"):
        with pytest.raises(Exception, match=r"permission denied|never changed"), transaction(actor=SYSTEM) as session:
            session.execute(text(statement))


@pytest.mark.parametrize(
    "address", ["/sign-in?next=%00", "/api/v1/sessions/current?x=%C2%80", "/check?q=%00", "/nowhere%00"]
)
def test_control_characters_are_refused_at_the_door(app, address):
    assert Browser(app, app.response_class).get(address).status_code in (400, 401, 404, 422)


def test_a_lone_surrogate_in_json_is_refused(app):
    answer = Browser(app, app.response_class).post(
        "/api/v1/sessions", data=b'{"email": "\\ud800@example.org", "password": "x"}', content_type="application/json"
    )
    assert answer.status_code == 422
    assert answer.json["code"] == "control-characters"


def test_errors_of_the_api_are_problem_json_with_the_fields(app):
    answer = Browser(app, app.response_class).post("/api/v1/sessions", json={"email": "a@example.org"})
    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
    assert "password" in answer.json["fields"]


def test_a_method_that_is_not_allowed_says_which_are(app):
    answer = Browser(app, app.response_class).delete("/sign-in")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


def test_an_unknown_page_is_a_page_and_an_unknown_route_is_json(app, client):
    assert client.get("/no/such/page").status == 404
    answer = Browser(app, app.response_class).get("/api/v1/no-such-thing")
    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")


def test_a_body_that_is_too_large_is_refused(app):
    answer = Browser(app, app.response_class).post(
        "/api/v1/sessions", data=b"x" * 1_100_000, content_type="application/json"
    )
    assert answer.status_code == 413


def test_every_answer_carries_the_headers_that_keep_others_out(app, client):
    headers = client.get("/sign-in").response.headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


def test_the_language_stands_in_the_address_and_in_every_link(client):
    page = client.get("/ar/sign-in")
    assert (page.soup.html["lang"], page.soup.html["dir"]) == ("ar", "rtl")
    assert any(link["href"].startswith("/ar/") for link in page.soup.find_all("a", href=True))


def test_an_idempotency_key_gives_the_first_answer_again(app):
    client = signed_in(app, "officer")
    answer = client.http.post(
        "/api/v1/sessions", json={"email": client.member.person.email, "password": "a long enough password"}
    )
    headers = {"Authorization": f"Bearer {answer.json['token']}", "Idempotency-Key": "one"}
    first = client.http.delete("/api/v1/sessions/current", headers=headers)
    assert first.status_code == 204


def test_the_role_of_a_transaction_does_not_outlive_it(app):
    with transaction(actor=None, role="fairgate_public") as session:
        assert session.execute(text("SELECT current_user")).scalar_one() == "fairgate_public"
    with transaction(actor=None) as session:
        assert session.execute(text("SELECT current_user")).scalar_one() == "fairgate_app"
    assert database.own_role.get() == "fairgate_app"


def test_a_repeated_upload_is_one_list_and_another_file_under_the_same_key_is_refused(app):
    import io

    client = signed_in(app, "analyst")
    token = client.http.post(
        "/api/v1/sessions", json={"email": client.member.person.email, "password": "a long enough password"}
    ).json["token"]
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "list-1"}

    def upload(content: bytes):
        data = {"file": (io.BytesIO(content), "suppliers.csv"), "name": "Suppliers"}
        return client.http.post("/api/v1/supplier-lists", data=data, headers=headers)

    first = upload(b"supplier_name,address,country\nA,Road 1,NP\n")
    again = upload(b"supplier_name,address,country\nA,Road 1,NP\n")
    other = upload(b"supplier_name,address,country\nB,Road 2,NP\n")
    assert first.status_code in (201, 202), first.text
    assert again.json["reference"] == first.json["reference"]
    assert again.headers["Idempotent-Replay"] == "true"
    assert (other.status_code, other.json["code"]) == (409, "idempotency-key-reused")
