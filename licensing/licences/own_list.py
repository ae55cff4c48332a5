"""Agencies without a licence in force, as a flagged list that is always current: who may not recruit is found by name.

An agency stands on it while the newest licence of one of its classes is suspended, revoked or void, while all its
licences have ended, or after its application was refused. What may recruit again is taken off; the history stays.
Persons who are banned stand on it while their ban is in force.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from core import clock, installation
from core.actor import SYSTEM
from core.db import db
from licensing.agencies.models import Agency, NameKind
from licensing.applications.models import Application, ApplicationDecision, ApplicationQuash
from licensing.applications.states import Outcome
from licensing.bans import queries as bans
from licensing.bans.models import PersonBan
from licensing.licences import queries
from licensing.licences.models import Licence, LicenceMeasure
from licensing.licences.states import ProposalStatus, Status
from licensing.licences.status import PublicStatus, agency_status
from screening.watchlists import own
from screening.watchlists.models import Watchlist
from screening.watchlists.own import OwnList
from screening.watchlists.records import EntityRecord, NameRecord

CODE = "own-register"
REFUSED = "refused"
BANNED = "Person banned from recruitment"
PORTION = 500
QUASHED = select(ApplicationQuash.decision_id)  # a refusal that a court undid is none
# Programmes are kept as other publishers give theirs: in one language, not translated.
PROGRAMMES: dict[str, str] = {
    PublicStatus.SUSPENDED: "Licence suspended",
    PublicStatus.REVOKED: "Licence revoked",
    PublicStatus.CANCELLED: "Licence void from the beginning",
    PublicStatus.SURRENDERED: "Licence surrendered",
    PublicStatus.EXPIRED: "Licence expired",
    REFUSED: "Application refused",
}
_KINDS = {NameKind.LEGAL: "aka", NameKind.TRADING: "aka", NameKind.FORMER: "fka", NameKind.LOCAL: "original_script"}


def the_list() -> OwnList:
    """Return which list it is, in the name of this installation's regulator."""
    publisher = installation.facts().get("regulator_name") or "The licensing authority"
    return OwnList(CODE, "Our own register: not licensed to recruit", str(publisher))


def keep(agency_id: UUID, *, base_url: str) -> None:
    """Put an agency on the list, bring it up to date, or take it off: whatever its licences say today. Idempotent."""
    agency = next(_agencies([agency_id]), None)
    if agency is None:
        return
    record = _record(agency, base_url)
    if record is not None:
        own.keep_entity(the_list(), record, by=SYSTEM)
    else:
        own.lift_entity(the_list(), agency.reference, by=SYSTEM)


def keep_ban(ban_id: UUID) -> None:
    """Put a banned person on the list, or take it off when the ban no longer holds. Idempotent."""
    ban = bans.by_id(ban_id)
    if ban in bans.every_in_force():
        own.keep_entity(the_list(), _banned(ban), by=SYSTEM)
    else:
        own.lift_entity(the_list(), ban.reference, by=SYSTEM)


def _banned(ban: PersonBan) -> EntityRecord:
    """Return what the list says of a banned person: no more than is published, and the birth date to tell by."""
    ground = queries.ground(ban.ground_code)
    return EntityRecord(
        entity_key=ban.reference, schema="Person", caption=ban.name, names=(NameRecord(ban.name),), programs=(BANNED,),
        birth_dates=(ban.birth_date.isoformat(),) if ban.birth_date else (),
        reason=f"{ground.sentence} ({ground.instrument})" if ground else None, listed_on=ban.from_on.isoformat(),
        source_url=None,  # bans have no public page yet
    )  # fmt: skip


def missing() -> bool:
    """Tell whether the list was never made: an installation older than it."""
    return db.session.execute(select(Watchlist.id).where(Watchlist.code == CODE)).scalar_one_or_none() is None


def rebuild(*, base_url: str) -> int:
    """Make the list anew from every licence and refusal; return how many agencies are on it. Idempotent."""
    records = list(_records(base_url))
    own.rebuild(the_list(), records, by=SYSTEM)
    return len(records)


