"""A worker asks: by number, by name with slips, by telephone; and reads what it means, on one small page."""

import gzip
from datetime import timedelta

import psycopg
import pytest
from bs4 import BeautifulSoup

from app import create_app
from core import clock, countries, jobs, roles
from core.db import db
from tests.client import Browser, Client, counted
from tests.conftest import SECRET, settings_for

BUDGET = 10_240
PAGES = ("/", "/check?q=RA-00006", "/check?q=sunrize+oversees", "/check?q=nobody+at+all", "/check?q=silver", "/rights")


@pytest.fixture(scope="module")
def register(demonstration, application, tmp_path_factory):
    """The web application on the demonstration: public pages write nothing, so one copy serves all."""
    made = create_app(settings_for(tmp_path_factory.mktemp("data")), roles.urls(demonstration, SECRET).app)
    yield made
    with made.app_context():
        db.engine.dispose()
    jobs.use(application[0])
    countries.settle({})


@pytest.fixture
def worker(register) -> Client:
    """A worker with a telephone: no script, no cookie."""
    return Client(register)


def reference_of(demonstration: str, key: str) -> str:
    with psycopg.connect(demonstration) as connection:
        return connection.execute("SELECT reference FROM agency WHERE legal_name LIKE %s", (f"{key}%",)).fetchone()[0]


@pytest.mark.parametrize("typed", ["RA-00006", "ra 6", "00006", "RA.00006", "६", "ra-٠٠٠٠٦"])
def test_a_worker_finds_an_agency_by_its_licence_number_in_any_form(worker, typed):
    page = worker.get("/check", query_string={"q": typed}, status=200)
    assert page.h1 == "Licensed"
    assert "Sunrise Overseas Placement Ltd" in page.words
    assert (
        "This agency has a licence today. You must not pay for a job. A licence does not mean they will be fair."
        in page.words
    )


def test_a_worker_finds_a_broker_by_a_misspelt_name_but_gets_no_verdict(worker):
    page = worker.get("/check", query_string={"q": "Sunrize Oversees"}, status=200)
    assert page.h1 == "Be careful. The name is not the same"
    assert "Sunrise Overseas" in page.words
    assert "different: Sunrise" in page.words
    assert page.soup.find("mark") is not None
    link = next(item["href"] for item in page.soup.find_all("a", href=True) if item["href"].startswith("/a/"))
    assert worker.get(link).h1 == "Licensed"


def test_one_word_changed_is_another_name(worker):
    page = worker.get("/check", query_string={"q": "Sun Rise Overseas Placement"})
    assert page.h1 == "Be careful. The name is not the same"


def test_the_legal_form_may_be_left_out(worker):
    assert worker.get("/check", query_string={"q": "sunrise overseas placement"}).h1 == "Licensed"


def test_a_name_in_the_local_script_finds_the_agency(worker):
    page = worker.get("/check", query_string={"q": "सनराइज ओभरसिज"})
    assert page.h1 == "Licensed"
    assert "Sunrise Overseas Placement Ltd" in page.words


@pytest.mark.parametrize(
    "typed", ["+44 20 7946 0101", "020 7946 0101", "0044 20 79460101", "(020) 7946-0101", "०२०७९४६०१०१"]
)
def test_a_worker_finds_an_agency_by_telephone_in_any_form(worker, typed):
    page = worker.get("/check", query_string={"q": typed}, status=200)
    assert page.h1 == "Licensed"
    assert "This phone number is on our list for Sunrise Overseas Placement Ltd" in page.words


STATES = {
    "Sunrise": ("Licensed", "A licence does not mean they will be fair."),
    "Blue River": ("Licensed with rules", "Check the rules below before you say yes."),
    "High Pass": ("No new workers", "it must not take new workers now. Do not sign with them now."),
    "Golden Bridge": ("Licensed. We are watching this agency", "It broke some rules before. Be careful."),
    "New Dawn": ("Not licensed yet", "This agency has asked for a licence. We have not said yes."),
    "Harbour Light": ("Licensed while we decide", "It may work until January 31, 2027"),
    "White Lotus": ("Stopped for now", "This agency must not find jobs for anyone now."),
    "Ironwood": ("Licence taken away", "We took away the licence of this agency."),
    "Falcon Star": ("Licence was not real", "We cancelled this licence. It was got by a lie."),
    "Monsoon": ("Licence has ended", "This agency must not find jobs for you now."),
    "Cedar Grove": ("No longer licensed", "This agency gave its licence back."),
    "Meadow Field": ("Stopped for now", "The agency does not agree"),
}


@pytest.mark.parametrize("agency", STATES)
def test_each_state_is_said_in_plain_words_and_none_drops_off_the_register(worker, demonstration, agency):
    title, words = STATES[agency]
    page = worker.get(f"/a/{reference_of(demonstration, agency)}", status=200)
    assert page.h1 == title
    said = page.words.replace("31 January 2027", "January 31, 2027")
    assert words in said
    assert "You must not pay for a job." in page.words


