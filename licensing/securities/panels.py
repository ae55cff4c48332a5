"""The security on the page of a case: what the licence will need, and what is there."""

from flask import url_for

from core.actor import Actor
from core.i18n import N_, money
from licensing.applications.models import Application
from licensing.panels import Panel, Trouble
from licensing.securities import basis, queries

ENOUGH, MISSING = (N_("Enough"), "good"), (N_("Missing"), "warn")


def on_case(application: Application, by: Actor) -> Panel | None:
    """Return the panel, or None for a class that asks for no security."""
    del by
    if queries.formula_row(application.class_code) is None:
        return None
    fed = basis.of_application(application.agency_id, application.class_code, application.workers_a_year)
    cover = queries.cover(application.agency_id, application.class_code, fed)
    if cover.required is None:
        return None
    troubles = []
    if not cover.sufficient:
        missing = money(cover.missing_minor, cover.required.currency)
        sentence = N_("Security of %(missing)s is missing; the licence waits for it after a grant.")
        troubles.append(Trouble("info", sentence, {"missing": missing}, "security"))
    return Panel(
        anchor="security", title=N_("Security (bond)"), template="licensing/securities/case_panel.html",
        values={"cover": cover, "href": url_for("securities.index", q=application.agency.legal_name)},
        facts={
            "required_minor": cover.required.amount_minor, "currency": cover.required.currency,
            "held_minor": cover.held_minor, "sufficient": cover.sufficient,
        },
        tag=ENOUGH if cover.sufficient else MISSING, troubles=troubles,
    )  # fmt: skip
