"""Pages of a broker's fees: what is due, paying, coming back from Stripe, receipts."""

from flask import current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.permissions import Permission
from core.actor import signed_in
from core.config import Settings
from core.db import transaction
from core.errors import Conflict, NotFound, Unavailable
from core.i18n import N_, translate
from core.paging import Page
from core.permit import permits
from licensing.payments import checkout, queries, receipts, transfers, wording
from licensing.payments.blueprint import blueprint
from licensing.payments.models import PaymentOrder
from licensing.payments.states import UNPAID, Method, OrderStatus

SHOWN = {"kinds": wording.KINDS, "statuses": wording.STATUSES, "tags": wording.TAGS, "methods": wording.METHODS}


@blueprint.get("/apply/payments")
@permits(Permission.PAY)
def index() -> ResponseReturnValue:
    """List the agency's fees and receipts."""
    found = queries.own(Page(request.args.get("page", 1, int)), by=signed_in())
    return render_template("licensing/payments/index.html", found=found, classes=queries.class_names(), **SHOWN)


@blueprint.get("/apply/<reference>/pay")
@permits(Permission.PAY)
def pay(reference: str) -> ResponseReturnValue:
    """Lead to what is to be paid for an application, or say that nothing is."""
    application_id = queries.own_application(reference, by=signed_in())
    orders = queries.of_application(application_id)
    due = next((order for order in orders if order.status in UNPAID), orders[-1] if orders else None)
    if due is None:
        return render_template("licensing/payments/nothing.html", reference=reference)
    return redirect(url_for("payments.show", reference=due.reference), 303)


@blueprint.get("/apply/payments/<reference>")
@permits(Permission.PAY)
def show(reference: str) -> ResponseReturnValue:
    """Show one fee: what it is, the rule, and how to pay it."""
    return page(queries.get(reference, by=signed_in()))


def page(order: PaymentOrder, problem: str = "") -> str:
    """Return the page of one fee."""
    settings: Settings = current_app.config["SETTINGS"]
    if settings.stripe_key:
        g.form_targets = (settings.pay_pages,)
    return render_template(
        "licensing/payments/show.html", order=order, line=queries.line_of(order), receipt=receipts.of_order(order.id),
        refunds=queries.refunds_of(order), by_card=bool(settings.stripe_key), waiting=transfers.waiting(order.id),
        bank=current_app.config["INSTALLATION"].get("bank_account", ""), problem=problem, Status=OrderStatus,
        test=bool(settings.stripe_key) and "_test_" in (settings.stripe_key or ""),
        classes=queries.class_names(), refund_states=wording.REFUNDS, **SHOWN,
    )  # fmt: skip


@blueprint.post("/apply/payments/<reference>/card")
@permits(Permission.PAY, transactional=False)
def card(reference: str) -> ResponseReturnValue:
    """Lead to Stripe's page for this fee; a second click leads to the same page."""
    by = signed_in()
    try:
        return redirect(checkout.begin(reference, settings=current_app.config["SETTINGS"], by=by), 303)
    except (Conflict, Unavailable) as problem:
        with transaction(actor=by, read_only=True):
            said = translate(problem.detail, **problem.values)
            return page(queries.get(reference, by=by), said), problem.status


@blueprint.get("/apply/payments/<reference>/back")
@permits(Permission.PAY)
def back(reference: str) -> ResponseReturnValue:
    """Say where a payment stands after Stripe's page: by our own state alone, whatever the address says."""
    order = queries.get(reference, by=signed_in())
    return render_template(
        "licensing/payments/back.html", order=order, line=queries.line_of(order), Status=OrderStatus,
        receipt=receipts.of_order(order.id), **SHOWN,
    )  # fmt: skip


@blueprint.get("/apply/payments/<reference>/receipt")
@permits(Permission.PAY)
def receipt(reference: str) -> ResponseReturnValue:
    """Show the receipt of a paid fee, to print."""
    return receipt_page(queries.get(reference, by=signed_in()))


def receipt_page(order: PaymentOrder) -> str:
    """Return the receipt of an order. Raises NotFound where it is not paid."""
    found = receipts.of_order(order.id)
    if found is None:
        raise NotFound("receipt-unknown", N_("There is no receipt: this fee has not been paid."))
    return render_template(
        "licensing/payments/receipt.html", order=order, receipt=found, line=queries.line_of(order),
        classes=queries.class_names(), Method=Method, **SHOWN,
    )  # fmt: skip