def test_an_unknown_name_gets_the_no_licence_found_page(worker):
    page = worker.get("/check", query_string={"q": "Zanzibar Dreams International"}, status=404)
    assert page.h1 == "No licence found"
    assert "We did not find this name or number. Do not pay. Do not give your passport." in page.words


def test_an_agency_that_never_applied_or_was_never_licensed_is_not_shown_as_licensed(worker):
    assert worker.get("/check", query_string={"q": "Orchard Seasonal Work"}).h1 == "No licence found"


def test_a_refused_agency_is_known_and_not_licensed(worker):
    page = worker.get("/check", query_string={"q": "Kestrel Hospitality"})
    assert page.h1 == "No licence found"


def test_nothing_typed_and_too_little_typed_are_said_at_the_field(worker):
    page = worker.get("/check", query_string={"q": "  "}, status=422)
    assert "Type a name or a number" in page.words
    page = worker.get("/check", query_string={"q": "ab"}, status=422)
    assert "Type 3 or more letters, or a number" in page.words
    assert page.soup.find("input")["value"] == "ab"


def test_the_second_check_tells_a_real_number_from_a_stranger(worker, demonstration):
    address = f"/a/{reference_of(demonstration, 'Sunrise')}"
    page = worker.get(address).submit("Check this number", n="+44 20 7946 0102")
    assert page.h1 == "This number belongs to them"
    page = worker.get(address).submit("Check this number", n="+44 20 7946 0999")
    assert page.h1 == "This phone number is not theirs"
    assert "Stop talking to this number." in page.words
    assert "tel:+442079460101" in str(page.soup)
    page = worker.get(address).submit("Check this number", n="hello")
    assert page.status == 422
    assert "Type the whole phone number." in page.words


def test_a_suspended_agencys_own_number_is_no_comfort(worker, demonstration):
    page = worker.get(f"/a/{reference_of(demonstration, 'White Lotus')}").submit(
        "Check this number", n="+44 20 7946 0141"
    )
    assert page.h1 == "Stopped for now"
    assert page.soup.select_one(".fg-status--stop") is not None
    assert "This phone number is on our list for White Lotus Workforce Ltd" in page.words


@pytest.mark.parametrize("language", ["", "/ar"])
@pytest.mark.parametrize("address", PAGES)
def test_a_worker_page_is_one_small_request(register, language, address):
    browser = Browser(register, register.response_class)
    answer = browser.get(language + address, headers={"Accept-Encoding": "gzip"})
    assert answer.status_code in {200, 404}
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.get_data()) <= BUDGET, f"{len(answer.get_data())} bytes"
    assert "Set-Cookie" not in answer.headers
    html = gzip.decompress(answer.get_data()).decode()
    for outside in ("<script", '<link rel="stylesheet', "<img", "@import", "url(http"):
        assert outside not in html
    assert len(BeautifulSoup(html, "html.parser").find_all()) <= 400


def test_every_status_page_keeps_the_budget(register, demonstration):
    browser = Browser(register, register.response_class)
    sizes = {}
    for agency in STATES:
        answer = browser.get(f"/a/{reference_of(demonstration, agency)}", headers={"Accept-Encoding": "gzip"})
        sizes[agency] = len(answer.get_data())
    assert max(sizes.values()) <= BUDGET, sizes


def test_a_page_that_did_not_change_is_not_sent_again(register, demonstration):
    browser = Browser(register, register.response_class)
    address = f"/a/{reference_of(demonstration, 'Sunrise')}"
    with clock.frozen(clock.now()):
        first = browser.get(address)
        again = browser.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert first.headers["Cache-Control"] == "no-cache"
    assert (again.status_code, again.get_data()) == (304, b"")


def test_what_was_typed_is_kept_nowhere(register, capfd):
    browser = Browser(register, register.response_class)
    answer = browser.get("/check?q=Secret+Agency+Of+Mine")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    logged = capfd.readouterr().err
    assert "register.check" in logged
    assert "Secret" not in logged


def test_a_look_up_needs_few_queries_whatever_it_finds(register, demonstration):
    browser = Browser(register, register.response_class)
    for address, most in (("/", 2), ("/check?q=RA-00006", 3), ("/check?q=silver+line", 4), ("/check?q=nobody", 3)):
        with counted() as count:
            browser.get(address)
        assert count[0] <= most, f"{address}: {count[0]}"


