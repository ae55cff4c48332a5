"""A decider looks after lists: uploads, sees the figures, takes or rejects what waits, withdraws; others only look."""

import io
import zipfile

import pytest

from core.paging import Page
from screening.watchlists import deliveries, queries
from screening.watchlists.queries import Change
from screening.watchlists.states import DeliveryStatus
from tests.factories import signed_in
from tests.screening.test_watchlists import TEN, at_work, fairgate, numbers, record, take  # noqa: F401

HEAD = "entity_id,entity_type,name\n"
WHY = "The publisher split the list in two last week."


def csv(*names: str) -> bytes:
    return (HEAD + "".join(f"{at},org,{name}\n" for at, name in enumerate(names))).encode()


def companies(count: int) -> bytes:
    return csv(*(f"Company {number} Trading" for number in range(count)))


def send(client, content: bytes, name: str = "list.csv"):
    return client.get("/lists/tests/upload", status=200).submit(
        "Upload and compare", files={"paper": (io.BytesIO(content), name)}
    )


def newest():
    with at_work():
        return queries.snapshot(queries.get("tests"))


@pytest.fixture
def decider(app):
    return signed_in(app, "decider", name="Bikash Thapa")


@pytest.fixture
def ten(app):
    take([record(str(number), f"Company {number} Trading") for number in range(10)], digest="a")


def test_a_list_is_added_uploaded_compared_and_confirmed(app, decider, run_jobs):
    page = decider.get("/lists", status=200).click("Add a list")
    page = page.submit("Add the list", title="Debarred", publisher="The Bank", code="debarred")
    page = page.submit("Upload and compare", files={"paper": (io.BytesIO(companies(3)), "list.csv")})
    assert "Being read" in page.words
    assert "No version yet" in decider.get("/lists/debarred", status=200).words
    run_jobs()
    page = decider.get(page.path, status=200)
    for words in ("Waits for a decision", "It would be the first version in use"):
        assert words in page.words
    assert "(1 version waits" in decider.get("/lists").words.replace("1 version waits", "(1 version waits")
    page = page.click("Import this version").submit("Import this version")
    assert "Being imported" in page.words
    run_jobs()
    page = decider.get(page.path, status=200)
    assert "Imported" in page.words
    page = page.click("Version 1")
    assert "Company 2 Trading" in page.words
    assert "by Bikash Thapa" in page.words


def test_nothing_is_imported_before_it_is_confirmed_and_a_rejected_upload_never(app, decider, ten, run_jobs):
    page = send(decider, companies(11))
    run_jobs()
    page = decider.get(page.path, status=200)
    assert "Compared with version 1." in page.words
    assert newest().sequence == 1
    page = page.click("Do not take it")
    assert "Say in at least 10 characters" in page.submit("Do not take it", reason="No.").words
    page = decider.get(page.path).submit("Do not take it", reason="It is last month's file.")
    assert "It is last month's file." in page.words
    run_jobs()
    assert newest().sequence == 1


def test_a_shrunken_list_waits_and_is_taken_with_a_reason_only(app, decider, ten, run_jobs):
    page = send(decider, companies(5))
    run_jobs()
    page = decider.get(page.path, status=200)
    assert "would shrink from 10 to 5 entities" in page.words
    page = page.click("Import this version")
    refused = page.submit("Import this version")
    assert refused.status == 422
    assert "Tick the box" in refused.words
    page = page.submit("Import this version", accept="yes", reason=WHY)
    run_jobs()
    assert numbers(newest()) == (2, 5, 0, 0, 5)
    assert WHY in decider.get("/lists/tests", status=200).words


def test_when_the_list_changed_meanwhile_other_figures_are_asked_about_again(app, decider, ten, run_jobs):
    page = send(decider, companies(11))
    run_jobs()
    take([record(str(number), f"Company {number} Trading") for number in range(9)], digest="b")
    page = decider.get(page.path, status=200)
    assert "Another version has come into use since" in page.words
    page = page.click("Import this version").submit("Import this version")
    run_jobs()
    page = decider.get(page.path, status=200)
    assert "Compared with version 2." in page.words
    page.click("Import this version").submit("Import this version")
    run_jobs()
    assert numbers(newest()) == (3, 11, 2, 0, 0)


