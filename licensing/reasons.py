"""The reason that every act of the regulator carries (licensing.md 4.7): read once, refused in one sentence."""

from core.errors import Invalid
from core.i18n import N_

SHORTEST, LONGEST = 10, 4000


def sound_reason(reason: str | None, *, field: str = "reason", least: int = SHORTEST, most: int = LONGEST) -> str:
    """Return a reason without spaces around it.

    Raises Invalid (`reason-too-short`) naming `field` when it has fewer than `least` or more than `most` characters.
    """
    sound = (reason or "").strip()
    if not least <= len(sound) <= most:
        message = N_("Give a reason of %(least)s to %(most)s characters.")
        raise Invalid("reason-too-short", message, {field: message}, least=least, most=most)
    return sound
