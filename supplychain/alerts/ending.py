"""Ending alerts with the matches they were raised for."""

from collections.abc import Collection
from uuid import UUID

from screening.runs import queries as screenings
from supplychain.alerts.raising import pair_key
from supplychain.alerts.settling import end


def end_for(matches: Collection[UUID], *, organisation_id: UUID) -> int:
    """End the alerts of some matches that no longer stand, where nothing else of the pair stands; returns how many."""
    ended = screenings.no_longer_standing(matches, organisation_id=organisation_id)
    keys = {pair_key(one.subject_kind, one.subject_id, one.listed_key): one.ended_why for one in ended}
    return end({key: why for key, why in keys.items() if why}, organisation_id=organisation_id)
