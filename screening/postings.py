"""Where words stand in a list, and how much of a name they cover there (pure)."""

from collections.abc import Callable
from itertools import pairwise, permutations
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from screening.names import NormalisedName

Floats = npt.NDArray[np.floating[Any]]
Ids = npt.NDArray[np.int32]

_REMEMBERED = 1 << 16
_MOST_PERMUTED = 6


class Places(NamedTuple):
    """Where a word may stand: names, weight covered in the query, in the name, and lost by spelling."""

    names: Ids
    ours: Floats
    theirs: Floats
    lost: Floats

    def only(self, chosen: npt.NDArray[np.bool_]) -> "Places":
        """Return the places of the names chosen."""
        return Places(self.names[chosen], self.ours[chosen], self.theirs[chosen], self.lost[chosen])


_NOTHING = np.empty(0, np.float32)
NOWHERE = Places(np.empty(0, np.int32), _NOTHING, _NOTHING, _NOTHING)


def remember(store: dict[str, Places], token: str, places: Places) -> None:
    """Keep what was found for a word; the store is emptied when it is full."""
    if len(store) >= _REMEMBERED:
        store.clear()
    store[token] = places


def add(cover: Floats, place: npt.NDArray[Any], parts: list[Places]) -> None:
    """Add what the parts cover to the names at `place`."""
    for row, column in enumerate(("ours", "theirs", "lost")):
        values = np.concatenate([getattr(part, column) for part in parts])
        cover[row] += np.bincount(place, values, minlength=cover.shape[1])


def couples_of(reading: NormalisedName) -> list[str]:
    """Return neighbouring words written as one, and words with their legal form."""
    tokens = reading.tokens
    texts = [one + other for one, other in pairwise(tokens)]
    if reading.kind == "person" and len(tokens) > 2:
        texts.append(tokens[-1] + tokens[0])
    forms = reading.glued_forms
    if tokens:
        texts += [tokens[-1] + form for form in forms] + [form + tokens[0] for form in forms]
    return texts


def couples_asked(query: NormalisedName, weigh: Callable[[str], float]) -> list[tuple[str, float]]:
    """Return words of a query written as one, of a person in any order, and what they weigh."""
    tokens = query.tokens
    near = permutations(tokens, 2) if query.kind == "person" and len(tokens) <= _MOST_PERMUTED else pairwise(tokens)
    return [(one + other, weigh(one) + weigh(other)) for one, other in near]
