"""Find the listed names that may be a name (pure).

An index holds names laid out as arrays; `hits` searches many names at once and gives numbers, `search` explains what
it finds. Both find the same: `retrieval` decides pair by pair, and nothing it does depends on how many names there
are.
"""

import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from screening import scoring
from screening.alignment import new_bench
from screening.bounds import Cover, new_cover
from screening.comparison import compare_all
from screening.forks import forked
from screening.found import Found, best_of, repeated, written_alike
from screening.layout import Gatherer, Names
from screening.listed import ENTITY, OWNER, WEAK, lay_out_listed
from screening.lookup import look_up
from screening.model import WHOLE
from screening.names import Kind, normalise
from screening.retrieval import search
from screening.scoring import ALERT_THRESHOLD, Explanation
from screening.weights import TokenWeights, background

EntryId = int | str
Entry = tuple[EntryId, str, Kind] | tuple[EntryId, str, Kind, bool]
Asked = tuple[str, Kind] | tuple[str, Kind, bool]

_BATCH = 5_000  # names searched at once: what is looked up for one need not be looked up for the next
_WORTH_SHARING = 4_000


class Hit(NamedTuple):
    """A listed name that agrees with a name asked for: its place in the index, its entity, the score."""

    entry: int
    entry_id: EntryId
    score: float


@dataclass(frozen=True, slots=True)
class Match:
    """A listed name that agrees with a name asked for, with the reasons."""

    entry_id: EntryId
    name: str
    kind: Kind
    weak: bool
    score: float
    explanation: Explanation


class Wanted(NamedTuple):
    """What a search is to find: `threshold` in ten-thousandths, `most` matches of a name (0 for all)."""

    threshold: int
    most: int
    flipped: bool


