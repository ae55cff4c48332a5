"""An import that is killed half-way leaves the version before in use; real versions of a list add up one after another."""

import csv
import os
import shutil
import signal
import subprocess
import sys
import time

import psycopg
import pytest

from core import migrate, roles
from screening.watchlists import queries
from screening.watchlists.changes import changed_entities
from tests.conftest import SECRET
from tests.screening.test_watchlists import at_work, take_sdn

HEAD = "entity_id,entity_type,name\n"


@pytest.mark.slow
def test_an_import_that_is_killed_half_way_leaves_the_old_version(clone, tmp_path):
    urls = roles.urls(clone, SECRET)
    environment = {
        **os.environ, "FAIRGATE_DATABASE": urls.worker, "FAIRGATE_SECRET_KEY": SECRET, "FAIRGATE_DATA": str(tmp_path),
        "PYTHONPATH": str(migrate.ROOT), "PYTHONUNBUFFERED": "1",
    }  # fmt: skip

    def command(path, *more: str):
        return [sys.executable, "-m", "core.cli", "watchlist", "import", str(path), "--code", "tests", "--title", "T",
                "--publisher", "P", "--accept-size", *more]  # fmt: skip

    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_text(HEAD + "".join(f"{n},org,Company {n}\n" for n in range(1000)), encoding="utf-8")
    subprocess.run(command(first), env=environment, cwd=migrate.ROOT, check=True, capture_output=True)
    second.write_text(HEAD + "".join(f"{n},org,Other {n}\n" for n in range(150_000)), encoding="utf-8")
    running = subprocess.Popen(command(second), env=environment, cwd=migrate.ROOT, stdout=subprocess.DEVNULL)
    with psycopg.connect(clone, autocommit=True) as connection:
        _wait_until_it_writes(connection, running)
        running.send_signal(signal.SIGKILL)
        running.wait(10)
        _wait_until_nobody_writes(connection)
        snapshots = connection.execute("SELECT sequence, status, entities FROM watchlist_snapshot").fetchall()
        assert snapshots == [(1, "current", 1000)]
        count = "SELECT count(*), count(*) FILTER (WHERE to_sequence IS NULL AND caption LIKE 'Company %') FROM flagged_entity"
        assert connection.execute(count).fetchone() == (1000, 1000)
    done = subprocess.run(command(first), env=environment, cwd=migrate.ROOT, check=True, capture_output=True, text=True)
    assert "nothing changed" in done.stdout


def _wait_until_it_writes(connection, running) -> None:
    for _turn in range(3000):
        writing = connection.execute(
            "SELECT count(*) FROM pg_locks WHERE relation = 'flagged_name'::regclass AND mode = 'RowExclusiveLock'"
        ).fetchone()
        if writing and writing[0]:
            return
        assert running.poll() is None, "the import ended before it could be killed"
        time.sleep(0.02)
    pytest.fail("the import never wrote")


def _wait_until_nobody_writes(connection) -> None:
    for _turn in range(500):
        others = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        ).fetchone()
        if others == (0,):
            return
        time.sleep(0.02)
    pytest.fail("the killed import's connection stays")


def test_real_versions_in_sequence_add_up(app, shared_data, tmp_path):
    lists = shared_data / "screening" / "lists"
    folder = tmp_path / "sdn"
    shutil.copytree(lists / "ofac_sdn_2024-01", folder, copy_function=shutil.copyfile)
    with (folder / "sdn.csv").open(encoding="cp1252", newline="") as file:
        rows = {row[0]: row for row in csv.reader(file) if len(row) == 12}
    first = take_sdn(folder).snapshot
    assert first.entities == len(rows)
    with (lists / "ofac_sdn_delta_2024-01_2024-05" / "sdn_delta.csv").open(encoding="utf-8", newline="") as file:
        changes = list(csv.reader(file))
    _head, *changes = changes
    days = sorted({row[0] for row in changes})
    before = first
    for day in days[:5]:
        for _day, op, *row in (row for row in changes if row[0] == day):
            if op.lower().startswith(("rem", "del")):
                rows.pop(row[0])
            else:
                rows[row[0]] = row
        with (folder / "sdn.csv").open("w", encoding="cp1252", errors="replace", newline="") as file:
            csv.writer(file).writerows(rows.values())
        now = take_sdn(folder).snapshot
        assert now.sequence == before.sequence + 1
        assert now.entities == before.entities + now.added - now.removed == len(rows)
        assert now.added or now.changed or now.removed
        before = now
    with at_work():
        watchlist = queries.get("ofac-sdn")
        whole = changed_entities(watchlist.id, first.sequence, before.sequence)
        steps = [changed_entities(watchlist.id, at, at + 1) for at in range(first.sequence, before.sequence)]
    assert len(whole.added) - len(whole.removed) == sum(len(step.added) - len(step.removed) for step in steps)
    assert before.entities == first.entities + len(whole.added) - len(whole.removed)
