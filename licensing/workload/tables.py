"""The tables behind the pictures of the work, in the language of the page."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from babel.dates import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from core.i18n import regional
from licensing.workload import figures

FLOW_NAMES: dict[str, Any] = {
    "received": _l("Received"),
    "returned": _l("Returned"),
    "inspected": _l("Inspected"),
    "granted": _l("Granted"),
    "refused": _l("Refused"),
}
OUTCOME_NAMES: dict[str, Any] = {"grant": _l("Granted"), "refuse": _l("Refused")}
Table = tuple[list[str], Sequence[Sequence[object]]]


def month_name(first: date) -> str:
    """Return a month such as “Nov 2026”."""
    return str(format_date(first, "LLL y", locale=regional()))


def month_letter(first: date) -> str:
    """Return a month as short as the language writes it alone, such as “Nov”."""
    return str(format_date(first, "LLL", locale=regional())).rstrip(".")[:4]


def _ages() -> Table:
    rows = [(number, count) for number, count in enumerate(figures.ages())]
    return [_("Whole weeks since it was handed in"), _("Open cases")], rows


def _flow() -> Table:
    head = [_("Month"), *(str(name) for name in FLOW_NAMES.values())]
    return head, [(month.first, *(month.counts[name] for name in FLOW_NAMES)) for month in figures.flow()]


def _grounds() -> Table:
    rows = [(OUTCOME_NAMES[row.outcome], row.code, row.sentence, row.count) for row in figures.grounds()]
    return [_("Outcome"), _("Code"), _("Ground"), _("Decisions")], rows


TABLES: dict[str, Callable[[], Table]] = {"ages": _ages, "flow": _flow, "grounds": _grounds}
