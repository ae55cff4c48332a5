"""Public pages: one field, one answer. No session, no cookie, no script; what was typed is in no log and no cache."""

import hashlib
import re
from dataclasses import dataclass
from typing import Any

from flask import current_app, make_response, render_template, request
from flask_babel import gettext as _
from markupsafe import Markup, escape
from werkzeug.wrappers import Response

from core import clock, countries
from core.i18n import language, long_date, long_instant, translate
from core.permit import public
from core.web import pages
from licensing.register import answer, queries, question, texts
from licensing.register.likeness import Run, difference
from licensing.register.records import Agency
from licensing.register.texts import TEXTS

blueprint = pages("register", __name__)
FORGET = "private, no-store"
# A phone may keep the page, and asks each time whether it still holds: a suspension is seen at once.
ASK_AGAIN = "no-cache"


@blueprint.get("/")
@public
def lookup() -> Response:
    """Show the one field."""
    return remembered(render_template("licensing/register/lookup.html", texts=texts))


@blueprint.get("/check")
@public
def check() -> Response:
    """Answer a licence number, a telephone number or a name."""
    asked = question.read(request.args.get("q", ""), regions())
    if asked.refusal:
        sentence = texts.EMPTY if asked.refusal == "empty" else texts.SHORT
        page = render_template(
            "licensing/register/lookup.html", texts=texts, typed=asked.text, error=translate(sentence)
        )
        return forgotten(page, 422)
    found = queries.find(asked)
    if found.agency is not None:
        return forgotten(agency_page(found.agency, by=found.by))
    page = render_template(
        "licensing/register/list.html", text=TEXTS[found.key], typed=asked.text, exact=found.key == "many",
        items=[Item.of(agency, name, "" if found.key == "many" else asked.text) for agency, name in found.listed],
        checked=checked(),
    )  # fmt: skip
    return forgotten(page, 404 if found.key == "none" else 200)


@blueprint.get("/a/<reference>")
@public
def agency(reference: str) -> Response:
    """Show one agency."""
    return remembered(agency_page(queries.get(reference)))


@blueprint.get("/a/<reference>/phone")
@public
def phone(reference: str) -> Response:
    """Answer the second check: is the number that called one of theirs?"""
    found = queries.get(reference)
    typed = request.args.get("n", "")
    numbers = question.phones_in(typed, regions(found))
    if not numbers:
        return forgotten(agency_page(found, typed=typed, error=_("Type the whole phone number.")), 422)
    result = answer.of_phone(found, numbers)
    page = render_template(
        "licensing/register/phone.html", agency=found, text=TEXTS[result.key], ours=result.listed,
        trusted=result.trusted, number=question.shown(result.number), status=TEXTS[found.status],
        date=day_of(found), phones=phones(found), checked=checked(),
    )  # fmt: skip
    return forgotten(page)


@blueprint.get("/rights")
@public
def rights() -> Response:
    """Say what no one may take from a worker."""
    return remembered(render_template("licensing/register/rights.html", texts=texts))


# -------------------------------------------------------------------------------------------- pages


@blueprint.app_template_filter("sentences")
def sentences(text: str, **values: str) -> list[Markup]:
    """Return the sentences of a marked text, in the language of the page: a line each is easier to read and to hear.

    A name keeps its own direction. What is filled in is filled in last: a full stop in it ends no sentence.
    """
    own: dict[str, str] = dict(values)
    if "name" in own:
        own["name"] = Markup("<bdi>{}</bdi>").format(own["name"])
    lines = re.split(r"(?<=[.?!؟۔।။።])\s+", translate(text))
    return [escape(line) % own if own else escape(line) for line in lines]


@dataclass(frozen=True)
class Item:
    """An agency of a list: where it is, what it is, and in which letters and words its name differs."""

    agency: Agency
    name: str  # the one of its names that was found
    runs: tuple[Run, ...]
    different: tuple[str, ...]
    title: str
    phone: tuple[str, str] | None  # of an agency that may find jobs: to call, and as people write it

    @classmethod
    def of(cls, found: Agency, name: str, typed: str) -> "Item":
        """Compare the name that was found with what was typed, if it was another."""
        runs, different = difference(typed, name) if typed else ((), ())
        phone = next(iter(phones(found)), None) if answer.may_recruit(found) else None
        return cls(found, name, runs, different, translate(TEXTS[found.status].title), phone)


