"""The groups of the ILO definition in the order in which people meet them, with their names (pure)."""

from core.i18n import N_

CATEGORIES: dict[str, str] = {
    "FEE": N_("Fees of agencies and agents"),
    "MED": N_("Medical"),
    "INS": N_("Insurance"),
    "SKL": N_("Skills and tests"),
    "TRN": N_("Training and orientation"),
    "EQP": N_("Equipment"),
    "TRV": N_("Travel and lodging"),
    "ADM": N_("Papers and permits"),
    "ILL": N_("Never legitimate"),
    "DBT": N_("Debt"),
    "OUT": N_("Outside recruitment"),
}
PAYERS: dict[str, str] = {
    "employer": N_("The employer"),
    "broker": N_("The agency"),
    "worker": N_("The worker"),
    "not-applicable": N_("Does not apply"),
}
