"""Fee schedules: proposed by one person, in force once two others approved; the price of a fee on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

from sqlalchemy import ColumnElement, column, func, or_, select, table

from core import clock, ids, trail
from core.actor import Actor
from core.db import db, move
from core.errors import Conflict, Invalid, Refused
from core.i18n import N_
from licensing.payments import currencies
from licensing.payments.models import ANY, FeeApproval, FeeBand, FeeSchedule
from licensing.payments.states import Basis, FeeKind, ScheduleStatus

APPROVALS = 2
MOST_BANDS = 50
TYPES = (ANY, "new", "renewal", "variation", "reinstatement")
CHECK = N_("Check what you entered.")


@dataclass(frozen=True)
class Band:
    """What is due from `least` to `most` (None: without end) of the basis, in minor units; nought means no fee."""

    least: int
    most: int | None
    amount_minor: int


@dataclass(frozen=True)
class Terms:
    """A proposed version of one fee: for which licences, what it is counted from, and the rules told to payers."""

    class_code: str
    kind: FeeKind
    currency: str
    basis: Basis
    bands: Sequence[Band]
    instrument: str
    refund_rule: str
    effective_from: date
    applies_to: str = ANY
    refund_threshold_minor: int | None = None


def propose(terms: Terms, *, by: Actor) -> FeeSchedule:
    """Propose a new version of a fee; it counts from its first day on, once two other people approved it.

    Raises Invalid naming the fields.
    """
    faults = _faults(terms)
    if faults:
        raise Invalid("fee-refused", CHECK, faults)
    versions = select(func.coalesce(func.max(FeeSchedule.version), 0))
    latest = db.session.execute(versions.where(*_same(terms.class_code, terms.kind, terms.applies_to))).scalar_one()
    schedule = FeeSchedule(
        id=ids.new_id(), class_code=terms.class_code, kind=str(terms.kind), applies_to=terms.applies_to,
        version=latest + 1, currency=terms.currency, basis=str(terms.basis), instrument=terms.instrument.strip(),
        refund_rule=terms.refund_rule.strip(), refund_threshold_minor=terms.refund_threshold_minor,
        effective_from=terms.effective_from, status=ScheduleStatus.PROPOSED, proposed_by=by.person_id,
        proposed_by_name=by.name, proposed_at=clock.now(),
    )  # fmt: skip
    db.session.add(schedule)
    db.session.flush()
    for band in terms.bands:
        schedule.bands.append(
            FeeBand(id=ids.new_id(), least=band.least, most=band.most, amount_minor=band.amount_minor)
        )
    trail.record("licensing.fee.propose", schedule, by=by, rule=schedule.instrument, version=schedule.version)
    db.session.flush()
    return schedule


def _faults(terms: Terms) -> dict[str, str]:
    faults: dict[str, str] = {}
    classes = table("licence_class", column("code"))
    if db.session.execute(select(classes.c.code).where(classes.c.code == terms.class_code)).first() is None:
        faults["class_code"] = N_("Choose a class of licence from the list.")
    if not currencies.known(terms.currency):
        faults["currency"] = N_("Enter the code of a currency, such as EUR.")
    if terms.applies_to not in TYPES:
        faults["applies_to"] = N_("Choose a type of application from the list.")
    if not terms.instrument.strip():
        faults["instrument"] = N_("Say where this fee is written.")
    if not terms.refund_rule.strip():
        faults["refund_rule"] = N_("Say when the fee is paid back.")
    if fault := _bands_fault(terms):
        faults["bands"] = fault
    return faults


def _bands_fault(terms: Terms) -> str | None:
    bands = sorted(terms.bands, key=lambda band: band.least)
    if not 1 <= len(bands) <= MOST_BANDS or bands[0].least != 0 or bands[-1].most is not None:
        return N_("Enter bands from 0 upwards, the last one without an end, at most 50.")
    if terms.basis == Basis.FLAT and len(bands) != 1:
        return N_("A flat fee has one amount.")
    for one, following in pairwise(bands):
        if one.most is None or one.most < one.least or following.least != one.most + 1:
            return N_("Each band begins where the one before it ends.")
    if any(not 0 <= band.amount_minor <= currencies.LARGEST for band in bands):
        return N_("Enter amounts of nought or more.")
    if terms.currency in currencies.THREE_AT_STRIPE and any(band.amount_minor % 10 for band in bands):
        return N_("Amounts in this currency end in 0 in their third decimal.")
    return None


def _same(class_code: str, kind: str, applies_to: str) -> tuple[ColumnElement[bool], ...]:
    return FeeSchedule.class_code == class_code, FeeSchedule.kind == kind, FeeSchedule.applies_to == applies_to


def approve(schedule: FeeSchedule, *, by: Actor) -> FeeSchedule:
    """Approve a proposed fee; the second approval puts it in force and ends the version before it on the day before.

    Raises Refused for the proposer and for a second approval by one person, Conflict when it is decided, or begins
    before the version in force does.
    """
    if schedule.status != ScheduleStatus.PROPOSED:
        raise Conflict("fee-decided", N_("This fee is decided already. Reload the page."))
    if schedule.proposed_by is not None and schedule.proposed_by == by.person_id:
        raise Refused("same-person", N_("You proposed this fee. Two others must approve it."))
    if any(row.person_id == by.person_id for row in schedule.approvals):
        raise Refused("same-person", N_("You approved this fee already. Someone else must approve it too."))
    if by.person_id is None:
        raise Refused("person-needed", N_("A fee is approved by people."))
    schedule.approvals.append(FeeApproval(id=ids.new_id(), person_id=by.person_id, person_name=by.name, at=clock.now()))
    trail.record("licensing.fee.approve", schedule, by=by)
    db.session.flush()
    if len(schedule.approvals) >= APPROVALS:
        _end_earlier(schedule, by=by)
        move(schedule, ScheduleStatus.ACTIVE, action="licensing.fee.activate", by=by, rule=schedule.instrument)
        db.session.flush()
    return schedule


def _end_earlier(schedule: FeeSchedule, *, by: Actor) -> None:
    statement = select(FeeSchedule).where(
        *_same(schedule.class_code, schedule.kind, schedule.applies_to), FeeSchedule.status == ScheduleStatus.ACTIVE,
        FeeSchedule.effective_to.is_(None),
    )  # fmt: skip
    earlier = db.session.execute(statement.with_for_update()).scalar_one_or_none()
    if earlier is None:
        return
    if earlier.effective_from >= schedule.effective_from:
        raise Conflict("fee-before-present", N_("A newer version of this fee is in force. Propose a later first day."))
    earlier.effective_to = schedule.effective_from - timedelta(days=1)
    trail.record("licensing.fee.end", earlier, by=by, last_day=earlier.effective_to.isoformat())
    db.session.flush()


def decline(schedule: FeeSchedule, reason: str, *, by: Actor) -> FeeSchedule:
    """Decline a proposed fee. Raises Conflict when it is decided."""
    if schedule.status != ScheduleStatus.PROPOSED:
        raise Conflict("fee-decided", N_("This fee is decided already. Reload the page."))
    move(schedule, ScheduleStatus.DECLINED, action="licensing.fee.decline", by=by, reason=reason)
    db.session.flush()
    return schedule


def price(
    class_code: str,
    kind: FeeKind | str,
    *,
    application_type: str = ANY,
    basis: int | None = None,
    day: date | None = None,
) -> tuple[FeeSchedule, FeeBand] | None:
    """Return what is due on `day` (today by default), or None where nothing is.

    A schedule for one type of application goes before one for all. `basis` is the declared number of workers a year.
    """
    day = day or clock.today()
    statement = (
        select(FeeSchedule)
        .where(FeeSchedule.class_code == class_code, FeeSchedule.kind == str(kind))
        .where(FeeSchedule.applies_to.in_([ANY, application_type]), FeeSchedule.status == ScheduleStatus.ACTIVE)
        .where(FeeSchedule.effective_from <= day)
        .where(or_(FeeSchedule.effective_to.is_(None), FeeSchedule.effective_to >= day))
        .order_by((FeeSchedule.applies_to == ANY).asc())
        .limit(1)
    )
    schedule = db.session.execute(statement).scalar_one_or_none()
    if schedule is None:
        return None
    counted = (basis or 0) if schedule.basis == Basis.WORKERS else 0
    for band in schedule.bands:
        if band.least <= counted and (band.most is None or counted <= band.most):
            return (schedule, band) if band.amount_minor else None
    return None


def get(schedule_id: UUID) -> FeeSchedule | None:
    """Return a schedule by its id, held until the end of the transaction."""
    statement = select(FeeSchedule).where(FeeSchedule.id == schedule_id).with_for_update(of=FeeSchedule)
    return db.session.execute(statement).scalar_one_or_none()
