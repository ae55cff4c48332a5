"""Whether a person may act on the cases of an agency at all: asked by case work before it writes."""

from uuid import UUID

from core.errors import Refused
from core.i18n import N_
from licensing.assignments import queries

CONFLICTED = N_("Something stands between you and this agency, so you cannot work on its cases. Hand the case over.")


def refuse_conflicted(person_id: UUID | None, agency_id: UUID) -> None:
    """Raise Refused (`conflict-of-interest`) when something stands between a person and an agency.

    A declared interest, or ever having belonged to it (licensing.md 6.4, rule 3). The database refuses the same.
    """
    if queries.is_conflicted(person_id, agency_id):
        raise Refused("conflict-of-interest", CONFLICTED)
