"""Jobs of supplier lists: read, check, import; each in short transactions, each may be killed and run again."""

from uuid import UUID

from core import jobs
from core.db import transaction
from supplychain.lists import reading, service
from supplychain.lists.columns import Mapping
from supplychain.lists.recognition import Recognition
from supplychain.lists.states import Status

STAGED = 5_000


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
        recognition = Recognition.read()
    mapping = Mapping.from_json(chosen)
    found = reading.start_check(file.data, file.name, file.asked, mapping, day_first=chosen.get("day_first"))
    with found.stream:
        for chunk in found.chunks():
            with transaction(timeout="60s"):
                rows = recognition.rows(chunk, mapping)
                if not service.store_rows(service.by_id(list_id), chosen["check"], rows):
                    return
    with transaction(timeout="120s"):
        if not found.stream.finished:
            service.fail(service.by_id(list_id), list(found.stream.findings))
            return
        counts, late = found.counts, found.context.finish()
        service.finish_check(service.by_id(list_id), chosen["check"], counts, found.stream.total, late)


@jobs.job("supplychain.lists.import", transactional=False)
def import_rows(list_id: str) -> None:
    """Import the good rows. Idempotent: staged chunks stay staged, and all suppliers appear in one transaction."""
    left = 1
    while left:
        with transaction(timeout="120s"):
            left = service.stage(service.by_id(list_id), STAGED)
    with transaction(timeout="600s"):
        service.publish(service.by_id(list_id))


def defer(function: object, list_id: UUID) -> None:
    """Put a step of a list into the queue, once while it waits."""
    jobs.defer(function, key=f"{function.__job__}:{list_id}", list_id=str(list_id))  # type: ignore[attr-defined, arg-type]
