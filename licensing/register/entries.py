"""Agencies as the register shows them, read with the rights of the public role: published columns of published rows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from core import clock
from core.db import db
from licensing.agencies.models import Agency, AgencyName, AgencyPerson, AgencyPhone
from licensing.applications.models import Application
from licensing.applications.states import WITH_REGULATOR
from licensing.licences.models import Licence, LicenceCondition
from licensing.licences.status import LicenceFacts, PublicStatus, agency_status, public_status


@dataclass(frozen=True)
class Entry:
    """An agency as the register shows it today."""

    id: UUID
    reference: str
    name: str
    local_name: str | None
    other_names: tuple[str, ...]
    town: str
    country: str
    address: str
    website: str | None
    status: PublicStatus
    under_appeal: bool
    number: str | None
    ends_on: date | None
    may_work_until: date | None
    destinations: tuple[str, ...]
    conditions: tuple[str, ...]
    phones: tuple[tuple[str, str], ...] = ()  # label, E.164
    people: tuple[tuple[str, str], ...] = ()  # name, role


_AGENCY = (
    Agency.id, Agency.reference, Agency.legal_name, Agency.city, Agency.country, Agency.address, Agency.website,
)  # fmt: skip
_LICENCE = (
    Licence.id, Licence.agency_id, Licence.number, Licence.class_code, Licence.status, Licence.valid, Licence.frozen,
    Licence.watched, Licence.renewal_pending_until, Licence.under_appeal, Licence.destinations,
)  # fmt: skip


def load(ids: Collection[UUID], *, whole: bool = False) -> list[Entry]:
    """Load published agencies; `whole` adds telephones and people, which a list does not show."""
    if not ids:
        return []
    wanted = ids if whole else ()
    licences = _licences(ids)
    rules = _grouped(
        LicenceCondition.licence_id, [LicenceCondition.public_text],
        [row.id for rows in licences.values() for row in rows], LicenceCondition.created_at,
    )  # fmt: skip
    rest = _Rest(
        licences, {key: tuple(words for (words,) in rows) for key, rows in rules.items()}, _applying(ids),
        _grouped(AgencyName.agency_id, [AgencyName.kind, AgencyName.name], ids, AgencyName.created_at),
        _grouped(AgencyPhone.agency_id, [AgencyPhone.label, AgencyPhone.e164], wanted, AgencyPhone.created_at),
        _grouped(AgencyPerson.agency_id, [AgencyPerson.name, AgencyPerson.role], wanted, AgencyPerson.created_at),
    )  # fmt: skip
    statement = select(*_AGENCY).where(Agency.id.in_(ids)).order_by(Agency.legal_name, Agency.id)
    return [_entry(row, rest, clock.today()) for row in db.session.execute(statement)]


@dataclass(frozen=True)
class _Rest:
    """What belongs to the agencies being loaded, by agency (conditions by licence)."""

    licences: dict[UUID, list[Any]]
    conditions: dict[UUID, tuple[str, ...]]
    applying: frozenset[UUID]
    names: dict[UUID, list[Any]]
    phones: dict[UUID, list[Any]]
    people: dict[UUID, list[Any]]


def _entry(row: Any, rest: _Rest, today: date) -> Entry:
    licences = rest.licences.get(row.id, [])
    facts = {item.id: _facts(item, rest.conditions.get(item.id, ())) for item in licences}
    status = agency_status(facts.values(), today, applying=row.id in rest.applying)
    # The licence that made the status; an agency without any has none to show.
    made = (item for item in licences if public_status(facts[item.id], today) == status)
    held = next(made, next(iter(licences), None))
    names = rest.names.get(row.id, [])
    return Entry(
        id=row.id, reference=row.reference, name=row.legal_name, town=row.city, country=row.country,
        address=row.address, website=row.website, status=status,
        local_name=next((name for kind, name in names if kind == "local"), None),
        other_names=tuple(name for kind, name in names if kind in {"trading", "former"}),
        under_appeal=bool(held and held.under_appeal), number=held.number if held else None,
        ends_on=facts[held.id].ends_on if held else None, may_work_until=held.renewal_pending_until if held else None,
        destinations=tuple(held.destinations) if held else (),
        conditions=rest.conditions.get(held.id, ()) if held else (),
        phones=tuple(rest.phones.get(row.id, [])), people=tuple(rest.people.get(row.id, [])),
    )  # fmt: skip


def _licences(ids: Collection[UUID]) -> dict[UUID, list[Any]]:
    statement = select(*_LICENCE).where(Licence.agency_id.in_(ids)).order_by(Licence.granted_at.desc())
    found: dict[UUID, list[Any]] = {}
    for row in db.session.execute(statement):
        found.setdefault(row.agency_id, []).append(row)
    return found


def _applying(ids: Collection[UUID]) -> frozenset[UUID]:
    statement = select(Application.agency_id).where(
        Application.agency_id.in_(ids), Application.status.in_(WITH_REGULATOR)
    )
    return frozenset(db.session.execute(statement).scalars())


def _grouped(key: Any, columns: Sequence[Any], ids: Collection[UUID], order: Any) -> dict[UUID, list[Any]]:
    """Return tuples of `columns` by `key`; no query where nothing is asked."""
    found: dict[UUID, list[Any]] = {}
    if not ids:
        return found
    for row in db.session.execute(select(key, *columns).where(key.in_(ids)).order_by(order, *columns)):
        found.setdefault(row[0], []).append(tuple(row[1:]))
    return found


def _facts(row: Any, conditions: tuple[str, ...]) -> LicenceFacts:
    return LicenceFacts(
        status=row.status, starts_on=row.valid.lower, ends_on=row.valid.upper - timedelta(days=1),
        conditions=bool(conditions), frozen=row.frozen, watched=row.watched,
        renewal_pending_until=row.renewal_pending_until, under_appeal=row.under_appeal, class_code=row.class_code,
    )  # fmt: skip
