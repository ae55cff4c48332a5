"""Fee bands as people write them: a line each of from, to and amount (pure)."""

import re
from decimal import Decimal

from core.errors import Invalid
from core.i18n import N_
from core.text import fold_digits
from licensing.payments import currencies
from licensing.payments.fees import Band

LINE = re.compile(r"(\d{1,9})\s*[\s–-]\s*(\d{1,9}|[-–])\s*[\s:]\s*(\d{1,12}(?:\.\d{1,4})?)")
SENTENCE = N_("Write each band on a line: from, to (or - for no end), amount. For example “100 499 250.00”.")


def read(text: str, currency: str) -> list[Band]:
    """Return the bands of a text, amounts in the currency's own decimals. Raises Invalid naming ``bands``."""
    found = []
    for line in fold_digits(text).replace(",", "").splitlines():
        if not line.strip():
            continue
        match = LINE.fullmatch(line.strip())
        if match is None:
            raise Invalid("bands-unreadable", SENTENCE, {"bands": SENTENCE})
        least, most, amount = match.groups()
        found.append(Band(int(least), int(most) if most.isdigit() else None, read_amount(amount, currency)))
    return found


def read_amount(text: str, currency: str, field: str = "bands") -> int:
    """Return an amount in minor units. Raises Invalid naming `field` for more decimals than the currency has."""
    plain = fold_digits(text).replace(",", "").strip()
    if not re.fullmatch(r"\d{1,12}(\.\d{1,4})?", plain):
        sentence = N_("Enter an amount such as 250.00.")
        raise Invalid("amount-unreadable", sentence, {field: sentence})
    minor = Decimal(plain).scaleb(currencies.digits(currency))
    if minor != minor.to_integral_value():
        sentence = N_("The amount has more decimals than its currency.")
        raise Invalid("amount-too-fine", sentence, {field: sentence})
    return int(minor)
