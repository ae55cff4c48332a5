"""What FollowTheMoney's properties mean for a flagged entity (pure).

Model: https://followthemoney.tech/explorer/
"""

from collections.abc import Iterable, Mapping
from typing import Any

from screening.watchlists.countries import country_code
from screening.watchlists.formats.objects import texts
from screening.watchlists.formats.texts import facts, iso_date, unique
from screening.watchlists.records import EntityRecord, NameRecord

Properties = Mapping[str, Any]
_SCHEMATA = {
    "Person": "Person", "Organization": "Organization", "Company": "Company", "LegalEntity": "LegalEntity",
    "PublicBody": "Organization", "Vessel": "Vessel", "Airplane": "Airplane",
}  # fmt: skip
_NAMES = {"name": "aka", "alias": "aka", "previousName": "fka", "weakAlias": "weak", "abbreviation": "weak"}
_MAIN = ("name", "alias", "previousName")  # what may be the main name: a weak one stays weak
_NATIONS = ("nationality", "citizenship", "country", "mainCountry", "jurisdiction", "flag")
_IDENTIFIERS = {
    "passportNumber": "passport", "idNumber": "national_id", "socialSecurityNumber": "ssn", "taxNumber": "tax_id",
    "innCode": "tax_id", "vatCode": "vat", "registrationNumber": "registration_number",
    "ogrnCode": "registration_number", "uniqueEntityId": "uei", "uscCode": "uscc", "leiCode": "lei",
    "dunsCode": "duns", "swiftBic": "bic", "bikCode": "bik", "okpoCode": "okpo", "kppCode": "kpp", "npiCode": "npi",
    "permId": "permid", "imoNumber": "imo", "mmsi": "mmsi", "callSign": "call_sign", "licenseNumber": "licence",
    "serialNumber": "aircraft_serial_number", "phone": "phone", "email": "email", "website": "website",
}  # fmt: skip
_REMARKS = {
    "topics": "Topics", "title": "Title", "position": "Position", "gender": "Gender", "birthPlace": "Born in",
    "birthCountry": "Born in the country", "deathDate": "Died", "legalForm": "Legal form", "status": "Status",
    "incorporationDate": "Founded", "dissolutionDate": "Dissolved", "sector": "Sector", "type": "Type",
    "createdAt": "Recorded", "modifiedAt": "Changed", "notes": "Notes", "summary": "Summary",
}  # fmt: skip


def schema(name: str) -> str | None:
    """Return the kind of entity for a schema, or None when it is none that can be screened against."""
    return _SCHEMATA.get(name)


def of(entity: Mapping[str, Any]) -> Properties:
    """Return the properties of an entity."""
    found = entity.get("properties")
    return found if isinstance(found, dict) else {}


def record(
    entity: Mapping[str, Any],
    schema_name: str,
    *,
    sanctions: Iterable[Properties] = (),
    addresses: Iterable[str] = (),
    documents: Iterable[Properties] = (),
) -> EntityRecord:
    """Return the flagged entity.

    Args:
        entity: as published.
        schema_name: what `schema` gave for it.
        sanctions: the properties of the Sanction entities that name it.
        addresses: the texts of the Address entities it names.
        documents: the properties of the Passport and Identification entities that name it.
    """
    properties = of(entity)
    measures = list(sanctions)
    topics = texts(properties.get("topics"))
    names = _names(entity, properties)
    said = [properties, *measures]
    begins = unique(iso_date(day) for measure in measures for day in _any(measure, "listingDate", "startDate"))
    ends = [max(unique(iso_date(day) for day in _any(measure, "endDate")), default=None) for measure in measures]
    return EntityRecord(
        entity_key=str(entity.get("id", "")),
        schema=schema_name,
        caption=names[0].name if names else "",
        names=names,
        programs=unique(text for part in said for text in _any(part, "program", "programId")) or topics,
        countries=unique(country_code(text) for text in _any(properties, *_NATIONS)),
        birth_dates=unique(iso_date(day) for day in _any(properties, "birthDate")),
        identifiers=_identifiers(properties, documents),
        addresses=unique([*_any(properties, "address"), *addresses]),
        reason="; ".join(unique(text for part in said for text in _any(part, "reason"))) or None,
        remarks=facts(
            [*((label, "; ".join(_any(properties, key))) for key, label in _REMARKS.items()),
             ("Authority", "; ".join(unique(text for part in measures for text in _any(part, "authority")))),
             ("Measure", "; ".join(unique(text for part in measures for text in _any(part, "provisions")))),
             ("Data sets", "; ".join(texts(entity.get("datasets"))))]
        ),
        listed_on=min(begins, default=None),
        # one measure without an end keeps the entity listed
        delisted_on=max((end for end in ends if end), default=None) if all(ends) else None,
        source_url=next((text for part in [*measures, properties] for text in _any(part, "sourceUrl")), None),
    )  # fmt: skip


def _any(properties: Properties, *keys: str) -> tuple[str, ...]:
    if len(keys) == 1:
        return texts(properties.get(keys[0]))
    return unique(text for key in keys if key in properties for text in texts(properties[key]))


def _names(entity: Mapping[str, Any], properties: Properties) -> tuple[NameRecord, ...]:
    found: dict[str, NameRecord] = {}
    for name in texts(entity.get("caption")):
        # where an entity has no name, its caption is its key
        if name != entity.get("id") and name in {text for key in _MAIN for text in texts(properties.get(key))}:
            found[name] = NameRecord(name)
    for key, kind in _NAMES.items():
        for name in texts(properties.get(key)):
            found.setdefault(name, NameRecord(name, kind if found or kind == "weak" else "primary"))
    return tuple(found.values())


def _identifiers(properties: Properties, documents: Iterable[Properties]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for key in _IDENTIFIERS.keys() & properties.keys():
        found.setdefault(_IDENTIFIERS[key], []).extend(texts(properties[key]))
    for document in documents:
        found.setdefault("document", []).extend(texts(document.get("number")))
    return {scheme: unique(sorted(values)) for scheme, values in sorted(found.items()) if values}
