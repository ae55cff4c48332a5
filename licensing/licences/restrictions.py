"""The rules that come of a freeze for one country or one employer, in the words that workers read."""

from collections.abc import Iterable

from core import countries
from core.i18n import N_, language, translate

COUNTRY = N_("It must not take new workers to %(country)s now.")
EMPLOYER = N_("It must not take new workers for %(name)s now.")


def rules(corridors: Iterable[str], employers: Iterable[str]) -> list[str]:
    """Return one sentence for each country (ISO 3166-1 alpha-2) and each employer, in the language of the page."""
    spoken = language().code
    found = [translate(COUNTRY, country=countries.name(code, spoken)) for code in corridors]
    return found + [translate(EMPLOYER, name=name) for name in employers]
