"""What the constraints of the house itself mean to a person."""

from core.constraints import Meaning, explain
from core.i18n import N_

explain(
    {
        "lawful_move": Meaning(N_("This has changed, so that step is no longer possible. Reload the page."),
                               "move-not-allowed"),
        "lawful_start": Meaning(N_("This cannot begin in that state."), "start-not-allowed"),
        "trail_required": Meaning(N_("The change was not saved, because it could not be recorded. Try again."),
                                  "trail-required"),
        "immutable": Meaning(N_("This is evidence and is never changed. Record a new one instead."), "immutable"),
        "uq_person_email": Meaning(N_("This e-mail address has an account. Sign in instead."), "email-taken",
                                   422, "email"),
        "uq_idempotency_record_once": Meaning(N_("The same request is being answered now. Send it again in a moment."),
                                              "request-in-progress"),
    }
)  # fmt: skip
