"""Acceptance scenario 3 (licensing.md 6.7), over HTTP: 30 points are never granted, 8 points only with conditions."""

from datetime import timedelta

import pytest

from core import clock
from core.db import db, transaction
from licensing.applications.models import ApplicationDecision
from licensing.licences.models import Licence
from licensing.standards.models import StandardScore
from tests.conftest import NOON
from tests.factories import member, signed_in
from tests.licensing import cases, standards
from tests.licensing.test_assessment import bearer

REASON = "The standards were looked at one by one, and this follows from what was found on this case."


@pytest.fixture
def case(app) -> str:
    """A case with every check passed, asked five standards."""
    cases.law()
    with clock.frozen(NOON - timedelta(days=1)):
        standards.in_force()
    reference = cases.hand_in()
    from tests.factories import actor

    cases.check_all(reference, actor("officer"))
    return reference


def answer(client, reference: str, *not_met: str) -> None:
    """Answer every standard on its page, as an officer does."""
    for code in ("C1", "A1", "A2", "A3", "A4"):
        page = client.get(f"/staff/cases/{reference}/standards/{code}", status=200)
        told = {"outcome": "not-met" if code in not_met else "met", "reason": REASON}
        if code in not_met:
            told["evidence"] = [page.soup.find("input", attrs={"name": "evidence"})["value"]]
        page = page.submit("Record the finding", **told)
        assert page.status == 200, page.errors


def test_a_case_with_thirty_points_cannot_be_granted_on_any_way(app, case):
    officer, someone = signed_in(app, "officer"), member("officer")
    answer(officer, case, "C1")
    page = officer.get(f"/staff/cases/{case}/standards", status=200)
    assert "30 of 30 points" in page.words
    assert "Only a refusal is possible" in page.words
    page = officer.get(f"/staff/case/{case}/recommend", status=200)
    assert [item["value"] for item in page.soup.select("input[name=outcome]")] == ["refuse"]
    forged = app.test_client().post(
        f"/api/v1/cases/{case}/recommendation", headers=bearer(app, someone),
        json={"outcome": "grant", "reason": REASON,
              "conditions": [{"text": "Everything is mended.", "public_text": "It is mended."}]},
    )  # fmt: skip
    assert (forged.status_code, forged.json["code"]) == (409, "standards-failed")
    assert cases.application_of(case).status in {"checks", "assessment"}


def test_a_case_with_eight_points_is_granted_only_with_conditions_and_the_score_is_kept(app, case):
    officer, decider = signed_in(app, "officer"), signed_in(app, "decider")
    answer(officer, case, "A1")
    page = officer.get(f"/staff/cases/{case}/standards", status=200)
    assert "a licence can be granted only with conditions" in page.words
    page = officer.get(f"/staff/case/{case}/recommend").submit(
        "Send the recommendation", outcome="grant", reason=REASON
    )
    assert page.errors == ["8 points: set at least one condition, or recommend to refuse."]
    page = page.submit(
        "Send the recommendation", outcome="grant", reason=REASON, text_1="Translate every contract within a month.",
        public_1="Your contract must be in your language.",
    )  # fmt: skip
    assert "Someone else decides now." in page.words, page.errors
    page = decider.get(f"/staff/case/{case}/decide", status=200)
    page = page.submit("Grant the licence", ground="standards-met", reason=REASON)
    assert page.status == 200, page.errors
    with transaction(role="none"):
        assert db.session.execute(db.select(ApplicationDecision.outcome)).scalars().all() == ["grant"]
        licence = db.session.execute(db.select(Licence)).scalar_one()
        kept = db.session.execute(db.select(StandardScore).order_by(StandardScore.moment.desc())).scalars().all()
    assert [item.public_text for item in cases.licence_of(licence.number).conditions] == [
        "Your contract must be in your language."
    ]
    assert [(row.moment, row.score, row.failing) for row in kept] == [
        ("recommendation", 8, False), ("decision", 8, False),
    ]  # fmt: skip
    assert [row["code"] for row in kept[0].findings if row["points"]] == ["A1"]


def test_a_case_with_no_points_is_granted_freely_once_every_standard_is_answered(app, case):
    officer = signed_in(app, "officer")
    page = officer.get(f"/staff/case/{case}", status=200)
    assert "Answer the standards" in page.words
    answer(officer, case)
    page = officer.get(f"/staff/case/{case}/recommend").submit(
        "Send the recommendation", outcome="grant", reason=REASON
    )
    assert "Someone else decides now." in page.words, page.errors
