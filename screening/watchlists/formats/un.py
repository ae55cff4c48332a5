"""The Security Council's consolidated list as the United Nations publish it in XML (pure).

Schema: https://www.un.org/sc/resources/sc-sanctions.xsd
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree.ElementTree import Element

from screening.watchlists.countries import country_code
from screening.watchlists.formats.markup import child, children, elements
from screening.watchlists.formats.opening import Opening
from screening.watchlists.formats.texts import facts, is_latin, iso_date, line, parts, span, unique
from screening.watchlists.records import MAX_NAME, EntityRecord, FormatError, NameRecord

TITLE = "UN Security Council consolidated list (XML)"
_NAME_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME", "FIFTH_NAME", "SIXTH_NAME")
_QUALITY = {"low": "weak", "f.k.a.": "fka", "fka": "fka"}
_SOURCE = "https://main.un.org/securitycouncil/en/content/un-sc-consolidated-list"
_DOCUMENTS = (
    ("passport", ("passport", "passeport", "pasaporte")),
    ("national_id", ("national identi", "identity", "identification", "tazkira", "id card")),
    ("driving_licence", ("driv",)),
    ("travel_document", ("travel", "laissez")),
    ("residency_number", ("residen",)),
)


def recognise(opening: Opening) -> bool:
    """Tell whether a file begins as the list does."""
    return opening.is_xml and "<CONSOLIDATED_LIST" in opening.text


def read(files: Sequence[Path], _report: object) -> Iterator[EntityRecord]:
    """Yield individuals and entities in the order of the list.

    Raises:
        FormatError: for broken XML, and for the first entry without reference or name.
    """
    name = files[0].name
    found = False
    for element in elements(files[0], "INDIVIDUAL", "ENTITY"):
        found = True
        key = child(element, "REFERENCE_NUMBER") or child(element, "DATAID")
        if not key:
            raise FormatError(0, "REFERENCE_NUMBER", "An entry has no reference number.", name)
        if not child(element, "FIRST_NAME"):
            raise FormatError(0, "FIRST_NAME", f"The entry {key} has no name.", name)
        yield _entity(element, key)
    if not found:
        raise FormatError(0, "", "There is no INDIVIDUAL and no ENTITY in this list.", name)


def _entity(element: Element, key: str) -> EntityRecord:
    kind = element.tag
    whole = " ".join(part for tag in _NAME_PARTS if (part := child(element, tag)))
    places = element.findall(f"{kind}_ADDRESS")
    return EntityRecord(
        entity_key=key,
        schema="Person" if kind == "INDIVIDUAL" else "Organization",
        caption=whole,
        names=tuple(dict.fromkeys(_names(element, whole))),
        programs=unique([child(element, "UN_LIST_TYPE")]),
        countries=unique(country_code(text) for text in (
            *children(element, "NATIONALITY/VALUE"), *(child(place, "COUNTRY") for place in places),
        )),
        birth_dates=unique(_birth_dates(element)),
        identifiers=_documents(element),
        addresses=unique(
            ", ".join(part for tag in ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY")
                      if (part := child(place, tag)))
            for place in places
        ),
        reason=child(element, "COMMENTS1") or None,
        remarks=_remarks(element, places),
        listed_on=iso_date(child(element, "LISTED_ON")),
        source_url=_SOURCE,
    )  # fmt: skip


def _names(element: Element, whole: str) -> Iterator[NameRecord]:
    # some entities carry two names in one element: "COMPAGNIE … (CAGL) ; GREAT LAKES …", "AL-ITIHAAD … / AIAI"
    first, *others = parts(whole.replace(" / ", " ; "), " ; ") or (whole,)
    yield NameRecord(first, "primary")
    for name in others:
        yield NameRecord(name, "aka")
    original = child(element, "NAME_ORIGINAL_SCRIPT")
    if original:
        yield NameRecord(original, "original_script")
    for alias in element.findall(f"{element.tag}_ALIAS"):
        formerly = "listed as" in child(alias, "NOTE").lower()
        kind = "fka" if formerly else _QUALITY.get(child(alias, "QUALITY").lower(), "aka")
        yield from _aliases(child(alias, "ALIAS_NAME"), kind)


_LETTERED = re.compile(r"(?:^| )[a-z]\) ")  # "a) … b) …"
_OUTSIDE = re.compile(r";(?![^()]*\))")  # a separator that does not stand in brackets
_BRACKETS = re.compile(r"^(.*?)\s*\((?:original script: ?)?([^()]+)\)[ ,]*$")
_BIRTH = re.compile(r",? born (?:in |on )?[\dA-Z].*$")
_SAID_OF_IT = re.compile(
    r"\s*\((?:(?P<former>previously|formerly) listed as|false identity|birth name|combat name)[^()]*\)", re.IGNORECASE
)


def _aliases(cell: str, kind: str) -> Iterator[NameRecord]:
    """Yield the names of one alias: several between semicolons, and in another script in brackets."""
    if len(cell) > MAX_NAME * 10:
        yield NameRecord(cell, kind)  # no list of names is so long; it is left out as too long for a name
        return
    said = _SAID_OF_IT.search(cell)
    if said:
        kind = "fka" if said["former"] else kind
    bare = _SAID_OF_IT.sub("", _BIRTH.sub("", cell)).replace("(original script)", "")
    for text in _OUTSIDE.split(_LETTERED.sub("; ", bare)):
        name = line(text).strip(" ,")
        brackets = _BRACKETS.match(name)
        if brackets and is_latin(brackets[1]) != is_latin(brackets[2]):
            for part in (brackets[1], *brackets[2].split(";")):
                script = "aka" if is_latin(part) else "original_script"
                yield NameRecord(part.strip(), script if kind == "aka" else kind)
        elif name:
            yield NameRecord(name, kind)


def _birth_dates(element: Element) -> Iterator[str | None]:
    for birth in element.findall("INDIVIDUAL_DATE_OF_BIRTH"):
        yield iso_date(child(birth, "DATE") or child(birth, "YEAR"))
        yield from span(child(birth, "FROM_YEAR"), child(birth, "TO_YEAR"))
    for alias in element.findall("INDIVIDUAL_ALIAS"):
        yield iso_date(child(alias, "DATE_OF_BIRTH"))


_LEADING_WORDS = re.compile(r"^(?:[^\d\s]+\s+)+(?=\S*\d)")  # "Russian passport number 8208 No. 555627"


def _documents(element: Element) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for document in element.findall("INDIVIDUAL_DOCUMENT"):
        number = child(document, "NUMBER")
        if any(sign.isdigit() for sign in number):
            label = f"{child(document, 'TYPE_OF_DOCUMENT')} {child(document, 'TYPE_OF_DOCUMENT2')}".lower()
            found.setdefault(_scheme(label), []).append(_LEADING_WORDS.sub("", number).replace(" No. ", " "))
    return {scheme: unique(numbers) for scheme, numbers in sorted(found.items())}


def _scheme(label: str) -> str:
    return next((scheme for scheme, words in _DOCUMENTS if any(word in label for word in words)), "document")


def _remarks(element: Element, places: Sequence[Element]) -> str | None:
    return facts([
        ("Reference", child(element, "REFERENCE_NUMBER")),
        ("Title", ", ".join(children(element, "TITLE/VALUE"))),
        ("Designation", ", ".join(children(element, "DESIGNATION/VALUE"))),
        ("Gender", child(element, "GENDER")),
        *(("Born in", ", ".join(part for tag in ("STREET", "CITY", "STATE_PROVINCE", "COUNTRY", "NOTE")
                                if (part := child(birth, tag))))
          for birth in element.findall("INDIVIDUAL_PLACE_OF_BIRTH")),
        *(("Date of birth", " ".join(part for tag in ("TYPE_OF_DATE", "YEAR", "NOTE") if (part := child(birth, tag))))
          for birth in element.findall("INDIVIDUAL_DATE_OF_BIRTH")
          if child(birth, "NOTE") or child(birth, "TYPE_OF_DATE") == "APPROXIMATELY"),
        *(("Document", " ".join(part for part in (child(item, tag) for tag in _DOCUMENT_PARTS) if part))
          for item in element.findall("INDIVIDUAL_DOCUMENT")),
        *(("Address note", child(place, "NOTE")) for place in places),
        *((f"On the name {child(alias, 'ALIAS_NAME')}", child(alias, "NOTE"))
          for alias in element.findall(f"{element.tag}_ALIAS")),
        ("Updated", ", ".join(children(element, "LAST_DAY_UPDATED/VALUE"))),
    ])  # fmt: skip


_DOCUMENT_PARTS = (
    "TYPE_OF_DOCUMENT", "TYPE_OF_DOCUMENT2", "NUMBER", "ISSUING_COUNTRY", "COUNTRY_OF_ISSUE", "CITY_OF_ISSUE",
    "DATE_OF_ISSUE", "NOTE",
)  # fmt: skip
