"""Reads of papers: what a class asks for on a day, what an application sent, and what is still missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import any_, func, literal, or_, select

from core import clock
from core.db import db
from core.errors import NotFound
from core.i18n import N_
from licensing.evidence.models import EvidenceItem, EvidenceRequirement
from licensing.evidence.states import SENT, Status

MOST = 200


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of the checklist: what is asked for (by the law or by an officer), and what was sent for it."""

    key: UUID  # names the line in an address: the requirement, or the first paper an officer asked for
    title: str
    why: str
    required: bool
    dated: bool
    requirement: EvidenceRequirement | None
    asked_by: UUID | None
    items: Sequence[EvidenceItem]  # the newest first, without what was removed

    @property
    def sent(self) -> bool:
        """Tell whether a paper is there that no officer has rejected."""
        return any(item.status in SENT for item in self.items)

    @property
    def verified(self) -> bool:
        """Tell whether an officer accepted a paper that has not run out."""
        today = clock.today()
        return any(
            item.status == Status.VERIFIED and (item.valid_until is None or item.valid_until >= today)
            for item in self.items
        )

    @property
    def missing(self) -> bool:
        """Tell whether the application is not complete without another paper here."""
        return self.required and not self.sent


def requirements(class_code: str, kind: str = "new", day: date | None = None) -> list[EvidenceRequirement]:
    """Return what applications of a class and kind are asked for on `day` (today), in the order of the page."""
    day = day or clock.today()
    statement = (
        select(EvidenceRequirement)
        .where(
            EvidenceRequirement.class_code == class_code, literal(kind) == any_(EvidenceRequirement.kinds),
            EvidenceRequirement.effective_from <= day,
            or_(EvidenceRequirement.effective_to.is_(None), EvidenceRequirement.effective_to >= day),
        )
        .order_by(EvidenceRequirement.place, EvidenceRequirement.code)
        .limit(MOST)
    )  # fmt: skip
    return list(db.session.scalars(statement))


def items(application_id: UUID) -> list[EvidenceItem]:
    """Return the papers of an application, the newest first; a removed one only where it still says what was asked."""
    statement = (
        select(EvidenceItem)
        .where(
            EvidenceItem.application_id == application_id, EvidenceItem.status != Status.CANCELLED,
            or_(EvidenceItem.status != Status.REMOVED, EvidenceItem.requirement_id.is_(None)),
        )
        .order_by(EvidenceItem.created_at.desc(), EvidenceItem.id)
        .limit(MOST)
    )  # fmt: skip
    return list(db.session.scalars(statement))


def checklist(application_id: UUID, class_code: str, kind: str = "new", day: date | None = None) -> list[Line]:
    """Return the checklist of an application; two queries, whatever its length.

    What is asked for on `day` (today), what papers were sent for although it is no longer asked for, and what officers
    ask for besides.
    """
    found = items(application_id)
    kept = [item for item in found if item.status != Status.REMOVED]
    asked = requirements(class_code, kind, day)
    known = {row.id for row in asked}
    older = {item.requirement.id: item.requirement for item in kept
             if item.requirement is not None and item.requirement_id not in known}  # fmt: skip
    lines = [
        Line(
            key=row.id, title=row.title, why=row.why, required=row.required and row.id in known, dated=row.dated,
            requirement=row, asked_by=None, items=[item for item in kept if item.requirement_id == row.id],
        )
        for row in [*asked, *older.values()]
    ]  # fmt: skip
    extra: dict[str, EvidenceItem] = {}
    for item in reversed(found):
        if item.requirement_id is None:
            extra.setdefault(item.title, item)
    return lines + [
        Line(
            key=first.id, title=title, why=first.why or "", required=True, dated=False, requirement=None,
            asked_by=first.asked_by,
            items=[item for item in kept if item.requirement_id is None and item.title == title],
        )
        for title, first in extra.items()
    ]  # fmt: skip


def missing(application_id: UUID, class_code: str, kind: str = "new") -> list[Line]:
    """Return the lines of the checklist without which an application is not complete."""
    return [line for line in checklist(application_id, class_code, kind) if line.missing]


def unjudged(application_id: UUID) -> int:
    """Return how many papers of an application no officer has looked at."""
    statement = select(func.count()).select_from(EvidenceItem).where(
        EvidenceItem.application_id == application_id, EvidenceItem.status == Status.RECEIVED
    )  # fmt: skip
    return db.session.execute(statement).scalar_one()


def get(application_id: UUID, item_id: UUID, *, lock: bool = False) -> EvidenceItem:
    """Return a paper of an application. Raises NotFound."""
    statement = select(EvidenceItem).where(EvidenceItem.id == item_id, EvidenceItem.application_id == application_id)
    if lock:
        statement = statement.with_for_update(of=EvidenceItem)
    found = db.session.execute(statement).scalar_one_or_none()
    if found is None:
        raise NotFound("paper-not-found", N_("There is no such paper in this application. Go back to the list."))
    return found


def line(lines: Sequence[Line], key: UUID) -> Line:
    """Return a line of a checklist by its key. Raises NotFound."""
    found = next((item for item in lines if item.key == key), None)
    if found is None:
        raise NotFound("paper-not-asked-for", N_("This paper is not asked for. Go back to the list of papers."))
    return found
