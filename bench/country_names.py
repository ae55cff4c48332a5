"""Gather what countries are called and write supplychain/lists/country_names.txt.

    python bench/country_names.py

The names are those of CLDR (Unicode licence, as shipped with Babel) in 35 languages, and the variants below. Reading
CLDR anew in each process would take a second and 50 MB.
"""

import sys
from collections import defaultdict
from pathlib import Path

from babel import Locale
from babel.core import get_global

sys.path.insert(0, str(Path(__file__).parent.parent))
from supplychain.lists.countries import english_names, key

TARGET = Path(__file__).parent.parent / "supplychain" / "lists" / "country_names.txt"
LANGUAGES = (
    "en", "fr", "es", "pt", "tr", "zh", "zh_Hant", "ar", "bn", "ne", "de", "it", "nl", "ru", "uk", "pl",
    "vi", "id", "ms", "hi", "ur", "ta", "si", "th", "km", "my", "ja", "ko", "fa", "am", "ro", "cs", "el",
    "he", "fil",
)  # fmt: skip
# Forms that CLDR does not have: formal names as in ISO 3166-1 and trade usage.
VARIANTS = """
BD people s republic of bangladesh|bangla desh
BO bolivia plurinational state of|plurinational state of bolivia
BN brunei darussalam
CD congo democratic republic of the|democratic republic of the congo|dr congo|drc|congo drc|zaire
CG congo republic of the|republic of the congo|congo brazzaville
CI ivory coast|cote d ivoire|republic of cote d ivoire
CN pr china|p r china|p r c|prc|people s republic of china|peoples republic of china|china mainland
CN mainland china|china prc
CV cape verde|cabo verde
CZ czech republic|czechia|the czech republic
DE federal republic of germany
DO dominican rep|dominican republic
EG arab republic of egypt
FM micronesia federated states of
GB uk|u k|great britain|england|scotland|wales|northern ireland
GB united kingdom of great britain and northern ireland
HK hong kong|hong kong sar|hongkong|hong kong s a r|hong kong china|hong kong sar china
IR iran islamic republic of|islamic republic of iran
JO hashemite kingdom of jordan
KH kingdom of cambodia|kampuchea
KP north korea|dprk|korea democratic people s republic of|democratic people s republic of korea
KP korea dpr
KR south korea|korea|republic of korea|korea republic of|korea south|s korea|rok
LA laos|lao|lao pdr|laos pdr|lao people s democratic republic
LK ceylon|democratic socialist republic of sri lanka
MD moldova republic of|republic of moldova
MK macedonia|north macedonia|republic of north macedonia|the former yugoslav republic of macedonia
MK fyrom
MM republic of the union of myanmar|myanmar|burma|myanmar burma
MO macau|macao|macau sar|macao sar|macau china
NL holland|the netherlands|netherlands
PH the philippines|phillipines|philipines
PS palestine|palestine state of|state of palestine|palestinian territories
PS occupied palestinian territory
RU russia|russian federation
SA ksa|kingdom of saudi arabia
SY syria|syrian arab republic
SZ swaziland|eswatini
TL east timor|timor leste
TR turkey|turkiye|republic of turkey|republic of turkiye
SK slovak republic
TW republic of china|taiwan|taiwan province of china|taiwan roc|taiwan r o c|chinese taipei
TW taiwan china
TZ tanzania|tanzania united republic of|united republic of tanzania
AE uae|u a e|emirates
US usa|u s a|u s|united states|united states of america|america|estados unidos|etats unis|eeuu|ee uu
VA vatican|holy see
VE venezuela|venezuela bolivarian republic of|bolivarian republic of venezuela
VN vietnam|viet nam|socialist republic of vietnam|vietnam socialist republic of
XK kosovo
ZA rsa|republic of south africa
"""


def known() -> dict[str, str]:
    """Return the code of each name in the form in which names are compared; of two meanings, that of the first."""
    english = english_names()
    found = variants()
    for code, name in english.items():
        found.setdefault(key(name), code)
    for name, codes in foreign(english).items():
        if len(codes) == 1 and len(name) > 1:  # one name for two countries in two languages says nothing
            found.setdefault(name, next(iter(codes)))
    for alias, targets in get_global("territory_aliases").items():
        if len(alias) == 3 and alias.isalpha() and len(targets) == 1 and targets[0] in english:
            found.setdefault(alias.lower(), targets[0])
    for code in english:
        found[code.lower()] = code
    found.pop("congo", None)  # two countries; a person must say which
    return found


def variants() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in VARIANTS.strip().splitlines():
        code, names = line.split(" ", 1)
        found.update((key(name), code) for name in names.split("|"))
    return found


def foreign(english: dict[str, str]) -> dict[str, set[str]]:
    """Return the codes that each name in the other languages stands for."""
    found: dict[str, set[str]] = defaultdict(set)
    for language in LANGUAGES[1:]:
        for code, name in Locale.parse(language).territories.items():
            if code in english:
                found[key(name)].add(code)
    return found


def text() -> str:
    """Return the file: a code and a name a line."""
    return "".join(f"{code} {name}\n" for name, code in known().items())


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
