"""One name against the lists at once: found, explained, not kept; odd input is answered in bounded time."""

import csv
import io
import json
import time
from datetime import date

import pytest

from core import clock, ids, trail
from core.actor import SYSTEM
from core.db import db, transaction
from screening.names import MAX_NAME_CHARACTERS
from screening.search import levels, limits
from screening.search.levels import THRESHOLDS, Level
from screening.watchlists.models import FlaggedEntity, FlaggedName, Watchlist, WatchlistSnapshot
from tests.factories import signed_in
from tests.supplychain.supply import bearer

URL = "/api/v1/screening/search"
PARTIES = (
    {"names": ["ROSNEFT ZELMARTO LLC"], "countries": ["RU"], "programs": ["RUSSIA-EO14024"]},
    {"names": ["Petrov, Ivan Sergeevich"], "schema": "Person", "birth_dates": ["1968-03-27"]},
    {"names": ["Kangaroo Mining Trust", ("GOLDEN EAGLE", True)], "identifiers": {"tax_id": ["7708-1255-31"]}},
    {"names": ["شركة النفط السورية"], "countries": ["SY"]},
)


@pytest.fixture(autouse=True)
def patient():
    """Let no test spend another one's names."""
    limits._names._used.clear()
    yield
    limits._names._used.clear()


@pytest.fixture
def listed(app):
    with transaction(role="fairgate_worker", actor=SYSTEM):
        watchlist = Watchlist(
            id=ids.new_id(), code="tested", title="List under test", publisher="Bench", created_at=clock.now()
        )
        snapshot = WatchlistSnapshot(
            id=ids.new_id(), watchlist=watchlist, sequence=3, status="current", format="fairgate_csv", source_hash="0" * 64,
            published_on=date(2026, 11, 1), imported_at=clock.now(), imported_by_name="test", entities=len(PARTIES),
            names=5, added=len(PARTIES), changed=0, removed=0,
        )  # fmt: skip
        db.session.add(snapshot)
        trail.record("screening.watchlist_snapshot.import", snapshot, by=SYSTEM)
        for number, party in enumerate(PARTIES):
            names = [(name, False) if isinstance(name, str) else name for name in party["names"]]
            entity = FlaggedEntity(
                id=ids.new_id(), watchlist=watchlist, entity_key=f"k/{number}", schema=party.get("schema", "Organization"),
                caption=names[0][0], programs=party.get("programs", []), countries=party.get("countries", []),
                birth_dates=party.get("birth_dates", []), identifiers=party.get("identifiers", {}), addresses=[],
                content_hash="0" * 64, from_sequence=3,
            )  # fmt: skip
            entity.names = [
                FlaggedName(position=place, name=name, kind="weak" if weak else "primary", weak=weak)
                for place, (name, weak) in enumerate(names)
            ]
            db.session.add(entity)
    return app


@pytest.fixture
def analyst(listed):
    return signed_in(listed, "analyst")


def look(client, name: str = "", **more: str):
    return client.get("/screening", status=200).submit("Compare with the lists", name=name, **more)


def text_of(page) -> str:
    """The words of the main part as they read, without gaps where names are marked up."""
    return " ".join(page.soup.find("main").get_text().split())


def sent(client, path: str = "", **body):
    return client.http.post(URL + path, headers=bearer(client), json=body)


# ------------------------------------------------------------------------------------------------ the page


def test_a_name_is_found_explained_and_leads_to_who_is_listed(analyst):
    page = look(analyst, "ROSNEFT ZELMARKO OOO")
    assert page.status == 200
    assert "1 listed party is like “ROSNEFT ZELMARKO OOO”" in text_of(page)
    assert "ZELMARKO and ZELMARTO differ by one letter" in text_of(page)
    assert "List under test" in page.words and "RUSSIA-EO14024" in page.words and "Russia" in page.words
    assert "Computed again from these words" in page.words
    assert "version 3" in page.words
    assert "ROSNEFT ZELMARTO LLC" in page.click("ROSNEFT ZELMARTO LLC").h1


def test_nothing_found_claims_no_more_than_what_was_searched(analyst):
    page = look(analyst, "Blue Mountain Bakery")
    assert "Nothing similar to “Blue Mountain Bakery”" in text_of(page)
    assert "with 5 names of 1 list, in the versions below. No more than that was searched" in text_of(page)
    row = page.soup.select_one("#result ~ details tbody tr").get_text(" ", strip=True)
    assert "List under test 3 1 Nov 2026 21 Nov 2026 5" in row


def test_without_lists_nothing_is_claimed(app):
    client = signed_in(app, "officer")
    assert "No flagged list has been imported" in client.get("/screening", status=200).words
    assert "No flagged list has been imported" in look(client, "Anybody Limited").words


