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
        "refused_after_hearing": Meaning(
            N_("Tell the agency first why it may be refused, and let it answer. Only an urgent ground needs no"
               " hearing."),
            "not-heard",
        ),
        "ground_of_refusal": Meaning(N_("Choose a ground for a refusal."), "ground-not-of-kind", 422, "ground"),
        "barred_by_quashing": Meaning(
            N_("You had a hand in the decision that was quashed. Somebody else must look at this case."),
            "same-person", 403,
        ),
        "quash_of_decision": Meaning(
            N_("A decision is quashed by an order that names it."), "nothing-to-quash"
        ),
        "decision_supersedes": Meaning(
            N_("This case has been decided already. Another decision needs an order that quashes the last."),
            "already-decided",
        ),
        "objections_answered": Meaning(
            N_("Anybody may still object, or an objection is not answered yet."), "objections-open"
        ),
        "intention_announced": Meaning(
            N_("Tell the agency first why it may be refused."), "not-heard"
        ),
        "agency_heard": Meaning(N_("The agency may still answer."), "agency-may-answer"),
        "uq_application_representation_intention_id": Meaning(
            N_("Your answer is with us already."), "nothing-to-answer"
        ),
        "ck_application_two_rounds": Meaning(
            N_("This case was returned twice already. Go on with what is there."), "returned-twice"
        ),
        "granted_with_term": Meaning(N_("A case is granted together with the days that the licence runs."), "no-term"),
        "term_from_decision": Meaning(N_("A licence runs for the days that a decision granted."), "no-decision"),
        "licence_from_terms": Meaning(
            N_("The days of a licence are those of the decisions that granted it."), "days-not-granted"
        ),
        "uq_licence_term_application": Meaning(
            N_("This application has added to its licence already."), "already-granted"
        ),
        "ck_application_of_a_licence": Meaning(
            N_("A renewal, a change or a reinstatement names the licence it is for."), "no-licence"
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

# Fees and payments.
explain(
    {
        "fee_approved_by_two": Meaning(N_("A fee is in force only once two people approved it."), "fee-not-approved"),
        "fee_approved_by_another": Meaning(
            N_("You proposed this fee. Two others must approve it."), "same-person", 403
        ),
        "uq_fee_approval_once": Meaning(
            N_("You approved this fee already. Someone else must approve it too."), "same-person", 403
        ),
        "uq_fee_schedule_version": Meaning(
            N_("Somebody proposed a version of this fee a moment ago. Reload the page."), "fee-version-taken"
        ),
        "ex_fee_schedule_one_price": Meaning(
            N_("A newer version of this fee is in force. Propose a later first day."), "fee-before-present"
        ),
        "ex_fee_band_one_price": Meaning(
            N_("Each band begins where the one before it ends."), "fee-bands-overlap", 422, "bands"
        ),
        "price_from_schedule": Meaning(
            N_("The fee has changed. Reload the page."), "price-changed"
        ),
        "uq_payment_order_one_live": Meaning(
            N_("This fee was asked for a moment ago. Reload the page."), "payment-exists"
        ),
        "uq_payment_order_round": Meaning(
            N_("This fee was asked for a moment ago. Reload the page."), "payment-exists"
        ),
        "uq_payment_attempt_one_live": Meaning(
            N_("A payment of this fee was begun a moment ago. Reload the page."), "payment-begun"
        ),
        "uq_payment_attempt_number": Meaning(
            N_("A payment of this fee was begun a moment ago. Reload the page."), "payment-begun"
        ),
        "payer_is_applicant": Meaning(N_("A fee is paid by the agency that applies."), "payer-not-applicant", 403),
        "ck_payment_transfer_payer_is_applicant": Meaning(
            N_("A fee is paid by the agency that applies, from an account of its own."), "payer-not-applicant", 422,
            "payer_is_applicant",
        ),
        "money_from_outside": Meaning(N_("Who pays does not say that it was paid."), "money-from-outside", 403),
        "paid_from_ledger": Meaning(N_("A fee counts as paid only with its money in the books."), "no-money"),
        "refunds_agree": Meaning(N_("The refunds of this payment changed. Reload the page."), "refunds-differ"),
        "ledger_balanced": Meaning(N_("The books would not balance, so nothing was saved."), "ledger-not-balanced"),
        "receipt_for_money": Meaning(N_("A receipt is for money that was received."), "no-money"),
        "refund_approvers": Meaning(
            N_("How many people must approve this refund has changed. Reload the page."), "refund-approvers"
        ),
        "refund_of_paid": Meaning(N_("Only what is paid and undisputed can be paid back."), "not-paid"),
        "refunds_within": Meaning(
            N_("Together with other refunds this is more than was paid."), "refund-too-large", 422, "amount"
        ),
        "ck_payment_refund_four_eyes": Meaning(
            N_("You proposed this refund. Someone else must decide."), "same-person", 403
        ),
        "ck_payment_refund_six_eyes": Meaning(
            N_("You proposed or approved this refund already. Someone else must approve it too."), "same-person", 403
        ),
        "ck_payment_refund_approved_by_someone": Meaning(
            N_("This refund needs the approval of two people."), "refund-not-approved"
        ),
        "ck_payment_refund_reason_given": Meaning(
            N_("Give a reason of at least 10 characters."), "reason-too-short", 422, "note"
        ),
        "transfer_matches_order": Meaning(
            N_("A transfer pays what is due, neither more nor less. Reload the page."), "transfer-differs"
        ),
        "ck_payment_transfer_four_eyes": Meaning(
            N_("You recorded this transfer. Someone else must confirm it."), "same-person", 403
        ),
        "uq_payment_transfer_one_live": Meaning(
            N_("A transfer for this payment is recorded already. Reload the page."), "transfer-recorded"
        ),
        "uq_payment_transfer_bank_reference": Meaning(
            N_("A transfer with this reference of the bank is recorded already."), "transfer-recorded", 422,
            "bank_reference",
        ),
    }
)  # fmt: skip

# Papers that an officer enters for an agency.
explain(
    {
        "uq_assisted_entry_one_open": Meaning(
            N_("Somebody began to enter papers of this agency a moment ago. Reload the page."), "papers-open"
        ),
        "ck_assisted_entry_note_given": Meaning(
            N_("Say who signed the papers and why they came on paper."), "note-too-short", 422, "note"
        ),
        "judged_by_another": Meaning(
            N_("You entered papers of this agency. Someone else must judge them."), "same-person", 403
        ),
    }
)
# Securities: what the services say before, the database says again.
explain(
    {
        "uq_security_once": Meaning(
            N_("This paper is lodged already. Look at its number, or say which security it replaces."),
            "security-lodged", 422, "number",
        ),
        "ck_security_verified_by_another": Meaning(
            N_("You lodged this security. Someone else must verify it."), "same-person", 403
        ),
        "security_judged_by_outsider": Meaning(
            N_("You belong to this agency. Someone else must verify its security."), "same-person", 403
        ),
        "security_replaces_own": Meaning(
            N_("A security replaces one of the same agency and class of licence. Choose one from the list."),
            "replaces-other", 422, "replaces",
        ),
        "ck_security_drawn_within_amount": Meaning(
            N_("Less is left of the security by now. Decline the call instead."), "call-beyond-rest"
        ),
        "security_call_within_rest": Meaning(
            N_("Less is left of the security by now. Ask for at most what is left."), "call-unsound", 422, "amount"
        ),
        "security_callable": Meaning(
            N_("Only a security that was verified and still holds is called."), "security-not-callable"
        ),
        "ck_security_call_three_people": Meaning(
            N_("You have proposed or confirmed this call already. Someone else must confirm it."), "same-person", 403
        ),
        "ck_security_call_confirmed_by_two": Meaning(
            N_("A call is confirmed by two people who did not propose it."), "call-not-confirmed"
        ),
        "ck_security_release_four_eyes": Meaning(
            N_("You proposed this release. Someone else must decide."), "same-person", 403
        ),
        "uq_security_release_one_open": Meaning(
            N_("The release of this security is proposed already."), "release-proposed"
        ),
        "security_held_for_claims": Meaning(
            N_("The security is still held for claims of workers."), "security-held"
        ),
        "security_without_open_call": Meaning(
            N_("A call on this security is open: it is declined or paid first."), "security-held"
        ),
        "ck_security_formula_three_people": Meaning(
            N_("You have proposed or confirmed this version already. Someone else must confirm it."), "same-person", 403
        ),
        "uq_security_order_one_standing": Meaning(
            N_("An order on this licence waits already."), "order-standing"
        ),
    }
)  # fmt: skip

# The life of a licence after its grant.
explain(
    {
        "ck_licence_measure_three_people": Meaning(
            N_("You have confirmed this already. A third person must confirm it, too."), "same-person", 403
        ),
        "two_confirm": Meaning(N_("Two people confirm this, and neither of them proposed it."), "two-confirm"),
        "heard_first": Meaning(N_("The holder may still answer. Decide when that day has passed."), "not-heard"),
        "lifted_by_another": Meaning(
            N_("You took part in the suspension. Someone else must lift it."), "same-person", 403
        ),
        "set_aside_by_others": Meaning(
            N_("You took part in that measure. Someone else must set it aside."), "same-person", 403
        ),
        "closed_by_another": Meaning(
            N_("You took part in the decision. Someone else must enter how the appeal ended."), "same-person", 403
        ),
        "wound_down": Meaning(
            N_("Not everything is in order yet: every item of the list must be seen."), "not-wound-down"
        ),
        "urgent_lapses_on_its_day": Meaning(N_("Nobody confirmed the urgent suspension in time."), "urgent-lapsed"),
        "protection_plan_given": Meaning(
            N_("Say how the workers already placed are protected."), "plan-missing", 422, "protection_plan"
        ),
        "uq_licence_appeal_one_open": Meaning(
            N_("An appeal against this decision is open already."), "appeal-open"
        ),
        "uq_winding_down_once": Meaning(N_("Somebody has seen this in order already."), "seen-already"),
        "uq_demerit_entry_corrected_once": Meaning(
            N_("These points have been taken back already."), "taken-back-already"
        ),
        "corrected_by_another": Meaning(
            N_("You entered these points. Someone else must take them back."), "same-person", 403
        ),
        "extended_once": Meaning(
            N_("Only an open condition with a last day gets more time, and only once."), "not-extendable"
        ),
        "ck_person_ban_seconded_by_another": Meaning(
            N_("You proposed this ban. Two other people must confirm it."), "same-person", 403
        ),
        "ck_person_ban_four_eyes": Meaning(
            N_("You proposed this ban. Two other people must confirm it."), "same-person", 403
        ),
        "ck_person_ban_three_people": Meaning(
            N_("You have confirmed this already. A third person must confirm it, too."), "same-person", 403
        ),
        "ck_ban_review_four_eyes": Meaning(
            N_("You proposed to lift this ban. Someone else must decide."), "same-person", 403
        ),
        "uq_ban_review_one_open": Meaning(N_("A review of this ban waits already."), "not-reviewable"),
    }
)
