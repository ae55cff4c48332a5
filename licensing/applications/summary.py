"""What an application says, as titled rows to read: of the living answers or of the frozen copy."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup

from core import countries
from core.i18n import language, long_date, money, translate
from licensing.applications.sectors import SECTORS
from licensing.applications.wording import NAME_KINDS, PERSON_ROLES, PREMISES_KINDS, TIES, WEB_KINDS
from licensing.costs.categories import CATEGORIES, PAYERS

Row = tuple[str, Any]
BDI = Markup("<bdi>{}</bdi>")


@dataclass(frozen=True)
class Section:
    """A part of the copy: `endpoint` and `values` name the page that changes it."""

    title: str
    rows: list[Row]
    endpoint: str
    values: dict[str, str]


def sections(copy: Mapping[str, Any]) -> list[Section]:
    """Return the parts of a copy made by `snapshots.take`, in the language of the page."""
    agency = copy["agency"]
    business = [
        (_("Legal name"), BDI.format(agency["legal_name"])),
        (_("Number in the trade register"), BDI.format(agency["registration_number"])),
        (_("Country"), country(agency["country"])),
    ]
    office = [
        (_("Address"), bdi(agency["address"])), (_("Town or city"), bdi(agency["city"])),
        (_("E-mail address"), bdi(agency["email"])), (_("Website"), bdi(agency["website"])),
    ]  # fmt: skip
    places = [(_("Countries"), ", ".join(country(code) for code in copy["destinations"]))]
    work = [(_("Kinds of work"), ", ".join(translate(SECTORS.get(code, code)) for code in copy["sectors"]))]
    volume = [(_("Workers in a year"), copy["workers_a_year"])]
    held = copy.get("holdings") or {}
    phones = [(row["label"], Markup('<bdi dir="ltr">{}</bdi>').format(row["e164"])) for row in copy["phones"]]
    return [
        Section(_("Business"), business, "business", {}),
        Section(_("Other names"), _names(copy["names"]), "names", {}),
        *_holdings(held, "companies", "accounts"),
        Section(_("People"), [_person(row) for row in copy["people"]], "people_index", {}),
        Section(_("Main office"), office, "offices", {}),
        *_holdings(held, "premises"),
        Section(_("Phone numbers"), phones, "phones", {}),
        *_holdings(held, "web", "sub-agents"),
        Section(_("Where you send workers"), places, "destinations", {}),
        Section(_("The work"), work, "work", {}),
        Section(_("How many workers"), volume, "volume", {}),
        *_money(copy["fee_plan"]),
        *_papers(copy.get("papers", [])),
    ]


def country(code: str) -> str:
    """Return the name of a country in the language of the page."""
    return countries.name(code, language().code)


def bdi(text: str | None) -> Any:
    """Return a text that keeps its own direction, or nothing."""
    return BDI.format(text) if text else ""


def _holdings(held: Mapping[str, Any], *keys: str) -> list[Section]:
    """Return the lists of an agency beside names, people and phones; copies made before they were asked have none."""
    titles = {
        "companies": _("Related companies"), "accounts": _("Bank accounts"), "premises": _("Other places"),
        "web": _("On the web"), "sub-agents": _("Sub-agents"),
    }  # fmt: skip
    return [
        Section(titles[key], [_entry(key, row) for row in held[key]], "holding", {"key": key})
        for key in keys if key in held
    ]  # fmt: skip


def _entry(key: str, row: Mapping[str, Any]) -> Row:
    """Return one entry as a row: what it is, and its name."""
    if key == "companies":
        return chosen(TIES, row["tie"]), BDI.format(row["name"])
    if key == "accounts":
        return BDI.format(row["bank"]), f"… {row['last_four']}"
    if key == "premises":
        return chosen(PREMISES_KINDS, row["kind"]), BDI.format(f"{row['address']}, {row['city']}")
    if key == "web":
        return chosen(WEB_KINDS, row["kind"]), BDI.format(row["url"])
    shown = Markup('<bdi>{}</bdi> · <bdi dir="ltr">{}</bdi>').format(row["area"], row["card_number"])
    return BDI.format(row["name"]), shown


def chosen(words: Mapping[str, str], key: str) -> str:
    """Return the words of a choice in the language of the page."""
    return translate(words.get(key, key))


def _names(rows: list[dict[str, Any]]) -> list[Row]:
    others = [row for row in rows if row["kind"] != "legal"]
    return [(translate(NAME_KINDS[row["kind"]]), BDI.format(row["name"])) for row in others]


def _person(row: dict[str, Any]) -> Row:
    facts = [translate(PERSON_ROLES[row["role"]])]
    if row["nationality"]:
        facts.append(country(row["nationality"]))
    if row["birth_date"]:
        facts.append(_("born %(day)s", day=long_date(date.fromisoformat(row["birth_date"]))))
    facts.append(_("share %(share)s%%", share=f"{float(row['control_percent']):g}"))
    return BDI.format(row["name"]), " · ".join(facts)


def _money(lines: list[dict[str, Any]]) -> list[Section]:
    """Return one section a group, with a row for each payer: forty rows of one word would not be read."""
    found = []
    for category, title in CATEGORIES.items():
        group = [line for line in lines if line["category"] == category]
        rows: list[Row] = []
        for payer, words in PAYERS.items():
            paid = [_line(line) for line in group if line["payer"] == payer]
            if paid:
                rows.append((translate(words), Markup("<br>").join(paid)))
        if rows:
            heading = _("Who pays: %(group)s", group=translate(title))
            found.append(Section(heading, rows, "money_group", {"group": category}))
    return found or [Section(_("Who pays each item"), [], "money", {})]


def _papers(rows: list[dict[str, Any]]) -> list[Section]:
    """Return the papers that were sent; no section where none were, since not every class asks for any."""
    listed = [(row["title"], BDI.format(row["file"])) for row in rows]
    return [Section(_("Papers"), listed, "papers_index", {})] if listed else []


def _line(line: dict[str, Any]) -> Markup:
    if line["amount_minor"] is None:
        return Markup("{}").format(line["name"])
    return Markup('{}: <bdi dir="ltr">{}</bdi>').format(line["name"], money(line["amount_minor"], line["currency"]))
