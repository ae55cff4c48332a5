"""What the stand-in remembers: objects, answers to keyed requests, messages to deliver; in one SQLite file."""

import hashlib
import json
import secrets
import sqlite3
import string
import threading
import time
from dataclasses import dataclass, field
from typing import Any

SCHEMA = """
CREATE TABLE IF NOT EXISTS object (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE NOT NULL, kind TEXT NOT NULL, created INTEGER NOT NULL,
  body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS object_kind ON object (kind, seq);
CREATE TABLE IF NOT EXISTS answer (
  key TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS delivery (
  event TEXT PRIMARY KEY, due REAL NOT NULL, tries INTEGER NOT NULL DEFAULT 0, done INTEGER NOT NULL DEFAULT 0);
"""
LETTERS = string.ascii_letters + string.digits
Json = dict[str, Any]


@dataclass
class Store:
    """The stand-in's memory. Every change is made under its lock, one after the other.

    `shift` moves the stand-in's clock (seconds), `fail_next` makes the next keyed request answer 500; both for tests
    and demonstrations of faults.
    """

    path: str = ":memory:"
    shift: int = 0
    fail_next: bool = False
    lock: Any = field(default_factory=threading.RLock)

    def __post_init__(self) -> None:
        """Open the file and make its tables."""
        self.db = sqlite3.connect(self.path, check_same_thread=False, isolation_level=None)
        self.db.executescript(SCHEMA)

    def now(self) -> int:
        """Return the stand-in's time in seconds."""
        return int(time.time()) + self.shift

    def new_id(self, prefix: str) -> str:
        """Return an id in Stripe's style."""
        return prefix + "_" + "".join(secrets.choice(LETTERS) for _ in range(24))

    def put(self, body: Json) -> Json:
        """Keep an object, new or changed."""
        with self.lock:
            self.db.execute(
                "INSERT INTO object (id, kind, created, body) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (id) DO UPDATE SET body = excluded.body",
                (body["id"], body["object"], body["created"], json.dumps(body)),
            )
        return body

    def get(self, kind: str, identifier: str | None) -> Json | None:
        """Return an object, or None."""
        with self.lock:
            row = self.db.execute(
                "SELECT body FROM object WHERE id = ? AND kind = ?", (identifier, kind)
            ).fetchone()
        return json.loads(row[0]) if row else None

    def find(self, kind: str, **wanted: str) -> list[Json]:
        """Return the objects whose members have these values, the newest first."""
        return [body for body in self.all(kind) if all(body.get(name) == value for name, value in wanted.items())]

    def all(
        self, kind: str, *, gte: int = 0, lt: int = 2**62, after: str | None = None, limit: int = 1000
    ) -> list[Json]:
        """Return objects of a kind made in a span of time, the newest first; `after` is the last one seen."""
        with self.lock:
            row = self.db.execute("SELECT seq FROM object WHERE id = ?", (after,)).fetchone() if after else None
            rows = self.db.execute(
                "SELECT body FROM object WHERE kind = ? AND created >= ? AND created < ? AND seq < ?"
                " ORDER BY seq DESC LIMIT ?",
                (kind, gte, lt, row[0] if row else 2**62, limit),
            ).fetchall()
        return [json.loads(body) for (body,) in rows]

    def answered(self, key: str) -> tuple[str, int, str] | None:
        """Return the fingerprint, status and body of the first answer to a key."""
        with self.lock:
            row = self.db.execute("SELECT fingerprint, status, body FROM answer WHERE key = ?", (key,)).fetchone()
        return (row[0], row[1], row[2]) if row else None

    def remember(self, key: str, fingerprint: str, status: int, body: str) -> None:
        """Keep the first answer to a key."""
        with self.lock:
            self.db.execute("INSERT OR IGNORE INTO answer VALUES (?, ?, ?, ?)", (key, fingerprint, status, body))

    def tell(self, kind: str, about: Json) -> Json:
        """Make an event about an object and put it into the queue of messages."""
        event = {
            "id": self.new_id("evt"), "object": "event", "type": kind, "created": self.now(), "livemode": False,
            "api_version": "stand-in", "pending_webhooks": 1, "request": {"id": None, "idempotency_key": None},
            "data": {"object": about},
        }  # fmt: skip
        with self.lock:
            self.put(event)
            self.db.execute("INSERT INTO delivery (event, due) VALUES (?, ?)", (event["id"], 0.0))
        return event

    def undelivered(self, *, due: float | None = None) -> list[tuple[Json, int]]:
        """Return the events that wait (those that are due, where a time is given) and how often each was tried."""
        with self.lock:
            rows = self.db.execute(
                "SELECT o.body, d.tries FROM delivery d JOIN object o ON o.id = d.event"
                " WHERE d.done = 0 AND d.due <= ? ORDER BY o.seq LIMIT 100",
                (due if due is not None else float("inf"),),
            ).fetchall()
        return [(json.loads(body), tries) for body, tries in rows]

    def tried(self, event: str, *, done: bool, again_at: float = 0.0) -> None:
        """Note that a message was sent."""
        with self.lock:
            self.db.execute(
                "UPDATE delivery SET tries = tries + 1, done = ?, due = ? WHERE event = ?", (int(done), again_at, event)
            )

    def again(self, event: str) -> None:
        """Put a message into the queue once more."""
        with self.lock:
            self.db.execute("UPDATE delivery SET done = 0, due = 0, tries = 0 WHERE event = ?", (event,))


def fingerprint(path: str, body: bytes) -> str:
    """Return what tells a repeated request from another one."""
    return hashlib.sha256(path.encode() + b"\n" + body).hexdigest()
