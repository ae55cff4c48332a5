"""What agreements do to the matches that stand: the bound of one subject, and what a change of lists decides (pure)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from screening.runs.comparing import Agreement, Pair
from screening.runs.parties import Key

MOST_MATCHES = 200  # of one subject: more would say that its name says nothing


@dataclass(frozen=True)
class Kept:
    """The agreements of a run within the bound, and the subjects that have more, with how many."""

    agreed: dict[Pair, Agreement]
    exceeded: dict[Key, int]


def within_bound(agreed: Mapping[Pair, Agreement], most: int = MOST_MATCHES) -> Kept:
    """Return the best `most` agreements of each customer."""
    by_party: defaultdict[Key, list[Agreement]] = defaultdict(list)
    for one in agreed.values():
        by_party[one.party.key].append(one)
    over = {key: len(rows) for key, rows in by_party.items() if len(rows) > most}
    if not over:
        return Kept(dict(agreed), {})
    kept = {}
    for rows in by_party.values():
        rows.sort(key=lambda one: (-one.explanation.score, str(one.entity.id)))
        kept.update({one.pair: one for one in rows[:most]})
    return Kept(kept, over)


@dataclass(frozen=True)
class Delta:
    """What a change of lists does to the matches that stand: what comes, what is scored anew, what ends."""

    new: dict[Pair, Agreement]
    renewed: dict[Pair, Agreement]
    ended: frozenset[Pair]


def delta(
    standing: Mapping[Pair, float], found: Mapping[Pair, Agreement], left: Iterable[UUID]
) -> Delta:
    """Decide what becomes of the matches that stand.

    Args:
        standing: the matches that stand, with their scores.
        found: the agreements with the versions of listed parties that came.
        left: the versions that are on no list any more: taken off, or replaced by another version.

    With every match that stood and every version that came and left, what stands afterwards is what a full run
    would find.
    """
    gone = frozenset(left)
    return Delta(
        new={pair: one for pair, one in found.items() if pair not in standing},
        renewed={pair: one for pair, one in found.items()
                 if pair in standing and standing[pair] != one.explanation.score},
        ended=frozenset(pair for pair in standing if pair[1] in gone and pair not in found),
    )  # fmt: skip


def after(standing: Mapping[Pair, float], change: Delta) -> dict[Pair, float]:
    """Return the matches that stand once a change is made."""
    stays = {pair: value for pair, value in standing.items() if pair not in change.ended}
    return stays | {pair: one.explanation.score for pair, one in (change.new | change.renewed).items()}


