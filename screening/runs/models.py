"""Tables of screening: who is screened, each run, and each match with its evidence, owned by who asked."""

import enum
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Double, ForeignKey, Index, String, Text, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Id, Instant, Model, one_of
from screening.runs.states import MOVES, Status
from screening.watchlists.models import FlaggedEntity


class SubjectKind(enum.StrEnum):
    """What was screened."""

    AGENCY = "agency"
    AGENCY_PERSON = "agency-person"
    SUPPLIER = "supplier"
    SUPPLIER_BROKER = "supplier-broker"
    SUPPLIER_OWNER = "supplier-owner"  # the parent company that a list names


class Scope(enum.StrEnum):
    """What a run was made for."""

    APPLICATION = "application"
    SUPPLIER_LIST = "supplier-list"
    LIST_CHANGE = "list-change"
    RECHECK = "recheck"  # all that is kept of one organisation
    COMPANY = "company"  # all suppliers of one company
    HOLDERS = "holders"  # everyone who holds a licence


class Ended(enum.StrEnum):
    """Why a match no longer stands."""

    DELISTED = "delisted"  # the publisher took the party off, or the list was withdrawn
    ENTRY_CHANGED = "entry-changed"  # the entry has another version; if that one matches too, it is a match of its own
    SUBJECT_CHANGED = "subject-changed"
    NOT_ALIKE = "not-alike"  # compared again, and no longer enough alike
    SUBJECT_GONE = "subject-gone"
    TOO_MANY = "too-many"  # better ones fill the bound of one subject


class ScreeningRun(Model):
    """One screening: who asked, how far it has come, against which lists, with which model.

    A change of a list makes one run without an organisation (of the whole installation) and one for each
    organisation that has subjects, its `parent_id` naming the first.
    """

    __tablename__ = "screening_run"
    __table_args__ = (
        one_of("status", Status),
        CheckConstraint("(status = 'running') = (finished_at IS NULL)", name="finished_when_ended"),
        CheckConstraint("(status = 'failed') = (reason IS NOT NULL)", name="failed_with_reason"),
        CheckConstraint("subjects >= 0 AND (total IS NULL OR subjects <= total)", name="counts_add_up"),
        Index("ix_screening_run_scope", "organisation_id", "scope_id"),
        Index("ix_screening_run_started", "organisation_id", "started_at"),
        # One run at a time of one thing: a worker that takes a killed run up goes on with its row.
        Index("uq_screening_run_one_running", "organisation_id", "scope", "scope_id", unique=True,
              postgresql_where="status = 'running'", postgresql_nulls_not_distinct=True),
    )  # fmt: skip
    MOVES: ClassVar[Any] = MOVES

    id: Mapped[Id]
    organisation_id: Mapped[UUID | None] = mapped_column(Uuid)  # who asked; None: the installation, for all of them
    parent_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("screening_run.id"), index=True)
    scope: Mapped[str] = mapped_column(String(40))
    scope_id: Mapped[UUID] = mapped_column(Uuid)  # the application, the supplier list, the flagged list, the company
    status: Mapped[str] = mapped_column(String(10), default=Status.RUNNING)
    reason: Mapped[str | None] = mapped_column(Text)  # why it failed
    model_version: Mapped[str] = mapped_column(String(40))
    # of each list: code, title, sequence, hash, days of publication and import, entities, names
    lists: Mapped[list[Any]] = mapped_column(JSONB)
    total: Mapped[int | None]  # subjects it has to screen, where known beforehand
    subjects: Mapped[int]  # screened so far
    matches: Mapped[int]
    ended: Mapped[int] = mapped_column(default=0)  # matches that no longer stand
    exceeded: Mapped[list[Any]] = mapped_column(JSONB, default=list)  # [{kind, id, name, found}] beyond the bound
    cursor: Mapped[UUID | None] = mapped_column(Uuid)  # of a change: the entity up to which it has come
    started_at: Mapped[Instant]
    finished_at: Mapped[datetime | None]


class ScreeningSubject(Model):
    """A party as it was last screened: all its names and what is compared besides, for when a list changes."""

    __tablename__ = "screening_subject"
    __table_args__ = (
        one_of("kind", SubjectKind),
        UniqueConstraint("organisation_id", "kind", "subject_id", name="uq_screening_subject_once"),
        Index("ix_screening_subject_changed_tx", "changed_tx"),
        Index("ix_screening_subject_held", "organisation_id", postgresql_where="gone_at IS NULL"),
        Index("ix_screening_subject_exceeded", "id", postgresql_where="exceeded AND gone_at IS NULL"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=True)
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[UUID] = mapped_column(Uuid)
    # as parties.Party.content gives it
    content: Mapped[dict[str, Any]] = mapped_column(JSONB)
    exceeded: Mapped[bool] = mapped_column(default=False)  # has more matches than are kept
    screened_at: Mapped[Instant]
    gone_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=0)  # one more with each change
    # The transaction that wrote the row: what committed after a reader's snapshot is known by it, clocks are not.
    changed_tx: Mapped[int] = mapped_column(BigInteger)


class ScreeningMatch(Model):
    """One subject against one version of a flagged entity, with the explanation its score can be computed from."""

    __tablename__ = "screening_match"
    __table_args__ = (
        one_of("subject_kind", SubjectKind),
        one_of("ended_why", Ended),
        UniqueConstraint("organisation_id", "subject_kind", "subject_id", "entity_id", name="uq_screening_match_once"),
        CheckConstraint("score BETWEEN 0 AND 1", name="score_range"),
        CheckConstraint("(ended_at IS NULL) = (ended_why IS NULL)", name="ended_with_reason"),
        Index("ix_screening_match_run_id", "run_id"),
        Index("ix_screening_match_subject", "subject_id", postgresql_where="ended_at IS NULL"),
        Index("ix_screening_match_ended_run_id", "ended_run_id", postgresql_where="ended_run_id IS NOT NULL"),
        Index("ix_screening_match_entity_id", "entity_id", postgresql_where="ended_at IS NULL"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    run_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("screening_run.id"))  # the newest that found it
    subject_kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[UUID] = mapped_column(Uuid)
    subject_name: Mapped[str] = mapped_column(Text)
    entity_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("flagged_entity.id"))
    listed_key: Mapped[str] = mapped_column(String(40))  # the listed party, whichever version of its entry
    matched_name: Mapped[str] = mapped_column(Text)
    score: Mapped[float] = mapped_column(Double)
    explanation: Mapped[dict[str, Any]] = mapped_column(JSONB)
    compared: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)  # what the match rests on, field by field
    fingerprint: Mapped[str] = mapped_column(String(64), default="")  # of that, without case and punctuation
    inputs: Mapped[str] = mapped_column(String(64), default="")  # of all that was compared on both sides
    model_version: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[Instant]
    seen_at: Mapped[Instant]  # since when it has rested on this: a renewed entry with the same evidence keeps it
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[str | None] = mapped_column(String(20))
    ended_run_id: Mapped[UUID | None] = mapped_column(Uuid)

    entity: Mapped[FlaggedEntity] = relationship(lazy="joined", innerjoin=True)
