"""Jobs of licences: letters about grants, measures and endings; expiry by the passing of time."""

from uuid import UUID

from core import jobs
from core.actor import SYSTEM
from core.db import db
from core.events import on
from core.i18n import N_, long_date, translate
from licensing.applications import queries as applications
from licensing.applications.models import Application, LegalGround
from licensing.events import (
    AppealChanged,
    ApplicationRefused,
    ConditionBreached,
    LicenceIssued,
    LicenceStatusChanged,
    MeasureTold,
    PointsRecorded,
)
from licensing.licences import appeals, conditions, following, letters, own_list, queries, service, telling
from licensing.licences.models import Licence, LicenceAppeal
from licensing.licences.states import Status

NO_CONDITIONS = N_("The licence has no conditions.")
CONDITIONS = N_("The licence has these conditions:")


@jobs.job("licensing.licences.write_grant")
def write_grant(licence_id: str) -> None:
    """Write to the agency that it has a licence; idempotent: one letter per licence and address."""
    licence = db.session.get(Licence, UUID(licence_id))
    if licence is None:
        return
    application = db.session.get_one(Application, licence.application_id)
    decision = applications.decision_of(application)
    if decision is None:
        return
    letters.send(
        licence.organisation_id,
        "granted",
        f"granted:{licence.id}",
        number=licence.number,
        reference=application.reference,
        agency=licence.agency.legal_name,
        first=long_date(queries.first_day(licence.valid)),
        last=long_date(queries.last_day(licence.valid)),
        conditions=_conditions(licence),
        reason=decision.reason,
        address=f"{jobs.settings().base_url}/",
        **_ground(queries.ground(decision.ground_code)),
    )


def _conditions(licence: Licence) -> str:
    if not licence.conditions:
        return translate(NO_CONDITIONS)
    until = N_("%(text)s (by %(day)s)")
    lines = [
        translate(until, text=item.text, day=long_date(item.due_on)) if item.due_on else item.text
        for item in licence.conditions
    ]
    return "\n".join([translate(CONDITIONS), *(f"– {line}" for line in lines)])


def _ground(ground: LegalGround | None) -> dict[str, str]:
    return {"ground": ground.sentence if ground else "", "instrument": ground.instrument if ground else ""}


@jobs.job("licensing.licences.write_changes")
def write_changes(licence_id: str) -> None:
    """Write to the agency of each confirmed measure on a licence and of its ending.

    Idempotent: one letter per measure and address, so that a licence that changed twice before this ran gets both.
    """
    licence = db.session.get(Licence, UUID(licence_id))
    if licence is None:
        return
    for row in queries.measures_of(licence.id):
        telling.write_about(row)
    if licence.status == Status.EXPIRED:
        last = long_date(queries.last_day(licence.valid))
        shown = {"number": licence.number, "agency": licence.agency.legal_name}
        effect = f"expired:{licence.id}:{queries.last_day(licence.valid)}"  # a renewed licence ends again one day
        letters.send(licence.organisation_id, "expired", effect, last=last, **shown)


@jobs.job("licensing.licences.write_measure")
def write_measure(measure_id: str) -> None:
    """Write to the holder what became of a measure; idempotent: one letter a step."""
    telling.write_about(queries.measure(UUID(measure_id)))


@jobs.job("licensing.licences.follow_breach")
def follow_breach(condition_id: str) -> None:
    """Write to the holder of a breach, and draft what a person should consider; idempotent."""
    row = queries.condition(UUID(condition_id), lock=True)
    telling.write_breach(row)
    conditions.escalate(row, by=SYSTEM)


@jobs.job("licensing.licences.follow_appeal")
def follow_appeal(appeal_id: str) -> None:
    """Show on the public page whether a decision is under appeal, and write to the holder; idempotent."""
    row = db.session.get_one(LicenceAppeal, UUID(appeal_id))
    appeals.show(queries.by_number(row.licence.number, lock=True), by=SYSTEM)
    telling.write_appeal(row)


@jobs.job("licensing.licences.follow_points")
def follow_points(licence_id: str) -> None:
    """Watch or draft what the points of a holder ask for; idempotent."""
    following.follow_points(queries.by_number(queries.get(UUID(licence_id)).number, lock=True))


@jobs.job("licensing.licences.expire", schedule="5 * * * *")
def expire() -> None:
    """Mark licences past their last day as expired, every hour; idempotent: a second run finds none."""
    while service.expire(by=SYSTEM):
        pass


@jobs.job("licensing.licences.keep_own_list", timeout="120s")
def keep_own_list(licence_id: str) -> None:
    """Put the agency of a licence on our own flagged list, or take it off, as things stand now; idempotent."""
    own_list.keep(queries.get(UUID(licence_id)).agency_id, base_url=jobs.settings().base_url)


@jobs.job("licensing.licences.keep_own_list_refused", timeout="120s")
def keep_own_list_refused(application_id: str) -> None:
    """Put a refused agency on our own flagged list, unless it holds a licence; idempotent."""
    application = db.session.get_one(Application, UUID(application_id))
    own_list.keep(application.agency_id, base_url=jobs.settings().base_url)


@jobs.job("licensing.licences.rebuild_own_list", schedule="20 2 * * *")
def rebuild_own_list() -> None:
    """Make our own flagged list anew every night, with names and telephones as they are now; idempotent."""
    own_list.rebuild(base_url=jobs.settings().base_url)


@jobs.job("licensing.licences.begin_own_list", schedule="10 * * * *")
def begin_own_list() -> None:
    """Make our own flagged list where an installation is older than it; idempotent: after the first time, nothing."""
    if own_list.missing():
        own_list.rebuild(base_url=jobs.settings().base_url)


@on(LicenceIssued)
def list_issued(fact: LicenceIssued) -> None:
    """Take the agency off our own flagged list."""
    jobs.defer(keep_own_list, licence_id=str(fact.licence_id))


@on(LicenceStatusChanged)
def list_changed(fact: LicenceStatusChanged) -> None:
    """Put the agency on our own flagged list, or take it off."""
    jobs.defer(keep_own_list, licence_id=str(fact.licence_id))


@on(ApplicationRefused)
def list_refused(fact: ApplicationRefused) -> None:
    """Put the agency on our own flagged list, unless it holds a licence."""
    jobs.defer(keep_own_list_refused, application_id=str(fact.application_id))


@on(MeasureTold)
def on_measure(fact: MeasureTold) -> None:
    """Tell the agency."""
    jobs.defer(write_measure, measure_id=str(fact.measure_id))


@on(ConditionBreached)
def on_breach(fact: ConditionBreached) -> None:
    """Tell the agency, and draft what must be considered."""
    jobs.defer(follow_breach, condition_id=str(fact.condition_id))


@on(AppealChanged)
def on_appeal(fact: AppealChanged) -> None:
    """Tell the agency and the public."""
    jobs.defer(follow_appeal, appeal_id=str(fact.appeal_id))


@on(PointsRecorded)
def on_points(fact: PointsRecorded) -> None:
    """Do what the rule says of so many points."""
    jobs.defer(follow_points, licence_id=str(fact.licence_id))


@on(LicenceIssued)
def on_issued(fact: LicenceIssued) -> None:
    """Tell the agency."""
    jobs.defer(write_grant, licence_id=str(fact.licence_id))


@on(LicenceStatusChanged)
def on_changed(fact: LicenceStatusChanged) -> None:
    """Tell the agency."""
    jobs.defer(write_changes, licence_id=str(fact.licence_id))
