"""The case as it stood when it was decided, as JSON to be kept with the decision under its hash."""

from typing import Any

from licensing.applications import queries as applications
from licensing.applications.models import Application, ApplicationCheck
from licensing.applications.snapshots import digest
from licensing.hearings import queries as hearings
from licensing.standards import queries as standards

FORM = "decision-1"  # the shape of the copy; a later shape gets a later name


def copy(application: Application, newest: dict[str, ApplicationCheck]) -> tuple[dict[str, Any], str]:
    """Return what a decision rests on, and its SHA-256: handed in, checked, objected, answered, recommended."""
    verdict = standards.verdict(application.id)
    told = {
        "form": FORM,
        "reference": application.reference,
        "kind": application.kind,
        "handed_in": application.snapshot_hash,
        "checks": [
            {"id": str(check.id), "kind": check.kind, "result": check.result, "by": str(check.by_person)}
            for check in sorted(newest.values(), key=lambda item: item.kind)
        ],
        "score": verdict.score,
        "deficiencies": [
            {"round": row.round, "part": row.part, "text": row.text, "answer": row.answer}
            for row in applications.deficiencies(application.id)
        ],
        "objections": [
            {"reference": row.reference, "bearing": row.bearing} for row in hearings.objections(application.id)
        ],
        "hearings": [
            {"ground": intention.ground_code, "answered": representation is not None,
             "papers": [str(paper.file_id) for paper in representation.papers] if representation else []}
            for intention, representation in hearings.intentions(application.id)
        ],
        "recommendation": {
            "by": str(application.recommended_by), "outcome": application.recommendation,
            "conditions": application.proposed_conditions,
        },
    }  # fmt: skip
    return told, digest(told)