class NameIndex:
    """Names of flagged entities, ready to be searched; read-only once built, so threads may share it."""

    def __init__(self, entries: Sequence[Entry], weights: TokenWeights, *, processes: int = 1) -> None:
        self.weights = weights
        self._entries = entries
        gathered, owners = _gathered(entries, processes)
        names = gathered.lay_out(weights)
        numbers: dict[EntryId, int] = {}
        table = np.zeros((len(entries), 2), np.int64)
        table[:, ENTITY] = [numbers.setdefault(entry[0], len(numbers)) for entry in entries]
        table[:, WEAK] = [len(entry) > 3 and bool(entry[3]) for entry in entries]
        self._listed = lay_out_listed(names, owners, table)
        self._covers: list[Cover] = []

    @classmethod
    def build(cls, entries: Iterable[Entry], *, weights: TokenWeights | None = None, processes: int = 1) -> "NameIndex":
        """Build an index.

        Args:
            entries: id, name, kind and, for a weak alias, True. An id may come with several names.
            weights: weights of words; those that ship with the package when None.
            processes: how many processes normalise a long list; more than one only where no threads run.

        Raises:
            NameTooLong: when a name is too long.
        """
        return cls(list(entries), weights or background(), processes=processes)

    def __len__(self) -> int:
        return len(self._entries)

    def entry(self, place: int) -> Entry:
        """Return what the index was given at a place."""
        return self._entries[place]

    # ----------------------------------------------------------------------------------------- search

    def find(
        self, asked: Sequence[Asked], *, threshold: float = ALERT_THRESHOLD, k: int | None = None,
        flipped: bool = False, threads: int = 1,
    ) -> Found:  # fmt: skip
        """Search many names and return numbers only: the quickest way.

        Args:
            asked: names with their kind and, when flipped, whether they are weak aliases.
            threshold: the least score.
            k: the most matches of a name; None for all.
            flipped: the index holds the names of parties and the names asked for are listed ones: finds exactly the
                pairs that a search of the parties among the listed names finds, with the same scores.
            threads: how many threads share the work.

        Raises:
            NameTooLong: when one of the names is too long.
        """
        numbers: dict[Asked, int] = {}
        places = [numbers.setdefault(item, len(numbers)) for item in asked]
        distinct = list(numbers)
        points = max(1, int(np.ceil(threshold * WHOLE - 1e-6)))
        parts = _shared(self, distinct, Wanted(points, k or 0, flipped), threads)
        found = Found(*(np.concatenate(column) for column in zip(*parts, strict=True))) if parts else _NOTHING
        self._settle_ties(distinct, found)
        return found if len(distinct) == len(asked) else repeated(found, np.array(places, np.int32), len(distinct))

    def _settle_ties(self, asked: Sequence[Asked], found: Found) -> None:
        """Of names that agree equally put those first that are also written alike, legal form and all; in place."""
        equal = (found.asked[1:] == found.asked[:-1]) & (found.scores[1:] == found.scores[:-1])
        for start in np.flatnonzero(equal & ~np.concatenate(([False], equal[:-1]))).tolist():
            end = start + 1
            while end < len(equal) + 1 and equal[end - 1]:
                end += 1
            name = asked[found.asked[start]][0].casefold()
            order = sorted(
                range(start, end),
                key=lambda at: -written_alike(name, self._entries[int(found.entries[at])][1].casefold()),
            )  # fmt: skip
            found.entries[start:end] = found.entries[order]

    def hits(
        self, asked: Sequence[Asked], *, threshold: float = ALERT_THRESHOLD, k: int | None = None,
        flipped: bool = False, threads: int = 1,
    ) -> list[list[Hit]]:  # fmt: skip
        """Search many names without explaining; the answers stand in the order of the names. See `find`."""
        found = self.find(asked, threshold=threshold, k=k, flipped=flipped, threads=threads)
        answers: list[list[Hit]] = [[] for _ in asked]
        for number, entry, points in zip(*(column.tolist() for column in found), strict=True):
            answers[number].append(Hit(entry, self._entries[entry][0], points / WHOLE))
        return answers

    def explain(self, name: str, kind: Kind, hit: Hit) -> Match:
        """Return the reasons for one hit of a name."""
        entry_id, listed, listed_kind, *rest = self._entries[hit.entry]
        weak = bool(rest and rest[0])
        explanation = scoring.score(normalise(name, kind), normalise(listed, listed_kind), self.weights, weak=weak)
        return Match(entry_id, listed, listed_kind, weak, explanation.score, explanation)

    def search(
        self, name: str, kind: Kind = "unknown", *, threshold: float = ALERT_THRESHOLD, k: int | None = 10
    ) -> list[Match]:
        """Return the listed names that agree with `name`, best first; each id once, with its best name.

        Args:
            name: the name asked for.
            kind: what bears it.
            threshold: the least score.
            k: the most matches; None for all.

        Raises:
            NameTooLong: when the name is too long.
        """
        return self.search_many([(name, kind)], threshold=threshold, k=k)[0]

    def search_many(
        self,
        names: Sequence[str | tuple[str, Kind]],
        *,
        kind: Kind = "unknown",
        threshold: float = ALERT_THRESHOLD,
        k: int | None = 10,
    ) -> list[list[Match]]:
        """Search each name, equal ones once, and explain; the answers stand in the order of the names.

        Args:
            names: names, or names with their kind.
            kind: kind of the names that come without one.
            threshold: the least score.
            k: the most matches of a name; None for all.

        Raises:
            NameTooLong: when one of the names is too long.
        """
        asked: list[Asked] = [(item, kind) if isinstance(item, str) else item for item in names]
        explained: dict[tuple[Asked, int], Match] = {}
        answers = []
        for item, row in zip(asked, self.hits(asked, threshold=threshold, k=k), strict=True):
            for hit in row:
                if (item, hit.entry) not in explained:
                    explained[item, hit.entry] = self.explain(item[0], item[1], hit)
            answers.append([explained[item, hit.entry] for hit in row])
        return answers

    # ------------------------------------------------------------------------------------------ batches

    def _batch(self, asked: Sequence[Asked], wanted: Wanted) -> Found:
        """Search distinct names in this process."""
        gatherer = Gatherer()
        asked_of: list[int] = []
        for number, (name, kind, *_) in enumerate(asked):
            for reading in normalise(name, kind).readings:
                gatherer.add(reading)
                asked_of.append(number)
        names, of = gatherer.lay_out(self.weights), np.array(asked_of, np.int64)
        pairs, scores = self._compared(names, of, asked, wanted)
        kept = scores >= wanted.threshold
        pairs, scores = pairs[kept], scores[kept]
        owners = self._listed.readings[pairs[:, 1], OWNER]
        found = best_of(of[pairs[:, 0]], owners, self._listed.entries[owners, ENTITY], scores, wanted.most)
        return self._as_forward(asked, found, wanted.threshold) if wanted.flipped else found

    def _compared(
        self, names: Names, of: npt.NDArray[np.int64], asked: Sequence[Asked], wanted: Wanted
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Return the pairs of readings that may agree, and their scores."""
        listed, bench = self._listed, new_bench()
        near = look_up(names.words, listed, bench.marks, bench.rows)
        cover = self._covers.pop() if self._covers else new_cover(len(listed.readings))
        cover.seen[:] = 0
        pairs = search(names, *near, listed, wanted.threshold, wanted.flipped, cover, bench.text)
        self._covers.append(cover)
        if wanted.flipped:
            weak = np.array([_is_weak(item) for item in asked], np.bool_)[of[pairs[:, 0]]]
            scores = compare_all(listed.names, names, np.ascontiguousarray(pairs[:, ::-1]), weak, bench)
        else:
            weak = listed.entries[listed.readings[pairs[:, 1], OWNER], WEAK] > 0
            scores = compare_all(names, listed.names, pairs, weak, bench)
        return pairs, scores

    def _as_forward(self, asked: Sequence[Asked], found: Found, threshold: int) -> Found:
        """Keep of what was found the other way round what a search of the parties among these names would find."""
        listed = NameIndex([(number, *item) for number, item in enumerate(asked)], self.weights)
        places, back = np.unique(found.entries, return_inverse=True)
        parties: list[Asked] = [self._entries[place][1:3] for place in places.tolist()]
        forward = listed.find(parties, threshold=threshold / WHOLE)
        points = dict(
            zip(
                zip(forward.entries.tolist(), forward.asked.tolist(), strict=True), forward.scores.tolist(), strict=True
            )
        )
        pairs = list(zip(found.asked.tolist(), back.tolist(), strict=True))
        kept = np.array([pair in points for pair in pairs], np.bool_)
        scores = np.array([points[pair] for pair in pairs if pair in points], np.int32)
        return Found(found.asked[kept], found.entries[kept], scores)


def _is_weak(asked: Asked) -> bool:
    return len(asked) > 2 and bool(asked[-1])


_NOTHING = Found(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, np.int32))


# ----------------------------------------------------------------------------------------------- building


def _gathered(entries: Sequence[Entry], processes: int) -> tuple[Gatherer, npt.NDArray[np.int32]]:
    """Return the readings of all entries, and which entry each is of."""
    gatherer, owners = Gatherer(), []
    if processes > 1 and len(entries) >= _WORTH_SHARING:
        size = -(-len(entries) // (4 * processes))
        starts = range(0, len(entries), size)
        parts = [entries[start : start + size] for start in starts]
        for start, (part, places) in zip(starts, forked(_gather, parts, processes), strict=True):
            gatherer.merge(part)
            owners.append(places + start)
        return gatherer, np.concatenate(owners)
    return _gather(entries)


def _gather(entries: Sequence[Entry]) -> tuple[Gatherer, npt.NDArray[np.int32]]:
    gatherer = Gatherer()
    owners = []
    for number, entry in enumerate(entries):
        for reading in normalise(entry[1], entry[2]).readings:
            if not reading.empty:
                gatherer.add(reading)
                owners.append(number)
    return gatherer, np.array(owners, np.int32)


# ------------------------------------------------------------------------------------------------ threads


def _shared(index: NameIndex, asked: Sequence[Asked], wanted: Wanted, threads: int) -> list[Found]:
    """Search distinct names, in several threads where that pays: what is compiled holds no lock."""
    hands = min(threads, os.cpu_count() or 1) if len(asked) >= _WORTH_SHARING else 1
    size = min(_BATCH, max(1, -(-len(asked) // (2 * hands)))) if hands > 1 else _BATCH
    starts = range(0, len(asked), size)
    parts = [asked[start : start + size] for start in starts]

    def task(part: Sequence[Asked]) -> Found:
        return index._batch(part, wanted)  # noqa: SLF001  the index's own work, in another thread

    if hands > 1:
        with ThreadPoolExecutor(hands) as pool:
            results = list(pool.map(task, parts))
    else:
        results = list(map(task, parts))
    return [
        Found(found.asked + np.int32(start), found.entries, found.scores)
        for start, found in zip(starts, results, strict=True)
    ]
