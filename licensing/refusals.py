"""What the named constraints of licensing mean to a person; each slice adds its own lines."""

from core.constraints import Meaning, explain
from core.i18n import N_

# Agencies, applications and fee plans.
explain(
    {
        "uq_agency_organisation_id": Meaning(
            N_("Your agency was registered a moment ago. Reload the page."), "agency-exists"
        ),
        "uq_agency_registration": Meaning(
            N_("Another agency is registered with this number in this country. Check the number."),
            "registration-taken", 422, "registration_number",
        ),
        "uq_agency_phone_once": Meaning(N_("This number is on the list already."), "phone-twice", 422, "phone"),
        "uq_agency_person_one_principal": Meaning(
            N_("The agency has a principal authority already. There can be only one."), "second-principal", 422, "role"
        ),
        "uq_application_one_open": Meaning(
            N_("There is an open application for this class of licence already. Reload the page."), "application-open"
        ),
        "ck_application_frozen_when_submitted": Meaning(
            N_("An application is handed in together with a frozen copy of what it says."), "application-not-frozen"
        ),
        "uq_fee_plan_line_once": Meaning(
            N_("Somebody declared this item a moment ago. Reload the page."), "fee-plan-line-twice"
        ),
        "ck_fee_plan_line_worker_pays_nothing": Meaning(
            N_("A worker must not pay for any item of a fee plan. Choose the employer or the agency."),
            "worker-pays-nothing", 422, "payer",
        ),
        "plan_item_declared": Meaning(
            N_("This item is not part of a fee plan. See the list of cost items."), "plan-item-unknown", 422, "item"
        ),
    }
)  # fmt: skip

# Decisions, licences and measures: what the pages and services say before, the database says again.
explain(
    {
        "ck_application_decision_four_eyes": Meaning(
            N_("You recommended this case. Someone else must decide."), "same-person", 403
        ),
        "ck_licence_measure_four_eyes": Meaning(
            N_("You proposed this measure. Someone else must decide."), "same-person", 403
        ),
        "uq_application_decision_once": Meaning(N_("This case has been decided already."), "already-decided"),
        "ck_application_decision_reason_given": Meaning(
            N_("Give a reason of at least 10 characters."), "reason-too-short", 422, "reason"
        ),
        "ck_licence_measure_reason_given": Meaning(
            N_("Give a reason of at least 10 characters."), "reason-too-short", 422, "reason"
        ),
        "ck_application_recommended_by_someone": Meaning(
            N_("A case is decided only after someone has recommended it."), "not-recommended"
        ),
        "ck_licence_measure_decided_by_someone": Meaning(
            N_("A measure is decided by a second person, or not at all."), "measure-undecided"
        ),
        "decision_matches_case": Meaning(
            N_("The decision names another recommender than the case. Reload the page."), "decision-mismatch"
        ),
        "decided_by_another": Meaning(
            N_("You recorded a check on this case. Someone else must decide."), "same-person", 403
        ),
        "decided_by_the_actor": Meaning(N_("A decision is made by the person who signs it."), "not-the-signer", 403),
        "decided_by_decision": Meaning(N_("A case is granted or refused only by a decision."), "no-decision"),
        "licence_from_decision": Meaning(N_("A licence needs a decision that grants it."), "no-decision"),
        "licence_from_measure": Meaning(
            N_("The state of a licence changes only by a measure that two people took."), "no-measure"
        ),
        "uq_licence_application": Meaning(N_("This application has its licence already."), "already-granted"),
        "uq_licence_number": Meaning(N_("This licence number is taken. Try again."), "number-taken"),
        "ex_licence_one_live": Meaning(
            N_("This agency has a licence of this class for these days already."), "licence-overlaps"
        ),
        "uq_licence_measure_one_open": Meaning(
            N_("This measure is already proposed and waits for a decision."), "measure-already-proposed"
        ),
    }
)

# Papers and messages.
explain(
    {
        "paper_by_its_side": Meaning(
            N_("A paper is sent by the agency and judged by the regulator."), "not-your-side", 403
        ),
        "message_by_its_side": Meaning(N_("A message is written by the side that it names."), "not-your-side", 403),
        "ck_evidence_item_rejected_with_reason": Meaning(
            N_("Say in at least 10 characters what is wrong with the paper."), "note-too-short", 422, "note"
        ),
        "ck_case_message_body_within": Meaning(
            N_("Write a message of at most 4,000 characters."), "message-length", 422, "body"
        ),
    }
)
