"""Jobs of supplier lists: read, check, import; each in short transactions, each may be killed and run again."""

from uuid import UUID

from flask import current_app

from core import jobs
from core.db import transaction
from supplychain.lists import queries, reading, service
from supplychain.lists.behind import Behind
from supplychain.lists.columns import Mapping
from supplychain.lists.keeping import Identities, Kept, kept
from supplychain.lists.reading import Chunk
from supplychain.lists.recognition import Recognition
from supplychain.lists.states import Status


@jobs.job("supplychain.lists.parse", transactional=False)
def parse(list_id: str) -> None:
    """Look through the file and propose columns. Idempotent: the last reading of the newest choices stands."""
    with transaction(timeout="60s"):
        supplier_list = service.by_id(list_id)
        if supplier_list.status not in (Status.UPLOADED, Status.PARSED):
            return
        file = service.file_of(supplier_list)
    found = reading.survey(file.data, file.name, file.asked)
    with transaction(timeout="60s"):
        service.finish_reading(service.by_id(list_id), file, found)


@jobs.job("supplychain.lists.check", transactional=False)
def check(list_id: str) -> None:
    """Check every row. Idempotent: an interrupted check is thrown away and begun again."""
    with transaction(timeout="120s"):
        supplier_list = service.by_id(list_id)
        if not service.start_check(supplier_list):
            return
        file, chosen = service.file_of(supplier_list), dict(supplier_list.mapping)
        store = Store(list_id, chosen["check"], Recognition.read(),
                      known=queries.has_suppliers(supplier_list.organisation_id))  # fmt: skip
    mapping, identities = Mapping.from_json(chosen), Identities()
    found = reading.start_check(file.data, file.name, file.asked, mapping, day_first=chosen.get("day_first"))
    with found.stream, Behind(store.chunk) as behind:
        for chunk in found.chunks():
            if not behind.put((chunk, kept(chunk.cells, chunk.rows, mapping.others, identities))):
                return
        if not behind.done():
            return
    with transaction(timeout="120s"):
        if not found.stream.finished:
            service.fail(service.by_id(list_id), list(found.stream.findings))
            return
        counts, late = found.counts, found.context.finish()
        service.finish_check(service.by_id(list_id), chosen["check"], counts, found.stream.total, late)


class Store:
    """Stores the chunks of one check, each in a transaction of its own."""

    def __init__(self, list_id: str, check: str, recognition: Recognition, *, known: bool) -> None:
        self._list_id, self._check, self._recognition, self._known = list_id, check, recognition, known

    def chunk(self, piece: tuple[Chunk, Kept]) -> bool:
        """Store some rows with what the register knows of them; tells whether the check is still wanted."""
        chunk, rows = piece
        with transaction(timeout="60s"):
            rows = rows.knowing(self._recognition.of(chunk.rows))
            return service.store_rows(service.by_id(self._list_id), self._check, rows, known=self._known)


@jobs.job("supplychain.lists.import", transactional=False)
def import_rows(list_id: str) -> None:
    """Import the good rows. Idempotent: all suppliers appear in one transaction, or none."""

    def tell(done: int) -> None:
        # another context has another session: what it writes is seen before this transaction ends
        with current_app.app_context(), transaction():
            service.record_import(service.by_id(list_id), done)

    with transaction(timeout="600s"):
        service.publish(list_id, tell)


def defer(function: object, list_id: UUID) -> None:
    """Put a step of a list into the queue, once while it waits."""
    jobs.defer(function, key=f"{function.__job__}:{list_id}", list_id=str(list_id))  # type: ignore[attr-defined, arg-type]
