"""Applications for tests that begin further on: made through the services, so that every rule has been met."""

from datetime import date

from core import ids
from core.actor import Actor
from core.db import db, transaction
from licensing.agencies import facts, people
from licensing.agencies import service as agencies
from licensing.agencies.facts import PersonFacts
from licensing.applications import plan, queries, service
from licensing.applications.models import Application, LicenceClass
from licensing.applications.parts import FILLED_IN, Part
from licensing.applications.plan import Entry
from licensing.costs import queries as costs

CLASS = "overseas"


def licence_class(code: str = CLASS) -> None:
    """Make the class of licence to apply for."""
    with transaction(role="none"):
        db.session.merge(
            LicenceClass(
                code=code, name="Overseas recruitment", months=24, instrument="Demonstration Act, section 4",
                effective_from=date(2020, 1, 1),
            )
        )  # fmt: skip


def filled(by: Actor, *, phone: str = "01 4000000", principal: str = "Sita Rai") -> Application:
    """Make a draft with every part completed."""
    with transaction(actor=by):
        reference = service.begin(CLASS, ids.new_reference("N"), by=by).reference
    return complete(reference, by, phone=phone, principal=principal)


def complete(
    reference: str, by: Actor, *, phone: str = "01 4000000", principal: str = "Sita Rai", papers: bool = True
) -> Application:
    """Fill in every part of a draft, but the papers if `papers` is false."""
    with transaction(actor=by):
        application = queries.get(reference, by=by, lock=True)
        agency = application.agency
        agencies.locate(agency, facts.office("1 River Road", "Kathmandu", None, None), by=by)
        agencies.add_phone(agency, "Main office", phone, by=by)
        people.add(agency, PersonFacts(principal, "principal", "NP", date(1976, 3, 31), 60), by=by)
        people.add(agency, PersonFacts("Hari Rai", "owner", None, None, 40), by=by)
        service.send_workers(application, ["JO", "QA"], ["domestic"], 250)
        plan.save(application, [Entry(item.code, "employer") for item in costs.declared()], by=by)
        for part in FILLED_IN:
            if papers or part is not Part.PAPERS:
                assert service.mark(application, part, finish=True, by=by) == []
    return application


def submitted(by: Actor, **options: str) -> Application:
    """Make an application that has been handed in."""
    reference = filled(by, **options).reference
    with transaction(actor=by):
        return service.submit(queries.get(reference, by=by, lock=True), declared=True, by=by)
