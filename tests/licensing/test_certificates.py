"""Certificates: what the paper says and how it is drawn, when a new one is issued, what its code answers."""

import re
import zlib
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import DBAPIError

from accounts.sessions.queries import actor_of
from core import clock, ids, trail
from core.actor import SYSTEM
from core.db import db, own_role, transaction
from licensing.agencies.models import AgencyName
from licensing.certificates import jobs, paper, queries, service
from licensing.certificates.content import Content, digest
from licensing.certificates.models import Certificate
from licensing.licences import queries as licences
from licensing.licences import service as licence_service
from licensing.licences.states import Measure
from tests.client import Client
from tests.conftest import NOON
from tests.factories import actor, browser_of, member, signed_in
from tests.licensing import cases
from tests.licensing.test_assessment import bearer

ADDRESS = "https://licences.example/v/0123456789ABCDEFGHJK"
LOCAL = ("सनराइज ओभरसिज क्षत्रिय", "شركة شروق الخليج", "নীল নদী রিক্রুটমেন্ট")
CONTENT = Content(
    regulator="Labour Authority of Meridia", holder="Sunrise Overseas Placement Ltd", local_names=LOCAL,
    registration="MR-10021", town="Port Selma", number="RA-00006", licence_class="Overseas recruitment",
    first_day=date(2026, 1, 1), last_day=date(2026, 12, 31), destinations=("Jordan", "Qatar"),
    rules=("Only to Jordan and Qatar. No house work.",),
    no_fee=(("en", "You must not pay for a job. The boss pays."), ("ar", "يجب ألا تدفع مقابل وظيفة.")),
)  # fmt: skip


def drawn(content: Content = CONTENT, address: str = ADDRESS) -> bytes:
    return paper.draw(content, "0123-4567-89AB-CDEF-GHJK", date(2026, 11, 21), address)


def streams(pdf: bytes) -> list[bytes]:
    """The uncompressed content of every stream of a PDF."""
    found = []
    for match in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompress(match[1]))
        except zlib.error:
            found.append(match[1])
    return found


# ------------------------------------------------------------------------------------------------- the paper


def test_the_same_content_is_drawn_in_the_same_bytes_and_another_in_others():
    assert drawn() == drawn()
    assert drawn() != drawn(address=ADDRESS[:-1] + "M")


def test_the_content_survives_being_kept_and_its_hash_tells_every_change():
    told = CONTENT.as_json()
    assert Content.of_json(told) == CONTENT
    assert digest(told) == digest(Content.of_json(told).as_json())
    assert digest(told) != digest({**told, "last_day": "2027-12-31"})
    with pytest.raises(ValueError, match="not known here"):
        Content.of_json({**told, "form": "certificate-0"})


def test_the_code_on_the_paper_is_read_back_module_by_module():
    """The dark squares of the drawing, put on a grid, are the code of the address: nothing is lost in drawing it."""
    page = next(stream for stream in streams(drawn()) if b" re f" in stream and b"BT" in stream)
    squares = [
        tuple(float(number) for number in match.groups())
        for match in re.finditer(rb"([\d.]+) ([\d.]+) ([\d.]+) -([\d.]+) re f", page)
    ]
    side = min(width for _, _, width, _ in squares)
    modules = [(x, y) for x, y, width, height in squares if abs(width - side) < 0.02 and abs(height - side) < 0.02]
    left, top = min(x for x, _ in modules), max(y for _, y in modules)
    expected = paper.matrix(ADDRESS)
    read = [[False] * len(expected) for _ in expected]
    for x, y in modules:
        read[round((top - y) / side)][round((x - left) / side)] = True
    assert read == expected
    assert side * 25.4 / 72 >= 0.4, "a module is smaller than telephones can read (0.4 mm)"


def test_letters_are_shaped_and_only_those_used_are_embedded():
    pdf = drawn()
    assert len(pdf) < 150_000
    for family in (b"NotoNaskhArabic", b"NotoSansDevanagari", b"NotoSansBengali", b"NotoSans"):
        assert family in pdf
    shaped = paper.Paper(CONTENT, "", date(2026, 11, 21), ADDRESS)
    shaped.style(18)
    joined, apart = shaped.get_string_width("شركة"), sum(shaped.get_string_width(letter) for letter in "شركة")
    assert joined < apart  # joined letters are narrower than each by itself
    assert shaped.get_string_width("क्ष") < sum(shaped.get_string_width(letter) for letter in "क्ष")
    shaped.add_page()
    shaped.output()  # closes the files of its fonts


def test_the_document_says_its_language_title_and_day():
    pdf = drawn()
    assert b"/Lang (en-GB)" in pdf
    assert b"D:20261121000000Z" in pdf


def test_what_our_fonts_do_not_hold_is_written_in_latin_letters(app):
    assert paper.drawable("Ærøskøbing Ltd & Søn, Łódź")
    assert not paper.drawable("招聘公司")
    assert paper.drawable(service.shown("招聘公司"))


