"""Countries as people write them: codes, names in many languages, variants; and roughly where they lie."""

import unicodedata
from functools import lru_cache
from importlib import resources

from babel import Locale
from rapidfuzz import fuzz, process

# CLDR names these codes, but they are no countries: groups, test codes, islands reserved under others
_NO_COUNTRY = frozenset({"EU", "EZ", "UN", "QO", "ZZ", "XA", "XB", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"})
# "democratic" and "people's" are not among them: for Korea and the Congo they name another country
_FORMAL = (
    "republic of ", "kingdom of ", "islamic republic of ", "federal republic of ",
    "federal democratic republic of ",
    "sultanate of ", "commonwealth of ", "grand duchy of ", "principality of ", "arab republic of ",
)  # fmt: skip
_SUGGESTION_CUTOFF = 80.0
_ENDING = 3

# Outer bounds in whole degrees: south, north, west, east; rounded away from the country and widened for
# islands that belong to it. After the public-domain list github.com/dkoprowski/country-bounding-boxes, which
# follows Natural Earth 1:110m. Countries that cross the date line or are scattered over an ocean are left
# out: nothing is said about points in them.
_BOUNDS = """
AE 22 27 51 57|AF 29 39 60 76|AL 39 43 18 22|AM 38 42 43 47|AO -19 -4 11 25|AR -56 -21 -74 -53
AT 46 50 9 18|AZ 38 42 44 51|BA 42 46 15 20|BD 20 27 87 93|BE 49 52 2 7|BF 9 16 -6 3|BG 41 45 22 29
BH 25 27 50 51|BI -5 -2 28 31|BJ 6 13 0 4|BN 3 6 113 116|BO -24 -9 -70 -57|BR -34 6 -74 -28
BS 20 28 -81 -72|BT 26 29 88 93|BW -27 -17 19 30|BY 51 57 23 33|BZ 15 19 -90 -87|CA 41 84 -142 -52
CD -14 6 12 32|CF 2 12 14 28|CG -6 4 10 19|CH 45 48 5 11|CI 4 11 -9 -2|CM 1 14 8 17|CN 17 54 73 136
CO -5 14 -82 -66|CR 5 12 -88 -82|CU 19 24 -85 -74|CY 34 36 32 35|CZ 48 52 12 19|DE 47 56 5 16
DJ 10 13 41 44|DK 54 58 8 16|DO 17 20 -73 -68|DZ 18 38 -9 12|EC -6 2 -92 -75|EE 57 60 21 29
EG 21 32 24 37|ER 12 19 36 44|ES 27 44 -19 5|ET 3 15 32 48|FI 59 71 19 32|FR 41 52 -6 10|GA -5 3 8 15
GB 49 61 -9 2|GE 41 44 39 47|GH 4 12 -4 2|GM 13 14 -17 -13|GN 7 13 -16 -7|GQ -2 4 5 12|GR 34 42 19 30
GT 13 18 -93 -88|GW 10 13 -17 -13|GY 1 9 -62 -56|HK 22 23 113 115|HN 12 18 -90 -82|HR 42 47 13 20
HT 17 21 -75 -71|HU 45 49 16 23|ID -11 7 94 142|IE 51 56 -11 -5|IL 29 34 34 36|IN 6 36 68 98
IQ 29 38 38 49|IR 25 40 44 64|IS 63 67 -25 -13|IT 35 48 6 19|JM 17 19 -79 -76|JO 29 34 34 40
JP 20 46 122 154|KE -5 6 33 42|KG 39 44 69 81|KH 9 15 102 108|KP 37 44 124 131|KR 33 39 124 132
KW 28 31 46 49|KZ 40 56 46 88|LA 13 23 100 108|LB 33 35 35 37|LK 5 10 79 82|LR 4 9 -12 -7
LS -31 -28 27 30|LT 53 57 20 27|LU 49 51 5 7|LV 55 59 20 29|LY 19 34 9 26|MA 20 36 -18 0|MD 45 49 26 31
ME 41 44 18 21|MG -26 -11 43 51|MK 40 43 20 24|ML 10 26 -13 5|MM 9 29 92 102|MN 41 53 87 120
MO 22 23 113 114|MR 14 28 -18 -4|MT 35 37 14 15|MU -21 -10 56 64|MV -1 8 72 74|MW -18 -9 32 36
MX 14 33 -119 -86|MY 0 8 99 120|MZ -27 -10 30 41|NA -29 -16 11 26|NE 11 24 0 16|NG 4 14 2 15
NI 10 16 -88 -82|NL 50 54 3 8|NO 57 72 4 32|NP 26 31 80 89|OM 16 27 51 60|PA 7 10 -84 -77
PE -19 0 -82 -68|PG -12 0 140 160|PH 4 22 116 127|PK 23 38 60 78|PL 48 55 14 25|PR 17 19 -68 -65
PS 31 33 34 36|PT 30 43 -32 -6|PY -28 -19 -63 -54|QA 24 27 50 52|RO 43 49 20 30|RS 42 47 18 24
RW -3 -1 28 31|SA 15 33 34 56|SD 8 23 21 39|SE 55 70 10 25|SG 1 2 103 105|SI 45 47 13 17|SK 47 50 16 23
SL 6 11 -14 -10|SN 12 17 -18 -11|SO -2 13 40 52|SR 1 7 -59 -53|SS 3 13 23 36|SV 13 15 -91 -87
SY 32 38 35 43|SZ -28 -25 30 33|TD 7 24 13 25|TG 5 12 -1 2|TH 5 21 97 106|TJ 36 42 67 76
TL -10 -8 124 128|TM 35 43 52 67|TN 30 38 7 12|TR 35 43 25 45|TT 10 12 -62 -60|TW 21 27 118 123
TZ -12 0 29 41|UA 44 53 22 41|UG -2 5 29 36|UY -36 -30 -59 -53|UZ 37 46 55 74|VE 0 16 -74 -59
VN 8 24 102 110|XK 41 44 19 22|YE 12 19 41 55|ZA -35 -22 16 34|ZM -19 -8 21 34|ZW -23 -15 25 34
"""
_BOXES: dict[str, tuple[int, int, int, int]] = {}
for _entry in _BOUNDS.replace("\n", "|").strip("|").split("|"):
    _code, _south, _north, _west, _east = _entry.split()
    _BOXES[_code] = (int(_south), int(_north), int(_west), int(_east))


_SPACED = {code: " " for code in range(128) if not chr(code).isalnum()}


def key(name: str) -> str:
    """The form in which country names are compared."""
    if name.isascii():
        return " ".join(name.lower().translate(_SPACED).split()).removeprefix("the ")
    text = unicodedata.normalize("NFKD", name).casefold()
    text = "".join(c for c in text if not unicodedata.combining(c) or ord(c) > 0x36F)
    # Indic and Thai vowel signs count as letters here, as elsewhere they are what tells two names apart
    text = "".join(
        c if c.isalnum() or unicodedata.combining(c) or unicodedata.category(c)[0] == "M" else " "
        for c in text
    )
    return " ".join(text.split()).removeprefix("the ").replace("ı", "i")


@lru_cache(maxsize=1)
def _names() -> tuple[dict[str, str], dict[str, str]]:
    """All known names → code, and the English ones alone (for suggestions)."""
    text = resources.files("supplychain.lists").joinpath("country_names.txt").read_text(encoding="utf-8")
    known = {name: code for code, _, name in (line.partition(" ") for line in text.splitlines())}
    return known, {key(name): code for code, name in english_names().items()}


def english_names() -> dict[str, str]:
    """The English name of each country by its code."""
    return {code: name for code, name in Locale("en").territories.items() if _is_country(code)}


def _is_country(code: str) -> bool:
    return len(code) == 2 and code.isalpha() and code not in _NO_COUNTRY


@lru_cache(maxsize=4096)
def find(name: str) -> str | None:
    """The ISO 3166-1 code of two letters for a code, or a name in any of 35 languages; None if unknown."""
    return _look_up(name)


@lru_cache(maxsize=1)
def _endings() -> frozenset[str]:
    return frozenset(name[-_ENDING:] for name in _names()[0])


def find_in_text(text: str) -> str | None:
    """The same for a text of at least three signs that is hardly ever a country, such as the end of an address."""
    end = text[-_ENDING:]
    if end.isascii() and end.isalnum() and end.lower() not in _endings():
        return None
    return _look_up(text)


def _look_up(name: str) -> str | None:
    wanted = key(name)
    known = _names()[0]
    if found := known.get(wanted):
        return found
    if wanted.startswith(_FORMAL):
        formal = next(each for each in _FORMAL if wanted.startswith(each))
        return known.get(wanted.removeprefix(formal).removeprefix("the "))
    return None


@lru_cache(maxsize=512)
def name_of(code: str) -> str:
    """The English name of a country code; the code itself when it has none."""
    return str(Locale("en").territories.get(code, code))


@lru_cache(maxsize=1024)
def suggest(name: str) -> str | None:
    """The English name of the country that `name` was most likely meant to be, or None."""
    wanted = key(name)[:60]
    known, english = _names()
    if len(wanted) < 3:
        return None
    for choices in (english, known):
        found = process.extractOne(wanted, choices.keys(), scorer=fuzz.ratio, score_cutoff=_SUGGESTION_CUTOFF)
        if found is not None:
            return name_of(choices[found[0]])
    return None


def contains(code: str, lat: float, lng: float) -> bool | None:
    """Whether a point in degrees lies in the outer bounds of a country; None when we have none for it."""
    box = _BOXES.get(code)
    if box is None:
        return None
    south, north, west, east = box
    return south <= lat <= north and west <= lng <= east
