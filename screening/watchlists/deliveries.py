"""Commands on deliveries: sources of a list that wait for a person, were refused, or could not be fetched."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select

from core import clock, ids, trail
from core.actor import SYSTEM, Actor
from core.db import db, move
from core.errors import Conflict, Invalid, Problem
from core.i18n import N_
from core.text import clean_line
from screening.watchlists import keeping, queries, writing
from screening.watchlists.guards import Finding
from screening.watchlists.models import Delivery, Watchlist
from screening.watchlists.service import BUILT_IN, Imported, Suspect
from screening.watchlists.states import Channel, DeliveryStatus

SHORTEST_REASON = 10
LONGEST_REASON = 2_000
NEWER = N_("A newer version of the list came in.")


@dataclass(frozen=True)
class Came:
    """A source as it came in; no files when it is only told about."""

    channel: Channel
    name: str
    format: str | None = None
    digest: str | None = None
    size: int = 0
    published_on: date | None = None
    files: Sequence[Path] = ()


def hold(watchlist: Watchlist, came: Came, suspect: Suspect, *, by: Actor) -> Delivery:
    """Keep a source that is not of the size expected until a person takes or rejects it.

    The same source once more changes nothing; what waited from an earlier fetch is let go, for a newer one came.
    Raises TooLarge when it is too large to be kept.
    """
    for waiting in queries.waiting(watchlist):
        if waiting.source_hash == came.digest:
            return waiting
        if waiting.channel == came.channel == Channel.FETCH:
            let_go(waiting, by=by)
    delivery = _record(watchlist, came, DeliveryStatus.WAITING, suspect.findings, by=by, verb="hold")
    compared(delivery, suspect.tally, queries.in_use(watchlist))
    keeping.keep(came.files, delivery_id=delivery.id)
    return delivery


def let_go(delivery: Delivery, *, by: Actor) -> None:
    """Reject what waits because a newer version came."""
    _settle(delivery, DeliveryStatus.REJECTED, "reject", reason=NEWER, by=by)


def refuse(watchlist: Watchlist, came: Came, problem: Problem, *, by: Actor) -> Delivery:
    """Record that a source was broken."""
    return _record(watchlist, came, DeliveryStatus.REFUSED, [finding_of(problem)], by=by, verb="refuse")


def fail(watchlist: Watchlist, address: str, problem: Problem, *, by: Actor = SYSTEM) -> Delivery:
    """Record that a list could not be fetched."""
    came = Came(Channel.FETCH, address[:300])
    return _record(watchlist, came, DeliveryStatus.FAILED, [finding_of(problem)], by=by, verb="fail")


def receive(watchlist: Watchlist, came: Came, *, by: Actor) -> Delivery:
    """Store an upload; the caller defers reading it. Raises TooLarge, and Conflict for a list Fairgate keeps itself."""
    if watchlist.built_in:
        raise Conflict("watchlist-built-in", BUILT_IN)
    delivery = _record(watchlist, came, DeliveryStatus.RECEIVED, [], by=by, verb="receive")
    keeping.keep(came.files, delivery_id=delivery.id)
    return delivery


def finding_of(problem: Problem) -> Finding:
    """Return a refusal as it is kept with a delivery."""
    return Finding(problem.code, problem.detail, {name: str(value) for name, value in problem.values.items()})


def compared(delivery: Delivery, tally: writing.Tally, against: int | None) -> None:
    """Keep what a source would change."""
    delivery.entities, delivery.names = tally.entities, tally.names
    delivery.added, delivery.changed, delivery.removed = tally.added, tally.changed, tally.removed
    delivery.against = against


def was_read(delivery: Delivery, format: str, tally: writing.Tally, findings: Sequence[Finding]) -> None:  # noqa: A002
    """Keep what an upload holds and what speaks against it; from now on it waits for a person."""
    delivery.format = format
    delivery.findings = [finding.as_json() for finding in findings]
    compared(delivery, tally, queries.in_use(delivery.watchlist))
    move(delivery, DeliveryStatus.WAITING, action="screening.watchlist_delivery.read", by=SYSTEM, **_counts(delivery))


def is_broken(delivery: Delivery, problem: Problem) -> None:
    """Refuse a stored source that turned out to be broken; its files are forgotten."""
    delivery.findings = [finding_of(problem).as_json()]
    _settle(delivery, DeliveryStatus.REFUSED, "refuse", reason=None, by=SYSTEM)


def confirm(delivery: Delivery, *, accept: bool, reason: str, by: Actor) -> None:
    """Take what waits; the caller defers importing it.

    Where another version came into use since it was compared, the job compares it anew and it waits again. Raises
    Invalid when something speaks against it and that is not accepted with a reason, Conflict when it no longer waits.
    """
    _must_wait(delivery)
    said = clean_line(reason)
    if delivery.findings:
        faults = {}
        if not accept:
            faults["accept"] = N_("Tick the box to take the list although something speaks against it.")
        if len(said) < SHORTEST_REASON:
            faults["reason"] = N_("Say in at least 10 characters why this version is right.")
        if faults:
            raise Invalid("delivery-not-accepted", next(iter(faults.values())), faults)
    _decide(delivery, said, by)
    move(delivery, DeliveryStatus.CONFIRMED, action="screening.watchlist_delivery.confirm", by=by,
         reason=said or None, **_counts(delivery))  # fmt: skip
    db.session.flush()


def reject(delivery: Delivery, *, reason: str, by: Actor) -> None:
    """Do not take what waits; its files are forgotten.

    Raises Invalid without a reason, Conflict when it no longer waits.
    """
    _must_wait(delivery)
    said = clean_line(reason)
    if len(said) < SHORTEST_REASON:
        message = N_("Say in at least 10 characters why this version is not taken.")
        raise Invalid("reason-missing", message, {"reason": message})
    _decide(delivery, said, by)
    _settle(delivery, DeliveryStatus.REJECTED, "reject", reason=said, by=by)


def was_applied(delivery: Delivery, came: Imported) -> None:
    """Keep which version a confirmed delivery became."""
    delivery.sequence = came.snapshot.sequence
    _settle(delivery, DeliveryStatus.APPLIED, "apply", reason=None, by=SYSTEM)


def ask_again(delivery: Delivery, tally: writing.Tally, findings: Sequence[Finding]) -> None:
    """Put a confirmed delivery back before a person: the list changed before it could be imported."""
    delivery.findings = [finding.as_json() for finding in findings]
    compared(delivery, tally, queries.in_use(delivery.watchlist))
    move(delivery, DeliveryStatus.WAITING, action="screening.watchlist_delivery.ask-again", by=SYSTEM)


def by_id(delivery_id: UUID, *, lock: bool = False) -> Delivery | None:
    """Return a delivery for a job; `lock` holds off another worker at the same one."""
    statement = select(Delivery).where(Delivery.id == delivery_id).execution_options(populate_existing=True)
    return db.session.execute(statement.with_for_update(of=Delivery) if lock else statement).scalar_one_or_none()


def _must_wait(delivery: Delivery) -> None:
    if delivery.status != DeliveryStatus.WAITING:
        raise Conflict("delivery-not-waiting", N_("This version no longer waits for a decision. Reload the page."))


def _record(
    watchlist: Watchlist, came: Came, status: DeliveryStatus, findings: Sequence[Finding], *, by: Actor, verb: str
) -> Delivery:
    delivery = Delivery(
        id=ids.new_id(), watchlist_id=watchlist.id, watchlist=watchlist, status=status, channel=came.channel,
        file_name=came.name or "–", format=came.format, source_hash=came.digest, size=came.size,
        published_on=came.published_on, findings=[finding.as_json() for finding in findings],
        against=queries.in_use(watchlist), received_at=clock.now(), received_by=by.person_id, received_by_name=by.name,
    )  # fmt: skip
    db.session.add(delivery)
    reason = "; ".join(finding.sentence() for finding in findings) or None
    trail.record(f"screening.watchlist_delivery.{verb}", delivery, by=by, reason=reason, watchlist=watchlist.code,
                 source_hash=came.digest, channel=str(came.channel), file=came.name)  # fmt: skip
    db.session.flush()
    return delivery


def _decide(delivery: Delivery, reason: str, by: Actor) -> None:
    delivery.decided_at, delivery.decided_by_name = clock.now(), by.name
    delivery.decision_reason = reason[:LONGEST_REASON] or None


def _settle(delivery: Delivery, to: DeliveryStatus, verb: str, *, reason: str | None, by: Actor) -> None:
    if delivery.decided_at is None:
        delivery.decided_at, delivery.decided_by_name, delivery.decision_reason = clock.now(), by.name, reason
    move(delivery, to, action=f"screening.watchlist_delivery.{verb}", by=by, reason=reason, sequence=delivery.sequence)
    keeping.drop(delivery_id=delivery.id)
    db.session.flush()


def _counts(delivery: Delivery) -> dict[str, Any]:
    return {
        "entities": delivery.entities, "added": delivery.added, "changed": delivery.changed,
        "removed": delivery.removed, "against": [finding["code"] for finding in delivery.findings],
    }  # fmt: skip
