"""Pages of licences: the list, one licence, measures proposed by one person and decided by another."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from accounts.permissions import Permission
from core import clock, forms
from core.actor import signed_in
from core.errors import Conflict, Invalid, NotFound
from core.i18n import N_, translate
from core.paging import Page
from core.permit import permits
from core.web import pages
from licensing.letters import queries as letter_queries
from licensing.letters.showing import RIGHT_TO_LEFT, language_name
from licensing.licences import appeals, history, listing, queries, restrictions, service, telling
from licensing.licences.deciding import missing as missing_of
from licensing.licences.forms import FIELDS, FORMS, STATUSES, AnswerForm, ListForm, ProposeForm, SuspendForm
from licensing.licences.measures import ELSEWHERE, after, offered
from licensing.licences.models import Licence, LicenceMeasure
from licensing.licences.showing import SHOWN, licence_preview, renamed
from licensing.licences.states import WAITING, Measure, ProposalStatus
from licensing.licences.winding import ITEMS
from licensing.points import queries as point_queries

blueprint = pages("licences", __name__, url_prefix="/staff/licences")

SEE = permits(Permission.SEE_CASES)
PROPOSE = permits(Permission.PROPOSE_LICENCE_MEASURES)
DECIDE = permits(Permission.DECIDE_LICENCE_MEASURES)


@blueprint.get("")
@SEE
def index() -> ResponseReturnValue:
    """Show the licences that match the filters in the address, and the measures that wait for a decision."""
    sort = request.args.get("sort", "number")
    wanted = listing.Filter(
        text=request.args.get("q", "").strip()[:120],
        status=tuple(key for key in request.args.getlist("status") if key in STATUSES),
        sort=sort if sort in listing.SORTS else "number",
    )
    form = ListForm(formdata=None, q=wanted.text, status=list(wanted.status), sort=wanted.sort)
    found = listing.search(wanted, Page(request.args.get("page", 1, type=int)))
    return render_template(
        "licensing/licences/index.html", wanted=wanted, filters=form, found=found, statuses=STATUSES,
        waiting=queries.waiting_measures(), **SHOWN,
    )  # fmt: skip


@blueprint.get("/<number>")
@SEE
def show(number: str) -> ResponseReturnValue:
    """Show one licence: what it is today, its conditions, its measures, and what workers read."""
    licence = queries.by_number(number)
    facts = queries.facts_of(licence)
    actor = signed_in()
    measures = queries.measures_of(licence.id)
    return render_template(
        "licensing/licences/show.html", licence=licence, facts=facts, status=queries.status_of(licence),
        measures=measures, waiting=[row for row in measures if row.status in WAITING],
        offered=offered(facts, clock.today()) if actor.may(Permission.PROPOSE_LICENCE_MEASURES) else [],
        preview=licence_preview(facts, public_rules(licence)), may_decide=actor.may(Permission.DECIDE_LICENCE_MEASURES),
        timeline=history.items(queries.trail_of(licence, measures), translate),
        kind=queries.licence_class(licence.class_code),
        application_reference=queries.application_reference(licence), points=point_queries.points(licence.id),
        appeals=queries.appeals_of(licence.id), **SHOWN,
    )  # fmt: skip


@blueprint.route("/<number>/measures/<measure>", methods=["GET", "POST"])
@PROPOSE
def propose(number: str, measure: str) -> ResponseReturnValue:
    """Propose a measure; it changes nothing until others confirm it. A freeze and an urgent suspension act at once."""
    if measure not in set(Measure) - ELSEWHERE:
        raise NotFound("measure-unknown", N_("There is no such measure."))
    wanted = Measure(measure)
    licence = queries.by_number(number, lock=request.method == "POST")
    form = FORMS.get(wanted, ProposeForm)()
    grounds = queries.grounds(wanted, clock.today())
    form.ground.choices = [(row.code, row.sentence, row.instrument) for row in grounds]
    if not form.is_submitted():
        form.show_version(licence.version)
    if form.validate_on_submit():
        try:
            row = _proposed(licence, wanted, form)
        except (Invalid, Conflict) as problem:
            forms.add_problem(form, renamed(problem, FIELDS))
            form.show_version(licence.version)
        else:
            flash(SAID[ProposalStatus(row.status)], "success")
            return redirect(url_for(".show", number=licence.number), 303)
    facts = queries.facts_of(licence)
    page = render_template(
        "licensing/licences/propose.html", licence=licence, form=form, measure=wanted, grounds=grounds,
        possible=wanted in offered(facts, clock.today()), status=queries.status_of(licence),
        preview=licence_preview(after(facts, wanted), public_rules(licence)), **SHOWN,
    )  # fmt: skip
    return page, 422 if form.errors else 200


SAID = {
    ProposalStatus.PROPOSED: _l("Proposed. Nothing changes until someone else confirms it."),
    ProposalStatus.ACTING: _l("Done. It holds from now on, and a second person looks at it."),
}


def _proposed(licence: Licence, wanted: Measure, form: ProposeForm) -> LicenceMeasure:
    given: dict[str, Any] = {
        "ground_code": form.ground.data, "reason": form.reason.data, "by": signed_in(), "version": form.seen(),
    }  # fmt: skip
    if isinstance(form, SuspendForm) and form.how.data == "urgent":
        return service.suspend_urgently(licence, protection_plan=form.plan.data, **given)
    return service.propose(licence, wanted, **given, terms=service.Terms(**form.more()))


@blueprint.route("/measures/<uuid:measure_id>", methods=["GET", "POST"])
@DECIDE
def answer(measure_id: UUID) -> ResponseReturnValue:
    """Confirm or decline a measure that someone else proposed."""
    posted = request.method == "POST"
    row = queries.measure(measure_id, lock=posted)
    licence = queries.by_number(row.licence.number, lock=posted)
    if posted:
        service.refuse_same_person(row, signed_in())
    form = AnswerForm()
    form.language.choices = [(code, language_name(code)) for code in letter_queries.languages("measure")]
    if form.validate_on_submit():
        try:
            sentence = _answer(row, form)
        except (Invalid, Conflict) as problem:
            forms.add_problem(form, problem)
        else:
            flash(sentence, "success")
            return redirect(url_for(".show", number=licence.number), 303)
    facts = queries.facts_of(licence)
    page = render_template(
        "licensing/licences/answer.html", row=row, licence=licence, form=form, status=queries.status_of(licence),
        same=signed_in().person_id in (row.proposed_by, row.seconded_by), ground=queries.ground(row.ground_code),
        preview=licence_preview(after(facts, Measure(row.measure)), public_rules(licence)), waits=row.status in WAITING,
        answers=queries.answers_to(row.id), letters=letter_queries.about([row.id]), missing=missing_of(row),
        ITEMS=ITEMS,
        seen=queries.seen_of(row.id), appeals=queries.appeals_of_measure(row.id), appealable=appeals.appealable(row),
        **SHOWN,
    )  # fmt: skip
    return page, 422 if form.errors else 200


def _answer(row: LicenceMeasure, form: AnswerForm) -> str:
    if form.answer.data == "confirm":
        service.confirm(row, note=form.note.data, language=form.language.data or "en", by=signed_in())
        if row.status == ProposalStatus.SECONDED:
            return str(_("Confirmed. A third person must confirm it, too; until then nothing changes."))
        return str(_("Confirmed. The public page says so now."))
    service.decline(row, note=form.note.data or "", by=signed_in())
    return str(_("Declined. The licence stays as it is."))


@blueprint.get("/measures/<uuid:measure_id>/letter")
@SEE
def letter(measure_id: UUID) -> ResponseReturnValue:
    """Show the letter that the holder will get if a measure is confirmed today, in the language asked for."""
    row = queries.measure(measure_id)
    wanted = request.args.get("language", "en")
    known = letter_queries.languages("measure")
    draft = telling.preview(row, wanted if wanted in known else "en")
    return render_template(
        "licensing/letters/preview.html", draft=draft, licence=row.licence, row=row, languages=known,
        language_name=language_name, rtl=draft.language in RIGHT_TO_LEFT,
    )  # fmt: skip


def public_rules(licence: Licence) -> list[str]:
    """Return the conditions not yet met, in the words that workers read."""
    frozen = restrictions.rules(licence.frozen_corridors, licence.frozen_employers)
    return frozen + [item.public_text for item in licence.conditions if item.satisfied_at is None]
