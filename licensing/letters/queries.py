"""Reads of letters: the paragraphs in force, and what was sent."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on

from core import clock
from core.db import db
from core.errors import NotFound
from core.i18n import N_
from core.paging import Page, Paged, paged
from licensing.letters.models import Letter, LetterParagraph


def paragraphs(kind: str, language: str, day: date | None = None) -> list[LetterParagraph]:
    """Return the paragraphs of a kind of letter in force on a day (today), in order; the title is the first, at 0."""
    statement = (
        select(LetterParagraph)
        .where(
            LetterParagraph.kind == kind, LetterParagraph.language == language,
            LetterParagraph.effective_from <= (day or clock.today()),
        )
        .ext(distinct_on(LetterParagraph.code))
        .order_by(LetterParagraph.code, LetterParagraph.effective_from.desc())
    )  # fmt: skip
    newest = list(db.session.execute(statement).scalars())
    return sorted((row for row in newest if row.text), key=lambda row: (row.position, row.code))


def languages(kind: str) -> list[str]:
    """Return the languages in which a kind of letter can be written; English always, by the house's own words."""
    statement = select(LetterParagraph.language).where(
        LetterParagraph.kind == kind, LetterParagraph.effective_from <= clock.today()
    )
    return sorted({"en", *db.session.execute(statement.distinct()).scalars()}, key=lambda code: (code != "en", code))


def get(reference: str) -> Letter:
    """Return a letter that the actor may see. Raises NotFound."""
    found = db.session.execute(select(Letter).where(Letter.reference == reference)).scalar_one_or_none()
    if found is None:
        raise NotFound("letter-not-found", N_("There is no such letter. Check the address."))
    return found


def of_organisation(organisation_id: UUID, page: Page) -> Paged[Letter]:
    """Return the letters to an organisation, newest first."""
    statement = select(Letter).where(Letter.organisation_id == organisation_id)
    return paged(statement.order_by(Letter.written_at.desc(), Letter.id), page)


def about(subjects: list[UUID], limit: int = 100) -> list[Letter]:
    """Return the letters about some rows (a licence's measures, an application), newest first."""
    statement = select(Letter).where(Letter.subject_id.in_(subjects))
    return list(db.session.execute(statement.order_by(Letter.written_at.desc()).limit(limit)).scalars())
