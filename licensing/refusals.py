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
