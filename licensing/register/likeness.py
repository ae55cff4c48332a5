"""Which names are the one that was typed, which only look like it, and in what they differ (pure).

Only an exact folded name gives a status; likeness gives a list to look at, never a verdict (experience.md 5).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from screening import sounds, words
from screening.names import NormalisedName, normalise
from screening.scoring import Explanation, score

LIKELY = 0.6  # below the threshold of alerts: a worker is shown a name too many rather than one too few
SHARED = 0.5  # of the weight of both names' words
WHOLE = 0.85  # of the weight of the words typed: part of a longer name
NEAR_BEST = 0.75  # of the strength of the likest name: what is much less like it would only hide it
MOST_SCORED = 60
CONSONANTS = 75  # per cent of agreement where two scripts leave only consonants to compare
_LETTERS_FOR_FIGURES = str.maketrans("01345", "oieas")


@dataclass(frozen=True)
class Candidate:
    """A published name that shares a key with what was typed."""

    agency_id: UUID
    name: str
    kind: str


@dataclass(frozen=True)
class Like:
    """A name that looks like what was typed; `strength` orders them."""

    agency_id: UUID
    name: str
    strength: float


@dataclass(frozen=True)
class Run:
    """A run of letters of a name; `changed` ones are not as typed."""

    text: str
    changed: bool


def same(typed: str, candidates: Iterable[Candidate]) -> list[UUID]:
    """Return the agencies, each once, one of whose names is exactly the typed one after folding."""
    wanted = _normal(typed)
    found = (item.agency_id for item in candidates if _same(wanted, _normal(item.name)))
    return list(dict.fromkeys(found))


def _same(typed: NormalisedName, listed: NormalisedName) -> bool:
    """Compare whole names; a legal form may be left out, but another one makes another name."""
    if typed.empty or typed.compare != listed.compare:
        return False
    forms, known = ({form.family for form in name.legal_forms} for name in (typed, listed))
    return not forms or not known or bool(forms & known)


def alike(typed: str, candidates: Iterable[Candidate]) -> list[Like]:
    """Return the agencies, each once by its best name, with a name that looks like the typed one; the likest first."""
    readings = [_normal(text) for text in spellings(typed)]
    best: dict[UUID, Like] = {}
    for item in _nearest(readings[-1], candidates):
        strength = max(_strength(reading, _normal(item.name)) for reading in readings)
        if strength > 0 and (item.agency_id not in best or strength > best[item.agency_id].strength):
            best[item.agency_id] = Like(item.agency_id, item.name, strength)
    likes = sorted(best.values(), key=lambda like: (-like.strength, like.name))
    return [like for like in likes if like.strength >= NEAR_BEST * likes[0].strength]


def _nearest(typed: NormalisedName, candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return the candidates worth scoring: those whose words, in any order, have most letters in common."""
    listed = list(candidates)
    if len(listed) <= MOST_SCORED:
        return listed
    wanted, known = typed.compare, [_normal(item.name).compare for item in listed]
    found = process.extract(wanted, known, scorer=fuzz.token_ratio, processor=None, limit=MOST_SCORED)
    return [listed[place] for _name, _score, place in found]


def spellings(typed: str) -> tuple[str, ...]:
    """Return what was typed and, where figures stand inside words (``Sunr1se``), the same with letters for them."""
    written = typed.split()
    plain = [w.translate(_LETTERS_FOR_FIGURES) if any(c.isalpha() for c in w) else w for w in written]
    return (typed,) if plain == written else (typed, " ".join(plain))


def common_only(typed: str) -> str:
    """Return the first word of a name that has nothing but words that many names have; nothing for any other name."""
    tokens = _normal(typed).tokens
    return typed.split(maxsplit=1)[0] if tokens and set(tokens) <= words.GENERIC | words.PARTICLES else ""


