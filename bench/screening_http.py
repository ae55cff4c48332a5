"""One name over HTTP against the whole OFAC list: how long an answer takes, and when a new worker gives its first.

``python -m bench.screening_http OFAC-FOLDER CLEAN-NAMES.csv [--requests 2000]``: an embedded PostgreSQL of its own,
gunicorn as bin/run starts it, people who sign in over the API, one connection that asks one name after the other.
"""

import argparse
import csv
import http.client
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from psycopg.conninfo import make_conninfo

from bench.public import SECRET, serve

PASSWORD = "a long enough password"
EACH = 500  # names a person asks; a person may ask 600 a minute
PATH = "/api/v1/screening/search"


def people(url: str, folder: str, count: int) -> list[str]:
    """Create analysts and return their addresses."""
    from accounts.organisations import service as organisations
    from accounts.people import service
    from accounts.permissions import Kind, Role
    from app import create_app
    from core.actor import SYSTEM
    from core.config import Settings
    from core.db import transaction

    settings = Settings.from_environment({"FAIRGATE_DATA": folder, "FAIRGATE_SECRET_KEY": SECRET})
    addresses = [f"analyst-{number}@example.org" for number in range(count)]
    with create_app(settings, url).app_context(), transaction(actor=None):
        company = organisations.found(kind=Kind.COMPANY, name="Bench company", country="NP", by=SYSTEM)
        for address in addresses:
            person = service.create(name=address, email=address, password=PASSWORD)
            organisations.admit(person, company, Role.ANALYST, by=SYSTEM)
    return addresses


class Client:
    """One keep-alive connection."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.token = ""

    def post(self, path: str, body: dict[str, Any]) -> tuple[int, bytes, float]:
        """Return status, answer and milliseconds."""
        headers = {"Content-Type": "application/json"} | (
            {"Authorization": f"Bearer {self.token}"} if self.token else {}
        )
        content = json.dumps(body)
        begun = time.perf_counter()
        self.connection.request("POST", path, content, headers)
        answer = self.connection.getresponse()
        read = answer.read()
        return answer.status, read, (time.perf_counter() - begun) * 1000

    def sign_in(self, address: str) -> None:
        """Present this person's token from now on."""
        self.token = ""
        status, read, _ = self.post("/api/v1/sessions", {"email": address, "password": PASSWORD})
        if status != 201:
            raise RuntimeError(read.decode())
        self.token = json.loads(read)["token"]


def measure(port: int, addresses: list[str], names: list[dict[str, str]], begun: float) -> dict[str, Any]:
    """Ask every name, and return percentiles in milliseconds and what the server's processes hold."""
    client = Client(port)
    client.sign_in(addresses[0])
    question = {"name": "Al Bashayr Trading Co.", "kind": "organisation"}
    while (status := client.post(PATH, question)[0]) == 503:
        time.sleep(0.02)
    first = time.perf_counter() - begun
    if status != 200:
        message = f"the first answer was {status}"
        raise RuntimeError(message)
    times = []
    for number, asked in enumerate(names):
        if number % EACH == 0:
            client.sign_in(addresses[number // EACH])
        status, read, took = client.post(PATH, asked)
        if status != 200:
            raise RuntimeError(read.decode())
        times.append(took)
    times.sort()
    return {"requests": len(times), "p50_ms": times[len(times) // 2], "p95_ms": times[int(len(times) * 0.95)],
            "p99_ms": times[int(len(times) * 0.99)], "first_answer_s": first}  # fmt: skip


def memory_mb(pid: int) -> int:
    """Return the memory of the largest child of the server, in MB: the worker that holds the index."""
    most = 0
    with suppress(OSError):
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split():
            status = Path(f"/proc/{child}/status").read_text(encoding="ascii")
            most = max(most, int(status.partition("VmHWM:")[2].split()[0]) // 1024)
    return most


def names_of(files: list[Path], count: int) -> list[dict[str, str]]:
    """Return ordinary names in the order of a fixed seed, as the API takes them."""
    kinds = {"org": "organisation", "person": "person"}
    rows = [row for file in files for row in csv.DictReader(file.open(encoding="utf-8", newline=""))]
    random.Random(7).shuffle(rows)
    return [{"name": row["name"], "kind": kinds[row["type"]]} for row in rows[:count]]


def run(ofac: Path, files: list[Path], requests: int) -> dict[str, Any]:
    """Set everything up, measure, stop everything."""
    from core import migrate, roles
    from core.pg import Server

    with tempfile.TemporaryDirectory(prefix="fairgate-bench-", ignore_cleanup_errors=True) as folder:
        database = Server(Path(folder) / "data", fsync=False)
        try:
            urls = roles.bootstrap(make_conninfo(database.start(), dbname="postgres"), SECRET)
            migrate.upgrade(urls.owner)
            environment = {**os.environ, "FAIRGATE_DATA": folder, "FAIRGATE_SECRET_KEY": SECRET,
                           "FAIRGATE_DATABASE": urls.worker}  # fmt: skip
            command = ("watchlist", "import", str(ofac), "--code", "ofac-sdn", "--title", "SDN", "--publisher", "OFAC")
            subprocess.run([sys.executable, "-P", "-m", "core.cli", *command], env=environment, check=True,
                           stdout=subprocess.DEVNULL)  # fmt: skip
            addresses = people(urls.worker, folder, -(-requests // EACH))
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                port = free.getsockname()[1]
            begun = time.perf_counter()
            server = serve(urls.app, str(Path(folder) / "data"), port, workers=1)
            try:
                report = measure(port, addresses, names_of(files, requests), begun)
                return {**report, "worker_mb": memory_mb(server.pid)}
            finally:
                server.terminate()
                server.wait(20)
        finally:
            database.stop()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("ofac", type=Path)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--requests", type=int, default=2_000)
    given = parser.parse_args()
    print(json.dumps(run(given.ofac, given.files, given.requests)))


if __name__ == "__main__":
    main()
