"""What the page of an alert shows: both sides, the score word by word, what was done."""

from typing import Any

from flask_babel import gettext as _

from core import countries, i18n
from core.i18n import translate
from screening.scoring import ALERT_THRESHOLD
from screening.watchlists.models import FlaggedEntity
from screening.wording import CONTRIBUTIONS, LEGAL_RELATIONS, QUALIFIERS, REASONS, VARIANTS
from supplychain.alerts import comparison, queries, wording
from supplychain.alerts.comparison import Party
from supplychain.alerts.models import Alert
from supplychain.alerts.screening import SCHEMES

SHOWN_NAMES = 12


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
        alert.object_name, others[:SHOWN_NAMES], list(entity.countries), addresses, entity.identifiers,
        list(entity.birth_dates),
    )  # fmt: skip
    lines = comparison.compare(ours, theirs, threshold=ALERT_THRESHOLD, score=alert.score)
    return [_row(line) for line in lines if line.left or line.right]


def _row(line: comparison.Line) -> dict[str, Any]:
    left, right = list(line.left), list(line.right)
    if line.field == "country":
        left, right = [_country(code) for code in left], [_country(code) for code in right]
    return {
        "label": translate(comparison.LABELS[line.field]), "left": "; ".join(left) or None,
        "right": "; ".join(right) or None, "verdict": line.verdict,
        "reason": translate(line.reason) if line.reason else "",
    }  # fmt: skip


def _country(code: str) -> str:
    return countries.name(code, i18n.language().code)


def explanation(alert: Alert) -> dict[str, Any]:
    """Return the score word by word, as the macro takes it."""
    told = alert.evidence["explanation"]
    rows = [
        {"left": pair["query"], "right": pair["entry"], "similarity": pair["similarity"], "weight": pair["weight"],
         "reason": translate(REASONS.get(pair["reason"], pair["reason"]))}
        for pair in told["pairs"]
    ]  # fmt: skip
    rows += [_lonely(word, weight, ours=True) for word, weight in told["unmatched_query"]]
    rows += [_lonely(word, weight, ours=False) for word, weight in told["unmatched_entry"]]
    notes = [translate(LEGAL_RELATIONS[told["legal_relation"]])] if told["legal_relation"] in LEGAL_RELATIONS else []
    notes += [translate(QUALIFIERS[found]) for found in told["qualifiers"].items() if found in QUALIFIERS]
    if told["variant"] in VARIANTS and told["variant"] != "whole":
        notes.insert(0, _("Compared: %(what)s", what=translate(VARIANTS[told["variant"]])))
    return {
        "score": alert.score, "threshold": ALERT_THRESHOLD, "left_name": _("Our record"),
        "right_name": _("On the list"), "rows": rows,
        "note": ". ".join(note[:1].upper() + note[1:] for note in notes) + ".",
    }  # fmt: skip


def _lonely(word: str, weight: float, *, ours: bool) -> dict[str, Any]:
    reason = _("only in our record") if ours else _("only on the list")
    return {"left": word if ours else None, "right": None if ours else word, "similarity": None, "weight": weight,
            "reason": reason}  # fmt: skip


def points(alert: Alert) -> list[tuple[str, str]]:
    """Return (what, points of 100) of everything that makes the score; they add up to it."""
    told = alert.evidence["explanation"]["contributions"]
    return [
        (translate(CONTRIBUTIONS.get(code, code)), f"{100 * value:+.1f}".replace("-", "−"))
        for code, value in told.items()
        if abs(value) >= 0.0005
    ]


def timeline(alert: Alert) -> list[dict[str, Any]]:
    """Return what was done about the pair, newest first."""
    return [event_of(entry) for entry in queries.history(alert)]


def event_of(entry: Any) -> dict[str, Any]:
    """Return a trail entry of an alert as a line of a timeline."""
    said = []
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
