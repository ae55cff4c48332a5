"""What the page of a case shows of its fees."""

from flask import url_for

from accounts.permissions import Permission
from core.actor import Actor
from core.i18n import N_
from licensing.applications.models import Application
from licensing.panels import Action, Panel, Trouble
from licensing.payments import queries, wording
from licensing.payments.states import OrderStatus

BAD = frozenset({OrderStatus.DISPUTED, OrderStatus.CHARGED_BACK})


def on_case(application: Application, by: Actor) -> Panel | None:
    """Show each fee of an application and where it stands; nothing where none was asked."""
    orders = queries.of_application(application.id)
    if not orders or not by.may(Permission.SEE_PAYMENTS):
        return None
    troubles = [
        Trouble("bad", N_("The bank has taken the fee %(reference)s back: it counts as not paid."),
                {"reference": order.reference}, "fees")
        for order in orders if order.status in BAD
    ]  # fmt: skip
    due = [order for order in orders if order.status == OrderStatus.DUE]
    return Panel(
        anchor="fees", title=N_("Fees"), template="licensing/payments/case_panel.html",
        values={"orders": orders, "kinds": wording.KINDS, "statuses": wording.STATUSES, "tags": wording.TAGS},
        facts={"orders": [
            {"reference": order.reference, "kind": order.kind, "status": order.status,
             "amount_minor": order.amount_minor, "currency": order.currency}
            for order in orders
        ]},
        tag=(N_("To pay"), "warn") if due else None,
        troubles=troubles,
        actions=[Action(N_("Record a bank transfer"), url_for("payments.order", reference=order.reference))
                 for order in due[:1] if by.may(Permission.RECORD_PAYMENTS)],
    )  # fmt: skip
