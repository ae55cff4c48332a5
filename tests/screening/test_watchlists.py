"""Lists of flagged entities: imported whole, compared with the version before, kept, searched."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from core import events, trail
from core.actor import SYSTEM
from core.db import db, transaction
from core.errors import Conflict, Invalid, NotFound, Problem
from core.paging import Page
from screening.events import WatchlistChanged
from screening.watchlists import formats, queries, service
from screening.watchlists.models import WatchlistSnapshot
from screening.watchlists.queries import Change, Filter
from screening.watchlists.records import EntityRecord, NameRecord
from tests.factories import member, signed_in


def at_work():
    """A transaction as a command has it: the worker's role."""
    return transaction(actor=SYSTEM, role="fairgate_worker", timeout="120s")


def record(key: str, *names: str, **more: object) -> EntityRecord:
    names = names or (f"Entity {key} Trading",)
    return EntityRecord(
        key, more.pop("schema", "Organization"), names[0], tuple(NameRecord(name) for name in names), **more
    )


def take(records, *, digest: str, code: str = "tests", **more):
    with at_work():
        return service.import_snapshot(
            code, "A list for tests", "Nobody", records, format="fairgate_csv", source_hash=digest * 64,
            published_on=date(2026, 11, 1), by=SYSTEM, **more,
        )  # fmt: skip


def numbers(snapshot: WatchlistSnapshot) -> tuple[int, ...]:
    return snapshot.sequence, snapshot.entities, snapshot.added, snapshot.changed, snapshot.removed


TEN = [record(str(number), f"Company {number}", f"Alias {number}") for number in range(10)]


def test_the_first_version_adds_everything_and_says_where_it_came_from(app):
    came = take(TEN, digest="a")
    assert came.new
    assert numbers(came.snapshot) == (1, 10, 10, 0, 0)
    assert (came.snapshot.names, came.snapshot.published_on) == (20, date(2026, 11, 1))
    with at_work():
        entry = trail.of("watchlist_snapshot", came.snapshot.id)[0]
        assert (entry.action, entry.detail["added"]) == ("screening.watchlist_snapshot.import", 10)


def test_the_same_source_again_changes_nothing(app):
    first = take(TEN, digest="a")
    again = take(iter(()), digest="a")
    assert not again.new
    assert again.snapshot.id == first.snapshot.id


def test_a_new_version_counts_what_was_added_changed_and_removed(app):
    take(TEN, digest="a")
    changed = [*TEN[1:9], record("9", "Company 9", "Another alias 9"), record("10"), record("11")]
    came = take(changed, digest="b")
    assert numbers(came.snapshot) == (2, 11, 2, 1, 1)
    with at_work():
        watchlist = queries.get("tests")
        keys = {
            change: [row.entity_key for row in queries.differences(watchlist, 2, change, Page()).rows]
            for change in Change
        }
        assert {change: sorted(found) for change, found in keys.items()} == {
            Change.ADDED: ["10", "11"], Change.CHANGED: ["9"], Change.REMOVED: ["0"]
        }  # fmt: skip
        nine = queries.versions(watchlist, "9")
        assert [(row.from_sequence, row.to_sequence, row.names[1].name) for row in nine] == [
            (2, None, "Another alias 9"), (1, 1, "Alias 9")
        ]  # fmt: skip
        states = [(row.sequence, row.status) for row in queries.snapshots(watchlist, Page()).rows]
        assert states == [(2, "current"), (1, "superseded")]


def test_the_order_of_entities_and_names_is_no_change(app):
    take(TEN, digest="a")
    reordered = [
        EntityRecord(row.entity_key, row.schema, row.caption, tuple(reversed(row.names))) for row in reversed(TEN)
    ]
    assert numbers(take(reordered, digest="b").snapshot) == (2, 10, 0, 0, 0)


def test_a_list_that_shrinks_by_more_than_a_tenth_is_refused_and_the_old_one_stays(app):
    take([*TEN, *(record(str(number)) for number in range(10, 20))], digest="a")
    with pytest.raises(Invalid) as refused:
        take(TEN, digest="b")
    assert refused.value.code == "list-shrank"
    assert (refused.value.values["before"], refused.value.values["now"]) == (20, 10)
    with at_work():
        watchlist = queries.get("tests")
        assert numbers(queries.snapshot(watchlist)) == (1, 20, 20, 0, 0)
        assert queries.entities(watchlist, Filter(), Page()).total == 20
    assert numbers(take(TEN, digest="b", accept_size=True).snapshot) == (2, 10, 0, 0, 10)


