"""Tables of flagged-entity lists: snapshots are immutable, entities kept in every version they had."""

import enum
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Id, Instant, Model, one_of


class Schema(enum.StrEnum):
    """What a flagged entity is, in FollowTheMoney's words."""

    PERSON = "Person"
    ORGANIZATION = "Organization"
    COMPANY = "Company"
    LEGAL_ENTITY = "LegalEntity"
    VESSEL = "Vessel"
    AIRPLANE = "Airplane"


class SnapshotStatus(enum.StrEnum):
    """Whether a snapshot is the one screened against, an earlier one, or waits for a person (it shrank)."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    HELD = "held"


class Watchlist(Model):
    """A list of flagged entities and its publisher."""

    __tablename__ = "watchlist"
    __table_args__ = (UniqueConstraint("code", name="uq_watchlist_code"),)

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(200))
    publisher: Mapped[str] = mapped_column(String(200))
    source_url: Mapped[str | None] = mapped_column(String(500))
    created_at: Mapped[Instant]


class WatchlistSnapshot(Model):
    """One version of a list as it was published: what it held, where it came from, what changed since the last."""

    __tablename__ = "watchlist_snapshot"
    __table_args__ = (
        UniqueConstraint("watchlist_id", "sequence", name="uq_watchlist_snapshot_sequence"),
        one_of("status", SnapshotStatus),
        CheckConstraint("entities > 0", name="not_empty"),
        Index("uq_watchlist_snapshot_one_current", "watchlist_id", unique=True, postgresql_where="status = 'current'"),
    )

    id: Mapped[Id]
    watchlist_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("watchlist.id"))
    sequence: Mapped[int]
    status: Mapped[str] = mapped_column(String(12))
    format: Mapped[str] = mapped_column(String(40))
    source_hash: Mapped[str] = mapped_column(String(64))
    published_on: Mapped[date | None]
    imported_at: Mapped[Instant]
    imported_by_name: Mapped[str] = mapped_column(String(300))
    entities: Mapped[int]
    names: Mapped[int]
    added: Mapped[int]
    changed: Mapped[int]
    removed: Mapped[int]

    watchlist: Mapped[Watchlist] = relationship(lazy="joined", innerjoin=True)


class FlaggedEntity(Model):
    """One version of one entity of a list; `to_sequence` None means it is on the list now."""

    __tablename__ = "flagged_entity"
    __table_args__ = (
        one_of("schema", Schema),
        UniqueConstraint("watchlist_id", "entity_key", "from_sequence", name="uq_flagged_entity_version"),
        Index(
            "ix_flagged_entity_current",
            "watchlist_id",
            "entity_key",
            unique=True,
            postgresql_where="to_sequence IS NULL",
        ),
        # what came and what left between two versions is read by these, however long the list
        Index("ix_flagged_entity_came", "watchlist_id", "from_sequence"),
        Index("ix_flagged_entity_left", "watchlist_id", "to_sequence", postgresql_where="to_sequence IS NOT NULL"),
    )

    id: Mapped[Id]
    watchlist_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("watchlist.id"))
    entity_key: Mapped[str] = mapped_column(String(200))
    schema: Mapped[str] = mapped_column(String(20))
    caption: Mapped[str] = mapped_column(Text)
    programs: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    countries: Mapped[list[str]] = mapped_column(ARRAY(String(2)), default=list)
    birth_dates: Mapped[list[str]] = mapped_column(ARRAY(String(40)), default=list)
    identifiers: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    addresses: Mapped[list[Any]] = mapped_column(JSONB, default=list)
    reason: Mapped[str | None] = mapped_column(Text)
    remarks: Mapped[str | None] = mapped_column(Text)  # the publisher's own, whole
    listed_on: Mapped[date | None]
    delisted_on: Mapped[date | None]
    source_url: Mapped[str | None] = mapped_column(Text)
    content_hash: Mapped[str] = mapped_column(String(64))
    from_sequence: Mapped[int] = mapped_column(Integer)
    to_sequence: Mapped[int | None] = mapped_column(Integer)

    names: Mapped[list["FlaggedName"]] = relationship(order_by="FlaggedName.position")
    watchlist: Mapped[Watchlist] = relationship(lazy="joined", innerjoin=True)


class FlaggedName(Model):
    """One name of one version of a flagged entity; weak aliases stay weak."""

    __tablename__ = "flagged_name"
    __table_args__ = (Index("ix_flagged_name_entity_id", "entity_id"),)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=True)
    entity_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("flagged_entity.id", ondelete="CASCADE"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(20))
    weak: Mapped[bool] = mapped_column(Boolean, default=False)
