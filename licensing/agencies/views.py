"""Pages of agencies: the regulator's list and file of each, verifying what it says, identity cards of sub-agents."""

from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from accounts.permissions import Permission
from core import countries, forms
from core.actor import signed_in
from core.errors import Invalid, NotFound
from core.i18n import N_, language, long_date
from core.paging import Page
from core.permit import permits, public
from core.web import pages
from licensing.agencies import cards, entries, listing, queries, sub_agents, verifying
from licensing.agencies import wording as say
from licensing.agencies.cards import CardStatus
from licensing.agencies.forms import ListForm, StopForm, VerifyForm
from licensing.agencies.models import Agency
from licensing.agencies.tables import (
    AgencyBankAccount,
    AgencyCompany,
    AgencyPremises,
    AgencySubAgent,
    AgencyWeb,
    Contact,
)
from licensing.applications.states import Kind as ApplicationKind
from licensing.applications.wording import STATUS
from licensing.licences import queries as licences
from licensing.licences.wording import TITLES
from licensing.register import answer
from licensing.register import queries as register
from licensing.register.texts import TEXTS
from licensing.relations import queries as relations
from licensing.relations import showing
from licensing.relations.states import BLOCKING

blueprint = pages("agencies", __name__)
SEE = permits(Permission.SEE_CASES)


@blueprint.get("/staff/agencies")
@SEE
def index() -> ResponseReturnValue:
    """Show the agencies that the regulator knows."""
    text = request.args.get("q", "").strip()[: listing.LONGEST]
    sort = request.args.get("sort", "name")
    found = listing.search(text, sort, Page(request.args.get("page", 1, type=int)))
    form = ListForm(formdata=None, q=text, sort=sort if sort in listing.SORTS else "name")
    ids = {row.id for row in found.rows}
    return render_template(
        "licensing/agencies/index.html", found=found, filters=form, asked=text, standing=showing.standing(ids),
        alarmed=relations.alarmed(ids), **SHOWN,
    )  # fmt: skip


@blueprint.get("/staff/agencies/<reference>")
@SEE
def show(reference: str) -> ResponseReturnValue:
    """Show everything about one agency."""
    agency = queries.by_reference(reference)
    alerts = relations.alerts_of_agency(agency.id)
    return render_template(
        "licensing/agencies/show.html", agency=agency, names=queries.names(agency.id),
        people=queries.people_over_time(agency.id), items=verifying.items(agency),
        premises=entries.of(AgencyPremises, agency.id), web=entries.of(AgencyWeb, agency.id),
        accounts=entries.of(AgencyBankAccount, agency.id), companies=entries.of(AgencyCompany, agency.id),
        agents=entries.of(AgencySubAgent, agency.id), licences=licences.of_agency(agency.id),
        applications=relations.applications_of(agency.id), alerts=alerts,
        waiting=[alert for alert in alerts if alert.status in BLOCKING],
        shared=relations.of_agency(agency.id, limit=100), last_day=licences.last_day, status_of=licences.status_of,
        may_verify=signed_in().may(Permission.CHECK_APPLICATIONS), **SHOWN,
    )  # fmt: skip


@blueprint.route("/staff/agencies/<reference>/verify/<contact>", methods=["GET", "POST"])
@permits(Permission.CHECK_APPLICATIONS)
def verify(reference: str, contact: str) -> ResponseReturnValue:
    """Ask what an officer found about one of the agency's numbers, addresses or places."""
    agency = queries.by_reference(reference)
    value = request.args.get("value", "")
    item = next((one for one in verifying.items(agency) if (one.contact, one.value) == (contact, value)), None)
    if item is None:
        raise NotFound("contact-unknown", N_("The agency does not give this number or address. Go back to its page."))
    form = VerifyForm()
    if form.validate_on_submit():
        try:
            verifying.verify(
                agency, contact, value, verdict=form.verdict.data, method=form.method.data, note=form.note.data,
                by=signed_in(),
            )  # fmt: skip
        except Invalid as problem:
            forms.add_problem(form, problem)
        else:
            flash(_("What you found is recorded."), "success")
            return redirect(url_for(".show", reference=agency.reference), 303)
    page = render_template("licensing/agencies/verify.html", agency=agency, item=item, form=form, **SHOWN)
    return page, 422 if form.errors else 200


