"""Fields for figures: whole numbers, money in minor units, days; read in the digits of any script."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from wtforms.utils import unset_value

from core.fields import Fault, GovukField, TextField, Words, legend
from core.i18n import MINOR_DIGITS, N_, long_date, money
from core.text import clean_line, fold_digits

Day = date | Callable[[], date] | None

NOT_AN_AMOUNT = N_("“%(label)s” must be an amount in figures, such as 1,250 or 99.50.")
AT_LEAST = N_("“%(label)s” must be %(least)s or more.")
AT_MOST = N_("“%(label)s” must be %(most)s or less.")
# Commas group by thousands or, as in South Asia, by hundreds above the first thousand.
_AMOUNT = re.compile(r"-?([0-9]{1,15}|[0-9]{1,3}(,[0-9]{2,3})*,[0-9]{3})(\.[0-9]{1,3})?")
_ARABIC_SIGNS = {0x66B: ".", 0x66C: ",", 0x2212: "-"}


class IntegerField(TextField):
    """A whole number, in the digits of any script."""

    def __init__(
        self, label: Words = "", *, minimum: int | None = None, maximum: int | None = None, **settings: Any
    ) -> None:
        super().__init__(label, **{"width": 10, "inputmode": "numeric", **settings})
        self.minimum, self.maximum = minimum, maximum

    def clean(self, text: str) -> Any:
        """Read the number; spaces and grouping commas do not matter."""
        plain = re.sub(r"[\s,٬']", "", fold_digits(clean_line(text))).replace("\N{MINUS SIGN}", "-")
        if plain and not re.fullmatch(r"[-+]?[0-9]{1,15}", plain):
            raise ValueError(self.say(N_("“%(label)s” must be a whole number, such as 12.")))
        return int(plain) if plain else None

    def check(self) -> None:
        """Refuse a number out of bounds."""
        if self.minimum is not None and self.data < self.minimum:
            raise Fault(self.say(AT_LEAST, least=self.shown(self.minimum)))
        if self.maximum is not None and self.data > self.maximum:
            raise Fault(self.say(AT_MOST, most=self.shown(self.maximum)))

    def shown(self, bound: int) -> str:
        """Return a bound as it is said in a sentence."""
        return f"{bound:,}"


class MoneyField(IntegerField):
    """An amount: `data` in minor units (int), `currency` its ISO 4217 code, fixed or one of `currencies`."""

    component = "money"

    def __init__(
        self, label: Words = "", *, currency: str = "", currencies: Sequence[tuple[str, Words]] = (),
        **settings: Any,
    ) -> None:  # fmt: skip
        super().__init__(label, **{"inputmode": "decimal", **settings})
        self.currencies = [(code, text) for code, text in currencies]
        self.currency = currency or (self.currencies[0][0] if self.currencies else "")

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Take the chosen currency before the amount: it decides the decimals."""
        chosen = formdata.get(f"{self.name}-currency") if formdata is not None else None
        self.foreign = bool(chosen) and chosen not in dict(self.currencies)
        if chosen and not self.foreign:
            self.currency = chosen
        super().process(formdata, data, extra_filters)

    def clean(self, text: str) -> Any:
        """Read an amount such as 1,250.50: commas group, a full stop stands before the decimals."""
        plain = fold_digits(clean_line(text)).translate(_ARABIC_SIGNS).replace(" ", "")
        if not plain:
            return None
        places = MINOR_DIGITS.get(self.currency, 2)
        minor = Decimal(plain.replace(",", "")).scaleb(places) if _AMOUNT.fullmatch(plain) else None
        if minor is None or minor != minor.to_integral_value():
            raise ValueError(self.say(NOT_AN_AMOUNT))
        return int(minor)

    def check(self) -> None:
        """Refuse a currency that was not on offer, and an amount out of bounds."""
        if self.foreign:
            raise Fault(self.say(N_("Choose the currency of “%(label)s” from the list.")))
        super().check()

    def shown(self, bound: int) -> str:
        """Return a bound as money."""
        return money(bound, self.currency)

    def typed(self) -> str:
        """Show a recorded amount in the currency's own decimals."""
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else money(self.data, self.currency).partition(" ")[2]

    def more(self) -> dict[str, Any]:
        """Return value and, where it is fixed, the currency before the box."""
        found = super().more()
        if not self.currencies:
            found["prefix"] = {"text": self.currency}
        return found


