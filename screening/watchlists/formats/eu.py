"""The European Union's consolidated financial sanctions list, CSV 1.1 and XML 1.1 (pure).

The CSV has one row for each name, address, date of birth, document and citizenship of a party, which share
``Entity_LogicalId``; an element of the XML holds the same under like names, so that both are read as such rows.
Published at https://webgate.ec.europa.eu/fsd/fsf; no file of the publisher was at hand to test with.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree.ElementTree import Element

from screening.watchlists.countries import country_code
from screening.watchlists.formats import tables
from screening.watchlists.formats.markup import child, elements
from screening.watchlists.formats.opening import Opening
from screening.watchlists.formats.tables import Row
from screening.watchlists.formats.texts import facts, is_latin, iso_date, line, span, unique
from screening.watchlists.records import EntityRecord, FormatError, NameRecord

TITLE_CSV = "EU financial sanctions (CSV 1.1)"
TITLE_XML = "EU financial sanctions (XML 1.1)"
KEY = "Entity_LogicalId"
NEEDED = (KEY, "Entity_SubjectType", "Entity_Regulation_Programme", "NameAlias_WholeName", "Address_CountryIso2Code")
_SCHEMA = {"p": "Person", "person": "Person", "e": "Organization", "enterprise": "Organization"}
_SCHEMES = {
    "passport": "passport", "diplpass": "passport", "id": "national_id", "regnumber": "registration_number",
    "fiscalcode": "fiscal_code", "ssn": "ssn", "tradelic": "licence", "residentperm": "residency_number",
    "travel": "travel_document", "driverlic": "driving_licence", "electionid": "electoral_number", "imo": "imo",
    "swiftbic": "bic", "birthcert": "birth_certificate",
}  # fmt: skip
# Where an attribute of the XML is not called as its column of the CSV.
_COLUMNS = {
    "BirthDate_Birthdate": "BirthDate_BirthDate",
    "Identification_IdentificationTypeCode": "Identification_TypeCode",
}
_PARTS = {
    "nameAlias": "NameAlias", "address": "Address", "birthdate": "BirthDate", "identification": "Identification",
    "citizenship": "Citizenship", "regulation": "Entity_Regulation", "subjectType": "Entity_SubjectType",
}  # fmt: skip


def is_csv(opening: Opening) -> bool:
    """Tell whether a file begins with the columns of the CSV."""
    return opening.has_columns(*NEEDED, delimiter=";")


def is_xml(opening: Opening) -> bool:
    """Tell whether a file begins as the XML does."""
    return opening.is_xml and "<sanctionEntity" in opening.text


def read_csv(files: Sequence[Path], _report: object) -> Iterator[EntityRecord]:
    """Yield the parties; FormatError for the first row that is not as it should be."""
    for rows in tables.grouped(lambda: tables.rows(files[0], NEEDED, delimiter=";"), KEY):
        yield _entity(rows)


def read_xml(files: Sequence[Path], _report: object) -> Iterator[EntityRecord]:
    """Yield the parties; FormatError for broken XML and for the first party without key or name."""
    found = False
    for element in elements(files[0], "sanctionEntity"):
        found = True
        if not element.get("logicalId"):
            raise FormatError(0, "logicalId", "A sanctionEntity has no logicalId.", files[0].name)
        yield _entity([Row(0, cells, files[0].name) for cells in _cells(element)])
    if not found:
        raise FormatError(0, "", "There is no sanctionEntity in this list.", files[0].name)


def _cells(element: Element) -> Iterator[dict[str, str]]:
    """Yield an element's parts as the rows that the CSV has of them."""
    whole = {
        KEY: element.get("logicalId", ""), "Entity_EU_ReferenceNumber": element.get("euReferenceNumber", ""),
        "Entity_UnitedNationId": element.get("unitedNationId", ""), "Entity_Remark": child(element, "remark"),
        "Entity_DesignationDate": element.get("designationDate", ""),
        "Entity_DesignationDetails": element.get("designationDetails", ""),
    }  # fmt: skip
    yield whole
    for part in element:
        prefix = _PARTS.get(part.tag)
        if prefix is None:
            continue
        cells = {KEY: whole[KEY]}
        for name, value in part.attrib.items():
            column = f"{prefix}_{name[:1].upper()}{name[1:]}"
            cells[_COLUMNS.get(column, column)] = value
        cells[f"{prefix}_Remark"] = child(part, "remark")
        cells[f"{prefix}_PublicationUrl"] = child(part, "publicationUrl")
        yield {column: value for column, value in cells.items() if value}


# ----------------------------------------------------------------------------------------------- entity


