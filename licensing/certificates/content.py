"""What a certificate says, as data with one fixed spelling and its hash (pure)."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

FORM = "certificate-1"  # the shape of the data; a later shape gets a later name


@dataclass(frozen=True)
class Content:
    """What one certificate says; everything that is drawn on it but its code and its day of issue.

    Attributes:
        regulator: who issues it.
        holder: the agency's name in Latin letters.
        local_names: its names in the script of the place.
        registration: its number in the trade register.
        town: where it is.
        number: of the licence.
        licence_class: the name of the class.
        first_day: of the validity.
        last_day: of the validity, which still counts.
        destinations: names of the countries it may send workers to.
        rules: its conditions in the words that workers read.
        no_fee: (language, “You must not pay for a job.”, who pays) in each language that is offered.
    """

    regulator: str
    holder: str
    local_names: tuple[str, ...]
    registration: str
    town: str
    number: str
    licence_class: str
    first_day: date
    last_day: date
    destinations: tuple[str, ...]
    rules: tuple[str, ...]
    no_fee: tuple[tuple[str, str], ...]

    def as_json(self) -> dict[str, Any]:
        """Return the content as JSON that reads back as the same content."""
        told = asdict(self)
        return {
            "form": FORM, **told, "first_day": self.first_day.isoformat(), "last_day": self.last_day.isoformat(),
            "local_names": list(self.local_names), "destinations": list(self.destinations), "rules": list(self.rules),
            "no_fee": [list(pair) for pair in self.no_fee],
        }  # fmt: skip

    @classmethod
    def of_json(cls, told: dict[str, Any]) -> "Content":
        """Return the content that `as_json` wrote. Raises ValueError for another shape."""
        if told.get("form") != FORM:
            message = f"a certificate of the form {told.get('form')} is not known here"
            raise ValueError(message)
        values = {name: value for name, value in told.items() if name != "form"}
        for name in ("first_day", "last_day"):
            values[name] = date.fromisoformat(values[name])
        for name in ("local_names", "destinations", "rules"):
            values[name] = tuple(values[name])
        values["no_fee"] = tuple((language, text) for language, text in values["no_fee"])
        return cls(**values)


def digest(told: dict[str, Any]) -> str:
    """Return the SHA-256 of a content in one fixed spelling of JSON, in hexadecimal digits."""
    spelled = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(spelled.encode()).hexdigest()
