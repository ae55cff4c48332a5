"""The formula of securities of each class of licence, read from a file a lawyer can read."""

from pathlib import Path

from core.errors import Invalid
from core.i18n import N_
from licensing.law.service import day, rows, text, whole
from licensing.securities import formulas, reading
from licensing.securities.formulas import Terms
from licensing.securities.rules import Band

NAME = "securities.csv"
TERMS = ("least_notice_days", "replace_days", "top_up_days", "claims_months")


def load(folder: Path) -> int:
    """Load ``securities.csv`` of `folder` where it is there; return how many versions of the formula were new.

    Columns: class, effective_from, effective_to, currency, workers_from, points_from, amount, per_branch,
    least_notice_days, replace_days, top_up_days, claims_months, instrument. The rows of one class and first day are one
    version; its terms stand in its first row. A version that is there already is left as it is. Raises Invalid naming
    line and column, and when a version that was loaded before says something else now.
    """
    if not (folder / NAME).exists():
        return 0
    found: dict[tuple[str, str], Terms] = {}
    for row, where in rows(folder / NAME):
        key = (text(row, "class", where), text(row, "effective_from", where))
        currency = text(row, "currency", where)
        band = Band(whole(row, "workers_from", where), whole(row, "points_from", where), _amount(row, "amount", where))
        if key not in found:
            days = {name: whole(row, name, where) for name in TERMS}
            found[key] = Terms(
                class_code=key[0], currency=currency, bands=(), instrument=text(row, "instrument", where),
                effective_from=day(row, "effective_from", where),
                effective_to=day(row, "effective_to", where) if row.get("effective_to") else None,
                per_branch_minor=_amount(row, "per_branch", where) if row.get("per_branch") else 0, **days,
            )  # fmt: skip
        known = found[key]
        found[key] = Terms(**{**known.__dict__, "bands": tuple(sorted((*known.bands, band)))})
    return sum(formulas.load(terms) is not None for terms in found.values())


def _amount(row: dict[str, str], column: str, where: str) -> int:
    found = reading.amount(text(row, column, where), text(row, "currency", where))
    if found is None:
        message = N_("%(where)s: “%(column)s” must be an amount such as 5000.00.")
        raise Invalid("cell-not-amount", message, where=where, column=column)
    return found
