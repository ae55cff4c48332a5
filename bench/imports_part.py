"""One step of bench.imports in a process of its own: upload, import (check and import), or screen."""

import os
import sys
from io import BytesIO
from pathlib import Path

from flask import Flask

from bench.imports import Counted, peak, rows, timed


def application(database: str) -> Flask:
    from app import create_app
    from core.config import Settings

    return create_app(Settings.from_environment(dict(os.environ)), database)


def upload(count: int) -> None:
    from accounts.organisations import service as organisations
    from accounts.permissions import Kind
    from core import files
    from core.actor import SYSTEM, Actor
    from core.db import transaction
    from supplychain.lists import service

    content = rows(count)
    with transaction(timeout="60s"):
        company = organisations.found(kind=Kind.COMPANY, name="Bench company", country="NP", by=SYSTEM)
        by = Actor(None, "Bench", company.id, "company", "analyst")
        service.receive(files.accept(BytesIO(content), "bench.csv", by=by, most_bytes=50_000_000), "Bench", by=by)
    print(f"{count:,} rows, {len(content) / 1e6:.1f} MB of CSV")


def counting() -> Counted:
    """Count every statement from now on."""
    from sqlalchemy import event

    from core.db import db

    counted = Counted()

    @event.listens_for(db.engine, "after_cursor_execute")
    def _count(*_: object) -> None:
        counted.statements += 1

    return counted


def one_list() -> tuple[str, int]:
    from sqlalchemy import text

    from core.db import transaction

    with transaction() as session:
        found = session.execute(text("SELECT id, accepted FROM supplier_list")).one()
    return str(found[0]), found[1]


def import_(count: int) -> None:
    from core import jobs
    from core.actor import SYSTEM
    from core.db import transaction
    from supplychain.lists import service

    list_id, _accepted = one_list()
    before, counted = peak(), counting()
    timed("read, columns proposed", count, lambda: jobs.perform("supplychain.lists.parse", list_id=list_id), counted)
    with transaction():
        service.confirm_columns(service.by_id(list_id), {}, by=SYSTEM)
    timed("rows checked and kept", count, lambda: jobs.perform("supplychain.lists.check", list_id=list_id), counted)
    with transaction():
        service.accept(service.by_id(list_id), by=SYSTEM)
    accepted = one_list()[1]
    timed("good rows imported", accepted, lambda: jobs.perform("supplychain.lists.import", list_id=list_id), counted)
    print(f"peak memory of the job process: {peak():.0f} MB ({before:.0f} MB before the first row)")


def screen(lists: str) -> None:
    from core import jobs
    from core.actor import SYSTEM
    from core.db import transaction
    from screening.runs import listed
    from screening.watchlists import formats, service

    folder = Path(lists)
    if folder.is_dir():
        form = formats.detect(folder)
        with transaction(timeout="900s"):
            service.import_snapshot("ofac-sdn", "OFAC SDN", "OFAC", formats.read(folder, form), format=form,
                                    source_hash="0" * 64, published_on=None, by=SYSTEM)  # fmt: skip
    with transaction(timeout="900s"):
        names = len(listed.current().names)
    list_id, accepted = one_list()
    timed(f"suppliers screened ({names:,} names)", accepted,
          lambda: jobs.perform("supplychain.alerts.screen_list", list_id=list_id), counting())  # fmt: skip
    print(f"peak memory with the index: {peak():.0f} MB")


if __name__ == "__main__":
    part, database, size, lists = sys.argv[1:]
    with application(database).app_context():
        if part == "screen":
            screen(lists)
        else:
            {"upload": upload, "import": import_}[part](int(size))
