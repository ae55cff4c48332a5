"""Screening subjects against the current lists: matches with evidence, written once, memory bounded."""

import tracemalloc

import pytest
from sqlalchemy import func, select, update

from core import ids
from core.actor import SYSTEM
from core.db import db, own_role, transaction
from screening.runs import listed, queries, service
from screening.runs.models import ScreeningMatch
from screening.runs.parties import Subject
from screening.scoring import ALERT_THRESHOLD, Attributes, recompute
from screening.watchlists.models import FlaggedEntity
from tests.client import counted
from tests.factories import actor
from tests.licensing.cases import watchlist

ORGANISATION, OTHER = ids.new_id(), ids.new_id()


@pytest.fixture
def worker(app):
    token = own_role.set("fairgate_worker")
    yield
    own_role.reset(token)


def supplier(name: str, **known: object) -> Subject:
    return Subject("supplier", ids.new_id(), name, "organisation", Attributes(**known))


def screen(*subjects: Subject, organisation=ORGANISATION, scope_id=None):
    with transaction(actor=SYSTEM):
        return service.screen(
            subjects, organisation_id=organisation, scope="supplier-list", scope_id=scope_id or ids.new_id()
        )


def test_a_name_that_is_spelled_otherwise_is_found_and_its_score_can_be_computed_again(worker):
    watchlist("Sunrise Overseas Private Limited", "Kangaroo Mining Trust")
    found = screen(supplier("Sun Rise Oversees Pvt Ltd"), supplier("Harbour Line"))
    assert [match.matched_name for match in found] == ["Sunrise Overseas Private Limited"]
    assert found[0].score >= ALERT_THRESHOLD
    assert recompute(found[0].explanation) == found[0].score


def test_the_run_says_against_which_lists_and_how_many(worker):
    watchlist("Sunrise Overseas", "Kangaroo Mining Trust")
    scope = ids.new_id()
    screen(supplier("Sunrise Overseas"), supplier("Harbour Line"), scope_id=scope)
    with transaction(actor=SYSTEM):
        run = queries.run_of(scope, organisation_id=ORGANISATION)
        assert (run.subjects, run.matches) == (2, 1)
        assert [(item["code"], item["sequence"], item["names"]) for item in run.lists] == [("debarred", 1, 2)]
        assert [match.subject_name for match in queries.matches_of(scope, organisation_id=ORGANISATION)] == [
            "Sunrise Overseas"
        ]
        assert queries.run_of(scope, organisation_id=OTHER) is None


def test_with_no_list_nothing_matches_and_the_run_says_that_there_was_none(worker):
    scope = ids.new_id()
    assert screen(supplier("Sunrise Overseas"), scope_id=scope) == []
    with transaction(actor=SYSTEM):
        assert queries.run_of(scope, organisation_id=ORGANISATION).lists == []


def test_screening_again_updates_the_match_instead_of_adding_one(worker):
    watchlist("Sunrise Overseas")
    subject = supplier("Sunrice Overseas")
    first = screen(subject)
    second = screen(Subject(subject.kind, subject.id, "Sunrise Overseas", subject.party))
    assert second[0].id == first[0].id
    assert second[0].score > first[0].score
    with transaction(actor=SYSTEM):
        kept = db.session.execute(select(ScreeningMatch)).scalar_one()
        assert kept.subject_name == "Sunrise Overseas"
        assert queries.matches_of_subjects([subject.id], organisation_id=ORGANISATION) == [kept]
        assert queries.matches_of_subjects([], organisation_id=ORGANISATION) == []


def test_of_several_names_of_one_party_the_best_agreement_counts(worker):
    watchlist("Sunrise Overseas")
    one = ids.new_id()
    subjects = [
        Subject("agency", one, name, "organisation") for name in ("Sunrisse Overseas", "Sunrise Overseas", "Blue River")
    ]
    found = screen(*subjects)
    assert [(match.subject_name, match.score) for match in found] == [("Sunrise Overseas", 1.0)]


def test_two_chunks_with_names_of_one_party_keep_the_better_agreement(worker, monkeypatch):
    monkeypatch.setattr(service, "CHUNK", 1)
    watchlist("Sunrise Overseas")
    one = ids.new_id()
    screen(*[Subject("agency", one, name, "organisation") for name in ("Sunrise Overseas", "Sunrisse Overseas")])
    with transaction(actor=SYSTEM):
        assert db.session.execute(select(ScreeningMatch.subject_name)).scalar_one() == "Sunrise Overseas"


