"""Acts of brokers and of the regulator, as lines of ``history.csv`` name them."""

from datetime import date
from decimal import Decimal

from sqlalchemy import select

from core import trail
from core.actor import Actor
from core.db import db
from core.errors import Invalid
from core.i18n import MINOR_DIGITS, N_
from demonstration import agency_acts, papers
from demonstration.cast import organisation_id
from demonstration.folder import Act, Folder, Row
from licensing.agencies import changes
from licensing.agencies import people as agency_people
from licensing.agencies import service as agencies
from licensing.agencies.facts import Office, PersonFacts
from licensing.agencies.models import Agency, NameKind
from licensing.applications import ending, plan, queries
from licensing.applications import service as applications
from licensing.applications.models import Application
from licensing.applications.parts import Part
from licensing.applications.states import CheckKind, CheckResult, Outcome
from licensing.assessment import refusing
from licensing.assessment import service as assessment
from licensing.assessment.service import Missing
from licensing.costs import queries as costs
from licensing.hearings import service as hearings
from licensing.licences import appeals, winding
from licensing.licences import queries as licence_queries
from licensing.licences import service as licences
from licensing.licences.models import Licence, LicenceMeasure
from licensing.licences.service import Condition
from licensing.licences.states import HEARD_FIRST, WAITING, Measure, ProposalStatus, WindDown

CLASS = "overseas"
OTHER_NAMES = (("trading_name", NameKind.TRADING), ("local_name", NameKind.LOCAL), ("former_name", NameKind.FORMER))


def begin(act: Act, folder: Folder, by: Actor) -> None:
    """Begin an application and fill in its first parts."""
    _begun(act, folder, by)


def submit(act: Act, folder: Folder, by: Actor) -> None:
    """Fill in every part and hand the application in."""
    application = _begun(act, folder, by)
    row = _agency_row(act, folder)
    for phone in folder.of("agency_phones", "agency", act.subject):
        agencies.add_phone(application.agency, phone["label"], phone["phone"], by=by)
    applications.send_workers(
        application, row["destinations"].split("|"), row["sectors"].split("|"), int(row["workers_a_year"])
    )
    plan.save(application, _entries(folder), by=by)
    papers.send(application, by)
    for part in Part:
        if part is not Part.DECLARATION:
            applications.mark(application, part, finish=True, by=by)
    applications.submit(application, declared=True, by=by)


def _begun(act: Act, folder: Folder, by: Actor) -> Application:
    row = _agency_row(act, folder)
    application = applications.begin(CLASS, row["registration_number"], by=by)
    agency = application.agency
    agencies.locate(agency, Office(row["address"], row["city"], row["email"], row["website"]), by=by)
    for column, kind in OTHER_NAMES:
        if row[column]:
            agencies.add_name(agency, row[column], kind, by=by)
    for person in folder.of("agency_people", "agency", act.subject):
        agency_people.add(agency, _person(person), by=by)
    agency_acts.enter(agency, act.subject, folder, by)
    return application


def _agency_row(act: Act, folder: Folder) -> Row:
    found = folder.of("agencies", "key", act.subject)
    if not found:
        message = N_("%(where)s: agencies.csv has no agency %(key)s.")
        raise Invalid("no-agency", message, where=act.where, key=act.subject)
    return found[0]


def _person(row: Row) -> PersonFacts:
    return PersonFacts(
        row["name"],
        row["role"],
        row["nationality"],
        date.fromisoformat(row["birth_date"]),
        float(row["control_percent"]),
    )


def _entries(folder: Folder) -> list[plan.Entry]:
    """Return the usual fee plan: the line ``*`` says who pays each item that has no line of its own."""
    told = {row["item"]: row for row in folder.tables["fee_plans"]}
    entries = []
    for item in costs.declared():
        row = told.get(item.code, told["*"])
        minor = None
        if row["amount"]:
            minor = int(Decimal(row["amount"]) * 10 ** MINOR_DIGITS.get(row["currency"], 2))
        entries.append(plan.Entry(item.code, row["payer"], minor, row["currency"] or None))
    return entries


def verify(act: Act, _folder: Folder, by: Actor) -> None:
    """Verify every telephone number of an agency; ``ground`` is what came out, ``text`` what was done."""
    agency_acts.verify(_agency(act), act.ground, act.text, by)


def ask(act: Act, _folder: Folder, by: Actor) -> None:
    """Ask, with the application that is open, for a further name: ``ground`` is its kind, ``text`` the name."""
    application = _application(act)
    told = {"kind": act.ground, "name": act.text}
    changes.stage(application.id, application.agency, "add-name", told, by=by)


def withdraw(act: Act, _folder: Folder, by: Actor) -> None:
    """Take the application back."""
    ending.withdraw(_application(act), act.text, by=by)


def take(act: Act, _folder: Folder, by: Actor) -> None:
    """Take the case into checks."""
    assessment.start(_application(act), by=by)


def check(act: Act, _folder: Folder, by: Actor) -> None:
    """Record one check; ``ground`` is ``kind:result``."""
    kind, _, result = act.ground.partition(":")
    application = _application(act)
    assessment.record_check(application, _check_kind(kind, act), CheckResult(result), reason=act.text, by=by)


def check_all(act: Act, _folder: Folder, by: Actor) -> None:
    """Record every check with the same result."""
    for kind in CheckKind:
        result = CheckResult(act.ground)
        assessment.record_check(_application(act), kind, result, reason=act.text, by=by)


