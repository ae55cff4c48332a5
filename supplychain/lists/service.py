"""Commands on supplier lists: received, read, columns confirmed, checked, imported; each step one transaction."""

import json
from collections.abc import Callable
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, text

from core import clock, events, files, ids, trail
from core.actor import SYSTEM, Actor
from core.db import db, move
from core.errors import Conflict, Invalid
from core.files import StoredFile
from core.i18n import N_
from core.text import clean_line
from supplychain.events import SupplierListLive
from supplychain.lists import publishing, queries, reading
from supplychain.lists.columns import LABELS, Mapping
from supplychain.lists.findings import Finding
from supplychain.lists.keeping import Kept
from supplychain.lists.models import SupplierList, SupplierListRow
from supplychain.lists.reading import Asked, Survey
from supplychain.lists.states import Status

LARGEST = 10_000_000
LONGEST_NAME = 200
CHANGED = N_("Somebody changed this list while you had the page open. Look at it again; your answers are kept.")


def receive(stored: StoredFile, name: str, *, by: Actor) -> SupplierList:
    """Record an upload; the caller defers reading it. A file uploaded before is taken, and said to be so (F15)."""
    earlier = queries.same_file(stored.sha256, stored.organisation_id)
    findings = []
    if earlier is not None:
        params = {"date": earlier.created_at.date().isoformat(), "list": earlier.reference}
        findings.append(Finding("F15", params=params).as_json())
    supplier_list = SupplierList(
        id=ids.new_id(), organisation_id=stored.organisation_id, reference=ids.new_reference("L"),
        name=(clean_line(name) or stored.name)[:LONGEST_NAME], file_id=stored.id, file_name=stored.name,
        file_hash=stored.sha256, status=Status.UPLOADED, dialect={"asked": {}}, headers=[], sample=[], mapping={},
        findings=findings, created_at=clock.now(), created_by=by.person_id,
    )  # fmt: skip
    db.session.add(supplier_list)
    trail.record("supplychain.list.upload", supplier_list, by=by, file=stored.name, sha256=stored.sha256,
                 size=stored.size)  # fmt: skip
    db.session.flush()
    return supplier_list


def check_version(supplier_list: SupplierList, version: int | None) -> None:
    """Raise Conflict when the page was made of an older version of the list; None asks nothing (the API may)."""
    if version is not None and supplier_list.version != version:
        raise Conflict("list-changed", CHANGED)


def must_be(supplier_list: SupplierList, *statuses: Status) -> None:
    """Raise Conflict when the list is past (or not yet at) this step."""
    if supplier_list.status not in statuses:
        raise Conflict("list-not-at-this-step", N_("This list is at another step now. Open it again."))


def read_again(supplier_list: SupplierList, asked: Asked, *, version: int | None = None, by: Actor) -> None:
    """Have the file read in another way: sheet, letters, delimiter or heading row; the caller defers it."""
    must_be(supplier_list, Status.PARSED)
    check_version(supplier_list, version)
    supplier_list.dialect = {**supplier_list.dialect, "asked": asked.as_json(), "reading": True}
    supplier_list.mapping = {}
    trail.record("supplychain.list.read-again", supplier_list, by=by, **asked.as_json())
    db.session.flush()


@dataclass(frozen=True)
class File:
    """A stored upload and how it is to be read."""

    data: bytes
    name: str
    asked: Asked


def file_of(supplier_list: SupplierList) -> File:
    """Return the bytes of a list's file and the person's choices."""
    stored = files.get(supplier_list.file_id)
    asked = Asked(**supplier_list.dialect.get("asked", {}))
    return File(stored.content, stored.name, asked)


def finish_reading(supplier_list: SupplierList, file: File, found: Survey) -> None:
    """Keep what was found in the file; does nothing when the list went on or other choices were made meanwhile."""
    asked = Asked(**supplier_list.dialect.get("asked", {}))
    if supplier_list.status not in (Status.UPLOADED, Status.PARSED) or asked != file.asked:
        return
    before = [item for item in supplier_list.findings if item["code"] == "F15"]
    supplier_list.findings = before + [finding.as_json() for finding in found.findings]
    supplier_list.total = found.rows
    supplier_list.dialect = {"asked": asked.as_json(), "header": found.header.as_json() if found.header else None}
    supplier_list.headers = found.header.headers if found.header else []
    supplier_list.sample = found.sample
    if not found.readable:
        codes = [finding.code for finding in found.findings if finding.severity == "E"]
        move(supplier_list, Status.FAILED, action="supplychain.list.refuse", by=SYSTEM, codes=codes)
        return
    if found.header is not None:
        earlier = queries.earlier_mappings(supplier_list.organisation_id)
        supplier_list.mapping = reading.propose(found.header, earlier).as_json()
    if supplier_list.status == Status.UPLOADED:
        move(supplier_list, Status.PARSED, action="supplychain.list.read", by=SYSTEM, rows=found.rows)
    else:
        trail.record("supplychain.list.read", supplier_list, by=SYSTEM, rows=found.rows)


