"""The audit trail: who did what to which row, when, why and under which rule; append-only."""

from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Identity, Index, String, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core import clock, ids
from core.actor import Actor, request_id
from core.db import Id, Instant, Model, db


class AuditEntry(Model):
    """One line of the trail. PostgreSQL refuses to change or delete it, and refuses governed changes without it."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_subject", "subject_table", "subject_id", "at"),
        Index("ix_audit_entry_txid", "txid"),
        Index("ix_audit_entry_organisation", "organisation_id", "at"),
        Index("uq_audit_entry_number", "number", unique=True),
        Index("ix_audit_entry_moves", "action", "at", postgresql_where="subject_table = 'application'"),
    )

    # No RETURNING: who may write an entry need not be allowed to read it back.
    __mapper_args__ = {"eager_defaults": False}  # noqa: RUF012

    id: Mapped[Id]
    # The order in which entries were written; seals cover stretches of it.
    number: Mapped[int] = mapped_column(BigInteger, Identity(always=True), deferred=True)
    at: Mapped[Instant]
    action: Mapped[str] = mapped_column(String(80))
    subject_table: Mapped[str] = mapped_column(String(63))
    subject_id: Mapped[UUID] = mapped_column(Uuid)
    organisation_id: Mapped[UUID | None] = mapped_column(Uuid)
    person_id: Mapped[UUID | None] = mapped_column(Uuid)
    actor_name: Mapped[str] = mapped_column(String(300))
    actor_role: Mapped[str] = mapped_column(String(40))
    actor_organisation_id: Mapped[UUID | None] = mapped_column(Uuid)
    reason: Mapped[str | None] = mapped_column(Text)
    rule: Mapped[str | None] = mapped_column(Text)
    detail: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    request_id: Mapped[str] = mapped_column(String(64), default="")
    txid: Mapped[int] = mapped_column(
        BigInteger,
        default=text("pg_current_xact_id()::text::bigint"),
        server_default=text("pg_current_xact_id()::text::bigint"),
    )


def record(
    action: str,
    subject: Any,
    *,
    by: Actor,
    reason: str | None = None,
    rule: str | None = None,
    detail: dict[str, Any] | None = None,
    **more: object,
) -> AuditEntry:
    """Write one trail entry about `subject` (a mapped row) in the present transaction.

    `action` is ``feature.subject.verb``; `rule` the instrument or rule id under which it was done; `detail` and `more`
    must be JSON and must hold no worker's identity.
    """
    if subject.id is None:
        subject.id = ids.new_id()
    owner = getattr(subject, "organisation_id", None)
    entry = AuditEntry(
        id=ids.new_id(), at=clock.now(), action=action, subject_table=subject.__tablename__,
        subject_id=subject.id,
        organisation_id=owner or by.organisation_id, person_id=by.person_id, actor_name=by.name, actor_role=by.role,
        actor_organisation_id=by.organisation_id, reason=reason, rule=rule, detail={**(detail or {}), **more},
        request_id=request_id(),
    )  # fmt: skip
    db.session.add(entry)
    return entry


def of(table: str, subject_id: UUID, *, limit: int = 200) -> list[AuditEntry]:
    """Return the trail of one row, oldest first, at most `limit` entries."""
    statement = (
        db.select(AuditEntry)
        .where(AuditEntry.subject_table == table, AuditEntry.subject_id == subject_id)
        .order_by(AuditEntry.at, AuditEntry.id)
        .limit(limit)
    )
    return list(db.session.execute(statement).scalars())