def _strength(typed: NormalisedName, listed: NormalisedName) -> float:
    """Return 0 for names that do not look alike, else how much they do (above 1 when nearly the same)."""
    if typed.empty or listed.empty:
        return 0.0
    found = score(typed, listed)
    asked, held = _share(found, found.unmatched_query), _share(found, found.unmatched_entry)
    if found.score >= LIKELY or asked >= WHOLE or min(asked, held) >= SHARED:
        return found.score + asked
    if typed.script != listed.script:
        return _consonants(typed, listed)
    return 0.0


def _share(found: Explanation, missing: tuple[tuple[str, float], ...]) -> float:
    """Return how much of a name, by weight, stands in the other one, less where it is spelt otherwise."""
    paired = sum(pair.weight for pair in found.pairs)
    agreed = sum(pair.weight * pair.similarity for pair in found.pairs if pair.similarity >= 0.75)
    whole = paired + sum(weight for _word, weight in missing)
    return agreed / whole if whole else 0.0


def _consonants(typed: NormalisedName, listed: NormalisedName) -> float:
    left, right = (" ".join(sounds.consonants(token) for token in name.tokens) for name in (typed, listed))
    agreement = fuzz.ratio(left, right)
    return agreement / 200 if agreement >= CONSONANTS else 0.0


@lru_cache(maxsize=1 << 15)
def _normal(name: str) -> NormalisedName:
    return normalise(name, "organisation")


# --------------------------------------------------------------------------------------------- differences


def difference(typed: str, listed: str) -> tuple[tuple[Run, ...], tuple[str, ...]]:
    """Return the listed name in runs of letters as typed and changed, and its words that differ.

    Legal words that were left out are no difference. Names in different scripts have no letter in common: then
    nothing is marked, and the whole name is what differs.
    """
    left, right = _plain(typed), _plain(listed)
    if not set(left) & {sign for sign in right if sign.isalpha()}:
        return (Run(listed, changed=False),), (listed,)
    changed = [False] * len(listed)
    for step in Levenshtein.opcodes(left, right):
        if step.tag == "delete":  # letters typed too much: those on either side stand for them
            near = slice(max(step.dest_start - 1, 0), step.dest_start + 1)
            changed[near] = [True] * len(changed[near])
        elif step.tag != "equal":
            changed[step.dest_start : step.dest_end] = [True] * (step.dest_end - step.dest_start)
    told = _telling(listed)
    differing = []
    for place, (start, end) in enumerate(_words(listed)):
        if place not in told:
            changed[start:end] = [False] * (end - start)
        elif any(changed[start:end]):
            differing.append(listed[start:end])
    for place, sign in enumerate(listed):
        changed[place] = changed[place] and not sign.isspace()
    return _runs(listed, changed), tuple(differing)


def _telling(listed: str) -> range:
    """Return the places of the words that make the name: without a legal form at its end or at its beginning."""
    written, whole = listed.split(), _normal(listed).compare
    last = next(
        n for n in range(len(written) + 1) if n == len(written) or _normal(" ".join(written[:n])).compare == whole
    )
    kept = (n for n in range(last - 1, -1, -1) if _normal(" ".join(written[n:last])).compare == whole)
    first = next(kept, 0)
    return range(first, last)


def _plain(text: str) -> list[str]:
    """Return one comparable sign for each sign of `text`: case counts for nothing, nor does punctuation."""
    return [sign.casefold() if sign.isalnum() or sign.isspace() else " " for sign in text]


def _words(text: str) -> list[tuple[int, int]]:
    places: list[tuple[int, int]] = []
    start: int | None = None
    for place, sign in enumerate(f"{text} "):
        if sign.isspace():
            if start is not None:
                places.append((start, place))
            start = None
        elif start is None:
            start = place
    return places


def _runs(text: str, changed: list[bool]) -> tuple[Run, ...]:
    runs: list[Run] = []
    for sign, mark in zip(text, changed, strict=True):
        if runs and runs[-1].changed is mark:
            runs[-1] = Run(runs[-1].text + sign, mark)
        else:
            runs.append(Run(sign, mark))
    return tuple(runs)
