"""What the findings of a case allow (pure; licensing.md 1.1, 6.1 and 6.7, scenario 3)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from core.i18n import N_
from licensing.applications.states import Outcome
from licensing.standards.states import FindingOutcome


class Scored(Protocol):
    """What a rule needs to know of one standard."""

    @property
    def code(self) -> str:
        """Return the standard's code, unique in its set."""

    @property
    def critical(self) -> bool:
        """Tell whether it alone forbids a licence."""

    @property
    def points(self) -> int:
        """Return how many points it costs when it is not met."""


OUTCOMES: dict[FindingOutcome, str] = {
    FindingOutcome.MET: N_("Met"),
    FindingOutcome.NOT_MET: N_("Not met"),
    FindingOutcome.NOT_APPLICABLE: N_("Does not apply"),
    FindingOutcome.UNSURE: N_("Unsure"),
}
NOTHING_ASKED = N_("No standards are asked for this class of licence.")
NOT_ANSWERED = N_("Standards without a sure answer: %(left)s. Answer them before you recommend.")
FAILS = N_("%(score)s points: with %(fails_at)s or more, or a critical standard not met, a licence cannot be granted.")
CONDITIONS = N_("%(score)s points: a licence can be granted only with conditions.")
CLEAN = N_("0 points: every standard that applies is met.")


@dataclass(frozen=True)
class Verdict:
    """What the findings of a case add up to.

    `asked` is False for a class without standards; `score` is the sum of points of what is not met; `missing` the
    codes of standards without a finding, or critical and unsure; `failing` says that only a refusal is possible.
    """

    asked: bool
    score: int = 0
    fails_at: int = 0
    failing: bool = False
    missing: tuple[str, ...] = ()

    @property
    def outcomes(self) -> list[Outcome]:
        """Return what may be recommended and decided: none while answers are missing that could still count."""
        if self.failing:
            return [Outcome.REFUSE]
        if self.missing:
            return []
        return [Outcome.GRANT, Outcome.REFUSE]

    @property
    def conditional(self) -> bool:
        """Tell whether a grant needs conditions."""
        return self.asked and not self.failing and self.score > 0

    @property
    def sentence(self) -> str:
        """Return the marked sentence that says so; its values are those of `values`."""
        if not self.asked:
            return NOTHING_ASKED
        if self.failing:
            return FAILS
        if self.missing:
            return NOT_ANSWERED
        return CONDITIONS if self.score else CLEAN

    @property
    def values(self) -> dict[str, int]:
        """Return the values of the sentence."""
        return {"score": self.score, "fails_at": self.fails_at, "left": len(self.missing)}


def score(standards: Iterable[Scored], found: Mapping[str, str]) -> int:
    """Return the sum of points of the standards not met; `found` maps codes to a FindingOutcome."""
    return sum(item.points for item in standards if found.get(item.code) == FindingOutcome.NOT_MET)


def missing(standards: Iterable[Scored], found: Mapping[str, str]) -> tuple[str, ...]:
    """Return the codes without an answer that counts: none at all, or an unsure one to a critical question."""
    return tuple(
        item.code
        for item in standards
        if item.code not in found or (item.critical and found[item.code] == FindingOutcome.UNSURE)
    )


def verdict(standards: Sequence[Scored], found: Mapping[str, str], *, fails_at: int) -> Verdict:
    """Return what the findings allow: `fails_at` points or a critical standard not met leave only a refusal.

    Below that, points make a licence conditional; no points leave the choice free. An unsure answer costs nothing,
    but a critical standard must have a sure one.
    """
    total = score(standards, found)
    critical = any(item.critical and found.get(item.code) == FindingOutcome.NOT_MET for item in standards)
    failing = total >= fails_at or critical
    return Verdict(asked=True, score=total, fails_at=fails_at, failing=failing, missing=missing(standards, found))
