"""Letters to applicants, written into the outbox with the change they tell of, once for each change and address."""

from datetime import date

from accounts.organisations import queries as organisations
from core import mail
from core.i18n import N_, long_date, translate
from licensing.applications.models import Application

RECEIVED = N_("We have received your application %(reference)s")
RECEIVED_BODY = N_(
    "We have received the application %(reference)s of %(agency)s.\n\n"
    "We check it and decide by %(due)s. If something is missing, we write to you, and the time stands still until you"
    " answer.\n\n"
    "Do not recruit anyone before you have a licence."
)
WITHDRAWN = N_("You have withdrawn your application %(reference)s")
WITHDRAWN_BODY = N_(
    "%(agency)s has withdrawn the application %(reference)s. We stop working on it.\n\n"
    "You may apply again at any time. Do not recruit anyone before you have a licence."
)

DRAFT_ENDS = N_("Your draft %(reference)s is kept until %(last)s")
DRAFT_ENDS_BODY = N_(
    "You began the application %(reference)s for %(agency)s and have not sent it yet. We keep it until %(last)s; that"
    " is in %(days)s days. After that, its answers and papers are taken away.\n\n"
    "To keep it, open it and save any page: %(address)s\n\n"
    "On the same page you can save a copy of your answers as a file."
)
DRAFT_ENDED = N_("Your draft %(reference)s has ended")
DRAFT_ENDED_BODY = N_(
    "The draft %(reference)s of %(agency)s was not touched until its last day, so its answers and papers were taken"
    " away, as we had written to you.\n\n"
    "What you told us about your agency is kept. You may begin a new application at any time."
)
LAPSED = N_("Your application %(reference)s has ended")
LAPSED_BODY = N_(
    "We waited for %(agency)s until the last day, and the application %(reference)s has now ended without a decision."
    " You may apply again at any time.\n\nWhat you paid and what is to come back is shown with your application. Do not"
    " recruit anyone before you have a licence."
)
LATE = N_("We are late with your application %(reference)s")
LATE_BODY = N_(
    "We should have decided the application %(reference)s of %(agency)s by now, and we have not. You may ask us for the"
    " reasons: answer this letter. Time passing grants nothing: do not recruit anyone before you have a licence."
)
REMINDER = N_("Your application %(reference)s: %(day)s is your last day")
REMINDER_BODY = N_(
    "The application %(reference)s of %(agency)s waits for you. Sign in and do what is asked there by %(day)s. After"
    " that day it goes on, or ends, without you."
)


def received(application: Application) -> None:
    """Confirm that an application arrived; a second letter only when it was handed in anew."""
    due = long_date(application.due_on) if application.due_on else ""
    _send(application, "application-received", f"{application.snapshot_hash}", RECEIVED, RECEIVED_BODY, due=due)


def withdrawn(application: Application) -> None:
    """Confirm that an application was withdrawn."""
    _send(application, "application-withdrawn", "", WITHDRAWN, WITHDRAWN_BODY)


def draft_ends(application: Application, last: date, days: int, base_url: str) -> None:
    """Warn that a draft is emptied soon; one letter for each last day and number of days."""
    address = f"{base_url}/apply/{application.reference}"
    _send(application, "draft-ends", f"{last:%y%m%d}-{days}", DRAFT_ENDS, DRAFT_ENDS_BODY, last=long_date(last),
          days=str(days), address=address)  # fmt: skip


def draft_ended(application: Application) -> None:
    """Tell that a draft was emptied."""
    _send(application, "draft-ended", "", DRAFT_ENDED, DRAFT_ENDED_BODY)


def lapsed(application: Application, left: str) -> None:
    """Say that an application ended because its last day to act has passed; `left` is where it stood."""
    _send(application, "application-lapsed", left, LAPSED, LAPSED_BODY)


def late(application: Application) -> None:
    """Say that the decision is late, and that the agency may ask why."""
    _send(application, "application-late", f"{application.due_on}", LATE, LATE_BODY)


def reminded(application: Application, last_day: date, days_left: int) -> None:
    """Say that the last day to act comes near."""
    day = long_date(last_day)
    _send(application, "application-reminder", f"{last_day}:{days_left}", REMINDER, REMINDER_BODY, day=day)


def _send(application: Application, effect: str, once: str, subject: str, body: str, **more: str) -> None:
    values = {"reference": application.reference, "agency": application.agency.legal_name, **more}
    for address in organisations.addresses_of(application.organisation_id):
        mail.enqueue(
            recipient=address, subject=translate(subject, **values), body=translate(body, **values),
            effect=f"{effect}:{application.id}:{once[:16]}:{address}"[:200],
            organisation_id=application.organisation_id,
        )  # fmt: skip
