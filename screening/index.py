"""Find the listed names that may be a name (pure).

Each word of a name is looked up among the listed words (exactly, by sound, by one edit, glued); the names those words
stand in are weighed by how much they cover of both names; a bound on the score, not a fixed number, decides which are
compared word by word.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from screening import model, scoring
from screening.expansion import Expansion, Ids
from screening.names import Kind, NormalisedName, normalise
from screening.scoring import ALERT_THRESHOLD, Explanation
from screening.weights import TokenWeights, background

EntryId = int | str
Entry = tuple[EntryId, str, Kind] | tuple[EntryId, str, Kind, bool]
Floats = npt.NDArray[np.float32]

_TELLING = 0.3  # words that weigh less are in too many names to look up; they count as covered
_COMPARED = 300  # bound on the names compared for one query
_CHUNK = 512
_SLACK = 0.02
_ALIKE = 0.68  # the most that two words can be alike without sharing a key


@dataclass(frozen=True, slots=True)
class Match:
    """A listed name that agrees with a name asked for."""

    entry_id: EntryId
    name: str
    kind: Kind
    weak: bool
    score: float
    explanation: Explanation


class NameIndex:
    """Names of flagged entities, ready to be searched; read-only once built."""

    def __init__(self, entries: Sequence[Entry], weights: TokenWeights) -> None:
        self.weights = weights
        self._entries = entries
        self._readings: list[NormalisedName] = []
        owners: list[int] = []
        for number, entry in enumerate(entries):
            for reading in normalise(entry[1], entry[2]).readings:
                if not reading.empty:
                    self._readings.append(reading)
                    owners.append(number)
        self._owners = owners
        self._lay_out()

    @classmethod
    def build(cls, entries: Iterable[Entry], *, weights: TokenWeights | None = None) -> "NameIndex":
        """Build an index.

        Args:
            entries: id, name, kind and, for a weak alias, True. An id may come with several names.
            weights: weights of words; those that ship with the package when None.

        Raises:
            NameTooLong: when a name is too long.
        """
        return cls(list(entries), weights or background())

    def __len__(self) -> int:
        return len(self._entries)

    def _lay_out(self) -> None:
        """Number the words and lay out, per word, the names it stands in."""
        words: dict[str, int] = {}
        for reading in self._readings:
            for token in reading.tokens:
                words.setdefault(token, len(words))
        couples: dict[str, int] = {}
        places: list[tuple[int, int]] = []
        for number, reading in enumerate(self._readings):
            tokens = reading.tokens
            places += [(words[token], number) for token in set(tokens)]
            for text in _couples(reading):
                places.append((couples.setdefault(text, len(words) + len(couples)), number))
        self._expansion = Expansion(list(words), list(couples))
        weigh = self.weights.weight
        of_words = [weigh(word) for word in words]
        self._word_weights = np.array([*of_words, *(1.0 for _ in couples)], np.float32)
        grid = np.array(sorted(set(places)), np.int32).reshape(-1, 2)
        self._postings: Ids = np.ascontiguousarray(grid[:, 1])
        size = len(words) + len(couples) + 1
        self._starts = np.searchsorted(grid[:, 0], np.arange(size)).astype(np.int64)
        telling = [sum(w for t in r.tokens if (w := weigh(t)) >= _TELLING) for r in self._readings]
        self._telling = np.array(telling, np.float32)
        self._total = np.array([sum(map(weigh, r.tokens)) for r in self._readings], np.float32)
        self._persons = np.array([r.kind == "person" for r in self._readings], bool)
        self._organisations = np.array([r.kind == "organisation" for r in self._readings], bool)

    # ------------------------------------------------------------------------------------- candidates

    def candidates(self, name: str, kind: Kind = "unknown", limit: int = 50) -> list[tuple[EntryId, float]]:
        """Return ids of listed names that may be `name`, with an upper bound of their score, best first."""
        best: dict[EntryId, float] = {}
        for reading in normalise(name, kind).readings:
            for number, bound in zip(*self._gather(reading, 0.0), strict=True):
                entry_id = self._entries[self._owners[int(number)]][0]
                best[entry_id] = max(best.get(entry_id, 0.0), float(bound))
        return sorted(best.items(), key=lambda item: (-item[1], str(item[0])))[:limit]

    def _gather(self, query: NormalisedName, threshold: float) -> tuple[Ids, Floats]:
        """Return the readings whose score may reach the threshold, and the bounds, best first."""
        weigh = self.weights.weight
        looked_up = [token for token in query.tokens if weigh(token) >= _TELLING] or list(query.tokens)
        numbers, ours, theirs, lost = [], [], [], []
        for token in dict.fromkeys(looked_up):
            self._post(token, weigh(token), numbers, ours, theirs, lost)
        person = query.kind == "person"
        for text, weight in _query_couples(query, weigh):
            self._post(text, weight, numbers, ours, theirs, lost)
        if not numbers:
            return np.empty(0, np.int32), np.empty(0, np.float32)
        found, place = np.unique(np.concatenate(numbers), return_inverse=True)
        covered = [np.bincount(place, np.concatenate(column)) for column in (ours, theirs, lost)]
        bounds = self._bound(query, looked_up, found, covered, person=person)
        keep = np.flatnonzero(bounds >= threshold - _SLACK)
        if len(keep) > _COMPARED:
            keep = keep[np.argpartition(-bounds[keep], _COMPARED)[:_COMPARED]]
        keep = keep[np.argsort(-bounds[keep], kind="stable")]
        return found[keep], bounds[keep].astype(np.float32)

    def _post(
        self,
        token: str,
        weight: float,
        numbers: list[Any],
        ours: list[Any],
        theirs: list[Any],
        lost: list[Any],
    ) -> None:
        """Collect the names in which `token` may stand: how much it covers there, and what its spelling costs."""
        for word, alike in zip(*self._expansion.find(token), strict=True):
            names = self._postings[self._starts[word] : self._starts[word + 1]]
            entry_weight = min(float(self._word_weights[word]), 1.0)
            numbers.append(names)
            ours.append(np.full(len(names), weight, np.float32))
            theirs.append(np.full(len(names), entry_weight, np.float32))
            lost.append(np.full(len(names), min(weight, entry_weight) * (1 - float(alike)), np.float32))

    def _bound(
        self, query: NormalisedName, looked_up: list[str], found: Ids, covered: list[Any], *, person: bool
    ) -> Any:
        weigh = self.weights.weight
        costs = model.COEFFICIENTS["person" if person else "organisation"]
        asked = sum(map(weigh, looked_up))
        total = sum(map(weigh, query.tokens))
        missing_query = np.maximum(0.0, asked - covered[0])
        missing_entry = np.maximum(0.0, self._telling[found] - covered[1])
        alike = np.minimum(missing_query, missing_entry)  # these may still be two mangled forms of one word
        whole = np.maximum(total, self._total[found])
        loss = costs["spelling"] * alike * (1 - _ALIKE) / whole
        loss += costs["query_share"] * (missing_query - alike) / whole
        loss += costs["entry_share"] * (missing_entry - alike) / whole
        other = self._organisations[found] if query.kind == "person" else self._persons[found]
        if query.kind != "unknown":
            loss += other * model.CIRCUMSTANCES["other_kind"]
        return np.minimum(1.0, 1.0 - loss)

    # ----------------------------------------------------------------------------------------- search

    def search(
        self, name: str, kind: Kind = "unknown", *, threshold: float = ALERT_THRESHOLD, k: int = 10
    ) -> list[Match]:
        """Return the listed names that agree with `name`, best first; each id once, with its best name.

        Args:
            name: the name asked for.
            kind: what bears it.
            threshold: the least score.
            k: the most matches.

        Raises:
            NameTooLong: when the name is too long.
        """
        return self._search(normalise(name, kind), threshold, k)

    def search_many(
        self,
        names: Sequence[str | tuple[str, Kind]],
        *,
        kind: Kind = "unknown",
        threshold: float = ALERT_THRESHOLD,
        k: int = 10,
    ) -> list[list[Match]]:
        """Search each name, equal ones once; the answers stand in the order of the names.

        Args:
            names: names, or names with their kind.
            kind: kind of the names that come without one.
            threshold: the least score.
            k: the most matches of a name.

        Raises:
            NameTooLong: when one of the names is too long.
        """
        done: dict[tuple[str, Kind], list[Match]] = {}
        answers = []
        for item in names:
            asked = (item, kind) if isinstance(item, str) else item
            if asked not in done:
                done[asked] = self._search(normalise(*asked), threshold, k)
            answers.append(list(done[asked]))
        return answers

    def _search(self, query: NormalisedName, threshold: float, k: int) -> list[Match]:
        best: dict[EntryId, tuple[float, int]] = {}
        for reading in query.readings:
            if reading.empty:
                continue
            numbers, _ = self._gather(reading, threshold)
            for number in numbers.tolist():
                owner = self._owners[number]
                entry = self._entries[owner]
                weak = len(entry) > 3 and bool(entry[3])
                value = scoring.compare(reading, self._readings[number], self.weights, weak=weak).score
                if value >= threshold and (entry[0] not in best or value > best[entry[0]][0]):
                    best[entry[0]] = (value, owner)
        chosen = sorted(best.items(), key=lambda item: (-item[1][0], str(item[0])))[:k]
        return [self._match(query, owner) for _, (_, owner) in chosen]

    def _match(self, query: NormalisedName, owner: int) -> Match:
        entry_id, name, kind, *rest = self._entries[owner]
        weak = bool(rest and rest[0])
        explanation = scoring.score(query, normalise(name, kind), self.weights, weak=weak)
        return Match(entry_id, name, kind, weak, explanation.score, explanation)


def _couples(reading: NormalisedName) -> list[str]:
    """Return neighbouring words written as one, and words with their legal form."""
    tokens = reading.tokens
    texts = [one + other for one, other in zip(tokens, tokens[1:], strict=False)]
    if reading.kind == "person" and len(tokens) > 2:
        texts.append(tokens[-1] + tokens[0])
    forms = [form.text for form in reading.legal_forms if len(form.text) < 6]
    if tokens:
        texts += [tokens[-1] + form for form in forms] + [form + tokens[0] for form in forms]
    return texts


def _query_couples(query: NormalisedName, weigh: Any) -> list[tuple[str, float]]:
    tokens = query.tokens
    near = list(zip(tokens, tokens[1:], strict=False))
    if query.kind == "person" and len(tokens) <= 6:
        near = [(one, other) for i, one in enumerate(tokens) for j, other in enumerate(tokens) if i != j]
    return [(one + other, weigh(one) + weigh(other)) for one, other in near]
