"""The pay page, and the page on which somebody plays the bank."""

from typing import Any

from flask import Blueprint, Response, current_app, redirect, render_template, request

from stripe_stand_in import actions
from stripe_stand_in.actions import THREE_DECIMAL, ZERO_DECIMAL, Refused
from stripe_stand_in.store import Json, Store

blueprint = Blueprint("pages", __name__)
ACTS: dict[str, Any] = {"pay": actions.pay, "decline": actions.decline, "later": actions.pay_later}


def store() -> Store:
    """Return the stand-in's memory."""
    found: Store = current_app.extensions["store"]
    return found


def money(amount: int, currency: str) -> str:
    """Return an amount as people read it."""
    places = 0 if currency in ZERO_DECIMAL else 3 if currency in THREE_DECIMAL else 2
    whole, rest = divmod(amount, 10**places)
    return f"{currency.upper()} {whole:,}" + (f".{rest:0{places}d}" if places else "")


@blueprint.app_template_filter("money")
def shown_money(found: Json) -> str:
    """Return the amount of a session or charge."""
    return money(int(found.get("amount_total") or found.get("amount") or 0), found["currency"])


@blueprint.errorhandler(Refused)
def refused(error: Refused) -> tuple[str, int]:
    """Say that there is no such page."""
    return render_template("gone.html", message=error.message), error.status


@blueprint.get("/pay/<identifier>")
def pay(identifier: str) -> str:
    """Show what is to be paid and how."""
    return render_template("pay.html", session=actions.session_of(store(), identifier))


@blueprint.post("/pay/<identifier>")
def act(identifier: str) -> Response:
    """Do what the person chose, and send the browser back as Stripe does."""
    wanted = request.form.get("act", "")
    if wanted not in ACTS:
        raise Refused("Choose one of the buttons.")
    session = ACTS[wanted](store(), identifier)
    if wanted == "decline" and session["status"] == "open":
        return _see(f"/pay/{identifier}")
    return _see(session["success_url"] if session["status"] == "complete" else session["cancel_url"])


@blueprint.get("/")
def overview() -> str:
    """List payments, with what their bank may do with them."""
    rows = []
    for session in store().all("checkout.session", limit=100):
        intent = store().get("payment_intent", session["payment_intent"]) or {}
        charge = store().get("charge", intent.get("latest_charge"))
        rows.append(
            {
                "session": session, "intent": intent, "charge": charge,
                "refunds": store().find("refund", payment_intent=intent.get("id", "-")),
                "dispute": next(iter(store().find("dispute", payment_intent=intent.get("id", "-"))), None),
            }
        )  # fmt: skip
    return render_template("overview.html", rows=rows, waiting=len(store().undelivered()), failing=store().fail_next)


@blueprint.post("/bank")
def bank() -> Response:
    """Do what a bank, or a bad day, does."""
    wanted, subject, memory = request.form.get("act", ""), request.form.get("subject", ""), store()
    if wanted in {"arrive", "fail"}:
        actions.arrive(memory, subject, paid=wanted == "arrive")
    elif wanted == "dispute":
        actions.dispute(memory, subject)
    elif wanted in {"won", "lost"}:
        actions.close_dispute(memory, subject, won=wanted == "won")
    elif wanted == "return":
        actions.fail_refund(memory, subject)
    elif wanted == "break":
        memory.fail_next = not memory.fail_next
    elif wanted == "again":
        for event in memory.all("event", limit=100):
            memory.again(event["id"])
    return _see("/")


def _see(address: str | None) -> Response:
    answer = redirect(address or "/", 303)
    return Response(answer.get_data(), 303, {"Location": answer.headers["Location"]})
