"""What the named constraints of standards mean to a person."""

from core.constraints import Meaning, explain
from core.i18n import N_

explain(
    {
        "uq_standard_set_edition": Meaning(
            N_("This version of the standards exists already. Give the new one the next number."), "edition-taken"
        ),
        "uq_standard_set_approval_once": Meaning(
            N_("You have approved this version. Someone else must approve it too."), "same-person", 403
        ),
        "standards_approved_by_two": Meaning(
            N_("Two people approve a version of the standards before it is in force."), "not-approved"
        ),
        "standards_approved_by_another": Meaning(
            N_("You proposed this version. Two other people must approve it."), "same-person", 403
        ),
        "standards_proposed": Meaning(
            N_("This version of the standards is decided. Propose a new version instead."), "standards-not-proposed"
        ),
        "uq_standard_finding_number": Meaning(
            N_("Somebody recorded a finding of this standard a moment ago. Reload the page."), "finding-twice"
        ),
        "ck_standard_finding_reason_given": Meaning(
            N_("Give a reason of at least 10 characters."), "reason-too-short", 422, "reason"
        ),
        "finding_on_open_case": Meaning(
            N_("Findings are recorded only while the case is in checks or being assessed."), "not-assessed"
        ),
        "finding_of_asked_standard": Meaning(
            N_("This standard is not asked of this case. Reload the page."), "standard-unknown"
        ),
        "finding_rests_on_evidence": Meaning(
            N_("Choose what shows that the standard is not met, or add a file."), "evidence-missing", 422, "evidence"
        ),
        "evidence_of_case": Meaning(
            N_("Choose evidence of this case from the list."), "evidence-unknown", 422, "evidence"
        ),
        "standards_failed": Meaning(
            N_("The points of this case leave only a refusal. A licence cannot be granted."), "standards-failed"
        ),
        "standards_answered": Meaning(
            N_("Some standards have no sure answer yet. Answer them before a licence is granted."), "standards-missing"
        ),
        "standards_conditional": Meaning(
            N_("This case has points: a licence can be granted only with conditions."), "standards-conditional"
        ),
        "decided_by_no_finder": Meaning(
            N_("You recorded a finding on this case. Someone else must decide."), "same-person", 403
        ),
    }
)
