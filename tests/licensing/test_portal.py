"""The agency's side of an application: what it is told first, and drafts that are kept, copied and warned of."""

import io
import json
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from accounts.organisations.models import Membership
from accounts.permissions import Role
from accounts.sessions.queries import actor_of
from core import clock, ids, mail
from core import db as database
from core.db import db, transaction
from licensing.applications import queries
from licensing.applications.states import Status
from licensing.clocks import jobs as clock_jobs
from licensing.clocks.models import Clock, ClockRule, ReminderRule
from licensing.clocks.states import Kind
from tests.client import Browser, Client
from tests.factories import browser_of, member
from tests.licensing import applying, cases, paying, standards


@pytest.fixture
def kept(app):
    """A class of licence, and drafts that are kept 90 days with warnings 14 and 3 days before."""
    applying.licence_class()
    with transaction(role="none"):
        for kind, amount in ((Kind.DRAFT, 90), (Kind.DECIDE_NEW, 60)):
            db.session.merge(
                ClockRule(kind=kind, amount=amount, unit="days", instrument="Demonstration Act, section 26",
                          effective_from=date(2020, 1, 1))
            )  # fmt: skip
        for days in (14, 3):
            db.session.merge(ReminderRule(kind=Kind.DRAFT, days_before=days))


def test_who_thinks_of_applying_reads_what_it_takes_and_costs_without_signing_in(app, kept):
    visitor = Client(app)
    page = visitor.get("/apply/guide", status=200)
    assert "It takes about 60 minutes" in page.words and "kept for 90 days" in page.words
    assert "We decide within 60 days" in page.words
    page = page.submit("Calculate", workers="250")
    assert "Now, with the application Nothing" in page.words
    page = page.submit("Calculate", workers="no number")
    assert page.status == 422 and len(page.errors) == 1
    assert page.click("Start now").path.startswith("/sign-in")


def test_the_calculator_says_fees_and_bond_as_they_are_asked_for(app, kept):
    paying.schedule(kind="application-fee", amount=25_000)
    page = Client(app).get("/apply/guide").submit("Calculate", workers="250")
    assert "250" in page.words and "Now, with the application Nothing" not in page.words
    answer = Browser(app, app.response_class).get(f"/api/v1/applications/cost?class_code={applying.CLASS}&workers=250")
    assert answer.json["application_fee"]["amount"]["amount_minor"] == 25_000 and answer.json["bond"] is None


@contextmanager
def worker():
    """Work as the worker does."""
    token = database.own_role.set("fairgate_worker")
    try:
        yield
    finally:
        database.own_role.reset(token)


@pytest.fixture
def draft(app, kept):
    broker = member(Role.BROKER)
    return browser_of(app, broker), applying.filled(actor_of(broker)).reference


def running(reference, browser) -> list:
    with transaction(actor=actor_of(browser.member)):
        application = queries.get(reference, by=actor_of(browser.member))
        return list(db.session.scalars(select(Clock).where(Clock.subject_id == application.id, Clock.kind == Kind.DRAFT)))


def test_a_draft_is_kept_ninety_days_from_the_last_time_it_was_saved(draft):
    browser, reference = draft
    assert [row.due_on for row in running(reference, browser)] == [clock.today() + timedelta(days=90)]
    with clock.frozen(clock.now() + timedelta(days=30)):
        later = browser_of(browser.app, browser.member)
        later.get(f"/apply/{reference}/volume").submit("Save and continue", workers_a_year="300")
        assert [row.due_on for row in running(reference, browser)] == [clock.today() + timedelta(days=90)]


def test_a_draft_is_warned_of_twice_and_then_emptied_but_the_agency_is_kept(draft, app):
    browser, reference = draft
    begun = clock.now()
    for days, letters in ((75, 0), (76, 1), (80, 1), (87, 2), (90, 2)):
        with clock.frozen(begun + timedelta(days=days)), worker():
            clock_jobs.remind()
            clock_jobs.act()
        assert len(written("is kept until", browser)) == letters, days
    with clock.frozen(begun + timedelta(days=91)), worker():
        clock_jobs.act()
        clock_jobs.act()
    with transaction(actor=actor_of(browser.member)):
        application = queries.get(reference, by=actor_of(browser.member))
        told = queries.answers(application)
        assert application.status == Status.LAPSED and not told.lines and application.destinations == []
        assert told.phones and told.people, "what the agency told of itself is kept"
    assert len(written("has ended", browser)) == 1


