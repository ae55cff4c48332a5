"""Pages of suppliers: the company's first page, the list, one supplier."""

from typing import Any

from flask import Response, render_template, request, url_for
from flask_babel import gettext as _

from accounts.permissions import Permission
from core import countries, i18n
from core.actor import signed_in
from core.i18n import translate
from core.paging import Page
from core.permit import permits
from core.spreadsheets import as_csv
from core.web import pages
from supplychain.alerts import queries as alerts
from supplychain.alerts import wording
from supplychain.lists import queries as lists
from supplychain.lists.columns import LABELS
from supplychain.lists.wording import STATES
from supplychain.suppliers import brokers, panels, queries, story
from supplychain.suppliers.forms import FilterForm
from supplychain.suppliers.models import Supplier
from supplychain.suppliers.queries import Filter

blueprint = pages("suppliers", __name__, "/co")
SHOWN = 5


@blueprint.get("")
@permits(Permission.SEE_SUPPLIERS)
def home() -> Any:
    """Show what waits, what was screened, and where the suppliers are."""
    actor = signed_in()
    waiting = alerts.search(alerts.Filter(), Page(1, SHOWN))
    return render_template(
        "supplychain/suppliers/home.html", figures=queries.figures(), alert_figures=alerts.figures(), waiting=waiting,
        proof=alerts.last_screening(actor.organisation_id), more=panels.figures_for(actor), wording=wording,
        lands=[(_country(code), count, None) for code, count in queries.countries()[:10]],
        recent=lists.search(Page(1, SHOWN)), list_states=STATES,
    )  # fmt: skip


def _country(code: str) -> str:
    return countries.name(code, i18n.language().code)


def wanted() -> Filter:
    """Return what the address asks for."""
    asked = request.args
    return Filter(
        " ".join(asked.get("q", "").split())[:200], asked.get("country", "")[:2], "open" if asked.get("alerts") else "",
        asked.get("brokers", "")[:20], asked.get("sort", "name"),
    )  # fmt: skip


@blueprint.get("/suppliers")
@permits(Permission.SEE_SUPPLIERS)
def index() -> Any:
    """Show the company's suppliers."""
    asked = wanted()
    found = queries.search(asked, Page(request.args.get("page", 1, int)))
    return render_template(
        "supplychain/suppliers/index.html", found=found, wanted=asked, filter_form=FilterForm(request.args).fill(),
        waiting=alerts.open_by_supplier([supplier.id for supplier in found.rows]),
        names={supplier.country: _country(supplier.country) for supplier in found.rows},
    )  # fmt: skip


@blueprint.get("/suppliers.csv")
@permits(Permission.SEE_SUPPLIERS)
def export() -> Any:
    """Give the suppliers of the present filter as CSV."""
    columns = ("external_ref", "supplier_name", "local_name", "address", "city", "country", "tier", "broker_name")
    head = [_("Supplier"), *(translate(LABELS[name]) for name in columns)]
    rows = (
        [supplier.reference, supplier.external_reference, supplier.name, supplier.local_name, supplier.address,
         supplier.city, supplier.country, supplier.tier, "; ".join(broker.name for broker in supplier.brokers)]
        for supplier in queries.every(wanted())
    )  # fmt: skip
    response = Response(as_csv(head, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="suppliers.csv"'
    return response


@blueprint.get("/suppliers/<reference>")
@permits(Permission.SEE_SUPPLIERS)
def show(reference: str) -> Any:
    """Show one supplier: facts, brokers with their licences today, alerts, what other rooms know, what happened."""
    supplier = queries.get(reference)
    about = alerts.of_supplier(supplier.id)
    more = panels.panels_of(supplier, by=signed_in())
    return render_template(
        "supplychain/suppliers/show.html", supplier=supplier, country=_country(supplier.country), alerts=about,
        facts=story.facts(supplier), brokers=_brokers(supplier), panels=more, wording=wording,
        timeline=story.timeline(supplier, about, more),
        to_decide=alerts.open_by_supplier([supplier.id]).get(supplier.id, 0),
    )  # fmt: skip


def _brokers(supplier: Supplier) -> list[dict[str, Any]]:
    """Return the brokers of a supplier with the state of their licence today, in words."""
    judged = brokers.judge_all(supplier.brokers)
    return [story.broker(row, judged[row.id], _register_address(judged[row.id])) for row in supplier.brokers]


def _register_address(judged: brokers.Judgement) -> str | None:
    return url_for("register.check", q=judged.standing.number) if judged.standing else None
