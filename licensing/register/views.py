"""Public pages: one field, one answer. No session, no cookie, no script; the query is in no log."""

from flask import abort, current_app, make_response, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core import clock, countries
from core.i18n import language, long_date, translate
from core.permit import public
from core.web import pages
from licensing.licences.status import MAY_RECRUIT
from licensing.register import answers, queries, questions, texts
from licensing.register.entries import Entry
from licensing.register.queries import Found
from licensing.register.questions import Kind

blueprint = pages("register", __name__)
FORGET = "private, no-store"
FINDERS = {Kind.NUMBER: queries.by_number, Kind.PHONE: queries.by_phone, Kind.NAME: queries.by_name}


@blueprint.get("/")
@public
def lookup() -> Response:
    """Show the one field."""
    return remembered(render_template("licensing/register/lookup.html", fee_law=texts.FEE_LAW))


@blueprint.get("/check")
@public
def check() -> Response:
    """Answer a number, a telephone number or a name."""
    question = questions.read(request.args.get("q", ""), region())
    if question.kind in (Kind.EMPTY, Kind.SHORT):
        error = texts.EMPTY if question.kind is Kind.EMPTY else texts.SHORT
        page = render_template(
            "licensing/register/lookup.html", fee_law=texts.FEE_LAW, question=question.text, error=translate(error)
        )
        return forgotten(page, 422)
    found = FINDERS[question.kind](question.sought)
    answer = answers.to(question, found)
    if answer.entry is not None:
        return forgotten(agency_page(answer.entry, phone_is_theirs=answer.phone_is_theirs))
    page = render_template(
        "licensing/register/list.html", text=texts.TEXTS[answer.key], question=question.text, found=found,
        entries=listed(found), titles=texts.TEXTS, now=clock.now(),
    )  # fmt: skip
    return forgotten(page, 404 if answer.key == "none" else 200)


@blueprint.get("/a/<reference>")
@public
def agency(reference: str) -> Response:
    """Show one agency; phones ask again each time, so that a suspension is seen at once."""
    return remembered(agency_page(entry_or_404(reference)))


@blueprint.get("/a/<reference>/phone")
@public
def phone(reference: str) -> Response:
    """Answer the second check: is this number one of theirs?"""
    entry = entry_or_404(reference)
    typed = request.args.get("n", "")
    number = questions.e164(typed, region())
    if number is None:
        return forgotten(agency_page(entry, typed=typed, phone_error=_("Type the whole phone number.")), 422)
    key = answers.of_phone(entry, number)
    page = render_template(
        "licensing/register/phone.html", text=texts.TEXTS[key], entry=entry, number=number, now=clock.now(),
        status=texts.TEXTS[answers.key_of(entry)], may_recruit=entry.status in MAY_RECRUIT,
    )  # fmt: skip
    return forgotten(page)


@blueprint.get("/rights")
@public
def rights() -> Response:
    """Say what no one may take from a worker."""
    return remembered(render_template("licensing/register/rights.html", rights=texts.RIGHTS, fee_law=texts.FEE_LAW))


def agency_page(entry: Entry, *, phone_is_theirs: bool = False, typed: str = "", phone_error: str = "") -> str:
    """Return the page of one agency: status first, then what to do, then the second check, then the facts."""
    text = texts.TEXTS[answers.key_of(entry)]
    return render_template(
        "licensing/register/agency.html", entry=entry, text=text, body=body_of(entry), texts=texts, now=clock.now(),
        phone_is_theirs=phone_is_theirs, typed=typed, phone_error=phone_error, share=share(entry), ends=entry.ends_on,
        may_recruit=entry.status in MAY_RECRUIT,
        places=[countries.name(code, language().code) for code in entry.destinations],
        country=countries.name(entry.country, language().code),
    )  # fmt: skip


def body_of(entry: Entry) -> str:
    """Return the words of an agency's status, its date filled in."""
    day = entry.may_work_until if entry.status == "renewing" else entry.ends_on
    return translate(texts.TEXTS[answers.key_of(entry)].body, date=long_date(day) if day else "", name=entry.name)


def share(entry: Entry) -> str:
    """Return what to send to a friend: the answer and its day, nothing about who asked."""
    link = current_app.config["SETTINGS"].base_url.rstrip("/") + url_for("register.agency", reference=entry.reference)
    status = translate(texts.TEXTS[answers.key_of(entry)].title)
    sentence = texts.SHARE if entry.number else texts.SHARE_UNNUMBERED
    return translate(
        sentence, name=entry.name, number=entry.number or "", status=status, date=long_date(clock.now()), link=link
    )


def listed(found: Found) -> list[Entry]:
    """Return the agencies of a list page, exact or similar."""
    return found.entries or [item.entry for item in found.similar]


def entry_or_404(reference: str) -> Entry:
    """Return a published agency, or answer that there is none."""
    entry = queries.by_reference(reference)
    if entry is None:
        abort(404)
    return entry


def region() -> str:
    """Return where a telephone number without country code belongs."""
    return countries.phone_region(countries.home())


def forgotten(page: str, status: int = 200) -> Response:
    """Answer what no cache and no shared telephone should keep: it holds what was typed."""
    response = make_response(page, status)
    response.headers["Cache-Control"] = FORGET
    return response


def remembered(page: str) -> Response:
    """Answer with a tag: a telephone that has the page asks whether it changed, and gets a short no."""
    response = make_response(page)
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag(weak=True)
    return response.make_conditional(request)
