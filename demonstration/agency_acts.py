"""What brokers of a demonstration tell of their agencies beside the application, and what officers verify of it."""

from datetime import date

from core import clock
from core.actor import Actor
from core.errors import Invalid
from core.i18n import N_
from demonstration.folder import Folder, Row
from licensing.agencies import holdings, sub_agents, told, verifying
from licensing.agencies.models import Agency
from licensing.agencies.tables import Contact

UNKNOWN = N_("agency_entries.csv: there is no entry called “%(what)s”.")


def enter(agency: Agency, key: str, folder: Folder, by: Actor) -> None:
    """Add the places, web addresses, accounts, companies and sub-agents that ``agency_entries.csv`` gives an agency."""
    for row in folder.of("agency_entries", "agency", key):
        _enter(agency, row, by)


def _enter(agency: Agency, row: Row, by: Actor) -> None:
    today = clock.today()
    kind, name, detail, country = row["kind"], row["name"], row["detail"], row["country"]
    if row["what"] == "premises":
        place = told.premises(kind, name, detail, country, None, _day(row), today=today)
        holdings.add_premises(agency, place, by=by)
    elif row["what"] == "web":
        holdings.add_web(agency, told.web(kind, name), by=by)
    elif row["what"] == "account":
        holdings.add_bank_account(agency, told.account(name, country, detail), by=by)
    elif row["what"] == "company":
        holdings.add_company(agency, told.company(kind, name, detail, country, 0), by=by)
    elif row["what"] == "sub-agent":
        agent = told.SubAgent(kind, name, ("find-workers",), detail, None, _day(row))
        cleaned = told.sub_agent(agent, today=today, country=country)
        sub_agents.add_sub_agent(agency, cleaned, by=by)
    else:
        raise Invalid("no-such-entry", UNKNOWN, what=row["what"])


def verify(agency: Agency, verdict: str, note: str, by: Actor) -> None:
    """Record what an officer found about every telephone number of an agency."""
    for item in verifying.items(agency):
        if item.contact == Contact.PHONE:
            verifying.verify(agency, item.contact, item.value, verdict=verdict, method="called", note=note, by=by)


def _day(row: Row) -> date | None:
    return date.fromisoformat(row["until"]) if row["until"] else None
