import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from supplychain.lists import checking, child, columns, findings
from supplychain.lists.decoding import ENCODINGS
from supplychain.lists.parsing import Options, parse
from supplychain.lists.refusal import Refused
from tests.supplychain.quirk_files import HEAD, PLAIN, book, second_sheet
from tests.supplychain.quirks import QUIRKS, Quirk
from tests.supplychain.whole import whole

REPO = Path(__file__).resolve().parents[2]
REAL = REPO.parent / "shared" / "data" / "screening" / "suppliers" / "osh"


def read(data, name="list.csv", **options):
    """Read and check a whole list: the stream, the mapping, the checked rows, the counts."""
    stream = child.stream_file(data, name, **options)
    context = checking.CheckContext()
    mapping = columns.propose(stream.header.headers if stream.header else [])
    rows = []
    for row in stream:
        if mapping.ok:
            values = mapping.apply(row.cells)
            rows.append(checking.check_row(values, context, row=row.row, notes=row.notes, mapping=mapping))
    context.counts["blank"] += stream.blank
    return stream, mapping, rows, context


@pytest.mark.parametrize("quirk", QUIRKS, ids=lambda quirk: quirk.name)
def test_a_quirk_gives_the_expected_findings_and_counts(quirk: Quirk):
    stream, mapping, rows, context = read(quirk.make(), quirk.file_name, limits=quirk.limits)
    found = list(stream.findings) + (mapping.findings if stream.header else [])
    assert sorted(finding.code for finding in found) == sorted(quirk.file_codes)
    if quirk.reason is not None:
        assert [finding.params.get("reason") for finding in found] == [quirk.reason]
    assert set(quirk.row_codes) <= {finding.code for row in rows for finding in row.findings}
    usable = stream.ok and mapping.ok
    assert usable is not any(finding.severity == "E" for finding in found)
    if usable:
        counted = context.counts
        assert tuple(counted.values()) == quirk.counts
        assert stream.total == sum(counted.values())
    for finding in [*found, *(finding for row in rows[:20] for finding in row.findings)]:
        sentence = finding.sentence()
        assert sentence
        assert "%(" not in sentence
        json.dumps(finding.as_json())
    for row in rows[:20]:
        json.dumps(row.values)


def test_there_are_enough_quirks_and_each_has_its_own_name():
    assert len(QUIRKS) >= 30
    assert len({quirk.name for quirk in QUIRKS}) == len(QUIRKS)


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "pays;nom;adresse\nFrance;Société Générale, Fès;12 rue du Bât\n"),
        ("cp1254", "Ülke;Tedarikçi Adı;Adres\nTürkiye;Şişli Örme Sanayi;Çağlayan Caddesi 12 İstanbul\n"),
        ("cp1250", "country;name;address\nPoland;Zakłady Odzieżowe;ul. Gdańska 5 Łódź\n"),
        ("cp1251", "country;name;address\nRussia;Швейная фабрика;Москва, ул. Ленина\n"),
        ("cp1256", "country;name;address\nEgypt;شركة الملابس;القاهرة شارع النيل\n"),
        ("gb18030", "国家,供应商名称,地址\n中国,东方纺织有限公司,广东省深圳市南山区科技路一号\n"),
        ("shift_jis", "country,name,address\nJapan,株式会社ヤマト,東京都新宿区にしの\n"),
        ("euc_kr", "country,name,address\nKorea,서울의류 주식회사,서울특별시 강남구\n"),
    ],
)
def test_the_right_encoding_is_proposed_first_and_reading_again_with_it_works(encoding, text):
    asked = whole(text.encode(encoding), "list.csv")
    proposals = asked.findings[0].params["proposals"]
    assert proposals[0]["encoding"] == encoding
    assert proposals[0]["sample"].splitlines()[1] in text
    again = whole(text.encode(encoding), "list.csv", encoding=encoding)
    assert again.ok
    assert again.header.encoding == encoding


@pytest.mark.parametrize("encoding", sorted(ENCODINGS))
def test_each_encoding_can_be_chosen(encoding):
    text = "country;name;address\nBD;Alpha Ltd;14 Mill Road\n"
    parsed = whole(text.encode(encoding), "list.csv", encoding=encoding)
    assert parsed.ok
    assert parsed.rows[0].cells == ("BD", "Alpha Ltd", "14 Mill Road")


