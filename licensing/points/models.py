"""Tables of points: the rule in force, and each entry."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Id, Instant, Model


class DemeritRule(Model):
    """How long points count and what follows from their sum; versioned data."""

    __tablename__ = "demerit_rule"
    __table_args__ = (
        CheckConstraint("months > 0 AND watch_at > 0 AND show_cause_at > watch_at", name="sound"),
    )  # fmt: skip

    effective_from: Mapped[date] = mapped_column(primary_key=True)
    months: Mapped[int]
    watch_at: Mapped[int]
    show_cause_at: Mapped[int]
    instrument: Mapped[str] = mapped_column(Text)


class DemeritEntry(Model):
    """Points against a licence holder, for a reason and a time; a mistake is put right by an entry against it."""

    __tablename__ = "demerit_entry"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "licence_id"], ["licence.organisation_id", "licence.id"],
                             name="fk_demerit_entry_licence"),
        UniqueConstraint("organisation_id", "id", name="uq_demerit_entry_tenant"),
        ForeignKeyConstraint(["organisation_id", "corrects_id"], ["demerit_entry.organisation_id", "demerit_entry.id"],
                             name="fk_demerit_entry_corrects"),
        UniqueConstraint("corrects_id", name="uq_demerit_entry_corrected_once"),
        CheckConstraint("points BETWEEN -100 AND 100 AND points <> 0", name="points_sound"),
        CheckConstraint("(points < 0) = (corrects_id IS NOT NULL)", name="only_corrections_take_away"),
        CheckConstraint("char_length(btrim(reason)) >= 10", name="reason_given"),
        Index("ix_demerit_entry_licence_id", "licence_id", "happened_on"),
    )  # fmt: skip

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    licence_id: Mapped[UUID] = mapped_column(Uuid)
    points: Mapped[int]
    code: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(Text)
    happened_on: Mapped[date]
    expires_on: Mapped[date | None]  # the last day on which they count; none where no rule says
    corrects_id: Mapped[UUID | None] = mapped_column(Uuid)
    by_person: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    by_name: Mapped[str] = mapped_column(String(300))
    at: Mapped[Instant]
