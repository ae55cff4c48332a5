"""Pages of case work: the desk, the case; the queue and the steps of a case hang on the same blueprint."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from core import clock
from core.actor import signed_in
from core.i18n import translate
from licensing.assessment import bulk_views, hearing_api, hearing_views, queries, queue_views, rules, step_views
from licensing.assessment.desk import desk as desk_of
from licensing.assessment.forms import CaseForm
from licensing.assessment.history import WHO
from licensing.assessment.pages import SEE, blueprint, shown
from licensing.assessment.queue import CaseRow
from licensing.assessment.showing import SHOWN
from licensing.notices import queries as notices

# the other pages of this room hang on the same blueprint
__all__ = ["blueprint", "bulk_views", "hearing_api", "hearing_views", "queue_views", "step_views"]


@blueprint.get("")
@SEE
def desk() -> ResponseReturnValue:
    """Show what waits for this person, the most urgent first."""
    found = desk_of(signed_in())
    groups = [
        (urgency, translate(name), [row for row in found.mine if _urgency(row) is urgency])
        for urgency, name in rules.URGENCIES.items()
    ]
    kinds = (None, None, None, "warn", "bad")
    names = [translate(name) for _bound, name in rules.AGES]
    chart = list(zip(names, found.ages, kinds, strict=True))
    return render_template(
        "licensing/assessment/desk.html", desk=found, groups=groups, chart=chart, week_ends=clock.today() + rules.WEEK,
        today=clock.today(), notices=notices.waiting(), **SHOWN,
    )  # fmt: skip


def _urgency(row: CaseRow) -> rules.Urgency:
    return rules.urgency(row.due_on, clock.today())


@blueprint.get("/case/<reference>")
@SEE
def case(reference: str) -> ResponseReturnValue:
    """Show one case on one page: what is asked, what is wrong, what is next, and everything behind it."""
    found = shown(queries.get(reference), writing=False)
    who = request.args.get("who", "")
    return render_template(
        "licensing/assessment/case.html", case=found, token=CaseForm(), who=who if who in WHO else "", **SHOWN
    )
