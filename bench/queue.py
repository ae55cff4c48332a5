"""The first page of the officer's queue over 50,000 applications beside the same page over 500.

``python -m bench.queue [--few 500] [--many 50000] [--times 40]``: an embedded PostgreSQL of its own with two databases
of made-up cases, written with COPY, and the page itself, signed in, asked of both in turn. The two share the machine's
load, so that their ratio travels from one machine to another. What it must be: at most 1.5.
"""

import argparse
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

SECRET = "the secret of a bench that nobody else can reach"
PASSWORD = "a long enough password"
MOST = 1.5
PAGES = {
    "the plain queue": "/staff/queue",
    "late cases": "/staff/queue?due=late",
    "in checks, the last first": "/staff/queue?status=checks&direction=down",
    "the newest first": "/staff/queue?sort=submitted&direction=down",
    "by name of the agency": "/staff/queue?sort=agency",
    "my work": "/staff",
}
CLAIMED = "the plain queue"  # the others are told, not promised
Record = tuple[object, ...]
COLUMNS = {
    "agency": "id, organisation_id, reference, legal_name, registration_number, country, city, address, created_at,"
    " version",
    "application": "id, organisation_id, agency_id, reference, class_code, status, destinations, sectors,"
    " workers_a_year, completed_parts, snapshot, snapshot_hash, created_at, submitted_at, due_on, proposed_conditions,"
    " recommended_by, version",
    "application_check": "id, organisation_id, application_id, kind, result, reason, by_person, by_name, at",
}
STATUSES = ("submitted", "checks", "checks", "checks", "returned", "recommended")
KINDS = ("identity", "premises", "phones")


def fill(url: str, count: int, officer: uuid.UUID) -> None:
    """Write `count` open cases, half of them with checks, due over a year around today."""
    now = datetime.now(UTC)
    today = now.date()
    tables: dict[str, list[Record]] = {table: [] for table in COLUMNS}
    for number in range(count):
        agency, organisation, case = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
        status, name = STATUSES[number % len(STATUSES)], f"{number * 7919 % count:06d} Overseas Placement Ltd"
        submitted = now - timedelta(days=number % 90, seconds=number)
        tables["agency"].append((agency, organisation, f"G-{number:07d}", name, f"R-{number}", "NP", "Kathmandu",
                                 f"{number} Ring Road", now, 1))  # fmt: skip
        tables["application"].append(
            (case, organisation, agency, f"A-{number:07d}", "overseas", status, ["QA"], ["domestic"], 100, [],
             '{"agency": {}}', "0" * 64, submitted, submitted, today + timedelta(days=number * 31 % 365 - 30), "[]",
             officer if status == "recommended" else None, 1)
        )  # fmt: skip
        if number % 2:
            tables["application_check"] += [
                (uuid.uuid4(), organisation, case, kind, "pass", "Seen and in order.", officer, "Officer", now)
                for kind in KINDS
            ]
    with psycopg.connect(url) as connection:
        connection.execute("SET session_replication_role = replica")  # made-up rows have no trail behind them
        connection.execute(
            "INSERT INTO licence_class (code, name, months, instrument, effective_from)"
            " VALUES ('overseas', 'Overseas recruitment', 24, 'Act', '2020-01-01') ON CONFLICT DO NOTHING"
        )
        for table, rows in tables.items():
            with connection.cursor().copy(f"COPY {table} ({COLUMNS[table]}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


def prepare(server: str, name: str, count: int, folder: Path) -> Callable[[str], float]:
    """Make a database of `count` cases; return what asks for an address as an officer and tells the seconds."""
    from accounts.organisations import service as organisations
    from accounts.people import service as people
    from accounts.permissions import Kind, Role
    from app import create_app
    from core import migrate, roles
    from core.actor import SYSTEM
    from core.config import Settings
    from core.db import transaction

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    url = make_conninfo(server, dbname=name)
    urls = roles.bootstrap(url, SECRET)
    migrate.upgrade(urls.owner)
    environment = {"FAIRGATE_DATA": str(folder), "FAIRGATE_SECRET_KEY": SECRET, "FAIRGATE_TESTING": "1"}
    app = create_app(Settings.from_environment(environment), urls.app)
    with app.app_context(), transaction(actor=None):
        regulator = organisations.found(kind=Kind.REGULATOR, name="Regulator", country="NP", by=SYSTEM)
        person = people.create(name="Officer", email="officer@example.org", password=PASSWORD)
        organisations.admit(person, regulator, Role.OFFICER, by=SYSTEM)
        officer = person.id
    fill(url, count, officer)
    browser = app.test_client()
    page = browser.get("/sign-in").get_data(as_text=True)
    token = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    answers = {"csrf_token": token, "email": "officer@example.org", "password": PASSWORD}
    browser.post("/sign-in", data=answers)

    def ask(address: str) -> float:
        began = time.perf_counter()
        answer = browser.get(address)
        elapsed = time.perf_counter() - began
        if answer.status_code != 200:
            message = f"{address} answered {answer.status_code}"
            raise RuntimeError(message)
        return elapsed

    return ask


def main() -> int:
    """Make both databases, ask both for each page in turn, print the ratios; 1 when the claim does not hold."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--few", type=int, default=500)
    parser.add_argument("--many", type=int, default=50_000)
    parser.add_argument("--times", type=int, default=40)
    parser.add_argument("--quick", action="store_true", help="a tenth of the cases")
    given = parser.parse_args()
    many = given.many // 10 if given.quick else given.many
    from core.pg import Server

    with tempfile.TemporaryDirectory(prefix="fairgate-bench-") as folder:
        server = Server(Path(folder) / "data", fsync=False)
        url = server.start()
        try:
            few_ask = prepare(url, "few", given.few, Path(folder))
            many_ask = prepare(url, "many", many, Path(folder))
            return measure(few_ask, many_ask, given.few, many, given.times)
        finally:
            server.stop()


def measure(few_ask: Callable[[str], float], many_ask: Callable[[str], float], few: int, many: int, times: int) -> int:
    """Print how long each page takes, and how much longer over many cases than over few."""
    print(f"the first page over {few:,} and over {many:,} open cases, median of {times}, asked in turn")
    print(f"{'':28}{'few ms':>9}{'many ms':>9}{'ratio':>8}")
    held = True
    for name, address in PAGES.items():
        pairs = [(few_ask(address), many_ask(address)) for _ in range(times + 3)][3:]  # the first three warm up
        short, long = (statistics.median(side) * 1000 for side in zip(*pairs, strict=True))
        print(f"{name:28}{short:9.1f}{long:9.1f}{long / short:8.2f}")
        held = held and (name != CLAIMED or long / short <= MOST)
    print(f"{CLAIMED}: at most {MOST} times as long: {'yes' if held else 'NO'}")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
