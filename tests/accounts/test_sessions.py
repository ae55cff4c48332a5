"""Signing in and out, and what a session may not do."""

from tests.client import Client
from tests.factories import member, signed_in


def test_a_person_signs_in_and_sees_for_whom(app):
    client = signed_in(app, "officer", name="Amina Otieno")
    page = client.get("/account", status=200)
    assert "Amina Otieno" in page.words


def test_a_wrong_password_is_refused_and_the_address_is_kept(client):
    someone = member("officer")
    page = client.get("/sign-in").submit("Sign in", email=someone.person.email, password="not the password")
    assert page.status == 422
    assert page.errors == ["The e-mail address or the password is wrong. Check both."]
    assert page.soup.find("input", attrs={"name": "email"})["value"] == someone.person.email


def test_an_unknown_address_gets_the_same_answer_as_a_wrong_password(client):
    page = client.get("/sign-in").submit("Sign in", email="nobody@example.org", password="not the password")
    assert page.errors == ["The e-mail address or the password is wrong. Check both."]


def test_after_ten_failures_the_address_must_wait(client):
    someone = member("broker")
    for _ in range(10):
        client.get("/sign-in").submit("Sign in", email=someone.person.email, password="not the password")
    page = client.sign_in(someone.person.email)
    assert page.errors == ["Too many tries with this address. Wait 15 minutes."]


def test_signing_out_ends_the_session_on_the_server(app):
    client = signed_in(app, "analyst")
    cookie = client.http.get_cookie("fairgate").value
    client.get("/account").submit("Sign out")
    thief = Client(app)
    thief.http.set_cookie("fairgate", cookie)
    assert thief.get("/account").h1 == "Sign in"


def test_sign_in_never_sends_people_elsewhere(app):
    someone = member("officer")
    for target in ("https://evil.example", "//evil.example", "/\\evil.example"):
        client = Client(app)
        page = client.get("/sign-in", query_string={"next": target})
        response = client.http.post(
            f"/sign-in?next={target}",
            data={"csrf_token": page.soup.find(attrs={"name": "csrf_token"})["value"], "email": someone.person.email,
                  "password": "a long enough password"},
        )  # fmt: skip
        assert response.status_code == 303, response.get_data(as_text=True)
        assert "evil" not in response.headers["Location"]


def test_a_form_without_its_token_is_refused(app):
    client = signed_in(app, "officer")
    page = client.post("/sign-out", data={})
    assert page.status == 400
    assert client.get("/account").h1 == "Your account"


def test_the_api_gives_a_bearer_token_and_ignores_the_cookie(app):
    client = signed_in(app, "officer")
    assert client.http.get("/api/v1/sessions/current").status_code == 401
    answer = client.http.post(
        "/api/v1/sessions", json={"email": client.member.person.email, "password": "a long enough password"}
    )
    token = answer.json["token"]
    who = client.http.get("/api/v1/sessions/current", headers={"Authorization": f"Bearer {token}"})
    assert who.json["role"] == "officer"


def test_a_broker_registers_itself(client):
    page = client.get("/account/register").submit(
        "Register", agency_name="Blue River Placement", country="NP", name="Sita Rai", email="sita@example.org",
        password="three words to remember",
    )  # fmt: skip
    assert page.status == 200, page.errors
    page = client.get("/account/register").submit(
        "Register", agency_name="Again", country="NP", name="Sita Rai", email="SITA@example.org",
        password="three words to remember",
    )  # fmt: skip
    assert page.errors == ["Someone has an account with this e-mail address. Sign in instead."]
    assert page.soup.find("input", attrs={"name": "agency_name"})["value"] == "Again"
