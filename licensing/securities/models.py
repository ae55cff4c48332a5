"""Tables of securities: the formula (law), what is lodged, its papers, calls, releases and top-up orders."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Id, Instant, Model, one_of, within
from core.files import StoredFile
from licensing.agencies.models import Agency
from licensing.securities.states import (
    CALL_MOVES,
    FORMULA_MOVES,
    MOVES,
    ORDER_MOVES,
    RELEASE_MOVES,
    CallStatus,
    Form,
    FormulaStatus,
    OrderStatus,
    Origin,
    Purpose,
    ReleaseStatus,
    Status,
)

# Three different people: who proposes, and two who confirm, one after the other.
THREE = (
    "(first_by IS NULL OR first_by <> proposed_by) AND"
    " (second_by IS NULL OR (first_by IS NOT NULL AND second_by <> first_by AND second_by <> proposed_by))"
)
CURRENCY = "currency ~ '^[A-Z]{3}$'"


def _of_security(table: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["organisation_id", "security_id"], ["security.organisation_id", "security.id"],
                                name=f"fk_{table}_security")  # fmt: skip


class SecurityFormula(Model):
    """What a class of licence must be secured by from a day on, and the terms of it; versioned data, never edited."""

    __tablename__ = "security_formula"
    __table_args__ = (
        one_of("status", FormulaStatus),
        one_of("origin", Origin),
        CheckConstraint(CURRENCY, name="currency_form"),
        CheckConstraint("per_branch_minor >= 0", name="per_branch_minor_range"),
        CheckConstraint("least_notice_days BETWEEN 0 AND 366 AND replace_days BETWEEN 0 AND 366"
                        " AND top_up_days BETWEEN 1 AND 366 AND claims_months BETWEEN 0 AND 120", name="terms_range"),
        CheckConstraint("effective_to IS NULL OR effective_to >= effective_from", name="ends_after_it_begins"),
        CheckConstraint("char_length(btrim(instrument)) >= 3", name="instrument_given"),
        CheckConstraint(THREE, name="three_people"),
        CheckConstraint("origin = 'law-file' OR (proposed_by IS NOT NULL AND (status <> 'active' OR"
                        " (first_by IS NOT NULL AND second_by IS NOT NULL)))", name="approved_by_two"),
        Index("ix_security_formula_class", "class_code", "status", "effective_from"),
    )  # fmt: skip
    MOVES: ClassVar[Any] = FORMULA_MOVES

    id: Mapped[Id]
    class_code: Mapped[str] = mapped_column(String(40), ForeignKey("licence_class.code"))
    status: Mapped[str] = mapped_column(String(20))
    origin: Mapped[str] = mapped_column(String(20))
    currency: Mapped[str] = mapped_column(String(3))
    per_branch_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    least_notice_days: Mapped[int]  # the issuer must give at least so many days' notice that it ends
    replace_days: Mapped[int]  # so many days before its end a replacement must be there
    top_up_days: Mapped[int]  # days an agency has to bring more when more is required
    claims_months: Mapped[int]  # how long it is held after the licence has ended
    instrument: Mapped[str] = mapped_column(Text)
    effective_from: Mapped[date]
    effective_to: Mapped[date | None]
    proposed_by: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("person.id"))
    proposed_by_name: Mapped[str | None] = mapped_column(String(300))
    proposed_at: Mapped[Instant]
    first_by: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("person.id"))
    first_by_name: Mapped[str | None] = mapped_column(String(300))
    second_by: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("person.id"))
    second_by_name: Mapped[str | None] = mapped_column(String(300))
    declined_by: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]

    bands: Mapped[list["SecurityBand"]] = relationship(
        order_by="(SecurityBand.workers_from, SecurityBand.points_from)", lazy="selectin"
    )


class SecurityBand(Model):
    """An amount that a formula asks for from so many workers a year and so many demerit points on."""

    __tablename__ = "security_band"
    __table_args__ = (CheckConstraint("workers_from >= 0 AND points_from >= 0 AND amount_minor >= 0", name="range"),)

    formula_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("security_formula.id"), primary_key=True)
    workers_from: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    points_from: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    amount_minor: Mapped[int] = mapped_column(BigInteger)


class Security(Model):
    """A letter of credit, bond, deposit or insurance that secures one agency's duties under one class of licence."""

    __tablename__ = "security"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "agency_id"], ["agency.organisation_id", "agency.id"],
                             name="fk_security_agency"),
        ForeignKeyConstraint(["organisation_id", "replaces_id"], ["security.organisation_id", "security.id"],
                             name="fk_security_replaces"),
        UniqueConstraint("organisation_id", "id", name="uq_security_tenant"),
        UniqueConstraint("reference", name="uq_security_reference"),
        one_of("status", Status),
        one_of("form", Form),
        within("issuer", 200),
        within("number", 80),
        CheckConstraint("amount_minor > 0", name="amount_positive"),
        CheckConstraint("drawn_minor BETWEEN 0 AND amount_minor", name="drawn_within_amount"),
        CheckConstraint(CURRENCY, name="currency_form"),
        CheckConstraint("notice_days BETWEEN 0 AND 3660", name="notice_days_range"),
        CheckConstraint("form = 'cash' OR expires_on IS NOT NULL", name="ends_on_a_day"),
        CheckConstraint("judged_by IS NULL OR judged_by <> lodged_by", name="verified_by_another"),
        CheckConstraint("(status = 'lodged') = (judged_by IS NULL)", name="judged_by_someone"),
        CheckConstraint("status <> 'rejected' OR char_length(btrim(note)) >= 10", name="rejected_with_reason"),
        CheckConstraint("status <> 'called' OR drawn_minor = amount_minor", name="called_in_full"),
        CheckConstraint("(status = 'released') = (released_on IS NOT NULL)", name="released_on_a_day"),
        CheckConstraint("status <> 'notice-of-non-renewal' OR ends_on IS NOT NULL", name="notice_with_day"),
        # The same paper secures one agency only, and once; a renewed one names the one that it replaces.
        Index("uq_security_once", "form", text("lower(issuer)"), text("lower(number)"), unique=True,
              postgresql_where="status <> 'rejected' AND replaces_id IS NULL"),
        Index("ix_security_agency_id", "agency_id", "class_code"),
        Index("ix_security_status", "status", "expires_on"),
    )  # fmt: skip
    MOVES: ClassVar[Any] = MOVES

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    agency_id: Mapped[UUID] = mapped_column(Uuid)
    class_code: Mapped[str] = mapped_column(String(40), ForeignKey("licence_class.code"))
    reference: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(30), default=Status.LODGED)
    form: Mapped[str] = mapped_column(String(20))
    issuer: Mapped[str] = mapped_column(String(200))
    number: Mapped[str] = mapped_column(String(80))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    drawn_minor: Mapped[int] = mapped_column(BigInteger, default=0)  # the sum of its confirmed calls
    currency: Mapped[str] = mapped_column(String(3))
    notice_days: Mapped[int]
    expires_on: Mapped[date | None]  # the last day on which it holds; cash has none
    ends_on: Mapped[date | None]  # the last day that a notice of non-renewal names
    notice_on: Mapped[date | None]  # when that notice came
    replaces_id: Mapped[UUID | None] = mapped_column(Uuid)
    lodged_by: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    lodged_by_name: Mapped[str] = mapped_column(String(300))
    lodged_at: Mapped[Instant]
    judged_by: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("person.id"))
    judged_by_name: Mapped[str | None] = mapped_column(String(300))
    judged_at: Mapped[datetime | None]
    note: Mapped[str | None] = mapped_column(Text)
    # The terms of the formula as they were when it was verified.
    replace_days: Mapped[int] = mapped_column(default=0)
    claims_months: Mapped[int] = mapped_column(default=0)
    claims_until: Mapped[date | None]  # set when the licence has ended: the last day on which it is held for claims
    released_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    agency: Mapped[Agency] = relationship(lazy="joined", innerjoin=True, viewonly=True)
    papers: Mapped[list["SecurityPaper"]] = relationship(order_by="SecurityPaper.added_at", viewonly=True)
    calls: Mapped[list["SecurityCall"]] = relationship(order_by="SecurityCall.proposed_at.desc()", viewonly=True)
    releases: Mapped[list["SecurityRelease"]] = relationship(
        order_by="SecurityRelease.proposed_at.desc()", viewonly=True
    )

    @property
    def left_minor(self) -> int:
        """What can still be called, in minor units."""
        return self.amount_minor - self.drawn_minor

    @property
    def last_day(self) -> date | None:
        """The last day on which it holds, a notice counted; None for cash without one."""
        days = [day for day in (self.expires_on, self.ends_on) if day is not None]
        return min(days, default=None)


