"""Uploading a supplier list: read, columns, review, import, screening, each step as a person sees it."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DataError

from core import db as database
from core import jobs as queue
from core.actor import SYSTEM
from core.db import transaction
from supplychain.lists import publishing, queries, reading, service
from supplychain.lists.models import SupplierList
from tests.factories import actor, browser_of, member, signed_in
from tests.supplychain.supply import BAD, GOOD, HEAD, csv, flagged, imported, licensed, upload


def test_a_company_uploads_a_list_and_is_led_from_the_file_to_an_alert_and_a_decision(app, run_jobs):
    flagged("Kuznetsov Heavy Machinery OOO", "Kuznetsov Heavy Industries")
    licensed()
    client = signed_in(app, "analyst")
    page = upload(client, csv(*GOOD, BAD))
    assert page.h1 == "We are reading your list"
    run_jobs()
    page = client.get(page.path)
    assert page.h1 == "Which column is which?"
    assert "Peel & Pack Ltd" in page.words
    page = page.submit("Check every row")
    assert page.h1 == "We are checking each row"
    run_jobs()
    page = client.get(page.path)
    assert page.h1 == "3 good rows, 1 to mend"
    assert "Country 'Qatra' is not known. Did you mean Qatar?" in page.words
    page = page.submit("Import 3 good rows, keep 1 to fix")
    assert "We are importing" in page.h1
    run_jobs()
    page = client.get(page.path)
    assert page.h1 == "1 alert to decide"
    assert "Screened 21 November 2026, 09:00: 3 suppliers, 1 list, 2 names." in page.words
    page = page.click("Decide the alerts").click("Kuznetsov Heavy Machinery OOO")
    assert page.h1 == "Is our “Kuznetsov Heavy Machinery OOO” the one on the list?"
    page = page.submit("Record the decision", verdict="not-same", reason="different-party", note="Another site.")
    assert "Your decision is recorded." in page.words
    assert "Hidden until either record changes, at most until 21 November 2027." in page.words


def test_the_limits_are_said_before_the_file_is_chosen_and_the_template_can_be_uploaded_as_it_is(app, run_jobs):
    client = signed_in(app, "analyst")
    page = client.get("/co/lists/new", status=200)
    assert "at most 10 MB and 200,000 rows" in page.words
    template = client.http.get("/co/lists/template.csv")
    assert template.mimetype == "text/csv"
    page = upload(client, template.data, "template.csv")
    run_jobs()
    client.get(page.path).submit("Check every row")
    run_jobs()
    assert client.get(page.path).h1 == "All 1 rows are good"


def test_a_file_without_rows_fails_with_the_reason_and_nothing_is_imported(app, run_jobs):
    client = signed_in(app, "analyst")
    page = upload(client, csv())
    run_jobs()
    page = client.get(page.path, status=200)
    assert page.h1 == "This file could not be used"
    assert "The file has no rows under its headings." in page.words


def test_a_file_of_another_kind_or_none_at_all_is_refused_beside_the_field(app):
    client = signed_in(app, "analyst")
    page = upload(client, b"%PDF-1.7", "suppliers.pdf")
    assert page.status == 422
    assert page.errors == ["Choose a file of one of these kinds: CSV, XLSX."]
    page = client.get("/co/lists/new").submit("Upload and check")
    assert page.errors == ["Choose the file with your suppliers."]
    assert upload(client, b"").errors == ["The file is empty. Choose another one."]


def test_an_upload_of_seven_megabytes_is_taken_and_one_of_eleven_is_refused_in_words(app):
    client = signed_in(app, "analyst")
    line = b"V-1,Peel & Pack,14 Mill Road Unit 2,Gazipur,Bangladesh,,,,\r\n"
    page = send(client, csv().rstrip() + b"\r\n" + line * (7_000_000 // len(line)))
    assert page.status == 200
    assert page.h1 == "We are reading your list"
    page = send(client, line * (10_500_000 // len(line)))
    assert page.status == 422
    assert page.errors == ["The file is larger than 10 MB. Split it and send the parts."]
    assert send(client, line * (12_000_000 // len(line))).status == 413


def send(client, content: bytes):
    """Send a large file as a browser does; werkzeug's own builder of such requests leaves a temporary file open."""
    token = client.get("/co/lists/new").soup.find(attrs={"name": "csrf_token"})["value"].encode()
    body = (
        b'--part\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n' + token
        + b'\r\n--part\r\nContent-Disposition: form-data; name="paper"; filename="large.csv"\r\n'
        + b"Content-Type: text/csv\r\n\r\n" + content + b"\r\n--part--\r\n"
    )  # fmt: skip
    return client.post("/co/lists/new", data=body, content_type="multipart/form-data; boundary=part")