def test_a_broken_upload_is_refused_with_its_reason_and_the_old_version_stays(app, decider, ten, run_jobs):
    for content, why in (
        (b"Dear Sir or Madam\n", "not a list in a format we know"),
        (b"<html><body>Moved</body></html>", "This is a web page, not a list"),
        ((HEAD + "1,org,A Company\n1,org,").encode() + b"\xff\x00", "The list cannot be read"),
        (HEAD.encode() + b"1,star,A Company\n", "line 2, column entity_type"),
        (HEAD.encode(), "There is no entity in this list"),
    ):
        page = send(decider, content)
        run_jobs()
        page = decider.get(page.path, status=200)
        assert "Refused: broken" in page.words
        assert why in page.words
    assert newest().sequence == 1
    page = decider.get("/lists/tests", status=200)
    assert page.words.count("Refused: broken") == 5
    with at_work():
        from core.db import db
        from screening.watchlists.models import WatchlistFile

        assert db.session.execute(db.select(WatchlistFile.id)).all() == []  # nothing broken is kept


def test_a_zip_archive_of_the_parts_is_read_and_a_bomb_is_not(app, decider, ten, run_jobs, monkeypatch):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("folder/list.csv", companies(10))
    page = send(decider, packed.getvalue(), "list.zip")
    run_jobs()
    assert "Waits for a decision" in decider.get(page.path, status=200).words
    monkeypatch.setattr("screening.watchlists.keeping.MOST_BYTES", 1_000_000)
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("list.csv", b"0" * 5_000_000)
    page = send(decider, bomb.getvalue(), "bomb.zip")
    run_jobs()
    assert "The source is larger than 1 MB" in decider.get(page.path, status=200).words


def test_an_expected_size_is_set_with_a_reason_and_holds_what_misses_it(app, decider, ten, run_jobs):
    page = decider.get("/lists/tests/expected", status=200)
    assert "must not be less" in page.submit("Save", least="20", most="10", reason="Known.").words
    page = page.submit("Save", least="9", most="11", reason="The publisher says ten.")
    assert "9 to 11 entities" in page.words
    page = send(decider, companies(12))
    run_jobs()
    assert "at most 11 are expected of it" in decider.get(page.path, status=200).words


def test_a_list_that_more_than_doubles_waits_too(app, decider, ten, run_jobs):
    page = send(decider, companies(21))
    run_jobs()
    assert "would grow from 10 to 21 entities" in decider.get(page.path, status=200).words


def test_a_list_is_withdrawn_for_a_reason_that_is_kept_in_the_deciders_name(app, decider, ten, run_jobs):
    page = decider.get("/lists/tests", status=200).click("Take out of use")
    page = page.submit("Take out of use", reason="The publisher gave it up.")
    assert "is being taken out of use" in page.words
    run_jobs()
    assert "This list is not in use" in decider.get("/lists/tests", status=200).words
    with at_work():
        from core import trail

        entries = trail.of("watchlist_snapshot", queries.snapshot(queries.get("tests")).id)
        told = [(entry.actor_name, entry.reason) for entry in entries if entry.action.endswith(".withdraw")]
        assert told == [("Bikash Thapa", "The publisher gave it up.")]
    assert (
        "This list is not in use."
        in decider.get("/lists/tests/withdraw").submit("Take out of use", reason="Again.").words
    )


def test_who_is_no_decider_sees_what_waits_and_can_do_nothing_about_it(app, decider, ten, run_jobs):
    path = send(decider, companies(5)).path
    run_jobs()
    for role in ("officer", "analyst"):
        client = signed_in(app, role)
        page = client.get(path, status=200)
        assert "A decider of the regulator takes or rejects it." in page.words
        assert client.get(f"{path}/take").status == 403
        assert client.get("/lists/tests/upload").status == 403
        assert "Upload a version" not in client.get("/lists/tests", status=200).words


