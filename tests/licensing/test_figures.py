"""The figures of the work: counted right, drawn right, with their tables, files and JSON."""

import csv
import io
from datetime import timedelta

import pytest

from core import clock
from core.db import transaction
from licensing.applications.states import Outcome
from licensing.assessment import queries, service
from licensing.workload import figures, pictures
from tests.conftest import NOON
from tests.factories import actor, member, signed_in
from tests.licensing import cases

pytestmark = pytest.mark.usefixtures("law")


@pytest.fixture
def law(app):
    cases.law()


def decided(outcome: Outcome, ground: str, days: int, name: str) -> None:
    decider = actor("decider")
    with clock.frozen(NOON - timedelta(days=days)):
        reference = cases.recommended(outcome=outcome, name=name)
        with transaction(actor=decider):
            service.decide(queries.get(reference), outcome, ground_code=ground, reason=cases.REASON, by=decider)


@pytest.fixture
def year(law):
    """A year's work: three granted, one refused in spring; two open, one of them too old."""
    for number in range(3):
        decided(Outcome.GRANT, "standards-met", 200, f"Granted {number}")
    decided(Outcome.REFUSE, "not-fit", 170, "Refused")
    with clock.frozen(NOON - timedelta(days=70)):
        cases.hand_in(name="Old case")
    cases.hand_in(name="New case")


@pytest.mark.usefixtures("year")
def test_the_figures_count_what_happened(app):
    with transaction(actor=actor("officer")):
        assert figures.ages() == [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0]
        months = {month.first.isoformat()[:7]: month.counts for month in figures.flow()}
        grounds = [(row.outcome, row.code, row.count) for row in figures.grounds()]
    assert len(months) == 12
    assert months["2026-05"] == {"received": 3, "returned": 0, "inspected": 0, "granted": 3, "refused": 0}
    assert months["2026-06"]["refused"] == 1
    assert months["2026-11"]["received"] == 1
    assert grounds == [("grant", "standards-met", 3), ("refuse", "not-fit", 1)]


@pytest.mark.usefixtures("year")
def test_the_page_draws_them_and_has_each_number_in_a_table_and_a_file(app):
    page = signed_in(app, "officer").get("/staff/figures", status=200)
    assert page.queries <= 12
    assert "2 cases are with us." in page.words
    for picture in page.soup.select("svg[role=img]"):
        assert picture.find("title").get_text(strip=True)
        assert picture.find("desc").get_text(strip=True)
    captions = [item.get_text(strip=True) for item in page.soup.select("table caption")]
    assert captions == [
        "How old open cases are", "What came and went, by month", "Decisions of twelve months by legal ground"
    ]  # fmt: skip
    for what in ("ages", "flow", "grounds"):
        answer = page.client.http.get(f"/staff/figures/{what}.csv")
        assert answer.mimetype == "text/csv"
        assert len(list(csv.reader(io.StringIO(answer.get_data(as_text=True))))) > 1


def test_an_office_without_work_sees_figures_without_pictures(app):
    page = signed_in(app, "officer").get("/staff/figures", status=200)
    assert "No case is open." in page.words
    assert "Nothing was decided in the last twelve months." in page.words


@pytest.mark.usefixtures("year")
def test_the_figures_go_through_the_api(app):
    from tests.licensing.test_assessment import bearer

    answer = app.test_client().get("/api/v1/workload/figures", headers=bearer(app, member("officer")))
    assert sum(answer.json["ages"]) == 2
    assert len(answer.json["flow"]) == 12


def test_columns_fill_the_field_and_stand_on_one_line():
    found = pictures.columns([[2, 2], [1, 0], [0, 0]])
    assert [column.total for column in found] == [4, 1, 0]
    assert sum(bar.height for bar in found[0].bars) == pictures.FIELD
    assert {round(column.bars[0].y + column.bars[0].height) for column in found if column.bars} == {168}
    mirrored = pictures.columns([[2, 2], [1, 0], [0, 0]], mirrored=True)
    assert mirrored[0].middle == found[2].middle
    assert pictures.line(60 / 7, 13) + pictures.line(60 / 7, 13, mirrored=True) == pictures.WIDTH
    assert pictures.columns([]) == []