def test_the_same_file_again_is_taken_and_the_first_one_is_shown(app, run_jobs):
    client = signed_in(app, "analyst")
    first = upload(client, csv(*GOOD))
    run_jobs()
    second = upload(client, csv(*GOOD))
    run_jobs()
    page = client.get(second.path)
    assert "The same file was uploaded before, on 2026-11-21." in page.words
    assert page.click("See that list").path.startswith(first.path)


def test_headings_in_other_words_are_chosen_by_hand_and_remembered_for_the_next_list(app, run_jobs):
    head = "Werk,Strasse,Staat"
    client = signed_in(app, "analyst")
    page = upload(client, csv("Peel & Pack,14 Mill Road,Bangladesh", head=head))
    run_jobs()
    page = client.get(page.path)
    refused = page.submit("Check every row", **{"column-0": "", "column-1": "", "column-2": ""})
    assert refused.status == 422
    assert "Every list needs one." in refused.errors[0]
    twice = page.submit("Check every row", **{"column-0": "address", "column-1": "address", "column-2": "country"})
    assert twice.errors == ["Two columns say the same thing. Use one of them."] * 2
    page.submit("Check every row", **{"column-0": "supplier_name", "column-1": "address", "column-2": "country"})
    run_jobs()
    client.get(page.path.removesuffix("/columns")).submit("Import 1 rows")
    run_jobs()
    page = upload(client, csv("Golden Thread,9 River Street,Bangladesh", head=head))
    run_jobs()
    page = client.get(page.path)
    chosen = [page.soup.find(id=f"column-{at}").find("option", selected=True)["value"] for at in range(3)]
    assert chosen == ["supplier_name", "address", "country"]


def test_the_sheet_of_a_workbook_is_asked_for_and_read(app, run_jobs):
    import io

    from openpyxl import Workbook

    book = Workbook()
    book.active.title = "Old"
    book.active.append(["Supplier name", "Address", "Country"])
    book.active.append(["Old Factory", "1 Old Road", "Nepal"])
    sheet = book.create_sheet("New")
    sheet.append(["Supplier name", "Address", "Country"])
    sheet.append(["New Factory", "2 New Road", "Nepal"])
    out = io.BytesIO()
    book.save(out)
    client = signed_in(app, "analyst")
    page = upload(client, out.getvalue(), "suppliers.xlsx")
    run_jobs()
    page = client.get(page.path)
    assert "Other sheets have data too: New." in page.words
    page = page.submit("Read it again", sheet="New")
    assert page.h1 == "We are reading your list"
    run_jobs()
    page = client.get(page.path)
    assert "New Factory" in page.words
    assert "Old Factory" not in page.words


def test_refused_rows_come_back_as_csv_with_their_reasons_and_no_cell_is_run_as_a_formula(app, run_jobs):
    client = signed_in(app, "analyst")
    evil = '"=HYPERLINK(""http://evil.example"";""x"")",+CMD|calc,@SUM(A1),-2+3,Qatra,,,,'
    page = upload(client, csv(GOOD[0], evil))
    run_jobs()
    client.get(page.path).submit("Check every row")
    run_jobs()
    answer = client.http.get(client.get(page.path).path.replace("/rows", "/refused.csv"))
    lines = answer.get_data(as_text=True).lstrip("\ufeff").splitlines()
    assert lines[0].startswith("Row,Reason,external_ref")
    assert lines[1].startswith("3,Country 'Qatra' is not known.")
    assert "'=HYPERLINK" in lines[1] and "'+CMD" in lines[1] and "'@SUM" in lines[1] and "'-2+3" in lines[1]


