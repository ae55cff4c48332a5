"""What an applicant is told before beginning: what it costs now and later, which papers, and how long it takes."""

from dataclasses import dataclass
from datetime import date

from licensing.applications.models import LicenceClass
from licensing.clocks import queries as clocks
from licensing.clocks.models import ClockRule
from licensing.clocks.states import Kind
from licensing.evidence import queries as papers
from licensing.evidence.models import EvidenceRequirement
from licensing.payments import fees
from licensing.payments.states import FeeKind
from licensing.securities import queries as securities
from licensing.securities.rules import Money

MINUTES = 60  # a proposal (experience.md 2.4)


@dataclass(frozen=True)
class Fee:
    """What one fee costs, where it is written, and when it is paid back."""

    amount: Money
    instrument: str
    refund_rule: str


@dataclass(frozen=True)
class Cost:
    """What a licence of a class costs for so many workers a year; None where nothing is due."""

    application_fee: Fee | None
    licence_fee: Fee | None
    bond: Money | None


@dataclass(frozen=True)
class Guide:
    """What an applicant is told of a class: papers, and the last day of a decision if all were handed in today."""

    licence_class: LicenceClass
    papers: list[EvidenceRequirement]
    decision: ClockRule | None
    decided_by: date | None
    kept: ClockRule | None


def cost(class_code: str, workers_a_year: int, kind: str = "new") -> Cost:
    """Return what is to be paid and secured, by the schedules and the formula in force today."""
    first, later = (fee(class_code, each, workers_a_year, kind) for each in (FeeKind.APPLICATION, FeeKind.LICENCE))
    return Cost(first, later, securities.required(class_code, workers_a_year))


def fee(class_code: str, which: FeeKind, workers_a_year: int, kind: str = "new") -> Fee | None:
    """Return what one fee is by the schedule in force today, or None where none is due."""
    row = fees.price(class_code, which, application_type=kind, basis=workers_a_year)
    return Fee(Money(row[1].amount_minor, row[0].currency), row[0].instrument, row[0].refund_rule) if row else None


def about(licence_class: LicenceClass) -> Guide:
    """Return what an applicant for a class is told."""
    return Guide(
        licence_class=licence_class, papers=papers.requirements(licence_class.code),
        decision=clocks.rule(Kind.DECIDE_NEW), decided_by=clocks.last_day_of(Kind.DECIDE_NEW),
        kept=clocks.rule(Kind.DRAFT),
    )  # fmt: skip
