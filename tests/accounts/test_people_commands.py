"""People added from the terminal: the first of an installation, before anyone can sign in."""

import pytest
from click.testing import CliRunner

from accounts.people.commands import people
from core import db as database
from core.errors import Conflict, Invalid, NotFound, Problem
from tests.client import PASSWORD, Client


@pytest.fixture
def run(app, monkeypatch):
    monkeypatch.delenv("FAIRGATE_PASSWORD", raising=False)

    def run(*arguments: str, stdin: str | None = None) -> str:
        token = database.own_role.set("fairgate_worker")
        try:
            result = CliRunner().invoke(people, arguments, input=stdin)
        finally:
            database.own_role.reset(token)
        if isinstance(result.exception, Problem):
            raise result.exception
        assert result.exit_code == 0, result.output
        return result.output

    return run


FIRST = ("add", "--email", "amina@authority.example", "--name", "Amina Otieno", "--role", "officer",
         "--organisation", "Labour Authority", "--country", "KE")  # fmt: skip


def test_the_first_officer_founds_the_regulator_and_signs_in(app, run):
    assert "Nobody may sign in yet" in run("list")
    done = run(*FIRST, stdin=f"{PASSWORD}\n")
    assert done == "Amina Otieno (amina@authority.example) is now licensing officer of Labour Authority.\n"
    assert "regulator  Labour Authority" in run("list")
    page = Client(app).sign_in("amina@authority.example")
    assert page.status == 200
    assert page.client.get("/account").h1 == "Your account"


def test_the_password_may_come_from_the_environment(app, run, monkeypatch):
    monkeypatch.setenv("FAIRGATE_PASSWORD", PASSWORD)
    run(*FIRST)
    assert Client(app).sign_in("amina@authority.example").status == 200


def test_someone_known_gets_a_further_role_and_keeps_the_password(run):
    run(*FIRST, stdin=f"{PASSWORD}\n")
    again = run(
        "add",
        "--email",
        "AMINA@authority.example",
        "--role",
        "analyst",
        "--organisation",
        "Northwind",
        "--country",
        "ke",
    )
    assert "is now analyst of Northwind" in again
    with pytest.raises(Conflict, match="already-admitted"):
        run("add", "--email", "amina@authority.example", "--role", "analyst", "--organisation", "northwind")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"--country": "XX9"}, "country-unknown"),
        ({"--name": " "}, "name-missing"),
        ({"--email": "amina"}, "email-unfit"),
        ({"--kind": "company"}, "role-not-of-kind"),
    ],
)
def test_what_is_missing_or_impossible_is_refused(run, changed, code):
    arguments = list(FIRST)
    for option, value in changed.items():
        if option in arguments:
            arguments[arguments.index(option) + 1] = value
        else:
            arguments += [option, value]
    with pytest.raises(Invalid, match=code):
        run(*arguments, stdin=f"{PASSWORD}\n")


def test_a_short_password_is_refused(run):
    with pytest.raises(Invalid, match="password-too-short"):
        run(*FIRST, stdin="short\n")


def test_there_is_one_regulator(run):
    run(*FIRST, stdin=f"{PASSWORD}\n")
    with pytest.raises(Conflict, match="one-regulator"):
        run("add", "--email", "b@example.org", "--name", "B", "--role", "decider", "--organisation", "Second Authority",
            "--country", "KE", stdin=f"{PASSWORD}\n")  # fmt: skip


def test_who_is_dismissed_is_out_at_once_and_may_come_back(app, run):
    run(*FIRST, stdin=f"{PASSWORD}\n")
    browser = Client(app)
    browser.sign_in("amina@authority.example")
    assert browser.get("/account").status == 200
    done = run("end", "--email", "amina@authority.example", "--organisation", "labour authority", "--reason", "Left.")
    assert done == "Amina Otieno (amina@authority.example) no longer acts for Labour Authority.\n"
    assert browser.get("/account").h1 == "Sign in"
    assert "Nobody may sign in yet" in run("list")
    with pytest.raises(NotFound, match="no-membership"):
        run("end", "--email", "amina@authority.example", "--organisation", "Labour Authority", "--reason", "Left.")
    run(*FIRST)
    assert "Labour Authority" in run("list")


def test_a_new_password_ends_what_the_old_one_began(app, run):
    run(*FIRST, stdin=f"{PASSWORD}\n")
    browser = Client(app)
    browser.sign_in("amina@authority.example")
    run("password", "--email", "AMINA@authority.example", stdin="another long password\n")
    assert browser.get("/account").h1 == "Sign in"
    page = Client(app).sign_in("amina@authority.example", "another long password")
    assert page.client.get("/account").h1 == "Your account"
    with pytest.raises(NotFound, match="person-unknown"):
        run("password", "--email", "nobody@authority.example", stdin="another long password\n")
