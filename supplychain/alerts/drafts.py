"""What an alert would say, before it is known whether there is one already."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from supplychain.alerts.models import Alert
from supplychain.alerts.states import Kind


@dataclass(frozen=True)
class Draft:
    """What an alert about a pair would say.

    `compared` is what it rests on, field by field, `fingerprint` the digest of that without case and punctuation;
    `inputs` is the digest of all that was compared: where it is the same, only the model can have changed.
    """

    kind: Kind
    pair_key: str
    fingerprint: str
    supplier_id: UUID
    broker_id: UUID | None
    subject_name: str
    object_name: str
    score: float
    evidence: dict[str, Any]
    compared: dict[str, Any]
    inputs: str
    entity_id: UUID | None = None
    licence_id: UUID | None = None
    listed_key: str | None = None
    customer_key: str | None = None


@dataclass(frozen=True)
class Raised:
    """What became of some drafts: alerts opened, opened again, and undecided ones that say something else now."""

    opened: list[Alert] = field(default_factory=list)
    reopened: list[Alert] = field(default_factory=list)
    renewed: list[Alert] = field(default_factory=list)

    @property
    def count(self) -> int:
        """Return how many alerts now ask for a decision that did not before."""
        return len(self.opened) + len(self.reopened)
