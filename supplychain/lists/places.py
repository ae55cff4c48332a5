"""Where a site is said to be: address, point, state and postal code against the country."""

import re
from typing import Any

from supplychain.lists import countries
from supplychain.lists.cells import Noticed
from supplychain.lists.findings import shown

_PO_BOX = re.compile(
    r"(?:p\s*\.?\s*o\s*\.?\s*box|post(?:al)?\s+(?:office\s+)?box|post\s+bag|g\.?p\.?o\.?\s*box|b\.?p\.?"
    r"|bo[iî]te\s+postale"
    r"|apartado(?:\s+(?:postal|de\s+correos))?|casilla(?:\s+postal)?|caixa\s+postal|postfach"
    r"|posta\s+kutusu|pk)"
    r"\W{0,4}(?:no\W{0,2})?\d{1,7}\W*(.*)",
    re.IGNORECASE,
)
_PO_BOX_BEGINS = frozenset("PpGgBbAaCc")
_SHORT_LATIN = 10
_SHORT_OTHER = 5
_COUNTRY_IN_ADDRESS = 4
_UNDER = {"HK": {"CN"}, "MO": {"CN"}, "TW": {"CN"}, "PR": {"US"}, "GU": {"US"}, "XK": {"RS"}}
"""Places whose addresses are also written with another country's name."""
_ALSO_A_PLACE = frozenset({"GE", "JO", "LB", "PA", "LU", "MX", "DJ", "GT", "KW", "SM", "JE", "DM", "TD"})
"""Countries whose names are states, towns or people elsewhere; at the end of an address they prove
nothing."""
_DIGITS_OF_POSTCODE = dict.fromkeys(
    (
        "US",
        "DE",
        "FR",
        "IT",
        "ES",
        "MX",
        "TR",
        "MY",
        "TH",
        "MA",
        "EG",
        "SA",
        "KH",
        "UA",
        "FI",
        "LK",
        "HR",
        "EE",
    ),
    5,
) | dict.fromkeys(("CN", "IN", "VN", "SG", "RO", "RU", "KZ"), 6)
_SUBDIVISION = re.compile(r"([A-Z]{2})-[A-Z0-9]{1,3}")


def judge_address(values: dict[str, Any], noticed: Noticed) -> None:
    """R04 (another country at its end), R21 (only a post-office box), R22 (too short)."""
    address: str = values["address"]
    found = _PO_BOX.fullmatch(address) if address[0] in _PO_BOX_BEGINS else None
    if found and not any(c.isdigit() for c in found[1]) and len(found[1].split()) <= 3:
        noticed.append(("R21", "address", {}))
    elif len(address) < (_SHORT_LATIN if address.isascii() else _SHORT_OTHER):
        noticed.append(("R22", "address", {"value": address}))
    country = values.get("country")
    last = address.rstrip(" .;,").rpartition(",")[2].strip(" .;")
    if country is None or len(last) < _COUNTRY_IN_ADDRESS:
        return
    named = countries.find_in_text(last)
    if named and named != country and named not in _UNDER.get(country, ()) and named not in _ALSO_A_PLACE:
        params = {"value": shown(last), "country": countries.name_of(country)}
        noticed.append(("R04", "address", params))


def judge_point(values: dict[str, Any], noticed: Noticed) -> None:
    """R06 (no point), R07 (outside the country), R08 (swapped). Leaves out a point that cannot be."""
    lat, lng = values.get("lat"), values.get("lng")
    if lat is None or lng is None:
        if not any(code == "R06" for code, _, _ in noticed):
            noticed.append(("R06", "lat" if lat is None else "lng", {"reason": "alone"}))
        _drop(values)
        return
    if lat == 0 and lng == 0:
        noticed.append(("R06", "lat", {"reason": "zero"}))
        _drop(values)
        return
    country = values.get("country", "")
    point = {"lat": lat, "lng": lng}
    if abs(lat) > 90 or abs(lng) > 180:
        swapped = abs(lng) <= 90 and abs(lat) <= 180 and countries.contains(country, lng, lat) is not False
        name, value = ("lat", lat) if abs(lat) > 90 else ("lng", lng)
        noticed.append(("R08", "lat", point) if swapped else ("R06", name, {"value": value}))
        _drop(values)
    elif countries.contains(country, lat, lng) is False:
        if abs(lng) <= 90 and countries.contains(country, lng, lat):
            noticed.append(("R08", "lat", point))
        else:
            noticed.append(("R07", "lat", {**point, "country": countries.name_of(country)}))


def _drop(values: dict[str, Any]) -> None:
    values.pop("lat", None)
    values.pop("lng", None)


def judge_area(values: dict[str, Any], noticed: Noticed) -> None:
    """R05 (an ISO 3166-2 code of another country), R16 (a postal code that lost its zero)."""
    country: str | None = values.get("country")
    if country is None:
        return
    found = _SUBDIVISION.fullmatch(values.get("subdivision", "").upper())
    if found and found[1] != country and countries.find(found[1]):
        params = {"value": found[0], "country": countries.name_of(country)}
        noticed.append(("R05", "subdivision", params))
    code = values.get("postal_code", "")
    if code.isdigit() and len(code) == _DIGITS_OF_POSTCODE.get(country, 0) - 1:
        noticed.append(("R16", "postal_code", {"value": code}))
