"""What readers give is stored whole: names with kind and language, dates, addresses, numbers, reason, source."""

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from core.actor import SYSTEM
from core.db import db, transaction
from screening.watchlists import formats, service
from screening.watchlists.models import FlaggedEntity

SAMPLES = Path(__file__).parent / "samples"


@pytest.mark.parametrize(
    ("name", "code"),
    [("eu_fsf.csv", "eu_csv"), ("uk_sanctions_list.csv", "uk_csv"), ("un.xml", "un_xml"), ("uflpa.html", "uflpa_html"),
     ("cadastro_de_empregadores.csv", "lista_suja"), ("entities.ftm.json", "ftm"), ("cbp.csv", "cbp_csv"),
     ("register.csv", "register_csv"), ("us_dpl.txt", "us_dpl")],
)  # fmt: skip
def test_every_attribute_is_stored(app, name, code):
    path = SAMPLES / name
    records = {record.entity_key: record for record in formats.read(path, code)}
    with transaction(actor=SYSTEM, role="fairgate_worker"):
        service.import_snapshot(
            "sample", "Sample", "Publisher", formats.read(path, code),
            format=code, source_hash=service.hash_of([path]), published_on=None, by=SYSTEM,
        )  # fmt: skip
        rows = db.session.scalars(select(FlaggedEntity).options(selectinload(FlaggedEntity.names))).all()
    assert {row.entity_key for row in rows} == set(records)
    for row in rows:
        record = records[row.entity_key]
        assert [(n.name, n.kind, n.language, n.weak) for n in row.names] == [
            (n.name, n.kind, n.language, n.kind == "weak") for n in record.names
        ]
        assert (tuple(row.programs), tuple(row.countries)) == (record.programs, record.countries)
        assert (tuple(row.birth_dates), tuple(row.addresses)) == (record.birth_dates, record.addresses)
        assert {scheme: tuple(values) for scheme, values in row.identifiers.items()} == record.identifiers
        assert (row.reason, row.remarks, row.source_url) == (record.reason, record.remarks, record.source_url)
        assert (row.listed_on and row.listed_on.isoformat()) == record.listed_on
        assert (row.delisted_on and row.delisted_on.isoformat()) == record.delisted_on
