"""What the named constraints of the audit tables mean to a person."""

from core.constraints import Meaning, explain
from core.i18n import N_

explain(
    {
        "uq_engagement_once": Meaning(
            N_("This firm is engaged for this supplier from that day already."), "engagement-exists"
        ),
        "ck_engagement_period": Meaning(
            N_("The last day cannot be before the first day."), "period-reversed", 422, "ends_on"
        ),
        "ck_audit_period": Meaning(
            N_("The last day cannot be before the first day."), "period-reversed", 422, "ends_on"
        ),
        "ck_finding_due_unless_observation": Meaning(
            N_("Say by when this must be put right."), "due-missing", 422, "due_on"
        ),
        "ck_finding_description_given": Meaning(
            N_("Describe what you found in at least 10 characters."), "description-short", 422, "description"
        ),
        "audit_summarised": Meaning(
            N_("An audit is submitted with a summary. Write one."), "summary-missing", 422, "summary"
        ),
        "audit_accepted_by_company": Meaning(
            N_("The company accepts an audit, and someone else than who led it."), "four-eyes", 403
        ),
        "finding_of_audit": Meaning(N_("This finding does not belong to that audit."), "finding-elsewhere"),
        "finding_in_progress": Meaning(
            N_("Findings are recorded while the audit is in progress. Reload the page."), "audit-not-in-progress"
        ),
        "finding_closed_on_a_day": Meaning(N_("A closed finding has the day it was closed."), "closed-without-day"),
    }
)
