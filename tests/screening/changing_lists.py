"""The real publications of a list, one after the other, and real customers, for the proof that a change is enough."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from uuid import UUID, uuid5

from screening.runs.parties import ListedName, ListedParty, Party, listed_key
from screening.scoring import Attributes
from screening.watchlists import formats
from screening.watchlists.countries import country_code
from screening.watchlists.records import EntityRecord

SPACE = UUID("6ba7b810-9dad-11d1-80b4-00c04fd430c8")
BASE, CHANGES = "ofac_sdn_2024-01", "ofac_sdn_delta_2024-01_2024-05/sdn_delta.csv"


@dataclass
class Publication:
    """One version of the list: who came to it, and which versions of parties left it."""

    day: str
    came: list[ListedParty] = field(default_factory=list)
    left: list[UUID] = field(default_factory=list)


def party_of(record: EntityRecord, version: int) -> ListedParty:
    """A version of a listed party, as the database would give it."""
    attributes = Attributes(
        tuple(record.countries), tuple(record.birth_dates),
        {scheme: tuple(values) for scheme, values in record.identifiers.items()},
    )  # fmt: skip
    names = tuple(ListedName(name.name, name.kind == "weak") for name in record.names)
    return ListedParty(uuid5(SPACE, f"{record.entity_key}|{version}"), listed_key(SPACE, record.entity_key), record.kind,
                       record.caption, names, attributes)  # fmt: skip


def publications(lists: Path, folder: Path) -> Iterator[Publication]:
    """The list as it was first, then each of its publications; the reader of the product reads every row."""
    held = {record.entity_key: party_of(record, 0) for record in formats.read(lists / BASE, "ofac_sdn")}
    yield Publication("2024-01-11", came=list(held.values()))
    with (lists / CHANGES).open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    for number, (day, group) in enumerate(groupby(rows, key=lambda row: row[0]), 1):
        changes = list(group)
        publication = Publication(day)
        removed = {row[2] for row in changes if row[1] == "remove"}
        written = {row[2]: row[2:] for row in changes if row[1] != "remove"}
        for key in [*removed, *written]:
            if key in held:
                publication.left.append(held.pop(key).id)
        for record in read(lists / BASE, written, folder / str(number)):
            held[record.entity_key] = party_of(record, number)
            publication.came.append(held[record.entity_key])
        yield publication


def read(base: Path, written: dict[str, list[str]], folder: Path) -> list[EntityRecord]:
    """Read some rows of a publication, with the other names and addresses that the list has of them."""
    if not written:
        return []
    folder.mkdir()
    with (folder / "sdn.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(written.values())
    for part in ("alt.csv", "add.csv"):
        with (base / part).open(encoding="latin-1", newline="") as file:
            rows = [row for row in csv.reader(file) if row and row[0].strip() in written]
        with (folder / part).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    return list(formats.read(folder, "ofac_sdn"))


def customers(data: Path) -> list[Party]:
    """Real companies and persons with what is known of them."""
    parties = []
    for file in (data / "suppliers" / "clean_orgs.csv", data / "persons" / "clean_persons.csv"):
        with file.open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows):
                parties.append(customer(row))
    return parties


def customer(row: dict[str, str]) -> Party:
    """One line of the collections of ordinary names."""
    person = row["type"] == "person"
    code = country_code(row["country"])
    known = Attributes((code,) if code else (), (row["dob"],) if row["dob"] else ())
    kind = "agency-person" if person else "supplier"
    return Party((kind, uuid5(SPACE, row["id"])), (row["name"],), "person" if person else "organisation", known)