class SecurityPaper(Model):
    """A paper that was sent with a security."""

    __tablename__ = "security_paper"
    __table_args__ = (
        _of_security("security_paper"),
        ForeignKeyConstraint(["organisation_id", "file_id"], ["stored_file.organisation_id", "stored_file.id"],
                             name="fk_security_paper_file"),
        Index("ix_security_paper_security_id", "security_id"),
        Index("ix_security_paper_file_id", "file_id"),
    )  # fmt: skip

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    security_id: Mapped[UUID] = mapped_column(Uuid)
    file_id: Mapped[UUID] = mapped_column(Uuid)
    media_type: Mapped[str] = mapped_column(String(40))
    added_at: Mapped[Instant]

    file: Mapped[StoredFile] = relationship(lazy="joined", innerjoin=True, viewonly=True)


class SecurityCall(Model):
    """Money asked from a security: proposed by one person, confirmed by two others; parts of it may be asked."""

    __tablename__ = "security_call"
    __table_args__ = (
        _of_security("security_call"),
        UniqueConstraint("reference", name="uq_security_call_reference"),
        one_of("status", CallStatus),
        one_of("purpose", Purpose),
        CheckConstraint("amount_minor > 0", name="amount_positive"),
        CheckConstraint("char_length(btrim(reason)) >= 10", name="reason_given"),
        within("purpose_reference", 80),
        CheckConstraint(THREE, name="three_people"),
        CheckConstraint("status NOT IN ('confirmed', 'paid') OR (first_by IS NOT NULL AND second_by IS NOT NULL)",
                        name="confirmed_by_two"),
        CheckConstraint("status = 'declined' OR declined_by IS NULL", name="declined_by_someone"),
        CheckConstraint("(status = 'paid') = (paid_on IS NOT NULL)", name="paid_on_a_day"),
        Index("ix_security_call_security_id", "security_id"),
        Index("ix_security_call_status", "status", "proposed_at"),
    )  # fmt: skip
    MOVES: ClassVar[Any] = CALL_MOVES

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    security_id: Mapped[UUID] = mapped_column(Uuid)
    reference: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(20), default=CallStatus.PROPOSED)
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    purpose: Mapped[str] = mapped_column(String(20))
    purpose_reference: Mapped[str] = mapped_column(String(80))  # the case or refund order that it pays for
    reason: Mapped[str] = mapped_column(Text)
    proposed_by: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    proposed_by_name: Mapped[str] = mapped_column(String(300))
    proposed_at: Mapped[Instant]
    first_by: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("person.id"))
    first_by_name: Mapped[str | None] = mapped_column(String(300))
    second_by: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("person.id"))
    second_by_name: Mapped[str | None] = mapped_column(String(300))
    declined_by: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("person.id"))
    declined_by_name: Mapped[str | None] = mapped_column(String(300))
    note: Mapped[str | None] = mapped_column(Text)
    decided_at: Mapped[datetime | None]
    paid_on: Mapped[date | None]

    security: Mapped[Security] = relationship(lazy="joined", innerjoin=True, viewonly=True)


