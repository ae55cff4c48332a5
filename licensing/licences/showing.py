"""What workers read about a licence, for the previews that officers see before they decide."""

from typing import Any

from core import clock
from core.i18n import long_date, translate
from licensing.licences import wording
from licensing.licences.status import ICONS, LicenceFacts, PublicStatus, public_status


def licence_preview(facts: LicenceFacts, conditions: list[str]) -> dict[str, Any]:
    """Return what workers read about a licence with these facts today."""
    key = public_status(facts, clock.today())
    until = facts.renewal_pending_until if key is PublicStatus.RENEWING else facts.ends_on
    return shown_to_workers(key, conditions, long_date(until) if until else "")


def shown_to_workers(key: PublicStatus, conditions: list[str], day: str) -> dict[str, Any]:
    """Return icon, title, text, steps and rules of a public status in the language of the page."""
    return {
        "key": key,
        "icon": ICONS[key],
        "title": translate(wording.TITLES[key]),
        "text": translate(wording.TEXTS[key]).replace("%(date)s", day),
        "steps": [translate(step) for step in wording.STEPS.get(key, ())],
        "conditions": conditions,
    }
