"""Clocks: days counted as the jurisdiction counts them; what follows from one that ran out follows once."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import DBAPIError

from core import clock as time
from core import db as database
from core import trail
from core.actor import SYSTEM
from core.db import db, transaction
from core.errors import Conflict
from licensing.clocks import acts, jobs, queries, service
from licensing.clocks.calendar import Calendar, last_day, left, resumed
from licensing.clocks.models import Clock, ClockRule, Holiday, ReminderRule, ReminderSent, WorkingWeek
from licensing.clocks.states import Kind, Status, Unit
from tests.conftest import NOON
from tests.factories import member, signed_in
from tests.supplychain.supply import bearer

MONDAY = date(2026, 11, 23)
days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
calendars = st.builds(
    Calendar, st.frozensets(st.integers(1, 7), max_size=6),
    st.frozensets(st.dates(date(2020, 1, 1), date(2031, 6, 1)), max_size=40),
)  # fmt: skip


@given(days, st.integers(0, 60), calendars)
def test_working_days_are_counted_out_and_back_alike(start, amount, calendar):
    end = calendar.after(start, amount)
    assert calendar.between(start, end) == amount
    assert amount == 0 or calendar.works(end)
    # The last day on which one may hand in so that `amount` working days are left is never later than the start's own.
    assert calendar.between(calendar.before(end, amount), end) >= amount


@given(days, st.integers(1, 200), st.integers(0, 200), st.sampled_from(Unit), calendars)
def test_a_pause_never_takes_time_away(start, amount, used, unit, calendar):
    due = last_day(start, amount, unit, calendar)
    today = start + timedelta(days=used)
    rest = left(today, due, unit, calendar)
    back = today + timedelta(days=30)
    assert resumed(back, rest, unit, calendar) > back
    if today <= due:
        assert resumed(today, rest, unit, calendar) >= (
            due if unit is not Unit.WORKING_DAYS or calendar.works(due) else today
        )


def test_the_first_day_is_not_counted_and_the_last_is():
    calendar = Calendar(holidays=frozenset({date(2026, 11, 25)}))
    assert last_day(MONDAY, 5, Unit.WORKING_DAYS, calendar) == date(2026, 12, 1)
    assert last_day(MONDAY, 5, Unit.DAYS, calendar) == date(2026, 11, 28)
    assert last_day(date(2026, 8, 31), 6, Unit.MONTHS, calendar) == date(2027, 2, 28)


def test_a_week_without_a_working_day_is_refused():
    with pytest.raises(ValueError, match="working day"):
        Calendar(frozenset(range(1, 8)))
    with pytest.raises(ValueError, match="not a deadline"):
        Calendar().after(MONDAY, 1_000_000)


@pytest.fixture
def matter(app):
    """An organisation whose report is due: the kinds of the reports' clock belong to no feature yet."""
    with transaction(role="none"):
        for kind, amount, unit in ((Kind.REPORT, 5, Unit.WORKING_DAYS), (Kind.CHANGE_NOTICE, 30, Unit.DAYS)):
            db.session.merge(
                ClockRule(kind=kind, amount=amount, unit=unit, instrument="Act, s. 9", effective_from=date(2020, 1, 1))
            )
        for before in (14, 3):
            db.session.merge(ReminderRule(kind=Kind.CHANGE_NOTICE, days_before=before))
    organisation = member("broker").organisation
    token = database.own_role.set("fairgate_worker")
    yield organisation
    database.own_role.reset(token)


class Subject:
    """A row that a clock runs on."""

    __tablename__ = "organisation"

    def __init__(self, organisation):
        self.id = self.organisation_id = organisation.id


@pytest.fixture
def done(monkeypatch):
    """The clocks that were acted upon, in order."""
    seen: list = []
    monkeypatch.setattr(acts, "_acts", {Kind.REPORT: lambda clock, by: seen.append((clock.subject_id, by.name))})
    monkeypatch.setattr(acts, "_reminders", {})
    return seen


def started(organisation, kind=Kind.REPORT, **options):
    with transaction(actor=SYSTEM):
        return service.start(kind, Subject(organisation), by=SYSTEM, **options)


def of(organisation, kind=Kind.REPORT) -> Clock:
    with transaction(read_only=True):
        return db.session.execute(
            db.select(Clock).where(Clock.subject_id == organisation.id, Clock.kind == kind)
        ).scalar_one()


def test_a_clock_started_twice_is_one_clock(matter):
    first, second = started(matter), started(matter)
    assert first.id == second.id
    assert first.due_on == Calendar().after(NOON.date(), 5)
    with transaction(read_only=True):
        assert [entry.action for entry in trail.of("clock", first.id)] == ["licensing.clock.start"]


def test_a_step_without_a_rule_or_a_date_has_no_last_day(matter):
    assert started(matter, Kind.APPEAL) is None
    assert started(matter, Kind.APPEAL, due_on=MONDAY).due_on == MONDAY


def test_holidays_and_the_working_week_of_the_place_are_counted(matter):
    with transaction(role="none"):
        db.session.merge(WorkingWeek(effective_from=date(2020, 1, 1), weekend=[5, 6], instrument="Act, s. 2"))
        db.session.merge(Holiday(day=date(2026, 11, 23), name="Harvest Day"))
    # Saturday 21 November: Sunday 22 is the first working day, Monday 23 is a holiday, Friday and Saturday are off.
    assert started(matter).due_on == date(2026, 11, 29)


