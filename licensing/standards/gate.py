"""Whether the standards of a case let it be recommended or decided so: asked by case work before it writes."""

from uuid import UUID

from core.errors import Conflict
from core.i18n import N_
from licensing.applications.states import Outcome
from licensing.standards import queries
from licensing.standards.rules import Verdict

NEEDS_CONDITIONS = N_("%(score)s points: set at least one condition, or recommend to refuse.")


def refuse_unless_allowed(application_id: UUID, outcome: Outcome, *, conditions: int) -> Verdict:
    """Return what the findings of a case allow.

    Raises Conflict: `standards-missing` when a standard has no sure answer yet, `standards-failed` for a grant of a
    case that failed, `standards-conditional` for a grant with points and without conditions (licensing.md 6.7,
    scenario 3). The database refuses the same.
    """
    found = queries.verdict(application_id)
    if not found.outcomes:
        raise Conflict(
            "standards-missing", found.sentence, score=found.score, fails_at=found.fails_at, left=len(found.missing)
        )
    if outcome not in found.outcomes:
        raise Conflict(
            "standards-failed", found.sentence, score=found.score, fails_at=found.fails_at, left=len(found.missing)
        )
    if outcome is Outcome.GRANT and found.conditional and not conditions:
        raise Conflict(
            "standards-conditional",
            NEEDS_CONDITIONS,
            score=found.score,
            fails_at=found.fails_at,
            left=len(found.missing),
        )
    return found