def test_a_draft_nobody_was_warned_of_is_warned_of_first(draft):
    browser, reference = draft
    begun = clock.now()
    with clock.frozen(begun + timedelta(days=200)):
        with worker():
            clock_jobs.act()
        assert running(reference, browser)[-1].due_on == clock.today() + timedelta(days=14)
        with worker():
            clock_jobs.remind()
    assert len(written("is kept until", browser)) == 1
    with clock.frozen(begun + timedelta(days=215)), worker():
        clock_jobs.act()
    assert len(written("has ended", browser)) == 1


def written(words, browser) -> list:
    with transaction(actor=actor_of(browser.member)):
        return [row for row in mail.recent() if words in row.subject]


def test_a_draft_is_saved_as_a_file_and_taken_into_another_application(draft, app):
    browser, reference = draft
    browser.get(f"/apply/{reference}/lists/premises").submit(
        "Add this place", address="2 Hill Road", city="Pokhara", country="NP", kind="branch"
    )
    saved = browser.http.get(f"/apply/{reference}/draft.json")
    told = json.loads(saved.data)
    assert told["work"]["workers_a_year"] == 250 and len(told["fee_plan"]) == 48
    assert told["lists"]["premises"][0]["address"] == "2 Hill Road"
    other = browser_of(app, member(Role.BROKER))
    page = other.get("/apply/start").submit("Start", registration_number=ids.new_reference("N"))
    new = page.path.rsplit("/", 1)[-1]
    page = page.click("Your answers as a file").fill("Take the answers", {}, {"File": upload(saved.data)})
    assert page.status == 200 and "Look at each part and save it" in page.words, page.words
    assert "2 Hill Road" in other.get(f"/apply/{new}/lists/premises").words
    assert json.loads(other.http.get(f"/apply/{new}/draft.json").data)["people"] == told["people"]
    assert "Open “Business”, check it and save it." in other.get(f"/apply/{new}/answers").words


def test_a_file_that_is_wrong_somewhere_is_refused_whole_with_the_place(draft, app):
    browser, reference = draft
    told = json.loads(browser.http.get(f"/apply/{reference}/draft.json").data)
    other = browser_of(app, member(Role.BROKER))
    page = other.get("/apply/start").submit("Start", registration_number=ids.new_reference("N"))
    new = page.path.rsplit("/", 1)[-1]
    told["fee_plan"][0]["payer"] = "worker"
    page = page.click("Your answers as a file").fill("Take the answers", {}, {"File": upload(json.dumps(told).encode())})
    assert page.status == 422 and page.errors[0].startswith("Money: who pays each item: A worker must not pay")
    assert "Hari Rai" not in other.get(f"/apply/{new}/people").words, "nothing was taken in"
    for content in (b"{}", b"[1, 2", b'{"form": "another"}', b"[" * 50_000):
        page = other.get(f"/apply/{new}/draft").fill("Take the answers", {}, {"File": upload(content)})
        assert page.errors == ["This is not a file that was saved here. Choose one whose name ends in .json."]


def upload(content: bytes):
    return (io.BytesIO(content), "answers.json")


def test_will_it_fail_is_answered_by_the_rules_of_the_decision_and_nothing_is_kept(app, draft):
    browser, reference = draft
    page = browser.get(f"/apply/{reference}/precheck")
    assert "Nothing. Every part is complete." in page.words and "No standards are asked" in page.words
    standards.in_force()
    page = browser.get(f"/apply/{reference}/precheck")
    met = dict.fromkeys(["C1", "A1", "A2", "A3", "A4"], "met")
    assert "It cannot be said yet" in page.submit("Judge my answers", C1="met").words
    assert "Nothing speaks against it" in page.submit("Judge my answers", **met).words
    assert "It could be granted with conditions" in page.submit("Judge my answers", **met | {"A1": "not-met"}).words
    assert "It would be refused" in page.submit("Judge my answers", **met | {"C1": "not-met"}).words


