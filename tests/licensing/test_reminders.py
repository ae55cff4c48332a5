"""A holder is reminded before its licence ends: on each of the days that are set, once, and not after it renewed."""

from datetime import date, timedelta

import pytest

from core import clock as time
from core.db import db, transaction
from core.mail import MailMessage
from licensing.clocks import jobs
from licensing.clocks.models import ClockRule, ReminderRule
from licensing.clocks.states import Kind, Unit
from licensing.licences import queries
from licensing.licences.reminders import lodge_by
from tests.conftest import NOON
from tests.licensing import cases

DAYS = (90, 42, 21, 7, 0)


@pytest.fixture
def last(app, run_jobs) -> date:
    """The last day of a licence in force."""
    cases.law()
    with transaction(role="none"):
        for before in DAYS:
            db.session.merge(ReminderRule(kind=Kind.LICENCE_EXPIRY, days_before=before))
        db.session.merge(
            ClockRule(kind=Kind.RENEWAL_LODGING, effective_from=date(2020, 1, 1), amount=20, unit=Unit.WORKING_DAYS,
                      instrument="Act, s. 30")
        )  # fmt: skip
    number = cases.licence()
    run_jobs()
    with transaction(read_only=True, role="fairgate_worker"):
        return queries.last_day(queries.by_number(number).valid)


def reminded(run_jobs, day: date) -> int:
    """How many reminders are written on a day."""
    with time.frozen(NOON.replace(year=day.year, month=day.month, day=day.day)):
        before = len(subjects())
        with_worker()
        run_jobs()
        return len(subjects()) - before


def with_worker() -> None:
    from core.db import own_role

    token = own_role.set("fairgate_worker")
    try:
        jobs.remind()
    finally:
        own_role.reset(token)


def subjects() -> list[str]:
    with transaction(read_only=True, role="fairgate_worker"):
        statement = db.select(MailMessage.subject).where(MailMessage.effect.startswith("ending:"))
        return list(db.session.execute(statement.order_by(MailMessage.created_at)).scalars())


def test_the_holder_is_written_to_on_each_day_that_is_set_and_on_no_other(last, run_jobs):
    written = [day for day in range(100, -2, -1) if reminded(run_jobs, last - timedelta(days=day))]
    assert written == list(DAYS)
    assert "ends today" in subjects()[-1]
    with transaction(read_only=True, role="fairgate_worker"):
        body = db.session.execute(db.select(MailMessage.body).where(MailMessage.effect.contains(":42:"))).scalar_one()
    assert "in 42 days" in body


def test_after_a_fortnight_of_standstill_only_the_newest_reminder_is_written(last, run_jobs):
    assert reminded(run_jobs, last - timedelta(days=80))
    assert len(subjects()) == 1
    assert reminded(run_jobs, last - timedelta(days=6))
    assert len(subjects()) == 2
    assert not reminded(run_jobs, last - timedelta(days=5))


def test_a_renewal_is_in_time_twenty_working_days_before_the_end(last):
    assert lodge_by(date(2026, 12, 31)) == date(2026, 12, 3)


def test_who_has_handed_in_a_renewal_is_reminded_no_more(last, run_jobs):
    with transaction(role="none"):
        db.session.execute(db.text("SET LOCAL session_replication_role = replica"))
        db.session.execute(
            db.text("UPDATE licence SET renewal_pending_until = :day"), {"day": last + timedelta(days=60)}
        )
        db.session.execute(db.text("SET LOCAL session_replication_role = origin"))
    assert not reminded(run_jobs, last - timedelta(days=7))
