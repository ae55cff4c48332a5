"""The routes under /v1, as the stripe library calls them."""

import json
from typing import Any
from urllib.parse import parse_qsl

from flask import Blueprint, Response, current_app, request

from stripe_stand_in import actions
from stripe_stand_in.actions import Refused, missing
from stripe_stand_in.store import Json, Store, fingerprint

blueprint = Blueprint("api", __name__, url_prefix="/v1")
LISTS = {
    "charges": "charge", "payment_intents": "payment_intent", "refunds": "refund", "disputes": "dispute",
    "balance_transactions": "balance_transaction", "events": "event", "checkout/sessions": "checkout.session",
}  # fmt: skip


def store() -> Store:
    """Return the stand-in's memory."""
    found: Store = current_app.extensions["store"]
    return found


def nested(pairs: list[tuple[str, str]]) -> Json:
    """Return ``a[b][0]=c`` as nested dicts and lists."""
    root: Json = {}
    for name, value in pairs:
        head, *rest = name.replace("]", "").split("[")
        steps = [head, *rest]
        place: Any = root
        for step in steps[:-1]:
            place = place.setdefault(step, {})
        place[steps[-1]] = value
    return {name: _lists(value) for name, value in root.items()}


def _lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    inner = {name: _lists(part) for name, part in value.items()}
    if inner and all(name.isdigit() for name in inner):
        return [inner[name] for name in sorted(inner, key=int)]
    return inner


def shown(found: Json, expand: list[str], prefix: str = "") -> Json:
    """Return an object as it is answered: without our own notes, with what was asked to be put in."""
    told = {name: value for name, value in found.items() if not name.startswith("_")}
    if f"{prefix}payment_intent" in expand and isinstance(told.get("payment_intent"), str):
        told["payment_intent"] = store().get("payment_intent", told["payment_intent"])
    return told


def answer(body: Json, status: int = 200, **headers: str) -> Response:
    """Return a JSON answer."""
    return Response(json.dumps(body), status=status, content_type="application/json", headers=headers)


def problem(message: str, status: int, kind: str, code: str = "", param: str = "") -> Response:
    """Return an error as Stripe words it."""
    error = {"type": kind, "message": message, "code": code, "param": param}
    return answer({"error": {name: value for name, value in error.items() if value}}, status)


@blueprint.before_request
def ask_for_key() -> Response | None:
    """Let in who has the key."""
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if request.authorization is not None and request.authorization.username:
        token = request.authorization.username
    if token != current_app.config["KEY"]:
        return problem("Invalid API Key provided.", 401, "invalid_request_error")
    return None


@blueprint.errorhandler(Refused)
def refused(error: Refused) -> Response:
    """Answer what cannot be met."""
    return problem(error.message, error.status, "invalid_request_error", error.code, error.param)


def once(act: Any) -> Response:
    """Answer a write, and a repeated one (by its Idempotency-Key) with the first answer, be it an error."""
    memory, key = store(), request.headers.get("Idempotency-Key")
    mark = fingerprint(request.path, request.get_data())
    with memory.lock:
        if key and (first := memory.answered(key)):
            if first[0] != mark:
                return problem(
                    f"Keys for idempotent requests can only be used with the same parameters: '{key}'.", 400,
                    "idempotency_error",
                )  # fmt: skip
            return answer(json.loads(first[2]), first[1], **{"Idempotent-Replayed": "true"})
        if memory.fail_next:
            memory.fail_next = False
            made = problem("An unknown error occurred.", 500, "api_error")
        else:
            made = answer(act(nested(parse_qsl(request.get_data(as_text=True), keep_blank_values=True))))
        if key:
            memory.remember(key, mark, made.status_code, made.get_data(as_text=True))
        return made


@blueprint.post("/checkout/sessions")
def open_session() -> Response:
    """Make a Checkout Session."""
    url = current_app.config["PUBLIC_URL"]
    return once(lambda given: shown(actions.open_session(store(), given, url), []))


@blueprint.post("/checkout/sessions/<identifier>/expire")
def expire(identifier: str) -> Response:
    """Close a Checkout Session."""
    return once(lambda _given: shown(actions.expire(store(), identifier), []))


@blueprint.post("/refunds")
def refund() -> Response:
    """Send money back."""
    return once(lambda given: shown(actions.refund(store(), given), []))


@blueprint.get("/account")
def account() -> Response:
    """Say whose key this is."""
    return answer({"id": current_app.config["ACCOUNT"], "object": "account", "country": "XM"})


def expansions() -> list[str]:
    """Return which objects are to be put in."""
    given = nested(parse_qsl(request.query_string.decode(), keep_blank_values=True)).get("expand", [])
    return given if isinstance(given, list) else []


@blueprint.get("/checkout/sessions/<identifier>")
def session(identifier: str) -> Response:
    """Return a Checkout Session."""
    return answer(shown(actions.session_of(store(), identifier), expansions()))


@blueprint.get("/<path:plural>/<identifier>")
def one(plural: str, identifier: str) -> Response:
    """Return an object by its id."""
    kind = LISTS.get(plural, "")
    found = store().get(kind, identifier)
    if found is None:
        raise missing(kind or plural, identifier)
    return answer(shown(found, expansions()))


@blueprint.get("/<any(charges, payment_intents, refunds, disputes, balance_transactions, events):plural>")
@blueprint.get("/checkout/sessions", defaults={"plural": "checkout/sessions"})
def many(plural: str) -> Response:
    """Return a page of objects, the newest first."""
    given = nested(parse_qsl(request.query_string.decode(), keep_blank_values=True))
    made = given.get("created", {})
    limit = min(max(int(given.get("limit", 10)), 1), 100)
    found = store().all(
        LISTS[plural], gte=int(made.get("gte", 0)), lt=int(made.get("lt", 2**62)), after=given.get("starting_after"),
        limit=limit + 1,
    )  # fmt: skip
    if wanted := given.get("payment_intent"):
        found = [item for item in found if item.get("payment_intent") == wanted]
    rows = [shown(item, expansions(), "data.") for item in found[:limit]]
    return answer({"object": "list", "url": f"/v1/{plural}", "data": rows, "has_more": len(found) > limit})
