"""Reads of standards: versions, what is asked of a case, what was found, and what that allows."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from core.db import db
from core.errors import NotFound
from core.files import StoredFile
from core.i18n import N_
from core.paging import Page, Paged, paged
from licensing.applications.models import Application, ApplicationCheck
from licensing.standards import rules
from licensing.standards.models import Standard, StandardEvidence, StandardFinding, StandardScore, StandardSet
from licensing.standards.rules import Verdict
from licensing.standards.states import EvidenceKind

MOST_STANDARDS = 100
MOST_FINDINGS = 500


@dataclass(frozen=True)
class Asked:
    """One standard asked of a case, and what was found of it so far, the newest first."""

    standard: Standard
    findings: Sequence[StandardFinding] = ()

    @property
    def code(self) -> str:
        """Return the standard's code."""
        return self.standard.code

    @property
    def newest(self) -> StandardFinding | None:
        """Return the finding that counts."""
        return self.findings[0] if self.findings else None

    @property
    def points(self) -> int:
        """Return what it adds to the score now."""
        return self.standard.points if self.newest and self.newest.outcome == "not-met" else 0


@dataclass(frozen=True)
class Sheet:
    """The standards of a case: which version, what was found, what it adds up to, and the scores kept."""

    application: Application
    version: StandardSet | None
    asked: Sequence[Asked]
    verdict: Verdict
    kept: Sequence[StandardScore] = ()

    def of(self, code: str) -> Asked:
        """Return one standard of the sheet. Raises NotFound."""
        for item in self.asked:
            if item.code == code:
                return item
        raise NotFound("standard-unknown", N_("This standard is not asked of this case."))


def set_of(application_id: UUID) -> UUID | None:
    """Return the version that a case must meet: the newest in force on the day it was handed in, or None.

    The database says it, so that its own refusals and these pages never differ.
    """
    found: UUID | None = db.session.execute(select(func.app.standard_set_of(application_id))).scalar_one()
    return found


def sheet(application: Application) -> Sheet:
    """Return the standards of a case with what was found; seven queries at most, whatever their number."""
    version_id = set_of(application.id)
    if version_id is None:
        return Sheet(application, None, (), Verdict(asked=False))
    version = db.session.get_one(StandardSet, version_id)
    found: dict[UUID, list[StandardFinding]] = {}
    for row in findings(application):
        found.setdefault(row.standard_id, []).append(row)
    asked = [Asked(item, tuple(found.get(item.id, ()))) for item in _standards(version_id)]
    newest = {item.code: item.newest.outcome for item in asked if item.newest}
    verdict_now = rules.verdict([item.standard for item in asked], newest, fails_at=version.fails_at)
    return Sheet(application, version, asked, verdict_now, scores_kept(application.id))


def _standards(version_id: UUID) -> list[Standard]:
    statement = select(Standard).where(Standard.set_id == version_id).order_by(Standard.position).limit(MOST_STANDARDS)
    return list(db.session.execute(statement).scalars())


def findings(application: Application) -> list[StandardFinding]:
    """Return the findings on a case since it was last handed in, the newest of each standard first."""
    statement = (
        select(StandardFinding)
        .where(StandardFinding.application_id == application.id, StandardFinding.at >= application.submitted_at)
        .order_by(StandardFinding.standard_id, StandardFinding.number.desc())
        .options(selectinload(StandardFinding.evidence))
        .limit(MOST_FINDINGS)
    )
    return list(db.session.execute(statement).scalars())


def verdict(application_id: UUID) -> Verdict:
    """Return what the findings of a case allow; a class without standards asks none and allows everything."""
    in_force = StandardSet.id == func.app.standard_set_of(application_id)
    told = db.session.execute(select(StandardSet.id, StandardSet.fails_at).where(in_force)).one_or_none()
    if told is None:
        return Verdict(asked=False)
    version_id, fails_at = told
    newest = func.app.standard_newest(application_id).table_valued("standard_id", "outcome").alias("newest")
    rows = db.session.execute(
        select(Standard, newest.c.outcome)
        .outerjoin(newest, newest.c.standard_id == Standard.id)
        .where(Standard.set_id == version_id)
        .order_by(Standard.position)
        .limit(MOST_STANDARDS)
    ).all()
    found = {standard.code: outcome for standard, outcome in rows if outcome is not None}
    return rules.verdict([standard for standard, _outcome in rows], found, fails_at=fails_at)


