"""What readers give is stored whole: names with kind and language, dates, addresses, numbers, reason, source."""

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from core.actor import SYSTEM
from core.db import db, transaction
from screening.watchlists import commands, formats, importing, queries, service
from screening.watchlists.importing import Source
from screening.watchlists.models import FlaggedEntity
from screening.watchlists.records import LeftOut, Skipped
from screening.watchlists.schemas import WatchlistSnapshotSchema
from tests.factories import signed_in

SAMPLES = Path(__file__).parent / "samples"
SHARED = Path(__file__).parents[3] / "shared" / "data" / "screening" / "lists"


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


def test_what_is_left_out_is_told_at_the_terminal_on_the_page_and_over_the_api(app, capsys):
    source = Source("cbp", (SAMPLES / "cbp.csv",), title="Withhold release orders", publisher="CBP").recognised()
    with transaction(actor=SYSTEM, role="fairgate_worker"):
        came = importing.take(source, by=SYSTEM)
        commands._tell(came, 0.0)
        assert [(row["count"], row["reason"]) for row in came.snapshot.left_out] == [
            (2, "A rule on goods that names no company: it is not screened against."),
            (1, "The order is no longer in force, since an unknown day."),
        ]
    assert "left out 1: The order is no longer in force, since an unknown day. Such as: Old" in capsys.readouterr().out
    client = signed_in(app, "officer")
    page = client.get("/lists/cbp/versions/1")
    assert "What of the source is not on the list" in page.text
    assert "Zimbabwe, Artisanal rough diamonds" in page.text
    with transaction(actor=SYSTEM, role="fairgate_worker", read_only=True):
        told = WatchlistSnapshotSchema().dump(queries.snapshot(queries.get("cbp"), 1))["left_out"]
    assert [row["count"] for row in told] == [2, 1]


def test_many_reasons_are_counted_in_little_space():
    left_out = LeftOut()
    for number in range(1_000):
        left_out(Skipped(number, f"thing {number}", f"Reason {number % 100}."))
    told = left_out.as_json()
    assert len(told) == LeftOut.MOST_REASONS + 1
    assert sum(row["count"] for row in told) == 1_000
    assert told[0] == {"reason": "Other reasons.", "count": 800, "examples": ["thing 20", "thing 21", "thing 22"]}


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"the real lists are not at {SHARED}")
@pytest.mark.parametrize(
    "name", ["un/UN_consolidated.xml", "us_csl/csl.csv", "us_dpl/dpl.txt", "us_tel/us_tel.json", "ofac_consolidated"]
)
def test_the_real_lists_are_stored_whole(app, name):
    code = formats.detect(SHARED / name)
    records = list(formats.read(SHARED / name, code))
    with transaction(actor=SYSTEM, role="fairgate_worker", timeout="60s"):
        came = service.import_snapshot(
            "real", "Real", "Publisher", records, format=code, source_hash="0" * 64, published_on=None, by=SYSTEM,
        )  # fmt: skip
        assert (came.snapshot.entities, came.snapshot.names) == (
            len(records),
            sum(len(record.names) for record in records),
        )
