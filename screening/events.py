"""Facts that screening tells the features above it (published language: ids only)."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class WatchlistChanged:
    """A list has a new current snapshot (or none any more): what was screened against it may come out otherwise."""

    watchlist_id: UUID
    sequence: int


@dataclass(frozen=True)
class MatchesChanged:
    """A change of lists has brought, renewed or ended matches of an organisation; `run_id` is the run that did."""

    organisation_id: UUID
    run_id: UUID
