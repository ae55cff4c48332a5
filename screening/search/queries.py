"""The answer to a question: who on the lists is like the name asked for, and which lists were searched."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from core import clock
from core.db import db
from screening.names import NORMALISER_VERSION
from screening.qualifiers import Attributes
from screening.runs.listed import Listed
from screening.scoring import MODEL_VERSION, QUALIFY_FLOOR, Explanation, identifier_match, qualify
from screening.search import finding
from screening.search.asking import Asked
from screening.search.levels import THRESHOLDS
from screening.watchlists.models import FlaggedEntity


@dataclass(frozen=True)
class Result:
    """A listed party that is like the name asked for."""

    entity: FlaggedEntity
    name: str
    weak: bool
    explanation: Explanation
    sequence: int

    @property
    def score(self) -> float:
        """How alike, 0 to 1."""
        return self.explanation.score


@dataclass(frozen=True)
class Answer:
    """What came of one question.

    Attributes:
        asked: the question.
        comparable: whether anything of the name is left to compare; legal forms and signs alone are not.
        set_aside: what was set aside of it: titles, legal forms, remarks.
        results: best first.
        more: whether there are more results than were asked for.
    """

    asked: Asked
    comparable: bool
    set_aside: tuple[str, ...]
    results: list[Result]
    more: bool


@dataclass(frozen=True)
class Answers:
    """Answers with what they rest on: which lists, of which day, by which versions of the comparison."""

    answers: list[Answer]
    lists: tuple[dict[str, Any], ...]
    at: datetime
    model: str = MODEL_VERSION
    normaliser: str = NORMALISER_VERSION

    @property
    def names(self) -> int:
        """How many listed names were compared with."""
        return sum(int(row["names"]) for row in self.lists)


def answer(lists: Listed, questions: Sequence[Asked]) -> Answers:
    """Answer some questions by the index of the lists; one query however many."""
    found = finding.find(lists, questions, threshold=QUALIFY_FLOOR)
    entities = _entities({entity_id for rows in found for entity_id in rows})
    sequences = {row["code"]: row["sequence"] for row in lists.lists}
    answers = [
        _settled(asked, rows, entities, sequences) for asked, rows in zip(questions, found, strict=True)
    ]
    return Answers(answers, lists.lists, clock.now())


def _settled(
    asked: Asked, rows: finding.Found, entities: dict[UUID, FlaggedEntity], sequences: dict[str, int]
) -> Answer:
    """Weigh what else is known, and keep what is alike enough."""
    results = []
    for entity_id, names in rows.items():
        entity = entities.get(entity_id)
        if entity is None:  # taken off while the index was being asked, or since today
            continue
        best = max((_result(asked, entity, one, sequences) for one in names), key=lambda result: result.score)
        if best.score >= THRESHOLDS[asked.level]:
            results.append(best)
    results.sort(key=lambda result: (-result.score, result.entity.caption, str(result.entity.id)))
    name = asked.normalised
    return Answer(
        asked, not all(reading.empty for reading in name.readings),
        (*name.titles, *(form.text for form in name.legal_forms), *name.annotations),
        results[: asked.most], len(results) > asked.most,
    )  # fmt: skip


def _result(asked: Asked, entity: FlaggedEntity, one: finding.Name, sequences: dict[str, int]) -> Result:
    sequence = sequences.get(entity.watchlist.code, entity.from_sequence)
    theirs = Attributes(
        tuple(entity.countries), tuple(entity.birth_dates),
        {scheme: tuple(values) for scheme, values in entity.identifiers.items()},
    )  # fmt: skip
    ours = asked.attributes
    if asked.identifier:  # typed without its scheme: whatever scheme the list gives it
        schemes = [code for code, values in theirs.identifiers.items() if finding.holds(values, asked.identifier)]
        ours = replace(ours, identifiers=dict.fromkeys(schemes, (asked.identifier,)))
        same = identifier_match(ours, theirs)
        if same is not None:
            return Result(entity, one.name or entity.caption, one.weak, same, sequence)
    if one.explanation is None:
        return Result(entity, entity.caption, weak=False, explanation=NO_AGREEMENT, sequence=sequence)
    return Result(entity, one.name, one.weak, qualify(one.explanation, ours, theirs), sequence)


NO_AGREEMENT = Explanation(0.0, (), (), (), "none", {"agreement": 0.0})


def _entities(wanted: set[UUID]) -> dict[UUID, FlaggedEntity]:
    """Return entities that are listed today by id, with their lists, in one query."""
    if not wanted:
        return {}
    statement = select(FlaggedEntity).where(
        FlaggedEntity.id.in_(wanted),
        or_(FlaggedEntity.delisted_on.is_(None), FlaggedEntity.delisted_on > clock.today()),
    )
    return {row.id: row for row in db.session.execute(statement).scalars()}