def _check_kind(kind: str, act: Act) -> CheckKind:
    try:
        return CheckKind(kind)
    except ValueError as error:
        message = N_("%(where)s: there is no check called “%(kind)s”.")
        raise Invalid("no-check", message, where=act.where, kind=kind) from error


def give_back(act: Act, _folder: Folder, by: Actor) -> None:
    """Return the application with what must be mended."""
    assessment.give_back(_application(act), [Missing(Part.OFFICES, act.text)], by=by)


def recommend(act: Act, _folder: Folder, by: Actor) -> None:
    """Recommend; ``more`` is a condition as ``text|public text|due day``."""
    conditions = []
    if act.more:
        words, public, due = act.more.split("|")
        conditions.append(Condition(words, public, date.fromisoformat(due)))
    outcome = Outcome(act.ground)
    assessment.recommend(_application(act), outcome, reason=act.text, by=by, conditions=conditions)


def minded(act: Act, _folder: Folder, by: Actor) -> None:
    """Tell the agency that it may be refused; ``ground`` is the legal ground, ``more`` the evidence, split by ``|``."""
    refusing.intend(
        _application(act), ground_code=act.ground, reason=act.text, evidence=act.more.split("|"), by=by
    )


def represent(act: Act, _folder: Folder, by: Actor) -> None:
    """Answer the regulator that is minded to refuse."""
    hearings.represent(_application(act), act.text, by=by)


def decide(act: Act, _folder: Folder, by: Actor) -> None:
    """Decide as recommended; ``ground`` is the legal ground."""
    application = _application(act)
    outcome = Outcome(application.recommendation or "")
    assessment.decide(application, outcome, ground_code=act.ground, reason=act.text, by=by)


def propose(act: Act, _folder: Folder, by: Actor) -> None:
    """Propose a measure on the licence; ``ground`` is ``measure:ground``, ``more`` how the workers are protected."""
    measure, _, ground = act.ground.partition(":")
    terms = licences.Terms(protection_plan=act.more or None, immediate=Measure(measure) in HEARD_FIRST)
    licences.propose(_licence(act), Measure(measure), ground_code=ground, reason=act.text, by=by, terms=terms)


def confirm(act: Act, _folder: Folder, by: Actor) -> None:
    """Confirm the proposed measure called ``ground``."""
    row = db.session.execute(
        select(LicenceMeasure).where(
            LicenceMeasure.licence_id == _licence(act).id, LicenceMeasure.measure == act.ground,
            LicenceMeasure.status.in_(WAITING),
        )
    ).scalar_one()  # fmt: skip
    licences.confirm(row, note=act.text, by=by)


def see_in_order(act: Act, _folder: Folder, by: Actor) -> None:
    """Say that everything is in order before a licence is given back; ``text`` is what was looked at."""
    row = db.session.execute(
        select(LicenceMeasure).where(
            LicenceMeasure.licence_id == _licence(act).id, LicenceMeasure.measure == Measure.SURRENDER,
            LicenceMeasure.status == ProposalStatus.PROPOSED,
        )
    ).scalar_one()  # fmt: skip
    for item in WindDown:
        winding.see(row, item, note=act.text, by=by)


def appeal(act: Act, _folder: Folder, by: Actor) -> None:
    """Note that the holder has appealed."""
    licence = _licence(act)
    against = next(row for row in licence_queries.measures_of(licence.id) if appeals.appealable(row))
    appeals.lodge(against, act.text, by=by)
    appeals.show(licence, by=by)


def lodge_renewal(act: Act, _folder: Folder, by: Actor) -> None:
    """Note a renewal lodged in time; the holder may operate until the day in ``ground``."""
    licence = _licence(act)
    licence.renewal_pending_until = date.fromisoformat(act.ground)
    trail.record("licensing.licence.renewal-lodged", licence, by=by, reason=act.text)


def expire(_act: Act, _folder: Folder, by: Actor) -> None:
    """Do what the worker does every hour: mark what has run out as expired."""
    licences.expire(by=by)


def _application(act: Act) -> Application:
    agency = _agency(act)
    found = queries.open_for(agency.id, CLASS)
    if found is None:
        message = N_("%(where)s: %(key)s has no open application at that instant.")
        raise Invalid("no-application", message, where=act.where, key=act.subject)
    return found


def _agency(act: Act) -> Agency:
    statement = select(Agency).where(Agency.organisation_id == organisation_id(act.subject))
    agency = db.session.execute(statement).scalar_one_or_none()
    if agency is None:
        message = N_("%(where)s: %(key)s has not applied for anything at that instant.")
        raise Invalid("no-agency", message, where=act.where, key=act.subject)
    return agency


def _licence(act: Act) -> Licence:
    statement = select(Licence).where(Licence.agency_id == _agency(act).id).order_by(Licence.granted_at.desc()).limit(1)
    licence = db.session.execute(statement).scalar_one_or_none()
    if licence is None:
        message = N_("%(where)s: %(key)s holds no licence at that instant.")
        raise Invalid("no-licence", message, where=act.where, key=act.subject)
    return licence


ACTS = {
    "begin": begin, "submit": submit, "withdraw": withdraw, "take": take, "check": check, "check-all": check_all,
    "return": give_back, "recommend": recommend, "minded": minded, "represent": represent,
    "decide": decide, "propose": propose, "confirm": confirm,
    "see-in-order": see_in_order,
    "expire": expire, "verify": verify, "ask": ask, "appeal": appeal, "renewal-lodged": lodge_renewal,
}  # fmt: skip
