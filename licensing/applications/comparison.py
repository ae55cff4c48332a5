"""What differs between two frozen copies of what an agency says, and which checks a difference concerns (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.i18n import N_
from licensing.applications.parts import Part
from licensing.applications.states import CheckKind


@dataclass(frozen=True)
class Difference:
    """One thing that is no longer said, or said now: its part, marked name, and both sides, each line in plain text."""

    part: Part
    title: str
    before: list[str]
    after: list[str]


LISTS: tuple[tuple[str, Part, str, tuple[str, ...]], ...] = (
    ("names", Part.BUSINESS, N_("Other names"), ("name",)),
    ("people", Part.PEOPLE, N_("People"), ("name", "role", "birth_date", "control_percent")),
    ("phones", Part.OFFICES, N_("Phone numbers"), ("label", "e164")),
    ("papers", Part.PAPERS, N_("Papers"), ("title", "file")),
    ("fee_plan", Part.MONEY, N_("Who pays each item"), ("code", "name", "payer", "amount_minor", "currency")),
)
AGENCY: tuple[tuple[str, Part, str], ...] = (
    ("legal_name", Part.BUSINESS, N_("Legal name")),
    ("registration_number", Part.BUSINESS, N_("Number in the trade register")),
    ("country", Part.BUSINESS, N_("Country")),
    ("address", Part.OFFICES, N_("Address")),
    ("city", Part.OFFICES, N_("Town or city")),
    ("email", Part.OFFICES, N_("E-mail address")),
    ("website", Part.OFFICES, N_("Website")),
)
# Which checks are asked again when a part is no longer what it was (proposal).
AFFECTED: dict[Part, frozenset[CheckKind]] = {
    Part.BUSINESS: frozenset({CheckKind.IDENTITY, CheckKind.SCREENING}),
    Part.PEOPLE: frozenset({CheckKind.FIT_AND_PROPER, CheckKind.SCREENING}),
    Part.OFFICES: frozenset({CheckKind.PREMISES, CheckKind.PHONES}),
    Part.DESTINATIONS: frozenset({CheckKind.FEE_PLAN}),
    Part.MONEY: frozenset({CheckKind.FEE_PLAN}),
}


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """Return what differs from one copy to a later one, in the order of the parts."""
    found = []
    for key, part, title in AGENCY:
        old, new = before["agency"].get(key), after["agency"].get(key)
        if (old or "") != (new or ""):
            found.append(Difference(part, title, _line(old), _line(new)))
    for key, part, title, columns in LISTS:
        found += _lists(part, title, _rows(before.get(key), columns), _rows(after.get(key), columns))
    for key, title in (("destinations", N_("Countries")), ("sectors", N_("Kinds of work"))):
        found += _lists(Part.DESTINATIONS, title, list(before.get(key) or ()), list(after.get(key) or ()))
    if before.get("workers_a_year") != after.get("workers_a_year"):
        sides = _line(before.get("workers_a_year")), _line(after.get("workers_a_year"))
        found.append(Difference(Part.DESTINATIONS, N_("Workers in a year"), *sides))
    for key in sorted({*before.get("holdings", {}), *after.get("holdings", {})}):
        rows = [_rows(copy.get("holdings", {}).get(key), ()) for copy in (before, after)]
        found += _lists(HOLDINGS.get(key, Part.OFFICES), key, *rows)
    for asked in after.get("changes", ()):
        found.append(Difference(Part(asked["part"]), asked["title"], _line(asked["before"]), _line(asked["after"])))
    order = list(Part)
    return sorted(found, key=lambda item: order.index(item.part))


HOLDINGS: dict[str, Part] = {"companies": Part.BUSINESS, "accounts": Part.BUSINESS, "sub-agents": Part.PEOPLE}


def affected(found: list[Difference]) -> list[CheckKind]:
    """Return the checks that differences concern, in the order of the checks."""
    kinds = {kind for item in found for kind in AFFECTED.get(item.part, frozenset(CheckKind))}
    return [kind for kind in CheckKind if kind in kinds]


def _lists(part: Part, title: str, before: list[str], after: list[str]) -> list[Difference]:
    gone, come = [row for row in before if row not in after], [row for row in after if row not in before]
    return [Difference(part, title, gone, come)] if gone or come else []


def _rows(rows: Any, columns: tuple[str, ...]) -> list[str]:
    return [
        " · ".join(str(value) for value in ([row.get(name) for name in columns] if columns else row.values())
                   if value not in (None, ""))
        for row in rows or ()
    ]  # fmt: skip


def _line(value: Any) -> list[str]:
    return [] if value in (None, "") else [str(value)]
