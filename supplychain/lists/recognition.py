"""What only the database knows of a row: which agency its broker is, and whether its licence is in force."""

from collections.abc import Sequence
from uuid import UUID

from supplychain.lists.checking import CheckedRow
from supplychain.lists.findings import Finding, shown
from supplychain.lists.keeping import Found
from supplychain.suppliers import brokers
from supplychain.suppliers.brokers import NOT_FOUND, STATES, Named, Register

BROKER = frozenset({"broker_name", "broker_licence_no"})


class Recognition:
    """The register as it was when the check began."""

    def __init__(self, register: Register) -> None:
        self._register = register

    @classmethod
    def read(cls) -> "Recognition":
        """Read the register once for a whole list."""
        return cls(brokers.register())

    def of(self, rows: Sequence[CheckedRow]) -> dict[int, Found]:
        """Return, by place, what the register knows of rows with a broker; R30 where it may not work."""
        agencies = {at: self._agency(row) for at, row in enumerate(rows) if BROKER & row.values.keys()}
        standings = brokers.standings([agency for agency in agencies.values() if agency])
        return {
            at: Found(agency, self._findings(rows[at], agency, standings)) for at, agency in agencies.items()
        }

    def _agency(self, checked: CheckedRow) -> UUID | None:
        values = checked.values
        return self._register.recognise(values.get("broker_licence_no"), values.get("broker_name"))

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