@blueprint.route("/staff/agencies/<reference>/cards/<number>", methods=["GET", "POST"])
@SEE
def card(reference: str, number: str) -> ResponseReturnValue:
    """Show the card of a sub-agent, and let an officer stop it."""
    posted = request.method == "POST"
    agency = queries.by_reference(reference)
    agent = cards.get(number, organisation_id=agency.organisation_id, lock=posted)
    may_stop = signed_in().may(Permission.PROPOSE_LICENCE_MEASURES) and agent.stopped_at is None
    form = StopForm()
    if posted and may_stop and form.validate():
        try:
            sub_agents.stop_card(agent, form.reason.data or "", by=signed_in())
        except Invalid as problem:
            forms.add_problem(form, problem)
        else:
            flash(_("The card is stopped. Who checks it reads so now."), "success")
            return redirect(url_for(".card", reference=agency.reference, number=agent.card_number), 303)
    page = render_template(
        "licensing/agencies/card.html", agency=agency, agent=agent, form=form if may_stop else None,
        code=_code(agent), **SHOWN,
    )  # fmt: skip
    return page, 422 if form.errors else 200


@blueprint.get("/apply/cards/<number>")
@permits(Permission.APPLY)
def own_card(number: str) -> ResponseReturnValue:
    """Show the agency the card of its sub-agent, to print."""
    agent = cards.get(number, organisation_id=signed_in().organisation_id)
    return render_template(
        "licensing/agencies/own_card.html", agency=agent.agency, agent=agent, code=_code(agent), **SHOWN
    )


@blueprint.get("/card/<number>")
@public
def check_card(number: str) -> ResponseReturnValue:
    """Tell a worker what a card is worth: whether its bearer is on an agency's list, and never to pay."""
    found = cards.public(number)
    agency = register.find_by_id(found.agency_id) if found else None
    if found is None or agency is None:
        page = render_template("licensing/agencies/check_card.html", text=TEXTS["qr_fake"], card=None, agency=None)
        return page, 404
    works = found.status is CardStatus.VALID and answer.in_force(agency)
    licensed = TEXTS["agent_yes"] if works else TEXTS["agent_no"]
    text = licensed if answer.in_force(agency) else TEXTS[agency.status]
    day = answer.day_of(agency)
    return render_template(
        "licensing/agencies/check_card.html", text=text, card=found, agency=agency, date=long_date(day) if day else ""
    )


def _code(agent: AgencySubAgent) -> Markup:
    """Return the QR code that leads to the public page of a card."""
    base = current_app.config["SETTINGS"].base_url.rstrip("/")
    return Markup(cards.code(f"{base}/card/{agent.card_number}"))  # noqa: S704  made by us of a number of ours


def country(code: str) -> str:
    """Return a country's name in the language of the page."""
    return countries.name(code, language().code)


def label(item: verifying.Item) -> str:
    """Return what an item to verify is for, as a marked text where it is one of our words."""
    return {**say.PLACES, **say.WEB}.get(item.label, item.label)


def main_place(agency: Agency) -> str:
    """Return an agency's main office in one line."""
    return ", ".join(part for part in (agency.address, agency.city) if part)


KIND_NAMES: dict[str, str] = {
    ApplicationKind.NEW: N_("A new licence"),
    ApplicationKind.RENEWAL: N_("A renewal"),
    ApplicationKind.VARIATION: N_("A change"),
    ApplicationKind.REINSTATEMENT: N_("A licence back"),
}
SHOWN: dict[str, Any] = {
    "KIND_NAMES": KIND_NAMES, "TITLES": TITLES, "STATUS": STATUS,
    "say": say, "country": country, "label": label, "main_place": main_place, "Contact": Contact,
    "CardStatus": CardStatus,
}  # fmt: skip
