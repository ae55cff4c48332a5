"""What a broker tells of its premises, web addresses, accounts, companies and sub-agents, cleaned and judged (pure)."""

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from core import countries
from core.i18n import N_
from core.text import fold_digits
from licensing.agencies import facts
from licensing.agencies.facts import COUNTRY, EARLIEST_BIRTH, line, refuse
from licensing.agencies.tables import CompanyTie, PremisesKind, SubAgentKind, SubAgentScope, WebKind

LONGEST_CARD_YEARS = 3
# Hosts on which each account has an address of its own: there the path tells who it is, not the host.
SHARED_HOSTS = frozenset(
    {"facebook.com", "fb.com", "instagram.com", "tiktok.com", "x.com", "twitter.com", "youtube.com", "linkedin.com",
     "t.me", "telegram.me", "wa.me", "chat.whatsapp.com", "line.me", "viber.com", "vk.com", "sites.google.com"}
)  # fmt: skip


@dataclass(frozen=True)
class Premises:
    """A place of an agency; `to_on` is its last day, None while it goes on."""

    kind: str
    address: str
    city: str
    country: str
    from_on: date
    to_on: date | None = None


@dataclass(frozen=True)
class Web:
    """An address on the web, as shown and as compared."""

    kind: str
    url: str
    key: str


@dataclass(frozen=True)
class Account:
    """A bank account as typed: `number` never leaves this value but as a keyed hash and its last four signs."""

    bank: str
    country: str
    number: str

    def __repr__(self) -> str:
        """Keep the number out of logs and error pages."""
        return f"Account(bank={self.bank!r}, country={self.country!r}, number=…{self.number[-4:]})"


@dataclass(frozen=True)
class Company:
    """A related company; `share_percent` is the share of control, 0 to 100."""

    tie: str
    name: str
    registration_number: str
    country: str
    share_percent: float = 0


@dataclass(frozen=True)
class SubAgent:
    """A sub-agent, where and for what it may act, from and until which day; `phone` as typed, cleaned in E.164 form."""

    kind: str
    name: str
    scope: tuple[str, ...]
    area: str
    valid_from: date | None
    valid_to: date | None  # the last day
    birth_date: date | None = None
    phone: str = ""


def premises(
    kind: str, address: str, city: str, country: str, from_on: date | None, to_on: date | None, *, today: date
) -> Premises:
    """Return the facts cleaned. Raises Invalid with a sentence for each field that cannot stand."""
    faults: dict[str, str] = {}
    if kind not in set(PremisesKind):
        faults["kind"] = N_("Choose what kind of place this is.")
    place = line(address, 500, "address", N_("Enter the address."), faults)
    town = line(city, 120, "city", N_("Enter the town or city."), faults)
    code = _country(country, faults)
    since = from_on or today
    if since < EARLIEST_BIRTH:
        faults["from_on"] = N_("Enter a day after 1900.")
    if to_on is not None and to_on < since:
        faults["to_on"] = N_("The last day cannot be before the first.")
    refuse(faults)
    return Premises(kind, place, town, code, since, to_on)


def web(kind: str, url: str) -> Web:
    """Return an address on the web and its key. Raises Invalid naming `kind` or `url`."""
    faults: dict[str, str] = {}
    if kind not in set(WebKind):
        faults["kind"] = N_("Choose what kind of address this is.")
    shown = line(url, 300, "url", N_("Enter the address, such as https://example.org."), faults)
    if shown and "://" not in shown:
        shown = f"https://{shown}"
    key = web_key(shown)
    if shown and not key and "url" not in faults:
        faults["url"] = N_("Enter the address of a website or page, such as https://example.org.")
    refuse(faults)
    return Web(kind, shown, key)


def web_key(url: str) -> str:
    """Return what two addresses of one party share: the host, and the account's path where many share a host."""
    if not facts.WEBSITE.fullmatch(url):
        return ""
    parts = urlsplit(url.lower())
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    if host not in SHARED_HOSTS:
        return host
    account = parts.path.strip("/").split("/")[0]
    return f"{host}/{account}" if account else ""