def test_another_date_of_birth_lowers_a_persons_score_and_says_so(worker):
    watchlist(
        {"caption": "Hari Bahadur Gurung", "schema": "Person", "countries": ["NP"], "birth_dates": ["1951-02-03"]}
    )
    other = Subject(
        "agency-person", ids.new_id(), "Hari Bahadur Gurung", "person", Attributes(birth_dates=("1990-07-01",))
    )
    same = Subject(
        "agency-person", ids.new_id(), "Hari Bahadur Gurung", "person", Attributes(birth_dates=("1951-02-03",))
    )
    found = {match.subject_id: match for match in screen(other, same)}
    assert found[same.id].score == 1.0
    assert other.id not in found or found[other.id].score <= found[same.id].score - 0.2
    assert found[same.id].explanation["qualifiers"]["birth_date"] == "agrees"


def test_the_same_registration_number_is_a_match_whatever_the_name(worker):
    watchlist({"caption": "Kangaroo Mining Trust", "identifiers": {"registration_number": ["NP 12-345 678"]}})
    found = screen(supplier("A Wholly Different Name", identifiers={"registration_number": ("np12345678",)}))
    assert [(match.score, match.explanation["variant"]) for match in found] == [(1.0, "identifier")]


def test_the_index_is_built_anew_only_when_a_list_changes(worker):
    watchlist("Sunrise Overseas")
    screen(supplier("Sunrise Overseas"))
    kept = listed._kept[0]
    screen(supplier("Sunrise Overseas"))
    assert listed._kept[0] is kept
    watchlist("Harbour Line", code="second")
    assert len(screen(supplier("Harbour Line"), supplier("Sunrise Overseas"))) == 2
    assert listed._kept[0] is not kept


def test_an_entity_that_left_the_list_matches_no_more(worker):
    watchlist("Sunrise Overseas", "Harbour Line")
    with transaction(actor=SYSTEM):
        db.session.execute(update(FlaggedEntity).where(FlaggedEntity.caption == "Harbour Line").values(to_sequence=1))
    listed._kept.clear()
    assert screen(supplier("Harbour Line")) == []


def test_matches_are_seen_by_who_asked_and_by_nobody_else(app, worker):
    watchlist("Sunrise Overseas")
    analyst, stranger = actor("analyst"), actor("analyst")
    screen(supplier("Sunrise Overseas"), organisation=analyst.organisation_id)
    own_role.set("fairgate_app")
    for who, expected in ((analyst, 1), (stranger, 0), (actor("officer"), 0)):
        with transaction(actor=who):
            assert db.session.execute(select(func.count()).select_from(ScreeningMatch)).scalar_one() == expected


def test_many_subjects_are_screened_in_chunks_with_few_statements_and_bounded_memory(worker, monkeypatch):
    monkeypatch.setattr(service, "CHUNK", 500)
    watchlist("Sunrise Overseas", "Harbour Line Trading")

    def many(count: int):
        for number in range(count):
            yield supplier(f"Factory {number} of the Northern Hills" if number % 100 else f"Sunrise Overseas {number}")

    peaks = []
    for count in (1_000, 4_000):
        tracemalloc.start()
        with transaction(actor=SYSTEM), counted() as statements:
            chunks = service.stream(
                many(count), organisation_id=ORGANISATION, scope="supplier-list", scope_id=ids.new_id()
            )
            assert sum(1 for _ in chunks) == count // service.CHUNK
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert statements[0] <= 12 + 12 * count // service.CHUNK
    assert peaks[1] < peaks[0] * 2 + 5_000_000, peaks


def test_the_page_and_the_api_say_how_far_a_run_has_come_and_who_is_compared(app, worker):
    from tests.factories import browser_of, member
    from tests.supplychain.supply import bearer

    watchlist("Sunrise Overseas")
    analyst = member("analyst")
    scope = ids.new_id()
    mine = {"organisation_id": analyst.organisation_id, "scope": "supplier-list", "scope_id": scope}
    chunks = service.stream([supplier("Sunrise Overseas"), supplier("Harbour Line")], total=4, **mine)
    with transaction(actor=SYSTEM):
        next(chunks)
    own_role.set("fairgate_app")
    client = browser_of(app, analyst)
    page = client.get("/screening/runs")
    assert "Under way" in page.words and "2 of 4" in page.words
    assert "Suppliers, with both names 2" in page.words
    assert "sub-agents of agencies" in page.words
    told = client.http.get("/api/v1/screening/runs", headers=bearer(client)).json["rows"][0]
    assert (told["status"], told["finished_at"], told["subjects_done"], told["subjects_total"]) == (
        "running",
        None,
        2,
        4,
    )
    assert client.http.get("/api/v1/screening/runs/screened", headers=bearer(client)).json["kinds"] == {"supplier": 2}
    shown = page.click("A supplier list")
    assert "Debarred recruiters" in shown.words
    stranger = browser_of(app, member("analyst"))
    assert stranger.get(shown.path).status == 404
    assert "No screening has run yet." in stranger.get("/screening/runs").words
