"""An explanation as the rows of a table: word by word, then what else raised or lowered the score (pure)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from core.i18n import N_
from screening import wording

ONLY_OURS = N_("not in the listed name")
ONLY_THEIRS = N_("only in the listed name")


@dataclass(frozen=True)
class WordRow:
    """One pair of words; `similarity` None and an empty side for a word that the other name lacks."""

    left: str | None
    right: str | None
    similarity: float | None
    weight: float
    reason: str


def rows(explanation: Mapping[str, Any], translate: Callable[[str], str]) -> list[WordRow]:
    """Return the words of a stored explanation side by side, the heaviest first."""
    paired = [
        WordRow(
            pair["query"], pair["entry"], pair["similarity"], pair["weight"],
            translate(wording.REASONS.get(pair["reason"], pair["reason"])),
        )
        for pair in explanation["pairs"]
    ]  # fmt: skip
    ours = [WordRow(word, None, None, weight, translate(ONLY_OURS)) for word, weight in explanation["unmatched_query"]]
    theirs = [
        WordRow(None, word, None, weight, translate(ONLY_THEIRS)) for word, weight in explanation["unmatched_entry"]
    ]
    return [*sorted(paired, key=lambda row: -row.weight), *ours, *theirs]


def remarks(explanation: Mapping[str, Any], translate: Callable[[str], str]) -> list[str]:
    """Return in sentences what raised or lowered the score besides the words."""
    found = [
        translate(wording.QUALIFIERS[item])
        for item in explanation.get("qualifiers", {}).items()
        if item in wording.QUALIFIERS
    ]
    points: Mapping[str, float] = explanation.get("contributions", {})
    circumstances = ("weak_alias", "other_kind", "legal_form", "little_evidence", "numbers")
    found += [translate(wording.CONTRIBUTIONS[code]) for code in circumstances if points.get(code)]
    variant = explanation.get("variant", "whole")
    if variant not in ("whole", ""):
        found.append(translate(wording.VARIANTS.get(variant, variant)))
    return found