def test_a_paused_clock_keeps_what_is_left_of_it(matter):
    clock = started(matter, Kind.CHANGE_NOTICE)
    with time.frozen(NOON + timedelta(days=10)), transaction(actor=SYSTEM):
        service.pause(Kind.CHANGE_NOTICE, matter.id, by=SYSTEM, reason="It lies with the agency.")
        assert queries.due(Kind.CHANGE_NOTICE, matter.id) is None
    with time.frozen(NOON + timedelta(days=50)), transaction(actor=SYSTEM):
        assert service.resume(Kind.CHANGE_NOTICE, matter.id, by=SYSTEM) == clock.due_on + timedelta(days=40)
        assert service.resume(Kind.CHANGE_NOTICE, matter.id, by=SYSTEM) is None
    with transaction(actor=SYSTEM):
        service.stop_all(matter.id, by=SYSTEM)
    assert of(matter, Kind.CHANGE_NOTICE).status == Status.STOPPED


def test_a_clock_that_ran_out_is_acted_upon_once_also_after_a_week_of_standstill(matter, done):
    clock = started(matter)
    with time.frozen(NOON.replace(year=clock.due_on.year, month=clock.due_on.month, day=clock.due_on.day)):
        jobs.act()
    assert done == [], "what happens on the last day is in time"
    with time.frozen(NOON + timedelta(days=21)):
        jobs.act()
        jobs.act()
        assert jobs.act_on(clock.id) is False
    assert done == [(matter.id, "Fairgate")]
    assert of(matter).status == Status.ACTED


def test_one_that_cannot_be_acted_upon_holds_up_no_other_and_is_tried_again(matter, monkeypatch):
    others = [member("broker").organisation for _ in range(3)]
    for organisation in (matter, *others):
        started(organisation)
    seen, broken = [], {matter.id}

    def follow(clock, by):
        seen.append(clock.subject_id)
        if clock.subject_id in broken:
            raise Conflict("not-now", "Not now.")

    monkeypatch.setattr(acts, "_acts", {Kind.REPORT: follow})
    with time.frozen(NOON + timedelta(days=21)):
        with pytest.raises(RuntimeError, match="1 clocks could not"):
            jobs.act()
        assert of(matter).status == Status.RUNNING, "neither the act nor its mark is kept"
        assert set(seen) == {matter.id, *(item.id for item in others)}
        broken.clear()
        jobs.act()
    assert of(matter).status == Status.ACTED
    assert sorted(map(str, seen)) == sorted(map(str, [matter.id, matter.id, *(item.id for item in others)]))


def test_of_several_reminders_missed_only_the_newest_is_sent(matter, monkeypatch):
    sent: list = []
    monkeypatch.setattr(acts, "_acts", {})
    monkeypatch.setattr(acts, "_reminders", {Kind.CHANGE_NOTICE: acts.Reminder(lambda ending, rest: sent.append(rest))})
    started(matter, Kind.CHANGE_NOTICE)
    jobs.remind()
    assert sent == []
    with time.frozen(NOON + timedelta(days=28)):  # the worker was down when 14 days were left
        jobs.remind()
        jobs.remind()
    assert sent == [2]
    with time.frozen(NOON + timedelta(days=29)):
        jobs.remind()
    assert sent == [2]
    with transaction(read_only=True):
        assert sorted(db.session.execute(db.select(ReminderSent.days_before)).scalars()) == [3, 14]


def test_each_reminder_comes_on_its_day(matter, monkeypatch):
    sent: list = []
    monkeypatch.setattr(acts, "_reminders", {Kind.CHANGE_NOTICE: acts.Reminder(lambda ending, rest: sent.append(rest))})
    started(matter, Kind.CHANGE_NOTICE)
    for passed in range(32):
        with time.frozen(NOON + timedelta(days=passed)):
            jobs.remind()
    assert sent == [14, 3]


@pytest.mark.parametrize(
    "statement", ["status = 'running', ended_at = NULL", "status = 'paused', ended_at = NULL, remaining = 3"]
)
def test_the_database_knows_no_clock_that_runs_again(matter, statement):
    clock = started(matter)
    with transaction(actor=SYSTEM):
        service.stop(Kind.REPORT, matter.id, by=SYSTEM)
    with pytest.raises(DBAPIError) as refused, transaction(actor=SYSTEM):
        db.session.execute(db.text(f"UPDATE clock SET {statement} WHERE id = :id"), {"id": clock.id})
    assert database.constraint_of(refused.value) == "lawful_move"


def test_an_officer_reads_how_long_each_step_may_take(app, matter):
    with transaction(role="none"):
        db.session.merge(Holiday(day=date(2027, 1, 1), name="New Year"))
    officer = signed_in(app, "officer")
    page = officer.get("/staff/rules/clocks")
    assert page.h1 == "How long each step may take"
    assert "5 working days" in page.words
    assert "Tell of a change 30 days" in page.words
    assert "14, 3" in page.words
    assert "Saturday, Sunday" in page.words
    assert "New Year" in page.words
    told = officer.http.get("/api/v1/clocks", headers=bearer(officer)).json
    assert {"kind": "report", "amount": 5, "unit": "working-days"}.items() <= told["rules"][1].items()
    assert told["reminders"] == {"change-notice": [14, 3]}