def test_an_expired_licence_is_expired_on_the_very_day(register, demonstration):
    """The register reads the dates: no job has to run for it to be right."""
    browser = Browser(register, register.response_class)
    address = f"/a/{reference_of(demonstration, 'Sunrise')}"
    last = clock.now().replace(year=2027, month=2, day=1)
    with clock.frozen(last):
        assert "<h1" in browser.get(address).text
        assert "Licence has ended" not in browser.get(address).text
    with clock.frozen(last + timedelta(days=1)):
        assert "Licence has ended" in browser.get(address).text


@pytest.mark.parametrize(
    "typed",
    ["x" * 10_000, "😀😀😀😀", "\u202eecilop", "'; DROP TABLE licence; --", "<script>alert(1)</script>", "RA-999999", "000000",
     "%%%", "ر" * 100, "+", "()", "9" * 60, "a\u0301" * 80],
)  # fmt: skip
def test_hostile_questions_get_a_plain_answer(worker, typed):
    page = worker.get("/check", query_string={"q": typed}, status=(200, 404, 422))
    assert "<script>" not in page.text


def test_arabic_runs_from_right_to_left_and_says_that_it_is_a_draft(worker):
    page = worker.get("/ar/check", query_string={"q": "RA-00006"}, status=200)
    assert (page.soup.html["lang"], page.soup.html["dir"]) == ("ar", "rtl")
    assert page.h1 != "Licensed"
    assert page.soup.find("bdi") is not None

    assert "هذه الترجمة مسودة." in page.text
    assert "هذه الترجمة" not in worker.get("/check", query_string={"q": "RA-00006"}).text


def test_a_similar_name_comes_with_the_number_to_call(worker):
    page = worker.get("/check", query_string={"q": "Sun Rise Overseas Placement"})
    assert "Call the agency on the number on this page" in page.words
    numbers = {link["href"] for link in page.soup.select('main a[href^="tel:"]')}
    assert numbers & {"tel:+442079460101", "tel:+442079460102"}  # the agency published both at one moment
    assert page.soup.mark.text == "nr"


def test_a_name_of_common_words_lists_the_agencies_that_hold_it(worker):
    page = worker.get("/check", query_string={"q": "silver"}, status=200)
    assert page.h1 == "Be careful. The name is not the same"
    assert "Silver Line Placement Ltd" in page.words


def test_a_reference_or_a_number_of_another_prefix_is_no_licence_number(worker, demonstration):
    reference = reference_of(demonstration, "Sunrise")
    assert (
        worker.get("/check", query_string={"q": reference.lower().replace("-", " ", 1).replace(" ", "-")}).h1
        == "Licensed"
    )
    assert worker.get("/check", query_string={"q": "XY-00006"}, status=404).h1 == "No licence found"


def test_only_the_share_links_lead_elsewhere_and_they_carry_no_personal_data(worker, demonstration):
    page = worker.get(f"/a/{reference_of(demonstration, 'Sunrise')}")
    elsewhere = [link["href"] for link in page.soup.find_all("a", href=True) if link["href"].startswith("http")]
    assert len(elsewhere) == 1
    assert elsewhere[0].startswith(
        "https://wa.me/?text=Sunrise%20Overseas%20Placement%20Ltd%2C%20RA-00006%3A%20Licensed"
    )
    assert "check%3Fq" not in elsewhere[0]
    assert len(page.soup.find_all()) <= 400


def test_control_characters_are_refused_quickly(worker):
    assert worker.get("/check?q=a%00b").status == 422


def test_the_api_lets_callers_ask_whether_anything_changed(register, demonstration):
    browser = Browser(register, register.response_class)
    address = f"/api/v1/register/agencies/{reference_of(demonstration, 'Sunrise')}"
    first = browser.get(address)
    assert first.headers["Cache-Control"] == "no-cache"
    assert browser.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert browser.get("/api/v1/register/agencies?q=ironwood").headers["Cache-Control"] == "private, no-cache"


def test_the_api_gives_the_same_answer_to_everyone(register):
    browser = Browser(register, register.response_class)
    answer = browser.get("/api/v1/register/agencies?q=RA-00003").get_json()
    assert (answer["answer"], answer["entries"][0]["title"]) == ("revoked", "Licence taken away")
    one = browser.get(f"/api/v1/register/agencies/{answer['entries'][0]['reference']}").get_json()
    assert one["licence_number"] == "RA-00003"
    assert browser.get("/api/v1/register/agencies?q=a").status_code == 422
    assert browser.get("/api/v1/register/agencies/G-0000-0000").status_code == 404


def test_the_public_role_cannot_read_what_is_not_published(register):
    from sqlalchemy import text

    from core.db import transaction

    for column, table in (("birth_date", "agency_person"), ("snapshot", "application"), ("email", "agency")):
        with (
            register.app_context(),
            pytest.raises(Exception, match="permission denied"),
            transaction(actor=None, role="fairgate_public") as session,
        ):
            session.execute(text(f"SELECT {column} FROM {table}"))
