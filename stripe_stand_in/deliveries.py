"""Signed messages to the application, sent until it answers with success."""

import hashlib
import hmac
import http.client
import json
import threading
import time
from urllib.parse import urlsplit

from stripe_stand_in.store import Json, Store

PAUSE = 0.2  # seconds between two looks at the queue
MOST_TRIES = 60
SECONDS = 20.0


def signed(event: Json, secrets: tuple[str, ...], at: int) -> tuple[bytes, str]:
    """Return the body of a message and its Stripe-Signature: one v1 signature for each secret."""
    body = json.dumps(event).encode()
    signatures = [
        hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest() for secret in secrets
    ]
    return body, ",".join([f"t={at}", *(f"v1={signature}" for signature in signatures)])


def send(url: str, event: Json, secret: str) -> int:
    """Send one message now; return the status of the answer, 0 where none came."""
    body, signature = signed(event, (secret,), int(time.time()))
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=SECONDS)
    try:
        headers = {"Content-Type": "application/json", "Stripe-Signature": signature}
        connection.request("POST", parts.path, body=body, headers=headers)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def deliver(store: Store, url: str, secret: str) -> int:
    """Send what is due; return how many were taken. What was not taken is due again, later each time."""
    taken = 0
    for event, tries in store.undelivered(due=time.time()):
        status = send(url, event, secret)
        done = 200 <= status < 300
        taken += done
        store.tried(event["id"], done=done or tries >= MOST_TRIES, again_at=time.time() + min(2.0**tries, 300.0))
    return taken


def keep_delivering(store: Store, url: str, secret: str) -> threading.Thread:
    """Deliver in the background for as long as the process lives."""

    def work() -> None:
        while True:
            deliver(store, url, secret)
            time.sleep(PAUSE)

    thread = threading.Thread(target=work, daemon=True, name="deliveries")
    thread.start()
    return thread
