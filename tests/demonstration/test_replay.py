"""The demonstration: it loads whole, twice the same, into an empty system only, and says which line is wrong."""

import json
import shutil

import psycopg
import pytest

from app import create_app
from core import clock, installation, jobs, migrate, roles
from core.db import db, transaction
from core.errors import Conflict, Invalid
from demonstration import folder, replay
from tests.conftest import SECRET, settings_for

DEMO = migrate.ROOT / "demo"


@pytest.fixture(scope="module")
def loaded(demonstration):
    with psycopg.connect(demonstration, autocommit=True) as connection:
        yield connection


def values(connection, query: str) -> set[str]:
    return {row[0] for row in connection.execute(query).fetchall()}


def test_every_state_of_a_licence_has_an_example(loaded):
    from licensing.licences.states import Status

    assert values(loaded, "SELECT status FROM licence") == {str(status) for status in Status}
    row = loaded.execute(
        "SELECT bool_or(frozen), bool_or(watched), bool_or(under_appeal), bool_or(renewal_pending_until IS NOT NULL) FROM licence"
    ).fetchone()
    assert row == (True, True, True, True)
    assert loaded.execute("SELECT count(*) FROM licence_condition").fetchone()[0] >= 1


def test_every_state_of_an_application_and_of_an_alert_has_an_example(loaded):
    from licensing.applications.states import Status as ApplicationStatus
    from supplychain.alerts.states import Status as AlertStatus

    passing = {"awaiting-fee", "completeness", "inspection", "assessment", "minded-to-refuse", "representations",
               "pending-activation", "lapsed", "quashed"}  # fmt: skip
    assert values(loaded, "SELECT status FROM application") == {str(status) for status in ApplicationStatus} - passing
    assert values(loaded, "SELECT status FROM alert") == {str(status) for status in AlertStatus}


def test_some_twenty_agencies_three_companies_and_findings_are_there(loaded):
    assert 20 <= loaded.execute("SELECT count(*) FROM agency").fetchone()[0] <= 30
    assert loaded.execute("SELECT count(DISTINCT organisation_id) FROM supplier").fetchone()[0] == 3
    assert loaded.execute("SELECT count(*) FROM finding WHERE status = 'open'").fetchone()[0] >= 3
    assert {"zero-tolerance", "major", "minor"} <= values(loaded, "SELECT severity FROM finding")


def test_the_ids_and_references_are_the_same_at_every_loading(loaded):
    """They come from the folder's seed; this one is written down so that a change of order is noticed."""
    number, reference = loaded.execute(
        "SELECT l.number, a.reference FROM licence l JOIN agency a ON a.id = l.agency_id WHERE a.legal_name LIKE 'Sunrise%%'"
    ).fetchone()
    assert number == "RA-00006"
    again = {row["legal_name"] for row in folder.read(DEMO).tables["agencies"]}
    assert "Sunrise Overseas Placement Ltd" in again
    assert reference.startswith("G-")


def test_the_clock_stands_where_the_folder_says(loaded):
    facts = dict(loaded.execute("SELECT name, content FROM installation_fact").fetchall())
    shift = installation.clock_shift(facts)
    told = json.loads((DEMO / "installation.json").read_text())["clock"]
    begun = facts["demonstration_clock"]
    assert begun["stands_at"] == told
    assert shift == folder.instant(told, "") - folder.instant(begun["real"], "")


@pytest.fixture
def empty(clone, tmp_path, application):
    made = create_app(settings_for(tmp_path), roles.urls(clone, SECRET).worker)
    with made.app_context():
        yield tmp_path
        db.engine.dispose()
    jobs.use(application[0])


def small(folder_path, *lines: str):
    """A copy of the demonstration with another history."""
    copy = folder_path / "other"
    shutil.copytree(DEMO, copy)
    (copy / "history.csv").write_text("at,by,act,subject,ground,text,more\n" + "\n".join(lines) + "\n")
    return copy


def test_another_folder_with_its_own_clock_can_be_loaded_and_only_into_an_empty_system(empty):
    copy = small(empty, "2026-02-01T08:00Z,sunrise@brokers.example,submit,sunrise,,,")
    told = json.loads((copy / "installation.json").read_text())
    (copy / "installation.json").write_text(json.dumps({**told, "clock": "2026-03-01T00:00:00+00:00", "seed": "other"}))
    counts = replay.load(folder.read(copy))
    assert (counts["application"], counts["licence"]) == (1, 0)
    with transaction():
        shift = installation.clock_shift(installation.facts())
    assert (clock.now() + shift).date().isoformat() == "2026-03-01"
    with pytest.raises(Conflict) as refused:
        replay.load(folder.read(copy))
    assert refused.value.code == "not-empty"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("2026-02-01T08:00Z,nobody@example.org,submit,sunrise,,,", "line 2"),
        ("2026-02-01T08:00Z,sunrise@brokers.example,dance,sunrise,,,", "dance"),
        ("2026-02-01T08:00Z,officer@meridia.example,take,sunrise,,,", "line 2"),
        ("2026-02-01T08:00Z,sunrise@brokers.example,submit,nowhere,,,", "nowhere"),
    ],
)
def test_a_line_that_cannot_be_replayed_is_named(empty, line, said):
    with pytest.raises(Invalid) as refused:
        replay.load(folder.read(small(empty, line)))
    assert said in refused.value.detail % refused.value.values


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("tomorrow,sunrise@brokers.example,submit,sunrise,,,", "tomorrow"),
        ("2026-02-01T08:00,sunrise@brokers.example,submit,sunrise,,,", "time zone"),
        ("2031-02-01T08:00Z,sunrise@brokers.example,submit,sunrise,,,", "after the instant"),
        (",sunrise@brokers.example,submit,sunrise,,,", "empty"),
    ],
)
def test_a_folder_is_read_whole_before_anything_is_done(tmp_path, line, said):
    with pytest.raises(Invalid) as refused:
        folder.read(small(tmp_path, line))
    assert said in refused.value.detail % refused.value.values


def test_a_folder_without_its_first_file_is_no_demonstration(tmp_path):
    with pytest.raises(Invalid, match="no-demonstration"):
        folder.read(tmp_path)