def test_an_exact_tenth_less_is_taken(app):
    take(TEN, digest="a")
    assert numbers(take(TEN[1:], digest="b").snapshot) == (2, 9, 0, 0, 1)


@pytest.mark.parametrize(
    ("records", "code"),
    [
        ([], "list-empty"),
        ([record("1"), record("1")], "entity-twice"),
        ([record("1", "Bell \x07 Company")], "entity-unreadable"),
        ([EntityRecord("1", "Person", "Nameless", ())], "entity-nameless"),
        ([record("1", listed_on="2026-02-31")], "day-impossible"),
        ([record("x" * 201)], "list-unfit"),
        ([record("1", schema="Spaceship")], "list-unfit"),
    ],
)
def test_a_broken_source_is_refused_with_the_reason_and_leaves_nothing(app, records, code):
    take(TEN, digest="a")
    with pytest.raises(Invalid) as refused:
        take(records, digest="b")
    assert refused.value.code == code
    with at_work():
        assert queries.snapshot(queries.get("tests")).sequence == 1
        assert queries.entities(queries.get("tests"), Filter(), Page()).total == 10


def test_an_entity_twice_in_different_batches_is_seen_too(app, monkeypatch):
    from screening.watchlists import writing

    monkeypatch.setattr(writing, "BATCH", 2)
    with pytest.raises(Invalid, match="entity-twice"):
        take([record("1"), record("2"), record("3"), record("1")], digest="a")


