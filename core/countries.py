"""Countries by ISO 3166-1 alpha-2 code, named in the language of the page."""

from functools import cache

from babel import Locale

# Codes that CLDR names and that are no country or territory of ISO 3166-1.
_NOT_ISO = frozenset({"EU", "EZ", "UN", "QO", "ZZ", "XA", "XB", "XK", "AC", "CP", "DG", "EA", "IC", "TA", "CQ"})


@cache
def names(language: str) -> dict[str, str]:
    """Return code → name in `language`, sorted by name."""
    territories = Locale(language).territories
    found = {code: name for code, name in territories.items() if len(code) == 2 and code.isalpha() and code not in _NOT_ISO}
    return dict(sorted(found.items(), key=lambda pair: pair[1]))


def name(code: str, language: str = "en") -> str:
    """Return the name of a country, or the code itself when it is unknown."""
    return names(language).get(code, code)


def choices() -> list[tuple[str, str]]:
    """Return (code, name) pairs for a form, in the language of the page."""
    from core.i18n import language  # noqa: PLC0415  needs a request

    return list(names(language().code).items())


def known(code: str) -> bool:
    """Tell whether `code` is an ISO 3166-1 alpha-2 code."""
    return code in names("en")
