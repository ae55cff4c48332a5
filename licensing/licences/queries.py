"""Reads of licences: by number, by agency, the regulator's list, and what is not in force."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import any_, func, inspect, literal, or_, select, text
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import selectinload

from core import clock
from core.db import Model, db
from core.errors import NotFound
from core.i18n import N_
from core.text import fold_digits
from core.trail import AuditEntry
from licensing.agencies.models import AgencyName
from licensing.applications.models import Application, LegalGround, LicenceClass
from licensing.licences.models import (
    Licence,
    LicenceAppeal,
    LicenceCondition,
    LicenceMeasure,
    LicenceTerm,
    MeasureAnswer,
    WindingDown,
)
from licensing.licences.states import LIVE, WAITING, Measure, Status
from licensing.licences.status import IN_FORCE, LicenceFacts, PublicStatus, public_status

MOST = 5_000


def by_number(number: str, *, lock: bool = False) -> Licence:
    """Return a licence by its number, however it is typed. Raises NotFound."""
    statement = select(Licence).where(Licence.number == tidy_number(number))
    if lock:
        statement = statement.with_for_update(of=Licence).execution_options(populate_existing=True)
    licence = db.session.execute(statement.options(selectinload(Licence.conditions))).scalar_one_or_none()
    if licence is None:
        raise NotFound("licence-not-found", N_("There is no licence with this number. Check the number."))
    return licence


def tidy_number(text: str) -> str:
    """Return `text` as a licence number, ``RA-00017`` for ``ra 17``; other forms come back as typed."""
    found = re.fullmatch(r"\s*R\s*A\W*0*([0-9]{1,9})\s*", fold_digits(text).upper())
    return f"RA-{int(found[1]):05d}" if found else text.strip()


def get(licence_id: UUID) -> Licence:
    """Return a licence by id. Raises NotFound."""
    licence = db.session.get(Licence, licence_id)
    if licence is None:
        raise NotFound("licence-not-found", N_("There is no licence with this number. Check the number."))
    return licence


def of_agency(agency_id: UUID) -> list[Licence]:
    """Return the licences of an agency, newest first."""
    statement = select(Licence).where(Licence.agency_id == agency_id).order_by(func.lower(Licence.valid).desc())
    return list(db.session.execute(statement.options(selectinload(Licence.conditions)).limit(100)).scalars())


def live_of(agency_id: UUID, class_code: str) -> Licence | None:
    """Return the agency's licence of a class that has neither ended nor run out, suspended or not."""
    statement = select(Licence).where(
        Licence.agency_id == agency_id, Licence.class_code == class_code, Licence.status.in_(LIVE),
        func.upper(Licence.valid) > clock.today(),
    )  # fmt: skip
    return db.session.execute(statement.limit(1)).scalars().first()


def state_of(licence_id: UUID) -> Status:
    """Return what the measures in effect make of a licence, expired or not: PostgreSQL's own reading of them."""
    return Status(db.session.execute(text("SELECT app.licence_state(:id)"), {"id": licence_id}).scalar_one())


def suspenders(licence_id: UUID) -> set[UUID]:
    """Return who took part in the suspensions that hold on a licence."""
    if state_of(licence_id) is not Status.SUSPENDED:
        return set()
    statement = select(LicenceMeasure.proposed_by, LicenceMeasure.seconded_by, LicenceMeasure.decided_by).where(
        LicenceMeasure.licence_id == licence_id, LicenceMeasure.measure == Measure.SUSPEND,
        LicenceMeasure.effective_at.is_not(None), LicenceMeasure.ended_at.is_(None), LicenceMeasure.stayed.is_(False),
    )  # fmt: skip
    return {person for row in db.session.execute(statement) for person in row if person is not None}


def of_application(application_id: UUID) -> Licence | None:
    """Return the licence that an application led to or added a term to, if it did."""
    term = select(LicenceTerm.licence_id).where(LicenceTerm.application_id == application_id)
    return db.session.execute(select(Licence).where(Licence.id.in_(term))).scalar_one_or_none()


def terms_of(licence_id: UUID) -> list[LicenceTerm]:
    """Return the terms of a licence, the newest first: each is what one decision granted."""
    statement = select(LicenceTerm).where(LicenceTerm.licence_id == licence_id)
    order = (LicenceTerm.created_at.desc(), LicenceTerm.ends_on.desc(), LicenceTerm.id)
    return list(db.session.execute(statement.order_by(*order).limit(200)).scalars())


