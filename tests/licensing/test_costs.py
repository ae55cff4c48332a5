"""Employer pays: the rule that decides, and the list that everyone may read."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from licensing.costs.categories import CATEGORIES, PAYERS
from licensing.costs.models import Payer, WorkerVerdict
from licensing.costs.rules import decide

PAYER = st.sampled_from([*Payer, "relative", "", "WORKER"])


@dataclass(frozen=True)
class Item:
    worker_verdict: str
    billable_to_employer: bool
    instrument: str = "an instrument"


ITEMS = st.builds(Item, st.sampled_from([*WorkerVerdict, "unheard-of"]), st.booleans())


@given(ITEMS)
def test_no_item_may_ever_be_charged_to_a_worker(item):
    assert not decide(item, Payer.WORKER).allowed


@given(ITEMS, PAYER)
def test_every_verdict_names_its_rule_its_instrument_and_a_sentence_about_the_item(item, payer):
    verdict = decide(item, payer)
    assert verdict.rule_id.startswith("EP-")
    assert verdict.instrument == item.instrument
    assert "%(item)s" in verdict.sentence


@given(ITEMS, st.text(max_size=20).filter(lambda text: text not in set(Payer)))
def test_what_no_rule_knows_is_never_allowed(item, payer):
    assert not decide(item, payer).allowed


@given(st.sampled_from([Payer.EMPLOYER, Payer.BROKER, Payer.WORKER]), st.booleans())
def test_what_is_never_legitimate_has_no_payer(payer, billable):
    verdict = decide(Item(WorkerVerdict.NEVER, billable), payer)
    assert (verdict.allowed, verdict.rule_id) == (False, "EP-2")


def test_an_ordinary_cost_is_the_employers_or_the_agencys_or_does_not_apply():
    item = Item(WorkerVerdict.PROHIBITED, billable_to_employer=True)
    assert [payer for payer in Payer if decide(item, payer).allowed] == [
        Payer.EMPLOYER, Payer.BROKER, Payer.NOT_APPLICABLE
    ]  # fmt: skip
    assert decide(item, Payer.WORKER).rule_id == "EP-1"
    assert decide(Item(WorkerVerdict.PROHIBITED, billable_to_employer=False), Payer.EMPLOYER).rule_id == "EP-4"


def test_what_is_outside_recruitment_has_no_place_in_a_plan():
    for verdict in (WorkerVerdict.STATUTORY, WorkerVerdict.OUTSIDE):
        assert decide(Item(verdict, billable_to_employer=True), Payer.EMPLOYER).rule_id == "EP-3"


def test_payers_and_groups_have_names(client):
    rows = client.http.get("/api/v1/cost-items?size=200").json["rows"]
    assert {row["category"] for row in rows} <= set(CATEGORIES)
    assert set(PAYERS) == set(Payer)


def test_everyone_may_read_the_cost_items_without_signing_in(client):
    answer = client.http.get("/api/v1/cost-items?size=200")
    assert answer.status_code == 200
    rows = {row["code"]: row for row in answer.json["rows"]}
    assert answer.json["total"] == len(rows) == 69
    assert rows["A03"]["name"] == "Visa"
    assert rows["X01"]["worker_verdict"] == "never"
    assert rows["X01"]["declared_in_plan"] is False
    assert all("ILO" in row["instrument"] and "2019" in row["instrument"] for row in rows.values())
    assert "Set-Cookie" not in answer.headers


def test_the_list_can_be_narrowed_and_bad_questions_are_refused(client):
    answer = client.http.get("/api/v1/cost-items?declared=true&category=TRV")
    assert [row["code"] for row in answer.json["rows"]] == ["V01", "V02", "V03", "V04", "V05", "V06", "V07"]
    assert client.http.get("/api/v1/cost-items?declared=true&size=200").json["total"] == 48
    for question in ("size=0", "size=9999", "page=-1", "category=NONE", "category=%27"):
        assert client.http.get(f"/api/v1/cost-items?{question}").status_code == 422, question
