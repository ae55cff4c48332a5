"""Commands on bans of persons: proposed by one, confirmed by two others, reviewed, ended by their last day."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from accounts.organisations.queries import regulator
from core import clock, events, ids, trail
from core.actor import Actor
from core.db import db, move
from core.errors import Conflict, Invalid, Refused
from core.i18n import N_
from core.text import clean_line
from licensing.bans import queries
from licensing.bans.models import BanReview, PersonBan
from licensing.bans.states import WAITING, ReviewStatus, Status
from licensing.events import PersonBanned
from licensing.licences import queries as licences
from screening.names import search_keys

GROUND = "ban"  # the kind of legal ground that a ban rests on
PROPOSER = N_("You proposed this ban. Two other people must confirm it.")
SECONDER = N_("You have confirmed this already. A third person must confirm it, too.")
MOST_DOCUMENTS = 10


@dataclass(frozen=True)
class Facts:
    """Whom a ban is about and how long it lasts.

    Attributes:
        name: as on the person's papers.
        birth_date: where known.
        documents: numbers of identity papers; only keyed hashes are kept.
        from_on: the first day.
        until_on: the first day on which the person is free again; None bans for good.
        review_on: by when it is looked at again.
        public_text: what the public reads.
        licence_id: the licence in whose matter it is proposed, if any.
    """

    name: str
    from_on: date
    review_on: date
    public_text: str
    birth_date: date | None = None
    until_on: date | None = None
    documents: Sequence[str] = field(default=())
    licence_id: UUID | None = None


def propose(facts: Facts, *, ground_code: str, reason: str, by: Actor) -> PersonBan:
    """Propose to ban a person; nothing is published until two others have confirmed it. Raises Invalid."""
    authority = regulator()
    faults = _faults(facts, reason)
    known = {ground.code for ground in licences.grounds(GROUND, clock.today())}
    if ground_code not in known:
        faults["ground"] = N_("Choose a legal ground from the list.")
    if faults or authority is None:
        raise Invalid("ban-unsound", next(iter(faults.values()), ""), faults)
    name = clean_line(facts.name)
    row = PersonBan(
        id=ids.new_id(), organisation_id=authority.id, reference=ids.new_reference("B"), status=Status.PROPOSED,
        name=name, search_keys=list(search_keys(name, "person")), birth_date=facts.birth_date,
        identifiers=sorted({queries.document_hash(number) for number in facts.documents if number.strip()}),
        from_on=facts.from_on, until_on=facts.until_on, review_on=facts.review_on, ground_code=ground_code,
        reason=reason.strip(), public_text=clean_line(facts.public_text), licence_id=facts.licence_id,
        proposed_by=by.person_id, proposed_by_name=by.name, proposed_at=clock.now(),
    )  # fmt: skip
    db.session.add(row)
    trail.record("licensing.ban.propose", row, by=by, reason=row.reason, rule=ground_code)
    db.session.flush()
    return row


def confirm(row: PersonBan, *, note: str | None = None, by: Actor) -> PersonBan:
    """Confirm a ban: the first of two people seconds it, the second puts it in force.

    Raises Refused for who proposed or seconded it, Conflict when it is decided.
    """
    _may_decide(row, by)
    if row.status == Status.PROPOSED:
        row.seconded_by, row.seconded_by_name, row.seconded_at = by.person_id, by.name, clock.now()
        move(
            row, Status.SECONDED, action="licensing.ban.second", by=by, reason=note or row.reason, rule=row.ground_code
        )
    else:
        _decide(row, note, by)
        move(
            row, Status.IN_FORCE, action="licensing.ban.confirm", by=by, reason=note or row.reason, rule=row.ground_code
        )
        events.publish(PersonBanned(row.id))
    db.session.flush()
    return row


def decline(row: PersonBan, *, note: str, by: Actor) -> PersonBan:
    """Decline a ban with a note. Raises as `confirm` does, and Invalid for a note that is too short."""
    _may_decide(row, by)
    _decide(row, _sound(note, "note"), by)
    move(row, Status.DECLINED, action="licensing.ban.decline", by=by, reason=row.decision_note)
    db.session.flush()
    return row


def propose_lifting(row: PersonBan, *, reason: str, by: Actor) -> BanReview:
    """Propose, in a review, that a ban ends before its day. Raises Conflict when none is in force or one waits."""
    if row.status != Status.IN_FORCE or queries.review(row) is not None:
        raise Conflict("not-reviewable", N_("This ban is not in force, or a review of it waits already."))
    made = BanReview(
        id=ids.new_id(), organisation_id=row.organisation_id, ban_id=row.id, status=ReviewStatus.PROPOSED,
        reason=_sound(reason, "reason"), proposed_by=by.person_id, proposed_by_name=by.name, proposed_at=clock.now(),
    )  # fmt: skip
    db.session.add(made)
    trail.record("licensing.ban-review.propose", made, by=by, reason=made.reason, ban=row.reference)
    db.session.flush()
    return made


def decide_review(row: PersonBan, *, lift: bool, note: str, by: Actor) -> PersonBan:
    """Decide a review: lift the ban, or keep it. Raises Refused for who proposed the review, Conflict without one."""
    made = queries.review(row)
    if made is None:
        raise Conflict("no-review", N_("No review of this ban waits for a decision."))
    if made.proposed_by == by.person_id:
        raise Refused("same-person", N_("You proposed to lift this ban. Someone else must decide."))
    made.decided_by, made.decided_by_name, made.decided_at = by.person_id, by.name, clock.now()
    made.note = _sound(note, "note")
    to = ReviewStatus.LIFTED if lift else ReviewStatus.KEPT
    move(made, to, action="licensing.ban-review.decide", by=by, reason=made.note, ban=row.reference)
    db.session.flush()
    if lift:
        row.ended_at = clock.now()
        move(row, Status.LIFTED, action="licensing.ban.lift", by=by, reason=made.note)
        db.session.flush()
        events.publish(PersonBanned(row.id))
    return row


def end(*, by: Actor) -> int:
    """Mark bans ended whose last day has passed; return how many. A second call finds none left."""
    rows = queries.run_out()
    for row in rows:
        row.ended_at = clock.now()
        move(row, Status.ENDED, action="licensing.ban.end", by=by)
        db.session.flush()
        events.publish(PersonBanned(row.id))
    return len(rows)


def _faults(facts: Facts, reason: str) -> dict[str, str]:
    faults: dict[str, str] = {}
    if not 2 <= len(clean_line(facts.name)) <= 300 or not search_keys(facts.name, "person"):
        faults["name"] = N_("Write the name as on the person's papers.")
    if facts.birth_date is not None and facts.birth_date >= clock.today():
        faults["birth_date"] = N_("A birth date is before today.")
    if facts.until_on is not None and facts.until_on <= facts.from_on:
        faults["until_on"] = N_("The ban must end after it begins.")
    if facts.review_on <= facts.from_on or (facts.until_on is not None and facts.review_on > facts.until_on):
        faults["review_on"] = N_("Choose a day for the review after the first and not after the last.")
    if not 10 <= len(clean_line(facts.public_text)) <= 300:
        faults["public_text"] = N_("Write in 10 to 300 characters what the public reads.")
    if not 10 <= len(reason.strip()) <= 4000:
        faults["reason"] = N_("Give a reason of 10 to 4000 characters.")
    if len(facts.documents) > MOST_DOCUMENTS or any(len(number) > 60 for number in facts.documents):
        faults["documents"] = N_("Give at most 10 numbers, each of at most 60 signs.")
    return faults


def _sound(text: str, name: str) -> str:
    sound = (text or "").strip()
    if not 10 <= len(sound) <= 4000:
        message = N_("Give a reason of 10 to 4000 characters.")
        raise Invalid("reason-too-short", message, {name: message})
    return sound


def _may_decide(row: PersonBan, by: Actor) -> None:
    if row.status not in WAITING:
        raise Conflict("ban-decided", N_("This ban has been decided already."))
    if row.proposed_by == by.person_id:
        raise Refused("same-person", PROPOSER)
    if row.seconded_by == by.person_id:
        raise Refused("same-person", SECONDER)


def _decide(row: PersonBan, note: str | None, by: Actor) -> None:
    row.decided_by, row.decided_by_name, row.decided_at = by.person_id, by.name, clock.now()
    row.decision_note = note or None