def test_a_fault_in_the_middle_of_a_file_undoes_the_whole_import(app, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("entity_id,entity_type,name\n1,org,Good Company\n2,star,Bad Company\n", encoding="utf-8")
    with pytest.raises(Invalid) as refused:
        take(formats.read(path, "fairgate_csv"), digest="a")
    assert "line 3, column entity_type" in refused.value.values["fault"]
    with at_work():
        assert queries.overview() == []


def test_a_year_alone_stays_in_the_remarks_and_is_no_made_up_day(app):
    take([record("1", listed_on="2020", delisted_on="2021-05-31")], digest="a")
    with at_work():
        row = queries.versions(queries.get("tests"), "1")[0]
        assert (row.listed_on, row.remarks, row.delisted_on) == (None, "listed 2020", date(2021, 5, 31))


def test_a_withdrawn_list_is_kept_and_can_come_back(app):
    take(TEN, digest="a")
    with at_work():
        assert service.withdraw("tests", "The publisher gave it up.", by=SYSTEM) == 10
    with at_work():
        watchlist = queries.get("tests")
        assert not queries.overview()[0].in_use
        assert queries.entities(watchlist, Filter(), Page()).total == 0
        assert queries.versions(watchlist, "3")[0].to_sequence == 1
    with pytest.raises(Conflict), at_work():
        service.withdraw("tests", "Again.", by=SYSTEM)
    assert numbers(take(TEN, digest="a").snapshot) == (3, 10, 10, 0, 0)
    with at_work():
        assert queries.differences(queries.get("tests"), 3, Change.ADDED, Page()).total == 10


def test_others_hear_that_a_list_changed(app, monkeypatch):
    heard = []
    monkeypatch.setitem(events._listeners, WatchlistChanged, [heard.append])
    came = take(TEN, digest="a")
    take(TEN, digest="a")
    assert heard == [WatchlistChanged(came.snapshot.watchlist_id, 1)]


def test_the_database_keeps_snapshots_and_lets_the_web_role_only_read(app):
    came = take(TEN, digest="a")
    second = (
        "INSERT INTO watchlist_snapshot SELECT (jsonb_populate_record(s, jsonb_build_object('id', gen_random_uuid(),"
        " 'sequence', 9))).* FROM watchlist_snapshot s"
    )
    refusals = (
        ("fairgate_worker", "DELETE FROM watchlist_snapshot", "immutable"),
        ("fairgate_worker", second, "uq_watchlist_snapshot_one_current"),
    )
    for role, statement, constraint in refusals:
        with pytest.raises(IntegrityError) as refused, transaction(actor=SYSTEM, role=role):
            db.session.execute(text(statement))
        assert refused.value.orig.diag.constraint_name == constraint
    for table in ("watchlist", "watchlist_snapshot", "flagged_entity", "flagged_name"):
        with pytest.raises(Exception, match="permission denied"), transaction(actor=SYSTEM, role="fairgate_app"):
            db.session.execute(text(f"UPDATE {table} SET id = id"))
    with at_work():
        assert db.session.get(WatchlistSnapshot, came.snapshot.id).entities == 10


# ------------------------------------------------------------------------------------------- pages and API


@pytest.fixture
def two_versions(app):
    take(
        [record("NK/1", "Golden Thread Garments", "Fil d'Or", countries=("VN",), programs=("FORCED-LABOUR",),
                reason="Found to use forced labour", identifiers={"tax_id": ("77 07",)}, addresses=("1 Dyke Road, Hue",)),
         record("NK/2", "Olena Petrova", schema="Person", birth_dates=("1970-05-02",)), *TEN],
        digest="a",
    )  # fmt: skip
    take(
        [record("NK/1", "Golden Thread Garments", "Golden Thread JSC", countries=("VN",)), *TEN, record("new")],
        digest="b",
    )


def test_the_page_of_lists_says_how_old_and_how_large_each_is(app, two_versions):
    page = signed_in(app, "analyst").get("/lists", status=200)
    assert page.h1 == "Flagged lists"
    for words in ("A list for tests", "Nobody", "1 Nov 2026", "1 added, 1 changed, 1 removed"):
        assert words in page.words


def test_without_a_list_the_page_says_that_nothing_can_be_found(app):
    assert "screening can find nothing" in signed_in(app, "officer").get("/lists", status=200).words


def test_entities_are_found_by_any_words_of_any_name(app, two_versions):
    page = signed_in(app, "analyst").get("/lists").click("A list for tests")
    found = page.submit("Apply filters", q="thread golden")
    assert "Golden Thread Garments" in found.words
    assert "1 to 1 of 1" in found.words
    assert "No name on this list has these words" in page.submit("Apply filters", q="100%_\\").words
    assert "1 to 1 of 1" in page.submit("Apply filters", country="VN").words


def test_an_entity_shows_names_reason_numbers_and_how_it_changed(app, two_versions):
    page = signed_in(app, "compliance").get("/lists/tests?q=golden").click("Golden Thread Garments")
    assert page.h1.endswith("Golden Thread Garments")
    assert "Golden Thread JSC" in page.words
    assert "Changed 21 November 2026" in page.words
    assert "names, programmes, numbers, addresses, reason" in page.words
    assert "No longer on the list" in page.client.get("/lists/tests/entities/NK/2", status=200).words


def test_a_version_shows_what_it_changed(app, two_versions):
    page = signed_in(app, "analyst").get("/lists/tests").click("version 2")
    assert "Entity new Trading" in page.words
    assert "Golden Thread Garments" in page.click("Changed (1)").words
    assert "Olena Petrova" in page.click("Removed (1)").words


def test_what_does_not_exist_is_not_found(app, two_versions):
    client = signed_in(app, "analyst")
    for path in ("/lists/other", "/lists/tests/versions/9", "/lists/tests/entities/none", "/lists/other/versions"):
        assert client.get(path).status == 404


def test_brokers_and_auditors_do_not_see_the_lists(app, two_versions):
    for role in ("broker", "auditor"):
        assert signed_in(app, role).get("/lists").status == 403


def test_the_api_tells_the_same(app, two_versions):
    client = signed_in(app, "analyst")
    answer = client.http.post(
        "/api/v1/sessions", json={"email": client.member.person.email, "password": "a long enough password"}
    )
    headers = {"Authorization": f"Bearer {answer.json['token']}"}

    def get(path: str):
        return client.http.get(f"/api/v1/watchlists{path}", headers=headers)

    assert [row["code"] for row in get("").json] == ["tests"]
    assert get("/tests").json["newest"]["changed"] == 1
    assert [row["sequence"] for row in get("/tests/snapshots").json["rows"]] == [2, 1]
    removed = get("/tests/snapshots/2/differences?change=removed").json
    assert [row["entity_key"] for row in removed["rows"]] == ["NK/2"]
    found = get("/tests/entities?q=jsc").json["rows"][0]
    assert (found["entity_key"], found["countries"]) == ("NK/1", ["VN"])
    assert [row["to_sequence"] for row in get("/tests/entities/NK/1").json] == [None, 1]
    assert get("/none").status_code == 404
    assert get("/tests/snapshots/2/differences?change=odd").status_code == 422
    assert client.http.get("/api/v1/watchlists").status_code == 401


def test_a_long_list_needs_no_more_queries_than_a_short_one(app):
    take([record(f"{number:03}") for number in range(60)], digest="a")
    client = signed_in(app, "analyst")
    assert client.get("/lists/tests").queries <= 18


# ------------------------------------------------------------------------------------------- the real list


def sdn(folder: Path):
    return service.hash_of(sorted(folder.iterdir())), formats.read(folder, "ofac_sdn")


def take_sdn(folder: Path):
    digest, records = sdn(folder)
    with at_work():
        return service.import_snapshot(
            "ofac-sdn", "SDN", "OFAC", records, format="ofac_sdn", source_hash=digest, published_on=None, by=SYSTEM
        )


def test_the_whole_ofac_list_goes_in_within_seconds_and_its_changes_are_seen(app, shared_data, tmp_path):
    from core import ids
    from screening.runs.service import Subject, screen

    source = shared_data / "screening" / "lists" / "ofac_sdn_2024-01"
    came = take_sdn(source)
    assert (came.snapshot.entities, came.snapshot.added) == (13_827, 13_827)
    assert came.snapshot.names >= 30_918
    assert not take_sdn(source).new

    copy = tmp_path / "next"
    shutil.copytree(source, copy)
    lines = (copy / "sdn.csv").read_text(encoding="cp1252").splitlines(keepends=True)
    key, rest = lines[1].split(",", 1)
    lines[0] = lines[0].replace(lines[0].split(",", 1)[0], "999999", 1)  # one leaves, one comes
    lines[1] = f"{key},{rest.replace('CUBA', 'CUBA-NEW')}" if "CUBA" in rest else f"{key},{rest[:1]}NEW {rest[1:]}"
    (copy / "sdn.csv").chmod(0o644)
    (copy / "sdn.csv").write_text("".join(lines), encoding="cp1252", newline="")
    second = take_sdn(copy).snapshot
    assert numbers(second) == (2, 13_827, 1, 1, 1)

    organisation = member("analyst").organisation_id
    with at_work():
        subject = Subject("supplier", ids.new_id(), "Bank Saderat of Iran", "organisation")
        found = screen([subject], organisation_id=organisation, scope="recheck", scope_id=ids.new_id())
        assert found
        assert found[0].matched_name.startswith("BANK SADERAT")


@pytest.fixture
def fairgate(app):
    """Run a command of the group in this process, as the worker; return what it printed, or raise its refusal."""
    from core import db as database
    from screening.watchlists.commands import watchlist

    def run(*arguments: str) -> str:
        token = database.own_role.set("fairgate_worker")
        try:
            result = CliRunner().invoke(watchlist, arguments)
        finally:
            database.own_role.reset(token)
        if isinstance(result.exception, Problem):
            raise result.exception
        assert result.exit_code == 0, result.output
        return result.output

    return run


def test_the_commands_import_compare_and_drop(fairgate, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("entity_id,entity_type,name\n1,org,Good Company\n2,person,Jane Doe\n", encoding="utf-8")
    described = ("--code", "tests", "--title", "For tests", "--publisher", "Nobody")
    assert "There is no list yet" in fairgate("list")
    done = fairgate("import", str(path), "--format", "simple", "--published-on", "2026-11-01", *described)
    assert done.startswith("For tests: 2 entities with 2 names (2 added, 0 changed, 0 removed) in ")
    assert "nothing changed" in fairgate("import", str(path), *described)
    assert "published 2026-11-01" in fairgate("list")
    path.write_text("entity_id,entity_type,name\n1,org,Good Company\n", encoding="utf-8")
    with pytest.raises(Invalid, match="list-shrank"):
        fairgate("import", str(path), *described)
    assert "(1 waiting for a decision)" in fairgate("list")
    assert "1 removed" in fairgate("import", str(path), *described, "--accept-shrink")
    assert "removed: 1\n  2            Jane Doe" in fairgate("diff", "tests")
    assert "1 entities are no longer screened against" in fairgate("drop", "tests", "--reason", "Given up.")
    assert "(not in use)" in fairgate("list")
    with pytest.raises(NotFound):
        fairgate("diff", "none")


def test_the_command_says_what_is_wrong_with_a_source(fairgate, tmp_path):
    path = tmp_path / "letter.txt"
    path.write_text("Dear Sir or Madam\n", encoding="utf-8")
    given = ("--code", "tests", "--title", "For tests", "--publisher", "Nobody")
    with pytest.raises(Invalid) as refused:
        fairgate("import", str(path), *given)
    assert "not a list in a format we know" in refused.value.values["fault"]
    with pytest.raises(Invalid) as refused:
        fairgate("import", str(tmp_path), "--format", "ofac-sdn", *given)
    assert "sdn.csv is missing" in refused.value.values["fault"]
    with pytest.raises(Invalid, match="list-broken"):
        fairgate("import", str(path), "--format", "simple", *given)
    good = tmp_path / "list.csv"
    good.write_text("entity_id,entity_type,name\n1,org,Good Company\n", encoding="utf-8")
    with pytest.raises(Invalid, match="list-unnamed"):
        fairgate("import", str(good), "--code", "tests")
