"""What the page of a supplier tells: facts in words, brokers and their licences, what happened."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _

from core import countries, i18n, trail
from core.db import db
from core.i18n import N_, translate
from licensing.licences.status import TAGS
from supplychain.alerts.models import Alert
from supplychain.alerts.pictures import event_of
from supplychain.lists import queries as lists
from supplychain.lists.template import LABELS
from supplychain.suppliers.brokers import STATES, Judgement
from supplychain.suppliers.models import Supplier, SupplierBroker
from supplychain.suppliers.panels import Panel

LONGEST = 60  # lines of the timeline
PAYERS: dict[str, str] = {
    "employer": N_("The employer pays"),
    "worker": N_("Workers pay"),
    "shared": N_("Employer and workers share"),
    "unknown": N_("Not known"),
}
_COUNTRIES = frozenset({"parent_country", "corridor_from", "corridor_to"})


def facts(supplier: Supplier) -> list[tuple[str, str]]:
    """Return the details of a supplier as (label, words), in the order of the template."""
    details = supplier.details
    named = [(translate(LABELS[name]), _words(name, details[name])) for name in LABELS if name in details]
    others = details.get("others") or {}
    return named + [(str(heading), str(text)) for heading, text in others.items() if str(heading).strip()]


def _words(name: str, value: Any) -> str:
    if name.startswith("workers_") and isinstance(value, list):
        low, high = value
        return f"{low:,}" if low == high else f"{low:,}–{high:,}"
    if name in _COUNTRIES:
        return countries.name(str(value), i18n.language().code)
    if isinstance(value, list):
        return "; ".join(str(item) for item in value)
    return str(value)


def broker(row: SupplierBroker, judged: Judgement, address: str | None) -> dict[str, Any]:
    """Return one broker of a supplier: its licence in words, who pays, and whether that is a risk."""
    standing = judged.standing
    country = countries.name(row.country, i18n.language().code) if row.country else None
    if judged.state is None:
        words, kind = _("Not in our register"), "neutral"
    else:
        words = translate(STATES[judged.state])
        kind = TAGS[standing.status] if standing else "bad"
    return {
        "row": row, "words": words, "kind": kind, "address": address, "number": standing.number if standing else None,
        "agency": standing.legal_name if standing else None, "ends_on": standing.ends_on if standing else None,
        "country": country, "payer": translate(PAYERS[row.fee_payer]) if row.fee_payer in PAYERS else None,
        "worker_pays": row.fee_payer == "worker",
    }  # fmt: skip


def timeline(supplier: Supplier, alerts: Sequence[Alert], panels: Sequence[Panel]) -> list[dict[str, Any]]:
    """Return what happened to a supplier, newest first: lists that named it, alerts, and what other rooms add."""
    named = {alert.id: alert for alert in alerts}
    events = [
        {"title": _("Named in a supplier list"), "at": mention.live_at, "by": None, "kind": "info",
         "text": _("%(name)s, row %(row)s.", name=mention.list_name, row=mention.row_number)}
        for mention in lists.mentions_of(supplier.id)
    ]  # fmt: skip
    for entry in _entries(list(named)):
        told = event_of(entry)
        events.append({**told, "title": f"{told['title']}: {named[entry.subject_id].object_name}"})
    for panel in panels:
        events += panel.events
    return sorted(events, key=lambda event: event["at"], reverse=True)[:LONGEST]


def _entries(alerts: list[Any]) -> list[trail.AuditEntry]:
    """Return the newest trail entries of some alerts, in one query."""
    if not alerts:
        return []
    entry = trail.AuditEntry
    statement = (
        db.select(entry)
        .where(entry.subject_table == "alert", entry.subject_id.in_(alerts))
        .order_by(entry.at.desc(), entry.id)
        .limit(LONGEST)
    )
    return list(db.session.execute(statement).scalars())
