"""The Entity List of the Uyghur Forced Labor Prevention Act, as the web page of the US Department of Homeland Security.

The page has a table for each of the Act's sub-lists: name of entity and effective date. The list has no keys: an entity
is its main name. Published at https://www.dhs.gov/uflpa-entity-list; no page of the publisher was at hand to test with.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from screening.watchlists.formats import party_cells
from screening.watchlists.formats.markup import table_rows
from screening.watchlists.formats.opening import Opening
from screening.watchlists.formats.texts import facts, iso_date, line, unique
from screening.watchlists.records import EntityRecord, FormatError, NameRecord, Report

TITLE = "UFLPA Entity List (web page)"
_SOURCE = "https://www.dhs.gov/uflpa-entity-list"
_NAME_HEADINGS = ("name of entity", "entity name", "name of the entity", "entity")
_DATE_HEADINGS = ("effective date", "date")


@dataclass
class _Listed:
    """What the tables say of one entity."""

    names: dict[NameRecord, None] = field(default_factory=dict)
    lists: list[str] = field(default_factory=list)
    days: list[str | None] = field(default_factory=list)
    notes: list[str | None] = field(default_factory=list)


def recognise(opening: Opening) -> bool:
    """Tell whether a web page is about this list."""
    return opening.is_about("uflpa entity list", "uyghur forced labor prevention act entity list")


def read(files: Sequence[Path], _report: Report) -> Iterator[EntityRecord]:
    """Yield the entities and their subsidiaries that are named; one that stands in several tables once.

    Raises:
        FormatError: when no table has the column of names, or a row has no name or no date that can be read.
    """
    found: dict[str, _Listed] = {}
    columns: tuple[int, int] | None = None
    title = ""
    for at, table, cells in table_rows(files[0]):
        heading = [line(cell).lower().rstrip(":") for cell in cells]
        if any(cell in _NAME_HEADINGS for cell in heading):
            columns, title = _columns(heading), table
            continue
        if columns is None or len(cells) <= max(columns):
            continue
        day = iso_date(cells[columns[1]])
        if not party_cells.parse(cells[columns[0]]).names:
            raise FormatError(at, "Name of Entity", "The name is missing.", files[0].name)
        if day is None:
            sentence = f"“{line(cells[columns[1]])[:40]}” is no date like June 21, 2022."
            raise FormatError(at, "Effective Date", sentence, files[0].name)
        _note(found, cells[columns[0]], day, title)
    if not found:
        sentence = "There is no table with the columns “Name of Entity” and “Effective Date” on this page."
        raise FormatError(0, "", sentence, files[0].name)
    for key, listed in found.items():
        yield _entity(key, listed)


def _columns(heading: list[str]) -> tuple[int, int] | None:
    name = next(at for at, cell in enumerate(heading) if cell in _NAME_HEADINGS)
    day = next((at for at, cell in enumerate(heading) if cell in _DATE_HEADINGS), None)
    return None if day is None else (name, day)


def _note(found: dict[str, _Listed], cell: str, day: str, title: str) -> None:
    party = party_cells.parse(cell)
    parent = party.names[0].name
    for member in (party, *party.subsidiaries):
        listed = found.setdefault(key_of(member.names[0].name), _Listed())
        listed.names.update(dict.fromkeys(member.names))
        listed.lists.append(title)
        listed.days.append(day)
        listed.notes += [
            None if member is party else f"Listed as a subsidiary of {parent}.",
            f"Listed with its {member.family}." if member.family else None,
            party.note(cell),
        ]


def key_of(name: str) -> str:
    """Return the key of an entity that has only its name."""
    return hashlib.sha256(line(name).casefold().encode()).hexdigest()[:32]


def _entity(key: str, listed: _Listed) -> EntityRecord:
    names = tuple(listed.names)
    return EntityRecord(
        entity_key=key,
        schema="Organization",
        caption=names[0].name,
        names=names,
        programs=("UFLPA Entity List",),
        # the Act is about goods from the People's Republic of China
        countries=("CN",),
        reason=facts([("Sub-list", "; ".join(unique(listed.lists)))]),
        remarks=" ".join(unique(listed.notes)) or None,
        listed_on=min(unique(listed.days), default=None),
        source_url=_SOURCE,
    )
