"""What the named constraints of assignments mean to a person."""

from core.constraints import Meaning, explain
from core.i18n import N_

explain(
    {
        "uq_case_assignment_one_open": Meaning(
            N_("Somebody was given this case a moment ago. Reload the page."), "case-taken"
        ),
        "ck_case_assignment_reason_given": Meaning(
            N_("Give a reason of at least 10 characters."), "reason-too-short", 422, "reason"
        ),
        "no_conflict_of_interest": Meaning(
            N_("Something stands between this person and the agency. Give the case to someone else."),
            "conflict-of-interest", 403,
        ),
        "ck_conflict_of_interest_detail_given": Meaning(
            N_("Say in at least 10 characters what it is."), "detail-too-short", 422, "detail"
        ),
        "ck_conflict_of_interest_days_in_order": Meaning(
            N_("The last day must not be before the first day."), "days-not-in-order", 422, "until_on"
        ),
        "ck_conflict_of_interest_ended_by_another": Meaning(
            N_("This is about you. Someone else must end it."), "same-person", 403
        ),
        "uq_grant_review_once": Meaning(N_("This grant was looked at again already."), "grant-reviewed"),
        "ck_grant_review_reason_given": Meaning(
            N_("Give a reason of at least 10 characters."), "reason-too-short", 422, "reason"
        ),
        "review_of_drawn_grant": Meaning(
            N_("This grant was not drawn to be looked at again."), "grant-not-drawn"
        ),
        "reviewed_by_another": Meaning(
            N_("You worked on this case. Someone else must look at it again."), "same-person", 403
        ),
    }
)  # fmt: skip
