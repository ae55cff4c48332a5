"""Reminders that a licence ends: written to its holder on the days that the installation sets."""

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import func, select

from core import jobs
from core.db import db
from core.i18n import long_date
from licensing.clocks import acts
from licensing.clocks import queries as clocks
from licensing.clocks.acts import Ending
from licensing.clocks.states import Kind, Unit
from licensing.licences import letters
from licensing.licences.models import Licence
from licensing.licences.states import LIVE

MOST = 20_000


def endings(first: date, last: date) -> Iterable[Ending]:
    """Return the live licences whose last day lies between two days and whose renewal is not lodged yet."""
    one = timedelta(days=1)
    statement = (
        select(Licence.id, Licence.organisation_id, func.upper(Licence.valid))
        .where(Licence.status.in_(LIVE), func.upper(Licence.valid).between(first + one, last + one))
        .where(Licence.renewal_pending_until.is_(None))
        .order_by(func.upper(Licence.valid), Licence.number)
        .limit(MOST)
    )
    return [Ending(row[0], row[1], row[2] - one) for row in db.session.execute(statement)]


@acts.remind(Kind.LICENCE_EXPIRY, endings=endings)
def write(ending: Ending, days_left: int) -> None:
    """Write to the holder that its licence ends, how many days are left, and until when a renewal is in time."""
    licence = db.session.get_one(Licence, ending.subject_id)
    letters.send(
        licence.organisation_id, "ending" if days_left else "ending-today",
        f"ending:{licence.id}:{ending.due_on}:{days_left}",
        number=licence.number, agency=licence.agency.legal_name, last=long_date(ending.due_on), days=str(days_left),
        lodge=long_date(lodge_by(ending.due_on)), address=f"{jobs.settings().base_url}/licence",
    )  # fmt: skip


def lodge_by(ends_on: date) -> date:
    """Return the last day on which a renewal is lodged early enough for the licence to run on until it is decided."""
    rule = clocks.rule(Kind.RENEWAL_LODGING)
    if rule is None:
        return ends_on
    if rule.unit == Unit.WORKING_DAYS:
        return clocks.calendar().before(ends_on, rule.amount)
    return ends_on - timedelta(days=rule.amount)
