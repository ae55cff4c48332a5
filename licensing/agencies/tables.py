"""Tables of what else an agency tells: premises, web addresses, bank accounts, related companies, sub-agents."""

import enum
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Boolean,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Numeric,
    String,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Id, Instant, Model, NameText, one_of, within
from licensing.agencies.models import Agency


class PremisesKind(enum.StrEnum):
    """What an agency does at a place; its main office stands on the agency itself."""

    OFFICE = "office"
    BRANCH = "branch"
    TRAINING_CENTRE = "training-centre"
    SHELTER = "shelter"


class WebKind(enum.StrEnum):
    """Where on the web an agency speaks to workers."""

    WEBSITE = "website"
    SOCIAL = "social"  # a page or account of a social network
    MESSENGER = "messenger"  # a channel or group of a messenger


class CompanyTie(enum.StrEnum):
    """What a related company is to an agency."""

    PARENT = "parent"
    SUBSIDIARY = "subsidiary"
    SAME_OWNER = "same-owner"
    PARTNER_ABROAD = "partner-abroad"  # British Columbia asks for agents and affiliates outside Canada


class SubAgentKind(enum.StrEnum):
    """Who a sub-agent is before the law."""

    PERSON = "person"
    FIRM = "firm"


class SubAgentScope(enum.StrEnum):
    """What a sub-agent may do under the licence; taking money is never part of it."""

    FIND_WORKERS = "find-workers"
    DOCUMENTS = "documents"
    TRAINING = "training"
    TRAVEL = "travel"


class Contact(enum.StrEnum):
    """What of an agency an officer can verify."""

    PHONE = "phone"
    WEB = "web"
    PREMISES = "premises"


class Verdict(enum.StrEnum):
    """What came out of verifying."""

    VERIFIED = "verified"
    NOT_THEIRS = "not-theirs"
    UNREACHABLE = "unreachable"


class Method(enum.StrEnum):
    """How an officer verified."""

    CALLED = "called"
    VISITED = "visited"
    TRADE_REGISTER = "trade-register"
    WRITTEN_ANSWER = "written-answer"
    PUBLIC_PAGE = "public-page"


def _of_agency(table: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["organisation_id", "agency_id"], ["agency.organisation_id", "agency.id"], name=f"fk_{table}_agency"
    )


