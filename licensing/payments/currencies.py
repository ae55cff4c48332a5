"""Amounts in ISO 4217 minor units, and the same amounts as Stripe counts them (pure).

Source: ISO 4217 exponents (core.i18n.MINOR_DIGITS); docs.stripe.com/currencies: zero-decimal currencies are sent as
they are; three-decimal ones in thousandths ending in 0; ISK and UGX, which ISO 4217 gives no decimals, in
hundredths; MGA, which has a fifth and not a hundredth, without decimals.
"""

from core.errors import Invalid
from core.i18n import MINOR_DIGITS, N_

HUNDREDTHS_AT_STRIPE = frozenset({"ISK", "UGX"})
WHOLE_AT_STRIPE = frozenset({"MGA"})
THREE_AT_STRIPE = frozenset({"BHD", "JOD", "KWD", "OMR", "TND"})
LARGEST = 10**12  # minor units; far above any fee, far below what a browser's numbers bear


def digits(currency: str) -> int:
    """Return how many decimals a currency has by ISO 4217."""
    return MINOR_DIGITS.get(currency, 2)


def known(currency: str) -> bool:
    """Return whether this is the code of a currency."""
    from babel import Locale

    return len(currency) == 3 and currency.isupper() and currency in Locale("en").currencies


def at_stripe(amount_minor: int, currency: str) -> int:
    """Return an amount as Stripe counts it. Raises Invalid where Stripe cannot take it."""
    if currency in HUNDREDTHS_AT_STRIPE:
        return amount_minor * 100
    if currency in WHOLE_AT_STRIPE:
        if amount_minor % 100:
            raise Invalid("amount-not-whole", N_("Stripe takes whole amounts of this currency only."))
        return amount_minor // 100
    if digits(currency) >= 3:
        if currency not in THREE_AT_STRIPE:
            raise Invalid("currency-not-at-stripe", N_("Stripe does not take this currency. Pay by bank transfer."))
        if amount_minor % 10:
            raise Invalid("amount-not-rounded", N_("Amounts in this currency end in 0 in their third decimal."))
    return amount_minor


def from_stripe(amount: int, currency: str) -> int:
    """Return an amount that Stripe gave, in ISO minor units; `currency` as Stripe writes it or in capitals.

    Raises ValueError for an amount that no amount of ours becomes: then it is not what we asked for.
    """
    code = currency.upper()
    if code in HUNDREDTHS_AT_STRIPE:
        whole, rest = divmod(amount, 100)
        if rest:
            message = f"{amount} is no whole amount of {code}"
            raise ValueError(message)
        return whole
    return amount * 100 if code in WHOLE_AT_STRIPE else amount
