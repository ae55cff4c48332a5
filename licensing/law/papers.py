"""The checklist of papers of each class of licence, read from a file a lawyer can read."""

from pathlib import Path

from sqlalchemy import select

from core import ids
from core.db import db
from core.errors import Invalid
from core.i18n import N_
from licensing.applications.models import LicenceClass
from licensing.evidence.models import EvidenceRequirement
from licensing.law.service import day, rows, text

NAME = "papers.csv"
ANSWERS = {"yes": True, "no": False}


def load(folder: Path) -> int:
    """Load ``papers.csv`` of `folder` where it is there; return how many papers it asks for.

    Columns: code, class, kinds (of application, parted by |), title, why, required, dated, instrument, effective_from,
    effective_to. A row with a known class, code and first day is replaced. Raises Invalid naming line and column.
    """
    if not (folder / NAME).exists():
        return 0
    count = 0
    for row, where in rows(folder / NAME):
        code, class_code, since = text(row, "code", where), text(row, "class", where), day(row, "effective_from", where)
        if db.session.get(LicenceClass, class_code) is None:
            message = N_("%(where)s: there is no class of licence “%(known)s”.")
            raise Invalid("class-unknown", message, where=where, known=class_code)
        known = db.session.execute(
            select(EvidenceRequirement).where(
                EvidenceRequirement.class_code == class_code, EvidenceRequirement.code == code,
                EvidenceRequirement.effective_from == since,
            )
        ).scalar_one_or_none()  # fmt: skip
        paper = known or EvidenceRequirement(id=ids.new_id(), class_code=class_code, code=code, effective_from=since)
        paper.kinds = text(row, "kinds", where).split("|")
        paper.title, paper.why = text(row, "title", where), text(row, "why", where)
        paper.required, paper.dated = _answer(row, "required", where), _answer(row, "dated", where)
        paper.instrument, paper.place = text(row, "instrument", where), count
        paper.effective_to = day(row, "effective_to", where) if row.get("effective_to") else None
        db.session.add(paper)
        count += 1
    db.session.flush()
    return count


def _answer(row: dict[str, str], column: str, where: str) -> bool:
    found = ANSWERS.get(text(row, column, where).lower())
    if found is None:
        message = N_("%(where)s: “%(column)s” must be yes or no.")
        raise Invalid("cell-not-yes-or-no", message, where=where, column=column)
    return found
