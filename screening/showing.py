"""An explanation as a page shows it: the sentence, the words side by side, every point, and the score made again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.i18n import N_, translate
from screening import wording
from screening.scoring import ALERT_THRESHOLD, MODEL_VERSION, recompute
from screening.sentences import sentence, set_aside

ONLY_OURS = N_("not in the listed name")
ONLY_THEIRS = N_("only in the listed name")
ASIDE: tuple[str, ...] = (N_("title, does not count"), "", N_("remark, does not count"))
MEANING = N_("a word of the same meaning")
LEAST_SHOWN = 0.0005  # points below this are the rounding of others


@dataclass(frozen=True)
class WordRow:
    """Words that stand for each other, a word that the other name lacks, or what was set aside.

    `similarity` and `share` (of the weight of all words compared) are None where nothing was compared.
    """

    left: str | None
    right: str | None
    similarity: float | None
    share: float | None
    reason: str


@dataclass(frozen=True)
class PointRow:
    """What raised or lowered the score by how many points of 100, and from where to where (0 to 1)."""

    what: str
    points: float
    start: float
    end: float


@dataclass(frozen=True)
class Check:
    """Whether the score comes out again of what is stored; `score` None when another version made it."""

    score: float | None
    agrees: bool
    made_by: str
    now: str = MODEL_VERSION


@dataclass(frozen=True)
class Shown:
    """All that a page says of why two names were found alike."""

    sentence: str
    score: float
    threshold: float
    left_name: str
    right_name: str
    words: list[WordRow]
    points: list[PointRow]
    check: Check
    model: str


def shown(explanation: Mapping[str, Any], ours: str, theirs: str, *, left: str, right: str) -> Shown:
    """Return what a page shows of a stored explanation.

    Args:
        explanation: as ``Explanation.as_dict`` gave it.
        ours: the name that was screened, as written.
        theirs: the listed name.
        left: heading of our side of the table, translated.
        right: heading of the list's side, translated.
    """
    return Shown(
        sentence(explanation, ours, theirs, html=True), explanation["score"], ALERT_THRESHOLD, left, right,
        rows(explanation), points(explanation), check(explanation), explanation["model"],
    )  # fmt: skip


def as_json(explanation: Mapping[str, Any], ours: str, theirs: str) -> dict[str, Any]:
    """Return what the API adds to a stored explanation: the sentence, and the score made again."""
    again = check(explanation)
    return {
        "sentence": sentence(explanation, ours, theirs),
        "recomputed": {"score": again.score, "agrees": again.agrees, "made_by": again.made_by},
    }


def rows(explanation: Mapping[str, Any]) -> list[WordRow]:
    """Return the words side by side, the heaviest first, then those left over, then what was set aside."""
    pairs = sorted(explanation["pairs"], key=lambda pair: -pair["weight"])
    ours, theirs = explanation["unmatched_query"], explanation["unmatched_entry"]
    total = sum(pair["weight"] for pair in pairs) + sum(weight for _word, weight in (*ours, *theirs)) or 1.0
    found = [
        WordRow(
            pair["query"], pair["entry"], pair["similarity"], pair["weight"] / total,
            _reason(pair["reason"], person=explanation.get("kind") == "person"),
        )
        for pair in pairs
    ]  # fmt: skip
    found += [WordRow(word, None, None, weight / total, translate(ONLY_OURS)) for word, weight in ours]
    found += [WordRow(None, word, None, weight / total, translate(ONLY_THEIRS)) for word, weight in theirs]
    return found + _aside(explanation)


def _reason(code: str, *, person: bool) -> str:
    if code == "short_name" and not person:
        return translate(MEANING)
    return translate(wording.REASONS.get(code, code))


def _aside(explanation: Mapping[str, Any]) -> list[WordRow]:
    ours, theirs = (set_aside(explanation.get(side, ())) for side in ("aside_query", "aside_entry"))
    relation = wording.LEGAL_RELATIONS.get(explanation.get("legal_relation", ""), "")
    found = []
    for left, right, reason in zip(ours, theirs, (ASIDE[0], relation, ASIDE[2]), strict=True):
        if left or right:
            said = translate(reason) if reason else ""
            found.append(WordRow(_joined(left), _joined(right), None, None, said))
    return found


def _joined(texts: Sequence[str]) -> str | None:
    return ", ".join(texts) or None


def points(explanation: Mapping[str, Any]) -> list[PointRow]:
    """Return what raised or lowered the score, in order; the points add up to it."""
    found, reached = [], 0.0
    places = {code: place for place, code in enumerate(wording.CONTRIBUTIONS)}  # a database keeps no order of them
    given = explanation["contributions"].items()
    for code, value in sorted(given, key=lambda item: places.get(item[0], len(places))):
        if abs(value) >= LEAST_SHOWN:
            what = translate(wording.CONTRIBUTIONS.get(code, code))
            found.append(PointRow(what, 100 * value, reached, reached + value))
        reached += value
    return found


def check(explanation: Mapping[str, Any]) -> Check:
    """Make the score again from the words found, and tell whether it is the one that was stored."""
    made_by = str(explanation["model"])
    if made_by != MODEL_VERSION:
        return Check(None, agrees=False, made_by=made_by)
    again = recompute(explanation)
    return Check(again, agrees=abs(again - explanation["score"]) < 0.0001, made_by=made_by)
