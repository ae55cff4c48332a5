"""The frozen copy of an application as it was handed in, and its hash (pure)."""

import hashlib
import json
from datetime import date
from typing import Any

from licensing.agencies.models import AgencyPerson
from licensing.applications.models import LicenceClass
from licensing.applications.parts import Answers

FORM = "application-1"  # the shape of the copy; a later shape gets a later name
AGENCY = ("reference", "legal_name", "registration_number", "country", "city", "address", "email", "website")

HOLDINGS = {
    "companies": ("tie", "name", "registration_number", "country", "share_percent"),
    "accounts": ("bank", "country", "last_four"),
    "premises": ("kind", "address", "city", "country", "from_on", "to_on"),
    "web": ("kind", "url"),
    "sub-agents": ("kind", "name", "scope", "area", "card_number", "valid_from", "valid_to"),
}


def take(answers: Answers, licence_class: LicenceClass) -> dict[str, Any]:
    """Return everything the application says, as JSON."""
    application = answers.application
    return {
        "form": FORM,
        "reference": application.reference,
        "class": {"code": licence_class.code, "name": licence_class.name, "months": licence_class.months},
        "agency": {name: getattr(answers.agency, name) for name in AGENCY},
        "names": [{"kind": row.kind, "name": row.name} for row in answers.names],
        "phones": [{"label": row.label, "typed": row.typed, "e164": row.e164} for row in answers.phones],
        "people": [_person(row) for row in answers.people],
        "destinations": list(application.destinations),
        "sectors": list(application.sectors),
        "workers_a_year": application.workers_a_year,
        "holdings": {key: [_entry(row, columns) for row in answers.holdings.get(key, ())]
                     for key, columns in HOLDINGS.items()},
        "papers": [
            {"title": line.title, "file": item.file.name, "sha256": item.file.sha256}
            for line in answers.papers for item in line.items if item.file is not None
        ],
        "fee_plan": [_line(answers, item.code) for item in answers.items if item.code in answers.lines],
    }  # fmt: skip


def digest(snapshot: dict[str, Any]) -> str:
    """Return the SHA-256 of a copy in one fixed spelling of JSON, in hexadecimal digits."""
    text = json.dumps(snapshot, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _person(row: AgencyPerson) -> dict[str, Any]:
    return {
        "id": str(row.id), "name": row.name, "role": row.role, "nationality": row.nationality,
        "birth_date": row.birth_date.isoformat() if row.birth_date else None,
        # As text: a number would come back from JSON as another spelling and break the hash.
        "control_percent": f"{row.control_percent:.2f}",
    }  # fmt: skip


def _entry(row: Any, columns: tuple[str, ...]) -> dict[str, Any]:
    return {name: _spelt(getattr(row, name)) for name in columns}


def _spelt(value: Any) -> Any:
    """Return a value in the one spelling that JSON gives back as it was."""
    if isinstance(value, float):
        return f"{value:.2f}"
    return value.isoformat() if isinstance(value, date) else value


def _line(answers: Answers, code: str) -> dict[str, Any]:
    line = answers.lines[code]
    return {
        "code": code, "name": line.item.name, "category": line.item.category, "payer": line.payer,
        "amount_minor": line.amount_minor, "currency": line.currency, "instrument": line.item.instrument,
    }  # fmt: skip