def test_what_is_asked_stands_in_no_address_and_no_table(analyst):
    page = look(analyst, "Unheard Of Person Nobody Knows")
    assert page.path == "/screening"
    assert page.response.headers["Cache-Control"] == "private, no-store"
    with transaction(role="none") as session:
        from sqlalchemy import text

        tables = session.execute(
            text("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
        ).scalars()
        for table in list(tables):
            held = session.execute(
                text(f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE :it'), {"it": "%Unheard Of%"}
            )
            assert held.scalar_one() == 0, table


def test_a_country_and_a_date_of_birth_weigh_in(analyst):
    same = sent(analyst, name="Ivan Sergeevich Petrov", kind="person", birth_date="1968").json["results"][0]
    other = sent(analyst, name="Ivan Sergeevich Petrov", kind="person", birth_date="1990-01-02", level="wide").json
    assert same["explanation"]["qualifiers"] == {"birth_date": "year_agrees"}
    assert "The year of birth is the same." in same["sentence"]
    assert other["results"][0]["score"] < same["score"]


def test_a_number_finds_its_bearer_under_any_name_and_any_scheme(analyst):
    page = look(analyst, "Blue Mountain Bakery", identifier="77081255 31")
    assert "have the same number (Tax number: 77081255 31)" in text_of(page)
    alone = look(analyst, identifier="770812-5531")
    assert "Kangaroo Mining Trust" in alone.words and "100%" in alone.words


def test_a_weak_alias_says_that_it_is_one(analyst):
    page = look(analyst, "Golden Eagle", level="wide")
    assert "Weak alias" in page.words
    assert "The listed name is a weak alias" in page.words


def test_strict_shows_less_and_wide_shows_more(analyst):
    found = {
        level: [row["score"] for row in sent(analyst, name="Rosneft Selmart", level=level).json["results"]]
        for level in Level
    }
    assert len(found[Level.STRICT]) <= len(found[Level.NORMAL]) <= len(found[Level.WIDE])
    for level, scores in found.items():
        assert all(score >= THRESHOLDS[level] for score in scores)


def test_each_choice_says_what_it_costs_in_innocent_names(analyst):
    hints = [hint.get_text(strip=True) for hint in analyst.get("/screening").soup.select(".govuk-radios__hint")]
    if levels.MODEL_VERSION not in levels.EXPECTED:
        assert hints == []
    else:
        assert len(hints) == len(Level)
        assert all(hint.startswith("Of 1,000 names that are on no list,") for hint in hints)
        assert list(levels.EXPECTED[levels.MODEL_VERSION].values()) == sorted(
            levels.EXPECTED[levels.MODEL_VERSION].values()
        )


def test_a_wrong_answer_on_the_form_is_told_at_its_field(analyst):
    page = look(analyst)
    assert (page.status, page.errors) == (422, ["Enter a name or a number."])
    page = look(analyst, "Somebody", birth_date="27 March", identifier="12")
    assert page.errors == [
        "Write the date of birth as year, year-month or year-month-day, such as 1968 or 1968-03-27.",
        "A number of fewer than five signs proves nothing. Enter the whole number, or leave it out.",
    ]
    assert page.soup.find(id="name")["value"] == "Somebody"


def test_the_answer_can_be_kept_as_a_file_with_what_it_rests_on(analyst):
    page = look(analyst, "ROSNEFT ZELMARKO OOO")
    table = page.submit("Download as CSV").response
    rows = list(csv.reader(io.StringIO(table.get_data(as_text=True).lstrip("\ufeff"))))
    assert rows[1][:2] == ["ROSNEFT ZELMARKO OOO", "ROSNEFT ZELMARTO LLC"]
    assert ["List under test", "3", "2026-11-21", "2026-11-01", "5", "0" * 64] in rows
    assert "ROSNEFT" not in table.headers["Content-Disposition"]
    told = json.loads(page.submit("Download as JSON").response.get_data())
    assert told["results"][0]["entity"]["entity_key"] == "k/0"
    assert told["lists"][0]["sequence"] == 3


def test_a_formula_is_given_out_as_text(analyst):
    page = look(analyst, "=HYPERLINK(1)")
    assert "'=HYPERLINK(1)" in page.submit("Download as CSV").response.get_data(as_text=True)


def test_an_auditor_may_screen_a_name_but_is_shown_no_link_to_lists(listed):
    page = look(signed_in(listed, "auditor"), "ROSNEFT ZELMARTO")
    assert "ROSNEFT ZELMARTO LLC" in page.words
    assert not [a for a in page.soup.select("main a[href]") if "/lists" in a["href"]]


def test_the_page_is_whole_in_arabic_and_runs_from_right_to_left(analyst):
    page = analyst.get("/ar/screening", status=200)
    page = page.submit("قارن بالقوائم", name="شركة النفط السورية")
    assert page.soup.html["dir"] == "rtl"
    assert page.soup.find("bdi", string="شركة النفط السورية")


def test_the_page_asks_little_of_the_database(analyst):
    look(analyst, "ROSNEFT ZELMARTO LLC")
    page = look(analyst, "ROSNEFT ZELMARTO LLC")
    assert page.queries <= 7  # session and context twice, the lists, who is listed


# ------------------------------------------------------------------------------------------------- the API


def test_an_answer_over_the_api_explains_itself_and_its_points_add_up(analyst):
    answer = sent(analyst, name="ROSNEFT ZELMARKO OOO", kind="organisation", country="ru")
    assert answer.status_code == 200
    told = answer.json
    assert told["asked"] == {
        "name": "ROSNEFT ZELMARKO OOO", "kind": "organisation", "country": "RU", "birth_date": "", "identifier": "",
    }  # fmt: skip
    result = told["results"][0]
    why = result["explanation"]
    assert {(pair["query"], pair["entry"], pair["reason"]) for pair in why["pairs"]} == {
        ("rosneft", "rosneft", "exact"), ("zelmarko", "zelmarto", "one_edit"),
    }  # fmt: skip
    assert why["unmatched_query"] == why["unmatched_entry"] == []
    assert why["qualifiers"] == {"country": "agrees"}
    assert sum(why["contributions"].values()) == pytest.approx(result["score"], abs=0.001)
    assert why["recomputed"] == {"score": result["score"], "agrees": True}
    assert result["list"] == {"code": "tested", "title": "List under test", "publisher": "Bench", "sequence": 3}
    assert told["lists"][0]["published_on"] == "2026-11-01"
    assert told["model"] == why["model"]
    assert told["comparable"] is True and told["more"] is False


def test_a_batch_is_answered_in_its_order_with_few_queries(analyst):
    names = [{"name": "ROSNEFT ZELMARTO"}, {"name": "Nobody At All"}, {"name": "LLC"}] * 20
    from tests.client import counted

    headers = bearer(analyst)
    sent(analyst, name="Whoever builds the index")
    with counted() as statements:
        told = analyst.http.post(URL + "/batch", headers=headers, json={"names": names}).json
    assert len(told["answers"]) == 60
    assert [len(answer["results"]) for answer in told["answers"][:3]] == [1, 0, 0]
    assert [answer["comparable"] for answer in told["answers"][:3]] == [True, True, False]
    assert told["answers"][2]["set_aside"] == ["llc"]
    assert statements[0] <= 7


def test_a_batch_names_the_place_of_what_is_wrong(analyst):
    answer = sent(
        analyst, "/batch", names=[{"name": "Somebody"}, {"name": " "}, {"name": "Other", "country": "Atlantis"}]
    )
    assert answer.status_code == 422
    assert answer.json["fields"] == {"names.1.name": "Enter a name or a number."}
    assert sent(analyst, "/batch", names=[]).status_code == 422
    assert sent(analyst, "/batch", names=[{"name": "x"}] * 101).status_code == 422


def test_nobody_may_have_names_compared_without_end(analyst):
    limits._names.take(analyst.member.person_id, limits.MOST_NAMES - 1)
    assert sent(analyst, name="Somebody").status_code == 200
    refused = sent(analyst, name="Somebody")
    assert (refused.status_code, refused.json["code"]) == (429, "too-many-names")
    assert "Wait" in refused.json["detail"]
    assert int(refused.headers["Retry-After"]) <= 60
    assert look(analyst, "Somebody").status == 429
    another = signed_in(analyst.app, "analyst")
    assert sent(another, name="Somebody").status_code == 200


# ----------------------------------------------------------------------------------------------- odd input

ODD = {
    "only a legal form": "LLC",
    "only legal forms": "Ltd. Co., LLC & GmbH",
    "emoji": "😀🏴\u200d☠️ Rosneft 😀",
    "only emoji": "😀😀😀",
    "right-to-left override": "\u202eTFENSOR GNIDART",
    "mixed scripts": "Rоsnеft Zеlmаrto",  # some of the letters are Cyrillic
    "combining marks": "R" + "\u0301" * 2_000,
    "one letter": "A",
    "only digits": "123456789",
    "only signs": "---///***",
    "many words": "Rosneft " * 1_200,
    "one long word": "a" * 10_000,
    "10,000 characters": ("Kuznetsov Heavy Machinery " * 400)[:10_000],
    "spaces": " " * 5_000 + "Rosneft" + " " * 4_000,
    "markup": "<script>alert(1)</script> ${7*7} %s %n {0}",
    "SQL": "'; DROP TABLE flagged_name; --",
}


@pytest.mark.parametrize("name", ODD.values(), ids=ODD.keys())
def test_odd_names_are_answered_in_bounded_time(analyst, name):
    headers = bearer(analyst)
    started = time.perf_counter()
    answer = analyst.http.post(URL, headers=headers, json={"name": name, "level": "wide"})
    page = look(analyst, name)
    assert time.perf_counter() - started < 2
    assert answer.status_code == page.status == 200, answer.json
    assert "<script>alert" not in page.text


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("a" * (MAX_NAME_CHARACTERS + 1), "The name has more than 10,000 characters."),
        ("Ros\x00neft", "characters that cannot be shown"),
        ("Ros\x1bneft", "characters that cannot be shown"),
        ("\ud800", "characters that cannot be shown"),
        ("", "Enter a name or a number."),
        ("\u200b\u202e \u2066", "Enter a name or a number."),
    ],
)
def test_what_cannot_be_compared_is_refused_in_a_sentence(analyst, name, sentence):
    answer = sent(analyst, name=name)
    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
    assert sentence in answer.json["detail"]
    if "\ud800" not in name:
        assert look(analyst, name).status == 422


