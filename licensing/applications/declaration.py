"""What the person who hands an application in declares, word for word (pure)."""

from core.i18n import N_

PROMISES: tuple[str, ...] = (
    N_("What this application says is true and complete."),
    N_("We take no money from workers for a job: no fee, no deposit, no deduction, not through anyone else."),
    N_("We do not keep the passport, bank card or other papers of any worker."),
    N_("We tell the regulator at once when something in this application changes."),
    N_("We do not recruit anyone before we have a licence."),
)
