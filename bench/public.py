"""How many look-ups a second the public pages answer, beside a bare Flask route of the same server.

``python -m bench.public [--agencies 10000] [--seconds 5] [--connections 32]``: an embedded PostgreSQL of its own in a
temporary folder, made-up agencies, gunicorn as bin/run starts it, and a client of keep-alive connections. Client and
server share the machine's processors; therefore only the ratios travel from one machine to another.
"""

import argparse
import asyncio
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg.conninfo import make_conninfo

SECRET = "the secret of a bench that nobody else can reach"
FIRST = (
    "Sunrise", "Everest", "Mekong", "Padma", "Jamuna", "Annapurna", "Karnali", "Himal", "Bagmati", "Surma", "Meghna",
    "Kantipur", "Lumbini", "Gandaki", "Rapti", "Saptakoshi", "Makalu", "Sagarmatha", "Manaslu", "Tribeni", "Chitwan",
    "Pokhara", "Janaki", "Mithila", "Sunderban", "Cox", "Rupsha", "Teesta", "Karnaphuli", "Halda", "Kusum", "Tulip",
)  # fmt: skip
SECOND = (
    "Alpine", "Bridge", "Crescent", "Dolphin", "Eagle", "Flamingo", "Garuda", "Horizon", "Indus", "Jasmine", "Kestrel",
    "Lantern", "Mercury", "Neptune", "Orchid", "Phoenix", "Quetzal", "Ranger", "Sapphire", "Talisman", "Umbra",
    "Viking", "Willow", "Xenon", "Yarrow", "Zephyr", "Banyan", "Compass", "Dynamo", "Ember",
)  # fmt: skip
THIRD = (
    "Overseas", "Manpower", "Placement", "Recruitment", "Human Resources", "Employment Services", "Labour Supply",
    "International", "Job Centre", "Careers",
)  # fmt: skip
TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
Record = tuple[object, ...]
COLUMNS = {
    "agency": "id, organisation_id, reference, legal_name, registration_number, country, city, address, created_at,"
    " published_at, version",
    "agency_name": "id, organisation_id, agency_id, name, kind, search_keys, created_at",
    "agency_phone": "id, organisation_id, agency_id, label, typed, e164, created_at",
    "agency_person": "id, organisation_id, agency_id, name, role, control_percent, created_at",
    "licence": "id, organisation_id, agency_id, application_id, number, class_code, status, valid, frozen, watched,"
    " under_appeal, destinations, granted_at, version",
}


def name_of(number: int) -> str:
    """Return the name of a made-up agency; each number another name, many with a word in common."""
    rest, first = divmod(number, len(FIRST))
    rest, second = divmod(rest, len(SECOND))
    rest, third = divmod(rest, len(THIRD))
    return f"{FIRST[first]} {SECOND[second]} {THIRD[third]}{f' {rest}' if rest else ''} Pvt. Ltd."


def fill(url: str, count: int) -> None:
    """Write `count` agencies with a name, a telephone, two people and a licence each."""
    from core import ids
    from screening.names import search_keys

    tables: dict[str, tuple[str, list[Record]]] = {table: (columns, []) for table, columns in COLUMNS.items()}
    for number in range(count):
        agency, organisation, name = uuid.uuid4(), uuid.uuid4(), name_of(number)
        keys = list(search_keys(name, "organisation"))
        phone, status = f"+97714{number:06d}", "suspended" if number % 29 == 0 else "active"
        ends = TODAY + timedelta(days=300 if number % 17 else -30)
        written: dict[str, list[Record]] = {
            "agency": [(agency, organisation, ids.new_reference("G"), name, f"R-{number}", "NP", "Kathmandu",
                        f"{number} Ring Road", NOW, NOW, 1)],
            "agency_name": [(uuid.uuid4(), organisation, agency, name, "legal", keys, NOW)],
            "agency_phone": [(uuid.uuid4(), organisation, agency, "Office", phone, phone, NOW)],
            "agency_person": [(uuid.uuid4(), organisation, agency, f"{person} of {name}", role, 0, NOW)
                              for person, role in (("Director", "principal"), ("Speaker", "representative"))],
            "licence": [(uuid.uuid4(), organisation, agency, uuid.uuid4(), f"RA-{number:05d}", "labour", status,
                         f"[{TODAY - timedelta(days=200)},{ends})", False, False, False, ["QA", "MY"], NOW, 1)],
        }  # fmt: skip
        for table, rows in written.items():
            tables[table][1].extend(rows)
    with psycopg.connect(url) as connection:
        connection.execute("SET session_replication_role = replica")  # made-up rows have no decisions behind them
        for table, (columns, rows) in tables.items():
            with connection.cursor().copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        connection.execute(
            "INSERT INTO installation_fact (name, content, changed_at) VALUES ('jurisdiction',"
            """ '{"code": "NP", "name": "Nepal", "phone_region": "NP"}', now()) ON CONFLICT DO NOTHING"""
        )
        connection.commit()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ANALYZE")


