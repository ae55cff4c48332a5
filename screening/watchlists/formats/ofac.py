"""OFAC's legacy CSV files: SDN (sdn, alt, add, sdn_comments) and consolidated (cons_prim, …) (pure).

The files have no header and are joined on their first column, ent_num; ``-0-`` means nothing. OFAC describes
the layout in dat_spec.txt.
"""

import csv
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from screening.watchlists.countries import country_code
from screening.watchlists.formats import ofac_remarks, tables
from screening.watchlists.formats.opening import Opening
from screening.watchlists.formats.texts import facts as labelled
from screening.watchlists.formats.texts import parts, unique
from screening.watchlists.records import EntityRecord, FormatError, NameRecord, encoding_of

FILES = {
    "ofac_sdn": {"primary": "sdn.csv", "alt": "alt.csv", "add": "add.csv", "comments": "sdn_comments.csv"},
    "ofac_consolidated": {
        "primary": "cons_prim.csv",
        "alt": "cons_alt.csv",
        "add": "cons_add.csv",
        "comments": "cons_comments.csv",
    },
}
SCHEMA = {"individual": "Person", "vessel": "Vessel", "aircraft": "Airplane", "": "Organization"}
_WIDTH = {"primary": 12, "alt": 4, "add": 5, "comments": 2}
_KEPT_AS_IS = {"primary": 11, "comments": 1}  # a text cut in two may be cut at a space
_ALIAS = {"aka": "aka", "fka": "fka", "nka": "aka"}
_DETAILS = "https://sanctionssearch.ofac.treas.gov/Details.aspx?id="
_END_OF_FILE = "\x1a"  # DOS end-of-file mark, which OFAC still writes
TITLES = {"ofac_sdn": "OFAC SDN (CSV)", "ofac_consolidated": "OFAC Consolidated (CSV)"}


def recognises(format_code: str) -> Callable[[Opening], bool]:
    """Return what tells whether a folder or file is this list: by file names, which OFAC has kept for decades.

    A file of primary names under another name is taken for the SDN list: the two lists look the same inside.
    """
    primary = FILES[format_code]["primary"]
    others = {files["primary"] for code, files in FILES.items() if code != format_code}

    def recognise(opening: Opening) -> bool:
        if primary in opening.names:
            return True
        return format_code == "ofac_sdn" and _looks_primary(opening) and not others & opening.names

    return recognise


def _looks_primary(opening: Opening) -> bool:
    row = opening.header()
    return len(row) == _WIDTH["primary"] and row[0].isdigit() and "-0-" in row


def reader(format_code: str) -> Callable[[Sequence[Path], object], Iterator[EntityRecord]]:
    """Return what reads the files of one of the two lists."""
    return lambda files, _report: read(files, format_code)


def chooser(format_code: str) -> Callable[[Sequence[Path]], list[Path]]:
    """Return what chooses the files of one of the two lists."""
    return lambda paths: list(files_of(paths, format_code).values())


def files_of(source: Sequence[Path], format_code: str) -> dict[str, Path]:
    """Return which part of the list each file holds; of a single file, those beside it belong to it.

    Raises:
        FormatError: when the file of primary names is missing.
    """
    names = FILES[format_code]
    if len(source) == 1 and source[0].name.lower() in names.values():
        source = [source[0], *(source[0].parent / name for name in names.values())]
    by_name = {path.name.lower(): path for path in source if path.is_file()}
    found = {part: by_name[name] for part, name in names.items() if name in by_name}
    if "primary" not in found and len(by_name) == 1 and _looks_primary(Opening(source[0])):
        found["primary"] = source[0]
    if "primary" not in found:
        sentence = f"The file {names['primary']} is missing. Put the list's files into one folder."
        raise FormatError(0, "", sentence)
    return found


def read(source: Sequence[Path], format_code: str) -> Iterator[EntityRecord]:
    """Yield the entities in the order of the primary file.

    Aliases, addresses and comments are held in memory (some 10 MB); the primary file is streamed.

    Raises:
        FormatError: for the first row that is not as the format says.
    """
    files = files_of(source, format_code)
    aliases = _by_entity(files, "alt")
    addresses = _by_entity(files, "add")
    comments = _by_entity(files, "comments")
    seen: set[str] = set()
    for line, row in _rows(files["primary"], "primary"):
        key = row[0]
        if key in seen:
            raise FormatError(line, "ent_num", f"The entity {key} stands in the file twice.", files["primary"].name)
        seen.add(key)
        if not row[1]:
            raise FormatError(line, "SDN_Name", "The name is missing.", files["primary"].name)
        if row[2].lower() not in SCHEMA:
            raise FormatError(line, "SDN_Type", f"The type “{row[2]}” is not known.", files["primary"].name)
        # the comments file carries on where the 1,000 characters of the remarks column end, often inside a
        # word
        remarks = row[11] + "".join(comment[1] for comment in comments.get(key, ()))
        yield _entity(row, remarks, aliases.get(key, []), addresses.get(key, []))


