"""Reads of inspections, of what was drawn and seen, and of who may inspect."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import selectinload

from accounts.organisations.models import Membership
from accounts.people.models import Person
from accounts.permissions import ROLE_PERMISSIONS, Permission, Role
from core import ids
from core.db import db
from core.errors import NotFound
from core.i18n import N_
from core.paging import Page, Paged, paged
from licensing.agencies.models import Agency
from licensing.applications.models import Application
from licensing.inspections.models import (
    Inspection,
    InspectionFinding,
    InspectionFrame,
    InspectionItem,
    InspectionSample,
)
from licensing.inspections.states import OPEN, TOLD
from licensing.standards import queries as standards
from licensing.standards.models import Standard
from licensing.standards.queries import Evidence
from licensing.standards.states import EvidenceKind

MOST_INSPECTORS = 200
MOST_SHOWN = 200


def get(reference: str, *, lock: bool = False) -> Inspection:
    """Return an inspection with its lists, samples, findings and answers. Raises NotFound."""
    statement = (
        select(Inspection)
        .where(Inspection.reference == (ids.tidy_reference(reference) or reference))
        .options(
            selectinload(Inspection.frames), selectinload(Inspection.samples).selectinload(InspectionSample.items),
            selectinload(Inspection.findings), selectinload(Inspection.responses),
        )
        .execution_options(populate_existing=True)
    )  # fmt: skip
    if lock:
        statement = statement.with_for_update(of=Inspection)
    found = db.session.execute(statement).scalar_one_or_none()
    if found is None:
        raise NotFound("inspection-not-found", N_("There is no such inspection. Check the address."))
    return found


def search(page: Page, *, inspector_id: UUID | None = None, status: str = "") -> Paged[Inspection]:
    """Return one page of inspections, the earliest planned first; both filters may be empty."""
    statement = select(Inspection).order_by(Inspection.planned_on, Inspection.planned_at, Inspection.id)
    if inspector_id is not None:
        statement = statement.where(Inspection.inspector_id == inspector_id)
    if status == "open":
        statement = statement.where(Inspection.status.in_(sorted(OPEN)))
    elif status:
        statement = statement.where(Inspection.status == status)
    return paged(statement, page)


def own(page: Page, organisation_id: UUID | None) -> Paged[Inspection]:
    """Return one page of the inspections that an agency is told of, the newest first."""
    statement = (
        select(Inspection).where(Inspection.organisation_id == organisation_id)
        .order_by(Inspection.planned_on.desc(), Inspection.id)
    )  # fmt: skip
    return paged(statement, page)


def of_application(application_id: UUID) -> list[Inspection]:
    """Return the inspections of a case, the newest first."""
    statement = (
        select(Inspection).where(Inspection.application_id == application_id)
        .order_by(Inspection.planned_at.desc(), Inspection.id).limit(MOST_SHOWN)
    )  # fmt: skip
    return list(db.session.execute(statement).scalars())


def is_open(application_id: UUID) -> bool:
    """Tell whether an inspection of a case is planned or under way."""
    found = exists().where(Inspection.application_id == application_id, Inspection.status.in_(sorted(OPEN)))
    return bool(db.session.execute(select(found)).scalar_one())


def standing(person_id: UUID | None, application_id: UUID) -> tuple[bool, bool]:
    """Tell whether a person is an inspector of a case, and whether an inspection of it is open; one query."""
    still = exists().where(Inspection.application_id == application_id, Inspection.status.in_(sorted(OPEN)))
    row = db.session.execute(select(func.app.inspected(person_id, application_id), still)).one()
    return bool(row[0]), bool(row[1])


@dataclass(frozen=True)
class Inspector:
    """Somebody who may inspect, and how many visits are open for that person."""

    person_id: UUID
    name: str
    open: int


def inspectors() -> list[Inspector]:
    """Return who may inspect, those with the fewest open visits first."""
    roles = [str(role) for role in Role if Permission.INSPECT in ROLE_PERMISSIONS[role]]
    count = (
        select(func.count()).select_from(Inspection)
        .where(Inspection.inspector_id == Person.id, Inspection.status.in_(sorted(OPEN))).scalar_subquery()
    )  # fmt: skip
    statement = (
        select(Person.id, Person.name, count)
        .where(exists().where(
            Membership.person_id == Person.id, Membership.role.in_(roles), Membership.ended_at.is_(None)
        ))
        .order_by(count, Person.name)
        .limit(MOST_INSPECTORS)
    )  # fmt: skip
    return [Inspector(*row) for row in db.session.execute(statement)]


def agency(reference: str) -> Agency | None:
    """Return an agency by its reference."""
    return db.session.execute(select(Agency).where(Agency.reference == reference)).scalar_one_or_none()


def last_frame(inspection: Inspection, kind: str) -> InspectionFrame | None:
    """Return the list of one kind that was declared last."""
    found = [frame for frame in inspection.frames if frame.kind == kind]
    return max(found, key=lambda frame: frame.number, default=None)


def sample_of(inspection: Inspection, kind: str) -> InspectionSample | None:
    """Return the sample of one kind."""
    return next((sample for sample in inspection.samples if sample.kind == kind), None)


def newest_items(sample: InspectionSample) -> dict[str, InspectionItem]:
    """Return the word that counts on each thing drawn."""
    return {item.entry: item for item in sorted(sample.items, key=lambda item: item.number)}


def unseen(samples: Sequence[InspectionSample]) -> list[str]:
    """Return what was drawn and has no word yet."""
    return [entry for sample in samples for entry in sample.picked if entry not in newest_items(sample)]


def standards_for(inspection: Inspection) -> list[Standard]:
    """Return the standards that the findings of a visit may be of: those asked of its case, none without a case."""
    if inspection.application_id is None:
        return []
    version_id = standards.set_of(inspection.application_id)
    statement = select(Standard).where(Standard.set_id == version_id).order_by(Standard.position).limit(100)
    return list(db.session.execute(statement).scalars())


def evidence_for(application: Application) -> list[Evidence]:
    """Return the findings of reported inspections of the agency of a case, as evidence; the newest first."""
    statement = (
        select(InspectionFinding, Inspection.reference)
        .join(Inspection, Inspection.id == InspectionFinding.inspection_id)
        .where(Inspection.agency_id == application.agency_id, Inspection.status.in_(sorted(TOLD)))
        .order_by(InspectionFinding.at.desc(), InspectionFinding.id)
        .limit(MOST_SHOWN)
    )
    return [
        Evidence(EvidenceKind.INSPECTION, row.id, f"{reference}: {_short(row)}")
        for row, reference in db.session.execute(statement)
    ]


def _short(row: InspectionFinding) -> str:
    text = row.text if len(row.text) <= 120 else row.text[:119] + "…"
    return f"{row.standard.code} {text}" if row.standard else text


def application_of(inspection: Inspection) -> Application | None:
    """Return the case that an inspection belongs to."""
    return db.session.get(Application, inspection.application_id) if inspection.application_id else None
