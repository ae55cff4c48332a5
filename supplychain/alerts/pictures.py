"""What the page of an alert shows: both sides, the score word by word, what was done."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from core import countries, i18n
from core.i18n import translate
from screening.scoring import ALERT_THRESHOLD
from screening.showing import Shown, shown
from screening.watchlists import wording as lists
from screening.watchlists.models import FlaggedEntity
from supplychain.alerts import comparison, queries, wording
from supplychain.alerts.comparison import Party
from supplychain.alerts.models import Alert
from supplychain.alerts.screening import SCHEMES

SHOWN = 8  # values of one side; the page of the listed party has them all


def sides(alert: Alert, entity: FlaggedEntity) -> list[dict[str, Any]]:
    """Return the comparison of our record and the listed party, row by row."""
    supplier, broker = alert.supplier, alert.broker
    if broker is not None:
        ours = Party(broker.name, countries=[broker.country] if broker.country else [])
    else:
        names = [name for name in (supplier.name, supplier.local_name) if name and name != alert.subject_name]
        place = ", ".join(part for part in (supplier.address, supplier.city) if part)
        ours = comparison.as_party(
            supplier.details, SCHEMES, name=alert.subject_name, other_names=names, countries=[supplier.country],
            addresses=[place],
        )  # fmt: skip
    others = [name.name for name in entity.names if name.name != alert.object_name]
    addresses = [address if isinstance(address, str) else str(address.get("text", "")) for address in entity.addresses]
    theirs = Party(
        alert.object_name, others, list(entity.countries), addresses, entity.identifiers,
        list(entity.birth_dates),
    )  # fmt: skip
    lines = comparison.compare(ours, theirs, threshold=ALERT_THRESHOLD, score=alert.score)
    return [_row(line) for line in lines if line.left or line.right]


def _row(line: comparison.Line) -> dict[str, Any]:
    say = {"country": _country, "identifiers": _number}.get(line.field, str)
    left, right = ([say(value) for value in _chosen(values, line.shared)] for values in (line.left, line.right))
    return {
        "label": translate(comparison.LABELS[line.field]), "left": left, "right": right, "verdict": line.verdict,
        "reason": translate(line.reason) if line.reason else "", "shared": {say(value) for value in line.shared},
        "left_more": max(len(line.left) - SHOWN, 0), "right_more": max(len(line.right) - SHOWN, 0),
    }  # fmt: skip


def _chosen(values: Sequence[str], shared: Collection[str]) -> list[str]:
    """Return the values that are shown, those that both sides have first."""
    return sorted(values, key=lambda value: value not in shared)[:SHOWN]


def _number(text: str) -> str:
    """Return an identifier with its scheme in words."""
    scheme, _colon, value = text.partition(": ")
    return str(_("%(what)s: %(value)s", what=translate(lists.scheme(scheme)), value=value))


def _country(code: str) -> str:
    return countries.name(code, i18n.language().code)


def explanation(alert: Alert) -> Shown:
    """Return why the two names were found alike, as the macro takes it."""
    told = alert.evidence["explanation"]
    return shown(told, alert.subject_name, alert.object_name, left=_("Our record"), right=_("On the list"))


def timeline(alert: Alert) -> list[dict[str, Any]]:
    """Return what was done about the pair, newest first."""
    return [event_of(entry) for entry in queries.history(alert)]


def event_of(entry: Any) -> dict[str, Any]:
    """Return a trail entry of an alert as a line of a timeline."""
    said = []
    if entry.detail.get("why") in wording.ENDED:
        said.append(translate(wording.ENDED[entry.detail["why"]]))
    if entry.detail.get("of"):
        said.append(_("As on the alert %(reference)s", reference=entry.detail["of"]))
    if entry.detail.get("cause"):
        said.append(translate(wording.CAUSES.get(entry.detail["cause"], entry.detail["cause"])))
    if entry.rule in wording.REASONS:
        said.append(translate(wording.REASONS[entry.rule]))
    if entry.reason:
        said.append(entry.reason)
    return {
        "title": translate(wording.ACTIONS.get(entry.action, entry.action)), "by": entry.actor_name, "at": entry.at,
        "text": ". ".join(text.rstrip(".") for text in said) + ("." if said else ""),
        "kind": wording.ACTION_KINDS.get(entry.action, "neutral"),
    }  # fmt: skip


def former(alert: Alert) -> dict[str, Any] | None:
    """Return the decision before this one and what has changed since, in words."""
    told = alert.former
    if not told:
        return None
    changed = [
        {"what": translate(wording.COMPARED[one["field"]]), "before": _plain(one["before"]),
         "after": _plain(one["after"])}
        for one in told.get("changed", []) if one["field"] in wording.COMPARED
    ]  # fmt: skip
    return {
        "reference": told["reference"], "status": translate(wording.STATUSES[told["status"]]),
        "reason": translate(wording.REASONS[told["reason_code"]]) if told.get("reason_code") else "",
        "note": told.get("note"), "decided_by": told.get("decided_by"), "confirmed_by": told.get("confirmed_by"),
        "decided_at": datetime.fromisoformat(told["decided_at"]) if told.get("decided_at") else None,
        "changed": changed, "elsewhere": told["reference"] != alert.reference,
    }  # fmt: skip


def _plain(value: Any) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)