def _by_entity(files: dict[str, Path], part: str) -> dict[str, list[list[str]]]:
    # rows of entities that have left the list are skipped by the join: the files are published minutes apart
    found: dict[str, list[list[str]]] = defaultdict(list)
    if part in files:
        for _, row in _rows(files[part], part):
            found[row[0]].append(row)
    return found


def _rows(path: Path, part: str) -> Iterator[tuple[int, list[str]]]:
    """Yield line number and cells, ``-0-`` made empty."""
    with path.open(encoding=encoding_of(path), newline="") as file:
        reader = csv.reader(tables.lines(file, path.name))
        while True:
            try:
                row = next(reader, None)
            except csv.Error as error:
                sentence = f"The row cannot be read: {error}. Perhaps a quotation mark is not closed."
                raise FormatError(reader.line_num, "", sentence, path.name) from error
            if row is None:
                return
            if not row or (len(row) == 1 and row[0].strip(_END_OF_FILE + " ") == ""):
                continue
            if not row[0].strip().isdigit():
                sentence = f"“{row[0][:40]}” is not a number."
                raise FormatError(reader.line_num, "ent_num", sentence, path.name)
            if len(row) < _WIDTH[part]:
                sentence = f"The row has {len(row)} columns; {_WIDTH[part]} are expected."
                raise FormatError(reader.line_num, "", sentence, path.name)
            kept = _KEPT_AS_IS.get(part)
            yield reader.line_num, [_cell(cell, strip=at != kept) for at, cell in enumerate(row)]


def _cell(cell: str, *, strip: bool) -> str:
    bare = cell.strip()
    return "" if bare == "-0-" else bare if strip else cell


# ----------------------------------------------------------------------------------------------- entity


def _entity(row: list[str], remarks: str, aliases: list[list[str]], places: list[list[str]]) -> EntityRecord:
    facts = ofac_remarks.facts_of(remarks)
    if row[5]:
        facts.append(f"Call Sign {row[5]}")
    return EntityRecord(
        entity_key=row[0],
        schema=SCHEMA[row[2].lower()],
        caption=row[1],
        names=tuple(_names(row[1], aliases, facts)),
        programs=parts(row[3], "] ["),
        countries=unique([*(country_code(place) for place in [*(p[4] for p in places), row[9]]),
                          *ofac_remarks.countries(facts)]),
        birth_dates=unique(ofac_remarks.birth_dates(facts)),
        identifiers=ofac_remarks.identifiers(facts),
        addresses=unique(", ".join(part for part in place[2:5] if part) for place in places),
        reason=ofac_remarks.reason(facts),
        remarks="\n".join(text for text in (remarks.strip(), _other_columns(row, aliases, places)) if text) or None,
        listed_on=ofac_remarks.listed_on(facts),
        source_url=_DETAILS + row[0],
    )  # fmt: skip


def _other_columns(row: list[str], aliases: list[list[str]], places: list[list[str]]) -> str | None:
    """Return what the columns say that have no field of their own."""
    return labelled([
        ("Title", row[4]), ("Vessel type", row[6]), ("Tonnage", row[7]), ("Gross registered tonnage", row[8]),
        ("Vessel flag", row[9]), ("Vessel owner", row[10]),
        *((f"On the name {alias[3]}", alias[4]) for alias in aliases if len(alias) > _WIDTH["alt"]),
        *(("On an address", place[5]) for place in places if len(place) > _WIDTH["add"]),
    ])  # fmt: skip


def _names(primary: str, aliases: list[list[str]], facts: list[str]) -> Iterator[NameRecord]:
    yield NameRecord(primary, "primary")
    seen = {primary}
    for alias in aliases:
        if alias[3] and alias[3] not in seen:
            seen.add(alias[3])
            yield NameRecord(alias[3], _ALIAS.get(alias[2].lower(), "aka"))
    for name in ofac_remarks.weak_names(facts):
        if name not in seen:
            seen.add(name)
            yield NameRecord(name, "weak")
