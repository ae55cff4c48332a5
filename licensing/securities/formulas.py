"""Versions of the formula: proposed by one person, confirmed by two others, or loaded with the jurisdiction's law."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from core import clock, ids, trail
from core.actor import SYSTEM, Actor
from core.db import db, move
from core.errors import Conflict, Invalid, Refused
from core.i18n import N_
from licensing.applications.models import LicenceClass
from licensing.securities.models import SecurityBand, SecurityFormula
from licensing.securities.rules import Band
from licensing.securities.states import FormulaStatus, Origin

MOST_BANDS = 60
NOT_TWICE = N_("You have proposed or confirmed this version already. Someone else must confirm it.")


@dataclass(frozen=True)
class Terms:
    """A version of the formula: amounts in minor units of `currency`, days and months as they read."""

    class_code: str
    currency: str
    bands: tuple[Band, ...]
    instrument: str
    effective_from: date
    effective_to: date | None = None
    per_branch_minor: int = 0
    least_notice_days: int = 90
    replace_days: int = 30
    top_up_days: int = 30
    claims_months: int = 6


def propose(terms: Terms, *, by: Actor) -> SecurityFormula:
    """Propose a version of the formula from tomorrow on or later; two others must confirm it.

    Raises Invalid for terms that cannot be: each fault names its field.
    """
    refuse_unsound(terms)
    if terms.effective_from <= clock.today():
        message = N_("The first day must lie after today: what is required never changes backwards.")
        raise Invalid("formula-backdated", message, {"effective_from": message})
    return _write(terms, FormulaStatus.PROPOSED, Origin.DESK, by)


def confirm(row: SecurityFormula, *, by: Actor) -> SecurityFormula:
    """Confirm a version; with the second confirmation it is active.

    Raises Refused (`same-person`) for who proposed or confirmed it, Conflict when it is decided, or when its first day
    has come before two have confirmed.
    """
    if row.status != FormulaStatus.PROPOSED:
        raise Conflict("formula-decided", N_("This version has been decided already. Reload the page."))
    if by.person_id in {row.proposed_by, row.first_by}:
        raise Refused("same-person", NOT_TWICE)
    if row.effective_from <= clock.today():
        raise Conflict(
            "formula-too-late",
            N_("Its first day came before it was confirmed. Decline it and propose a later day."),
        )
    if row.first_by is None:
        row.first_by, row.first_by_name = by.person_id, by.name
        trail.record("licensing.security-formula.support", row, by=by, rule=row.instrument)
    else:
        row.second_by, row.second_by_name, row.decided_at = by.person_id, by.name, clock.now()
        move(row, FormulaStatus.ACTIVE, action="licensing.security-formula.confirm", by=by, rule=row.instrument)
    db.session.flush()
    return row


def decline(row: SecurityFormula, *, by: Actor) -> SecurityFormula:
    """Decline a version that waits. Raises Refused for who proposed it, Conflict when it is decided."""
    if row.status != FormulaStatus.PROPOSED:
        raise Conflict("formula-decided", N_("This version has been decided already. Reload the page."))
    if by.person_id == row.proposed_by:
        raise Refused("same-person", NOT_TWICE)
    row.declined_by, row.decided_at = by.person_id, clock.now()
    move(row, FormulaStatus.DECLINED, action="licensing.security-formula.decline", by=by, rule=row.instrument)
    db.session.flush()
    return row


def load(terms: Terms) -> SecurityFormula | None:
    """Load a version with the jurisdiction's law, as who runs the installation; None when it is there already.

    Raises Invalid when another version of the same class and first day is there: what was in force is never edited.
    """
    refuse_unsound(terms)
    there = db.session.execute(
        select(SecurityFormula).where(
            SecurityFormula.class_code == terms.class_code, SecurityFormula.effective_from == terms.effective_from,
            SecurityFormula.status == FormulaStatus.ACTIVE, SecurityFormula.origin == Origin.LAW_FILE,
        ).limit(1)
    ).scalar_one_or_none()  # fmt: skip
    if there is None:
        return _write(terms, FormulaStatus.ACTIVE, Origin.LAW_FILE, SYSTEM)
    if terms_of(there) != replace(terms, bands=tuple(sorted(terms.bands))):
        raise Invalid(
            "formula-changed",
            N_("The formula of %(class_code)s from %(day)s is loaded already and says something else. Give the new"
               " one a later first day."),
            class_code=terms.class_code, day=terms.effective_from.isoformat(),
        )  # fmt: skip
    return None


def terms_of(row: SecurityFormula) -> Terms:
    """Return what a version says."""
    bands = tuple(Band(band.workers_from, band.points_from, band.amount_minor) for band in row.bands)
    return Terms(
        row.class_code, row.currency, bands, row.instrument, row.effective_from, row.effective_to,
        row.per_branch_minor, row.least_notice_days, row.replace_days, row.top_up_days, row.claims_months,
    )  # fmt: skip


def refuse_unsound(terms: Terms) -> None:
    """Raise Invalid, a sentence for each field, for terms that cannot be."""
    faults: dict[str, str] = {}
    if db.session.get(LicenceClass, terms.class_code) is None:
        faults["class_code"] = N_("There is no such class of licence. Choose one from the list.")
    if not (len(terms.currency) == 3 and terms.currency.isascii() and terms.currency.isupper()):
        faults["currency"] = N_("Write the currency as three letters, such as USD.")
    steps = [(band.workers_from, band.points_from) for band in terms.bands]
    if not 1 <= len(steps) <= MOST_BANDS or len(set(steps)) != len(steps):
        faults["bands"] = N_("Give 1 to %(most)s amounts, each for other numbers of workers and points.")
    elif any(min(band.workers_from, band.points_from, band.amount_minor) < 0 for band in terms.bands):
        faults["bands"] = N_("Workers, points and amounts cannot be less than nothing.")
    if len(terms.instrument.strip()) < 3:
        faults["instrument"] = N_("Write where this is laid down: the act or order and its section.")
    if terms.effective_to is not None and terms.effective_to < terms.effective_from:
        faults["effective_to"] = N_("The last day must not lie before the first day.")
    if faults:
        raise Invalid("formula-unsound", next(iter(faults.values())), faults, most=MOST_BANDS)


def _write(terms: Terms, status: FormulaStatus, origin: Origin, by: Actor) -> SecurityFormula:
    row = SecurityFormula(
        id=ids.new_id(), class_code=terms.class_code, status=status, origin=origin, currency=terms.currency,
        per_branch_minor=terms.per_branch_minor, least_notice_days=terms.least_notice_days,
        replace_days=terms.replace_days, top_up_days=terms.top_up_days, claims_months=terms.claims_months,
        instrument=terms.instrument.strip(), effective_from=terms.effective_from, effective_to=terms.effective_to,
        proposed_by=by.person_id, proposed_by_name=by.name if by.person_id else None, proposed_at=clock.now(),
    )  # fmt: skip
    db.session.add(row)
    verb = "propose" if status is FormulaStatus.PROPOSED else "load"
    trail.record(f"licensing.security-formula.{verb}", row, by=by, rule=row.instrument, class_code=terms.class_code)
    db.session.flush()
    for band in terms.bands:
        db.session.add(
            SecurityBand(formula_id=row.id, workers_from=band.workers_from, points_from=band.points_from,
                         amount_minor=band.amount_minor)
        )  # fmt: skip
    db.session.flush()
    db.session.refresh(row, ["bands"])
    return row