def facts_of(licence: Licence) -> LicenceFacts:
    """Return what the public status of a licence is computed from."""
    return LicenceFacts(
        status=licence.status,
        starts_on=first_day(licence.valid),
        ends_on=last_day(licence.valid),
        conditions=any(condition.satisfied_at is None for condition in licence.conditions),
        frozen=licence.frozen,
        watched=licence.watched,
        renewal_pending_until=licence.renewal_pending_until,
        under_appeal=licence.under_appeal,
        class_code=licence.class_code,
        frozen_for=(*licence.frozen_corridors, *licence.frozen_employers),
    )


def status_of(licence: Licence) -> PublicStatus:
    """Return what a licence is to the public today."""
    return public_status(facts_of(licence), clock.today())


def first_day(valid: Range[date]) -> date:
    """Return the first day of a validity."""
    assert valid.lower is not None  # noqa: S101  the database holds both ends bounded
    return valid.lower


def last_day(valid: Range[date]) -> date:
    """Return the last day of a validity, which still counts."""
    assert valid.upper is not None  # noqa: S101  as above
    return valid.upper - timedelta(days=1)


def application_reference(licence: Licence) -> str:
    """Return the reference of the application that a licence came of."""
    statement = select(Application.reference).where(Application.id == licence.application_id)
    return db.session.execute(statement).scalar_one()


def measures_of(licence_id: UUID) -> list[LicenceMeasure]:
    """Return the measures proposed on a licence, newest first."""
    statement = (
        select(LicenceMeasure)
        .where(LicenceMeasure.licence_id == licence_id)
        .order_by(LicenceMeasure.proposed_at.desc(), LicenceMeasure.id)
        .limit(200)
    )
    return list(db.session.execute(statement).scalars())


def measure(measure_id: UUID, *, lock: bool = False) -> LicenceMeasure:
    """Return a proposed measure. Raises NotFound."""
    statement = select(LicenceMeasure).where(LicenceMeasure.id == measure_id)
    if lock:
        statement = statement.with_for_update(of=LicenceMeasure).execution_options(populate_existing=True)
    found = db.session.execute(statement).scalar_one_or_none()
    if found is None:
        raise NotFound("measure-not-found", N_("There is no such proposal. Check the address."))
    return found


def condition(condition_id: UUID, *, lock: bool = False) -> LicenceCondition:
    """Return a condition with its licence. Raises NotFound."""
    statement = select(LicenceCondition).where(LicenceCondition.id == condition_id)
    if lock:
        statement = statement.with_for_update(of=LicenceCondition).execution_options(populate_existing=True)
    found = db.session.execute(statement).scalar_one_or_none()
    if found is None:
        raise NotFound("condition-not-found", N_("There is no such condition. Check the address."))
    return found


def appeal(reference: str, *, lock: bool = False) -> LicenceAppeal:
    """Return an appeal with its measure and licence, by reference. Raises NotFound."""
    statement = select(LicenceAppeal).where(LicenceAppeal.reference == reference)
    if lock:
        statement = statement.with_for_update(of=LicenceAppeal).execution_options(populate_existing=True)
    found = db.session.execute(statement).scalar_one_or_none()
    if found is None:
        raise NotFound("appeal-not-found", N_("There is no such appeal. Check the reference."))
    return found


def appeals_of(licence_id: UUID) -> list[LicenceAppeal]:
    """Return the appeals about a licence, newest first."""
    statement = select(LicenceAppeal).where(LicenceAppeal.licence_id == licence_id)
    return list(db.session.execute(statement.order_by(LicenceAppeal.lodged_at.desc()).limit(200)).scalars())


def appeals_of_measure(measure_id: UUID) -> list[LicenceAppeal]:
    """Return the appeals against a measure, newest first."""
    statement = select(LicenceAppeal).where(LicenceAppeal.measure_id == measure_id)
    return list(db.session.execute(statement.order_by(LicenceAppeal.lodged_at.desc()).limit(50)).scalars())


def answers_to(measure_id: UUID) -> list[MeasureAnswer]:
    """Return what the holder said to a measure, oldest first."""
    statement = select(MeasureAnswer).where(MeasureAnswer.measure_id == measure_id)
    return list(db.session.execute(statement.order_by(MeasureAnswer.at).limit(50)).scalars())


def seen_of(measure_id: UUID) -> list[WindingDown]:
    """Return what officers have seen in order of a licence that is given back."""
    statement = select(WindingDown).where(WindingDown.measure_id == measure_id)
    return list(db.session.execute(statement.order_by(WindingDown.at)).scalars())


def waiting_measures(limit: int = 50) -> list[LicenceMeasure]:
    """Return measures that wait for a second person, oldest first."""
    statement = (
        select(LicenceMeasure)
        .where(LicenceMeasure.status.in_(WAITING))
        .order_by(LicenceMeasure.proposed_at, LicenceMeasure.id)
        .limit(limit)
    )
    return list(db.session.execute(statement).scalars())