def account(bank: str, country: str, number: str) -> Account:
    """Return an account with its number in one spelling. Raises Invalid; the sentence never repeats the number."""
    faults: dict[str, str] = {}
    name = line(bank, 200, "bank", N_("Enter the name of the bank."), faults)
    code = _country(country, faults)
    signs = re.sub(r"[\s.\-/]", "", fold_digits(number or "")).upper()
    if not signs:
        faults["number"] = N_("Enter the account number or IBAN.")
    elif not re.fullmatch(r"[0-9A-Z]{6,34}", signs):
        faults["number"] = N_("An account number has 6 to 34 letters and figures.")
    elif re.match(r"[A-Z]{2}[0-9]{2}", signs) and len(signs) >= 15 and not _iban_holds(signs):
        faults["number"] = N_("This IBAN has a slip in it: its check figures do not fit.")
    refuse(faults)
    return Account(name, code, signs)


def company(tie: str, name: str, registration_number: str, country: str, share_percent: float | None) -> Company:
    """Return the facts cleaned. Raises Invalid with a sentence for each field that cannot stand."""
    faults: dict[str, str] = {}
    if tie not in set(CompanyTie):
        faults["tie"] = N_("Choose what the company is to the agency.")
    shown = line(name, 300, "name", N_("Enter the name of the company."), faults)
    number = line(registration_number or "", 60, "registration_number", "", faults)
    code = _country(country, faults)
    share = share_percent or 0
    if not 0 <= share <= 100:
        faults["share_percent"] = N_("Enter a share between 0 and 100 percent.")
    refuse(faults)
    return Company(tie, shown, number, code, round(share, 2))


def sub_agent(given: SubAgent, *, today: date, country: str) -> SubAgent:
    """Return the facts cleaned; a telephone number without country code is read as one of `country`.

    Raises Invalid with a sentence for each field that cannot stand. A card runs at most three years (a proposal, as the
    terms of licensing.md 6.5 are).
    """
    faults: dict[str, str] = {}
    if given.kind not in set(SubAgentKind):
        faults["kind"] = N_("Choose whether this is a person or a firm.")
    shown = line(given.name, 300, "name", N_("Enter the full name."), faults)
    chosen = tuple(str(item) for item in SubAgentScope if item in set(given.scope))
    if not chosen or len(chosen) != len(set(given.scope)):
        faults["scope"] = N_("Choose at least one thing that the sub-agent may do.")
    place = line(given.area, 300, "area", N_("Say where the sub-agent works, such as a district."), faults)
    since = given.valid_from or today
    if given.valid_to is None:
        faults["valid_to"] = N_("Enter the last day of the card.")
    elif given.valid_to < max(since, today):
        faults["valid_to"] = N_("The last day of the card must be in the future.")
    elif given.valid_to > _years_on(since, LONGEST_CARD_YEARS):
        faults["valid_to"] = N_("A card runs at most three years.")
    if given.birth_date and not EARLIEST_BIRTH <= given.birth_date < today:
        faults["birth_date"] = N_("The day of birth must be in the past.")
    e164 = facts.e164_of(given.phone, country) if given.phone.strip() else ""
    if e164 is None:
        faults["phone"] = facts.PHONE
    refuse(faults)
    return SubAgent(given.kind, shown, chosen, place, since, given.valid_to, given.birth_date, e164 or "")


def _country(code: str, faults: dict[str, str]) -> str:
    known = (code or "").upper()
    if not countries.known(known):
        faults["country"] = COUNTRY
    return known


def _iban_holds(signs: str) -> bool:
    """Tell whether the check figures of an IBAN fit (ISO 13616: 97-10)."""
    return int("".join(str(int(sign, 36)) for sign in signs[4:] + signs[:4])) % 97 == 1


def _years_on(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)
