"""Letters: put together from coded paragraphs, looked at before, kept with their hash, read by whom they are to."""

from datetime import date

import pytest
from psycopg.errors import CheckViolation
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from core.db import db, transaction
from core.errors import Invalid
from core.paging import Page
from licensing.letters import queries, service
from licensing.letters.paragraphs import PLACES, filled, unknown_places
from licensing.letters.wording import OWN_WORDS
from licensing.licences.states import Measure
from tests.factories import actor, browser_of, member, signed_in
from tests.licensing import cases
from tests.licensing.cases import PLAN, REASON

HEAD = "code,kind,language,position,effective_from,text\n"


@pytest.fixture(autouse=True)
def law(app):
    cases.law()


def load(tmp_path, *rows: str) -> int:
    path = tmp_path / "letters.csv"
    path.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    with transaction(role="fairgate_worker"):
        return service.load(path)


def test_every_own_word_names_only_facts_that_letters_know():
    for words in OWN_WORDS.values():
        assert words[0][0] == "title"
        assert all(unknown_places(line) == [] for _, line in words)


def test_a_paragraph_whose_facts_are_not_known_is_left_out():
    assert filled("Until {appeal_by}.", {"appeal_by": "1 May"}) == "Until 1 May."
    assert filled("Until {appeal_by}.", {}) is None
    assert unknown_places("{agency} {nobody} {") == ["nobody", "{"]
    assert "agency" in PLACES


def test_an_officer_looks_at_the_letter_in_arabic_before_it_is_sent_and_it_is_kept_as_sent(app, tmp_path, run_jobs):
    assert load(
        tmp_path, "m0,measure,ar,0,2026-01-01,الترخيص {number}: {measure}", "m1,measure,ar,1,2026-01-01,السبب: {reason}",
        "m2,measure,ar,2,2026-01-01,يمكنكم الاستئناف حتى {appeal_by}",
    ) == 3  # fmt: skip
    broker = member("broker", name="Sita Rai")
    from accounts.sessions.queries import actor_of

    number = cases.licence(by=actor_of(broker))
    page = signed_in(app, "officer").get(f"/staff/licences/{number}/measures/suspend", status=200)
    page.submit("Propose", ground="fees-charged", reason=REASON, plan=PLAN)
    decider = signed_in(app, "decider")
    page = decider.get(f"/staff/licences/{number}", status=200).click("Confirm or decline")
    preview = page.click("Look at the letter before it is sent").click("العربية")
    assert f"السبب: {REASON}" in preview.text
    assert 'dir="rtl"' in preview.text
    assert "يمكنكم" not in preview.text  # no rule says until when
    page.submit("Save the decision", answer="confirm", language="ar")
    run_jobs()
    run_jobs()
    with transaction(actor=actor_of(broker)):
        rows = queries.of_organisation(broker.organisation_id, Page()).rows
        written = [row for row in rows if row.kind == "measure"]
        assert [(row.language, row.codes) for row in written] == [("ar", "m1")]
        assert service.is_whole(written[0])
        reference = written[0].reference
    own = browser_of(app, broker)
    assert REASON in own.get("/letters", status=200).click(f"الترخيص {number}").text
    for role in ("broker", "analyst"):
        assert signed_in(app, role).get(f"/letters/{reference}", check=False).status == 404
    assert "yes" in signed_in(app, "inspector").get(f"/letters/{reference}", status=200).words


def test_nobody_changes_or_deletes_a_letter_that_was_sent(app, run_jobs):
    number = cases.licence()
    cases.measure(number, Measure.WATCH)
    run_jobs()
    for statement in ("UPDATE letter SET body = 'x'", "DELETE FROM letter"):
        with pytest.raises((IntegrityError, CheckViolation), match="never changed"), transaction(role="none"):
            db.session.execute(text(statement))
    for statement in ("UPDATE letter SET body = 'x'", "DELETE FROM letter"):
        with pytest.raises(Exception, match="permission denied"), transaction(actor=actor("decider")):
            db.session.execute(text(statement))


def test_a_paragraph_in_force_is_followed_by_another_and_never_rewritten(tmp_path):
    load(tmp_path, "m0,measure,en,0,2026-01-01,Licence {number}", "m1,measure,en,1,2026-01-01,Old words.")
    assert load(tmp_path, "m1,measure,en,1,2026-01-01,Old words.") == 0
    with pytest.raises(Invalid, match="paragraph-in-force"):
        load(tmp_path, "m1,measure,en,1,2026-01-01,New words.")
    load(tmp_path, "m1,measure,en,1,2026-06-01,New words.", "m2,measure,en,2,2030-01-01,Later words.")
    with transaction(role="none"):
        assert service.draft("measure", {"number": "RA-1"}).paragraphs == ("New words.",)
        assert service.draft("measure", {"number": "RA-1"}, day=date(2026, 2, 1)).paragraphs == ("Old words.",)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("m0,measure,en,0,2026-01-01,To {nobody}", "place-unknown"),
        ("m0,poem,en,0,2026-01-01,Roses", "kind-unknown"),
        ("m0,measure,en,first,2026-01-01,Words", "paragraph-unreadable"),
        ("m0,measure,en,1,soon,Words", "paragraph-unreadable"),
    ],
)
def test_a_paragraph_that_cannot_be_used_is_refused_with_its_line(tmp_path, row, code):
    with pytest.raises(Invalid, match=code) as problem:
        load(tmp_path, row)
    assert problem.value.values["where"] == "letters.csv, line 2"
