"""How many decisions a second sixteen officers take at once, beside a bare Flask route of the same server.

``python -m bench.decisions [--officers 16] [--each 20]``: an embedded PostgreSQL of its own, cases that went through
every step of the services, gunicorn as bin/run starts it, one connection for each officer. Every case is decided over
the API: a transaction with the decision, its snapshot, its trail, the licence, its term, and the letters that follow.
Client and server share the machine's processors; only the ratio travels from one machine to another.
"""

import argparse
import http.client
import json
import socket
import tempfile
import threading
import time
from itertools import repeat
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from bench.public import SECRET, serve

REASON = "The register, the office and the people were looked at, and nothing speaks against this agency."


def prepare(worker_url: str, folder: str, officers: int, each: int) -> list[tuple[str, list[str]]]:
    """Make deciders and cases that wait for a decision; return each decider's secret and references."""
    from accounts.people import passwords
    from accounts.sessions.service import start
    from app import create_app
    from core.config import Settings
    from core.db import transaction
    from tests.factories import actor, member
    from tests.licensing import cases

    passwords.use_quick_profile()
    settings = Settings.from_environment({"FAIRGATE_DATA": folder, "FAIRGATE_SECRET_KEY": SECRET})
    application = create_app(settings, worker_url)
    with application.app_context():
        from core.db import db

        cases.law()
        officer = actor("officer")
        desks = []
        for _ in range(officers):
            decider = member("decider")
            with transaction(actor=None):
                secret = start(decider).secret
            references = [
                cases.recommended(
                    officer=officer, name=f"Agency {len(desks)} {number}", phone=f"014{len(desks):02d}{number:04d}"
                )
                for number in range(each)
            ]
            desks.append((secret, references))
        db.engine.dispose()
    return desks


def decide(port: int, secret: str, references: list[str], times: list[float], ready: threading.Barrier) -> None:
    """Decide every case of one officer on one connection; note how long each answer took."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
    body = json.dumps({"outcome": "grant", "ground": "standards-met", "reason": REASON})
    ready.wait()
    for reference in references:
        began = time.perf_counter()
        connection.request("POST", f"/api/v1/cases/{reference}/decision", body, headers)
        answer = connection.getresponse()
        told = answer.read()
        if answer.status >= 400:
            message = f"{reference}: {answer.status} {told[:300]!r}"
            raise RuntimeError(message)
        times.append(time.perf_counter() - began)


def ask_bare(port: int, times: list[float], count: int, ready: threading.Barrier) -> None:
    """Ask the bare route on one connection."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    ready.wait()
    for _ in range(count):
        began = time.perf_counter()
        connection.request("GET", "/bare/")
        connection.getresponse().read()
        times.append(time.perf_counter() - began)


def together(works: list[threading.Thread], ready: threading.Barrier) -> float:
    """Run all at once; return the seconds."""
    for work in works:
        work.start()
    ready.wait()
    began = time.perf_counter()
    for work in works:
        work.join()
    return time.perf_counter() - began


def measure(port: int, desks: list[tuple[str, list[str]]], url: str) -> None:
    """Print decisions a second, their ratio to the bare route, how long one waits, and that none was taken twice."""
    count = sum(len(references) for _secret, references in desks)
    print(f"\n{len(desks)} officers at once, {count} cases")
    print(f"{'':26}{'per second':>12}{'of bare':>9}{'p50 ms':>9}{'p95 ms':>9}")
    bare = 0.0
    for kind in ("bare Flask route", "decisions"):
        times: list[float] = []
        ready = threading.Barrier(len(desks) + 1)
        if kind == "decisions":
            works = [threading.Thread(target=decide, args=(port, *desk, times, ready)) for desk in desks]
        else:
            works = [
                threading.Thread(target=ask_bare, args=(port, times, 200, ready)) for _ in repeat(None, len(desks))
            ]
        seconds = together(works, ready)
        rate = len(times) / seconds
        bare = bare or rate
        times.sort()
        middle, late = times[len(times) // 2] * 1000, times[int(len(times) * 0.95)] * 1000
        print(f"{kind:26}{rate:12,.1f}{rate / bare:9.3f}{middle:9.1f}{late:9.1f}")
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT count(*), count(DISTINCT number), count(DISTINCT application_id) FROM licence"
        ).fetchone()
    if row != (count, count, count):
        message = f"{count} cases were granted, and there are {row} licences, numbers and applications"
        raise RuntimeError(message)


def main() -> None:
    """Make the cases, start the server, decide, stop everything."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--officers", type=int, default=16)
    parser.add_argument("--each", type=int, default=20)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    from core import migrate, roles
    from core.pg import Server

    with tempfile.TemporaryDirectory(prefix="fairgate-bench-", ignore_cleanup_errors=True) as folder:
        database = Server(Path(folder) / "data", fsync=True)
        try:
            url = make_conninfo(database.start(), dbname="postgres")
            urls = roles.bootstrap(url, SECRET)
            migrate.upgrade(urls.owner)
            desks = prepare(urls.worker, str(Path(folder) / "data"), given.officers, given.each)
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                port = free.getsockname()[1]
            server = serve(urls.app, str(Path(folder) / "data"), port, given.workers)
            try:
                measure(port, desks, url)
            finally:
                server.terminate()
                server.wait(20)
        finally:
            database.stop()


if __name__ == "__main__":
    main()
