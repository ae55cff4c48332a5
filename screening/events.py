"""Facts that screening tells the features above it (published language: ids only)."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class WatchlistChanged:
    """A list has a new current snapshot (or none any more): what was screened against it may come out otherwise."""

    watchlist_id: UUID
    sequence: int
