"""Commands on notices: written for matches of licence holders, looked at by an officer, ended with their match."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select, tuple_

from core import clock, ids, trail
from core.actor import SYSTEM, Actor
from core.db import db, move
from core.errors import Conflict, Invalid
from core.i18n import N_
from licensing.agencies.models import Agency
from licensing.licences.own_list import CODE as OWN_LIST
from licensing.notices import queries
from licensing.notices.models import HolderNotice
from licensing.notices.states import LOOKED_AT, Status
from screening.runs.models import ScreeningMatch, SubjectKind
from screening.runs.queries import matches_with_entities

SHORTEST_NOTE, LONGEST_NOTE = 10, 2_000


def settle(matches: Sequence[UUID], *, organisation_id: UUID) -> int:
    """Write notices for matches of agencies that hold a licence, and of their people; returns how many are to look at.

    Idempotent. What was looked at stays so until what the match rests on changes on either side.
    """
    found = [one for one in matches_with_entities(matches, organisation_id=organisation_id) if one.ended_at is None]
    people = queries.agencies_of([one.subject_id for one in found if one.subject_kind == SubjectKind.AGENCY_PERSON])
    agency_of = {one.id: people.get(one.subject_id, one.subject_id) for one in found}
    held = queries.holders(set(agency_of.values()))
    wanted = [one for one in found if agency_of[one.id] in held]
    itself = _own_entries(wanted, agency_of)
    known = _known(wanted, organisation_id)
    count = 0
    for match in wanted:
        if match.id in itself:
            continue
        notice = known.get((match.subject_kind, match.subject_id, match.listed_key))
        count += _one(notice, match, agency_of[match.id])
    db.session.flush()
    return count


def _own_entries(matches: Sequence[ScreeningMatch], agency_of: Mapping[UUID, UUID]) -> set[UUID]:
    """Return the matches of agencies with their own entry in our list of those not licensed."""
    own = [one for one in matches if one.entity.watchlist.code == OWN_LIST]
    statement = select(Agency.id, Agency.reference).where(Agency.id.in_([agency_of[one.id] for one in own]))
    named = {row[0]: row[1] for row in db.session.execute(statement)} if own else {}
    return {one.id for one in own if named.get(agency_of[one.id]) == one.entity.entity_key}


def _known(matches: Sequence[ScreeningMatch], organisation_id: UUID) -> dict[tuple[str, UUID, str], HolderNotice]:
    keys = [(one.subject_kind, one.subject_id, one.listed_key) for one in matches]
    if not keys:
        return {}
    same = tuple_(HolderNotice.subject_kind, HolderNotice.subject_id, HolderNotice.listed_key).in_(keys)
    statement = select(HolderNotice).where(HolderNotice.organisation_id == organisation_id, same)
    rows = db.session.execute(statement.with_for_update(of=HolderNotice)).scalars()
    return {(row.subject_kind, row.subject_id, row.listed_key): row for row in rows}


def _one(notice: HolderNotice | None, match: ScreeningMatch, agency_id: UUID) -> bool:
    """Write, open again or renew the notice of one match; tells whether somebody must look who need not before."""
    said = _said(match)
    if notice is None:
        notice = HolderNotice(
            id=ids.new_id(), organisation_id=match.organisation_id, reference=ids.new_reference("H"),
            status=Status.OPEN, agency_id=agency_id, subject_kind=match.subject_kind, subject_id=match.subject_id,
            listed_key=match.listed_key, opened_at=clock.now(), **said,
        )  # fmt: skip
        db.session.add(notice)
        trail.record("licensing.notice.open", notice, by=SYSTEM, score=match.score)
        return True
    changed = notice.inputs != match.inputs and notice.fingerprint != match.fingerprint
    if notice.status == Status.ENDED or (notice.status in LOOKED_AT and changed):
        _open_again(notice, said)
        return True
    if notice.status == Status.OPEN and any(getattr(notice, name) != value for name, value in said.items()):
        for name, value in said.items():
            setattr(notice, name, value)
        trail.record("licensing.notice.renew", notice, by=SYSTEM, score=match.score)
    return False


def _said(match: ScreeningMatch) -> dict[str, Any]:
    return {
        "subject_name": match.subject_name, "entity_id": match.entity_id, "matched_name": match.matched_name,
        "score": match.score, "explanation": match.explanation, "fingerprint": match.fingerprint,
        "inputs": match.inputs, "ended_at": None,
    }  # fmt: skip


def _open_again(notice: HolderNotice, said: Mapping[str, Any]) -> None:
    if notice.status in LOOKED_AT:
        notice.former = {
            "status": notice.status, "note": notice.note, "decided_by": notice.decided_by_name,
            "decided_at": notice.decided_at.isoformat() if notice.decided_at else None,
        }  # fmt: skip
    for name, value in said.items():
        setattr(notice, name, value)
    notice.decided_by = notice.decided_by_name = notice.decided_at = notice.note = None
    notice.opened_at = clock.now()
    move(notice, Status.OPEN, action="licensing.notice.reopen", by=SYSTEM)


def end(matches: Sequence[ScreeningMatch], *, organisation_id: UUID) -> None:
    """End the notices of matches that no longer stand; what was said of them stays."""
    for notice in _known(matches, organisation_id).values():
        if notice.ended_at is not None:
            continue
        notice.ended_at = clock.now()
        if notice.status == Status.OPEN:
            move(notice, Status.ENDED, action="licensing.notice.end", by=SYSTEM)
        else:
            trail.record("licensing.notice.end", notice, by=SYSTEM)
    db.session.flush()


def decide(notice: HolderNotice, *, same: bool, note: str | None, version: int | None = None, by: Actor) -> None:
    """Say whether the two are the same, and why. A measure on the licence is proposed on its own page.

    Raises Invalid for a note of fewer than 10 characters, Conflict when the notice has changed or is not open.
    """
    if version is not None and notice.version != version:
        raise Conflict("notice-changed", N_("Somebody changed this notice while you had it open. Look at it again."))
    if notice.status != Status.OPEN:
        raise Conflict("notice-not-open", N_("Somebody has looked at this notice already, or the match has ended."))
    sound = (note or "").strip()
    if not SHORTEST_NOTE <= len(sound) <= LONGEST_NOTE:
        message = N_("Say in 10 to 2,000 characters what you looked at.")
        raise Invalid("note-missing", message, {"note": message})
    notice.decided_by, notice.decided_by_name, notice.decided_at = by.person_id, by.name, clock.now()
    notice.note = sound
    to = Status.SAME if same else Status.NOT_SAME
    move(notice, to, action="licensing.notice.decide", by=by, reason=sound)
    db.session.flush()