def score_of(application_id: UUID) -> int:
    """Return the score of a case now: the sum of points of the standards not met, 0 where none are asked."""
    return verdict(application_id).score


def scores_kept(application_id: UUID) -> list[StandardScore]:
    """Return the scores as they stood at recommendations and at the decision, the oldest first."""
    statement = (
        select(StandardScore).where(StandardScore.application_id == application_id)
        .order_by(StandardScore.at, StandardScore.id).limit(50)
    )  # fmt: skip
    return list(db.session.execute(statement).scalars())


def finders(application_id: UUID) -> set[UUID]:
    """Return everyone who recorded a finding on a case."""
    statement = select(StandardFinding.by_person).where(StandardFinding.application_id == application_id).distinct()
    return set(db.session.execute(statement).scalars())


# ------------------------------------------------------------------------------------------ what may be evidence


@dataclass(frozen=True)
class Evidence:
    """One thing that a finding can rest on: `key` is ``kind:id``, as forms send it."""

    kind: EvidenceKind
    subject_id: UUID
    label: str

    @property
    def key(self) -> str:
        """Return how a form names it."""
        return f"{self.kind}:{self.subject_id}"


def files_of(application: Application) -> list[Evidence]:
    """Return the files that findings on this case rest on already."""
    statement = (
        select(StandardEvidence.subject_id, StandardEvidence.label)
        .join(StandardFinding, StandardFinding.id == StandardEvidence.finding_id)
        .where(StandardFinding.application_id == application.id, StandardEvidence.kind == EvidenceKind.FILE)
        .distinct()
        .limit(MOST_FINDINGS)
    )
    return [Evidence(EvidenceKind.FILE, row[0], row[1]) for row in db.session.execute(statement)]


def checks_of(application: Application) -> list[ApplicationCheck]:
    """Return the newest check of each kind since the case was last handed in."""
    statement = (
        select(ApplicationCheck)
        .where(ApplicationCheck.application_id == application.id, ApplicationCheck.at >= application.submitted_at)
        .order_by(ApplicationCheck.at)
        .limit(MOST_FINDINGS)
    )
    return list({row.kind: row for row in db.session.execute(statement).scalars()}.values())


def file_of(application: Application, file_id: UUID) -> StoredFile:
    """Return a file that a finding on this case rests on. Raises NotFound."""
    statement = (
        select(StoredFile)
        .join(StandardEvidence, StandardEvidence.subject_id == StoredFile.id)
        .join(StandardFinding, StandardFinding.id == StandardEvidence.finding_id)
        .where(
            StandardFinding.application_id == application.id, StandardEvidence.kind == EvidenceKind.FILE,
            StoredFile.id == file_id,
        )
        .limit(1)
    )  # fmt: skip
    found = db.session.execute(statement).scalar_one_or_none()
    if found is None:
        raise NotFound("file-not-found", N_("There is no such file."))
    return found


# ------------------------------------------------------------------------------------------ versions


def versions(page: Page) -> Paged[StandardSet]:
    """Return one page of the versions of all sets, the newest first."""
    statement = (
        select(StandardSet)
        .order_by(StandardSet.code, StandardSet.edition.desc())
        .options(selectinload(StandardSet.approvals))
    )
    return paged(statement, page)


def version(code: str, edition: int, *, lock: bool = False) -> StandardSet:
    """Return one version with its standards and approvals. Raises NotFound."""
    statement = (
        select(StandardSet)
        .where(StandardSet.code == code, StandardSet.edition == edition)
        .options(selectinload(StandardSet.standards), selectinload(StandardSet.approvals))
        .execution_options(populate_existing=True)
    )
    if lock:
        statement = statement.with_for_update(of=StandardSet)
    found = db.session.execute(statement).scalar_one_or_none()
    if found is None:
        raise NotFound("standards-not-found", N_("There is no such version of standards. Check the address."))
    return found
