"""Declaring who pays each cost item: one payer an item, never the worker, refused at once with the rule."""

from collections.abc import Iterable
from dataclasses import dataclass

from babel.numbers import get_territory_currencies, is_currency

from core import clock, ids, trail
from core.actor import Actor
from core.db import db
from core.errors import Invalid
from core.i18n import N_, translate
from licensing.applications.models import Application
from licensing.costs import queries as costs
from licensing.costs.models import CostItem, FeePlanLine, Payer
from licensing.costs.rules import decide

MOST_MINOR = 10**12
CHECK = N_("Check who pays for each item.")
RULE = N_("Rule %(rule)s: %(instrument)s.")


@dataclass(frozen=True)
class Entry:
    """What is declared about one item: no payer takes the declaration back; the amount is in minor units."""

    code: str
    payer: str | None
    amount_minor: int | None = None
    currency: str | None = None


def save(application: Application, entries: Iterable[Entry], *, by: Actor) -> None:
    """Declare who pays each of the items named; items that are not named stay as they are.

    Raises Invalid with a field ``CODE.payer``, ``CODE.amount`` or ``CODE`` for every entry that is refused, and then
    saves none: a plan that names the worker as payer is refused here, by the API, and by the database.
    """
    listed = list(entries)
    items = {item.code: item for item in costs.declared()}
    faults: dict[str, str] = {}
    for entry in listed:
        faults.update(_judge(entry, items.get(entry.code)))
    if len({entry.code for entry in listed}) < len(listed):
        faults["lines"] = translate(N_("An item is there twice. Name each item once."))
    if faults:
        raise Invalid("fee-plan-refused", CHECK, faults)
    present = {line.item_code: line for line in costs.plan_of(application.id)}
    for entry in listed:
        _write(application, entry, present.get(entry.code), by=by)
    db.session.flush()


def refusal(item: CostItem, payer: str) -> str | None:
    """Return why `payer` may not bear `item`, with the rule and where it is written; None when the payer may."""
    verdict = decide(item, payer)
    if verdict.allowed:
        return None
    why = translate(RULE, rule=verdict.rule_id, instrument=verdict.instrument)
    return f"{translate(verdict.sentence, item=item.name)} {why}"


def currencies(application: Application, lines: Iterable[FeePlanLine]) -> list[str]:
    """Return likely currencies: those in use, of the agency's country, of its destinations, and the usual two."""
    found = [line.currency for line in lines if line.currency]
    for country in (application.agency.country, *application.destinations):
        found.extend(get_territory_currencies(country)[:1])
    return list(dict.fromkeys([*found, "USD", "EUR"]))


def _judge(entry: Entry, item: CostItem | None) -> dict[str, str]:
    """Return what is wrong with an entry, by field."""
    if item is None:
        sentence = N_("There is no item “%(code)s” in a fee plan. See the list of cost items.")
        return {entry.code: translate(sentence, code=entry.code)}
    refused = refusal(item, entry.payer) if entry.payer is not None else None
    if refused:
        return {f"{item.code}.payer": refused}
    fault = _amount_fault(entry)
    return {f"{item.code}.amount": translate(fault, item=item.name)} if fault else {}


def _amount_fault(entry: Entry) -> str | None:
    if entry.amount_minor is None:
        return None
    if entry.payer is None:
        return N_("Say who pays for “%(item)s”, or leave its amount empty.")
    if entry.payer == Payer.NOT_APPLICABLE:
        return N_("You said that “%(item)s” does not apply. Leave its amount empty.")
    if not 0 <= entry.amount_minor <= MOST_MINOR:
        return N_("Enter an amount for “%(item)s” that is not below zero and not absurdly large.")
    if entry.currency is None or not is_currency(entry.currency):
        return N_("Choose the currency of the amount for “%(item)s”.")
    return None


def _write(application: Application, entry: Entry, line: FeePlanLine | None, *, by: Actor) -> None:
    currency = entry.currency if entry.amount_minor is not None else None
    told = (entry.payer, entry.amount_minor, currency)
    if line is not None and told == (line.payer, line.amount_minor, line.currency):
        return
    if entry.payer is None:
        if line is not None:
            trail.record("licensing.fee-plan-line.remove", line, by=by, item=entry.code, payer=line.payer)
            db.session.delete(line)
        return
    if line is None:
        line = FeePlanLine(
            id=ids.new_id(), organisation_id=application.organisation_id, application_id=application.id,
            item_code=entry.code, created_at=clock.now(),
        )  # fmt: skip
        db.session.add(line)
    line.payer, line.amount_minor, line.currency = entry.payer, entry.amount_minor, currency
    trail.record(
        "licensing.fee-plan-line.declare", line, by=by, item=entry.code, payer=entry.payer,
        amount_minor=entry.amount_minor, currency=currency,
    )  # fmt: skip
