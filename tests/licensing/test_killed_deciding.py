"""The web process is killed at random while two officers decide and Stripe calls two hundred times: one of each remains."""

import contextlib
import http.client
import json
import os
import random  # noqa: TID251  moments of killing, from a fixed seed
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import psycopg
import pytest

from accounts.people import passwords
from accounts.sessions.service import start
from app import create_app
from core import clock, jobs, migrate, roles
from core.db import db, transaction
from licensing.payments import checkout
from licensing.payments.models import PaymentOrder
from licensing.payments.states import FeeKind
from stripe_stand_in import actions, deliveries
from stripe_stand_in import app as stand_in
from stripe_stand_in.store import Store
from tests.conftest import SECRET, settings_for
from tests.factories import member
from tests.licensing import cases, paying

KEY, WEBHOOK = "sk_test_killedwhiledeciding", "whsec_killedwhiledeciding"
CALLS, CALLERS, KILLS, LONGEST = 200, 8, 3, 180.0


class Web:
    """Gunicorn as bin/run starts it, on one port, killed with its workers and started again."""

    def __init__(self, environment: dict[str, str], port: int) -> None:
        self.environment, self.port = environment, port
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [
            sys.executable, "-m", "gunicorn", "--worker-class", "gthread", "--no-control-socket", "--workers", "2",
            "--threads", "4", "--bind", f"127.0.0.1:{self.port}", "--log-level", "critical", "app:create_app()",
        ]  # fmt: skip
        self.process = subprocess.Popen(
            command, env=self.environment, cwd=migrate.ROOT, start_new_session=True, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        until = time.monotonic() + LONGEST
        while time.monotonic() < until:
            with contextlib.suppress(OSError, http.client.HTTPException):
                if ask(self.port, "GET", "/livez")[0] < 500:
                    return
            time.sleep(0.1)
        pytest.fail("the server did not start")

    def kill(self) -> None:
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(20)


def ask(port: int, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def keep_asking(port: int, method: str, path: str, body: bytes, headers, *, done: set[int]) -> int:
    """Ask until an answer that ends the matter comes, as a person or Stripe would; return it."""
    until = time.monotonic() + LONGEST
    while time.monotonic() < until:
        with contextlib.suppress(OSError, http.client.HTTPException):
            status = ask(port, method, path, body, headers() if callable(headers) else headers)[0]
            if status in done:
                return status
        time.sleep(0.05)
    pytest.fail(f"{method} {path} never ended")


def killing(web: Web, chance: random.Random, works: list[threading.Thread]) -> None:
    """Let `works` run while the server is killed and started again at random moments."""
    for work in works:
        work.start()
    for _ in range(KILLS):
        time.sleep(chance.uniform(0.02, 0.6))
        web.kill()
        web.start()
    for work in works:
        work.join(LONGEST)
    assert not any(work.is_alive() for work in works)


@pytest.fixture
def place(clone, tmp_path) -> Iterator[tuple[Web, Store, object, str]]:
    """A server, a stand-in for Stripe, the application in this process, and the database of all three."""
    passwords.use_quick_profile()
    urls = roles.urls(clone, SECRET)
    store = Store()
    bank = stand_in.serve(stand_in.create(KEY, "http://localhost:1", store), "127.0.0.1", 0)
    thread = threading.Thread(target=bank.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    stripe = {
        "FAIRGATE_STRIPE_KEY": KEY, "FAIRGATE_STRIPE_WEBHOOK_SECRETS": WEBHOOK,
        "FAIRGATE_STRIPE_URL": f"http://127.0.0.1:{bank.port}",
    }  # fmt: skip
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ, **stripe, "FAIRGATE_DATABASE": urls.app, "FAIRGATE_SECRET_KEY": SECRET,
        "FAIRGATE_DATA": str(tmp_path), "PORT": str(port), "PYTHONPATH": str(migrate.ROOT),
    }  # fmt: skip
    made = create_app(settings_for(tmp_path, **stripe), urls.worker)
    web = Web(environment, port)
    try:
        with made.app_context(), clock.frozen(datetime.now(UTC)):  # noqa: TID251  the server's own clock is the real one
            yield web, store, made, clone
            db.engine.dispose()
    finally:
        web.kill()
        bank.shutdown()
        bank.server_close()
        thread.join()
        store.db.close()


@pytest.mark.slow
def test_one_licence_and_one_receipt_whatever_was_killed(place):
    web, store, made, url = place
    chance = random.Random(20261122)
    paying.schedule(kind=FeeKind.LICENCE)
    owner = cases.broker()
    reference = cases.recommended(by=owner)
    drain()
    deciders = [bearer(), bearer()]
    body = json.dumps({"outcome": "grant", "ground": "standards-met", "reason": cases.REASON}).encode()
    answers: list[int] = []

    def decide(headers: dict[str, str]) -> None:
        path = f"/api/v1/cases/{reference}/decision"
        answers.append(keep_asking(web.port, "POST", path, body, headers, done={201, 409, 422}))

    web.start()
    killing(web, chance, [threading.Thread(target=decide, args=(headers,)) for headers in deciders])
    assert one(url, "SELECT count(*) FROM application_decision") == 1
    assert one(url, "SELECT status FROM application") == "pending-activation"
    assert one(url, "SELECT count(*) FROM licence") == 0
    drain()
    orders = "SELECT count(*) FROM payment_order WHERE kind = 'licence-fee'"
    assert one(url, orders) == 1, "however often it was decided, the fee is asked for once"

    with transaction(read_only=True):
        order = db.session.execute(db.select(PaymentOrder)).scalar_one()
    checkout.begin(order.reference, settings=made.config["SETTINGS"], by=owner)
    actions.pay(store, store.all("checkout.session")[0]["id"])
    event = next(found for found, _tries in store.undelivered() if found["type"] == "checkout.session.completed")

    def call() -> None:
        def signed() -> dict[str, str]:
            text, signature = deliveries.signed(event, (WEBHOOK,), int(time.time()))  # noqa: TID251  as Stripe stamps
            assert text == told
            return {"Stripe-Signature": signature, "Content-Type": "application/json"}

        told = json.dumps(event).encode()
        for _ in range(CALLS // CALLERS):
            assert keep_asking(web.port, "POST", "/stripe/events", told, signed, done={200, 400}) == 200

    killing(web, chance, [threading.Thread(target=call) for _ in range(CALLERS)])
    drain()
    drain()
    assert one(url, "SELECT status FROM payment_order") == "paid"
    assert one(url, "SELECT count(*) FROM payment_receipt") == 1
    assert one(url, "SELECT count(*) FROM licence") == 1
    assert one(url, "SELECT count(*) FROM licence_term") == 1
    assert one(url, "SELECT status FROM application") == "granted"
    assert one(url, "SELECT coalesce(sum(amount_minor), 0) FROM ledger_line") == 0
    assert len(answers) == 2


def bearer() -> dict[str, str]:
    """The headers of a new decider who is signed in."""
    membership = member("decider")
    with transaction(actor=None):
        secret = start(membership).secret
    return {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}


def drain() -> None:
    """Run the jobs that wait, as the worker does."""
    db.session.remove()
    jobs.drain()


def one(url: str, statement: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(statement).fetchone()
        return row[0] if row else None