def test_a_chosen_encoding_that_does_not_fit_asks_again():
    wrong = whole("pays;nom\nFrance;Fès\n".encode("cp1252"), "list.csv", encoding="utf-8")
    assert [finding.code for finding in wrong.findings] == ["F03"]
    strange = whole(PLAIN.encode(), "list.csv", encoding="rot13")
    assert [finding.code for finding in strange.findings] == ["F03"]


def test_rows_are_numbered_as_a_spreadsheet_shows_them():
    parsed = whole(f'Title\n\n{HEAD}BD,"A\nB",x\n\nBD,C,y\n'.encode(), "list.csv")
    assert parsed.header.header_row == 3
    assert [row.row for row in parsed.rows] == [4, 6]
    assert parsed.rows[0].cells == ("BD", "A\nB", "x")
    assert (parsed.total, parsed.blank) == (3, 1)


def test_another_heading_row_can_be_chosen():
    parsed = whole(b"a,b\nc,d\ne,f\n", "list.csv", header_row=2)
    assert parsed.header.headers == ["c", "d"]
    assert parsed.ok


def test_another_sheet_can_be_chosen():
    data = book(second_sheet)
    assert whole(data, "list.xlsx", sheet="Other", header_row=1).header.headers == [
        "something",
        "else",
    ]
    missing = whole(data, "list.xlsx", sheet="None such")
    assert missing.findings[0].params["reason"] == "no_sheet"


def test_a_workbook_keeps_zeros_dates_and_whole_numbers():
    quirk = next(quirk for quirk in QUIRKS if quirk.name == "workbook with types")
    _, _, rows, _ = read(quirk.make(), "list.xlsx")
    assert rows[0].values["postal_code"] == "01704"
    assert rows[0].values["workers_total"] == [420, 420]
    assert rows[0].values["relationship_start"] == "2021-03-01"
    assert rows[0].values["tier"] == 1


def outcome(data: bytes) -> str:
    """Kind of the last event, or the code of the refusal."""
    try:
        *_, last = parse(data, Options())
    except Refused as refusal:
        json.dumps(refusal.params)
        return refusal.code
    except BaseException as error:
        # a panic of native code is no Exception; the program in the child turns it into a finding
        if type(error).__name__ == "PanicException":
            return "PanicException"
        raise
    return str(last[0])


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_no_bytes_make_the_parser_fail_in_an_unforeseen_way(data):
    for start in (b"", b"country,name,address\n", b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1")):
        assert outcome(start + data) in {"end", *findings.CATALOGUE}


WHOLE_BOOK = book()  # made once: each says when it was made, and so may be of another length


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_no_damage_to_a_workbook_makes_the_parser_fail_in_an_unforeseen_way(data):
    whole = bytearray(WHOLE_BOOK)
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    assert outcome(bytes(whole)) in {"end", "PanicException", *findings.CATALOGUE}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.text(max_size=12), min_size=1, max_size=5), max_size=30))
def test_every_row_is_counted_exactly_once(table):
    lines = [",".join('"' + cell.replace('"', '""').replace("\0", "") + '"' for cell in cells) for cells in table]
    text = (HEAD + "\n".join(lines) + "\n").encode("utf-8", "replace")
    try:
        events = list(parse(text, Options()))
    except Refused:
        return
    _, total, blank = events[-1]
    assert total == blank + sum(event[0] == "row" for event in events)
    assert total == len(table) if table else total <= 1


def test_real_lists_are_read_and_mapped(capsys):
    files = sorted(path for path in REAL.glob("*/*") if path.is_file()) if REAL.is_dir() else []
    if not files:
        pytest.skip(f"The real supplier lists are not here: {REAL} is absent.")
    lines = []
    for path in files:
        stream, mapping, rows, context = read(path.read_bytes(), path.name)
        found = [finding.code for finding in stream.findings]
        if path.suffix == ".xls":
            assert found == ["F12"]
            lines.append(f"{path.name}: F12")
            continue
        assert stream.ok, found
        assert set(columns.REQUIRED) <= set(mapping.columns)
        assert stream.total == sum(context.counts.values())
        assert context.counts["accepted"] >= 0.9 * stream.total
        seen = Counter(finding.code for row in rows for finding in row.findings)
        lines.append(f"{path.name}: {dict(context.counts)} {dict(seen)}")
    with capsys.disabled():
        print("", *lines, sep="\n")  # noqa: T201  the figures are the point of this test
