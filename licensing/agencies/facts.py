"""What a broker tells about its agency, cleaned and judged; each refusal names its field and the cure."""

import re
from dataclasses import dataclass
from datetime import date

import phonenumbers

from core import countries
from core.errors import Invalid
from core.i18n import N_
from core.text import clean_line, fold_digits
from licensing.agencies.models import PersonRole

_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s.]{2,}")
WEBSITE = re.compile(r"https?://[^\s/@:?#]+\.[^\s/@:?#]{2,}(:\d{1,5})?([/?#]\S*)?")
_E164 = re.compile(r"\+[1-9][0-9]{5,14}")
EARLIEST_BIRTH = date(1900, 1, 1)

CHECK = N_("Check what you entered.")
COUNTRY = N_("Choose a country from the list.")
PHONE = N_("Enter a phone number with its country code, such as +977 1 4000000.")


@dataclass(frozen=True)
class Business:
    """Who the agency is: `country` is an ISO 3166-1 alpha-2 code, the number that of its trade register."""

    legal_name: str
    registration_number: str
    country: str


@dataclass(frozen=True)
class Office:
    """Where the agency is found; empty texts and None mean not given yet."""

    address: str = ""
    city: str = ""
    email: str | None = None
    website: str | None = None


@dataclass(frozen=True)
class PersonFacts:
    """A person of the agency; `control_percent` is the share of it that this person controls, 0 to 100."""

    name: str
    role: str
    nationality: str | None = None
    birth_date: date | None = None
    control_percent: float = 0


@dataclass(frozen=True)
class Phone:
    """A telephone number as typed and in E.164 form."""

    label: str
    typed: str
    e164: str


def business(legal_name: str, registration_number: str, country: str) -> Business:
    """Return the facts cleaned. Raises Invalid with a sentence for each field that cannot stand."""
    faults: dict[str, str] = {}
    name = line(legal_name, 300, "legal_name", N_("Enter the legal name of the agency."), faults)
    number = line(registration_number, 60, "registration_number", N_("Enter the number in the trade register."), faults)
    code = (country or "").upper()
    if not countries.known(code):
        faults["country"] = COUNTRY
    refuse(faults)
    return Business(name, number, code)


def office(address: str | None, city: str | None, email: str | None, website: str | None) -> Office:
    """Return the facts cleaned; all may be empty. Raises Invalid."""
    faults: dict[str, str] = {}
    place = line(address or "", 500, "address", "", faults)
    town = line(city or "", 120, "city", "", faults)
    mail = line(email or "", 254, "email", "", faults)
    if mail and not _EMAIL.fullmatch(mail):
        faults["email"] = N_("Enter an e-mail address such as name@example.org.")
    page = line(website or "", 300, "website", "", faults)
    if page and "://" not in page:
        page = f"https://{page}"
    if page and not WEBSITE.fullmatch(page):
        faults["website"] = N_("Enter the address of a website, such as https://example.org.")
    refuse(faults)
    return Office(place, town, mail or None, page or None)


def person(given: PersonFacts, *, today: date) -> PersonFacts:
    """Return the facts cleaned. Raises Invalid with a sentence for each field that cannot stand."""
    faults: dict[str, str] = {}
    name = line(given.name, 300, "name", N_("Enter the person's full name."), faults)
    if given.role not in set(PersonRole):
        faults["role"] = N_("Choose what the person is to the agency.")
    nationality = (given.nationality or "").upper() or None
    if nationality and not countries.known(nationality):
        faults["nationality"] = COUNTRY
    if given.birth_date and not EARLIEST_BIRTH <= given.birth_date < today:
        faults["birth_date"] = N_("The day of birth must be in the past.")
    if not 0 <= given.control_percent <= 100:
        faults["control_percent"] = N_("Enter a share between 0 and 100 percent.")
    refuse(faults)
    return PersonFacts(name, given.role, nationality, given.birth_date, round(given.control_percent, 2))


def phone(label: str, typed: str, *, country: str) -> Phone:
    """Return a number in E.164 form; without country code it is read as one of `country`. Raises Invalid."""
    faults: dict[str, str] = {}
    words = line(label, 60, "label", N_("Say what this number is for, such as Main office."), faults)
    shown = line(typed, 40, "phone", PHONE, faults)
    found = e164_of(shown, country) if shown else None
    if shown and found is None:
        faults["phone"] = PHONE
    refuse(faults)
    return Phone(words, shown, found or "")


def e164_of(typed: str, country: str) -> str | None:
    """Return a telephone number in E.164 form, without country code read as one of `country`; None if it is none."""
    try:
        number = phonenumbers.parse(fold_digits(typed), countries.phone_region(country))
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    found = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return found if _E164.fullmatch(found) else None


def line(text: str, longest: int, field: str, missing: str, faults: dict[str, str]) -> str:
    """Return `text` as one clean line; note a fault when it is too long, or empty although asked for."""
    cleaned = clean_line(text or "")
    if not cleaned and missing:
        faults[field] = missing
    if len(cleaned) > longest:
        faults[field] = N_("This is too long. Shorten it.")
    return cleaned


def refuse(faults: dict[str, str]) -> None:
    """Raise Invalid when there are faults."""
    if faults:
        raise Invalid("facts-refused", CHECK, faults)
