"""PDFs that tell who made them, made here."""

import io
import struct

from PIL import Image
from pypdf import PdfWriter
from pypdf.annotations import FreeText, Text
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

# Each stands somewhere in `telling`; none may be on the disk, plain or packed.
SECRETS = (
    b"Ana Petrov", b"Sallow Lane", b"Sallow Writer", b"attached-by-ana", b"app.alert", b"ana-xmp",
    b"ana-page-xmp", b"ana-exif", b"ana-comment", b"Ana wrote this", b"D:20260504",
)  # fmt: skip


def name(text: str) -> NameObject:
    return NameObject(text)


def dictionary(**values: object) -> DictionaryObject:
    return DictionaryObject({name(f"/{key}"): value for key, value in values.items()})


def stream(content: bytes, **values: object) -> StreamObject:
    made = StreamObject()
    made._data = content
    made.update(dictionary(**values))
    return made


def picture() -> bytes:
    """A JPEG with EXIF and a comment."""
    exif = Image.Exif()
    exif[0x010E] = "ana-exif"
    kept = io.BytesIO()
    Image.new("RGB", (16, 16), (200, 10, 10)).save(
        kept, "JPEG", exif=exif, comment=b"ana-comment", quality=90
    )
    return kept.getvalue()


def plain(words: bytes = b"BT /AA 12 Tf 10 10 Td (Bus pass) Tj ET") -> PdfWriter:
    """One page with words in a font that is called /AA."""
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    font = dictionary(Type=name("/Font"), Subtype=name("/Type1"), BaseFont=name("/Helvetica"))
    page[name("/Resources")] = dictionary(Font=dictionary(AA=font))
    page[name("/Contents")] = writer._add_object(stream(words))
    return writer


def telling() -> PdfWriter:
    """A document in which all of it stands that one can hold beside its pages."""
    writer = plain(b"BT /AA 12 Tf 10 10 Td (Bus pass) Tj ET q 50 0 0 50 9 90 cm /AF Do Q")
    page = writer.pages[0]
    writer.add_metadata({"/Author": "Ana Petrov", "/Title": "Sallow Lane"})
    writer.add_metadata({"/Producer": "Sallow Writer", "/CreationDate": "D:20260504120000"})
    writer.add_attachment("attached-by-ana.txt", b"attached-by-ana")
    program = dictionary(S=name("/JavaScript"), JS=TextStringObject("app.alert('hello')"))
    writer.root_object[name("/OpenAction")] = program
    xmp = stream(b"<x>ana-xmp</x>", Type=name("/Metadata"), Subtype=name("/XML"))
    writer.root_object[name("/Metadata")] = writer._add_object(xmp)
    page[name("/Metadata")] = writer._add_object(stream(b"<x>ana-page-xmp</x>"))
    page[name("/LastModified")] = TextStringObject("D:20260504120000")
    page[name("/PieceInfo")] = dictionary(W=dictionary(Private=TextStringObject("Sallow Writer")))
    page[name("/AA")] = dictionary(
        O=dictionary(S=name("/JavaScript"), JS=TextStringObject("app.alert('open')"))
    )
    image = stream(
        picture(), Type=name("/XObject"), Subtype=name("/Image"), Filter=name("/DCTDecode")
    )
    for key, value in (("/Width", 16), ("/Height", 16), ("/BitsPerComponent", 8)):
        image[name(key)] = NumberObject(value)
    image[name("/ColorSpace")] = name("/DeviceRGB")
    page["/Resources"][name("/XObject")] = dictionary(AF=writer._add_object(image))
    _comment_on(writer)
    return writer


def _comment_on(writer: PdfWriter) -> None:
    box = (20, 20, 90, 40)
    note = Text(rect=box, text="Ana wrote this")
    note[name("/T")] = TextStringObject("Ana Petrov")
    seen = FreeText(rect=box, text="Seen by everybody")
    seen[name("/T")] = TextStringObject("Ana Petrov")
    seen[name("/M")] = TextStringObject("D:20260504120000")
    link = dictionary(
        Type=name("/Annot"),
        Subtype=name("/Link"),
        Rect=ArrayObject(note["/Rect"]),
        A=dictionary(S=name("/URI"), URI=TextStringObject("https://example.org/bus")),
    )
    launch = dictionary(
        Type=name("/Annot"),
        Subtype=name("/Link"),
        Rect=ArrayObject(note["/Rect"]),
        A=dictionary(S=name("/JavaScript"), JS=TextStringObject("app.alert('link')")),
    )
    for one in (note, seen, link, launch):
        writer.add_annotation(0, one)


def written(writer: PdfWriter) -> bytes:
    kept = io.BytesIO()
    writer.write(kept)
    return kept.getvalue()


def later_state(content: bytes) -> bytes:
    """The same with a second state after it, as programmes write that only add to a file."""
    return content + b"\n% an older state by Ana Petrov\n" + content


def jpeg2000(*boxes: tuple[bytes, bytes]) -> bytes:
    """The frame of a JPEG 2000 with these boxes."""
    start = b"\x00\x00\x00\x0cjP  \r\n\x87\n"
    return start + b"".join(
        struct.pack(">I4s", 8 + len(content), kind) + content for kind, content in boxes
    )