def test_a_holder_sees_its_licence_what_workers_read_and_nobody_elses(app):
    cases.law()
    number = cases.licence()
    holder = browser_of(app, holder_of(number))
    page = holder.get("/licence", status=200)
    assert page.path == f"/licence/{number}" and "Licensed" in page.words
    assert "This agency has a licence today. You must not pay for a job." in page.words
    assert "No conditions. Keep it that way." in page.words
    assert page.click("Messages").h1 == "Messages"
    assert browser_of(app, member(Role.BROKER)).get(f"/licence/{number}").status == 404
    assert "You hold no licence yet" in browser_of(app, member(Role.BROKER)).get("/licence").words


def holder_of(number: str):
    """The member of the broker that holds a licence."""
    with transaction(role="none"):
        owner = cases.licence_of(number).organisation_id
        return db.session.scalars(
            select(Membership).where(Membership.organisation_id == owner).options(joinedload(Membership.person))
        ).first()


def test_a_renewal_begins_with_what_was_told_and_shows_what_differs(app):
    cases.law()
    number = cases.licence()
    with clock.frozen(clock.now() + timedelta(days=300)):
        holder = browser_of(app, holder_of(number))
        page = holder.get(f"/licence/{number}")
        assert "It ends in" in page.words
        page = page.click("Renew or change your licence").submit("Continue", kind="renewal")
        reference = page.path.rsplit("/", 1)[-1]
        assert "This began with what you last told us." in page.words and "Cannot start yet" not in page.words
        holder.get(f"/apply/{reference}/volume").submit("Save and continue", workers_a_year="400")
        page = holder.get(f"/apply/{reference}/phones").submit("Add this number", phone="01 4111111", label="Branch")
        assert "What you ask to change" in page.words and "+97714111111" in page.words
        page = holder.get(f"/apply/{reference}/answers")
        assert "Workers in a year" in page.words and "400" in page.words and "A further telephone number" in page.words
        page = holder.get(f"/apply/{reference}/phones").submit("Withdraw this change")
        assert "The change is withdrawn." in page.words
        again = holder.get(f"/licence/{number}/change").submit("Continue", kind="renewal")
        assert again.path == f"/apply/{reference}", "a second click opens the same draft"


def test_a_variation_of_nothing_is_refused_and_one_of_a_phone_is_taken(app):
    cases.law()
    number = cases.licence()
    holder = browser_of(app, holder_of(number))
    page = holder.get(f"/licence/{number}/change").submit("Continue", kind="variation")
    reference = page.path.rsplit("/", 1)[-1]
    page = holder.get(f"/apply/{reference}/declaration").submit("Declare and send", declared="yes")
    assert page.errors == ["Nothing differs from your licence. Change what is to be changed first."]
    holder.get(f"/apply/{reference}/phones").submit("Add this number", phone="01 4111111", label="Branch")
    page = holder.get(f"/apply/{reference}/declaration").submit("Declare and send", declared="yes")
    assert page.h1.startswith("Application received"), page.words[:400]


def test_withdrawing_says_before_what_comes_back(app):
    cases.law()
    paying.schedule(kind="application-fee", amount=25_000)
    by = cases.broker()
    reference = cases.hand_in(by)
    with transaction(role="none"):
        owner = db.session.scalars(
            select(Membership).where(Membership.organisation_id == by.organisation_id)
            .options(joinedload(Membership.person))
        ).first()  # fmt: skip
    holder = browser_of(app, owner)
    page = holder.get(f"/apply/{reference}")
    assert "Waiting for your payment" in page.words and "Pay the fee" in page.words
    assert "One step is left: pay the fee" in holder.get(f"/apply/{reference}/done").words
    assert "You have paid nothing, so nothing comes back." in holder.get(f"/apply/{reference}/withdraw").words
