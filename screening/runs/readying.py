"""Indexes made ready by a job before its transactions need them: read inside of one, built outside.

Building takes longer than a transaction may stand idle.
"""

from core.db import transaction
from core.i18n import N_, translate
from screening.runs import customers, listed

FAILED = N_("The screening stopped (%(fault)s). It is tried again.")


def up_to_date() -> customers.Customers:
    """Return the index of all customers as they are now: read in transactions, built outside of them."""
    index = customers.held()
    with transaction(timeout="600s", read_only=True):
        index.tidy()
        news = index.read()
    while not index.take(news):
        with transaction(timeout="900s", read_only=True):
            news = index.read(whole=True)
    return index


def warm() -> None:
    """Have the index of the lists ready before a transaction asks for it: building takes longer than one may idle."""
    with transaction(timeout="600s", read_only=True):
        material = listed.read()
    listed.keep(material)


def fault_of(fault: Exception) -> str:
    """Return what a run that failed says: the kind of fault, no row's content."""
    return translate(FAILED, fault=type(fault).__name__)
