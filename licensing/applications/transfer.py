"""A draft as a file: everything that was typed, to keep, to look through with others, or to begin the next one with."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from core.actor import Actor
from core.db import db
from core.errors import Invalid
from core.i18n import N_, translate
from licensing.agencies import facts, people, queries
from licensing.agencies import service as agencies
from licensing.agencies.facts import PersonFacts
from licensing.agencies.models import Agency, NameKind
from licensing.applications import plan, service
from licensing.applications.holding_pages import HOLDINGS
from licensing.applications.models import Application
from licensing.applications.parts import TITLES, Answers, Part
from licensing.applications.plan import Entry

FORM = "fairgate-draft-1"
# Bank accounts are not in the file: of their numbers only a code is kept that cannot be turned back.
LISTS = {
    "companies": ("tie", "name", "registration_number", "country", "share_percent"),
    "premises": ("kind", "address", "city", "country", "from_on", "to_on"),
    "web": ("kind", "url"),
    "sub-agents": ("kind", "name", "scope", "area", "birth_date", "valid_from", "valid_to"),
}
WHERE = N_("%(part)s: %(what)s")
MOST = 200


def export(answers: Answers) -> dict[str, Any]:
    """Return what a draft says, in the shape that `bring_in` takes."""
    application, agency = answers.application, answers.agency
    lists = {
        key: [{name: getattr(row, name) for name in columns} for row in answers.holdings.get(key, ())]
        for key, columns in LISTS.items()
    }
    for told, row in zip(lists["sub-agents"], answers.holdings.get("sub-agents", ()), strict=True):
        told["phone"] = row.e164 or ""
    return {
        "form": FORM, "reference": application.reference, "class_code": application.class_code,
        "office": {"address": agency.address, "city": agency.city, "email": agency.email, "website": agency.website},
        "names": [{"name": row.name, "kind": row.kind} for row in answers.names if row.kind != NameKind.LEGAL],
        "phones": [{"phone": row.e164, "label": row.label} for row in answers.phones],
        "people": [vars(people.told_of(row)) for row in answers.people],
        "lists": lists,
        "work": {"destinations": application.destinations, "sectors": application.sectors,
                 "workers_a_year": application.workers_a_year},
        "fee_plan": [
            {"item": line.item_code, "payer": line.payer, "amount_minor": line.amount_minor, "currency": line.currency}
            for line in answers.lines.values()
        ],
    }  # fmt: skip


def bring_in(application: Application, told: dict[str, Any], *, by: Actor) -> None:
    """Take what a file of `export` says into a draft: lists grow by what is not there yet, the rest is replaced.

    `told` has the shape of `transfer_schemas.DraftFileSchema`. Raises Invalid naming part and fault; then nothing was
    taken in.
    """
    service.refuse_closed(application)
    agency = application.agency
    with db.session.begin_nested():
        with said_of(Part.BUSINESS):
            for row in told["names"]:
                agencies.add_name(agency, row["name"], row["kind"], by=by)
        with said_of(Part.PEOPLE):
            _add_people(agency, told["people"], by)
        with said_of(Part.OFFICES):
            if told["office"]:
                agencies.locate(agency, facts.office(**told["office"]), by=by)
            for row in told["phones"]:
                agencies.add_phone(agency, row["label"], row["phone"], by=by)
        for key, rows in told["lists"].items():
            with said_of(HOLDINGS[key].part):
                for row in rows:
                    HOLDINGS[key].put(agency, row, by=by)
        with said_of(Part.DESTINATIONS):
            if told["work"]:
                service.send_workers(application, **told["work"])
        with said_of(Part.MONEY):
            plan.save(
                application, [Entry(row["item"], row["payer"], row["amount_minor"], row["currency"])
                              for row in told["fee_plan"]], by=by,
            )  # fmt: skip
    for part in (Part.BUSINESS, Part.PEOPLE, Part.OFFICES, Part.DESTINATIONS, Part.MONEY):
        service.mark(application, part, finish=False, by=by)


@contextmanager
def said_of(part: Part) -> Iterator[None]:
    """Say of a fault in which part of the file it is."""
    try:
        yield
    except Invalid as problem:
        what = " ".join(translate(text) for text in (problem.fields or {"": problem.detail}).values())
        sentence = translate(WHERE, part=translate(TITLES[part]), what=what)
        raise Invalid("file-refused", sentence, {"file": sentence}) from problem


def _add_people(agency: Agency, rows: list[dict[str, Any]], by: Actor) -> None:
    """Add people who are not there by this name and role."""
    known = {(person.name, person.role) for person in queries.people(agency.id)}
    for row in rows:
        if (row["name"], row["role"]) not in known:
            people.add(agency, PersonFacts(**row), by=by)