def test_a_paper_with_many_rules_goes_on_to_a_second_page():
    from dataclasses import replace

    pdf = drawn(
        replace(CONTENT, rules=tuple(f"Rule {number}: no more workers than last year." for number in range(60)))
    )
    assert pdf.count(b"/Type /Page\n") > 1


@settings(max_examples=12, deadline=None)
@given(st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=80))
def test_no_name_breaks_the_drawing(name):
    from dataclasses import replace

    content = replace(CONTENT, holder=service.shown(name) or "x", rules=(service.shown(name) or "x",))
    assert drawn(content).startswith(b"%PDF-")


# ------------------------------------------------------------------------------------------------- issuing


@pytest.fixture
def law(app):
    cases.law()


def papers(number: str) -> list[Certificate]:
    with transaction(role="none"):
        licence = licences.by_number(number)
        rows = queries.of_licence(licence.id)
        for row in rows:
            db.session.refresh(row)
        return rows


def test_a_grant_issues_one_paper_however_often_the_job_runs(law, run_jobs):
    number = cases.licence()
    run_jobs()
    token = own_role.set("fairgate_worker")
    for _ in range(3):
        with transaction():
            service.keep(cases.licence_of(number).id, jobs.no_fee(), by=SYSTEM)
    own_role.reset(token)
    rows = papers(number)
    assert [(row.version, row.superseded_at) for row in rows] == [(1, None)]
    assert rows[0].content["holder"] == "Blue River Placement"
    assert rows[0].content_hash == digest(rows[0].content)


def test_a_suspension_ends_the_paper_and_its_lifting_issues_a_new_one(law, run_jobs):
    number = cases.licence()
    run_jobs()
    cases.measure(number, Measure.SUSPEND, "fees-charged")
    run_jobs()
    assert [row.superseded_at is None for row in papers(number)] == [False]
    with clock.frozen(NOON + timedelta(days=3)):
        cases.measure(number, Measure.LIFT, "repaired")
        run_jobs()
    rows = papers(number)
    assert [(row.version, row.superseded_at is None) for row in rows] == [(2, True), (1, False)]
    assert rows[0].code != rows[1].code


def test_a_freeze_is_written_on_the_paper(law, run_jobs):
    number = cases.licence()
    run_jobs()
    cases.measure(number, Measure.FREEZE, "fees-charged")
    run_jobs()
    assert papers(number)[0].content["rules"] == ["It must not take new workers now."]


def test_what_the_paper_does_not_show_leaves_it_as_it_is(law, run_jobs):
    number = cases.licence()
    run_jobs()
    cases.measure(number, Measure.WATCH, "fees-charged")
    run_jobs()
    assert [row.version for row in papers(number)] == [1]


def test_a_new_local_name_brings_a_new_paper_by_the_next_morning(law, run_jobs):
    number = cases.licence()
    run_jobs()
    licence = cases.licence_of(number)
    with transaction(role="none"):
        row = AgencyName(
            id=ids.new_id(), organisation_id=licence.organisation_id, agency_id=licence.agency_id, name="नीलो नदी",
            kind="local", search_keys=[], created_at=clock.now(),
        )  # fmt: skip
        db.session.add(row)
        trail.record("licensing.agency-name.add", row, by=SYSTEM)
    token = own_role.set("fairgate_worker")
    jobs.keep_all()
    jobs.keep_all()
    own_role.reset(token)
    rows = papers(number)
    assert [row.version for row in rows] == [2, 1]
    assert rows[0].content["local_names"] == ["नीलो नदी"]


def test_expiry_ends_the_paper(law, run_jobs):
    number = cases.licence()
    run_jobs()
    with clock.frozen(NOON + timedelta(days=366)):
        token = own_role.set("fairgate_worker")
        with transaction():
            licence_service.expire(by=SYSTEM)
        own_role.reset(token)
        run_jobs()
        assert papers(number)[0].superseded_at is not None


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE certificate SET content = '{}'",
        "UPDATE certificate SET code = '0123456789ABCDEFGHJK'",
        "UPDATE certificate SET issued_at = now()",
        "UPDATE certificate SET content_hash = repeat('0', 64), superseded_at = now()",
        "DELETE FROM certificate",
        "TRUNCATE certificate",
    ],
)
def test_a_paper_is_never_changed_not_even_by_the_owner_of_the_table(law, run_jobs, change):
    cases.licence()
    run_jobs()
    with pytest.raises(DBAPIError, match="never changed"), transaction(role="none"):
        db.session.execute(db.text(change))


def test_a_paper_that_is_old_stays_old(law, run_jobs):
    number = cases.licence()
    run_jobs()
    cases.measure(number, Measure.REVOKE, "fees-charged")
    run_jobs()
    with pytest.raises(DBAPIError, match="never changed"), transaction(role="none"):
        db.session.execute(db.text("UPDATE certificate SET superseded_at = NULL"))
    with pytest.raises(DBAPIError, match="permission denied"), transaction(actor=actor("decider")):
        db.session.execute(db.text("UPDATE certificate SET superseded_at = now()"))


