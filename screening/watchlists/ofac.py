"""OFAC's legacy CSV files: SDN (sdn, alt, add, sdn_comments) and consolidated (cons_prim, …) (pure).

The files have no header and are joined on their first column, ent_num; ``-0-`` means nothing. OFAC describes
the layout in dat_spec.txt.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from screening.watchlists.countries import country_code
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
_MONTHS = {
    "Jan": "01", "Feb": "02", "Mar": "03", "Apr": "04", "May": "05", "Jun": "06",
    "Jul": "07", "Aug": "08", "Sep": "09", "Oct": "10", "Nov": "11", "Dec": "12",
}  # fmt: skip


def files_of(source: Path | Sequence[Path], format_code: str) -> dict[str, Path]:
    """Return which part of the list each file holds.

    Raises:
        FormatError: when the file of primary names is missing.
    """
    names = FILES[format_code]
    if isinstance(source, Path):
        source = sorted(source.iterdir()) if source.is_dir() else _siblings(source, names)
    by_name = {path.name.lower(): path for path in source}
    found = {part: by_name[name] for part, name in names.items() if name in by_name}
    if "primary" not in found:
        raise FormatError(0, "", f"The file {names['primary']} is missing.")
    return found


def _siblings(path: Path, names: dict[str, str]) -> list[Path]:
    return [path, *(path.parent / name for name in names.values() if (path.parent / name).is_file())]


def read(source: Path | Sequence[Path], format_code: str) -> Iterator[EntityRecord]:
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
        reader = csv.reader(file)
        while True:
            try:
                row = next(reader, None)
            except csv.Error as error:
                sentence = f"The row cannot be read: {error}."
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
    facts = [fact.removeprefix("alt. ") for fact in _facts(remarks)]
    if row[5]:
        facts.append(f"Call Sign {row[5]}")
    countries = dict.fromkeys(_countries([*(place[4] for place in places), row[9]], facts))
    return EntityRecord(
        entity_key=row[0],
        schema=SCHEMA[row[2].lower()],
        caption=row[1],
        names=tuple(_names(row[1], aliases, facts)),
        programs=tuple(part.strip() for part in row[3].split("] [") if part.strip()),
        countries=tuple(countries),
        birth_dates=tuple(dict.fromkeys(date for fact in facts for date in _birth_dates(fact))),
        identifiers=_identifiers(facts),
        addresses=tuple(", ".join(part for part in place[2:5] if part) for place in places if any(place[2:5])),
        reason="; ".join(fact for fact in facts if _REASON.match(fact)) or row[4] or None,
        remarks=remarks.strip() or None,
        source_url=_DETAILS + row[0],
    )


def _facts(remarks: str) -> list[str]:
    """Split the remarks, which end with a full stop and separate facts by semicolons."""
    bare = remarks.strip().removesuffix(".")
    return [fact.strip() for fact in bare.split("; ") if fact.strip()]


_REASON = re.compile(r"(Additional Sanctions Information|Secondary sanctions risk|Executive Order)", re.IGNORECASE)
_REMARK_NAME = re.compile(r"^(?:a|f|n)\.k\.a\. '(.+?)'?$")
_NATION = re.compile(r"^(?:nationality|citizen)(?: of)? (.+)$")


def _names(primary: str, aliases: list[list[str]], facts: list[str]) -> Iterator[NameRecord]:
    yield NameRecord(primary, "primary")
    seen = {primary}
    for alias in aliases:
        if alias[3] and alias[3] not in seen:
            seen.add(alias[3])
            yield NameRecord(alias[3], _ALIAS.get(alias[2].lower(), "aka"))
    for fact in facts:
        weak = _REMARK_NAME.match(fact)
        if weak and weak.group(1) not in seen:
            seen.add(weak.group(1))
            # OFAC keeps broad or generic aliases out of alt.csv and in the remarks: "weak a.k.a." (FAQ 122)
            yield NameRecord(weak.group(1), "weak")


def _countries(places: list[str], facts: list[str]) -> Iterator[str]:
    for place in places:
        code = country_code(place) if place else None
        if code:
            yield code
    for fact in facts:
        nation = _NATION.match(fact)
        code = country_code(nation.group(1)) if nation else None
        if code:
            yield code


_DAY = re.compile(r"(?:(?:(\d{1,2}) )?([A-Z][a-z]{2}) )?(\d{4})")


def _birth_dates(fact: str) -> Iterator[str]:
    """Yield the dates of a DOB fact as ISO; of a span, its years."""
    if not fact.startswith("DOB "):
        return
    dates = [_iso(*found.groups()) for found in _DAY.finditer(fact)]
    if len(dates) == 2 and (" to " in fact or re.search(r"\d{4}-\d{4}", fact)):
        first, last = int(dates[0][:4]), int(dates[1][:4])
        yield from (str(year) for year in range(first, min(last, first + 20) + 1))
    else:
        yield from dates


def _iso(day: str | None, month: str | None, year: str) -> str:
    if month not in _MONTHS:
        return year
    return f"{year}-{_MONTHS[month]}" + (f"-{int(day):02d}" if day else "")


# label in the remarks: our scheme. A label that is not here is no identifier.
_SCHEMES = {
    "Passport": "passport", "National ID No.": "national_id", "Tax ID No.": "tax_id", "SSN": "ssn",
    "Registration Number": "registration_number", "Registration ID": "registration_number",
    "Business Registration Number": "registration_number", "Company Number": "registration_number",
    "Commercial Registry Number": "registration_number", "C.R. No.": "registration_number",
    "Business Number": "registration_number", "Enterprise Number": "registration_number",
    "Government Gazette Number": "gazette_number", "Identification Number": "identification_number",
    "Unified Social Credit Code (USCC)": "uscc", "Legal Entity Number": "legal_entity_number",
    "D-U-N-S Number": "duns", "SWIFT/BIC": "bic", "RUC #": "ruc", "NIT #": "nit", "C.U.I.T.": "cuit",
    "R.F.C.": "rfc", "C.U.R.P.": "curp", "Cedula No.": "cedula", "D.N.I.": "dni", "I.F.E.": "ife",
    "Folio Mercantil No.": "folio_mercantil", "Matricula Mercantil No": "matricula_mercantil",
    "Economic Register Number (CBLS)": "cbls", "Vessel Registration Identification IMO": "imo",
    "Identification Number IMO": "imo", "Company Number IMO": "imo_company", "MMSI": "mmsi",
    "Call Sign": "call_sign", "Aircraft Tail Number": "aircraft_tail_number",
    "Aircraft Manufacturer's Serial Number (MSN)": "aircraft_serial_number",
    "Aircraft Construction Number (also called L/N or S/N or F/N)": "aircraft_serial_number",
    "Driver's License No.": "driving_licence", "License": "licence", "Residency Number": "residency_number",
    "Travel Document Number": "travel_document", "Phone Number": "phone", "Email Address": "email",
    "Website": "website", "V.A.T. Number": "vat", "Trade License No.": "licence",
    "Central Registration System Number": "registration_number", "Fiscal Code": "fiscal_code",
}  # fmt: skip
_LABELS = sorted(_SCHEMES, key=len, reverse=True)
_WALLET = re.compile(r"^Digital Currency Address - (\w+) (\S+)")


def _identifiers(facts: list[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for fact in facts:
        wallet = _WALLET.match(fact)
        if wallet:
            found["wallet_" + wallet.group(1).lower()][wallet.group(2)] = None
            continue
        for label in _LABELS:
            if fact.startswith(label + " "):
                value = fact[len(label) :].split(" (")[0].strip(" ,.")
                if any(c.isdigit() for c in value) or label in {
                    "Website",
                    "Email Address",
                    "SWIFT/BIC",
                    "Call Sign",
                }:
                    found[_SCHEMES[label]][value] = None
                break
    return {scheme: tuple(values) for scheme, values in sorted(found.items())}
