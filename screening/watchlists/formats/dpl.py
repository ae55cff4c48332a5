"""The Denied Persons List of the US Bureau of Industry and Security: tab separated, one address a row (pure).

The list has no keys of its own: a party is a name at an address. Columns:
https://www.bis.gov/dpl/dpl.txt and its user guide.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from screening.watchlists.countries import country_code
from screening.watchlists.formats import party_cells, tables
from screening.watchlists.formats.opening import Opening
from screening.watchlists.formats.tables import Row
from screening.watchlists.formats.texts import facts, iso_date, line, parts, unique
from screening.watchlists.records import EntityRecord, NameRecord

TITLE = "BIS Denied Persons List (tab separated)"
NEEDED = ("Name", "Street_Address", "City", "State", "Country", "Effective_Date", "Expiration_Date", "FR_Citation")
_PLACE = ("Street_Address", "City", "State", "Postal_Code", "Country")
_SOURCE = "https://www.bis.gov/licensing/guidance-on-end-user-end-use-and-u-s-person-controls/denied-persons-list"
_STATES = frozenset(parts(
    "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR"
    " PA RI SC SD TN TX UT VT VA WA WV WI WY PR GU VI",
    " ",
))  # fmt: skip

_ALIAS = re.compile(r"\b(?:a\.k\.a|f\.k\.a|a/k/a|f/k/a|d/b/a)\b", re.IGNORECASE)


def recognise(opening: Opening) -> bool:
    """Tell whether a file begins with the list's columns."""
    return opening.has_columns(*NEEDED, delimiter="\t")


def read(files: Sequence[Path], _report: object) -> Iterator[EntityRecord]:
    """Yield the denied parties; several orders against one party at one address are one.

    Raises:
        FormatError: for the first row that is not as it should be.
    """
    orders: dict[str, list[Row]] = {}
    for row in tables.rows(files[0], NEEDED, delimiter="\t"):
        if not row["Name"]:
            raise row.wrong("Name", "The name is missing.")
        for column in ("Effective_Date", "Expiration_Date"):
            if row[column] and iso_date(row[column], month_first=True) is None:
                raise row.wrong(column, f"“{row[column][:40]}” is no date like 12/31/2024.")
        if len(orders) >= tables.MAX_GATHERED:
            raise row.wrong("", f"The list has more than {tables.MAX_GATHERED:,} parties.")
        orders.setdefault(_key(row), []).append(row)
    for key, rows in orders.items():
        yield _entity(key, rows)


def _key(row: Row) -> str:
    named = "\n".join(line(row[column]).casefold() for column in ("Name", *_PLACE))
    return hashlib.sha256(named.encode()).hexdigest()[:32]


def _names(name: str) -> tuple[NameRecord, ...]:
    """Return the names of a cell: a few hold an alias, as in “PEARL (A.K.A. NEI-CHIEN CHU) LI”."""
    return party_cells.parse(name).names if _ALIAS.search(name) else (NameRecord(name),)


def _entity(key: str, rows: Sequence[Row]) -> EntityRecord:
    first = rows[0]
    ends = [iso_date(row["Expiration_Date"], month_first=True) for row in rows]
    begins = unique(iso_date(row["Effective_Date"], month_first=True) for row in rows)
    country = country_code(first["Country"]) or ("US" if first["State"].upper() in _STATES else None)
    return EntityRecord(
        entity_key=key,
        schema="LegalEntity",
        caption=line(first["Name"]),
        names=_names(line(first["Name"])),
        programs=("BIS denial order",),
        countries=unique([country]),
        addresses=unique([", ".join(line(first[column]) for column in _PLACE if first[column])]),
        reason=facts(("Federal Register", row["FR_Citation"]) for row in rows),
        remarks=facts(
            pair for row in rows
            for pair in (("Action", row["Action"]), ("Standard order", row["Standard_Order"]),
                         ("Updated", row["Last_Update"]))
        ),
        listed_on=min(begins, default=None),
        # an order without an end stands until it is lifted
        delisted_on=None if None in ends else max(end for end in ends if end),
        source_url=_SOURCE,
    )  # fmt: skip
