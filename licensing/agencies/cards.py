"""Identity cards of sub-agents: what a worker who checks one is told, and the code that is printed on it."""

import enum
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import segno
from sqlalchemy import select

from core import clock, ids
from core.db import db
from core.errors import NotFound
from core.i18n import N_
from licensing.agencies.tables import AgencySubAgent

UNKNOWN = N_("There is no card of this number.")


class CardStatus(enum.StrEnum):
    """What a card is on a day, the agency's licence aside."""

    VALID = "valid"
    NOT_YET = "not-yet"
    RUN_OUT = "run-out"
    STOPPED = "stopped"  # by an officer


@dataclass(frozen=True)
class Card:
    """What everyone may read of a card."""

    number: str
    agency_id: UUID
    kind: str
    name: str
    scope: tuple[str, ...]
    area: str
    valid_from: date
    valid_to: date
    stopped_at: datetime | None

    @property
    def status(self) -> CardStatus:
        """What the card is today."""
        if self.stopped_at is not None:
            return CardStatus.STOPPED
        if clock.today() > self.valid_to:
            return CardStatus.RUN_OUT
        return CardStatus.NOT_YET if clock.today() < self.valid_from else CardStatus.VALID


def public(number: str) -> Card | None:
    """Return a card in use by its number, however typed, as the public role may read it; None if there is none."""
    tidy = ids.tidy_reference(number) or number[:40]
    columns = (
        AgencySubAgent.card_number, AgencySubAgent.agency_id, AgencySubAgent.kind, AgencySubAgent.name,
        AgencySubAgent.scope, AgencySubAgent.area, AgencySubAgent.valid_from, AgencySubAgent.valid_to,
        AgencySubAgent.stopped_at,
    )  # fmt: skip
    statement = select(*columns).where(AgencySubAgent.card_number == tidy, AgencySubAgent.removed_at.is_(None))
    row = db.session.execute(statement).one_or_none()
    if row is None:
        return None
    return Card(
        row.card_number, row.agency_id, row.kind, row.name, tuple(row.scope), row.area, row.valid_from, row.valid_to,
        row.stopped_at,
    )  # fmt: skip


def get(number: str, *, organisation_id: UUID | None = None, lock: bool = False) -> AgencySubAgent:
    """Return the sub-agent of a card, of one organisation where it is given. Raises NotFound."""
    statement = select(AgencySubAgent).where(AgencySubAgent.card_number == (ids.tidy_reference(number) or number[:40]))
    if organisation_id is not None:
        statement = statement.where(AgencySubAgent.organisation_id == organisation_id)
    if lock:
        statement = statement.with_for_update(of=AgencySubAgent)
    row = db.session.execute(statement).scalar_one_or_none()
    if row is None:
        raise NotFound("card-unknown", UNKNOWN)
    return row


def code(address: str) -> str:
    """Return the QR code of an address as SVG, with four modules of quiet around it."""
    drawn = segno.make(address, error="m")
    return str(drawn.svg_inline(scale=4, border=4, dark="#000", light="#fff", title=address))