class SecurityRelease(Model):
    """Giving a security back: proposed by one person, confirmed by another; the day is published."""

    __tablename__ = "security_release"
    __table_args__ = (
        _of_security("security_release"),
        one_of("status", ReleaseStatus),
        CheckConstraint("decided_by IS NULL OR decided_by <> proposed_by", name="four_eyes"),
        CheckConstraint("(status = 'proposed') = (decided_by IS NULL)", name="decided_by_someone"),
        CheckConstraint("char_length(btrim(reason)) >= 10", name="reason_given"),
        Index("uq_security_release_one_open", "security_id", unique=True, postgresql_where="status = 'proposed'"),
    )  # fmt: skip
    MOVES: ClassVar[Any] = RELEASE_MOVES

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    security_id: Mapped[UUID] = mapped_column(Uuid)
    status: Mapped[str] = mapped_column(String(20), default=ReleaseStatus.PROPOSED)
    reason: Mapped[str] = mapped_column(Text)
    proposed_by: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    proposed_by_name: Mapped[str] = mapped_column(String(300))
    proposed_at: Mapped[Instant]
    decided_by: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("person.id"))
    decided_by_name: Mapped[str | None] = mapped_column(String(300))
    decided_at: Mapped[datetime | None]
    note: Mapped[str | None] = mapped_column(Text)

    security: Mapped[Security] = relationship(lazy="joined", innerjoin=True, viewonly=True)


class SecurityOrder(Model):
    """An order to bring a higher security by a day: what is required now, what is held, and what it was computed of."""

    __tablename__ = "security_order"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "licence_id"], ["licence.organisation_id", "licence.id"],
                             name="fk_security_order_licence"),
        UniqueConstraint("reference", name="uq_security_order_reference"),
        one_of("status", OrderStatus),
        CheckConstraint("required_minor > held_minor AND held_minor >= 0", name="something_missing"),
        CheckConstraint(CURRENCY, name="currency_form"),
        Index("uq_security_order_one_standing", "licence_id", unique=True,
              postgresql_where="status IN ('open','breached')"),
        Index("ix_security_order_status", "status", "due_on"),
    )  # fmt: skip
    MOVES: ClassVar[Any] = ORDER_MOVES

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    licence_id: Mapped[UUID] = mapped_column(Uuid)
    formula_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("security_formula.id"))
    reference: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(20), default=OrderStatus.OPEN)
    required_minor: Mapped[int] = mapped_column(BigInteger)
    held_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    workers: Mapped[int]
    points: Mapped[int]
    branches: Mapped[int]
    issued_at: Mapped[Instant]
    due_on: Mapped[date]
    ended_at: Mapped[datetime | None]
