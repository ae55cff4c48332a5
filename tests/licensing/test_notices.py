"""When a flagged list comes to name a licence holder: the officer is told, looks, and is told again when it changes."""

from tests.factories import signed_in
from tests.licensing import cases
from tests.supplychain.supply import bearer, flagged, relisted


def held(run_jobs) -> str:
    """A licence in force of Blue River Placement; return its number."""
    number = cases.licence()
    run_jobs()
    return number


def test_a_holder_who_comes_to_match_a_list_is_on_the_officers_desk(app, run_jobs):
    cases.law()
    number = held(run_jobs)
    officer = signed_in(app, "officer")
    assert "now matches a flagged list" not in officer.get("/staff").words
    entity = flagged("Blue Rivers Placement", country="NP")
    relisted(entity, 2)
    run_jobs()
    page = officer.get("/staff").click("1 licence holder now matches a flagged list")
    page = page.click("Blue River Placement")
    assert page.h1 == "A licence holder now matches the list “Test list of the bench”"
    assert number in page.words
    assert page.submit("Record the answer", answer="not-same", note="short").errors == [
        "Say in 10 to 2,000 characters what you looked at."
    ]
    page = page.submit("Record the answer", answer="not-same", note="Another company in another town.")
    assert "Not the same" in page.words
    assert "now matches a flagged list" not in officer.get("/staff").words
    relisted(entity_now(entity), 3, programs=["OTHER"])
    run_jobs()
    assert "now matches a flagged list" not in officer.get("/staff").words
    relisted(entity_now(entity), 4, countries=["AE"])
    run_jobs()
    page = officer.get("/staff").click("1 licence holder now matches a flagged list").click("Blue River Placement")
    assert "Another company in another town." in page.words
    relisted(entity_now(entity), 5, gone=True)
    run_jobs()
    assert "now matches a flagged list" not in officer.get("/staff").words
    assert "The two no longer match" in officer.get(page.path).words


def entity_now(entity):
    """The newest version of an entity."""
    from core.db import db, transaction
    from screening.watchlists.models import FlaggedEntity

    with transaction(role="fairgate_worker"):
        statement = db.select(FlaggedEntity).where(
            FlaggedEntity.entity_key == entity.entity_key, FlaggedEntity.to_sequence.is_(None)
        )
        return db.session.execute(statement).scalar_one()


def test_a_person_of_a_holder_is_compared_and_answered_over_the_api(app, run_jobs):
    cases.law()
    held(run_jobs)
    entity = flagged("Hari Gurung", country="NP")
    relisted(entity, 2, schema="Person")
    run_jobs()
    officer = signed_in(app, "officer")
    listed = officer.http.get("/api/v1/notices", headers=bearer(officer)).json
    notice = listed["rows"][0]
    assert (notice["subject_name"], notice["subject_kind"]) == ("Hari Gurung", "agency-person")
    answer = officer.http.post(
        f"/api/v1/notices/{notice['reference']}/answer", headers=bearer(officer),
        json={"same": True, "note": "The date of birth is the same."},
    )  # fmt: skip
    assert (answer.status_code, answer.json["status"]) == (200, "same")
    stranger = signed_in(app, "analyst")
    assert stranger.http.get("/api/v1/notices", headers=bearer(stranger)).status_code == 403


def test_an_agency_without_a_licence_makes_no_notice_and_its_case_needs_another_look(app, run_jobs):
    from datetime import timedelta

    from core import clock
    from tests.conftest import NOON

    cases.law()
    reference = cases.recommended()
    decider = signed_in(app, "decider")
    with clock.frozen(NOON + timedelta(hours=1)):
        relisted(flagged("Blue Rivers Placement", country="NP"), 2)
        run_jobs()
        decider = signed_in(app, "decider")
        assert "now matches a flagged list" not in decider.get("/staff").words
        page = decider.get(f"/staff/case/{reference}")
        assert (
            "Since the screening check, “Blue River Placement” is like “Blue Rivers Placement”: look again"
            in page.words
        )
        page = decider.get(f"/staff/case/{reference}/decide", query_string={"outcome": "grant"})
        assert "cannot be decided until somebody has looked at the flagged lists again" in page.words
        answer = page.submit("Grant the licence", ground="standards-met", reason=cases.REASON)
        assert answer.status in (409, 422)
        assert "Look at the flagged lists again" in " ".join(answer.errors)