def _entity(rows: Sequence[Row]) -> EntityRecord:
    key = rows[0][KEY]
    names = tuple(dict.fromkeys(_names(rows)))
    if not names:
        raise rows[0].wrong("NameAlias_WholeName", f"The party {key} has no name.")
    kinds = (
        row[column].lower()
        for row in rows
        for column in ("Entity_SubjectType", "Entity_SubjectType_Code", "Entity_SubjectType_ClassificationCode")
    )
    return EntityRecord(
        entity_key=key,
        schema=next((_SCHEMA[kind] for kind in kinds if kind in _SCHEMA), "LegalEntity"),
        caption=names[0].name,
        names=names,
        programs=_all(rows, "Entity_Regulation_Programme"),
        countries=unique(country_code(row[column]) for row in rows for column in _COUNTRIES if row[column]),
        birth_dates=unique(day for row in rows for day in _birth_dates(row)),
        identifiers=_identifiers(rows),
        addresses=unique(_address(row) for row in rows),
        reason=facts([
            ("Regulation", ", ".join(_all(rows, "Entity_Regulation_NumberTitle"))),
            ("Details", ", ".join(_all(rows, "Entity_DesignationDetails"))),
        ]),
        remarks=facts((label, "; ".join(_all(rows, column))) for column, label in _REMARKS.items()),
        listed_on=_listed(rows),
        source_url=next(iter(_all(rows, "Entity_Regulation_PublicationUrl")), None),
    )  # fmt: skip


_COUNTRIES = ("Citizenship_CountryIso2Code", "Address_CountryIso2Code")
_REMARKS = {
    "Entity_EU_ReferenceNumber": "EU reference", "Entity_UnitedNationId": "UN reference", "Entity_Remark": "Remark",
    "NameAlias_Title": "Title", "NameAlias_Function": "Function", "NameAlias_Gender": "Gender",
    "NameAlias_Remark": "On a name", "Address_Remark": "On an address", "Address_ContactInfo": "Contact",
    "BirthDate_Place": "Born in", "BirthDate_City": "Born in the city",
    "BirthDate_CountryDescription": "Born in the country", "BirthDate_Remark": "On a birth",
    "Identification_Remark": "On a document", "Citizenship_Remark": "On a citizenship",
}  # fmt: skip


def _all(rows: Sequence[Row], column: str) -> tuple[str, ...]:
    return unique(line(row[column]) for row in rows)


def _names(rows: Sequence[Row]) -> Iterator[NameRecord]:
    """Yield the names, the main one first: the first that is strong and in Latin letters, if there is one."""
    found: list[NameRecord] = []
    for row in rows:
        name = line(row["NameAlias_WholeName"])
        if name:
            found.append(NameRecord(name, _kind(row), row["NameAlias_NameLanguage"].lower() or None))
    main = next((name for name in found if name.kind == "aka" and is_latin(name.name)), next(iter(found), None))
    if main is not None:
        yield NameRecord(main.name, "weak" if main.kind == "weak" else "primary", main.language)
        yield from (name for name in found if name.name != main.name)


def _kind(row: Row) -> str:
    remark = row["NameAlias_Remark"].lower()
    if "low quality" in remark or "weak" in remark or row["NameAlias_Strong"].lower() == "false":
        return "weak"
    return "fka" if "f.k.a" in remark or "formerly" in remark else "aka"


def _birth_dates(row: Row) -> Iterator[str | None]:
    yield iso_date(row["BirthDate_BirthDate"]) or iso_date(row["BirthDate_Year"])
    yield from span(row["BirthDate_YearRangeFrom"], row["BirthDate_YearRangeTo"])


def _address(row: Row) -> str:
    columns = ("Street", "PoBox", "ZipCode", "City", "Place", "Region", "CountryDescription")
    said = [line(row[f"Address_{column}"]) for column in columns]
    return ", ".join(part for part in said if part and part != "UNKNOWN")


def _identifiers(rows: Sequence[Row]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for row in rows:
        number = line(row["Identification_Number"]) or line(row["Identification_LatinNumber"])
        # a document known to be false says nothing about the party
        if number and row["Identification_KnownFalse"].lower() != "true":
            code = row["Identification_TypeCode"].lower()
            found.setdefault(_SCHEMES.get(code, "document"), []).append(number)
    return {scheme: unique(numbers) for scheme, numbers in sorted(found.items())}


def _listed(rows: Sequence[Row]) -> str | None:
    for column in (
        "Entity_DesignationDate",
        "Entity_Regulation_EntryIntoForceDate",
        "Entity_Regulation_PublicationDate",
    ):
        days = unique(iso_date(row[column]) for row in rows)
        if days:
            return min(days)
    return None
