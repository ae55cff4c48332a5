"""Languages: which are offered, in which direction they run, how dates and numbers look."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from babel.dates import format_date, format_datetime
from flask_babel import Babel, get_locale
from flask_babel import gettext as _

from core import clock
from core.marking import N_ as N_  # noqa: PLC0414  lent on: features mark and translate through one module

if TYPE_CHECKING:
    from flask import Flask


@dataclass(frozen=True)
class Language:
    """A language of the pages; `reviewed` says whether two people checked its safety sentences."""

    code: str
    name: str
    direction: str
    reviewed: bool


LANGUAGES = (
    Language("en", "English", "ltr", reviewed=True),
    Language("ar", "العربية", "rtl", reviewed=False),
)
_BY_CODE = {language.code: language for language in LANGUAGES}
babel = Babel()


def offered(*, demonstration: bool) -> tuple[Language, ...]:
    """Return the languages to offer: an unreviewed one misleads people, so only demonstrations show it."""
    return tuple(language for language in LANGUAGES if language.reviewed or demonstration)


def language() -> Language:
    """Return the language of the page being made."""
    locale = get_locale()
    return _BY_CODE.get(locale.language if locale else "en", LANGUAGES[0])


def translate(sentence: str, **values: object) -> str:
    """Return a marked sentence in the language of the page, its %(names)s filled in."""
    text = str(_(sentence))
    return text % values if values else text


def regional() -> str:
    """Return the locale that shapes dates and numbers: English is British here, so that the day comes first."""
    code = language().code
    return "en_GB" if code == "en" else code


def long_date(day: date | datetime) -> str:
    """Return a day with its month in letters, so that no one reads 03/04 the wrong way round."""
    if isinstance(day, datetime):
        day = day.astimezone(clock.zone()).date()
    return str(format_date(day, "long", locale=regional()))


def long_instant(instant: datetime) -> str:
    """Return an instant in the regulator's time zone, such as ``21 November 2026, 16:08``."""
    local = instant.astimezone(clock.zone())
    return f"{long_date(local)}, {format_datetime(local, 'HH:mm', locale=get_locale() or 'en')}"


def money(amount_minor: int, currency: str) -> str:
    """Return an amount in minor units as text with its ISO 4217 code, in the currency's own number of decimals."""
    places = MINOR_DIGITS.get(currency, 2)
    whole = amount_minor / 10**places
    return f"{currency} {whole:,.{places}f}"


# ISO 4217 exponents that are not 2 (the list of 2024; the accounting units CLF and UYW have 4).
MINOR_DIGITS = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV",
                     "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
    "CLF": 4, "UYW": 4,
}  # fmt: skip


def register(app: "Flask") -> None:
    """Wire translations and the filters that templates use."""
    babel.init_app(app, default_locale="en", default_translation_directories="translations", locale_selector=select)
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.filters.update(long_date=long_date, long_instant=long_instant, translate=translate)
    app.jinja_env.globals.update(language=language, money=money)


def select() -> str:
    """Choose the language: the address says it, else the person's own choice, else the first offered one."""
    from flask import current_app, request

    from core.actor import current_actor

    codes = [item.code for item in offered(demonstration=current_app.config["SETTINGS"].demo)]
    named = request.environ.get("fairgate.language") if request else None
    if named in codes:
        return str(named)
    actor = current_actor()
    return actor.locale if actor and actor.locale in codes else "en"
