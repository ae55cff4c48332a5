"""Which lists an agency fills in beside names, people and phones: what each asks, how it adds, and how it is shown."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from core import clock
from core.actor import Actor
from core.errors import NotFound
from core.i18n import N_, translate
from licensing.agencies import entries, holdings, sub_agents, told
from licensing.agencies.models import Agency
from licensing.agencies.tables import (
    AgencyBankAccount,
    AgencyCompany,
    AgencyPremises,
    AgencySubAgent,
    AgencyWeb,
)
from licensing.applications import holding_forms, wording
from licensing.applications.parts import Part


@dataclass(frozen=True)
class Holding:
    """One list: its part and page, its form, its table, and its commands; `given` reads the form's data."""

    part: Part
    title: Any
    intro: Any
    add_title: Any
    add_text: Any
    form: type[Any]
    first: str
    table: type[Any]
    given: Callable[[dict[str, Any], Agency], Any]
    add: Callable[..., Any]
    remove: Callable[..., Any]
    restore: Callable[..., Any]
    words: Callable[[Any], tuple[str, str]]
    following: str  # the endpoint of the next page, or the key of the next list

    def rows(self, agency: Agency) -> list[tuple[Any, str, str]]:
        """Return the entries there are now with their name and what else is shown of each."""
        return [(row, *self.words(row)) for row in entries.of(self.table, agency.id)]

    def put(self, agency: Agency, data: dict[str, Any], *, by: Actor) -> Any:
        """Add what was told. Raises Invalid with fields."""
        return self.add(agency, self.given(data, agency), by=by)


def _premises(data: dict[str, Any], _agency: Agency) -> told.Premises:
    return told.premises(
        data.get("kind") or "", data.get("address") or "", data.get("city") or "", data.get("country") or "",
        data.get("from_on"), data.get("to_on"), today=clock.today(),
    )  # fmt: skip


def _sub_agent(data: dict[str, Any], agency: Agency) -> told.SubAgent:
    given = told.SubAgent(
        kind=data.get("kind") or "", name=data.get("name") or "", scope=tuple(data.get("scope") or ()),
        area=data.get("area") or "", valid_from=data.get("valid_from"), valid_to=data.get("valid_to"),
        birth_date=data.get("birth_date"), phone=data.get("phone") or "",
    )  # fmt: skip
    return told.sub_agent(given, today=clock.today(), country=agency.country)


def _company(data: dict[str, Any], _agency: Agency) -> told.Company:
    return told.company(
        data.get("tie") or "", data.get("name") or "", data.get("registration_number") or "",
        data.get("country") or "", data.get("share_percent"),
    )  # fmt: skip


def _account(data: dict[str, Any], _agency: Agency) -> told.Account:
    return told.account(data.get("bank") or "", data.get("country") or "", data.get("number") or "")


HOLDINGS: dict[str, Holding] = {
    "companies": Holding(
        Part.BUSINESS, _l("Related companies"),
        _l("Name every company that owns your agency, that it owns, that has the same owner, or that works for you in"
           " another country. If there is none, continue."),
        _l("Add a company"), _l("Add this company"), holding_forms.CompanyForm, "name", AgencyCompany, _company,
        holdings.add_company, holdings.remove_company, holdings.restore_company,
        lambda row: (row.name, translate(wording.TIES[row.tie])), "accounts",
    ),
    "accounts": Holding(
        Part.BUSINESS, _l("Bank accounts"),
        _l("Name the accounts on which employers pay your agency. Only the regulator sees them."),
        _l("Add an account"), _l("Add this account"), holding_forms.AccountForm, "bank", AgencyBankAccount, _account,
        holdings.add_bank_account, holdings.remove_bank_account, holdings.restore_bank_account,
        lambda row: (row.bank, f"… {row.last_four}"), "people_index",
    ),
    "premises": Holding(
        Part.OFFICES, _l("Other places of your agency"),
        _l("Name every branch, office, training centre and place where workers sleep, besides the main office. If there"
           " is none, continue."),
        _l("Add a place"), _l("Add this place"), holding_forms.PremisesForm, "address", AgencyPremises, _premises,
        holdings.add_premises, holdings.remove_premises, holdings.restore_premises,
        lambda row: (f"{row.address}, {row.city}", translate(wording.PREMISES_KINDS[row.kind])), "phones",
    ),
    "web": Holding(
        Part.OFFICES, _l("Where workers find you on the web"),
        _l("Name every website, page and channel from which you speak to workers. One that is not here will be shown to"
           " workers as not yours. If there is none, continue."),
        _l("Add a web address"), _l("Add this web address"), holding_forms.WebForm, "url", AgencyWeb,
        lambda data, _agency: told.web(data.get("kind") or "", data.get("url") or ""),
        holdings.add_web, holdings.remove_web, holdings.restore_web,
        lambda row: (row.url, translate(wording.WEB_KINDS[row.kind])), "sub-agents",
    ),
    "sub-agents": Holding(
        Part.OFFICES, _l("Sub-agents"),
        _l("Name everyone who finds or helps workers for you outside your offices. Each gets a card with a number that"
           " workers can check; it says that the sub-agent may not take money. If there is none, continue."),
        _l("Add a sub-agent"), _l("Add this sub-agent"), holding_forms.SubAgentForm, "name", AgencySubAgent, _sub_agent,
        sub_agents.add_sub_agent, sub_agents.remove_sub_agent, sub_agents.restore_sub_agent,
        lambda row: (row.name, f"{row.area} · {row.card_number}"), "destinations",
    ),
}  # fmt: skip


def known(key: str) -> Holding:
    """Return a list by its word in an address. Raises NotFound."""
    if key not in HOLDINGS:
        raise NotFound("no-such-list", N_("There is no such list. Go back to the task list."))
    return HOLDINGS[key]
