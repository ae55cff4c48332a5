"""What the holder is told of a measure, a condition or an appeal: the facts that fill the letter."""

from datetime import date

from core import clock
from core.actor import SYSTEM
from core.i18n import N_, long_date, translate
from licensing.letters import service as letters
from licensing.letters.models import Letter
from licensing.letters.paragraphs import Draft
from licensing.licences import appeals, queries
from licensing.licences.measures import EFFECTS, after
from licensing.licences.models import LicenceAppeal, LicenceCondition, LicenceMeasure
from licensing.licences.states import AppealKind, AppealStatus, Measure, ProposalStatus
from licensing.licences.status import public_status
from licensing.licences.wording import TITLES

AT_ONCE = N_("This decision takes effect at once. An appeal does not stop it.")
OUTCOMES: dict[str, str] = {
    AppealStatus.LODGED: N_("We have your appeal."),
    AppealStatus.UPHELD: N_("The decision stands."),
    AppealStatus.QUASHED: N_("The decision is set aside."),
    AppealStatus.VARIED: N_("Another decision takes the place of this one."),
    AppealStatus.WITHDRAWN: N_("The appeal is withdrawn."),
}


def stage(row: LicenceMeasure) -> str | None:
    """Return which letter a measure calls for as it stands now, or None for one that the holder is not told of."""
    status = ProposalStatus(row.status)
    if status in (ProposalStatus.PROPOSED, ProposalStatus.SECONDED):
        return "show-cause" if row.show_cause_until is not None else None
    if status is ProposalStatus.ACTING:
        return "acting"
    if status is ProposalStatus.CONFIRMED:
        return "measure"
    undone = status in (ProposalStatus.DECLINED, ProposalStatus.LAPSED) and row.effective_at is not None
    return "undone" if undone else None


def facts_of(row: LicenceMeasure, *, decided: bool = True) -> dict[str, str]:
    """Return what fills a letter about a measure; before it is `decided`, as if it were decided today."""
    licence, measure = row.licence, Measure(row.measure)
    ground = queries.ground(row.ground_code)
    now = queries.facts_of(licence)
    key = public_status(now if decided and row.effective_at else after(now, measure), clock.today())
    day = row.decided_at or (row.effective_at if decided else None) or clock.now()
    appeal_by, facts_by = appeals.last_day(row, AppealKind.APPEAL), appeals.last_day(row, AppealKind.FACTS)
    told = measure in appeals.APPEALABLE
    return {
        "agency": licence.agency.legal_name, "number": licence.number, "reason": row.reason,
        "measure": translate(EFFECTS[measure].done), "ground": ground.sentence if ground else "",
        "instrument": ground.instrument if ground else "", "day": long_date(day), "status": translate(TITLES[key]),
        "plan": row.protection_plan or "", "scope": row.scope_value or "",
        "effective_day": _day(row.effective_on), "answer_by": _day(row.show_cause_until),
        "lapses_on": _day(row.lapses_on) if row.status == ProposalStatus.ACTING else "",
        "appeal_by": _day(appeal_by) if told else "", "facts_by": _day(facts_by) if told else "",
        "immediate": translate(AT_ONCE) if row.immediate and told else "",
    }  # fmt: skip


def preview(row: LicenceMeasure, language: str) -> Draft:
    """Return the letter that the holder will get if this measure is confirmed today."""
    return letters.draft("measure", facts_of(row, decided=False), language=language)


def write_about(row: LicenceMeasure) -> Letter | None:
    """Write to the holder what became of a measure, once for each step; None when there is nothing new to tell."""
    kind = stage(row)
    if kind is None:
        return None
    return letters.send(
        kind, facts_of(row), subject=row, organisation_id=row.organisation_id, effect=f"measure:{row.id}:{kind}",
        by=SYSTEM, language=row.letter_language,
    )  # fmt: skip


def write_breach(row: LicenceCondition) -> Letter | None:
    """Write to the holder that a condition was not met in time, once."""
    facts = {
        "agency": row.licence.agency.legal_name, "number": row.licence.number, "condition": row.text,
        "due_day": _day(row.due_on),
    }  # fmt: skip
    return letters.send(
        "breach", facts, subject=row, organisation_id=row.organisation_id, effect=f"breach:{row.id}", by=SYSTEM
    )


def write_appeal(row: LicenceAppeal) -> Letter | None:
    """Write to the holder that its appeal is here, and how it ended; once each."""
    facts = {
        "agency": row.licence.agency.legal_name, "number": row.licence.number, "reference": row.reference,
        "measure": translate(OUTCOMES[row.status]), "reason": row.outcome_text or "", "order": row.outcome_order or "",
        "status": translate(TITLES[queries.status_of(row.licence)]),
    }  # fmt: skip
    return letters.send(
        "appeal", facts, subject=row, organisation_id=row.organisation_id, effect=f"appeal:{row.id}:{row.status}",
        by=SYSTEM,
    )  # fmt: skip


def _day(day: date | None) -> str:
    return long_date(day) if day else ""
