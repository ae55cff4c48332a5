"""One case with all that an officer looks at: what is asked, what is wrong, what is next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from accounts.organisations import queries as organisations
from accounts.permissions import Permission
from core import clock
from core.actor import Actor
from core.i18n import N_
from core.trail import AuditEntry
from licensing.agencies.models import Agency
from licensing.applications import queries as applications
from licensing.applications.models import Application, ApplicationCheck, ApplicationDecision, LicenceClass
from licensing.applications.states import WITH_REGULATOR, CheckKind, CheckResult, Outcome, Status
from licensing.assessment import guards, likenesses, panels, queries, rules
from licensing.assessment.likenesses import Likeness
from licensing.assessment.rules import Urgency
from licensing.licences import queries as licences
from licensing.licences.models import Licence
from licensing.licences.queries import Standing
from licensing.licences.status import IN_FORCE
from licensing.panels import Panel, Trouble
from licensing.workload import queries as workload
from licensing.workload.models import CasePresence
from licensing.workload.queries import Present
from screening.runs import queries as screenings
from screening.runs.models import ScreeningMatch, ScreeningRun, SubjectKind


@dataclass(frozen=True)
class Screened:
    """One name of the case and what the flagged lists have that is like it."""

    id: UUID
    name: str
    kind: str
    role: str | None
    matches: list[ScreeningMatch]


@dataclass(frozen=True)
class Case:
    """Everything about one case; read with a bounded number of queries, whatever the size of the agency."""

    application: Application
    snapshot: dict[str, Any]
    licence_class: LicenceClass
    newest: dict[str, ApplicationCheck]
    urgency: Urgency
    days_left: int | None
    run: ScreeningRun | None
    screened: list[Screened]
    since_check: list[ScreeningMatch]  # found after the screening check: it needs another look
    likenesses: list[Likeness]
    standings: Mapping[UUID, Standing]
    earlier: list[Licence]
    decision: ApplicationDecision | None
    licence: Licence | None
    trail: list[AuditEntry]
    presence: Sequence[CasePresence]
    others: list[Present]
    panels: list[Panel]
    troubles: list[Trouble]
    outcomes: list[Outcome]
    why_not_decider: str | None
    may_check: bool
    may_decide: bool

    @property
    def missing(self) -> list[CheckKind]:
        """Return the checks without a result."""
        return rules.missing(self.newest, self.application.checks_asked)

    @property
    def matches(self) -> int:
        """Return how many flagged entities are like a name of the case."""
        return sum(len(subject.matches) for subject in self.screened)


def load(application: Application, *, by: Actor, whole: bool = True) -> Case:
    """Return the case of an application: what it shows depends on the case, what it offers on the person.

    Not `whole` leaves out the panels that only the page of the case shows.
    """
    snapshot = application.snapshot or {}
    agency = application.agency
    newest, more = queries.newest_checks(application)
    regulator = organisations.regulator()
    run = screenings.newest_for(application.id, organisation_id=regulator.id) if regulator else None
    screened = _screened(application, regulator.id if regulator else None)
    decision = queries.decision_of(application.id)
    licence = licences.of_application(application.id) if application.status == Status.GRANTED else None
    found = _likenesses(agency, snapshot)
    others = licences.standings_of({item.agency.id for item in found}) if found else []
    standings = {known.agency_id: known for known in others}
    earlier = [known for known in licences.of_agency(agency.id) if known.application_id != application.id]
    subjects = [application.id, *(check.id for check in application.checks)]
    subjects += [row.id for row in (decision, licence) if row is not None]
    urgency = rules.urgency(application.due_on, clock.today())
    shown = panels.of(application, by, whole=whole)
    presence = workload.present(application.id)
    troubles = _again(more) + _troubles(application, newest, screened, found, earlier, standings)
    return Case(
        application=application,
        snapshot=snapshot,
        licence_class=applications.licence_class(application.class_code),
        newest=newest,
        urgency=urgency,
        days_left=_days_left(application.due_on),
        run=run,
        screened=screened,
        since_check=more,
        likenesses=found,
        earlier=earlier,
        decision=decision,
        licence=licence,
        trail=queries.trail_of(subjects),
        standings=standings,
        presence=presence,
        others=workload.others(presence, by),
        panels=shown,
        troubles=troubles + [trouble for panel in shown for trouble in panel.troubles],
        outcomes=_outcomes(newest, application.checks_asked, shown),
        why_not_decider=guards.why_not_decider(application, by),
        may_check=by.may(Permission.CHECK_APPLICATIONS),
        may_decide=by.may(Permission.DECIDE_APPLICATIONS),
    )


def _likenesses(agency: Agency, snapshot: dict[str, Any]) -> list[Likeness]:
    return likenesses.of(
        agency,
        names=[row["name"] for row in snapshot.get("names", [])],
        people=[row["name"] for row in snapshot.get("people", [])],
        phones=[row["e164"] for row in snapshot.get("phones", [])],
    )


def _outcomes(
    newest: dict[str, ApplicationCheck], asked: Sequence[str] | None, shown: Sequence[Panel]
) -> list[Outcome]:
    """Return what may be recommended: what the checks allow, and the standards where any are asked."""
    allowed = {outcome for panel in shown for outcome in panel.facts.get("outcomes", ())} if _asked(shown) else None
    return [item for item in rules.outcomes(newest, asked) if allowed is None or item in allowed]


def _asked(shown: Sequence[Panel]) -> bool:
    return any("outcomes" in panel.facts for panel in shown)


def _days_left(due_on: date | None) -> int | None:
    return (due_on - clock.today()).days if due_on else None


def subjects_of(application: Application) -> list[tuple[UUID, str, str, str | None]]:
    """Return id, name, kind and role of everyone whom a case is screened for: the agency, then its people."""
    snapshot = application.snapshot or {}
    agency = application.agency
    people = [
        (UUID(row["id"]), row["name"], SubjectKind.AGENCY_PERSON, row["role"]) for row in snapshot.get("people", [])
    ]
    return [
        (
            agency.id,
            snapshot.get("agency", {}).get("legal_name", agency.legal_name),
            SubjectKind.AGENCY,
            None,
        ),
        *people,
    ]


def _screened(application: Application, regulator: UUID | None) -> list[Screened]:
    """Return each subject with its matches among entities that are on a list now."""
    subjects = subjects_of(application)
    matches: dict[UUID, list[ScreeningMatch]] = {}
    if regulator is not None:
        ids = [subject[0] for subject in subjects]
        for match in screenings.matches_of_subjects(ids, organisation_id=regulator):
            if not queries.is_own_entry(match, application.agency.reference):
                matches.setdefault(match.subject_id, []).append(match)
    return [
        Screened(subject_id, name, kind, role, matches.get(subject_id, [])) for subject_id, name, kind, role in subjects
    ]


def _troubles(
    application: Application,
    newest: dict[str, ApplicationCheck],
    screened: Sequence[Screened],
    found: Sequence[Likeness],
    earlier: Sequence[Licence],
    standings: Mapping[UUID, Standing],
) -> list[Trouble]:
    """Return what speaks against granting, the worst first."""
    troubles = []
    for kind, result in ((CheckResult.FAIL, "bad"), (CheckResult.UNSURE, "warn")):
        sentence = N_("Check failed: %(check)s") if kind is CheckResult.FAIL else N_("Check unsure: %(check)s")
        troubles += [
            Trouble(result, sentence, {"check": rules.KINDS[CheckKind(check.kind)]}, "checks")
            for check in newest.values()
            if check.result == kind
        ]
    for licence in earlier:
        if licences.status_of(licence) not in IN_FORCE:
            values = {"number": licence.number, "status": licences.status_of(licence)}
            troubles.append(Trouble("bad", N_("Earlier licence %(number)s: %(status)s"), values, "earlier"))
    for subject in screened:
        if subject.matches:
            best = subject.matches[0]
            sentence = N_("“%(name)s” is like “%(listed)s” on a flagged list")
            values = {"name": subject.name, "listed": best.matched_name}
            troubles.append(Trouble("warn", sentence, values, "screening"))
    troubles += _shared(found, standings)
    with_us = application.status in WITH_REGULATOR
    if with_us and rules.urgency(application.due_on, clock.today()) is Urgency.LATE:
        troubles.insert(0, Trouble("bad", N_("The decision is late"), {}, "history"))
    return troubles


def _again(more: Sequence[ScreeningMatch]) -> list[Trouble]:
    sentence = N_("Since the screening check, “%(name)s” is like “%(listed)s”: look again")
    return [
        Trouble("bad", sentence, {"name": match.subject_name, "listed": match.matched_name}, "screening")
        for match in more[:3]
    ]


SHARED = {
    "phone": N_("The same phone number as %(agencies)s"),
    "person": N_("Someone of the same name as at %(agencies)s"),
    "name": N_("A name like that of %(agencies)s"),
}


def _shared(found: Sequence[Likeness], standings: Mapping[UUID, Standing]) -> list[Trouble]:
    """Return one trouble per kind of likeness; it is bad when one of the others lost its licence or is stopped."""
    troubles = []
    for reason, sentence in SHARED.items():
        agencies = {item.agency.id: item.agency.legal_name for item in found if item.reason == reason}
        if not agencies:
            continue
        stopped = any(known in standings and not standings[known].in_force for known in agencies)
        named = ", ".join(list(agencies.values())[:2]) + (f" +{len(agencies) - 2}" if len(agencies) > 2 else "")
        troubles.append(Trouble("bad" if stopped else "warn", sentence, {"agencies": named}, "likenesses"))
    return troubles
