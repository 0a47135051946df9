"""A letter as a page of paper: a PDF that a screen reader reads in order (PDF/UA-1).

Everything on the page is a heading or a paragraph of the structure tree; language and title are
said, and the fonts lie in the file. Nothing of it is stored.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from html import escape
from pathlib import Path
from typing import Final, NamedTuple

from fpdf import FPDF, ViewerPreferences
from fpdf.fonts import TTFFont

FONTS: Final = {name: Path(__file__).parent / f"{name}.ttf" for name in ("latin", "latin-ext")}
MARGIN: Final = 25  # millimetres
SIZES: Final = {"H1": 20, "P": 12}  # points


class Piece(NamedTuple):
    """A heading ("H1") or a paragraph ("P")."""

    kind: str
    words: str


@cache
def _known_letters() -> frozenset[int]:
    with _fonts_of(FPDF()) as fonts:
        return frozenset(code for font in fonts for code in font.cmap)


def unprintable(text: str) -> str:
    """The letters of a text that our fonts do not have, each once."""
    return "".join(sorted({letter for letter in text if ord(letter) not in _known_letters()}))


def page_of(
    pieces: Iterable[Piece], *, title: str, language: str, written_at: dt.datetime
) -> bytes:
    """The PDF. Only its words, its title and the day are in it: no author, no program, no path."""
    pdf = FPDF(format="letter")
    pdf.set_margin(MARGIN)
    pdf.set_lang(language)
    pdf.set_title(title)
    pdf.set_creation_date(written_at)
    pdf.set_producer("")
    pdf.viewer_preferences = ViewerPreferences(display_doc_title=True)
    pdf.set_xmp_metadata(_says_so(title, language))
    with _fonts_of(pdf):
        pdf.set_fallback_fonts(["latin-ext"])
        pdf.add_page()
        for piece in pieces:
            _write(pdf, piece)
        return bytes(pdf.output())


@contextmanager
def _fonts_of(pdf: FPDF) -> Iterator[list[TTFFont]]:
    """Our fonts in a document, whose files the library leaves open."""
    for name, path in FONTS.items():
        pdf.add_font(name, fname=path)
    fonts = [font for font in pdf.fonts.values() if isinstance(font, TTFFont)]
    try:
        yield fonts
    finally:
        for font in fonts:
            font.ttfont.close()


def _write(pdf: FPDF, piece: Piece) -> None:
    """One piece, as one element of the structure tree.

    The library tags pictures by itself and text not at all, so this uses what it tags pictures
    with: the test reads the tree back. A piece never goes over the end of a page, since a letter
    that is longer is cut by its form.
    """
    size = SIZES[piece.kind]
    pdf.set_font("latin", size=size)
    number = pdf.struct_builder.next_mcid_for_page(pdf.page)
    pdf._add_marked_content(struct_type=f"/{piece.kind}", mcid=number)
    pdf._out(f"/{piece.kind} <</MCID {number}>> BDC")
    pdf.multi_cell(0, size * 0.55, piece.words, align="L", new_x="LMARGIN", new_y="NEXT")
    pdf._out("EMC")
    pdf.ln(size * 0.25)


def _says_so(title: str, language: str) -> str:
    """The metadata in which a PDF says that it is one for everybody."""
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><pdfuaid:part>1</pdfuaid:part>'
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt>'
        f"</dc:title><dc:language><rdf:Bag><rdf:li>{escape(language)}</rdf:li></rdf:Bag>"
        "</dc:language></rdf:Description></rdf:RDF></x:xmpmeta>"
    )
