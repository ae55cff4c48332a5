"""Writes that a network may repeat: the first answer is kept for a day and given again."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import LargeBinary, SmallInteger, String, UniqueConstraint, Uuid, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from core import clock, jobs
from core.actor import Actor
from core.db import Id, Instant, Model, db
from core.errors import Conflict, Invalid
from core.i18n import N_

if TYPE_CHECKING:
    from flask import Response

KEPT = timedelta(hours=24)
LONGEST_KEY = 255


class IdempotencyRecord(Model):
    """The first answer to one keyed write by one person on one route."""

    __tablename__ = "idempotency_record"
    __table_args__ = (UniqueConstraint("person_id", "route", "key", name="uq_idempotency_record_once"),)

    id: Mapped[Id]
    person_id: Mapped[UUID] = mapped_column(Uuid)
    route: Mapped[str] = mapped_column(String(400))
    key: Mapped[str] = mapped_column(String(LONGEST_KEY))
    request_hash: Mapped[str] = mapped_column(String(64))
    status: Mapped[int] = mapped_column(SmallInteger)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    media_type: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[Instant]


def once(key: str, actor: Actor, route: str, body: bytes, answer: Callable[[], "Response"]) -> "Response":
    """Return the kept answer for `key`, or make, keep and return it, in the present transaction.

    Raises Conflict when the same key comes with another body, Invalid when the key is over-long.
    Two requests at the same time: the unique constraint lets one win, the other answers 409 and may be repeated.
    """
    if len(key) > LONGEST_KEY:
        raise Invalid(
            "idempotency-key-too-long", N_("The Idempotency-Key has more than 255 characters. Send a shorter one.")
        )
    digest = hashlib.sha256(body).hexdigest()
    kept = db.session.execute(
        select(IdempotencyRecord).where(
            IdempotencyRecord.person_id == actor.person_id, IdempotencyRecord.route == route,
            IdempotencyRecord.key == key, IdempotencyRecord.created_at > clock.now() - KEPT,
        )
    ).scalar_one_or_none()  # fmt: skip
    if kept is not None:
        if kept.request_hash != digest:
            raise Conflict(
                "idempotency-key-reused", N_("This Idempotency-Key was used for another request. Send a new one.")
            )
        return _replay(kept)
    response = answer()
    db.session.execute(
        delete(IdempotencyRecord).where(
            IdempotencyRecord.person_id == actor.person_id,
            IdempotencyRecord.route == route,
            IdempotencyRecord.key == key,
        )
    )
    db.session.add(
        IdempotencyRecord(
            person_id=actor.person_id, route=route, key=key, request_hash=digest, status=response.status_code,
            body=response.get_data(), media_type=response.content_type or "application/json", created_at=clock.now(),
        )
    )  # fmt: skip
    return response


def answered(key: str, actor: Actor, route: str, digest: str) -> bool:
    """Tell whether this very form was sent before and its command done: the key, and all that it says, are the same."""
    statement = select(IdempotencyRecord.request_hash).where(
        IdempotencyRecord.person_id == actor.person_id, IdempotencyRecord.route == route,
        IdempotencyRecord.key == key, IdempotencyRecord.created_at > clock.now() - KEPT,
    )  # fmt: skip
    return bool(key) and db.session.execute(statement).scalar_one_or_none() == digest


def remember(key: str, actor: Actor, route: str, digest: str) -> None:
    """Remember that a form was sent and its command done; a page without a key is not remembered."""
    if not 0 < len(key) <= LONGEST_KEY:
        return
    same = (IdempotencyRecord.person_id == actor.person_id, IdempotencyRecord.route == route)
    db.session.execute(delete(IdempotencyRecord).where(*same, IdempotencyRecord.key == key))
    db.session.add(
        IdempotencyRecord(
            person_id=actor.person_id, route=route, key=key, request_hash=digest, status=303, body=b"",
            media_type="text/html", created_at=clock.now(),
        )
    )  # fmt: skip


@jobs.job("core.idempotency.forget", schedule="20 * * * *")
def forget() -> None:
    """Delete answers older than a day: they repeat what was sent, and serve nobody any more. Idempotent."""
    db.session.execute(delete(IdempotencyRecord).where(IdempotencyRecord.created_at <= clock.now() - KEPT))


def _replay(kept: IdempotencyRecord) -> "Response":
    from flask import Response

    answer = Response(kept.body, status=kept.status, content_type=kept.media_type)
    answer.headers["Idempotent-Replay"] = "true"
    return answer
