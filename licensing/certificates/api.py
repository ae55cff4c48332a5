"""Certificates over the API: what a code says, the holder's papers, those of a licence, the PDF."""

from typing import Any

from accounts.permissions import Permission
from core.actor import signed_in
from core.api import blueprint as api_blueprint
from core.i18n import translate
from core.permit import permits, public
from licensing.certificates import queries, schemas
from licensing.certificates.models import Certificate
from licensing.certificates.states import Verdict
from licensing.certificates.views import sent
from licensing.licences import queries as licences
from licensing.licences.status import public_status
from licensing.register.texts import TEXTS

blueprint = api_blueprint("certificates", __name__, "/api/v1/certificates", "Certificates of licences")


@blueprint.get("/check/<code>")
@public
@blueprint.response(200, schemas.AnswerSchema)
def check(code: str) -> dict[str, Any]:
    """Say what a paper with a code is worth today; an unknown code is an answer too."""
    found = queries.look_up(code)
    if found.agency is None or found.licence is None:
        text = TEXTS["qr_fake"]
        return {
            "verdict": str(Verdict.UNKNOWN), "title": translate(text.title), "text": translate(text.body),
            "licence_number": None, "status": None, "agency": None, "agency_name": None, "last_day": None,
        }  # fmt: skip
    status = public_status(found.licence.facts, found.agency.day)
    text = TEXTS["qr_old"] if found.verdict is Verdict.OLD else TEXTS[status]
    return {
        "verdict": str(found.verdict), "title": translate(text.title),
        "text": translate(text.body).replace("%(date)s", found.licence.facts.ends_on.isoformat()),
        "licence_number": found.licence.number, "status": str(status), "agency": found.agency.reference,
        "agency_name": found.agency.name, "last_day": found.licence.facts.ends_on,
    }  # fmt: skip


@blueprint.get("")
@permits(Permission.APPLY)
@blueprint.response(200, schemas.CertificateSchema(many=True))
def own() -> list[Certificate]:
    """List the papers of the own licences that are true today."""
    organisation_id = signed_in().organisation_id
    return queries.current_of(organisation_id) if organisation_id else []


@blueprint.get("/of/<number>")
@permits(Permission.SEE_CASES)
@blueprint.response(200, schemas.CertificateSchema(many=True))
@blueprint.alt_response(404, success=False)
def of_licence(number: str) -> list[Certificate]:
    """List every paper of a licence, the newest first."""
    return queries.of_licence(licences.by_number(number).id)


@blueprint.get("/<code>.pdf")
@permits(Permission.USE_ACCOUNT)
@blueprint.response(200, {"type": "string", "format": "binary"}, content_type="application/pdf")
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
def download(code: str) -> Any:
    """Return the paper as PDF, to its holder or to the regulator."""
    return sent(queries.get(code))
