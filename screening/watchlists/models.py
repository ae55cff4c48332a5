"""Tables of flagged-entity lists: snapshots are immutable, entities kept in every version they had."""

import enum
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from core.db import Id, Instant, Model, one_of
from screening.watchlists.states import DELIVERY_MOVES, Channel, DeliveryStatus, Every
from screening.watchlists.states import SnapshotStatus as SnapshotStatus  # noqa: PLC0414  lent on to who reads models


class Schema(enum.StrEnum):
    """What a flagged entity is, in FollowTheMoney's words."""

    PERSON = "Person"
    ORGANIZATION = "Organization"
    COMPANY = "Company"
    LEGAL_ENTITY = "LegalEntity"
    VESSEL = "Vessel"
    AIRPLANE = "Airplane"


class Watchlist(Model):
    """A list of flagged entities and its publisher."""

    __tablename__ = "watchlist"
    __table_args__ = (UniqueConstraint("code", name="uq_watchlist_code"),)

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(200))
    publisher: Mapped[str] = mapped_column(String(200))
    source_url: Mapped[str | None] = mapped_column(String(500))
    # kept by Fairgate itself from what it knows: nobody imports, fetches or withdraws it
    built_in: Mapped[bool] = mapped_column(Boolean, default=False, server_default="false")
    created_at: Mapped[Instant]


class WatchlistSnapshot(Model):
    """One version of a list as it was published: what it held, where it came from, what changed since the last."""

    __tablename__ = "watchlist_snapshot"
    __table_args__ = (
        UniqueConstraint("watchlist_id", "sequence", name="uq_watchlist_snapshot_sequence"),
        one_of("status", SnapshotStatus),
        CheckConstraint("entities >= 0", name="not_negative"),
        Index("uq_watchlist_snapshot_one_current", "watchlist_id", unique=True, postgresql_where="status = 'current'"),
    )

    id: Mapped[Id]
    watchlist_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("watchlist.id"))
    sequence: Mapped[int]
    status: Mapped[str] = mapped_column(String(12))
    format: Mapped[str] = mapped_column(String(40))
    source_hash: Mapped[str] = mapped_column(String(64))
    published_on: Mapped[date | None]
    publisher_version: Mapped[str | None] = mapped_column(String(100))  # where deltas start from one
    imported_at: Mapped[Instant]
    imported_by_name: Mapped[str] = mapped_column(String(300))
    entities: Mapped[int]
    names: Mapped[int]
    added: Mapped[int]
    changed: Mapped[int]
    removed: Mapped[int]
    left_out: Mapped[list[Any]] = mapped_column(JSONB, default=list)  # what the reader passed over: `LeftOut`

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
    language: Mapped[str | None] = mapped_column(String(12))  # ISO 639, where the publisher tells it


class WatchlistSource(Model):
    """How one list is looked after: the size expected of it, where it is fetched, and how the last fetch went."""

    __tablename__ = "watchlist_source"
    __table_args__ = (
        UniqueConstraint("watchlist_id", name="uq_watchlist_source_watchlist"),
        one_of("every", Every),
        CheckConstraint("expected_least IS NULL OR expected_least >= 1", name="expected_least_positive"),
        CheckConstraint(
            "expected_least IS NULL OR expected_most IS NULL OR expected_least <= expected_most",
            name="expected_in_order",
        ),
        CheckConstraint("every = 'off' OR cardinality(urls) > 0", name="fetched_from_somewhere"),
    )

    id: Mapped[Id]
    watchlist_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("watchlist.id"))
    expected_least: Mapped[int | None]
    expected_most: Mapped[int | None]
    urls: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    format: Mapped[str | None] = mapped_column(String(40))  # None: recognised from what comes
    every: Mapped[str] = mapped_column(String(10), default=Every.OFF)
    due_at: Mapped[datetime | None]
    claimed_at: Mapped[datetime | None]  # a fetch runs since then
    checked_at: Mapped[datetime | None]  # when the publisher last answered, with something new or not
    failures: Mapped[int] = mapped_column(default=0)  # in a row
    validators: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)  # per address: ETag, Last-Modified
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  SQLAlchemy's own spelling

    watchlist: Mapped[Watchlist] = relationship(lazy="joined", innerjoin=True)


class Delivery(Model):
    """A source of a list that did not become a version at once: it waits for a person, or why it was refused."""

    __tablename__ = "watchlist_delivery"
    __table_args__ = (
        one_of("status", DeliveryStatus),
        one_of("channel", Channel),
        Index("ix_watchlist_delivery_watchlist", "watchlist_id", "received_at"),
    )
    MOVES: ClassVar[Any] = DELIVERY_MOVES

    id: Mapped[Id]
    watchlist_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("watchlist.id"))
    status: Mapped[str] = mapped_column(String(12))
    channel: Mapped[str] = mapped_column(String(10))
    file_name: Mapped[str] = mapped_column(String(300))
    format: Mapped[str | None] = mapped_column(String(40))
    source_hash: Mapped[str | None] = mapped_column(String(64))  # None: nothing came
    size: Mapped[int] = mapped_column(BigInteger, default=0)  # bytes
    published_on: Mapped[date | None]
    # why it was not taken at once: code, sentence and its values, each to be translated where it is shown
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    against: Mapped[int | None]  # the version it was compared with
    entities: Mapped[int | None]
    names: Mapped[int | None]
    added: Mapped[int | None]
    changed: Mapped[int | None]
    removed: Mapped[int | None]
    received_at: Mapped[Instant]
    received_by: Mapped[UUID | None] = mapped_column(Uuid)
    received_by_name: Mapped[str] = mapped_column(String(300))
    decided_at: Mapped[datetime | None]
    decided_by_name: Mapped[str | None] = mapped_column(String(300))
    decision_reason: Mapped[str | None] = mapped_column(Text)
    sequence: Mapped[int | None]  # the version it became

    watchlist: Mapped[Watchlist] = relationship(lazy="joined", innerjoin=True)


class WatchlistFile(Model):
    """A source file, compressed: of a delivery while it waits, or of the version in use where deltas need it."""

    __tablename__ = "watchlist_file"
    __table_args__ = (
        CheckConstraint("(delivery_id IS NULL) <> (snapshot_id IS NULL)", name="of_one_thing"),
        Index("ix_watchlist_file_delivery", "delivery_id"),
        Index("ix_watchlist_file_snapshot", "snapshot_id"),
    )

    id: Mapped[Id]
    delivery_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("watchlist_delivery.id"))
    snapshot_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("watchlist_snapshot.id"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(300))
    size: Mapped[int] = mapped_column(BigInteger)  # bytes before compression
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary, nullable=False))
