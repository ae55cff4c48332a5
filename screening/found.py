"""Matches of many names as arrays: the best of each entity, put in order (pure)."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz.fuzz import ratio, token_sort_ratio


class Found(NamedTuple):
    """Matches of many names as arrays: which name asked for, which listed name, score in ten-thousandths.

    Ordered by name asked for, then best first.
    """

    asked: npt.NDArray[np.int32]
    entries: npt.NDArray[np.int32]
    scores: npt.NDArray[np.int32]


def best_of(
    asked: npt.NDArray[np.int64], owners: npt.NDArray[np.int64], entities: npt.NDArray[np.int64],
    scores: npt.NDArray[np.int64], most: int,
) -> Found:  # fmt: skip
    """Keep per name and entity the best listed name, and per name the best entities."""
    order = np.lexsort((owners, -scores, entities, asked))
    asked, owners, entities, scores = asked[order], owners[order], entities[order], scores[order]
    first = np.ones(len(asked), np.bool_)
    first[1:] = (asked[1:] != asked[:-1]) | (entities[1:] != entities[:-1])
    asked, owners, scores = asked[first], owners[first], scores[first]
    order = np.lexsort((owners, -scores, asked))
    asked, owners, scores = asked[order], owners[order], scores[order]
    if most:
        rank = np.arange(len(asked)) - np.searchsorted(asked, asked)
        asked, owners, scores = asked[rank < most], owners[rank < most], scores[rank < most]
    return Found(asked.astype(np.int32), owners.astype(np.int32), scores.astype(np.int32))


def written_alike(one: str, other: str) -> float:
    """Return how alike two names are as written, in their order and in any."""
    return ratio(one, other) + token_sort_ratio(one, other)


def repeated(found: Found, places: npt.NDArray[np.int32], distinct: int) -> Found:
    """Give names that were asked several times their matches each time."""
    starts = np.searchsorted(found.asked, np.arange(distinct + 1))
    sizes = np.diff(starts)[places]
    asked = np.repeat(np.arange(len(places), dtype=np.int32), sizes)
    within = np.arange(len(asked)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    rows = np.repeat(starts[places], sizes) + within
    return Found(asked, found.entries[rows], found.scores[rows])
