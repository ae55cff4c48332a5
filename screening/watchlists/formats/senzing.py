"""Senzing's records: flat, with lists such as NAMES, or with one list FEATURES; JSON lines or one array (pure).

Specification: https://www.senzing.com/docs/entity_specification/
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from screening.watchlists.countries import country_code
from screening.watchlists.formats.objects import objects, text
from screening.watchlists.formats.opening import Opening
from screening.watchlists.formats.texts import facts, iso_date, line, unique
from screening.watchlists.records import EntityRecord, FormatError, NameRecord

TITLE = "Senzing JSON"
_SCHEMA = {
    "PERSON": "Person", "ORGANIZATION": "Organization", "ORGANISATION": "Organization", "COMPANY": "Company",
    "VESSEL": "Vessel", "AIRCRAFT": "Airplane", "VEHICLE": "LegalEntity", "": "LegalEntity",
}  # fmt: skip
_SCHEMES = {
    "PASSPORT_NUMBER": "passport", "TAX_ID_NUMBER": "tax_id", "NATIONAL_ID_NUMBER": "national_id", "SSN": "ssn",
    "SSN_NUMBER": "ssn", "DRIVERS_LICENSE_NUMBER": "driving_licence", "OTHER_ID_NUMBER": "document",
    "LEI_NUMBER": "lei", "DUNS_NUMBER": "duns", "IMO_NUMBER": "imo", "MMSI_NUMBER": "mmsi", "CALL_SIGN": "call_sign",
    "NPI_NUMBER": "npi", "PHONE_NUMBER": "phone", "EMAIL_ADDRESS": "email", "WEBSITE_ADDRESS": "website",
}  # fmt: skip
_ADDRESS = (*(f"ADDR_LINE{at}" for at in range(1, 7)), "ADDR_CITY", "ADDR_STATE", "ADDR_POSTAL_CODE", "ADDR_COUNTRY")
_NATIONS = ("ADDR_COUNTRY", "NATIONALITY", "CITIZENSHIP", "REGISTRATION_COUNTRY", "COUNTRY_OF_ASSOCIATION")
_NAME = re.compile(r"^((?:[A-Z]+_)?NAME)_(ORG|FULL|PREFIX|FIRST|MIDDLE|LAST|SUFFIX)$")
_KINDS = {"PRIMARY": "primary", "FKA": "fka", "FORMER": "fka", "PREVIOUS": "fka", "WEAK": "weak", "LOW": "weak"}
Feature = Mapping[str, Any]


def recognise(opening: Opening) -> bool:
    """Tell whether a file begins with such a record."""
    return opening.has_keys("DATA_SOURCE", "RECORD_ID")


def read(files: Sequence[Path], _report: object) -> Iterator[EntityRecord]:
    """Yield the records; FormatError for the first without source, key or name."""
    for at, found in objects(files[0]):
        for name in ("DATA_SOURCE", "RECORD_ID"):
            if not text(found, name):
                raise FormatError(at, name, "The value is missing.", files[0].name)
        record = _entity(found)
        if not record.names:
            raise FormatError(at, "NAME_FULL", f"The record {record.entity_key} has no name.", files[0].name)
        yield record


def _features(found: Feature) -> list[Feature]:
    """Return the record's own values and those of its lists, each list item a feature."""
    lists = [item for value in found.values() if isinstance(value, list) for item in value if isinstance(item, dict)]
    return [{key: value for key, value in found.items() if not isinstance(value, list | dict)}, *lists]


def _entity(found: Feature) -> EntityRecord:
    features = _features(found)
    names = tuple(dict.fromkeys(name for feature in features for name in _names(feature)))
    kind = _first(features, "RECORD_TYPE").upper()
    source = text(found, "DATA_SOURCE")
    return EntityRecord(
        entity_key=f"{source}:{text(found, 'RECORD_ID')}",
        schema=_SCHEMA.get(kind, "LegalEntity"),
        caption=next((name.name for name in names if name.kind == "primary"), names[0].name if names else ""),
        names=names,
        programs=unique([source, *(text(feature, "TOPIC") for feature in features)]),
        countries=unique(country_code(text(feature, key)) for feature in features for key in _NATIONS),
        birth_dates=unique(iso_date(text(feature, "DATE_OF_BIRTH"), month_first=True) for feature in features),
        identifiers=_identifiers(features),
        addresses=unique(
            text(feature, "ADDR_FULL") or ", ".join(part for key in _ADDRESS if (part := text(feature, key)))
            for feature in features
        ),
        remarks=facts([("Gender", _first(features, "GENDER")), ("Changed", text(found, "LAST_CHANGE"))]),
        source_url=_first(features, "URL") or None,
    )


def _first(features: Sequence[Feature], key: str) -> str:
    return next((said for feature in features if (said := text(feature, key))), "")


def _names(feature: Feature) -> Iterator[NameRecord]:
    """Yield the names of a feature; a prefix such as PRIMARY_NAME_LAST tells the kind as NAME_TYPE does."""
    parts: dict[str, dict[str, str]] = {}
    for key in feature:
        found = _NAME.match(key)
        if found:
            parts.setdefault(found[1], {})[found[2]] = line(text(feature, key))
    for label, part in parts.items():
        kind = text(feature, "NAME_TYPE").upper() or label.removesuffix("NAME").strip("_") or "PRIMARY"
        personal = " ".join(part[key] for key in ("FIRST", "MIDDLE", "LAST", "SUFFIX") if part.get(key))
        for name in (part.get("ORG"), part.get("FULL"), personal):
            if name:
                yield NameRecord(name, _KINDS.get(kind, "aka"))


def _identifiers(features: Sequence[Feature]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for feature in features:
        for key, scheme in _SCHEMES.items():
            if text(feature, key):
                found.setdefault(scheme, []).append(text(feature, key))
    return {scheme: unique(values) for scheme, values in sorted(found.items())}
