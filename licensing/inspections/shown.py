"""The blueprint of the pages of inspections, and what their templates need to show codes as words."""

from typing import Any

from core.web import pages
from licensing.inspections import queries, wording
from licensing.standards.rules import OUTCOMES as FOUND

blueprint = pages("inspections", __name__)
SHOWN: dict[str, Any] = {
    "STATUSES": wording.STATUSES, "TAGS": wording.TAGS, "FRAMES": wording.FRAMES, "SEEN": wording.SEEN,
    "OUTCOMES": wording.OUTCOMES, "OUTCOME_TAGS": wording.OUTCOME_TAGS, "FOUND": FOUND,
    "newest_items": queries.newest_items,
}  # fmt: skip
