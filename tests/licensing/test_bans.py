"""Bans of persons: three people, found by name and papers, published, on our own list, reviewed, ended."""

from datetime import date, timedelta

import pytest

from core import clock
from core.actor import SYSTEM
from core.db import own_role, transaction
from core.errors import Conflict, Invalid, Refused
from core.paging import Page
from licensing.bans import queries, service
from licensing.bans.service import Facts
from licensing.bans.states import Status
from licensing.licences import own_list
from screening.watchlists import queries as watchlists
from screening.watchlists.queries import Filter
from tests.conftest import NOON
from tests.factories import actor, member, signed_in
from tests.licensing import cases
from tests.licensing.cases import REASON
from tests.licensing.test_assessment import bearer

FACTS = Facts(
    name="Rajendra Prasad Koirala", from_on=date(2026, 11, 21), review_on=date(2027, 11, 21),
    until_on=date(2031, 11, 21), public_text="Took money from workers for jobs.", birth_date=date(1971, 2, 3),
    documents=["AB 123 456"],
)  # fmt: skip


@pytest.fixture(autouse=True)
def law(app):
    cases.law()


def propose(by=None, facts: Facts = FACTS) -> str:
    by = by or actor("officer")
    with transaction(actor=by):
        return service.propose(facts, ground_code="trafficking", reason=REASON, by=by).reference


def confirm(reference: str, by=None) -> None:
    by = by or actor("decider")
    with transaction(actor=by):
        service.confirm(queries.get(reference, lock=True), by=by)


def banned(facts: Facts = FACTS) -> str:
    reference = propose(facts=facts)
    confirm(reference)
    confirm(reference)
    return reference


def found(name: str, birth: date | None = None, *papers: str) -> list[tuple[bool | None, bool]]:
    with transaction(role="none"):
        return [(one.same_birth_date, one.same_document) for one in queries.matching(name, birth, papers)]


def test_a_ban_is_in_force_only_after_two_others_have_confirmed_it(app):
    officer, first = actor("decider"), actor("decider")
    reference = propose(officer)
    with pytest.raises(Refused, match="same-person"):
        confirm(reference, officer)
    confirm(reference, first)
    assert found(FACTS.name) == []
    with pytest.raises(Refused, match="same-person"):
        confirm(reference, first)
    confirm(reference)
    assert found(FACTS.name) == [(None, False)]
    with pytest.raises(Conflict, match="ban-decided"):
        confirm(reference)


def test_a_banned_person_is_found_by_another_spelling_by_papers_and_not_under_another_birth_date(app):
    banned()
    assert found("Rajendra P. Koirala") or found("Koirala Rajendra Prasad")
    assert found("rajendra prasad koirala", date(1971, 2, 3)) == [(True, False)]
    assert found("Rajendra Prasad Koirala", date(1980, 1, 1)) == []
    assert found("Somebody Else", None, "ab123456") == [(None, True)]
    with transaction(role="none"):
        assert all(len(value) == 64 for value in queries.search("", Page()).rows[0].identifiers)


def test_a_banned_person_stands_on_our_own_list_until_the_ban_ends(app, run_jobs):
    reference = banned()
    run_jobs()

    def listed() -> list[str]:
        with transaction(role="fairgate_worker"):
            watchlist = watchlists.get(own_list.CODE)
            return [row.entity_key for row in watchlists.entities(watchlist, Filter(), Page(1, 100)).rows]

    assert listed() == [reference]
    with clock.frozen(NOON + timedelta(days=5 * 366)):
        assert found(FACTS.name) == []  # before any job has marked it
        token = own_role.set("fairgate_worker")
        try:
            with transaction(actor=SYSTEM):
                assert service.end(by=SYSTEM) == 1
            with transaction(actor=SYSTEM):
                assert service.end(by=SYSTEM) == 0
        finally:
            own_role.reset(token)
        run_jobs()
        assert listed() == []


def test_a_ban_is_lifted_by_a_review_that_another_person_decides(app, run_jobs):
    reference = banned()
    one, other = actor("decider"), actor("decider")
    with transaction(actor=one):
        service.propose_lifting(queries.get(reference, lock=True), reason="The court cleared the person.", by=one)
    with pytest.raises(Refused, match="same-person"), transaction(actor=one):
        service.decide_review(queries.get(reference, lock=True), lift=True, note="The court cleared him.", by=one)
    with transaction(actor=other):
        row = service.decide_review(queries.get(reference, lock=True), lift=True, note="The judgment was read.", by=other)
        assert row.status == Status.LIFTED
    assert found(FACTS.name) == []


def test_what_is_wrong_with_a_proposal_is_said_field_by_field(app):
    wrong = Facts(name="X", from_on=date(2026, 11, 21), review_on=date(2026, 1, 1), until_on=date(2026, 1, 2), public_text="short")
    with pytest.raises(Invalid, match="ban-unsound") as problem:
        propose(facts=wrong)
    assert set(problem.value.fields) >= {"name", "until_on", "review_on", "public_text"}


def test_a_ban_goes_through_pages_and_api(app):
    reference = propose()
    client = signed_in(app, "decider")
    page = client.get("/staff/bans?status=waiting", status=200).click("Rajendra Prasad Koirala")
    page = page.submit("Save the decision", answer="confirm")
    assert "Confirmed by one of two" in page.words
    assert "You have taken part in this ban." in page.words
    headers = bearer(app, member("decider"))
    answer = app.test_client().post(f"/api/v1/bans/{reference}/confirmation", headers=headers, json={})
    assert (answer.status_code, answer.json["status"]) == (200, "in-force")
    assert client.get(f"/staff/bans/{reference}", status=200).click("Propose to lift the ban").status == 200
    assert client.get("/staff/bans/new", status=200).status == 200


def test_other_organisations_see_no_bans(app):
    banned()
    for role in ("broker", "analyst", "auditor"):
        with transaction(actor=actor(role)):
            assert queries.search("", Page()).total == 0
