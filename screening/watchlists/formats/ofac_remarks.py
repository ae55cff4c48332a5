"""The remarks of OFAC's lists: one text a party, in which facts stand between semicolons (pure)."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from screening.watchlists.countries import country_code
from screening.watchlists.formats.texts import iso_date, span

_REASON = re.compile(
    r"(Additional Sanctions Information|Secondary sanctions risk|Executive Order|Linked To:)", re.IGNORECASE
)
_WEAK_NAME = re.compile(r"^(?:a|f|n)\.k\.a\. '(.+?)'?$")
_NATION = re.compile(r"^(?:nationality|citizen)(?: of)? (.+)$")


def facts_of(remarks: str) -> list[str]:
    """Split the remarks, which end with a full stop and separate facts by semicolons."""
    bare = remarks.strip().removesuffix(".")
    return [fact.strip().removeprefix("alt. ") for fact in bare.split("; ") if fact.strip()]


def reason(facts: Sequence[str]) -> str | None:
    """Return what is said on why: orders, risks, and to whom the party is linked."""
    return "; ".join(fact for fact in facts if _REASON.match(fact)) or None


def weak_names(facts: Sequence[str]) -> Iterator[str]:
    """Yield the aliases that stand in the remarks.

    OFAC keeps broad or generic aliases out of alt.csv and in the remarks: "weak a.k.a." (FAQ 122).
    """
    for fact in facts:
        weak = _WEAK_NAME.match(fact)
        if weak:
            yield weak.group(1)


def countries(facts: Sequence[str]) -> Iterator[str]:
    """Yield the codes of the countries of which the party is a national or citizen."""
    for fact in facts:
        nation = _NATION.match(fact)
        code = country_code(nation.group(1)) if nation else None
        if code:
            yield code


_DAY = re.compile(r"(?:(?:\d{1,2} )?[A-Z][a-z]{2} )?\d{4}")


def birth_dates(facts: Sequence[str]) -> Iterator[str]:
    """Yield the dates of birth as ISO; of a span, its years."""
    for fact in facts:
        if not fact.startswith("DOB "):
            continue
        dates = [iso_date(found) or "" for found in _DAY.findall(fact)]
        if len(dates) == 2 and (" to " in fact or re.search(r"\d{4}-\d{4}", fact)):
            yield from span(dates[0][:4], dates[1][:4])
        else:
            yield from dates


_LISTED = re.compile(r"^Listing Date \(.*\):? (\d{1,2} [A-Z][a-z]{2} \d{4})$")


def listed_on(facts: Sequence[str]) -> str | None:
    """Return the first day of listing; only some programmes of the consolidated list tell it."""
    days = [iso_date(found[1]) or "" for fact in facts if (found := _LISTED.match(fact))]
    return min(days, default=None)


# label in the remarks: our scheme. A label that is not here is no identifier.
SCHEMES = {
    "Passport": "passport", "National ID No.": "national_id", "Tax ID No.": "tax_id", "SSN": "ssn",
    "Registration Number": "registration_number", "Registration ID": "registration_number",
    "Business Registration Number": "registration_number", "Company Number": "registration_number",
    "Commercial Registry Number": "registration_number", "C.R. No.": "registration_number",
    "Business Number": "registration_number", "Enterprise Number": "registration_number",
    "Government Gazette Number": "gazette_number", "Identification Number": "identification_number",
    "Unified Social Credit Code (USCC)": "uscc", "Legal Entity Number": "lei",
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
    "Public Registration Number": "registration_number", "Business Registration Document #": "registration_number",
    "UK Company Number": "registration_number", "Chamber of Commerce Number": "registration_number",
    "Istanbul Chamber of Comm. No.": "registration_number", "RIF #": "rif", "RFC": "rfc", "ISIN": "isin",
    "Diplomatic Passport": "passport", "Personal ID Card": "national_id", "National Foreign ID Number": "national_id",
    "Birth Certificate Number": "birth_certificate", "Italian Fiscal Code": "fiscal_code", "BIK (RU)": "bik",
    "Electoral Registry No.": "electoral_number", "Credencial electoral": "electoral_number", "Telephone": "phone",
    "Fax": "fax",
}  # fmt: skip
_WITHOUT_DIGITS = frozenset({"Website", "Email Address", "SWIFT/BIC", "Call Sign"})
_LABELS = sorted(SCHEMES, key=len, reverse=True)
_AFTER_NUMBER = re.compile(r" \(| issued | expires ")
_WALLET = re.compile(r"^Digital Currency Address - (\w+) (\S+)")


def identifiers(facts: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the numbers of documents, registers, ships and wallets by scheme."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for fact in facts:
        wallet = _WALLET.match(fact)
        if wallet:
            found["wallet_" + wallet.group(1).lower()][wallet.group(2)] = None
            continue
        for label in _LABELS:
            if fact.startswith(label + " "):
                value = _AFTER_NUMBER.split(fact[len(label) :])[0].strip(" ,.")
                if any(c.isdigit() for c in value) or (value and label in _WITHOUT_DIGITS):
                    found[SCHEMES[label]][value] = None
                break
    return {scheme: tuple(values) for scheme, values in sorted(found.items())}
