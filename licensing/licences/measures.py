"""What each measure does to a licence, and which may be proposed on it today (pure)."""

from dataclasses import dataclass, replace
from datetime import date

from core.i18n import N_
from licensing.licences.states import LIVE, Measure, Status
from licensing.licences.status import IN_FORCE, LicenceFacts, PublicStatus, public_status

M = Measure


@dataclass(frozen=True)
class Effect:
    """What a confirmed measure changes.

    Attributes:
        name: what an officer calls it.
        done: what has happened, in the letter and in the timeline.
        to: the state it leads to, or None when it only sets an overlay.
        overlay: the column it sets, with its value.
    """

    name: str
    done: str
    to: Status | None = None
    overlay: tuple[str, bool] | None = None


EFFECTS: dict[Measure, Effect] = {
    M.SUSPEND: Effect(N_("Suspend"), N_("The licence is suspended."), to=Status.SUSPENDED),
    M.LIFT: Effect(N_("End the suspension"), N_("The suspension has ended."), to=Status.ACTIVE),
    M.REVOKE: Effect(N_("Revoke"), N_("The licence is revoked."), to=Status.REVOKED),
    M.CANCEL: Effect(
        N_("Cancel (got by fraud)"), N_("The licence is cancelled: it was got by fraud."), to=Status.CANCELLED
    ),
    M.SURRENDER: Effect(N_("Accept its surrender"), N_("The licence was given back."), to=Status.SURRENDERED),
    M.FREEZE: Effect(
        N_("Freeze (no new workers)"), N_("The agency must take no new workers."), overlay=("frozen", True)
    ),
    M.UNFREEZE: Effect(N_("End the freeze"), N_("The agency may take new workers again."), overlay=("frozen", False)),
    M.WATCH: Effect(N_("Put under watch"), N_("The agency is under watch."), overlay=("watched", True)),
    M.UNWATCH: Effect(N_("End the watch"), N_("The agency is no longer under watch."), overlay=("watched", False)),
    M.WAIVE: Effect(N_("Waive a condition"), N_("The holder is excused from a condition.")),
    M.SET_ASIDE: Effect(N_("Set a measure aside"), N_("A measure is set aside by the order of a tribunal.")),
}
# These are proposed on the page of the condition or of the appeal that they are about.
ELSEWHERE = frozenset({M.WAIVE, M.SET_ASIDE})


def offered(facts: LicenceFacts, today: date) -> list[Measure]:
    """Return the measures that make sense on a licence today, mildest first.

    After the last day only cancelling is left: what has ended cannot be stopped, but that it was got by fraud
    can still be said.
    """
    now = public_status(facts, today)
    if now is PublicStatus.CANCELLED:
        return []
    if facts.status not in LIVE or now is PublicStatus.EXPIRED:
        return [M.CANCEL]
    found = [M.UNWATCH if facts.watched else M.WATCH]
    if now in IN_FORCE:
        found += [M.UNFREEZE] * bool(facts.frozen or facts.frozen_for) + [M.FREEZE] * (not facts.frozen) + [M.SUSPEND]
    else:
        found += [M.LIFT]
    return [*found, M.SURRENDER, M.REVOKE, M.CANCEL]


def after(facts: LicenceFacts, measure: Measure) -> LicenceFacts:
    """Return the facts as they will be once `measure` is confirmed: for the preview of what workers read."""
    effect = EFFECTS[measure]
    changed = facts if effect.to is None else replace(facts, status=effect.to)
    if effect.overlay == ("frozen", not facts.frozen):
        return replace(changed, frozen=not facts.frozen)
    if effect.overlay == ("watched", not facts.watched):
        return replace(changed, watched=not facts.watched)
    return changed
