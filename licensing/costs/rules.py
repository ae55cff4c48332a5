"""Employer pays: may this payer bear that cost? (pure; ILO definition of 2019)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from core.i18n import N_
from licensing.costs.models import Payer, WorkerVerdict


class Item(Protocol):
    """What a rule needs to know of a cost item."""

    @property
    def worker_verdict(self) -> str:
        """Return whether a worker may be charged: one of WorkerVerdict."""

    @property
    def billable_to_employer(self) -> bool:
        """Tell whether an employer may lawfully be billed."""

    @property
    def instrument(self) -> str:
        """Return where the rule is written."""


@dataclass(frozen=True)
class Verdict:
    """Whether a payer may bear a cost, under which rule, in one sentence, and where that rule is written.

    `sentence` is a marked catalogue sentence; its %(item)s is the item's name.
    """

    allowed: bool
    rule_id: str
    sentence: str
    instrument: str


@dataclass(frozen=True)
class Rule:
    """A rule that forbids: its id, what a person is told, and when it applies."""

    rule_id: str
    sentence: str
    forbids: Callable[[Item, str], bool]


ALLOWED = N_("“%(item)s” may be paid like this.")
NOT_A_COST = frozenset({WorkerVerdict.STATUTORY, WorkerVerdict.OUTSIDE})
# The strictest comes first. What no rule knows is refused by the last: unknown is never permitted.
RULES = (
    Rule(
        "EP-2",
        N_("“%(item)s” is never legitimate. Nobody may charge it, so nobody can be named to pay it."),
        lambda item, payer: item.worker_verdict == WorkerVerdict.NEVER and payer != Payer.NOT_APPLICABLE,
    ),
    Rule(
        "EP-3",
        N_("“%(item)s” is not a cost of recruitment. It does not belong in a fee plan, so leave it out."),
        lambda item, _payer: item.worker_verdict in NOT_A_COST,
    ),
    Rule(
        "EP-1",
        N_("A worker must not pay for “%(item)s”. Choose the employer or the agency."),
        lambda _item, payer: payer == Payer.WORKER,
    ),
    Rule(
        "EP-4",
        N_("“%(item)s” may not be billed to an employer. Choose another payer."),
        lambda item, payer: payer == Payer.EMPLOYER and not item.billable_to_employer,
    ),
    Rule(
        "EP-9",
        N_("No rule allows this for “%(item)s”, so it is not allowed. Ask the regulator."),
        lambda item, payer: payer not in set(Payer) or item.worker_verdict not in set(WorkerVerdict),
    ),
)


def decide(item: Item, payer: str) -> Verdict:
    """Return whether `payer` (a Payer) may bear `item` in a fee plan: the first rule that forbids, else EP-0."""
    for rule in RULES:
        if rule.forbids(item, payer):
            return Verdict(allowed=False, rule_id=rule.rule_id, sentence=rule.sentence, instrument=item.instrument)
    return Verdict(allowed=True, rule_id="EP-0", sentence=ALLOWED, instrument=item.instrument)
