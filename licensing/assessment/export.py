"""The queue as a file for a spreadsheet, with nothing in it that the spreadsheet would run (pure)."""

import csv
import io
from collections.abc import Iterable, Sequence

# A cell that begins so is a formula to some spreadsheet (OWASP, CSV injection); names are typed by
# applicants.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
MARK = "\ufeff"  # tells Excel that the file is UTF-8


def harmless(text: object) -> str:
    """Return a cell's text; one that a spreadsheet would take for a formula gets an apostrophe before it."""
    shown = "" if text is None else str(text)
    return f"'{shown}" if shown.lstrip(" \u00a0").startswith(_DANGEROUS) else shown


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a CSV file (RFC 4180, UTF-8 with mark) of harmless cells."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([harmless(cell) for cell in head])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return MARK + out.getvalue()
