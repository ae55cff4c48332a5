"""The stand-in for Stripe over real HTTP for tests, with an application configured to use it."""

import contextlib
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

from flask import Flask

from core import db as database
from core.config import Settings
from licensing.payments.gateway import Gateway
from stripe_stand_in import app as stand_in
from stripe_stand_in import deliveries
from stripe_stand_in.store import Store

KEY, SECRET, OLD_SECRET = "sk_test_standinfortests", "whsec_newsecretoftests", "whsec_oldsecretoftests"
URL = "/stripe/events"


@dataclass
class Bank:
    """The stand-in, the application's settings that lead to it, and a postman who delivers when told."""

    app: Flask
    store: Store
    settings: Settings

    @property
    def gateway(self) -> Gateway:
        return Gateway(self.settings)

    def post(self, event: dict, *, secrets: tuple[str, ...] = (SECRET,), at: int | None = None, client=None):
        """Deliver one message, signed."""
        body, signature = deliveries.signed(event, secrets, int(time.time()) if at is None else at)  # noqa: TID251  as Stripe stamps
        return self.send(body, signature, client)

    def send(self, body: bytes, signature: str, client=None):
        client = client or self.app.test_client()
        with self.app.app_context():
            return client.post(
                URL, data=body, headers={"Stripe-Signature": signature, "Content-Type": "application/json"}
            )

    def deliver(self) -> list[str]:
        """Deliver everything that waits, oldest first; return what each was answered."""
        said = []
        for event, _tries in self.store.undelivered():
            answer = self.post(event)
            said.append(answer.get_json()["status"])
            self.store.tried(event["id"], done=answer.status_code == 200)
        return said

    def sessions(self) -> list[dict]:
        return self.store.all("checkout.session")


@contextlib.contextmanager
def as_worker() -> Iterator[None]:
    """Work as the job worker's database role, as scheduled jobs do."""
    database.db.session.remove()
    token = database.own_role.set("fairgate_worker")
    try:
        yield
    finally:
        database.own_role.reset(token)


@contextlib.contextmanager
def running(app: Flask, url: str = "http://localhost:12111") -> Iterator[Bank]:
    """Run the stand-in on a free port, with the application pointed at it."""
    store = Store()
    server = stand_in.serve(stand_in.create(KEY, url, store), "127.0.0.1", 0)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    kept = app.config["SETTINGS"]
    settings = replace(
        kept, stripe_key=KEY, stripe_webhook_secrets=(SECRET, OLD_SECRET), stripe_url=f"http://127.0.0.1:{server.port}"
    )
    app.config["SETTINGS"] = settings
    try:
        yield Bank(app, store, settings)
    finally:
        app.config["SETTINGS"] = kept
        server.shutdown()
        server.server_close()
        thread.join()
        store.db.close()
