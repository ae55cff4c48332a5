"""Draws a certificate as PDF: the same content, code and day give the same bytes (pure)."""

import hashlib
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path

import segno
from fontTools.ttLib import TTFont
from fpdf import FPDF
from fpdf.enums import WrapMode, XPos, YPos

from licensing.certificates.content import Content, digest

FONTS = Path(__file__).resolve().parent.parent.parent / "static" / "fonts"
LATIN = "Noto Sans"
# Beside the Latin, Greek and Cyrillic letters of the first: the scripts of the corridors. In each its own shaping.
OTHERS = {
    "Noto Naskh Arabic": "NotoNaskhArabic",
    "Noto Sans Devanagari": "NotoSansDevanagari",
    "Noto Sans Bengali": "NotoSansBengali",
}
TEAL, INK, GREY, RED = (11, 93, 94), (11, 12, 12), (80, 90, 95), (212, 53, 28)
MARGIN, QR_SIDE = 18, 44  # mm; at this size a module is far above the 0.4 mm that telephones can read
QUIET = 4  # modules of white round the code (ISO/IEC 18004)


class Paper(FPDF):
    """An A4 page with our fonts, shaped text, and a foot that repeats number and code."""

    def __init__(self, content: Content, code: str, issued_on: date, address: str) -> None:
        super().__init__(unit="mm", format="A4")
        self.content, self.code, self.issued_on, self.address = content, code, issued_on, address
        self.set_margin(MARGIN)
        self.set_auto_page_break(True, margin=22)
        self.set_lang("en-GB")
        self.set_title(f"Licence {content.number}: {content.holder}")
        self.set_author(content.regulator)
        self.set_subject("Certificate of a licence to recruit workers")
        self.set_creator("Fairgate")
        self.set_producer("Fairgate")
        self.set_creation_date(datetime.combine(issued_on, time(), UTC))
        for family, stem in {LATIN: "NotoSans", **OTHERS}.items():
            for style, weight in (("", "Regular"), ("B", "Bold")):
                self.add_font(family, style, FONTS / f"{stem}-{weight}.ttf")
        self.set_fallback_fonts(list(OTHERS), exact_match=True)
        self.set_text_shaping(True)

    def file_id(self) -> str:
        """Return the identity of the document: of its content, so that it is the same each time."""
        sign = hashlib.sha256(f"{digest(self.content.as_json())}{self.code}".encode()).hexdigest()[:32].upper()
        return f"<{sign}><{sign}>"

    def footer(self) -> None:
        """Repeat on each page which paper it belongs to."""
        self.set_y(-16)
        self.style(8, colour=GREY)
        self.cell(0, 5, f"{self.content.number} · {self.code} · {self.page_no()}/{{nb}}", align="C")

    def style(self, size: float, *, bold: bool = False, colour: tuple[int, int, int] = INK) -> None:
        """Set size (points), weight and colour of what is written next."""
        self.set_font(LATIN, "B" if bold else "", size)
        self.set_text_color(*colour)

    def say(self, text: str, height: float, width: float = 0, align: str = "L") -> None:
        """Write a paragraph and go to the line below it."""
        self.multi_cell(width, height, text, align=align, new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def draw(content: Content, code: str, issued_on: date, address: str) -> bytes:
    """Return the PDF of a certificate.

    `address` is what its code opens, such as ``https://licences.example/v/7K2M9…``; `issued_on` is also the creation
    date of the document.
    """
    page = Paper(content, code, issued_on, address)
    page.add_page()
    _head(page)
    _facts(page)
    _rules(page)
    _no_fee(page)
    return bytes(page.output())


def matrix(address: str) -> list[list[bool]]:
    """Return the modules of the code that opens `address`, dark ones True; correction M, as print is clean."""
    return [[bool(module) for module in row] for row in segno.make(address, error="m", micro=False).matrix]


def drawable(text: str) -> bool:
    """Tell whether our fonts hold every letter of a text: a name with boxes in it is worse than none."""
    return all(not letter.isprintable() or letter.isspace() or ord(letter) in _letters() for letter in text)


@cache
def _letters() -> frozenset[int]:
    found: set[int] = set()
    for stem in ("NotoSans", *OTHERS.values()):
        with TTFont(FONTS / f"{stem}-Regular.ttf", lazy=True) as font:
            found.update(font.getBestCmap())
    return frozenset(found)


def _head(page: Paper) -> None:
    content, room = page.content, page.w - 2 * MARGIN - QR_SIDE - 6
    page.set_fill_color(*TEAL)
    page.rect(0, 0, page.w, 9, style="F")
    page.set_y(MARGIN)
    page.style(12, bold=True, colour=TEAL)
    page.say(content.regulator, 6, room)
    page.style(10, colour=GREY)
    page.say("Licence to recruit workers", 6, room)
    page.ln(5)
    page.style(22, bold=True)
    page.say(content.holder, 10, room)
    for name in content.local_names:
        page.style(18, bold=True)
        page.say(name, 11, room)
    below = page.get_y()
    _code(page, page.w - MARGIN - QR_SIDE, MARGIN - 2)
    page.set_y(max(below, MARGIN + QR_SIDE + 16) + 5)


def _code(page: Paper, left: float, top: float) -> None:
    """Draw the code as squares: sharp at every size, and no picture to embed."""
    modules = matrix(page.address)
    side = QR_SIDE / (len(modules) + 2 * QUIET)
    page.set_fill_color(0, 0, 0)
    for y, row in enumerate(modules):
        for x, dark in enumerate(row):
            if dark:
                page.rect(left + (x + QUIET) * side, top + (y + QUIET) * side, side, side, style="F")
    page.set_xy(left, top + QR_SIDE)
    page.style(8, bold=True)
    page.multi_cell(QR_SIDE, 4, "Is this paper real?\nScan the code.", align="C", new_x=XPos.LEFT, new_y=YPos.NEXT)
    page.style(7, colour=GREY)
    shown = page.address.removeprefix("https://").removeprefix("http://")
    page.multi_cell(QR_SIDE, 3.5, shown, align="C", new_x=XPos.LEFT, new_y=YPos.NEXT, wrapmode=WrapMode.CHAR)
    page.link(left, top, QR_SIDE, QR_SIDE, page.address, alt_text="Look this certificate up")
    page.set_x(MARGIN)


def _facts(page: Paper) -> None:
    content = page.content
    rows = [
        ("Licence number", content.number),
        ("Class", content.licence_class),
        ("Valid", f"{_day(content.first_day)} to {_day(content.last_day)}"),
        ("May send workers to", ", ".join(content.destinations) or "No country"),
        ("Trade register", content.registration),
        ("Office", content.town),
        ("This paper was issued", _day(page.issued_on)),
    ]
    for label, value in rows:
        if not value:
            continue
        page.set_draw_color(200, 205, 208)
        page.line(MARGIN, page.get_y(), page.w - MARGIN, page.get_y())
        page.ln(1.5)
        top = page.get_y()
        page.style(10, colour=GREY)
        page.multi_cell(48, 6, label, align="L", new_x=XPos.RIGHT, new_y=YPos.TOP)
        page.style(13 if label == "Licence number" else 11, bold=label in {"Licence number", "Valid"})
        page.set_xy(MARGIN + 50, top)
        page.multi_cell(page.w - 2 * MARGIN - 50, 6, value, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        page.ln(1.5)


def _rules(page: Paper) -> None:
    if not page.content.rules:
        return
    page.ln(4)
    page.style(12, bold=True)
    page.say("Rules for this agency", 7)
    for number, rule in enumerate(page.content.rules, start=1):
        page.style(11)
        page.cell(8, 6, f"{number}.")  # apart from the rule, which may run from right to left
        page.say(rule, 6)


def _no_fee(page: Paper) -> None:
    """Write what every worker must know in a red frame that is never torn over two pages."""
    page.ln(6)
    texts = page.content.no_fee
    height = 8 + 8 * len(texts)
    if page.will_page_break(height):
        page.add_page()
    top = page.get_y()
    page.set_draw_color(*RED)
    page.set_line_width(1.2)
    page.rect(MARGIN, top, page.w - 2 * MARGIN, height)
    page.set_line_width(0.2)
    page.set_y(top + 4)
    for language, text in texts:
        page.style(14, bold=True)
        page.set_x(MARGIN + 5)
        width = page.w - 2 * MARGIN - 10
        page.multi_cell(width, 8, text, align="R" if language in {"ar", "fa", "ur"} else "L",
                        new_x=XPos.LMARGIN, new_y=YPos.NEXT)  # fmt: skip
    page.set_y(top + height)


def _day(day: date) -> str:
    months = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
              "November", "December")  # fmt: skip
    return f"{day.day} {months[day.month - 1]} {day.year}"