def trail_of(licence: Licence, measures: Sequence[LicenceMeasure], limit: int = 200) -> list[AuditEntry]:
    """Return what happened to a licence, its conditions and its measures, newest first."""
    subjects = [licence.id, *(row.id for row in measures)]
    statement = select(AuditEntry).where(AuditEntry.subject_id.in_(subjects))
    return list(db.session.execute(statement.order_by(AuditEntry.at.desc()).limit(limit)).scalars())


def last_entry(entity: Model) -> AuditEntry | None:
    """Return the newest entry of the trail about a row."""
    (subject_id,) = inspect(entity, raiseerr=True).identity or (None,)
    statement = select(AuditEntry).where(
        AuditEntry.subject_table == entity.__tablename__, AuditEntry.subject_id == subject_id
    )
    return db.session.execute(statement.order_by(AuditEntry.at.desc()).limit(1)).scalar_one_or_none()


def grounds(kind: str, day: date) -> list[LegalGround]:
    """Return the legal grounds in force on `day` for a decision or measure of `kind`."""
    statement = (
        select(LegalGround)
        .where(
            literal(kind) == any_(LegalGround.kinds),
            LegalGround.effective_from <= day,
            or_(LegalGround.effective_to.is_(None), LegalGround.effective_to >= day),
        )
        .order_by(LegalGround.code)
    )
    return list(db.session.execute(statement).scalars())


def ground(code: str) -> LegalGround | None:
    """Return a legal ground by code, whenever it was in force."""
    return db.session.get(LegalGround, code)


def licence_class(code: str) -> LicenceClass | None:
    """Return a licence class by code."""
    return db.session.get(LicenceClass, code)


# ----------------------------------------------------------------------------- for those who screen brokers


@dataclass(frozen=True)
class Standing:
    """What a licence is today; `names` are all names of its agency, the legal one first."""

    licence_id: UUID
    agency_id: UUID
    number: str
    status: PublicStatus
    legal_name: str
    names: tuple[str, ...]
    country: str
    starts_on: date
    ends_on: date
    since: date | None  # the day the licence came to be so, where known

    @property
    def in_force(self) -> bool:
        """Tell whether the licence is in force today."""
        return self.status in IN_FORCE


def standing(licence_id: UUID) -> Standing:
    """Return what one licence is today. Raises NotFound."""
    return _standings([get(licence_id)])[0]


def standings_of(agencies: Collection[UUID]) -> list[Standing]:
    """Return what the licences of some agencies are today; at most 5,000."""
    if not agencies:
        return []
    held = select(Licence).where(Licence.agency_id.in_(agencies)).options(selectinload(Licence.conditions))
    return _standings(list(db.session.execute(held.order_by(Licence.number).limit(MOST)).scalars()))


def _standings(licences: list[Licence]) -> list[Standing]:
    """Return the standing of each licence; two queries whatever their number, none for none."""
    if not licences:
        return []
    names: dict[UUID, list[str]] = {}
    for agency_id, name in db.session.execute(
        select(AgencyName.agency_id, AgencyName.name)
        .where(AgencyName.agency_id.in_({licence.agency_id for licence in licences}))
        .order_by(AgencyName.created_at)
    ):
        names.setdefault(agency_id, []).append(name)
    since = _since([licence.id for licence in licences])
    found = []
    for licence in licences:
        facts = facts_of(licence)
        status = public_status(facts, clock.today())
        day = facts.ends_on + timedelta(days=1) if status is PublicStatus.EXPIRED else since.get(licence.id)
        every = dict.fromkeys([licence.agency.legal_name, *names.get(licence.agency_id, [])])
        found.append(
            Standing(
                licence.id, licence.agency_id, licence.number, status, licence.agency.legal_name,
                tuple(every), licence.agency.country, facts.starts_on, facts.ends_on, day,
            )
        )  # fmt: skip
    return found


def _since(licences: list[UUID]) -> dict[UUID, date]:
    """Return the day of the newest confirmed measure of each licence, as far as the actor may see them."""
    statement = (
        select(LicenceMeasure.licence_id, func.max(LicenceMeasure.effective_at))
        .where(
            LicenceMeasure.licence_id.in_(licences),
            LicenceMeasure.effective_at.is_not(None),
            LicenceMeasure.measure.notin_([Measure.WATCH, Measure.UNWATCH, Measure.UNFREEZE, Measure.WAIVE]),
        )
        .group_by(LicenceMeasure.licence_id)
    )
    return {
        licence_id: decided.astimezone(clock.zone()).date()
        for licence_id, decided in db.session.execute(statement)
        if decided is not None
    }
