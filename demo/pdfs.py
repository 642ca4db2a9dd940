"""Small PDF reports for the demonstration: a cover and a text; equal arguments give equal bytes."""

import math
import unicodedata
from datetime import UTC, datetime

from fpdf import FPDF
from fpdf.enums import XPos, YPos

PAPER, INK, BLUE, TERRACOTTA, SUN = (251, 250, 247), (20, 35, 58), (23, 63, 115), (181, 71, 42), (240, 178, 60)
LEFT, RIGHT, TOP, BOTTOM = 36, 30, 34, 34
WIDTH, HEIGHT = 210, 297
BAND = 188
CREATED = datetime(2019, 1, 1, tzinfo=UTC)

# Characters that the fonts' encoding (cp1252) lacks and that NFKD does not replace well.
REPLACEMENTS = str.maketrans(
    {
        "\u202f": "\u00a0",
        "\u2009": "\u00a0",
        "\u2007": "\u00a0",
        "\u200b": "",
        "\u2060": "",
        "\ufeff": "",
        "\u2010": "-",
        "\u2011": "-",
        "\u2012": "–",
        "\u2015": "—",
        "\u2212": "–",
        "\u201b": "‘",
        "\u2032": "'",
        "\u2033": '"',
        "\u2044": "/",
        "\u2192": "–",
        "\u2264": "<=",
        "\u2265": ">=",
        "\t": " ",
        "\r": "",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
        "ı": "i",
        "ħ": "h",
    }
)


def to_cp1252(text: str) -> str:
    """Return a text in the characters of the core fonts, so that rendering never fails.

    Quotation marks, dashes, the ellipsis, the euro sign and the ligature oe are kept: cp1252 has them, though latin-1
    does not. Other letters lose their diacritics; any other character becomes a question mark.
    """
    result = []
    for character in unicodedata.normalize("NFC", text).translate(REPLACEMENTS):
        if not _is_cp1252(character):
            parts = unicodedata.normalize("NFKD", character).translate(REPLACEMENTS)
            character = "".join(filter(_is_cp1252, parts)) or "?"
        result.append(character)
    return "".join(result)


def _is_cp1252(character: str) -> bool:
    try:
        character.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return not unicodedata.combining(character)


