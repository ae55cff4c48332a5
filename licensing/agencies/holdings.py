"""Commands on what else an agency tells: premises, web addresses, bank accounts, related companies.

Each kind has ``add_…``, ``remove_…`` and ``restore_…``; an equal entry is not added twice, a removed one comes back
with its own id. They stay open to licensed agencies: nothing here is read by workers before an officer has verified it.
"""

import hashlib
import hmac
from uuid import UUID

from core import jobs
from core.actor import Actor
from core.errors import Invalid
from core.i18n import N_
from licensing.agencies import addresses, entries, facts, told
from licensing.agencies.models import Agency
from licensing.agencies.tables import AgencyBankAccount, AgencyCompany, AgencyPremises, AgencyWeb

MOST_PREMISES, MOST_WEB, MOST_ACCOUNTS, MOST_COMPANIES = 100, 40, 20, 50


def add_premises(agency: Agency, given: told.Premises, *, by: Actor) -> AgencyPremises:
    """Add a place (see `told.premises`); it counts as unverified until an officer has been there. Raises Invalid."""
    values = {**vars(given), "address_key": addresses.key_of(given.address, given.city, given.country)}
    same = ("kind", "address", "city", "country", "from_on", "to_on")
    return entries.put(AgencyPremises, agency, values, same=same, field="address", most=MOST_PREMISES, by=by)


def remove_premises(agency: Agency, row_id: UUID, *, by: Actor) -> AgencyPremises:
    """Take a place away. Raises NotFound."""
    return entries.remove(AgencyPremises, agency, row_id, by=by)


def restore_premises(agency: Agency, row_id: UUID, *, by: Actor) -> AgencyPremises:
    """Undo that. Raises NotFound."""
    return entries.restore(AgencyPremises, agency, row_id, by=by)


def add_web(agency: Agency, given: told.Web, *, by: Actor) -> AgencyWeb:
    """Add an address on the web (see `told.web`). Raises Invalid when another spelling of it is there."""
    for known in entries.of(AgencyWeb, agency.id):
        if known.key == given.key and (known.url, known.kind) != (given.url, given.kind):
            raise Invalid("web-twice", facts.CHECK, {"url": N_("This address is on the list already.")})
    return entries.put(AgencyWeb, agency, vars(given), same=("key",), field="url", most=MOST_WEB, by=by)


def remove_web(agency: Agency, row_id: UUID, *, by: Actor) -> AgencyWeb:
    """Take an address on the web away. Raises NotFound."""
    return entries.remove(AgencyWeb, agency, row_id, by=by)


def restore_web(agency: Agency, row_id: UUID, *, by: Actor) -> AgencyWeb:
    """Undo that. Raises NotFound; Conflict (uq_agency_web_once) when it was typed anew meanwhile."""
    return entries.restore(AgencyWeb, agency, row_id, by=by)


def add_bank_account(agency: Agency, given: told.Account, *, by: Actor) -> AgencyBankAccount:
    """Add a bank account, of which only a keyed hash and the last four signs are kept. Raises Invalid."""
    values = {
        "bank": given.bank, "country": given.country, "last_four": given.number[-4:],
        "account_hash": account_hash(given.number),
    }  # fmt: skip
    return entries.put(
        AgencyBankAccount, agency, values, same=("account_hash",), field="number", most=MOST_ACCOUNTS, by=by
    )


def account_hash(number: str) -> str:
    """Return the keyed hash by which equal account numbers are known; the key is the installation's secret."""
    key = hashlib.sha256(b"agency bank accounts:" + jobs.settings().secret_key.encode()).digest()
    return hmac.new(key, number.encode(), hashlib.sha256).hexdigest()


def remove_bank_account(agency: Agency, row_id: UUID, *, by: Actor) -> AgencyBankAccount:
    """Take a bank account away. Raises NotFound."""
    return entries.remove(AgencyBankAccount, agency, row_id, by=by)


def restore_bank_account(agency: Agency, row_id: UUID, *, by: Actor) -> AgencyBankAccount:
    """Undo that. Raises NotFound; Conflict (uq_agency_bank_account_once) when it was typed anew meanwhile."""
    return entries.restore(AgencyBankAccount, agency, row_id, by=by)


def add_company(agency: Agency, given: told.Company, *, by: Actor) -> AgencyCompany:
    """Add a parent or otherwise related company (see `told.company`). Raises Invalid."""
    same = ("tie", "name", "registration_number", "country", "share_percent")
    return entries.put(AgencyCompany, agency, vars(given), same=same, field="name", most=MOST_COMPANIES, by=by)


def remove_company(agency: Agency, row_id: UUID, *, by: Actor) -> AgencyCompany:
    """Take a related company away. Raises NotFound."""
    return entries.remove(AgencyCompany, agency, row_id, by=by)


def restore_company(agency: Agency, row_id: UUID, *, by: Actor) -> AgencyCompany:
    """Undo that. Raises NotFound."""
    return entries.restore(AgencyCompany, agency, row_id, by=by)