def test_rows_are_filtered_by_what_became_of_them_and_by_remark(app, run_jobs):
    client = signed_in(app, "analyst")
    page = upload(client, csv(*GOOD, GOOD[1], BAD, ",,,,"))
    run_jobs()
    client.get(page.path).submit("Check every row")
    run_jobs()
    page = client.get(page.path)
    assert "Lost Factory" in page.words
    assert "Golden Thread" not in page.words
    everything = client.get(page.path, query_string={"status": ""})
    assert "Golden Thread" in everything.words
    repeated = client.get(page.path, query_string={"status": "duplicate"})
    assert "This row repeats row 3." in repeated.words
    assert "Peel & Pack" not in repeated.words
    unknown = client.get(page.path, query_string={"code": "R03"})
    assert "Lost Factory" in unknown.words
    assert client.get(page.path, query_string={"status": "'; DROP", "page": "9999999"}).status == 200


def test_a_broker_whose_licence_is_not_in_force_is_said_in_the_review_already(app, run_jobs):
    licensed(status="revoked")
    client = signed_in(app, "analyst")
    page = upload(client, csv(*GOOD))
    run_jobs()
    client.get(page.path).submit("Check every row")
    run_jobs()
    page = client.get(page.path, query_string={"status": ""})
    page = client.get(page.path, query_string={"status": ""})
    assert "The licence “RA-00017” is not in force: Licence revoked." in page.words


def test_a_list_is_cancelled_and_changes_nothing(app, run_jobs):
    client = signed_in(app, "analyst")
    page = upload(client, csv(*GOOD))
    run_jobs()
    client.get(page.path).submit("Check every row")
    run_jobs()
    page = client.get(page.path).submit("Cancel this list")
    assert "The list was cancelled. No supplier was changed." in page.words
    assert "No suppliers yet" in client.get("/co/suppliers").words


def test_columns_are_changed_after_the_review_and_rows_checked_anew(app, run_jobs):
    client = signed_in(app, "analyst")
    page = upload(client, csv(*GOOD, BAD))
    run_jobs()
    client.get(page.path).submit("Check every row")
    run_jobs()
    page = client.get(page.path).submit("Change the columns")
    assert page.h1 == "Which column is which?"
    page.submit("Check every row", **{"column-4": "broker_country", "column-7": "country"})
    run_jobs()
    assert client.get(page.path.removesuffix("/columns")).h1 == "1 good rows, 3 to mend"


def test_a_page_of_an_older_version_is_refused_and_the_answers_are_kept(app, run_jobs):
    client = signed_in(app, "analyst")
    page = upload(client, csv(*GOOD))
    run_jobs()
    stale = client.get(page.path)
    stale.submit("Read it again", delimiter=",")
    run_jobs()
    answer = stale.submit("Check every row", **{"column-3": "notes"})
    assert answer.status == 409
    assert "Somebody changed this list while you had the page open." in answer.errors[0]
    assert answer.soup.find(id="column-3").find("option", selected=True)["value"] == "notes"
    assert answer.submit("Check every row").h1 == "We are checking each row"


def test_an_import_killed_half_way_leaves_nothing_that_is_seen_and_the_next_one_makes_each_supplier_once(
    app, run_jobs, monkeypatch
):
    rows = [
        f"V-{n},Factory {'xyz'[n % 3] * 9} {'abc'[n % 10 % 3] * 3},{n} Mill Road,Gazipur,Bangladesh,Broker {n % 7},,Nepal,"
        for n in range(50)
    ]
    client = signed_in(app, "analyst")
    page = upload(client, csv(*rows))
    run_jobs()
    client.get(page.path).submit("Check every row")
    run_jobs()
    client.get(page.path).submit("Import ")
    monkeypatch.setattr(publishing, "SLICE", 20)
    monkeypatch.setattr(publishing, "BROKERS", "SELECT 1 / 0")  # half of it is done then
    told, record = [], service.record_import
    monkeypatch.setattr(service, "record_import", lambda found, done: (told.append(done), record(found, done)))
    with pytest.raises(DataError):
        run_jobs()
    assert told == [20, 40]
    monkeypatch.undo()
    assert "No suppliers yet" in client.get("/co/suppliers").words
    assert client.get(page.path).h1 == "We are importing your suppliers"
    list_id = _list_id(page)
    as_worker("supplychain.lists.import", list_id)
    as_worker("supplychain.lists.import", list_id)
    run_jobs()
    assert "1 to 50 of 50" in client.get("/co/suppliers").words
    assert client.get(page.path).h1 == "No alert from this list"


def as_worker(job: str, list_id: str) -> None:
    """Run a job now, as the worker that takes up what another one left."""
    token = database.own_role.set("fairgate_worker")
    queue.perform(job, list_id=list_id)
    database.own_role.reset(token)