class ReportPDF(FPDF):
    """The page layout: a note at the foot of every page, and the page number on all but the cover."""

    def __init__(self, note: str):
        super().__init__(format="A4")
        self.note = note
        self.core_fonts_encoding = "cp1252"
        self.set_margins(LEFT, TOP, RIGHT)
        self.set_auto_page_break(True, BOTTOM)
        # Otherwise text starts a millimetre to the right of rules and marks.
        self.c_margin = 0

    def footer(self) -> None:
        """Draw the foot of a page; fpdf calls it."""
        self.set_font("helvetica", "", 8.5)
        self.set_text_color(*INK)
        if self.note:
            # A mark sets the note apart, so that it does not depend on colour.
            self.set_fill_color(*TERRACOTTA)
            self.rect(LEFT, HEIGHT - 22.6, 2.2, 2.2, style="F")
            self.set_xy(LEFT + 5, HEIGHT - 23.5)
            self.multi_cell(WIDTH - LEFT - RIGHT - 20, 4, self.note, align="L")
        if self.page_no() > 1:
            self.set_xy(WIDTH - RIGHT - 12, HEIGHT - 23.5)
            self.cell(12, 4, str(self.page_no()), align="R")

    def block(self, text: str, leading: float) -> None:
        """Write a text across the text area, left-aligned. ``leading`` is the line height in millimetres."""
        self.multi_cell(0, leading, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def fitting_size(self, text: str, sizes: tuple[float, ...], lines: int) -> float:
        """Return the largest of some font sizes at which a title fits into ``lines`` and no word is broken."""
        width = WIDTH - LEFT - RIGHT
        for size in sizes:
            self.set_font_size(size)
            words_fit = all(self.get_string_width(word) < width - 2 for word in text.split())
            set_lines = self.multi_cell(0, size * 0.42, text, align="L", dry_run=True, output="LINES")
            if words_fit and len(set_lines) <= lines:
                break
        return size


def report_pdf(
    title: str, publisher: str, language: str, paragraphs: list[str], note: str, created: datetime = CREATED
) -> bytes:
    """Return a PDF of a cover and as many pages as the text needs.

    A paragraph whose lines begin with "- " becomes a list. The bytes depend on the arguments only.
    """
    pdf = ReportPDF(to_cp1252(note))
    pdf.set_title(title)
    pdf.set_author(publisher)
    pdf.set_lang(language)
    pdf.set_creation_date(created)
    pdf.set_producer("")
    _cover(pdf, to_cp1252(title), to_cp1252(publisher))
    _text(pdf, to_cp1252(title), [to_cp1252(paragraph) for paragraph in paragraphs])
    return bytes(pdf.output())


def _cover(pdf: ReportPDF, title: str, publisher: str) -> None:
    pdf.add_page()
    pdf.set_fill_color(*PAPER)
    pdf.rect(0, 0, WIDTH, HEIGHT, style="F")
    pdf.set_fill_color(*BLUE)
    pdf.rect(0, 0, WIDTH, BAND, style="F")
    _skyline(pdf, BAND)
    pdf.set_text_color(*PAPER)
    pdf.set_font("times", "B", 34)
    size = pdf.fitting_size(title, (34, 30, 27, 24, 21, 18), lines=5)
    pdf.set_font_size(size)
    pdf.set_xy(LEFT, TOP)
    pdf.block(title, size * 0.42)
    pdf.set_fill_color(*TERRACOTTA)
    pdf.rect(LEFT, BAND + 18, 14, 1.2, style="F")
    pdf.set_xy(LEFT, BAND + 24)
    pdf.set_text_color(*INK)
    pdf.set_font("times", "", 16)
    pdf.block(publisher, 7)


def _text(pdf: ReportPDF, title: str, paragraphs: list[str]) -> None:
    pdf.add_page()
    pdf.set_text_color(*BLUE)
    pdf.set_font("times", "B", 17)
    pdf.block(title, 7.4)
    pdf.set_draw_color(*INK)
    pdf.set_line_width(0.1)
    pdf.line(LEFT, pdf.get_y() + 4, WIDTH - RIGHT, pdf.get_y() + 4)
    pdf.set_y(pdf.get_y() + 10)
    pdf.set_text_color(*INK)
    for number, paragraph in enumerate(paragraphs):
        # The first paragraph is the introduction, in a larger serif font.
        pdf.set_font("times" if number == 0 else "helvetica", "", 14 if number == 0 else 10.5)
        _paragraph(pdf, paragraph, 6.6 if number == 0 else 5.5)
        pdf.set_y(pdf.get_y() + (4 if number == 0 else 2.8))


def _paragraph(pdf: ReportPDF, paragraph: str, leading: float) -> None:
    for line in filter(None, map(str.strip, paragraph.split("\n"))):
        if line.startswith("- "):
            pdf.set_x(LEFT)
            pdf.cell(5, leading, "–")
            pdf.multi_cell(0, leading, line[2:].strip(), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        else:
            pdf.block(line, leading)


def _skyline(pdf: ReportPDF, ground: float) -> None:
    """Draw the sun behind the outline of a town, above a ``ground`` line in millimetres."""
    pdf.set_fill_color(*SUN)
    pdf.circle(x=128, y=ground - 47, radius=15, style="F")
    pdf.set_fill_color(*BLUE)
    pdf.set_draw_color(*PAPER)
    pdf.set_line_width(0.7)
    outline = _outline(ground)
    pdf.polygon([(-2, ground), *outline, (WIDTH + 2, ground)], style="F")
    pdf.polyline(outline)


def _outline(ground: float) -> list[tuple[float, float]]:
    """Return the points of the roofs from edge to edge: gables, a tower block, a spire, a dome, a campanile."""
    dome = [
        (105 + 13 * math.cos(math.radians(angle)), -27 - 15 * math.sin(math.radians(angle)))
        for angle in range(180, -1, -9)
    ]
    roofs = [
        (-2, -12),
        (6, -12),
        (13, -20),
        (20, -12),
        (21, -12),
        (21, -26),
        (39, -26),
        (39, -14),
        (44, -14),
        (44, -34),
        (48.5, -58),
        (53, -34),
        (53, -16),
        (62, -16),
        (62, -14),
        (71.5, -24),
        (81, -14),
        (81, -18),
        (88, -18),
        (88, -27),
        *dome[:10],
        (104, -42),
        (104, -47),
        (105, -50),
        (106, -47),
        (106, -42),
        *dome[11:],
        (122, -27),
        (122, -18),
        (134, -18),
        (134, -40),
        (138, -48),
        (142, -40),
        (142, -15),
        (150, -15),
        (150, -13),
        (160, -23),
        (170, -13),
        (174, -13),
        (174, -21),
        (190, -21),
        (190, -11),
        (198, -19),
        (206, -11),
        (WIDTH + 2, -11),
    ]
    return [(x, ground + y) for x, y in roofs]
