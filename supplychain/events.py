"""What the supply-chain rooms tell each other: facts of ids only."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class SupplierListLive:
    """Every good row of a list has become a supplier; now they must be screened."""

    list_id: UUID
