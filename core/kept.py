"""A form that was sent after the session had ended is kept: who signs in again finds what was typed.

What was typed stands, signed, in the page that asks to sign in again; nothing of it is in an address. After signing in
it is a row that row-level security shows to that person alone, for a day at most, and the form is filled from it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import current_app, has_request_context, request, session
from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint, Uuid, delete, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.datastructures import MultiDict

from core import clock, ids, jobs
from core.actor import current_actor
from core.db import Id, Instant, Model, db

FOR = timedelta(hours=24)
LARGEST = 200_000  # characters, signed and packed
MARK = "kept"  # in the signed cookie of forms: the path whose form waits, so that no other page asks for it
NEVER = ("password", "secret", "token")  # what such fields hold is not kept
Answers = dict[str, list[str]]


class KeptForm(Model):
    """What one person had typed into the form of one page."""

    __tablename__ = "kept_form"
    __table_args__ = (
        UniqueConstraint("person_id", "path", name="uq_kept_form_once"),
        CheckConstraint("jsonb_typeof(answers) = 'object'", name="answers_named"),
        Index("ix_kept_form_kept_at", "kept_at"),
    )

    id: Mapped[Id]
    person_id: Mapped[UUID] = mapped_column(Uuid)
    path: Mapped[str] = mapped_column(String(400))
    answers: Mapped[dict[str, Any]] = mapped_column(JSONB)
    kept_at: Mapped[Instant]


@dataclass(frozen=True)
class Sealed:
    """What came out of a seal: the page, what was typed into its form, and whose it is where that is known."""

    path: str
    answers: Answers
    person: UUID | None


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="core.kept")


def seal(path: str, form: Mapping[str, Any], person: UUID | None) -> str | None:
    """Return what was typed, signed, for a hidden field; None when there is nothing to keep, or too much."""
    lists = form.lists() if isinstance(form, MultiDict) else form.items()
    answers = {name: list(values) for name, values in lists if not any(word in name.lower() for word in NEVER)}
    if not any(text.strip() for values in answers.values() for text in values):
        return None
    text = str(_serializer().dumps({"path": path, "answers": answers, "person": str(person) if person else None}))
    return text if len(text) <= LARGEST else None


def unseal(text: str | None) -> Sealed | None:
    """Return what `seal` signed within the last day; None for anything else."""
    if not text:
        return None
    try:
        found = _serializer().loads(text, max_age=int(FOR.total_seconds()))
    except BadData:
        return None
    return Sealed(found["path"], found["answers"], UUID(found["person"]) if found["person"] else None)


def keep(sealed: Sealed, person_id: UUID) -> bool:
    """Keep what was typed for the person who signed in again; not when it was another person's. Tells whether it is.

    Call it as that person: the database lets nobody write for another.
    """
    if sealed.person is not None and sealed.person != person_id:
        return False
    db.session.execute(delete(KeptForm).where(KeptForm.person_id == person_id, KeptForm.path == sealed.path))
    db.session.add(
        KeptForm(id=ids.new_id(), person_id=person_id, path=sealed.path, answers=sealed.answers, kept_at=clock.now())
    )
    session[MARK] = sealed.path
    return True


def waiting() -> MultiDict[str, str] | None:
    """Return what this person had typed into the form of this very page before the session ended, if it is kept."""
    actor = current_actor()
    if not has_request_context() or actor is None or actor.person_id is None or session.get(MARK) != request.path:
        return None
    found = db.session.execute(
        select(KeptForm.answers).where(
            KeptForm.person_id == actor.person_id, KeptForm.path == request.path, KeptForm.kept_at > _oldest()
        )
    ).scalar_one_or_none()
    return MultiDict(_pairs(found)) if found else None


def _pairs(answers: Answers) -> Iterator[tuple[str, str]]:
    for name, values in answers.items():
        for value in values:
            yield name, value


def sent_again() -> None:
    """Forget what was kept for this page: its form is being sent again."""
    actor = current_actor()
    if actor is not None and session.get(MARK) == request.path:
        session.pop(MARK)
        db.session.execute(delete(KeptForm).where(KeptForm.person_id == actor.person_id, KeptForm.path == request.path))


def _oldest() -> datetime:
    return clock.now() - FOR


@jobs.job("core.kept.forget", schedule="35 * * * *")
def forget() -> None:
    """Delete what was kept longer than a day. Idempotent."""
    db.session.execute(delete(KeptForm).where(KeptForm.kept_at <= _oldest()))
