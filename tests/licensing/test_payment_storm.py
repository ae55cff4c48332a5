"""Two hundred messages at once, over HTTP, to an application with real commits: one paid order, one receipt."""

import concurrent.futures
import http.client
import threading
import time
from collections import Counter

import psycopg
import pytest
from werkzeug.serving import make_server

from app import create_app
from core import db as database
from core import jobs, roles
from licensing.payments import checkout
from stripe_stand_in import actions, deliveries
from tests.conftest import SECRET, settings_for
from tests.licensing import stand_in
from tests.licensing.paying import owed, schedule

AT_ONCE = 200
THREADS = 4  # as a web process has


class Bounded:
    """As many requests at a time as a web process has threads."""

    def __init__(self, application) -> None:
        self.application, self.free = application, threading.Semaphore(THREADS)

    def __call__(self, environ, start_response):
        with self.free:
            return list(self.application(environ, start_response))


@pytest.fixture
def committed(clone, application, tmp_path):
    """The application as web process, and as worker for what comes before, on a database where writing stays."""
    urls = roles.urls(clone, SECRET)
    web, worker = (create_app(settings_for(tmp_path), url) for url in (urls.app, urls.worker))
    kept = database.own_role.set("none")
    yield web, worker
    database.own_role.reset(kept)
    for made in (web, worker):
        with made.app_context():
            database.db.session.remove()
            database.db.engine.dispose()
    jobs.use(application[0])


def storm(port: int, letters: list[tuple[bytes, str]]) -> Counter:
    """Send all letters at once, each again until it is taken; return what they were answered in the end."""

    def send(letter: tuple[bytes, str]) -> str:
        for _ in range(20):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("POST", stand_in.URL, body=letter[0], headers={"Stripe-Signature": letter[1]})
            answer = connection.getresponse()
            said = answer.read().decode()
            connection.close()
            if answer.status == 200:
                return said.split('"')[3]
            time.sleep(0.2)
        return f"never: {answer.status} {said}"

    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        return Counter(pool.map(send, letters))


@pytest.mark.parametrize("same", [True, False], ids=["one message", "messages of their own"])
def test_two_hundred_messages_at_once_make_one_paid_order_and_one_receipt(committed, clone, same):
    web, worker = committed
    with stand_in.running(web) as bank:
        with worker.app_context():
            schedule()
            order, by = owed()
            checkout.begin(order.reference, settings=bank.settings, by=by)
        actions.pay(bank.store, bank.sessions()[0]["id"])
        event = bank.store.undelivered()[0][0]
        letters = [
            deliveries.signed(event if same else {**event, "id": f"evt_{number}"}, (stand_in.SECRET,), int(time.time()))  # noqa: TID251
            for number in range(AT_ONCE)
        ]
        server = make_server("127.0.0.1", 0, Bounded(web), threaded=True)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            said = storm(server.port, letters)
        finally:
            server.shutdown()
            server.server_close()
            thread.join()
    assert said["paid"] == 1 and said["paid"] + said["duplicate"] + said["already"] == AT_ONCE, said
    with psycopg.connect(clone) as connection:
        assert connection.execute("SELECT status FROM payment_order").fetchall() == [("paid",)]
        for table in ("payment_receipt", "ledger_entry WHERE kind = 'payment'"):
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (1,)
