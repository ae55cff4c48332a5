"""Files that people really upload, and files that nobody should: generated, never stored.

Each quirk says which findings about the file it must give (all of them), which findings about rows must be
among those given, and how many rows end up where: accepted, rejected, duplicate, blank.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from supplychain.lists.limits import Limits
from tests.supplychain.quirk_files import (
    HEAD,
    PLAIN,
    ROWS,
    billion_laughs,
    book,
    chart_only,
    cover_sheet,
    csv,
    external_entity,
    far_corner,
    hidden,
    hidden_declaration,
    lying_size,
    many_entries,
    merged,
    ole,
    overlapping,
    png,
    repack,
    repeated_names,
    repeated_text,
    second_sheet,
    too_many_rows,
    typed,
    with_sheet,
    zip_bomb,
)


@dataclass(frozen=True)
class Quirk:
    """One file, how to make it, and what must come out."""

    name: str
    make: Callable[[], bytes]
    file_codes: tuple[str, ...] = ()
    row_codes: tuple[str, ...] = ()
    counts: tuple[int, int, int, int] = (0, 0, 0, 0)
    file_name: str = "list.csv"
    reason: str | None = None
    limits: Limits = field(default_factory=Limits)


_WIDE = ",".join(f"extra {i}" for i in range(70))
_GOOD = (2, 0, 0, 0)
_CHINESE = "国家,供应商名称,地址\n中国,东方纺织有限公司,广东省深圳市南山区科技路一号\n"
_TURKISH = "Ülke;Tedarikçi Adı;Adres\nTürkiye;Şişli Örme Sanayi;Çağlayan Caddesi 12 İstanbul\n"

QUIRKS: tuple[Quirk, ...] = (
    Quirk("plain", csv(PLAIN), counts=_GOOD),
    Quirk("utf-8 mark", csv(PLAIN, "utf-8-sig"), counts=_GOOD),
    Quirk("utf-16 mark, tabs", csv(PLAIN.replace(",", "\t"), "utf-16"), ("F04",), counts=_GOOD),
    Quirk("utf-16 without mark", csv(PLAIN, "utf-16-le"), ("F03",)),
    Quirk("utf-32", csv(PLAIN, "utf-32"), counts=_GOOD),
    Quirk(
        "western letters",
        csv("pays;nom;adresse\nFrance;Société Générale Fès;12 rue du Bât\n", "cp1252"),
        ("F03",),
    ),
    Quirk("turkish letters", csv(_TURKISH, "cp1254"), ("F03",)),
    Quirk("chinese letters", csv(_CHINESE, "gb18030"), ("F03",)),
    Quirk("chinese headings", csv(_CHINESE), counts=(1, 0, 0, 0)),
    Quirk("truncated utf-8", lambda: PLAIN.encode().replace("ü".encode(), b"\xc3"), ("F03",)),
    Quirk("semicolons", csv(PLAIN.replace(",", ";")), ("F04",), counts=_GOOD),
    Quirk("pipes", csv(PLAIN.replace(",", "|")), ("F04",), counts=_GOOD),
    Quirk("declared delimiter", csv("sep=;\r\n" + PLAIN.replace(",", ";")), counts=_GOOD),
    Quirk("mac line ends", csv(PLAIN.replace("\n", "\r")), counts=_GOOD),
    Quirk("title and note above", csv("Supplier list 2026,,\n\nConfidential,,\n" + PLAIN), counts=_GOOD),
    Quirk("no headings", csv(ROWS), ("F05", "F07", "F07", "F07", "F08", "F08", "F08")),
    Quirk("heading twice", csv("country,name,address,Country\nBD,Alpha,14 Mill Road,BD\n"), ("F06",)),
    Quirk("required column missing", csv("name,address\nAlpha Ltd,14 Mill Road\n"), ("F07",)),
    Quirk(
        "unknown column",
        csv("country,name,address,colour\nBD,Alpha,14 Mill Road,red\n"),
        ("F08",),
        counts=(1, 0, 0, 0),
    ),
    Quirk(
        "headings in capitals and brackets",
        csv('"COUNTRY (required)", Name* ,ADDRESS\n' + ROWS),
        counts=_GOOD,
    ),
    Quirk(
        "newline in a cell",
        csv(HEAD + 'BD,"Alpha\nGarments","14 Mill Road\r\nGazipur"\n'),
        counts=(1, 0, 0, 0),
    ),
    Quirk(
        "line separators in a cell",
        csv(HEAD + "BD,Alpha\u2028Garments,14 Mill\u0085Road\x0bGazipur\n"),
        counts=(1, 0, 0, 0),
    ),
    Quirk("quotation mark never closed", csv(PLAIN + 'BD,"Gamma,9 Mill Road\n' + ROWS), ("F01",), reason="quote"),
    Quirk(
        "more cells than headings",
        csv(HEAD + "BD,Alpha,14 Mill Road,x,y\n"),
        row_codes=("R11",),
        counts=(1, 0, 0, 0),
    ),
    Quirk("trailing delimiters", csv("country,name,address,,\nBD,Alpha,14 Mill Road,,\n"), counts=(1, 0, 0, 0)),
    Quirk("fewer cells than headings", csv(HEAD + "BD,Alpha\n"), row_codes=("R01", "R12"), counts=(0, 1, 0, 0)),
    Quirk("blank lines", csv(HEAD + "\n" + ROWS + ",,\n  , ,\n\n"), counts=(2, 0, 0, 4)),
    Quirk("headings only", csv(HEAD), ("F14",)),
    Quirk("empty file", lambda: b"", ("F14",), reason="empty"),
    Quirk("mark only", lambda: b"\xef\xbb\xbf", ("F14",), reason="empty"),
    Quirk("blank only", lambda: b"\n\n  \n", ("F14",), reason="empty"),
    Quirk("zero bytes", csv(HEAD + "BD,Al\0pha,14 Mill Road\n"), row_codes=("R13",), counts=(1, 0, 0, 0)),
    Quirk(
        "control characters",
        csv(HEAD + "BD,Al\x08pha,14 Mill Road\n"),
        row_codes=("R13",),
        counts=(1, 0, 0, 0),
    ),
    Quirk(
        "direction override",
        csv(HEAD + "BD,Alpha \u202edtL,14 Mill Road\n"),
        row_codes=("R14",),
        counts=(1, 0, 0, 0),
    ),
    Quirk(
        "damaged letters",
        csv(HEAD + "FR,SociÃ©tÃ© Alpha,14 rue de la Soie\n"),
        row_codes=("R15",),
        counts=(1, 0, 0, 0),
    ),
    Quirk(
        "placeholders",
        csv(HEAD + "BD,BANN/A Ltd,N/A\nBD,-,14 Mill Road\n"),
        row_codes=("R01", "R20"),
        counts=(0, 2, 0, 0),
    ),
    Quirk("placeholder inside a word", csv(HEAD + "BD,BANN/A Ltd,14 Mill Road\n"), counts=(1, 0, 0, 0)),
    Quirk(
        "spreadsheet errors",
        csv(HEAD + "BD,#REF!,14 Mill Road\n"),
        row_codes=("R01", "R19"),
        counts=(0, 1, 0, 0),
    ),
    Quirk(
        "formula prefix",
        csv(HEAD + 'BD,"=HYPERLINK(""x"")",+14 Mill Road\n'),
        row_codes=("R17", "R18"),
        counts=(1, 0, 0, 0),
    ),
    Quirk(
        "zero lost",
        csv("country,name,address,zip\nUS,Alpha Ltd,14 Mill Road,7008\n"),
        row_codes=("R16",),
        counts=(1, 0, 0, 0),
    ),
    Quirk(
        "unknown country",
        csv(HEAD + "Qatra,Alpha Ltd,14 Mill Road\n"),
        row_codes=("R03",),
        counts=(0, 1, 0, 0),
    ),
    Quirk("repeated row", csv(PLAIN + ROWS.upper()), row_codes=("R23",), counts=(2, 0, 2, 0)),
    Quirk(
        "dates",
        csv("country,name,address,supplier since\nBD,Alpha Ltd,14 Mill Road,03/04/2025\n"),
        row_codes=("R36",),
        counts=(1, 0, 0, 0),
    ),
    Quirk(
        "70 columns",
        csv(f"country,name,address,{_WIDE}\nBD,Alpha,14 Mill Road\n"),
        ("F02",),
        reason="columns",
    ),
    Quirk("33 KB in a cell", csv(HEAD + f"BD,{'A' * 33_000},14 Mill Road\n"), ("F02",), reason="cell"),
    Quirk("11 MB", lambda: b"a" * 11_000_000, ("F02",), reason="bytes"),
    Quirk("more rows than allowed", too_many_rows, ("F02",), reason="rows", limits=Limits(max_rows=1000)),
    Quirk("picture", png, ("F01",), reason="not_table"),
    Quirk(
        "web page named xls",
        csv("<html><table><tr><td>country</td></tr></table></html>"),
        ("F01",),
        reason="html",
    ),
    Quirk("pdf", lambda: b"%PDF-1.7\n" + bytes(range(256)) * 8, ("F01",), reason="not_table"),
    Quirk("csv named xlsx", csv(PLAIN), counts=_GOOD, file_name="list.xlsx"),
    Quirk("xlsx named csv", book, counts=_GOOD),
    Quirk("workbook", book, counts=_GOOD, file_name="list.xlsx"),
    Quirk("workbook with types", typed, counts=(1, 0, 0, 0), file_name="list.xlsx"),
    Quirk("merged cells", lambda: book(merged), ("F10",), counts=_GOOD, file_name="list.xlsx"),
    Quirk("hidden row", lambda: book(hidden), ("F10",), counts=_GOOD, file_name="list.xlsx"),
    Quirk("two sheets", lambda: book(second_sheet), ("F09",), counts=_GOOD, file_name="list.xlsx"),
    Quirk("cover sheet first", lambda: book(cover_sheet), ("F09",), counts=_GOOD, file_name="list.xlsx"),
    Quirk("empty workbook", lambda: book(chart_only), ("F14",), file_name="list.xlsx", reason="empty"),
    Quirk(
        "formula never worked out",
        lambda: book(rows=[["country", "name", "address"], ["BD", "Alpha Ltd", '="14 "&"Mill Road"']]),
        row_codes=("R01", "R17"),
        counts=(0, 1, 0, 0),
        file_name="list.xlsx",
    ),
    Quirk(
        "title above in a workbook",
        lambda: book(rows=[["List 2026"], [], ["country", "name", "address"], ["BD", "Alpha", "14 Mill Road"]]),
        counts=(1, 0, 0, 0),
    ),
    Quirk("zip bomb", zip_bomb, ("F13",), file_name="list.xlsx"),
    Quirk("too many parts", many_entries, ("F13",), file_name="list.xlsx"),
    Quirk("part larger than declared", lying_size, ("F01",), file_name="list.xlsx", reason="damaged"),
    Quirk("overlapping parts", overlapping, ("F13",), file_name="list.xlsx"),
    Quirk("repeated part names", repeated_names, ("F01",), file_name="list.xlsx", reason="names"),
    Quirk(
        "path outside",
        lambda: repack(book(), {"../evil.xml": b"<x/>"}),
        ("F01",),
        file_name="list.xlsx",
        reason="names",
    ),
    Quirk("billion laughs", billion_laughs, ("F01",), file_name="list.xlsx", reason="doctype"),
    Quirk("external entity", external_entity, ("F01",), file_name="list.xlsx", reason="doctype"),
    Quirk("declaration in utf-16", hidden_declaration, ("F01",), file_name="list.xlsx", reason="doctype"),
    Quirk("value in the last corner", far_corner, ("F02",), file_name="list.xlsx"),
    Quirk("one text in 400,000 cells", repeated_text, ("F13",), file_name="list.xlsx", reason="stopped"),
    Quirk(
        "macros",
        lambda: repack(book(), {"xl/vbaProject.bin": b"x"}),
        ("F01",),
        file_name="list.xlsm",
        reason="macros",
    ),
    Quirk(
        "links to other files",
        lambda: repack(book(), {"xl/externalLinks/externalLink1.xml": b"<x/>"}),
        ("F01",),
        reason="external",
    ),
    Quirk("broken xml", lambda: with_sheet(b"<worksheet><sheetData><row><c"), ("F01",), reason="damaged"),
    Quirk("cut off workbook", lambda: book()[:3000], ("F01",), file_name="list.xlsx", reason="damaged"),
    Quirk("another archive", lambda: repack(book(), {"xl/workbook.xml": None}), ("F01",), reason="archive"),
    Quirk("password", ole("EncryptionInfo", "EncryptedPackage"), ("F11",), file_name="list.xlsx"),
    Quirk("old workbook", ole("Root Entry", "Workbook"), ("F12",), file_name="list.xls"),
    Quirk("old document", ole("Root Entry", "WordDocument"), ("F01",), file_name="list.xls", reason="not_table"),
)
