"""What an applicant says of its agency: recorded at once, or noted until it is granted where a licence is held."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from core.actor import Actor
from licensing.agencies import changes, holder
from licensing.agencies.models import PersonRole
from licensing.applications.models import Application

REMOVALS = {"names": "remove-name", "phones": "remove-phone", "people": "remove-person"}


def waits(application: Application) -> bool:
    """Tell whether changes wait for the decision: workers read what a licensed agency is, so it is checked first."""
    return holder.holds_licence(application.agency_id)


def say(
    application: Application, act: str, told: dict[str, Any], command: Callable[[], object], *,
    subject: UUID | None = None, by: Actor,
) -> None:
    """Do `command`, or note it as `act` with `told` where it must wait. Raises Invalid as the command would."""
    if not waits(application):
        command()
        return
    if act in {"add-person", "change-person"} and told.get("role") == PersonRole.PRINCIPAL:
        act, subject = "new-principal", None
    changes.stage(application.id, application.agency, act, told, subject_id=subject, by=by)


def keep(
    application: Application, kind: str, row: UUID, what: str, commands: dict[str, Callable[..., Any]], *, by: Actor
) -> None:
    """Remove a name, number or person, or undo that; where it waits, note the removal, or withdraw the note."""
    if not waits(application):
        commands[what](application.agency, row, by=by)
        return
    act = REMOVALS[kind]
    if what == "remove":
        changes.stage(application.id, application.agency, act, {}, subject_id=row, by=by)
        return
    for noted in changes.asked_rows(application.id):
        if (noted.act, noted.subject_id) == (act, row):
            changes.unstage(application.id, noted.id, by=by)


def asked(application: Application) -> list[changes.Asked]:
    """Return what waits for the decision, in words; nothing for an application of an agency without a licence."""
    return changes.asked(application.id) if application.kind != "new" else []
