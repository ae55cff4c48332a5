"""Withhold Release Orders and Findings of US Customs and Border Protection: its CSV file and its web page (pure).

An order is against goods: of a company or vessel, or of a whole place. One without a company is a rule on goods, and
no name to screen against: it is reported as left out. Published at
https://www.cbp.gov/trade/forced-labor/withhold-release-orders-and-findings; no file was at hand to test with.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from screening.watchlists.countries import country_code
from screening.watchlists.formats import party_cells, tables
from screening.watchlists.formats.markup import table_rows
from screening.watchlists.formats.opening import Opening
from screening.watchlists.formats.tables import Row
from screening.watchlists.formats.texts import facts, iso_date, line, unique
from screening.watchlists.records import EntityRecord, FormatError, Report, Skipped

TITLE_CSV = "CBP withhold release orders and findings (CSV)"
TITLE_HTML = "CBP withhold release orders and findings (web page)"
NEEDED = ("Country", "Merchandise", "Entity", "Status", "Effective Date")
_SOURCE = "https://www.cbp.gov/trade/forced-labor/withhold-release-orders-and-findings"
# The headings of the web page, which have changed over the years, and the columns of the CSV file.
_HEADINGS = {
    "effective date": "Effective Date", "date": "Effective Date", "date issued": "Effective Date",
    "issue date": "Effective Date", "modified date": "Modified Date", "country": "Country",
    "merchandise": "Merchandise", "product": "Merchandise", "commodity": "Merchandise", "goods": "Merchandise",
    "wro/finding": "WRO/Finding", "type": "WRO/Finding", "action": "WRO/Finding", "industry": "Industry",
    "status": "Status", "entity": "Entity", "entities": "Entity", "entity name": "Entity", "manufacturer": "Entity",
    "manufacturers": "Entity", "manufacturer(s)": "Entity", "company": "Entity", "remarks": "Remarks",
    "status details": "Remarks", "status notes": "Remarks", "press release": "Press Release", "number": "Number",
    "no.": "Number",
}  # fmt: skip
_NO_PARTY = re.compile(
    r"^(?:-+|n/?a|none|not applicable|all\b.*|any\b.*|various.*|multiple.*|country.?wide|region.?wide|.*\bregion)$",
    re.IGNORECASE,
)
_VESSEL = re.compile(r"\bvessel\b|^[FM]/V ", re.IGNORECASE)
_ENDED = re.compile(r"inactive|revoked|rescinded|terminated|withdrawn|superseded", re.IGNORECASE)
_PARTLY = re.compile(r"partial", re.IGNORECASE)


def is_csv(opening: Opening) -> bool:
    """Tell whether a file begins with the columns of the CSV file."""
    return opening.has_columns(*NEEDED)


def is_html(opening: Opening) -> bool:
    """Tell whether a web page is about the orders."""
    return opening.is_about("withhold release order", "withhold release orders and findings")


def read_csv(files: Sequence[Path], report: Report) -> Iterator[EntityRecord]:
    """Yield the companies and vessels; FormatError for the first row that is not as it should be."""
    return _entities(tables.rows(files[0], NEEDED), report)


def read_html(files: Sequence[Path], report: Report) -> Iterator[EntityRecord]:
    """Yield the companies and vessels; FormatError when no table of orders is on the page."""
    return _entities(_page_rows(files[0]), report)


def _page_rows(path: Path) -> Iterator[Row]:
    columns: list[str] | None = None
    country = ""
    found = False
    for at, title, cells in table_rows(path):
        named = [_HEADINGS.get(line(cell).lower().rstrip(":"), "") for cell in cells]
        if {"Merchandise", "Status"} <= set(named) or {"Merchandise", "Entity"} <= set(named):
            columns, country = named, next((w for w in [title, *title.split()[::-1]] if country_code(w)), "")
            continue
        if columns is not None and len(cells) > 1:
            found = True
            said = {name: cell.strip() for name, cell in zip(columns, cells, strict=False) if name and cell.strip()}
            yield Row(at, {"Country": country, **said}, path.name)
    if not found:
        sentence = "There is no table with the columns “Merchandise”, “Entity” and “Status” on this page."
        raise FormatError(0, "", sentence, path.name)


def _entities(rows: Iterator[Row], report: Report) -> Iterator[EntityRecord]:
    seen: set[str] = set()
    for row in rows:
        cell = row["Entity"]
        if row["Effective Date"] and iso_date(row["Effective Date"], month_first=True) is None:
            raise row.wrong("Effective Date", f"“{row['Effective Date'][:40]}” is no date like 10/31/2016.")
        if not cell or _NO_PARTY.match(line(cell)):
            text = ", ".join(part for part in (row["Country"], row["Merchandise"]) if part)
            report(Skipped(row.line, text, "A rule on goods that names no company: it is not screened against."))
            continue
        ended = bool(_ENDED.search(row["Status"])) and not _PARTLY.search(row["Status"])
        if ended and _day(row, "Modified Date") is None:
            report(Skipped(row.line, line(cell), "The order is no longer in force, since an unknown day."))
            continue
        for one in re.split(r"[;\n]", cell) if "alias" not in cell.lower() else [cell]:
            for record in _parties(row, one, ended=ended):
                if record.entity_key not in seen:
                    seen.add(record.entity_key)
                    yield record


def _day(row: Row, column: str) -> str | None:
    return iso_date(row[column], month_first=True)


def _parties(row: Row, cell: str, *, ended: bool) -> Iterator[EntityRecord]:
    party = party_cells.parse(cell)
    for member in (party, *party.subsidiaries):
        if not member.names:
            continue
        name = member.names[0].name
        yield EntityRecord(
            entity_key=_key(row, name),
            schema="Vessel" if _VESSEL.search(cell) else "Organization",
            caption=name,
            names=member.names,
            programs=(line(row["WRO/Finding"]) or "Withhold release order",),
            countries=unique([country_code(row["Country"])]),
            reason=facts([("Goods", row["Merchandise"]), ("Industry", row["Industry"])]),
            remarks=facts([
                ("Status", row["Status"]), ("Remarks", row["Remarks"]), ("Country", row["Country"]),
                ("Modified", row["Modified Date"]),
                ("Listed with its", member.family),
                ("Subsidiary of", party.names[0].name if member is not party else ""),
                ("Note", party.note(cell)),
            ]),
            listed_on=_day(row, "Effective Date"),
            delisted_on=_day(row, "Modified Date") if ended else None,
            source_url=row["Press Release"] if row["Press Release"].startswith("https://") else _SOURCE,
        )  # fmt: skip


def _key(row: Row, name: str) -> str:
    named = "\n".join(
        line(text).casefold() for text in (name, row["Country"], row["Merchandise"], row["Effective Date"])
    )
    return hashlib.sha256(named.encode()).hexdigest()[:32]
