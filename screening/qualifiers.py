"""What is known of a party besides its name, and what it says about a match of names (pure)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

# Points by what was found. A person's date of birth settles more than a country: people move, dates are
# mistyped.
_POINTS = {
    ("country", "agrees"): 0.03,
    ("country", "differs"): -0.04,
    ("birth_date", "agrees"): 0.1,
    ("birth_date", "year_agrees"): 0.04,
    ("birth_date", "near"): -0.05,
    ("birth_date", "differs"): -0.25,
}
NEAR_YEARS = 2
LEAST_IDENTIFIER = 5
# Schemes whose values name one party. Websites, telephone numbers and wallets are shared or change hands.
_SHARED_SCHEMES = frozenset({"website", "email", "phone", "call_sign", "bic", "identification_number"})


@dataclass(frozen=True)
class Attributes:
    """What is known of a party besides its name.

    Attributes:
        countries: ISO 3166 alpha-2 codes.
        birth_dates: ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.
        identifiers: scheme to values.
    """

    countries: tuple[str, ...] = ()
    birth_dates: tuple[str, ...] = ()
    identifiers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def against(self, other: "Attributes") -> dict[str, str]:
        """Return what the attributes of two parties say: code of the attribute to code of the finding."""
        found = {}
        if self.countries and other.countries:
            found["country"] = "agrees" if set(self.countries) & set(other.countries) else "differs"
        if self.birth_dates and other.birth_dates:
            ranks = [_dates(one, two) for one in self.birth_dates for two in other.birth_dates]
            found["birth_date"] = max(ranks)[1]
        return found


def _dates(one: str, other: str) -> tuple[int, str]:
    shared = min(len(one), len(other))
    if one[:shared] == other[:shared] and shared > 4:
        return 3, "agrees"
    if one[:4] == other[:4]:
        return 2, "year_agrees"
    if one[:4].isdigit() and other[:4].isdigit() and abs(int(one[:4]) - int(other[:4])) <= NEAR_YEARS:
        return 1, "near"
    return 0, "differs"


def compare_attributes(qualifiers: Mapping[str, str]) -> dict[str, float]:
    """Return the points of each finding, as they stand in the contributions of an explanation."""
    return {code: _POINTS[code, finding] for code, finding in qualifiers.items() if (code, finding) in _POINTS}


def shared_identifier(subject: Attributes, entity: Attributes) -> tuple[str, str] | None:
    """Return scheme and value of an identifier that both have, or None.

    Values are compared without spaces and punctuation; shorter than five signs they prove nothing.
    """
    for scheme in sorted(set(subject.identifiers) & set(entity.identifiers) - _SHARED_SCHEMES):
        theirs = {_bare(value) for value in entity.identifiers[scheme]}
        for value in subject.identifiers[scheme]:
            if len(_bare(value)) >= LEAST_IDENTIFIER and _bare(value) in theirs:
                return scheme, value
    return None


def _bare(value: str) -> str:
    return re.sub(r"[\W_]", "", value).casefold()