def confirm_columns(
    supplier_list: SupplierList, choices: MappingOf[int, str | None], *, day_first: bool | None = None,
    version: int | None = None, by: Actor,
) -> None:  # fmt: skip
    """Take the person's columns (0-based column of the file → template column or None); the caller defers the check.

    Raises Invalid with ``column-<n>`` fields when a required column is missing or two columns say the same.
    """
    must_be(supplier_list, Status.PARSED)
    check_version(supplier_list, version)
    if supplier_list.dialect.get("reading") or not supplier_list.headers:
        raise Invalid("file-not-read", N_("Say first how the file is to be read."))
    mapping = _chosen(supplier_list, choices)
    supplier_list.mapping = {
        **mapping.as_json(), "confirmed": True, "day_first": day_first, "check": str(ids.new_id()),
    }  # fmt: skip
    columns = {name: supplier_list.headers[index] for index, name in enumerate(mapping.columns) if name}
    trail.record("supplychain.list.confirm-columns", supplier_list, by=by, columns=columns, day_first=day_first)
    db.session.flush()


def _chosen(supplier_list: SupplierList, choices: MappingOf[int, str | None]) -> Mapping:
    width = len(supplier_list.headers)
    wrong = {f"column-{index}": N_("There is no such column.") for index, name in choices.items()
             if not 0 <= index < width or (name is not None and name not in LABELS)}  # fmt: skip
    if wrong:
        raise Invalid("column-unknown", N_("Check the columns."), wrong)
    proposed = Mapping.from_json(supplier_list.mapping)
    mapping = proposed.choose({index: choices.get(index, proposed.columns[index]) for index in range(width)})
    doubled = {f"column-{index}": N_("Two columns say the same thing. Use one of them.")
               for index, name in enumerate(mapping.columns) if name and mapping.columns.count(name) > 1}  # fmt: skip
    if doubled:
        raise Invalid("column-twice", N_("Two columns say the same thing. Use one of them."), doubled)
    if not mapping.ok:
        missing = next(finding for finding in mapping.findings if finding.severity == "E")
        raise Invalid("column-missing", missing.sentence())
    return mapping


def change_columns(supplier_list: SupplierList, *, version: int | None = None, by: Actor) -> None:
    """Go back from the checked rows to the columns."""
    check_version(supplier_list, version)
    supplier_list.mapping = {**supplier_list.mapping, "confirmed": False}
    move(supplier_list, Status.PARSED, action="supplychain.list.change-columns", by=by)
    db.session.flush()


def cancel(supplier_list: SupplierList, *, version: int | None = None, by: Actor) -> None:
    """Give a list up before it is imported; what was uploaded stays on record, no supplier is touched."""
    check_version(supplier_list, version)
    move(supplier_list, Status.CANCELLED, action="supplychain.list.cancel", by=by)
    db.session.flush()


def accept(supplier_list: SupplierList, *, version: int | None = None, by: Actor) -> None:
    """Import the good rows and leave the refused ones out; the caller defers the import."""
    must_be(supplier_list, Status.CHECKED)
    check_version(supplier_list, version)
    if supplier_list.accepted == 0:
        raise Invalid("no-good-row", N_("No row can be imported. Mend the file and upload it again."))
    move(supplier_list, Status.IMPORTING, action="supplychain.list.accept", by=by, accepted=supplier_list.accepted,
         rejected=supplier_list.rejected, duplicates=supplier_list.duplicates)  # fmt: skip
    db.session.flush()


# ------------------------------------------------------------------ steps of the check, each in a job's transaction


def start_check(supplier_list: SupplierList) -> bool:
    """Throw away what an interrupted check left; tells whether this list still waits for its check."""
    if supplier_list.status != Status.PARSED or not supplier_list.mapping.get("confirmed"):
        return False
    db.session.execute(delete(SupplierListRow).where(SupplierListRow.list_id == supplier_list.id))
    return True


