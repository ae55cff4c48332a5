"""When two addresses are the same place: one key, whatever the order, script, abbreviations and signs (pure)."""

import re

from core.text import fold_digits
from screening.folding import fold

LONGEST_KEY = 200
LEAST_WORDS = 3  # fewer, with the town, point to half a town
_WORD = re.compile(r"[a-z]+|[0-9]+")
# How addresses shorten their commonest words, and words that say nothing of where a place is.
_SHORT = {
    "st": "street", "str": "street", "rd": "road", "ave": "avenue", "av": "avenue", "blvd": "boulevard",
    "ln": "lane", "bldg": "building", "blg": "building", "fl": "floor", "flr": "floor", "hse": "house",
    "sq": "square", "apt": "apartment", "dist": "district", "nagar": "nagar", "marg": "marg", "wd": "ward",
}  # fmt: skip
_SILENT = frozenset({"no", "nr", "num", "number", "the", "of", "near", "opp", "opposite", "and", "at", "p", "o", "box"})


def key_of(address: str, city: str, country: str) -> str:
    """Return what spellings of one address share, or an empty text when it says too little to point to a place.

    The words are sorted, so “River Road 12” and “12, River Rd.” are one; ordinals lose their endings.
    """
    folded, _script = fold(fold_digits(f"{address} {city}"))
    found = _WORD.findall(re.sub(r"(?<=[0-9])(st|nd|rd|th)\b", "", folded))
    words = {_SHORT.get(word, word.lstrip("0") or "0") for word in found} - _SILENT
    if len(words) < LEAST_WORDS:
        return ""
    return f"{country.lower()}:{' '.join(sorted(words))}"[:LONGEST_KEY]