class AgencyPremises(Model):
    """A place of an agency beside its main office, from and to a day; `address_key` is what equal addresses share."""

    __tablename__ = "agency_premises"
    __table_args__ = (
        _of_agency("agency_premises"),
        one_of("kind", PremisesKind),
        within("address", 500),
        within("city", 120),
        CheckConstraint("to_on IS NULL OR to_on >= from_on", name="period"),
        Index("ix_agency_premises_agency_id", "agency_id"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    agency_id: Mapped[UUID] = mapped_column(Uuid)
    kind: Mapped[str] = mapped_column(String(20))
    address: Mapped[str] = mapped_column(String(500))
    city: Mapped[str] = mapped_column(String(120))
    country: Mapped[str] = mapped_column(String(2))
    address_key: Mapped[str] = mapped_column(String(200))
    from_on: Mapped[date]
    to_on: Mapped[date | None]
    created_at: Mapped[Instant]
    removed_at: Mapped[datetime | None]


class AgencyWeb(Model):
    """An address on the web: `key` is the host, with the account's path where many share a host."""

    __tablename__ = "agency_web"
    __table_args__ = (
        _of_agency("agency_web"),
        one_of("kind", WebKind),
        within("url", 300),
        Index("uq_agency_web_once", "agency_id", "key", unique=True, postgresql_where="removed_at IS NULL"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    agency_id: Mapped[UUID] = mapped_column(Uuid)
    kind: Mapped[str] = mapped_column(String(20))
    url: Mapped[str] = mapped_column(String(300))
    key: Mapped[str] = mapped_column(String(300))
    created_at: Mapped[Instant]
    removed_at: Mapped[datetime | None]


class AgencyBankAccount(Model):
    """A bank account, of which only a keyed hash and the last four signs are kept."""

    __tablename__ = "agency_bank_account"
    __table_args__ = (
        _of_agency("agency_bank_account"),
        within("bank", 200),
        CheckConstraint("account_hash ~ '^[0-9a-f]{64}$'", name="hash_form"),
        CheckConstraint("last_four ~ '^[0-9A-Z]{4}$'", name="last_four_form"),
        Index("uq_agency_bank_account_once", "agency_id", "account_hash", unique=True,
              postgresql_where="removed_at IS NULL"),
    )  # fmt: skip

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    agency_id: Mapped[UUID] = mapped_column(Uuid)
    bank: Mapped[str] = mapped_column(String(200))
    country: Mapped[str] = mapped_column(String(2))
    account_hash: Mapped[str] = mapped_column(String(64))
    last_four: Mapped[str] = mapped_column(String(4))
    created_at: Mapped[Instant]
    removed_at: Mapped[datetime | None]


class AgencyCompany(Model):
    """A company that an agency says it is related to."""

    __tablename__ = "agency_company"
    __table_args__ = (
        _of_agency("agency_company"),
        one_of("tie", CompanyTie),
        within("name", 300),
        CheckConstraint("share_percent BETWEEN 0 AND 100", name="share_percent_range"),
        Index("ix_agency_company_agency_id", "agency_id"),
        Index("ix_agency_company_number", "country", "registration_number"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    agency_id: Mapped[UUID] = mapped_column(Uuid)
    tie: Mapped[str] = mapped_column(String(20))
    name: Mapped[NameText]
    registration_number: Mapped[str] = mapped_column(String(60), default="")
    country: Mapped[str] = mapped_column(String(2))
    share_percent: Mapped[float] = mapped_column(Numeric(5, 2, asdecimal=False), default=0)
    created_at: Mapped[Instant]
    removed_at: Mapped[datetime | None]


class AgencySubAgent(Model):
    """Someone who works for an agency outside its offices, with an identity card; may never take money.

    Sri Lanka gives sub-agents cards under the licensee's name and forbids them money and passports (licensing.md 1.7).
    """

    __tablename__ = "agency_sub_agent"
    __table_args__ = (
        _of_agency("agency_sub_agent"),
        UniqueConstraint("card_number", name="uq_agency_sub_agent_card_number"),
        one_of("kind", SubAgentKind),
        within("name", 300),
        CheckConstraint("NOT may_collect_money", name="takes_no_money"),
        CheckConstraint("valid_to >= valid_from", name="period"),
        CheckConstraint("cardinality(scope) > 0", name="scope_given"),
        CheckConstraint(
            "(stopped_at IS NULL) = (stopped_by IS NULL)"
            " AND (stopped_at IS NULL OR char_length(btrim(stop_reason)) >= 10)",
            name="stopped_by_someone",
        ),
        Index("ix_agency_sub_agent_agency_id", "agency_id"),
        Index("ix_agency_sub_agent_name_keys", "name_keys", postgresql_using="gin"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    agency_id: Mapped[UUID] = mapped_column(Uuid)
    card_number: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[NameText]
    name_keys: Mapped[list[str]] = mapped_column(ARRAY(String(120)), default=list)
    birth_date: Mapped[date | None]
    e164: Mapped[str | None] = mapped_column(String(16))
    scope: Mapped[list[str]] = mapped_column(ARRAY(String(20)))
    area: Mapped[str] = mapped_column(String(300))
    valid_from: Mapped[date]
    valid_to: Mapped[date]  # the last day
    may_collect_money: Mapped[bool] = mapped_column(Boolean, default=False)
    created_at: Mapped[Instant]
    removed_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]  # by an officer
    stopped_by: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("person.id"))
    stop_reason: Mapped[str | None] = mapped_column(Text)

    agency: Mapped[Agency] = relationship(lazy="joined", innerjoin=True)


class AgencyVerification(Model):
    """What an officer found about a telephone number, web address or place of an agency; a later one supersedes.

    It rests on the value (E.164 number, key of the web address, key of the place), not on the row: a number that is
    removed and comes back is the same number.
    """

    __tablename__ = "agency_verification"
    __table_args__ = (
        _of_agency("agency_verification"),
        one_of("contact", Contact),
        one_of("verdict", Verdict),
        one_of("method", Method),
        CheckConstraint("char_length(btrim(note)) >= 10", name="note_given"),
        Index("ix_agency_verification_agency_id", "agency_id", "at"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    agency_id: Mapped[UUID] = mapped_column(Uuid)
    contact: Mapped[str] = mapped_column(String(10))
    value: Mapped[str] = mapped_column(String(300))
    verdict: Mapped[str] = mapped_column(String(20))
    method: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(Text)
    by_person: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    by_name: Mapped[str] = mapped_column(String(300))
    at: Mapped[Instant]


class AgencyChange(Model):
    """A change that a licensed agency asks for under an application: nothing changes until that is granted."""

    __tablename__ = "agency_change"
    __table_args__ = (
        _of_agency("agency_change"),
        ForeignKeyConstraint(["organisation_id", "application_id"], ["application.organisation_id", "application.id"],
                             name="fk_agency_change_application"),
        CheckConstraint("withdrawn_at IS NULL OR applied_at IS NULL", name="one_end"),
        Index("ix_agency_change_application_id", "application_id"),
        Index("ix_agency_change_agency_id", "agency_id"),
    )  # fmt: skip

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    agency_id: Mapped[UUID] = mapped_column(Uuid)
    application_id: Mapped[UUID] = mapped_column(Uuid)
    act: Mapped[str] = mapped_column(String(20))
    told: Mapped[dict[str, Any]] = mapped_column(JSONB)
    subject_id: Mapped[UUID | None] = mapped_column(Uuid)  # the row that changes or goes
    position: Mapped[int] = mapped_column(default=0)  # changes take effect in the order in which they were asked for
    created_at: Mapped[Instant]
    withdrawn_at: Mapped[datetime | None]
    applied_at: Mapped[datetime | None]
