"""What the named constraints of the supply-chain tables mean to a person."""

from core.constraints import Meaning, explain
from core.i18n import N_

explain(
    {
        "ck_alert_four_eyes": Meaning(
            N_("You decided that it is the same. Someone else must confirm."), "four-eyes", 403
        ),
        "ck_alert_reason_given": Meaning(N_("A decision needs a reason. Choose one."), "reason-missing", 422, "reason"),
        "ck_alert_suppression_four_eyes": Meaning(
            N_("You asked for this rule. Someone else must agree."), "four-eyes", 403
        ),
        "ck_alert_suppression_second_person": Meaning(
            N_("The two are very much alike: a second person must agree."), "four-eyes", 403
        ),
        "uq_alert_pair": Meaning(
            N_("There is an alert about these two already. Open it from the list of alerts."), "alert-exists"
        ),
        "ck_supplier_list_counts_add_up": Meaning(
            N_("The rows of this list do not add up, so it was not accepted. Upload the file again."), "rows-missing"
        ),
        "accepted_list_immutable": Meaning(
            N_("This list was accepted. Its rows are never changed: upload a new list."), "list-accepted"
        ),
        "uq_supplier_match_key": Meaning(
            N_("This supplier is there already. A new list updates it."), "supplier-exists"
        ),
    }
)