# --------------------------------------------------------------------------------------------- what it answers


def test_a_true_paper_says_so_and_what_to_compare(app, law, run_jobs):
    number = cases.licence()
    run_jobs()
    code = papers(number)[0].code
    page = Client(app).get(f"/v/{code}", status=200)
    assert page.h1 == "Licensed"
    assert "This paper is real. This agency has a licence today." in page.words
    assert "The name and the number on it must be the same as here." in page.words
    assert number in page.words
    assert page.click("Everything about this agency").h1 == "Licensed"
    assert page.queries <= 8


def test_a_code_may_be_typed_with_lookalikes_and_separators(app, law, run_jobs):
    number = cases.licence()
    run_jobs()
    code = papers(number)[0].code
    typed = service.grouped(code).lower().replace("0", "o").replace("1", "l")
    assert Client(app).get(f"/v/{typed}", status=200).h1 == "Licensed"


def test_an_old_paper_says_so_and_what_is_true_today(app, law, run_jobs):
    number = cases.licence()
    run_jobs()
    code = papers(number)[0].code
    cases.measure(number, Measure.SUSPEND, "fees-charged")
    for _ in range(2):  # before the job has marked the paper, and after
        page = Client(app).get(f"/v/{code}", status=200)
        assert page.h1 == "This paper is old"
        assert "The licence has changed since this paper was printed." in page.words
        assert "What is true today: Stopped for now" in page.words
        run_jobs()


@pytest.mark.parametrize("code", ["0123456789ABCDEFGHJK", "x", "RA-00001", "%27%20OR%201=1", "٣" * 20])
def test_a_foreign_code_says_that_the_paper_is_not_real(app, law, code):
    page = Client(app).get(f"/v/{code}", status=404)
    assert page.h1 == "This paper is not real"
    assert "The code on the paper is not from us. Do not pay." in page.words


def test_the_pages_are_small_and_set_no_cookie_in_either_language(app, law, run_jobs):
    number = cases.licence()
    run_jobs()
    code = papers(number)[0].code
    for path in (f"/v/{code}", "/v/unknown", f"/ar/v/{code}"):
        answer = app.test_client().get(path, headers={"Accept-Encoding": "gzip"})
        assert "Set-Cookie" not in answer.headers
        assert len(answer.data) <= 10_240, path


def test_nobody_guesses_a_code(app):
    codes = {ids.new_code() for _ in range(1000)}
    assert len(codes) == 1000
    assert all(len(code) == 20 and set(code) <= set(ids.ALPHABET) for code in codes)


# ------------------------------------------------------------------------------------------ holder and officer


def test_the_holder_prints_the_paper_and_no_one_else_does(app, law, run_jobs):
    holder = member("broker", name="Sita Rai", organisation_name="Blue River Placement")
    number = cases.licence(by=actor_of(holder))
    run_jobs()
    code = papers(number)[0].code
    client = browser_of(app, holder)
    page = client.get("/licence/certificate", status=200)
    assert number in page.words
    answer = client.http.get(f"/certificates/{code}.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.data.startswith(b"%PDF-")
    assert answer.headers["Cache-Control"] == "private, no-store"
    for stranger in ("broker", "analyst", "auditor"):
        assert signed_in(app, stranger).get(f"/certificates/{code}.pdf", check=False).status == 404
    cases.measure(number, Measure.SUSPEND, "fees-charged")
    run_jobs()
    assert client.get(f"/certificates/{code}.pdf", check=False).status == 409
    assert "There is no certificate" in client.get("/licence/certificate", status=200).words


def test_an_officer_sees_every_paper_of_a_licence(app, law, run_jobs):
    number = cases.licence()
    run_jobs()
    cases.measure(number, Measure.FREEZE, "fees-charged")
    run_jobs()
    officer = signed_in(app, "inspector")
    page = officer.get(f"/staff/licences/{number}/certificates", status=200)
    assert "Certificate 2 (PDF)" in page.words
    assert "True today" in page.words
    assert officer.http.get(f"/certificates/{papers(number)[1].code}.pdf").status_code == 200


def test_the_api_gives_the_same_answers(app, law, run_jobs):
    holder = member("broker", organisation_name="Blue River Placement")
    number = cases.licence(by=actor_of(holder))
    run_jobs()
    code = papers(number)[0].code
    http = app.test_client()
    answer = http.get(f"/api/v1/certificates/check/{code}").json
    assert (answer["verdict"], answer["licence_number"], answer["status"]) == ("current", number, "licensed")
    assert http.get("/api/v1/certificates/check/nothing").json["verdict"] == "unknown"
    own = http.get("/api/v1/certificates", headers=bearer(app, holder)).json
    assert [row["licence_number"] for row in own] == [number]
    officer = bearer(app, member("officer"))
    assert http.get(f"/api/v1/certificates/of/{number}", headers=officer).json[0]["version"] == 1
    assert http.get(f"/api/v1/certificates/{code}.pdf", headers=officer).data.startswith(b"%PDF-")
