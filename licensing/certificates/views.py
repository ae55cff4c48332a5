"""Pages of certificates: what a code says today, the holder's papers, the regulator's view of all of a licence's."""

from flask import current_app, make_response, render_template
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from accounts.permissions import Permission
from core.actor import signed_in
from core.errors import Conflict
from core.i18n import N_, long_date
from core.permit import permits, public
from core.web import pages
from licensing.certificates import queries, service, texts
from licensing.certificates.models import Certificate
from licensing.certificates.states import Verdict
from licensing.licences import queries as licences
from licensing.licences.status import PublicStatus, public_status
from licensing.register import views as register
from licensing.register.texts import TEXTS

blueprint = pages("certificates", __name__)


@blueprint.get("/v/<code>")
@public
def check(code: str) -> Response:
    """Say whether a paper is real and still true; nobody is told who asked."""
    found = queries.look_up(code)
    if found.verdict is Verdict.UNKNOWN or found.agency is None or found.licence is None:
        page = render_template("licensing/certificates/unknown.html", text=TEXTS["qr_fake"], checked=register.checked())
        return register.forgotten(page, 404)
    status = public_status(found.licence.facts, found.agency.day)
    facts = found.licence.facts
    until = facts.renewal_pending_until if status is PublicStatus.RENEWING else facts.ends_on
    page = render_template(
        "licensing/certificates/known.html", agency=found.agency, licence=found.licence, texts=texts,
        old=TEXTS["qr_old"] if found.verdict is Verdict.OLD else None, status=TEXTS[status],
        date=long_date(until) if until else "", fee=register.fee_rule(), checked=register.checked(),
    )  # fmt: skip
    return register.remembered(page)


@blueprint.get("/licence/certificate")
@permits(Permission.APPLY)
def own() -> ResponseReturnValue:
    """Show the papers of the agency's licences, to be printed and hung up."""
    organisation_id = signed_in().organisation_id
    found = queries.current_of(organisation_id) if organisation_id else []
    return render_template("licensing/certificates/own.html", found=found, grouped=service.grouped)


@blueprint.get("/certificates/<code>.pdf")
@permits(Permission.USE_ACCOUNT)
def download(code: str) -> Response:
    """Send the paper as PDF to its holder or to the regulator."""
    return sent(queries.get(code))


@blueprint.get("/staff/licences/<number>/certificates")
@permits(Permission.SEE_CASES)
def of_licence(number: str) -> ResponseReturnValue:
    """Show every paper of a licence: which is true today, and when the others became old."""
    licence = licences.by_number(number)
    return render_template(
        "licensing/certificates/of_licence.html", licence=licence, found=queries.of_licence(licence.id),
        grouped=service.grouped,
    )  # fmt: skip


def sent(row: Certificate) -> Response:
    """Return a paper as a file. Raises Conflict when its holder asks for one that is old."""
    if row.superseded_at is not None and signed_in().organisation_kind != "regulator":
        raise Conflict("certificate-old", N_("This paper is old. Print the one that is true today."))
    settings = current_app.config["SETTINGS"]
    response = make_response(service.drawn(row, settings.base_url))
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{row.licence.number}-{row.version}.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
