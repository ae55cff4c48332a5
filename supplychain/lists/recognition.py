"""What only the database knows of a row: which agency its broker is, and whether its licence is in force."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from supplychain.lists import reading
from supplychain.lists.checking import CheckedRow
from supplychain.lists.child import ParsedRow
from supplychain.lists.columns import Mapping
from supplychain.lists.findings import Finding, shown
from supplychain.suppliers import brokers
from supplychain.suppliers.brokers import NOT_FOUND, STATES, Named, Register


class Recognition:
    """The register as it was when the check began."""

    def __init__(self, register: Register) -> None:
        self._register = register

    @classmethod
    def read(cls) -> "Recognition":
        """Read the register once for a whole list."""
        return cls(brokers.register())

    def rows(self, chunk: Sequence[tuple[ParsedRow, CheckedRow]], mapping: Mapping) -> list[dict[str, Any]]:
        """Return the rows of a chunk as they are kept, with the agency of each broker and R30 where it may not work."""
        agencies = [self._agency(checked) for _parsed, checked in chunk]
        standings = brokers.standings([agency for agency in agencies if agency])
        kept = []
        for (parsed, checked), agency in zip(chunk, agencies, strict=True):
            row = reading.stored(parsed, checked, mapping, self._findings(checked, agency, standings))
            if agency is not None:
                row["content"]["agency_id"] = str(agency)
            kept.append(row)
        return kept

    def _agency(self, checked: CheckedRow) -> UUID | None:
        values = checked.values
        number, name = values.get("broker_licence_no"), values.get("broker_name")
        return self._register.recognise(number, name) if number or name else None

    def _findings(self, checked: CheckedRow, agency: UUID | None, standings: brokers.Standings) -> list[Finding]:
        values = checked.values
        number = values.get("broker_licence_no")
        if not number and agency is None:
            return []
        country = values.get("broker_country") or values.get("country")
        judged = standings.judge(Named(number, country, agency), self._register)
        if not judged.alarming or judged.state is None:
            return []
        said = {"value": shown(number or values["broker_name"])}
        if judged.state == NOT_FOUND:
            said["reason"] = "not_found"
        else:
            said["status"] = STATES[judged.state]
        return [Finding("R30", checked.row, "broker_licence_no", {"field": "broker_licence_no", **said})]