def _records(base_url: str) -> Iterator[EntityRecord]:
    for ban in bans.every_in_force():
        yield _banned(ban)
    refused = (
        select(Application.agency_id)
        .join(ApplicationDecision, ApplicationDecision.application_id == Application.id)
        .where(ApplicationDecision.outcome == Outcome.REFUSE, ApplicationDecision.id.not_in(QUASHED))
    )
    held = select(Licence.agency_id).union(refused)
    every = list(db.session.execute(held).scalars())
    for start in range(0, len(every), PORTION):
        for agency in _agencies(every[start : start + PORTION]):
            record = _record(agency, base_url)
            if record is not None:
                yield record


def _agencies(ids: Sequence[UUID]) -> Iterator[Agency]:
    statement = select(Agency).where(Agency.id.in_(ids)).order_by(Agency.reference)
    loaded = statement.options(selectinload(Agency.names), selectinload(Agency.phones))
    yield from db.session.execute(loaded.execution_options(populate_existing=True)).scalars()


def _record(agency: Agency, base_url: str) -> EntityRecord | None:
    """Return what the list says of an agency; None when it may recruit, or nothing was ever decided about it."""
    licences = queries.of_agency(agency.id)
    status: str = agency_status([queries.facts_of(licence) for licence in licences], clock.today())
    refusal = _newest_refusal(agency.id) if status == PublicStatus.NONE else None
    if refusal is not None:
        status = REFUSED
    if status not in PROGRAMMES:
        return None
    numbers = tuple(licence.number for licence in licences)
    identifiers = {
        "licence": numbers,
        "registration_number": (agency.registration_number,),
        "phone": tuple(sorted(phone.e164 for phone in agency.phones)),
    }
    return EntityRecord(
        entity_key=agency.reference, schema="Company", caption=agency.legal_name, names=_names(agency),
        programs=(PROGRAMMES[status],), countries=(agency.country,),
        identifiers={scheme: values for scheme, values in identifiers.items() if values},
        addresses=tuple(part for part in (", ".join(filter(None, (agency.address, agency.city))),) if part),
        reason=_ground(licences, refusal), listed_on=_since(status, licences, refusal),
        source_url=f"{base_url}/a/{agency.reference}" if agency.published_at else None,
    )  # fmt: skip


def _names(agency: Agency) -> tuple[NameRecord, ...]:
    found = {agency.legal_name: NameRecord(agency.legal_name)}
    for row in agency.names:
        found.setdefault(row.name, NameRecord(row.name, _KINDS.get(NameKind(row.kind), "aka")))
    return tuple(found.values())


def _newest_refusal(agency_id: UUID) -> ApplicationDecision | None:
    """Return the agency's last decision when it was a refusal."""
    statement = (
        select(ApplicationDecision)
        .join(Application, Application.id == ApplicationDecision.application_id)
        .where(Application.agency_id == agency_id, ApplicationDecision.id.not_in(QUASHED))
        .order_by(ApplicationDecision.decided_at.desc())
        .limit(1)
    )
    newest = db.session.execute(statement).scalar_one_or_none()
    return newest if newest is not None and newest.outcome == Outcome.REFUSE else None


def _measure(licences: Sequence[Licence]) -> LicenceMeasure | None:
    """Return the newest confirmed measure on the licences that are no longer in force."""
    stopped = [row.id for row in licences if row.status not in (Status.ACTIVE, Status.EXPIRED)]
    statement = (
        select(LicenceMeasure)
        .where(LicenceMeasure.licence_id.in_(stopped), LicenceMeasure.status == ProposalStatus.CONFIRMED)
        .order_by(LicenceMeasure.decided_at.desc())
        .limit(1)
    )
    return db.session.execute(statement).scalar_one_or_none()


def _ground(licences: Sequence[Licence], refusal: ApplicationDecision | None) -> str | None:
    """Return the legal ground, which is public; what was written to the agency is not."""
    decided = refusal or _measure(licences)
    ground = queries.ground(decided.ground_code) if decided else None
    return f"{ground.sentence} ({ground.instrument})" if ground else None


def _since(status: str, licences: Sequence[Licence], refusal: ApplicationDecision | None) -> str | None:
    day: date | None = None
    if refusal is not None:
        day = refusal.decided_at.date()
    elif status == PublicStatus.EXPIRED and licences:
        day = max((row.valid.upper for row in licences if row.valid.upper), default=None)
    else:
        measure = _measure(licences)
        day = measure.decided_at.date() if measure and measure.decided_at else None
    return day.isoformat() if day else None
