"""What is asked: a name and what else is known of its bearer, cleaned, bounded, or refused with the remedy (pure)."""

import re
from dataclasses import dataclass
from datetime import date

from core import countries
from core.errors import Invalid
from core.i18n import N_
from core.text import clean_line, fold_digits, has_forbidden
from screening.names import MAX_NAME_CHARACTERS, Kind, NormalisedName, normalise
from screening.qualifiers import LEAST_IDENTIFIER, Attributes
from screening.search.levels import Level

KINDS: dict[str, str] = {
    "person": N_("Person"), "organisation": N_("Organisation"), "unknown": N_("Not known")
}  # fmt: skip
LONGEST_IDENTIFIER = 100
MOST_SHOWN = 50
_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_OLDEST = 1800
_SIGNS = re.compile(r"[\W_]")

NOTHING = N_("Enter a name or a number.")
LONG_NAME = N_("The name has more than 10,000 characters. Send the name alone, without what stands around it.")
NO_SUCH_KIND = N_("Choose person, organisation or not known.")
NO_SUCH_COUNTRY = N_("There is no country with this code. Use two letters, such as BD for Bangladesh.")
NO_SUCH_DAY = N_("Write the date of birth as year, year-month or year-month-day, such as 1968 or 1968-03-27.")
SHORT_NUMBER = N_("A number of fewer than five signs proves nothing. Enter the whole number, or leave it out.")
LONG_NUMBER = N_("The number has more than 100 signs. Enter one number.")
UNSEEN = N_("This holds characters that cannot be shown. Type it again.")
TOO_LONG = {"name": LONG_NAME, "country": NO_SUCH_COUNTRY, "birth_date": NO_SUCH_DAY, "identifier": LONG_NUMBER}


@dataclass(frozen=True)
class Asked:
    """One question.

    Attributes:
        name: as written, without invisible signs; empty when only a number is known.
        kind: person, organisation or unknown.
        country: ISO 3166 alpha-2 code, or empty.
        birth_date: ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, or empty.
        identifier: a number of any scheme, or empty.
        level: how alike a name must be.
        most: how many results at most, 1 to 50.
    """

    name: str
    kind: Kind = "unknown"
    country: str = ""
    birth_date: str = ""
    identifier: str = ""
    level: Level = Level.NORMAL
    most: int = 20

    @property
    def normalised(self) -> NormalisedName:
        """Return the name as it is compared."""
        return normalise(self.name, self.kind)

    @property
    def attributes(self) -> Attributes:
        """Return what else is known, but for the number, whose scheme is not."""
        return Attributes((self.country,) * bool(self.country), (self.birth_date,) * bool(self.birth_date))


def ask(
    name: str | None, *, kind: str = "unknown", country: str | None = None, birth_date: str | None = None,
    identifier: str | None = None, level: Level = Level.NORMAL, most: int = 20, prefix: str = "",
) -> Asked:  # fmt: skip
    """Return a question that can be answered; raises Invalid, its fields named after `prefix`."""
    typed = {"name": name, "country": country, "birth_date": birth_date, "identifier": identifier}
    given = {field: text or "" for field, text in typed.items()}
    faults = {field: fault for field, text in given.items() if (fault := _unreadable(field, text))}
    if not faults:
        given = {field: clean_line(text) for field, text in given.items()}
        given["country"] = given["country"].upper()
        given["birth_date"] = fold_digits(given["birth_date"])
        faults = _faults(**given)
    if kind not in KINDS:
        faults["kind"] = NO_SUCH_KIND
    if faults:
        named = {f"{prefix}{field}": sentence for field, sentence in faults.items()}
        raise Invalid("search-invalid", next(iter(faults.values())), named)
    return Asked(**given, kind=kind, level=level, most=most)  # type: ignore[arg-type]


def _unreadable(field: str, text: str) -> str | None:
    if len(text) > MAX_NAME_CHARACTERS:
        return TOO_LONG[field]
    return UNSEEN if has_forbidden(text) else None


def _faults(*, name: str, country: str, birth_date: str, identifier: str) -> dict[str, str]:
    """Return what is wrong with cleaned answers, by field."""
    faults: dict[str, str] = {}
    if not name and not identifier:
        faults["name"] = NOTHING
    if country and not (len(country) == 2 and countries.known(country)):
        faults["country"] = NO_SUCH_COUNTRY
    if birth_date and not _is_day(birth_date):
        faults["birth_date"] = NO_SUCH_DAY
    if len(identifier) > LONGEST_IDENTIFIER:
        faults["identifier"] = LONG_NUMBER
    elif identifier and len(_SIGNS.sub("", identifier)) < LEAST_IDENTIFIER:
        faults["identifier"] = SHORT_NUMBER
    return faults


def _is_day(text: str) -> bool:
    found = _DAY.fullmatch(text)
    if not found or int(found[1]) < _OLDEST:
        return False
    try:
        date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        return False
    return True