class DateField(GovukField):
    """A day in three boxes; `earliest` and `latest` may be functions, such as clock.today."""

    component = "date"
    parts: ClassVar = ("day", "month", "year")

    def __init__(
        self, label: Words = "", *, earliest: Day = None, latest: Day = None, **settings: Any
    ) -> None:
        super().__init__(label, **settings)
        self.earliest, self.latest = earliest, latest
        self.faulty: set[str] = set()

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Gather the three boxes."""
        gathered = None
        if formdata is not None:
            typed = [str(formdata.get(f"{self.name}-{part}", "")) for part in self.parts]
            gathered = MultiDict([(self.name, text) for text in typed])
        super().process(gathered, data, extra_filters)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the day; say which box is wrong."""
        self.data = None
        typed = [fold_digits(text.strip()) for text in valuelist]
        if not any(typed):
            return
        words = {"day": _("a day"), "month": _("a month"), "year": _("a year")}
        lacking = [part for part, text in zip(self.parts, typed, strict=True) if not text]
        if lacking:
            self.faulty = set(lacking)
            raise ValueError(self.say(N_("“%(label)s” must include %(what)s."), what=words[lacking[0]]))
        self.data = self.read(typed)
        if self.data is None:
            self.faulty = set(self.parts)
            raise ValueError(self.say(N_("“%(label)s” must be a real day, in figures such as 31 3 2026.")))

    def read(self, typed: list[str]) -> date | None:
        """Return the day three texts stand for, or None; a year needs four figures (26 may mean 1926)."""
        if not all(re.fullmatch(r"[0-9]{1,4}", text) for text in typed) or len(typed[2]) < 4:
            return None
        day, month, year = (int(text) for text in typed)
        try:
            return date(year, month, day)
        except ValueError:
            return None

    def check(self) -> None:
        """Refuse a day outside the bounds."""
        earliest, latest = (bound() if callable(bound) else bound for bound in (self.earliest, self.latest))
        if earliest and self.data < earliest:
            raise Fault(self.say(N_("“%(label)s” must be %(day)s or later."), day=long_date(earliest)))
        if latest and self.data > latest:
            raise Fault(self.say(N_("“%(label)s” must be %(day)s or earlier."), day=long_date(latest)))

    @property
    def target(self) -> str:
        """Return the id of the first box that is wrong."""
        wrong = [part for part in self.parts if part in self.faulty] or ["day"]
        return f"{self.id}-{wrong[0]}"

    def title(self, *, heading: bool, size: str, label: Words) -> dict[str, Any]:
        """Return the legend round the boxes."""
        return legend(self, heading=heading, size=size, label=label)

    def more(self) -> dict[str, Any]:
        """Return the three boxes."""
        recorded = [self.data.day, self.data.month, self.data.year] if self.data else ["", "", ""]
        values = self.raw_data or recorded
        words = {"day": _("Day"), "month": _("Month"), "year": _("Year")}
        boxes = []
        for part, value in zip(self.parts, values, strict=True):
            wrong = " govuk-input--error" if self.errors and part in (self.faulty or set(self.parts)) else ""
            box = {"name": part, "label": words[part], "value": str(value), "id": f"{self.id}-{part}"}
            boxes.append({**box, "classes": f"govuk-input--width-{4 if part == 'year' else 2}{wrong}"})
        return {"namePrefix": self.name, "items": boxes}
