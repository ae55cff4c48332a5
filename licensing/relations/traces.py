"""By what an agency can be known again: keys of its phones, places, accounts, addresses on the web, companies."""

from collections.abc import Iterator
from typing import NamedTuple
from uuid import UUID

from licensing.agencies import entries, queries
from licensing.agencies.addresses import key_of
from licensing.agencies.models import Agency
from licensing.agencies.tables import AgencyBankAccount, AgencyCompany, AgencyPremises, AgencySubAgent, AgencyWeb
from licensing.agencies.told import web_key
from licensing.relations.states import Kind

LONGEST_KEY = 400


class Trace(NamedTuple):
    """One key of an agency, and how it is shown to officers."""

    kind: Kind
    key: str
    shown: str


def of(agency: Agency) -> dict[tuple[str, str], Trace]:
    """Return the traces of what an agency says now, by kind and key; six queries."""
    found = (trace for trace in _all(agency) if trace.key)
    return {(str(trace.kind), trace.key): trace for trace in found}


def _all(agency: Agency) -> Iterator[Trace]:
    for phone in queries.phones(agency.id):
        yield Trace(Kind.PHONE, phone.e164, phone.e164)
    for agent in entries.of(AgencySubAgent, agency.id):
        yield Trace(Kind.PHONE, agent.e164 or "", f"{agent.e164} ({agent.name})")
    yield Trace(Kind.ADDRESS, key_of(agency.address, agency.city, agency.country), f"{agency.address}, {agency.city}")
    for place in entries.of(AgencyPremises, agency.id):
        yield Trace(Kind.ADDRESS, place.address_key, f"{place.address}, {place.city}")
    for account in entries.of(AgencyBankAccount, agency.id):
        yield Trace(Kind.BANK, account.account_hash, f"{account.bank} …{account.last_four}")
    if agency.email:
        mail = agency.email.strip().casefold()
        yield Trace(Kind.EMAIL, mail, mail)
        yield Trace(Kind.DOMAIN, mail.rpartition("@")[2], mail)
    if agency.website:
        yield Trace(Kind.DOMAIN, web_key(agency.website), agency.website)
    for page in entries.of(AgencyWeb, agency.id):
        yield Trace(Kind.DOMAIN, page.key, page.url)
    yield _company(agency.country, agency.registration_number, agency.legal_name)
    for company in entries.of(AgencyCompany, agency.id):
        yield _company(company.country, company.registration_number, company.name)


def _company(country: str, number: str, name: str) -> Trace:
    """Return the trace of a company: an agency bears its own, and that of each company it says it is related to."""
    signs = "".join(sign for sign in number.casefold() if sign.isalnum())
    return Trace(Kind.COMPANY, f"{country.lower()}:{signs}"[:LONGEST_KEY] if signs else "", f"{name} ({number})")


def ordered(one: UUID, other: UUID) -> tuple[UUID, UUID]:
    """Return two ids as a pair is written: PostgreSQL and Python sort UUIDs alike."""
    return (one, other) if one < other else (other, one)
