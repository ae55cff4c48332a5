"""The queue as a file for a spreadsheet, with nothing in it that the spreadsheet would run (pure)."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

# A cell that begins so is a formula to some spreadsheet (OWASP, CSV injection); names are typed by
# applicants.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
PORTION = 100  # rows that are sent at once
MARK = "\ufeff"  # tells Excel that the file is UTF-8


def harmless(text: object) -> str:
    """Return a cell's text; one that a spreadsheet would take for a formula gets an apostrophe before it."""
    shown = "" if text is None else str(text)
    return f"'{shown}" if shown.lstrip(" \u00a0").startswith(_DANGEROUS) else shown


def lines(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Yield a CSV file (RFC 4180, UTF-8 with mark) of harmless cells, a hundred rows at a time."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    out.write(MARK)
    writer.writerow([harmless(cell) for cell in head])
    for number, row in enumerate(rows, 1):
        writer.writerow([harmless(cell) for cell in row])
        if number % PORTION == 0:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a whole CSV file as `lines` yields it."""
    return "".join(lines(head, rows))
