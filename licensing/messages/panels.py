"""What the case page shows of messages."""

from flask import url_for

from accounts.permissions import Permission
from core.actor import Actor
from core.i18n import N_
from core.paging import Page
from licensing.applications.models import Application
from licensing.messages import queries
from licensing.panels import Action, Panel

NEWEST = 3


def on_case(application: Application, by: Actor) -> Panel:
    """Return the newest messages about a case, and how many of the agency's wait for an answer."""
    found = queries.about(application.id, Page(1, NEWEST))
    waiting = queries.unread(application.id, from_regulator=False) if found.total else 0
    may = by.may(Permission.CHECK_APPLICATIONS)
    return Panel(
        anchor="messages", title=N_("Messages"), template="licensing/messages/case_panel.html",
        values={"messages": found.rows, "may": may}, facts={"total": found.total, "unread": waiting},
        tag=(N_("To answer"), "warn") if waiting else None,
        actions=[Action(N_("Answer the agency's message"), url_for("messages.index", reference=application.reference))]
        if may and waiting else [],
    )  # fmt: skip
