"""Applications on paper: an officer enters them for the agency, is named as who did, and never judges them."""

import pytest
from sqlalchemy.exc import DBAPIError

from core import db as database
from core.db import db, transaction
from tests.factories import actor_of, browser_of, signed_in
from tests.licensing import cases
from tests.supplychain.supply import bearer

NOTE = "Signed by Sita Rai, director; the agency has no internet connection."


def day(year: int, month: int, date: int) -> dict[str, str]:
    return {"received_on-day": str(date), "received_on-month": str(month), "received_on-year": str(year)}


def begun(app, **changes):
    """An officer's browser after beginning to enter papers, and the page that came."""
    officer = signed_in(app, "officer", name="Bikash Lama")
    told = {"agency_name": "Hill Road Placement", "country": "NP", "note": NOTE, **day(2026, 11, 20), **changes}
    return officer, officer.get("/staff/papers").submit("Begin", **told)


def test_an_officer_enters_papers_as_the_agency_and_leaves_it_again(app):
    cases.law()
    officer, page = begun(app)
    assert page.path == "/apply"
    assert "You are entering papers for <bdi>Hill Road Placement</bdi>" in page.text
    assert officer.get("/staff").status == 403
    page = page.submit("The papers are entered")
    assert page.path == "/staff/papers"
    assert "You act for the regulator again" in page.words
    assert "Entered on 21 November 2026" in page.words
    assert officer.get("/staff").status == 200


def test_papers_are_gone_on_with_later(app):
    officer, _page = begun(app)
    page = officer.get("/apply").submit("The papers are entered")
    assert page.path == "/staff/papers"
    other, page = begun(app, agency_name="River Road Placement")
    again = browser_of(app, other.member)  # signs in as the regulator's officer: the oldest membership counts
    assert again.get("/staff/papers").submit("Go on River Road Placement").path == "/apply"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"agency_name": ""}, "Enter the name of the agency, or the reference of one that is known."),
        ({"country": ""}, "Choose the country where it is registered."),
        ({"note": "By post"}, "Say in 10 to 2,000 characters who signed the papers and why they came on paper."),
        (day(2027, 1, 1), "The papers cannot have come in after today."),
        ({"agency_reference": "G-0000-0000"}, "There is no such agency, or it is not yours to see."),
    ],
)
def test_what_cannot_be_is_refused_with_the_field_and_keeps_what_was_typed(app, changes, sentence):
    _officer, page = begun(app, **changes)
    assert (page.status, page.errors) == (422, [sentence])
    assert NOTE in page.text or "note" in changes


def test_who_entered_the_papers_of_an_agency_judges_none_of_its_cases(app):
    cases.law()
    reference = cases.hand_in(name="Hill Road Placement")
    decider = signed_in(app, "decider", name="Mina Shah")
    with transaction(read_only=True, role="none"):
        agency = db.session.execute(db.text("SELECT reference FROM agency")).scalar_one()
    answer = decider.http.post("/api/v1/papers", headers=bearer(decider),
                               json={"agency_reference": agency, "received_on": "2026-11-20", "note": NOTE})  # fmt: skip
    assert answer.status_code == 201, answer.json
    done = decider.http.post(f"/api/v1/papers/{answer.json['id']}/finish", headers=bearer(decider))
    assert (done.status_code, bool(done.json["finished_at"])) == (200, True)
    with pytest.raises(DBAPIError) as refused, transaction(role="fairgate_worker"):
        db.session.execute(
            db.text("INSERT INTO application_check SELECT gen_random_uuid(), a.organisation_id, a.id, 'identity', 'pass',"
                    " 'It is as it should be.', :me, 'Mina Shah', now() FROM application a WHERE reference = :reference"),
            {"me": decider.member.person_id, "reference": reference},
        )  # fmt: skip
    assert database.constraint_of(refused.value) == "judged_by_another"


def test_an_officer_joins_no_agency_whose_papers_it_does_not_enter(app):
    cases.law()
    cases.hand_in()
    officer = signed_in(app, "officer")
    with (
        pytest.raises(DBAPIError, match="row-level security"),
        transaction(actor=actor_of(officer.member), role="fairgate_app"),
    ):
        db.session.execute(
            db.text("INSERT INTO membership SELECT gen_random_uuid(), :me, organisation_id, 'assistant', now() FROM agency"),
            {"me": officer.member.person_id},
        )  # fmt: skip


def test_two_officers_do_not_enter_papers_of_one_agency_at_once(app):
    cases.law()
    cases.hand_in(name="Hill Road Placement")
    with transaction(read_only=True, role="none"):
        agency = db.session.execute(db.text("SELECT reference FROM agency")).scalar_one()
    begun(app, agency_reference=agency)
    _second, page = begun(app, agency_reference=agency)
    assert page.status == 422
    assert "Bikash Lama is entering papers of this agency" in " ".join(page.errors)


def test_the_case_says_that_it_was_entered_from_paper(app):
    cases.law()
    officer, _page = begun(app)
    with transaction(actor=None, read_only=True, role="none"):
        from accounts.organisations.queries import memberships_of

        assistant = next(m for m in memberships_of(officer.member.person_id) if m.role == "assistant")
    reference = cases.hand_in(actor_of(assistant))
    officer.get("/apply").submit("The papers are entered")
    other = signed_in(app, "officer")
    page = other.get(f"/staff/case/{reference}")
    assert "Entered from paper" in page.words
    assert "Bikash Lama entered these answers from papers that came in on 20 November 2026" in page.words
