"""What the named constraints of agencies mean to a person."""

from core.constraints import Meaning, explain
from core.i18n import N_

# What an agency is over time, its cards, and what officers verified of it.
explain(
    {
        "one_principal": Meaning(
            N_("A licensed agency has exactly one principal authority. Name the person who answers for the licence."),
            "one-principal", 422, "role",
        ),
        "principal_by_decision": Meaning(
            N_("The principal authority of a licensed agency changes by a decision. Ask for a change of the licence."),
            "principal-by-decision",
        ),
        "holder_unchanged": Meaning(
            N_("Workers read this about a licensed agency, so it changes only when we have agreed. Ask for a change of"
               " the licence instead."),
            "holder-unchanged",
        ),
        "card_stopped": Meaning(
            N_("Only the regulator stops a card, and it changes nothing else of it."), "card-stopped", 403
        ),
        "uq_agency_web_once": Meaning(N_("This address is on the list already."), "web-twice", 422, "url"),
        "uq_agency_bank_account_once": Meaning(
            N_("This account is on the list already."), "account-twice", 422, "number"
        ),
        "ck_agency_sub_agent_takes_no_money": Meaning(
            N_("A sub-agent may not take money from workers."), "takes-no-money", 422, "may_collect_money"
        ),
        "ck_agency_verification_note_given": Meaning(
            N_("Say in 10 to 2,000 characters what you did and whom you spoke to."), "note-missing", 422, "note"
        ),
    }
)  # fmt: skip