def questions(count: int) -> dict[str, list[str]]:
    """Return addresses by kind of look-up, mixed with a fixed seed so that no cache sees one agency only."""
    chance = random.Random(7)
    numbers = [chance.randrange(count) for _ in range(500)]
    check = "/check?q="
    return {
        "bare Flask route": ["/bare/"],
        "the page with the field": ["/"],
        "licence number": [f"{check}RA-{number:05d}" for number in numbers],
        "telephone": [f"{check}{quote(f'+977 14{number:06d}')}" for number in numbers],
        "exact name": [f"{check}{quote(name_of(number))}" for number in numbers],
        "misspelt name": [f"{check}{quote(misspelt(name_of(number), chance))}" for number in numbers],
        "unknown name": [f"{check}{quote(chance.choice('BDFGKLM') + 'oqubrex Vindalum ' + str(n))}" for n in numbers],
    }


def misspelt(name: str, chance: random.Random) -> str:
    """Return `name` with two neighbouring letters of its first word swapped."""
    place = chance.randrange(1, len(name.split(maxsplit=1)[0]) - 1)
    return name[:place] + name[place + 1] + name[place] + name[place + 2 :]


async def press(port: int, paths: Sequence[str], connections: int, seconds: float) -> list[float]:
    """Ask again and again on `connections` keep-alive connections; return each answer's seconds."""
    times: list[float] = []
    end = time.perf_counter() + seconds
    turn = iter_forever(paths)

    async def one() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while time.perf_counter() < end:
            began = time.perf_counter()
            writer.write(f"GET {next(turn)} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n".encode())
            head = await reader.readuntil(b"\r\n\r\n")
            status = int(head[9:12])
            length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
            await reader.readexactly(length)
            if status >= 500:
                message = f"the server answered {status}"
                raise RuntimeError(message)
            times.append(time.perf_counter() - began)
        writer.close()

    await asyncio.gather(*(one() for _ in range(connections)))
    return times


def iter_forever(paths: Sequence[str]) -> Iterator[str]:
    """Yield the addresses in turn, without end."""
    while True:
        yield from paths


def measure(port: int, count: int, connections: int, seconds: float) -> None:
    """Print look-ups a second, the ratio to the bare route, and how long one waits."""
    print(f"\n{count:,} agencies, {connections} connections, {seconds:g} s each, {os.cpu_count()} processors shared")
    print(f"{'':26}{'per second':>12}{'of bare':>9}{'p50 ms':>9}{'p99 ms':>9}")
    bare = 0.0
    for kind, paths in questions(count).items():
        asyncio.run(press(port, paths, connections, min(1.0, seconds)))  # warm
        times = sorted(asyncio.run(press(port, paths, connections, seconds)))
        rate = len(times) / seconds
        bare = bare or rate
        middle, late = times[len(times) // 2] * 1000, times[int(len(times) * 0.99)] * 1000
        print(f"{kind:26}{rate:12,.0f}{rate / bare:9.2f}{middle:9.1f}{late:9.1f}")


def serve(app_url: str, folder: str, port: int, workers: int) -> subprocess.Popen[bytes]:
    """Start gunicorn as bin/run does, and wait until it answers."""
    environment = {
        **os.environ, "FAIRGATE_DATABASE": app_url, "FAIRGATE_DATA": folder, "FAIRGATE_SECRET_KEY": SECRET,
        "PORT": str(port),
    }  # fmt: skip
    command = [
        sys.executable, "-m", "gunicorn", "--worker-class", "gthread", "--no-control-socket",
        "--bind", f"127.0.0.1:{port}",
        "--workers", str(workers), "--threads", "4", "--log-level", "error", "bench.public_part:create()",
    ]  # fmt: skip
    server = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5):
                return server
        except OSError:
            time.sleep(0.1)
    server.terminate()
    message = "the server did not start"
    raise RuntimeError(message)


def main() -> None:
    """Make the agencies, start the server, measure, stop everything."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--agencies", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    from core import migrate, roles
    from core.pg import Server

    with tempfile.TemporaryDirectory(prefix="fairgate-bench-", ignore_cleanup_errors=True) as folder:
        database = Server(Path(folder) / "data", fsync=False)
        try:
            url = make_conninfo(database.start(), dbname="postgres")
            urls = roles.bootstrap(url, SECRET)
            migrate.upgrade(urls.owner)
            fill(url, given.agencies)
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                port = free.getsockname()[1]
            server = serve(urls.app, str(Path(folder) / "data"), port, given.workers)
            try:
                measure(port, given.agencies, given.connections, given.seconds)
            finally:
                server.terminate()
                server.wait(20)
        finally:
            database.stop()


if __name__ == "__main__":
    main()
