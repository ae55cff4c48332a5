"""Countries by ISO 3166-1 alpha-2 code, named in the language of the page; a demonstration adds its own."""

from functools import cache
from typing import Any

from babel import Locale

# Codes that CLDR names and that are no country or territory of ISO 3166-1.
_NOT_ISO = frozenset({"EU", "EZ", "UN", "QO", "ZZ", "XA", "XB", "XK", "AC", "CP", "DG", "EA", "IC", "TA", "CQ"})
_jurisdiction: dict[str, str] = {}


def settle(jurisdiction: dict[str, Any]) -> None:
    """Say which country this installation serves: `code`, and for a fictional one also `name` and `phone_region`.

    A demonstration uses a code that ISO 3166-1 leaves to users (XM), so that nobody takes it for a real place.
    """
    _jurisdiction.clear()
    _jurisdiction.update({key: str(value) for key, value in jurisdiction.items()})
    names.cache_clear()


def home() -> str:
    """Return the code of the country whose law this installation applies, or an empty text before it is settled."""
    return _jurisdiction.get("code", "")


@cache
def names(language: str) -> dict[str, str]:
    """Return code → name in `language`, sorted by name."""
    territories = Locale(language).territories
    found = {
        code: name for code, name in territories.items() if len(code) == 2 and code.isalpha() and code not in _NOT_ISO
    }
    if _jurisdiction.get("name"):
        found[home()] = _jurisdiction["name"]
    return dict(sorted(found.items(), key=lambda pair: pair[1]))


def name(code: str, language: str = "en") -> str:
    """Return the name of a country, or the code itself when it is unknown."""
    return names(language).get(code, code)


def phone_region(code: str) -> str:
    """Return the country by whose numbering plan a number without country code is read."""
    return _jurisdiction.get("phone_region", code) if code == home() else code


def choices() -> list[tuple[str, str]]:
    """Return (code, name) pairs for a form, in the language of the page."""
    from core.i18n import language

    return list(names(language().code).items())


def known(code: str) -> bool:
    """Tell whether `code` is a country of ISO 3166-1, or this demonstration's own."""
    return code in names("en")