def test_a_legal_form_alone_says_that_nothing_is_left_to_compare(analyst):
    page = look(analyst, "LLC")
    assert "Nothing of “LLC” is left to compare" in text_of(page)
    assert "only a legal form, a title or a remark (LLC)" in text_of(page)
    assert "Nothing was compared." in page.words
    assert "No more than that was searched" not in page.words
    assert "holds no letters or figures" in look(analyst, "😀😀").words


def test_direction_marks_do_not_reorder_what_is_compared(analyst):
    assert sent(analyst, name="\u202eROSNEFT\u202c ZELMARTO").json["asked"]["name"] == "ROSNEFT ZELMARTO"


def test_look_alike_letters_of_another_script_are_seen_through(analyst):
    assert sent(analyst, name="Rоsnеft Zеlmаrto").json["results"][0]["name"] == "ROSNEFT ZELMARTO LLC"


# ------------------------------------------------------------------------------------------- being made ready


@pytest.fixture
def web(application, clone, tmp_path):
    """A web process's application on a database of its own, where another thread sees what was committed."""
    from app import create_app
    from core import jobs, roles
    from screening.runs import listed
    from tests.conftest import SECRET, settings_for

    made = create_app(settings_for(tmp_path), roles.urls(clone, SECRET).app)
    with made.app_context():
        before = listed._kept[:]
        listed._kept[:] = []
        yield made
        listed._kept[:] = before
        db.engine.dispose()
    jobs.use(application[0])