def _list_id(page) -> str:
    with transaction(role="fairgate_worker") as session:
        reference = page.path.rstrip("/").split("/")[-1]
        return str(session.query(SupplierList).filter_by(reference=reference).one().id)


def test_references_drawn_twice_are_drawn_again_so_that_no_import_fails_for_them(app, run_jobs, monkeypatch):
    from core import ids
    from supplychain.lists.keeping import Identities

    drawn = iter(["S-1", "S-1", "S-2", "S-1", "S-3", "S-2", "S-4", "S-5"])
    monkeypatch.setattr(ids, "new_references", lambda _prefix, count: [next(drawn) for _ in range(count)])
    identities = Identities()
    assert [one.reference for one in identities.of(["0a" * 32, "0b" * 32, "0a" * 32])] == ["S-1", "S-2", None]
    assert [one.reference for one in identities.of(["0c" * 32])] == ["S-3"]  # after S-1 was drawn and refused
    monkeypatch.undo()
    client = signed_in(app, "analyst")
    imported(client, run_jobs, GOOD[0])
    taken = client.get("/co/suppliers").click("Peel & Pack Ltd").path.rsplit("/", 1)[-1]
    page = upload(client, csv(GOOD[1]))
    run_jobs()
    client.get(page.path).submit("Check every row")
    run_jobs()
    with transaction(role="fairgate_worker") as session:
        session.execute(text("UPDATE supplier_list_row SET content = content || jsonb_build_object('reference', CAST(:r AS text))"
                             " WHERE list_id = :list"), {"r": taken, "list": _list_id(page)})  # fmt: skip
    client.get(page.path).submit("Import ")
    run_jobs()
    assert "1 to 2 of 2" in client.get("/co/suppliers").words


def in_chunks(monkeypatch, size: int, before) -> None:
    """Check the next list in chunks of `size` rows; `before` is called before each is stored, with its place."""
    monkeypatch.setattr(reading.Check.chunks, "__defaults__", (size,))
    keep, calls = service.store_rows, []

    def counted(*arguments, **named):
        calls.append(1)
        before(len(calls))
        return keep(*arguments, **named)

    monkeypatch.setattr(service, "store_rows", counted)


def test_a_check_killed_half_way_is_begun_again_and_counts_each_row_once(app, run_jobs, monkeypatch):
    client = signed_in(app, "analyst")
    page = upload(client, csv(*GOOD, BAD))
    run_jobs()
    client.get(page.path).submit("Check every row")

    def dies(chunk):
        if chunk == 2:
            raise RuntimeError("killed")

    in_chunks(monkeypatch, 2, dies)
    with pytest.raises(RuntimeError, match="killed"):
        run_jobs()
    page = client.get(page.path)
    assert page.h1 == "We are checking each row"
    assert "2 of 4" in page.words
    as_worker("supplychain.lists.check", _list_id(page))
    page = client.get(page.path)
    assert page.h1 == "3 good rows, 1 to mend"
    assert "1 to 4 of 4" in client.get(page.path, query_string={"status": ""}).words


def test_a_list_cancelled_while_it_is_checked_keeps_its_rows_so_far_and_is_checked_no_further(
    app, run_jobs, monkeypatch
):
    client = signed_in(app, "analyst")
    page = upload(client, csv(*GOOD, BAD))
    run_jobs()
    client.get(page.path).submit("Check every row")
    list_id = _list_id(page)

    def cancels(chunk):
        if chunk == 2:
            service.cancel(service.by_id(list_id), by=SYSTEM)

    in_chunks(monkeypatch, 1, cancels)
    run_jobs()
    with transaction(role="fairgate_worker"):
        supplier_list = service.by_id(list_id)
        assert (supplier_list.status, queries.rows_stored(supplier_list)) == ("cancelled", 1)


def test_a_second_upload_updates_suppliers_instead_of_doubling_them(app, run_jobs):
    client = signed_in(app, "analyst")
    imported(client, run_jobs, *GOOD)
    changed = "V-1,Peel and Pack Limited,15 Mill Road,Gazipur,Bangladesh,Sunrise Overseas,RA-00018,Nepal,worker"
    page = upload(client, csv(changed, "V-9,New Factory,1 New Road,Pune,India,,,,"))
    run_jobs()
    client.get(page.path).submit("Check every row")
    run_jobs()
    page = client.get(page.path)
    assert "make 1 new suppliers and bring 1 known ones up to date" in page.words
    page.submit("Import ")
    run_jobs()
    page = client.get("/co/suppliers")
    assert "1 to 4 of 4" in page.words
    page = page.click("Peel and Pack Limited")
    assert [name.get_text() for name in page.soup.select("strong > bdi")] == ["Sunrise Overseas"]
    assert "RA-00018" in page.words
    assert "workers pay the recruitment fee here" in page.words


