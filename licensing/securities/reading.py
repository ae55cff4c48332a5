"""Amounts of a formula as people write them: one a line (pure)."""

from decimal import Decimal, InvalidOperation

from core.errors import Invalid
from core.i18n import MINOR_DIGITS, N_
from core.text import fold_digits
from licensing.securities.rules import Band

LARGEST = 10**15
NOT_AN_AMOUNT = N_("Line %(line)s: write workers, points and amount with commas between, such as 200, 4, 60000.00.")


def bands(text: str, currency: str) -> tuple[Band, ...]:
    """Return the bands of lines such as ``200, 4, 60000.00``. Raises Invalid naming the line that cannot be read."""
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        parts = [part.strip() for part in fold_digits(line).replace(";", ",").split(",")]
        if len(parts) != 3 or not all(part.isdigit() and len(part) < 8 for part in parts[:2]):
            raise Invalid("bands-unreadable", NOT_AN_AMOUNT, {"amounts": NOT_AN_AMOUNT}, line=number)
        minor = amount(parts[2], currency)
        if minor is None:
            raise Invalid("bands-unreadable", NOT_AN_AMOUNT, {"amounts": NOT_AN_AMOUNT}, line=number)
        found.append(Band(int(parts[0]), int(parts[1]), minor))
    return tuple(sorted(found))


def amount(text: str, currency: str) -> int | None:
    """Return an amount such as ``60000.00`` in minor units of its currency; None for what is none."""
    try:
        minor = Decimal(fold_digits(text.strip())).scaleb(MINOR_DIGITS.get(currency, 2))
    except InvalidOperation:
        return None
    if not minor.is_finite() or minor != minor.to_integral_value() or not 0 <= minor <= LARGEST:
        return None
    return int(minor)