def test_whoever_comes_before_the_lists_are_ready_is_told_so(web, monkeypatch):
    from core.errors import Unavailable
    from screening.runs import listed, warming

    monkeypatch.setattr(warming, "AT_ONCE", -1)  # as if the lists were long
    monkeypatch.setattr(warming, "PATIENCE", 0.0)
    refused = pytest.raises(Unavailable, match="lists-getting-ready")
    with listed._lock, transaction(actor=None, read_only=True), refused:  # whoever builds now, waits for us
        warming.in_use()
    warming.build(web).join(20)
    with transaction(actor=None, read_only=True):
        assert warming.in_use().lists == ()


def test_while_a_changed_list_is_made_ready_the_version_before_answers_for_ten_minutes_at_most(web, monkeypatch):
    from dataclasses import replace
    from datetime import timedelta

    from core import clock
    from core.errors import Unavailable
    from screening.runs import listed, warming

    warming.build(web).join(20)
    before = replace(listed._kept[0], snapshots=(ids.new_id(),))  # a list has changed since this one was built
    listed._kept[:] = [before]
    monkeypatch.setattr(warming, "AT_ONCE", -1)
    monkeypatch.setattr(warming, "PATIENCE", 0.0)
    now = clock.now()
    with listed._lock:  # whoever builds now, waits for us
        with clock.frozen(now), transaction(actor=None, read_only=True):
            assert warming.in_use() is before
        with (
            clock.frozen(now + timedelta(minutes=11)), transaction(actor=None, read_only=True),
            pytest.raises(Unavailable, match="lists-getting-ready"),
        ):
            warming.in_use()
    warming.build(web).join(20)
    with transaction(actor=None, read_only=True):
        assert warming.in_use() is not before
    assert warming._outdated == []


def test_a_web_process_makes_the_lists_ready_before_anybody_asks(web, monkeypatch):
    from screening.runs import listed, warming

    thread = warming.build(web)
    thread.join(20)
    assert len(listed._kept) == 1
    monkeypatch.setattr(warming, "AT_ONCE", -1)
    from tests.client import counted

    with transaction(actor=None, read_only=True), counted() as statements:
        assert warming.ready() is listed._kept[0]
    assert statements[0] <= 2  # whose transaction it is, and which lists are in use