def test_another_company_finds_no_such_list(app, run_jobs):
    page = upload(signed_in(app, "analyst"), csv(*GOOD))
    run_jobs()
    other = signed_in(app, "analyst")
    for path in ("", "/columns", "/rows", "/refused.csv"):
        assert other.get(page.path + path).status == 404
    token = other.get("/co/lists/new").soup.find(attrs={"name": "csrf_token"})["value"]
    for path in ("/import", "/cancel", "/change-columns"):
        assert other.post(page.path + path, data={"csrf_token": token, "version": "1"}).status == 404
    assert "No list yet" in other.get("/co/lists").words


def test_the_whole_way_over_the_api(app, run_jobs):
    import io

    from tests.supplychain.supply import bearer

    flagged("Kuznetsov Heavy Machinery OOO")
    client = signed_in(app, "analyst")
    api, key = client.http, bearer(client)
    made = api.post(
        "/api/v1/supplier-lists", headers=key, content_type="multipart/form-data",
        data={"file": (io.BytesIO(csv(*GOOD, BAD)), "list.csv"), "name": "By machine"},
    )  # fmt: skip
    assert made.status_code == 202, made.json
    at = f"/api/v1/supplier-lists/{made.json['reference']}"
    run_jobs()
    read = api.get(at, headers=key).json
    assert read["status"] == "parsed"
    assert read["columns"][:5] == ["external_ref", "supplier_name", "address", "city", "country"]
    stale = api.put(f"{at}/columns", headers=key, json={"version": 1})
    assert (stale.status_code, stale.json["code"]) == (409, "list-changed")
    assert api.put(f"{at}/columns", headers=key, json={"columns": [{"column": 1, "is": None}]}).status_code == 422
    assert api.put(f"{at}/columns", headers=key, json={"version": read["version"]}).status_code == 202
    run_jobs()
    refused = api.get(f"{at}/rows?status=rejected", headers=key).json
    assert refused["total"] == 1
    assert refused["rows"][0]["findings"][0]["sentence"].startswith("Row 5: country 'Qatra' is not known.")
    assert api.post(f"{at}/import", headers=key, json={}).status_code == 202
    assert api.post(f"{at}/import", headers=key, json={}).json["code"] == "list-not-at-this-step"
    run_jobs()
    assert api.get(at, headers=key).json["status"] == "live"
    suppliers = api.get("/api/v1/suppliers?q=kuznetsov", headers=key).json
    assert suppliers["total"] == 1
    alerts = api.get("/api/v1/alerts?kind=flagged-entity", headers=key).json
    alert = f"/api/v1/alerts/{alerts['rows'][0]['reference']}"
    told = api.get(alert, headers=key).json["evidence"]["explanation"]
    assert abs(sum(told["contributions"].values()) - told["score"]) < 1e-9
    wrong = api.post(f"{alert}/decision", headers=key, json={"verdict": "not-same", "reason": "other", "note": "short"})
    assert wrong.json["fields"]["note"] == "Say in at least 20 characters what the other reason is."
    done = api.post(f"{alert}/decision", headers=key, json={"verdict": "not-same", "reason": "name-only"})
    assert done.json["status"] == "false_positive"


def test_a_long_list_is_shown_with_few_queries(app, run_jobs):
    rows = [
        f"V-{n},Factory {n} {'xyz'[n % 3] * 4},{n} Mill Road,Gazipur,Bangladesh,Broker {n % 9},,Nepal,"
        for n in range(60)
    ]
    client = browser_of(app, member("analyst"))
    imported(client, run_jobs, *rows)
    assert client.get("/co/suppliers").queries <= 12
    assert client.get("/co").queries <= 20
    assert client.get("/co/alerts").queries <= 12


def test_a_person_of_another_trade_may_not_upload(app):
    assert signed_in(app, "broker").get("/co/lists/new").status == 403
    assert actor("auditor").may("upload-suppliers") is False
    assert HEAD.startswith("external_ref")
