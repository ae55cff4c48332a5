"""Workbooks and other bytes, some honest and some hostile, made for the quirks."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from datetime import date

import openpyxl

HEAD = "country,name,address\n"
ROWS = "Bangladesh,Alpha Garments Ltd,14 Mill Road Gazipur\nTürkiye,Beta Tekstil,Sanayi Caddesi 5 Bursa\n"
PLAIN = HEAD + ROWS
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def csv(text: str, encoding: str = "utf-8") -> Callable[[], bytes]:
    return lambda: text.encode(encoding)


def book(fill: Callable[[openpyxl.Workbook], None] | None = None, rows: list[list[object]] | None = None) -> bytes:
    """A workbook with the usual two rows, changed by `fill`."""
    workbook = openpyxl.Workbook()
    for row in rows or [["country", "name", "address"], *(line.split(",") for line in ROWS.splitlines())]:
        workbook.active.append(row)
    if fill:
        fill(workbook)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def repack(data: bytes, changes: dict[str, bytes | None]) -> bytes:
    """The archive with parts replaced, added, or (None) taken out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in changes:
                new.writestr(name, old.read(name))
        for name, content in changes.items():
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()


def sheet_xml(cells: str, before: str = "") -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    start = f'<?xml version="1.0"?>{before}<worksheet xmlns="{space}">'
    return f"{start}<sheetData>{cells}</sheetData></worksheet>".encode()


def with_sheet(xml: bytes) -> bytes:
    return repack(book(), {"xl/worksheets/sheet1.xml": xml})


def zip_bomb() -> bytes:
    return with_sheet(sheet_xml("<row>" + " " * 40_000_000 + "</row>"))


def many_entries() -> bytes:
    return repack(book(), {f"xl/media/part{i}.txt": b"x" for i in range(300)})


def lying_size() -> bytes:
    """The archive declares a small part; unpacking goes on for much longer."""
    data = bytearray(with_sheet(sheet_xml("<row>" + " " * 3_000_000 + "</row>")))
    central = data.find(b"PK\x01\x02", data.rfind(b"xl/worksheets/sheet1.xml") - 60)
    struct.pack_into("<I", data, central + 24, 100)
    return bytes(data)


def overlapping() -> bytes:
    """Two names in the directory that point at the same packed bytes."""
    data = book()
    end = data.rfind(b"PK\x05\x06")
    count, size, offset = struct.unpack_from("<HII", data, end + 10)
    first = data.find(b"PK\x01\x02", offset)
    name_length, extra, comment = struct.unpack_from("<HHH", data, first + 28)
    entry = bytearray(data[first : first + 46 + name_length + extra + comment])
    entry[46 : 46 + name_length] = b"x" * name_length
    tail = bytearray(data[end:])
    struct.pack_into("<HHII", tail, 8, count + 1, count + 1, size + len(entry), offset)
    return data[:end] + bytes(entry) + bytes(tail)


def repeated_names() -> bytes:
    return repack(book(), {"XL/worksheets/SHEET1.xml": b"<x/>"})


def billion_laughs() -> bytes:
    entities = "".join(f'<!ENTITY l{i + 1} "{f"&l{i};" * 10}">' for i in range(9))
    return with_sheet(sheet_xml("<row><c><v>&l9;</v></c></row>", f'<!DOCTYPE x [<!ENTITY l0 "lol">{entities}]>'))


def external_entity() -> bytes:
    return with_sheet(sheet_xml("", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'))


def hidden_declaration() -> bytes:
    return with_sheet(sheet_xml("", "<!DOCTYPE x>").decode().encode("utf-16"))


def far_corner() -> bytes:
    return with_sheet(sheet_xml('<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'))


def repeated_text() -> bytes:
    """One long text used by very many cells: a small file that stands for gigabytes."""
    cells = "".join(
        f'<row r="{r}">' + "".join(f'<c r="{chr(65 + c)}{r}" t="s"><v>0</v></c>' for c in range(20)) + "</row>"
        for r in range(1, 20_001)
    )
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    shared = f'<sst xmlns="{space}" count="1" uniqueCount="1"><si><t>{"country " * 4000}</t></si></sst>'.encode()
    base = book()
    with zipfile.ZipFile(io.BytesIO(base)) as archive:
        types = archive.read("[Content_Types].xml").decode()
        relations = archive.read("xl/_rels/workbook.xml.rels").decode()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    types = types.replace("</Types>", f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>')
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    link = f'<Relationship Id="rId99" Type="{office}" Target="sharedStrings.xml"/></Relationships>'
    return repack(base, {
        "xl/sharedStrings.xml": shared,
        "[Content_Types].xml": types.encode(),
        "xl/_rels/workbook.xml.rels": relations.replace("</Relationships>", link).encode(),
        "xl/worksheets/sheet1.xml": sheet_xml(cells),
    })  # fmt: skip


def ole(*names: str) -> Callable[[], bytes]:
    return lambda: OLE + bytes(504) + b"".join(name.encode("utf-16-le").ljust(64, b"\0") for name in names)


def png() -> bytes:
    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0\0\0\0")), (b"IEND", b"")]
    body = b"".join(struct.pack(">I", len(d)) + n + d + struct.pack(">I", zlib.crc32(n + d)) for n, d in parts)
    return b"\x89PNG\r\n\x1a\n" + body


def merged(workbook: openpyxl.Workbook) -> None:
    sheet = workbook.active
    sheet["A3"] = None
    sheet.merge_cells("A2:A3")


def hidden(workbook: openpyxl.Workbook) -> None:
    workbook.active.row_dimensions[3].hidden = True


def second_sheet(workbook: openpyxl.Workbook) -> None:
    workbook.create_sheet("Other").append(["something", "else"])


def cover_sheet(workbook: openpyxl.Workbook) -> None:
    cover = workbook.create_sheet("Read me", 0)
    cover.append(["Fill in the next sheet, please."])


def chart_only(workbook: openpyxl.Workbook) -> None:
    workbook.active.delete_rows(1, 10)


def typed() -> bytes:
    def shape(workbook: openpyxl.Workbook) -> None:
        sheet = workbook.active
        sheet["D2"].number_format = "00000"
        sheet["F2"].number_format = "yyyy-mm-dd"

    head = ["country", "name", "address", "postal code", "number of workers", "supplier since", "tier"]
    row = ["Bangladesh", "Alpha Garments Ltd", "14 Mill Road Gazipur", 1704, 420.0, date(2021, 3, 1), 1]
    return book(shape, [head, row])


def many_rows() -> bytes:
    """A hundred thousand rows, some 6 MB."""
    lines = (f"Bangladesh,Maker {i} Ltd,{i} Mill Road zone {i % 97}" for i in range(100_000))
    return (HEAD + "\n".join(lines) + "\n").encode()


def too_many_rows() -> bytes:
    return (HEAD + "BD,A,B\n" * 1001).encode()