def test_the_database_lets_no_company_write_what_comes_in(app, ten):
    from core.actor import SYSTEM
    from core.db import transaction
    from screening.watchlists.deliveries import Came
    from screening.watchlists.states import Channel
    from tests.factories import actor

    analyst = actor("analyst")
    with pytest.raises(Exception, match="row-level security"), transaction(actor=analyst):
        deliveries.receive(queries.get("tests"), Came(Channel.UPLOAD, "x.csv"), by=SYSTEM)


def test_a_version_shows_each_difference_and_gives_them_as_a_file(app, ten):
    take([record("0", "=Company 0", countries=("NP",)), *(record(str(n), f"Company {n} Trading") for n in range(1, 9)),
          record("new")], digest="b")  # fmt: skip
    client = signed_in(app, "analyst")
    page = client.get("/lists/tests/versions/2?change=changed", status=200)
    for words in ("Company 0 Trading (primary)", "=Company 0 (primary)", "Countries"):
        assert words in page.words
    answer = client.http.get("/lists/tests/versions/2/changes.csv")
    lines = answer.get_data(as_text=True).lstrip("\ufeff").splitlines()
    assert lines[0] == "change,entity_key,caption,attribute,before,after"
    assert "changed,0,'=Company 0,countries,,NP" in lines
    assert "removed,9,Company 9 Trading,caption,Company 9 Trading," in lines
    assert page.queries <= 16


def test_the_api_does_the_same(app, decider, ten, run_jobs):
    http = decider.http
    answer = http.post(
        "/api/v1/sessions", json={"email": decider.member.person.email, "password": "a long enough password"}
    )
    headers = {"Authorization": f"Bearer {answer.json['token']}"}

    def post(path: str, **body):
        return http.post(f"/api/v1/watchlists{path}", headers=headers, **body)

    def get(path: str):
        return http.get(f"/api/v1/watchlists{path}", headers=headers).json

    assert post("", json={"code": "Bad Code", "title": "T", "publisher": "P"}).json["fields"]["code"]
    assert post("", json={"code": "more", "title": "T", "publisher": "P"}).json["newest"] is None
    assert post("", json={"code": "more", "title": "T", "publisher": "P"}).status_code == 409
    sent = post("/tests/deliveries", data={"file": (io.BytesIO(companies(5)), "list.csv")}).json
    run_jobs()
    delivery = get(f"/tests/deliveries/{sent['id']}")
    assert (delivery["status"], delivery["entities"], delivery["removed"]) == ("waiting", 5, 5)
    assert delivery["findings"][0]["code"] == "list-shrank"
    confirmation = f"/tests/deliveries/{sent['id']}/confirmation"
    refused = post(confirmation, json={})
    assert (refused.status_code, set(refused.json["fields"])) == (422, {"accept", "reason"})
    assert post(confirmation, json={"accept": True, "reason": WHY}).json["status"] == "confirmed"
    run_jobs()
    assert get(f"/tests/deliveries/{sent['id']}")["sequence"] == 2
    assert post(f"/tests/deliveries/{sent['id']}/rejection", json={"reason": WHY}).status_code == 409
    assert get("/tests/deliveries")["total"] == 1
    changed = get("/tests/snapshots/2/differences?change=changed")
    assert changed["total"] == 0
    body = {"least": 4, "most": 9, "reason": "As the publisher says."}
    answer = http.put("/api/v1/watchlists/tests/expected", headers=headers, json=body)
    assert (answer.json["expected_least"], answer.json["expected_most"]) == (4, 9)
    assert post("/tests/fetch").json["code"] == "fetch-off"
    assert post("/tests/withdrawal", json={"reason": "Given up."}).status_code == 202
    run_jobs()
    assert get("/tests")["in_use"] is False


