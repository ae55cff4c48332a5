"""Tables we give out as CSV: read without harm by spreadsheet programs, and by our own importer again (pure)."""

import csv
import io
from collections.abc import Iterable, Sequence

# What makes a spreadsheet program take a cell for a formula, also behind spaces and in full-width form (OWASP).
_DANGEROUS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_FIGURE = frozenset("0123456789.,+-")


def safe(cell: object) -> str:
    """Return a cell as text that no spreadsheet program runs: an apostrophe stands before what looks like a formula.

    Plain figures such as ``-12.5`` are kept as they are.
    """
    text = "" if cell is None else str(cell)
    bare = text.lstrip(" \t\r\n\xa0")
    if text[:1] in ("\t", "\r", "\n"):
        return f"'{text}"
    if bare.startswith(_DANGEROUS) and not _is_figure(bare):
        return f"'{text}"
    return text


def _is_figure(text: str) -> bool:
    return set(text) <= _FIGURE and text[-1].isdigit() and not any(sign in text[1:] for sign in "+-")


def as_csv(head: Sequence[object], rows: Iterable[Sequence[object]]) -> bytes:
    """Return a table as CSV in UTF-8 with the mark that spreadsheet programs need to read it so."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([safe(cell) for cell in head])
    for row in rows:
        writer.writerow([safe(cell) for cell in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")