def agency_page(found: Agency, *, by: str = "", typed: str = "", error: str = "") -> str:
    """Return the page of one agency: status, what to do, the second check, the facts, in this order."""
    licence = found.licence
    code = language().code
    return render_template(
        "licensing/register/agency.html", agency=found, licence=licence, text=TEXTS[found.status], date=day_of(found),
        texts=texts, fee=fee_rule(), by=by, typed=typed, error=error, phones=phones(found), share=share(found),
        places=[countries.name(place, code) for place in licence.destinations] if licence else [],
        country=countries.name(found.country, code), may_recruit=answer.may_recruit(found),
        in_force=answer.in_force(found), refunds=bool(known("refunds")), checked=checked(),
    )  # fmt: skip


def body_of(found: Agency) -> str:
    """Return the words of an agency's status, its date filled in."""
    return translate(TEXTS[found.status].body, date=day_of(found))


def day_of(found: Agency) -> str:
    """Return the day that an agency's status speaks of, in words."""
    day = answer.day_of(found)
    return long_date(day) if day else ""


def share(found: Agency) -> str:
    """Return what to send to a friend: the answer and its day, nothing about who asked."""
    base = current_app.config["SETTINGS"].base_url.rstrip("/")
    licence = found.licence
    return translate(
        texts.SHARE if licence else texts.SHARE_UNNUMBERED,
        name=found.name, number=licence.number if licence else "", status=translate(TEXTS[found.status].title),
        date=long_date(clock.today()), link=f"{base}/a/{found.reference}",
    )  # fmt: skip


def phones(found: Agency) -> list[tuple[str, str]]:
    """Return the agency's telephone numbers: to call, and as people write them."""
    return [(item.e164, question.shown(item.e164)) for item in found.phones]


def fee_rule() -> tuple[str, str]:
    """Return what a worker may be asked to pay here, in two short sentences."""
    told = known("fee_rule") or {}
    first, second = texts.FEE_RULES.get(told.get("kind", "zero"), texts.FEE_RULES["unknown"])
    return translate(first, amount=told.get("amount", "")), translate(second) if second else ""


def checked() -> str:
    """Return when this was looked up, and who says so."""
    regulator, instant = current_app.config.get("REGULATOR_NAME"), long_instant(clock.now())
    if regulator:
        return _("Checked %(instant)s. Answer from %(regulator)s.", instant=instant, regulator=regulator)
    return _("Checked %(instant)s.", instant=instant)


def regions(found: Agency | None = None) -> list[str]:
    """Return the countries whose way of writing telephone numbers is understood: ours, the corridor's, the agency's."""
    places = [countries.home(), *(known("corridors") or []), *([found.country] if found else [])]
    codes = (countries.phone_region(place) for place in places if place)
    return list(dict.fromkeys(code for code in codes if code))


def known(name: str) -> Any:
    """Return a fact about this installation, or None."""
    return current_app.config.get("INSTALLATION", {}).get(name)


# --------------------------------------------------------------------------------------------- answers


def forgotten(page: str, status: int = 200) -> Response:
    """Answer what no cache and no shared telephone should keep: it holds what was typed."""
    response = make_response(page, status)
    response.headers["Cache-Control"] = FORGET
    return response


def remembered(page: str) -> Response:
    """Answer with a tag, so that a telephone that has the page gets a short no when nothing changed.

    The time of the check is left out of the tag; the day counts.
    """
    told = page.replace(checked(), clock.today().isoformat())
    response = make_response(page)
    response.headers["Cache-Control"] = ASK_AGAIN
    response.set_etag(hashlib.sha256(told.encode()).hexdigest()[:32], weak=True)
    return response.make_conditional(request)
