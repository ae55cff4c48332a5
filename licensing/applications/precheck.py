"""Will it fail? The applicant's own answers, judged by the very rules of the decision; nothing of it is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from core import clock
from core.db import db
from licensing.standards import rules
from licensing.standards.models import Standard, StandardSet
from licensing.standards.rules import Verdict
from licensing.standards.states import Status

MOST = 200


@dataclass(frozen=True)
class Asked:
    """The standards that a case handed in today would have to meet."""

    version: StandardSet | None
    standards: Sequence[Standard]

    def judge(self, found: Mapping[str, str]) -> Verdict:
        """Return what these answers would allow an officer to recommend; `found` maps codes to a FindingOutcome."""
        if self.version is None:
            return Verdict(asked=False)
        return rules.verdict(self.standards, found, fails_at=self.version.fails_at)


def asked(class_code: str, day: date | None = None) -> Asked:
    """Return the newest set in force for a class on `day` (today); chosen as app.standard_set_of does."""
    day = day or clock.today()
    statement = (
        select(StandardSet)
        .where(
            StandardSet.class_code == class_code, StandardSet.status == Status.ACTIVE,
            StandardSet.effective_from <= day,
        )
        .order_by(StandardSet.effective_from.desc(), StandardSet.edition.desc())
        .limit(1)
    )  # fmt: skip
    version = db.session.execute(statement).scalar_one_or_none()
    if version is None or (version.effective_to is not None and version.effective_to < day):
        return Asked(None, ())
    rows = select(Standard).where(Standard.set_id == version.id).order_by(Standard.position).limit(MOST)
    return Asked(version, list(db.session.scalars(rows)))
