"""Whether the inspections of a case let it go on, and by whom: asked by case work before it writes."""

from uuid import UUID

from core.errors import Conflict, Refused
from core.i18n import N_
from licensing.inspections import queries

INSPECTED_IT = N_("You inspected this case. Someone else must recommend and decide.")


def refuse_recommendation(person_id: UUID | None, application_id: UUID) -> None:
    """Raise Refused (`same-person`) for the inspector of a case, Conflict while an inspection of it is open.

    Licensing.md 6.4, rule 1. The database refuses the same.
    """
    inspected, is_open = queries.standing(person_id, application_id)
    if inspected:
        raise Refused("same-person", INSPECTED_IT)
    if is_open:
        raise Conflict("inspection-open", N_("An inspection of this case is not reported yet."))
