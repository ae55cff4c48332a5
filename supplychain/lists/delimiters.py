"""Find out which character stands between the columns of a text file."""

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice

from supplychain.lists import headings

DELIMITERS = (",", ";", "\t", "|")
_DECLARED = re.compile(r"[\"']?sep=([^\w\s\"']|\t)[\"']?\s*\Z", re.IGNORECASE)
_SAMPLE_ROWS = 40


@dataclass(frozen=True, slots=True)
class Guess:
    """The delimiter, and whether a person should look at the preview."""

    delimiter: str
    unsure: bool


def declared(line: str) -> str | None:
    """The delimiter that a first line such as `sep=;` declares; spreadsheet programs obey and hide it."""
    found = _DECLARED.match(line)
    return found[1] if found else None


def guess(sample: str) -> Guess:
    """The delimiter that makes known headings appear, and rows of equal length, in the first lines."""
    scored = sorted(
        ((_score(sample, delimiter), delimiter) for delimiter in DELIMITERS), key=lambda s: s[0], reverse=True
    )
    (best, delimiter), (second, _) = scored[0], scored[1]
    if best[1] == 0.0:
        return Guess(",", unsure=False)
    close = second[0] == best[0] and second[1] > 0.9 * best[1]
    return Guess(delimiter, unsure=delimiter != "," or close)


def _score(sample: str, delimiter: str) -> tuple[int, float, int]:
    """Known headings, share of rows with the usual number of columns (0 for one column), that number."""
    try:
        rows = list(islice(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter), _SAMPLE_ROWS))
    except csv.Error:
        return (0, 0.0, 0)
    found = headings.find(rows)
    if found is None:
        return (0, 0.0, 0)
    widths = Counter(len(row) for row in rows[found.index :] if any(row))
    width, times = max(widths.items(), key=lambda pair: pair[1])
    if width < 2:
        return (0, 0.0, 0)
    return (found.known if found.known > 1 else 0, times / widths.total(), width)
