"""What every act on a licence must meet: another person, a page that is not stale, a ground in force, a reason."""

from typing import Any

from core import clock
from core.actor import Actor
from core.errors import Conflict, Invalid, Refused
from core.i18n import N_, long_instant
from licensing.applications.models import LegalGround
from licensing.licences import queries
from licensing.licences.models import LicenceMeasure

SHORTEST_REASON = 10
LONGEST_TEXT = 4000
SAME_PERSON = N_("You proposed this measure. Someone else must decide.")


def refuse_same_person(row: LicenceMeasure, by: Actor) -> None:
    """Raise Refused when `by` proposed the measure: two people decide."""
    if row.proposed_by == by.person_id:
        raise Refused("same-person", SAME_PERSON)


def refuse_stale(entity: Any, version: int | None) -> None:
    """Raise Conflict, saying by whom and when, if `entity` changed since the page of `version` was opened.

    None asks nothing: who sends no version wants the last word.
    """
    if version is not None and entity.version != version:
        last = queries.last_entry(entity)
        sentence = N_("%(name)s changed this on %(when)s, after you opened the page. Look at it now, then send again.")
        name, when = (last.actor_name, long_instant(last.at)) if last else ("", "")
        raise Conflict("changed-meanwhile", sentence, name=name, when=when)


def find_ground(code: str, kind: str) -> LegalGround:
    """Return a legal ground in force today for `kind`. Raises Invalid when there is none of that code."""
    for ground in queries.grounds(kind, clock.today()):
        if ground.code == code:
            return ground
    message = N_("Choose a legal ground from the list.")
    raise Invalid("ground-not-of-kind", message, {"ground": message})


def sound_reason(reason: str | None, *, least: int = SHORTEST_REASON, field: str = "reason") -> str:
    """Return a reason without spaces around it. Raises Invalid when it is too short or too long."""
    sound = (reason or "").strip()
    if not least <= len(sound) <= LONGEST_TEXT:
        message = N_("Give a reason of %(least)s to %(most)s characters.")
        raise Invalid("reason-too-short", message, {field: message}, least=least, most=LONGEST_TEXT)
    return sound
