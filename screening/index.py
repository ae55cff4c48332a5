"""Find the listed names that may be a name (pure).

Each word of a name is looked up among the listed words (exactly, by sound, by one edit, glued); the names those
words stand in are weighed by how much they cover of both names; a bound on the score, not a fixed number,
decides which are compared word by word.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from screening import model, scoring
from screening.expansion import Expansion
from screening.names import Kind, NormalisedName, normalise
from screening.postings import NOWHERE, Floats, Ids, Places, add, couples_asked, couples_of, remember
from screening.scoring import ALERT_THRESHOLD, Explanation
from screening.weights import TokenWeights, background

EntryId = int | str
Entry = tuple[EntryId, str, Kind] | tuple[EntryId, str, Kind, bool]

_TELLING = 0.3  # words that weigh less are in too many names to look up; they count as covered
_COMPARED = 300  # bound on the names compared for one query
_SLACK = 0.02
_FEW = 6
_MANGLED = 0.68  # the most that two words can be alike without sharing a key


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
        self._near: dict[str, Places] = {}
        self._far: dict[str, Places] = {}
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
            for text in couples_of(reading):
                places.append((couples.setdefault(text, len(words) + len(couples)), number))
        self._expansion = Expansion(list(words), list(couples))
        weigh = self.weights.weight
        of_words = [weigh(word) for word in words]
        self._word_weights = np.array([*of_words, *(1.0 for _ in couples)], np.float32)
        grid = np.array(sorted(set(places)), np.int32).reshape(-1, 2)
        self._postings: Ids = np.ascontiguousarray(grid[:, 1])
        size = len(words) + len(couples) + 1
        self._starts = np.searchsorted(grid[:, 0], np.arange(size)).astype(np.int64)
        telling = [sum(w for t in set(r.tokens) if (w := weigh(t)) >= _TELLING) for r in self._readings]
        self._telling = np.array(telling, np.float32)
        self._total = np.array([sum(map(weigh, r.tokens)) for r in self._readings], np.float32)
        self._letters = np.array([sum(len(t) == 1 for t in r.tokens) for r in self._readings], np.float32)
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
        near: list[Places] = [self._places(token, weigh(token)) for token in dict.fromkeys(looked_up)]
        near += [self._joined(text, weight) for text, weight in couples_asked(query, weigh)]
        near = [places for places in near if len(places.names)]
        if not near:
            return np.empty(0, np.int32), np.empty(0, np.float32)
        found, place = np.unique(np.concatenate([places.names for places in near]), return_inverse=True)
        cover = np.zeros((3, len(found)))
        add(cover, place, near)
        bounds = self._bound(query, looked_up, found, cover, mangled=True)
        keep = np.flatnonzero(bounds >= threshold - _SLACK)
        found, cover = found[keep], cover[:, keep]
        if len(found) <= _FEW:  # quicker compared than looked at any closer
            return found, bounds[keep]
        for places in [self._alike(token, weigh(token)) for token in dict.fromkeys(looked_up)]:
            at = np.searchsorted(found, places.names)
            hit = at < len(found)
            hit[hit] = found[at[hit]] == places.names[hit]
            add(cover, at[hit], [places.only(hit)])
        bounds = self._bound(query, looked_up, found, cover, mangled=False)
        keep = np.flatnonzero(bounds >= threshold - _SLACK)
        if len(keep) > _COMPARED:
            keep = keep[np.argpartition(-bounds[keep], _COMPARED)[:_COMPARED]]
        keep = keep[np.argsort(-bounds[keep], kind="stable")]
        return found[keep], bounds[keep].astype(np.float32)

    def _places(self, token: str, weight: float) -> Places:
        """Return where a word that `token` may be a spelling of stands."""
        places = self._near.get(token)
        if places is None:
            places = self._collect(self._expansion.find(token), weight, joined=False)
            remember(self._near, token, places)
        return places

    def _joined(self, text: str, weight: float) -> Places:
        """Return where a word stands that is written as two in the query."""
        found = self._expansion.joined(text)
        return self._collect(found, weight, joined=True) if found[0] else NOWHERE

    def _alike(self, token: str, weight: float) -> Places:
        """Return where else a word that `token` may be a mangled form of stands."""
        places = self._far.get(token)
        if places is None:
            places = self._collect(self._expansion.alike(token), weight, joined=False)
            places = places.only(~np.isin(places.names, self._places(token, weight).names))
            remember(self._far, token, places)
        return places

    def _collect(self, found: tuple[list[int], list[float]], weight: float, *, joined: bool) -> Places:
        """Lay out the names in which the words found stand; of several in one name the most alike counts."""
        words, values = found
        if not words:
            return NOWHERE
        order = np.argsort(-np.array(values), kind="stable")
        parts = [self._postings[self._starts[words[at]] : self._starts[words[at] + 1]] for at in order]
        sizes = [len(part) for part in parts]
        names, first = np.unique(np.concatenate(parts), return_index=True)
        entry = np.repeat(self._word_weights[np.array(words)[order]], sizes)[first]
        alike = np.repeat(np.array(values, np.float32)[order], sizes)[first]
        # words written as one may also be covered one by one, so their spelling costs nothing here
        lost = np.zeros(len(names), np.float32) if joined else np.minimum(weight, entry) * (1 - alike)
        return Places(names, np.full(len(names), weight, np.float32), entry, lost)

    def _bound(
        self, query: NormalisedName, looked_up: list[str], found: Ids, cover: Floats, *, mangled: bool
    ) -> Floats:
        """Return a bound on the score of each reading found.

        Args:
            query: the name asked for.
            looked_up: its words that were looked up; the others count as covered.
            found: the readings.
            cover: weight covered in the query, in the reading, and lost by spelling.
            mangled: whether words left over on both sides may still be mangled forms of each other.
        """
        weigh = self.weights.weight
        asked, total = sum(map(weigh, set(looked_up))), sum(map(weigh, query.tokens))
        missing = np.maximum(0.0, asked - cover[0])
        lacking = np.maximum(0.0, self._telling[found] - cover[1])
        if query.kind != "organisation":  # a letter may stand for any word that nothing else covers
            missing = np.maximum(0.0, missing - self._letters[found])
            lacking = np.maximum(0.0, lacking - sum(len(token) == 1 for token in query.tokens))
        if len(set(query.tokens)) < len(query.tokens):  # a word asked twice may stand for two different listed ones
            lacking = np.zeros_like(lacking)
        lost = cover[2]
        if mangled:
            both = np.minimum(missing, lacking)
            missing, lacking, lost = missing - both, lacking - both, lost + (1 - _MANGLED) * both
        # the true totals lie between: pairs weigh as much as the lighter of their words
        ours, theirs = np.maximum(total, 0.01), np.maximum(self._total[found], 0.01)
        most = model.bound(
            "person" if query.kind == "person" else "organisation",
            query_share=missing / np.maximum(ours, missing),
            entry_share=lacking / np.maximum(theirs, lacking),
            spelling=lost / np.maximum(ours, theirs),
            evidence=np.minimum(ours - missing, theirs - lacking) - lost,
            whole=missing + lacking + lost < 0.01,
        )
        if query.kind != "unknown":
            other = self._organisations if query.kind == "person" else self._persons
            most = most - other[found] * model.CIRCUMSTANCES["other_kind"]
        return most

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
