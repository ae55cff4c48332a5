"""What audits add to the supplier's page and to the company's first page."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from accounts.permissions import Permission
from audits import wording
from audits.engagements import queries as engagements
from audits.findings import queries as findings
from audits.visits import queries
from core.actor import Actor
from core.i18n import translate
from core.paging import Page
from supplychain.suppliers import panels
from supplychain.suppliers.models import Supplier
from supplychain.suppliers.panels import Panel

SHOWN = 5


def join() -> None:
    """Add the block of audits to every supplier's page, and the late findings to the company's first page."""
    panels.register(supplier_panel)
    panels.register_figure(late_figure)


def supplier_panel(supplier: Supplier, by: Actor) -> Panel | None:
    """Return open findings by severity, how many are late, the newest audits and who is engaged."""
    if not by.may(Permission.SEE_AUDITS):
        return None
    audits = queries.of_supplier(supplier.id, SHOWN)
    known = {audit.id: audit for audit in audits}
    return Panel(
        "audits", _("Audits"), "audits/visits/panel.html",
        {
            "open": findings.open_findings(supplier.id), "audits": audits, "wording": wording,
            "engaged": engagements.search(Page(1, SHOWN), supplier_id=supplier.id, only_running=True).rows,
            "may_record": by.may(Permission.RECORD_AUDITS), "may_engage": by.may(Permission.COMMISSION_AUDITS),
        },
        [_event(entry, known) for entry in queries.events_of(list(known))],
    )  # fmt: skip


def _event(entry: Any, audits: dict[Any, Any]) -> dict[str, Any]:
    words, kind = wording.EVENTS.get(entry.action, (entry.action, "neutral"))
    standard = audits[entry.subject_id].standard
    title = _("Audit (%(standard)s): %(what)s", standard=standard, what=translate(words).lower())
    return {"title": title, "by": entry.actor_name, "at": entry.at, "text": entry.reason, "kind": kind}


def late_figure(by: Actor) -> dict[str, Any] | None:
    """Return how many open findings are past their day, for the company's first page."""
    if not by.may(Permission.COMMISSION_AUDITS):
        return None
    found = findings.open_findings()
    return {
        "value": found.late, "label": _("Late findings"), "kind": "bad" if found.late else "good",
        "href": url_for("findings.index", status="late"),
        "note": ngettext("of %(num)s open", "of %(num)s open", found.total),
    }  # fmt: skip