KEEP = """
INSERT INTO supplier_list_row (organisation_id, list_id, row_number, status, raw, content, findings, supplier_id)
SELECT :organisation, :list, CAST(t.number AS integer), t.status, CAST(t.raw AS jsonb), CAST(t.content AS jsonb),
  CAST(t.findings AS jsonb), coalesce(
    CASE WHEN :known THEN (SELECT s.id FROM supplier s
      WHERE s.organisation_id = :organisation AND s.match_key = nullif(t.key, '')) END,
    CAST(nullif(t.supplier, '') AS uuid))
FROM ROWS FROM (
  string_to_table(:numbers, chr(10)), string_to_table(:statuses, chr(10)), string_to_table(:raw, chr(10)),
  string_to_table(:contents, chr(10)), string_to_table(:findings, chr(10)), string_to_table(:suppliers, chr(10)),
  string_to_table(:keys, chr(10))
) AS t(number, status, raw, content, findings, supplier, key)
"""


def store_rows(supplier_list: SupplierList, check: str, kept: Kept, *, known: bool) -> bool:
    """Keep a chunk of checked rows in one statement; tells whether the check is still wanted.

    `known`: whether the company may have some of the suppliers already, whose ids then go into their rows.
    """
    if supplier_list.status != Status.PARSED or supplier_list.mapping.get("check") != check:
        return False
    values = {"organisation": supplier_list.organisation_id, "list": supplier_list.id, "known": known}
    db.session.execute(text(KEEP), {**values, **kept.columns()})
    return True


def finish_check(
    supplier_list: SupplierList, check: str, counts: dict[str, int], total: int, late: list[Finding]
) -> None:
    """Record what became of the rows; `late` are findings that needed the whole file. PostgreSQL adds the rows up."""
    if supplier_list.status != Status.PARSED or supplier_list.mapping.get("check") != check:
        return
    if late:
        rows = [{"row": finding.row, "finding": finding.as_json()} for finding in late]
        db.session.execute(
            text(
                "UPDATE supplier_list_row r SET findings = r.findings || f.found FROM (SELECT row, jsonb_agg(finding)"
                " AS found FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS t(row int, finding jsonb) GROUP BY row) f"
                " WHERE r.list_id = :list AND r.row_number = f.row"
            ),
            {"rows": json.dumps(rows), "list": supplier_list.id},
        )
    supplier_list.total = total
    supplier_list.accepted, supplier_list.rejected = counts["accepted"], counts["rejected"]
    supplier_list.duplicates, supplier_list.blank = counts["duplicate"], counts["blank"]
    supplier_list.processed = supplier_list.screened = supplier_list.alerts_raised = 0
    move(supplier_list, Status.CHECKED, action="supplychain.list.check", by=SYSTEM, total=total, rows=counts)


def fail(supplier_list: SupplierList, findings: list[Finding]) -> None:
    """Give up a list whose file could not be read to its end; nothing of it is kept as rows."""
    if supplier_list.status != Status.PARSED:
        return
    db.session.execute(delete(SupplierListRow).where(SupplierListRow.list_id == supplier_list.id))
    supplier_list.findings = [finding.as_json() for finding in findings]
    codes = [finding.code for finding in findings if finding.severity == "E"]
    move(supplier_list, Status.FAILED, action="supplychain.list.refuse", by=SYSTEM, codes=codes)


# ------------------------------------------------------------------------------- the import, in a job's transaction


def publish(list_id: str, tell: Callable[[int], None]) -> None:
    """Turn all good rows into suppliers and brokers at once, and tell the rooms that screen them.

    A killed import leaves nothing that anyone sees, and the next one begins again. `tell` is told how many rows are
    done: it may record that in another transaction, for the list is locked only when all are.
    """
    supplier_list = queries.by_id(UUID(list_id))
    publishing.alone(supplier_list.organisation_id)
    db.session.refresh(supplier_list)
    if supplier_list.status != Status.IMPORTING:
        return
    made = publishing.publish(supplier_list, tell)
    db.session.refresh(supplier_list, with_for_update=True)
    supplier_list.live_at = clock.now()
    supplier_list.processed = supplier_list.accepted
    move(supplier_list, Status.LIVE, action="supplychain.list.import", by=SYSTEM, suppliers=made.suppliers,
         brokers=made.brokers)  # fmt: skip
    db.session.flush()
    events.publish(SupplierListLive(supplier_list.id))


def record_import(supplier_list: SupplierList, done: int) -> None:
    """Write how far an import has come, while what it made is not to be seen yet."""
    if supplier_list.status == Status.IMPORTING:
        supplier_list.processed = done
        trail.record("supplychain.list.progress", supplier_list, by=SYSTEM, done=done)
        db.session.flush()


def by_id(list_id: str) -> SupplierList:
    """Return a list by the id in a job's arguments, locked against a second worker."""
    return queries.by_id(UUID(list_id), lock=True)
