"""Acceptance scenario 9 (licensing.md 6.7): a banned person behind a new company is seen before a decision, over HTTP."""

from core.db import transaction
from licensing.agencies import holdings, queries, told
from tests.factories import actor, browser_of, member, signed_in
from tests.licensing import cases

IBAN = "GB33BUKB20201555555555"
WHY = "Took money from forty workers, and the inspection found the receipts."
LOOKED = "The two companies have the same two men, the same telephone and the same account."


def day(name: str, number: int, month: int, year: int) -> dict[str, str]:
    """The three fields of a day."""
    return {f"{name}-day": str(number), f"{name}-month": str(month), f"{name}-year": str(year)}


def ban(app, name: str) -> str:
    """Ban a person on the pages: one proposes, two others confirm; return where the ban stands."""
    officer, first, second = (signed_in(app, role) for role in ("officer", "decider", "decider"))
    page = officer.get("/staff/bans/new").submit(
        "Propose", name=name, ground="trafficking", reason=WHY, public_text="Must not find jobs for anyone.",
        **day("birth_date", 31, 3, 1976), **day("from_on", 21, 11, 2026), **day("review_on", 21, 11, 2028),
    )  # fmt: skip
    assert page.errors == []
    for decider in (first, second):
        answered = decider.get(page.path).submit("Save the decision", answer="confirm", note="Seen and agreed.")
        assert answered.errors == []
    return page.path


def case(officer, reference: str):
    """The page of a case; its links are tried where case pages are tested."""
    return officer.get(f"/staff/case/{reference}", check=False)


def account(by) -> None:
    with transaction(actor=by):
        holdings.add_bank_account(queries.own(by), told.account("Himal Bank", "NP", IBAN), by=by)


def test_a_banned_person_who_comes_back_behind_a_new_company_is_seen_before_a_decision(app, run_jobs):
    cases.law()
    actor("officer")  # there is a regulator from the first day on
    old = cases.broker("Blue River Placement")
    cases.hand_in(old, person="Sita Rai", phone="01 4000000")
    account(old)
    run_jobs()
    ban(app, "Sita Rai")
    run_jobs()

    # New people, a new name and town; the same telephone and the same account.
    new = cases.broker("Green Hill Services")
    reference = cases.hand_in(new, name="Green Hill Services", person="Maya Lama", phone="+977 1 4000000")
    account(new)
    run_jobs()

    officer = signed_in(app, "officer", name="Amina Officer")
    cases.check_all(reference, actor("officer"))
    page = case(officer, reference)
    assert "Sita Rai is like the banned person Sita Rai" in page.words
    refused = officer.get(f"/staff/case/{reference}/recommend").submit(
        "Send the recommendation", outcome="grant", reason=cases.REASON
    )
    assert any("is not cleared" in sentence for sentence in refused.errors), refused.words[:600]

    alert = case(officer, reference).click("Look at the phoenix alert")
    assert "Bank account" in alert.words
    assert "Telephone number" in alert.words
    assert IBAN[-6:] not in alert.words
    done = alert.submit("Record the answer", answer="confirm", reason=LOOKED)
    assert "A phoenix: only refusal" in done.words
    again = officer.get(f"/staff/case/{reference}/recommend").submit(
        "Send the recommendation", outcome="grant", reason=cases.REASON
    )
    assert any("can only be refused" in sentence for sentence in again.errors)
    ended = officer.get(f"/staff/case/{reference}/recommend").submit(
        "Send the recommendation", outcome="refuse", reason=cases.REASON
    )
    assert ended.errors == []


def test_the_banned_person_in_the_new_company_itself_is_seen_whatever_the_script(app, run_jobs):
    cases.law()
    ban(app, "Sita Rai")
    run_jobs()
    reference = cases.hand_in(cases.broker("Green Hill Services"), name="Green Hill Services", person="सीता राई")
    run_jobs()
    page = case(signed_in(app, "officer"), reference)
    assert "is like the banned person Sita Rai" in page.words


def test_a_ban_that_begins_while_a_case_is_open_holds_it_up_then(app, run_jobs):
    cases.law()
    reference = cases.hand_in(cases.broker("Green Hill Services"), name="Green Hill Services", person="Sita Rai")
    run_jobs()
    officer = signed_in(app, "officer")
    assert "banned" not in case(officer, reference).words
    ban(app, "Sita Rai")
    run_jobs()
    assert "is like the banned person Sita Rai" in case(officer, reference).words


def test_two_officers_clear_an_alert_on_its_page_and_the_one_who_began_cannot_end_it(app, run_jobs):
    cases.law()
    ban(app, "Sita Rai")
    reference = cases.hand_in(cases.broker("Green Hill Services"), name="Green Hill Services", person="Sita Rai")
    run_jobs()
    first, second = signed_in(app, "officer"), signed_in(app, "officer")
    alert = case(first, reference).click("Look at the phoenix alert")
    short = alert.submit("Record the answer", answer="clear", reason="no")
    assert short.errors == ["Say in 10 to 2,000 characters what you looked at and why."]
    mine = short.submit("Record the answer", answer="clear", reason="Another woman of this name; I saw both passports.")
    assert "You cleared this alert. Someone else must confirm it." in mine.words
    assert "Record the answer" not in mine.words
    theirs = second.get(alert.path)
    assert theirs.submit("Record the answer", answer="disagree").errors
    done = theirs.submit("Record the answer", answer="agree")
    assert "Cleared by two people" in done.words
    listed = first.get("/staff/phoenix", query_string={"status": "cleared"})
    assert "Green Hill Services" in listed.words


def test_who_belonged_to_the_agency_is_not_asked(app, run_jobs):
    from accounts.organisations import service as organisations
    from core.actor import SYSTEM

    cases.law()
    ban(app, "Sita Rai")
    by = cases.broker("Green Hill Services")
    reference = cases.hand_in(by, name="Green Hill Services", person="Sita Rai")
    run_jobs()
    membership = member("officer")
    officer = browser_of(app, membership)
    alert = case(officer, reference).click("Look at the phoenix alert")
    with transaction(actor=None):
        from accounts.organisations.queries import get
        from accounts.people.models import Person
        from core.db import db

        person = db.session.get(Person, membership.person.id)
        organisations.admit(person, get(by.organisation_id), "broker", by=SYSTEM)
    assert alert.submit("Record the answer", answer="clear", reason=LOOKED).status == 403
