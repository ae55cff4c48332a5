"""Commands on standards: load a version, approve it by two people, record what was found on a case."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import select

from core import clock, ids, trail
from core.actor import SYSTEM, Actor
from core.db import db, move
from core.errors import Conflict, Invalid, Refused
from core.i18n import N_
from licensing.applications.models import Application
from licensing.reasons import sound_reason
from licensing.standards import queries
from licensing.standards.models import (
    Standard,
    StandardEvidence,
    StandardFinding,
    StandardSet,
    StandardSetApproval,
)
from licensing.standards.queries import Evidence
from licensing.standards.reading import SetFacts, read
from licensing.standards.states import FindingOutcome, Status

ASSESSED_IN = frozenset({"checks", "inspection", "assessment"})
APPROVERS = 2
MOST_EVIDENCE = 20


def load(folder: Path, *, by: Actor = SYSTEM) -> int:
    """Propose the versions in ``standard_sets.csv`` and ``standards.csv`` of `folder`; return how many are new.

    A version that is known is left as it is: it never changes. Raises Invalid naming file, line and column.
    """
    new = 0
    for facts in read(folder):
        known = select(StandardSet.id).where(StandardSet.code == facts.code, StandardSet.edition == facts.edition)
        if db.session.execute(known).first() is None:
            propose(facts, by=by)
            new += 1
    return new


def propose(facts: SetFacts, *, by: Actor) -> StandardSet:
    """Propose a version of standards; it asks nothing of anybody until two other people approve it."""
    row = StandardSet(
        id=ids.new_id(), code=facts.code, edition=facts.edition, class_code=facts.class_code, title=facts.title,
        fails_at=facts.fails_at, instrument=facts.instrument, effective_from=facts.effective_from,
        effective_to=facts.effective_to, status=Status.PROPOSED, proposed_by=by.person_id, proposed_at=clock.now(),
    )  # fmt: skip
    db.session.add(row)
    trail.record("licensing.standard-set.propose", row, by=by, rule=facts.instrument, edition=facts.edition)
    db.session.flush()
    for position, item in enumerate(facts.standards, start=1):
        db.session.add(
            Standard(
                id=ids.new_id(), set_id=row.id, code=item.code, position=position, title=item.title,
                question=item.question, critical=item.critical, points=item.points,
            )
        )  # fmt: skip
    db.session.flush()
    return row


def approve(version: StandardSet, *, by: Actor) -> StandardSet:
    """Approve a proposed version; with the second approval it is in force for what is handed in from then on.

    Raises Conflict when it is not proposed any more, Refused (`same-person`) for who proposed it or has approved it.
    """
    if version.status != Status.PROPOSED:
        raise Conflict("standards-not-proposed", N_("This version is not waiting for approval."))
    if by.person_id is not None and by.person_id == version.proposed_by:
        raise Refused("same-person", N_("You proposed this version. Two other people must approve it."))
    if any(item.by_person == by.person_id for item in version.approvals):
        raise Refused("same-person", N_("You have approved this version. Someone else must approve it too."))
    row = StandardSetApproval(
        id=ids.new_id(), set_id=version.id, by_person=by.person_id, by_name=by.name, at=clock.now()
    )
    db.session.add(row)
    trail.record("licensing.standard-set.approve", row, by=by, rule=version.instrument, set=version.code)
    db.session.flush()
    if len(version.approvals) + 1 >= APPROVERS:
        version.activated_at = clock.now()
        move(version, Status.ACTIVE, action="licensing.standard-set.activate", by=by, rule=version.instrument)
        db.session.flush()
    return queries.version(version.code, version.edition)


def decline(version: StandardSet, *, reason: str, by: Actor) -> None:
    """Decline a proposed version. Raises Conflict when it is not proposed any more, Invalid for a short reason."""
    if version.status != Status.PROPOSED:
        raise Conflict("standards-not-proposed", N_("This version is not waiting for approval."))
    move(version, Status.DECLINED, action="licensing.standard-set.decline", by=by, reason=sound_reason(reason))
    db.session.flush()


def record_finding(
    application: Application,
    code: str,
    outcome: FindingOutcome,
    *,
    reason: str,
    evidence: Sequence[Evidence] = (),
    by: Actor,
) -> StandardFinding:
    """Record what was found of one standard of a case; the newest counts, none is edited.

    Raises NotFound for a standard not asked of this case, Conflict when the case is not being assessed, Invalid for a
    reason shorter than 10 characters, and for a standard not met without evidence.
    """
    if application.status not in ASSESSED_IN:
        raise Conflict("not-assessed", N_("Findings are recorded only while the case is in checks or being assessed."))
    asked = queries.sheet(application).of(code)
    sound = sound_reason(reason)
    chosen = list({item.key: item for item in evidence}.values())
    if outcome is FindingOutcome.NOT_MET and not chosen:
        message = N_("Choose what shows that the standard is not met, or add a file.")
        raise Invalid("evidence-missing", message, {"evidence": message})
    if len(chosen) > MOST_EVIDENCE:
        message = N_("Choose at most 20 pieces of evidence.")
        raise Invalid("too-much-evidence", message, {"evidence": message})
    number = asked.newest.number + 1 if asked.newest else _next_number(application, asked.standard)
    row = StandardFinding(
        id=ids.new_id(), organisation_id=application.organisation_id, application_id=application.id,
        standard_id=asked.standard.id, number=number, outcome=outcome, reason=sound, by_person=by.person_id,
        by_name=by.name, at=clock.now(),
    )  # fmt: skip
    db.session.add(row)
    trail.record(
        "licensing.finding.record", row, by=by, reason=sound, standard=code, outcome=str(outcome),
        application=application.reference,
    )  # fmt: skip
    db.session.flush()
    for position, item in enumerate(chosen, start=1):
        db.session.add(
            StandardEvidence(
                id=ids.new_id(), organisation_id=row.organisation_id, finding_id=row.id, position=position,
                kind=item.kind, subject_id=item.subject_id, label=item.label[:300],
            )
        )  # fmt: skip
    db.session.flush()
    return row


def _next_number(application: Application, standard: Standard) -> int:
    """Return the next number, also after findings about answers that were handed in before."""
    statement = select(db.func.coalesce(db.func.max(StandardFinding.number), 0)).where(
        StandardFinding.application_id == application.id, StandardFinding.standard_id == standard.id
    )
    last: int = db.session.execute(statement).scalar_one()
    return last + 1
