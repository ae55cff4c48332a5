"""What every JSON route of a part shares: the blueprint, a change that notes the part, and the whole application."""

from collections.abc import Callable
from typing import Any

from core.actor import signed_in
from core.api import blueprint as api_blueprint
from core.i18n import translate
from licensing.applications import parts, queries, schemas, service
from licensing.applications.declaration import PROMISES
from licensing.applications.models import Application
from licensing.applications.parts import Part

blueprint = api_blueprint("applications", __name__, "/api/v1/applications", "Apply for a licence")


def change(
    reference: str, part: Part, act: Callable[[Application], object], version: int | None = None
) -> dict[str, Any]:
    """Do `act` on an application that is with the broker, and note that the part was saved."""
    application = queries.get(reference, by=signed_in(), lock=True)
    service.refuse_closed(application)
    if version is not None:
        service.refuse_stale(application, version)
    act(application)
    service.mark(application, part, finish=True, by=signed_in())
    return told(application)


def told(application: Application) -> dict[str, Any]:
    """Return everything an application says, as the API gives it."""
    answers = queries.answers(application)
    statuses, missing = parts.statuses(answers), parts.gaps(answers)
    row = {name: getattr(application, name) for name in schemas.ApplicationRowSchema().fields}
    return row | {
        "returned_note": application.returned_note, "snapshot_hash": application.snapshot_hash,
        "promises": [translate(promise) for promise in PROMISES],
        "parts": [
            {"part": part, "status": status,
             "missing": [{"field": gap.field, "sentence": service.filled(gap)} for gap in missing.get(part, [])]}
            for part, status in statuses.items()
        ],
        "business": answers.agency, "office": answers.agency, "names": answers.names, "phones": answers.phones,
        "people": answers.people, "work": application,
        "companies": answers.holdings["companies"], "accounts": answers.holdings["accounts"],
        "premises": answers.holdings["premises"], "web": answers.holdings["web"],
        "sub_agents": answers.holdings["sub-agents"],
        "fee_plan": [
            {"item": line.item_code, "payer": line.payer, "amount_minor": line.amount_minor, "currency": line.currency}
            for line in answers.lines.values()
        ],
    }  # fmt: skip
