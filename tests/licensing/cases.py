"""Cases for tests, made through the services of the people who would make them, so that every rule has been met."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import selectinload

from accounts.sessions.queries import actor_of
from core import clock, ids
from core.actor import SYSTEM, Actor
from core.db import db, own_role, transaction
from licensing.agencies import people
from licensing.agencies import service as agencies
from licensing.agencies.facts import Office, PersonFacts
from licensing.agencies.models import Agency
from licensing.applications import plan
from licensing.applications import service as applications
from licensing.applications.models import Application, LegalGround, LicenceClass
from licensing.applications.parts import FILLED_IN
from licensing.applications.plan import Entry
from licensing.applications.states import CheckKind, CheckResult, Outcome
from licensing.assessment import queries, service
from licensing.assessment.jobs import screen_application
from licensing.costs import queries as costs
from licensing.licences import queries as licences
from licensing.licences import service as measures
from licensing.licences.models import Licence
from licensing.licences.service import Terms
from licensing.licences.states import THREE_PEOPLE, Measure
from licensing.relations.jobs import compare_application
from screening.watchlists.models import FlaggedEntity, FlaggedName, Watchlist, WatchlistSnapshot
from tests.factories import actor, member

GROUNDS = {
    "standards-met": ["grant"],
    "not-fit": ["refuse", "refuse-urgent", "revoke"],
    "standards-not-met": ["refuse"],
    "fees-charged": ["suspend", "revoke", "freeze", "watch"],
    "repaired": ["lift", "unfreeze", "unwatch", "waive"],
    "trafficking": ["suspend", "revoke", "immediate", "ban"],
    "tribunal-order": ["set-aside"],
    "false-statement": ["cancel"],
    "holder-request": ["surrender"],
}
REASON = "The register, the office and the people were looked at, and this is what follows from it."

PLAN = "Wages are paid from the bond, tickets are bought, and the workers know whom to call."


def terms(measure: Measure) -> Terms:
    """What a measure must say beyond ground and reason."""
    return Terms(protection_plan=PLAN if measure in (Measure.SUSPEND, Measure.SURRENDER) else None)


def law() -> None:
    """One class of licence and a ground for every decision and measure."""
    day = date(2020, 1, 1)
    with transaction(role="none"):
        db.session.merge(
            LicenceClass(
                code="overseas", name="Overseas recruitment", months=12, instrument="Act, s. 8", effective_from=day
            )
        )
        for code, kinds in GROUNDS.items():
            sentence = code.replace("-", " ").capitalize() + "."
            db.session.merge(
                LegalGround(code=code, kinds=kinds, sentence=sentence, instrument="Act, s. 12", effective_from=day)
            )


def broker(name: str = "Blue River Placement") -> Actor:
    return actor_of(member("broker", name="Sita Rai", organisation_name=name))


def hand_in(
    by: Actor | None = None, *, name: str = "Blue River Placement", person: str = "Sita Rai", phone: str = "01 4000000"
) -> str:
    """Fill in and hand in an application; return its reference."""
    by = by or broker(name)
    with transaction(actor=by):
        application = applications.begin("overseas", f"NP-{ids.new_reference('R')}", by=by)
        agency = db.session.get_one(Agency, application.agency_id)
        agencies.locate(agency, Office("1 River Road", "Kathmandu", "office@example.org", None), by=by)
        agencies.add_phone(agency, "Main office", phone, by=by)
        people.add(agency, PersonFacts(person, "principal", "NP", date(1976, 3, 31), 60), by=by)
        people.add(agency, PersonFacts("Hari Gurung", "owner", "NP", None, 40), by=by)
        applications.send_workers(application, ["JO", "QA"], ["domestic"], 250)
        plan.save(
            application,
            [Entry(item.code, "employer", 10_000, "QAR") for item in costs.declared() if item.billable_to_employer],
            by=by,
        )
        plan.save(
            application,
            [Entry(item.code, "not-applicable") for item in costs.declared() if not item.billable_to_employer],
            by=by,
        )
        for part in FILLED_IN:
            applications.mark(application, part, finish=True, by=by)
        applications.submit(application, declared=True, by=by)
        return application.reference


def screen(reference: str) -> None:
    """Search the lists, as the worker does when the application is handed in."""
    token = own_role.set("fairgate_worker")
    try:
        with transaction(actor=SYSTEM):
            application_id = str(queries.get(reference).id)
        screen_application(application_id)
        with transaction(actor=SYSTEM):
            compare_application(application_id)
    finally:
        own_role.reset(token)


def check_all(reference: str, by: Actor, **results: CheckResult) -> None:
    """Take a case into checks and record each check, passed unless `results` says otherwise (`fee_plan=…`)."""
    screen(reference)
    with transaction(actor=by):
        application = queries.get(reference)
        service.start(application, by=by)
        for kind in CheckKind:
            result = results.get(kind.replace("-", "_"), CheckResult.PASS)
            service.record_check(application, kind, result, reason=REASON, by=by)


def recommended(
    *, officer: Actor | None = None, outcome: Outcome = Outcome.GRANT, conditions=(), **options: str
) -> str:
    """A case that waits for a decision; return its reference."""
    officer = officer or actor("officer")
    reference = hand_in(**options)
    check_all(reference, officer)
    with transaction(actor=officer):
        service.recommend(queries.get(reference), outcome, reason=REASON, conditions=conditions, by=officer)
    return reference


def licence(*, decider: Actor | None = None, **options: object) -> str:
    """A licence in force; return its number."""
    reference = recommended(**options)
    decider = decider or actor("decider")
    with transaction(actor=decider):
        granted = service.decide(
            queries.get(reference), Outcome.GRANT, ground_code="standards-met", reason=REASON, by=decider
        )
        return granted.number


def measure(number: str, which: Measure, ground: str = "fees-charged", **more: object) -> UUID:
    """A measure proposed by an officer and confirmed by as many others as it takes; return its id."""
    one = actor("officer")
    with transaction(actor=one):
        held = licences.by_number(number, lock=True)
        terms_of = replace(terms(which), **more)
        row = measures.propose(held, which, ground_code=ground, reason=REASON, by=one, terms=terms_of)
        row_id, people = row.id, 2 if which in THREE_PEOPLE else 1
    for _ in range(people):
        other = actor("decider")
        with transaction(actor=other):
            measures.confirm(licences.measure(row_id, lock=True), by=other)
    return row_id


def licence_of(number: str) -> Licence:
    with transaction(role="none"):
        statement = db.select(Licence).where(Licence.number == number).options(selectinload(Licence.conditions))
        return db.session.execute(statement).scalar_one()


def application_of(reference: str) -> Application:
    with transaction(role="none"):
        return db.session.execute(db.select(Application).where(Application.reference == reference)).scalar_one()


def watchlist(*names: str | dict, code: str = "debarred") -> None:
    """A list with these names on it now; a dict gives more of an entity than its name."""
    from core import events, trail
    from screening.events import WatchlistChanged

    with transaction(role="none", actor=SYSTEM):
        made = Watchlist(
            id=ids.new_id(),
            code=code,
            title="Debarred recruiters",
            publisher="Ministry of Labour",
            created_at=clock.now(),
        )
        db.session.add(made)
        db.session.flush()
        snapshot = WatchlistSnapshot(
            id=ids.new_id(), watchlist_id=made.id, sequence=1, status="current", format="fairgate_csv", source_hash="0" * 64,
            imported_at=clock.now(), imported_by_name="Fairgate", entities=len(names), names=len(names), added=len(names),
            changed=0, removed=0,
        )  # fmt: skip
        db.session.add(snapshot)
        trail.record("screening.watchlist-snapshot.import", snapshot, by=SYSTEM)
        for number, given in enumerate(names):
            facts = {"caption": given} if isinstance(given, str) else given
            entity = FlaggedEntity(
                id=ids.new_id(), watchlist_id=made.id, entity_key=str(number), schema=facts.get("schema", "Organization"),
                caption=facts["caption"], programs=[], countries=facts.get("countries", []),
                birth_dates=facts.get("birth_dates", []), identifiers=facts.get("identifiers", {}), addresses=[],
                reason="Took money from workers.", content_hash="0" * 64, from_sequence=1,
            )  # fmt: skip
            db.session.add(entity)
            db.session.flush()
            db.session.execute(
                insert(FlaggedName).values(
                    entity_id=entity.id, position=0, name=facts["caption"], kind="primary", weak=False
                )
            )
        events.publish(WatchlistChanged(made.id, 1))
