"""By what a second upload recognises a supplier or a broker (pure)."""

import hashlib
from collections.abc import Mapping
from typing import Any

from supplychain.lists.cells import fold
from supplychain.lists.repeats import Folded


def supplier_key(values: Mapping[str, Any], folded: Folded | None = None) -> str:
    """Return the key of the supplier in a checked row: its reference, else its folded name, address and country.

    `folded` is the row folded, where that is at hand.
    """
    if reference := values.get("external_ref"):
        return _digest("reference", " ".join(str(reference).split()).casefold())
    known = Folded.of(values) if folded is None else folded
    name, address = str(values["supplier_name"]), str(values["address"])
    return _digest("place", values["country"], known.name or name.casefold(), known.address or address.casefold())


def broker_key(values: Mapping[str, Any]) -> str | None:
    """Return the key of the broker in a checked row within its supplier, or None where the row names none.

    The name alone: a list that adds the licence number later means the same broker.
    """
    name = broker_name(values)
    return None if name is None else _digest("broker", fold(name) or name.casefold())


def broker_name(values: Mapping[str, Any]) -> str | None:
    """Return the name of the broker in a row; a licence number without a name stands for one."""
    name = values.get("broker_name") or values.get("broker_licence_no")
    return str(name) if name else None


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