def test_a_refused_import_on_the_command_line_stands_on_the_lists_page(app, decider, ten, fairgate, tmp_path):  # noqa: F811
    from core.errors import Invalid

    path = tmp_path / "list.csv"
    path.write_bytes(b"Dear Sir or Madam\n")
    with pytest.raises(Invalid, match="list-broken"):
        fairgate("import", str(path), "--code", "tests")
    path.write_bytes(companies(5))
    for _twice in range(2):
        with pytest.raises(Invalid, match="list-shrank") as refused:
            fairgate("import", str(path), "--code", "tests")
    assert "It waits on the page of the list" in refused.value.detail
    shown = fairgate("show", "tests")
    assert "waiting, refused or failed: 2" in shown  # the same source twice waits once
    assert "(command line): The list would shrink from 10 to 5 entities" in shown
    page = decider.get("/lists/tests", status=200)
    assert "not a list in a format we know" in page.words
    assert "Waits for a decision" in page.words
    assert "at most 11" in _raised(fairgate, path)


def _raised(fairgate, path) -> str:  # noqa: F811
    from core.errors import Invalid

    path.write_bytes(companies(12))
    with pytest.raises(Invalid) as refused:
        fairgate("import", str(path), "--code", "tests", "--expect", "9-11", "--reason", "Ten, says the publisher.")
    assert "expected: 9 to 11 entities" in fairgate("show", "tests")
    return refused.value.detail % refused.value.values


def test_the_commands_name_each_difference(app, ten, fairgate):  # noqa: F811
    take([record(str(n), f"Company {n} Trading", countries=("NP",) if n == 4 else ()) for n in range(10)], digest="b")
    take([record(str(n), f"Company {n} Trading") for n in range(1, 10)], digest="c")
    assert "countries: – → NP" in fairgate("diff", "tests", "1", "2")
    assert "removed: 1\n  0 " in fairgate("diff", "tests")
    both = fairgate("diff", "tests", "1", "3")
    assert "changed: 0" in both or "changed: 1" in both
    assert "removed,0,Company 0 Trading,caption,Company 0 Trading," in fairgate("diff", "tests", "--csv")


def test_states_are_all_in_words():
    from screening.watchlists import wording

    assert set(wording.DELIVERIES) == set(DeliveryStatus)
    assert set(wording.CHANGES) == set(Change)
    assert Page(1, 5).size == 5


def test_what_is_settled_is_not_asked_about_again(app, decider, ten, run_jobs):
    path = send(decider, b"Dear Sir or Madam\n").path
    for step in ("take", "reject"):
        page = decider.get(f"{path}/{step}", status=200)  # before it is read, and after it was refused
        assert "no longer waits for a decision" in page.words
        run_jobs()


def test_many_lists_need_no_more_queries_than_one(app, decider):
    for number in range(6):
        take(TEN, digest=str(number), code=f"list-{number}")
    assert decider.get("/lists", status=200).queries <= 6


def test_a_delta_and_a_fetch_on_the_command_line(app, fairgate, tmp_path):  # noqa: F811
    import json

    from core.errors import Invalid, Unavailable
    from tests.screening.test_watchlists_deltas import FIRST, full, operations

    source = full(tmp_path / "entities.ftm.json", FIRST)
    said = fairgate("import", str(source), "--code", "ftm", "--title", "G", "--publisher", "P", "--version", "v1")
    assert "3 entities" in said
    operations(tmp_path, "v2", ("DEL", {"id": "b"}))
    (tmp_path / "delta.json").write_text(json.dumps({"versions": {"v2": "https://example.org/v2"}}))
    with pytest.raises(Invalid, match="delta-chain"):
        fairgate("delta", "ftm", str(tmp_path / "delta.json"))
    with pytest.raises(Invalid, match="list-shrank"):
        fairgate("delta", "ftm", str(tmp_path / "delta.json"), "--from", "v1")
    assert "1 removed" in fairgate("delta", "ftm", str(tmp_path / "delta.json"), "--from", "v1", "--accept-size")
    with pytest.raises(Unavailable, match="fetch-off"):
        fairgate("fetch", "ftm")
