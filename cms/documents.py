"""A PDF without what it says of whoever made it (safety.md #30, T9).

Beside its pages a PDF holds its author, the programme and the days on which it was written, older
states of itself, comments with the names of who wrote them, whole files, and programs; pictures in
it hold where they were taken. The pages stay as they look, with their links, their forms and what
is read aloud of them; all else goes. What cannot be made so is refused.
"""

import io
from collections.abc import Iterator
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pypdf import PdfReader, PdfWriter
from pypdf.errors import FileNotDecryptedError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, StreamObject

from cms.pictures_within import jpeg2000_without_metadata, jpeg_without_metadata

MOST_BYTES: Final = 20 * 1024 * 1024
# What may stand beside the pages in the root of a document.
KEPT_IN_ROOT: Final = frozenset({
    "/Type", "/Pages", "/Version", "/Lang", "/MarkInfo", "/StructTreeRoot", "/Outlines",
    "/PageLabels", "/PageMode", "/PageLayout", "/ViewerPreferences", "/Names", "/Dests",
    "/OCProperties", "/OutputIntents", "/AcroForm",
})  # fmt: skip
# Who, when, with what; programs; files within the file.
GONE_EVERYWHERE: Final = frozenset({
    "/Metadata", "/PieceInfo", "/LastModified", "/CreationDate", "/ModDate", "/Author",
    "/Creator", "/CreatorInfo", "/Producer", "/AA", "/JS", "/AF", "/EF", "/OpenAction", "/XFA",
    "/OPI", "/Thumb",
})  # fmt: skip
# Dictionaries whose keys are names that the document made up: a font may be called /AA.
OWN_NAMES: Final = frozenset({
    "/Font", "/XObject", "/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/Properties",
    "/CharProcs", "/RoleMap", "/ClassMap", "/Dests",
})  # fmt: skip
# Beside a page: what is seen or filled in stays, as a black bar over a name does.
GONE_ANNOTATIONS: Final = frozenset({
    "/Text", "/Popup", "/FileAttachment", "/Sound", "/Movie", "/Screen", "/RichMedia", "/3D",
    "/Projection",
})  # fmt: skip
KEPT_ACTIONS: Final = frozenset({"/GoTo", "/URI", "/Named"})


class UnfitDocument(ValueError):
    """It cannot be kept. `words`: why, and what to do; safe to show."""

    def __init__(self, words: str | Promise) -> None:
        super().__init__(words)
        self.words = words


def document_without_metadata(content: bytes) -> bytes:
    """The same pages, written anew. Raises UnfitDocument."""
    refuse_large(len(content))
    try:
        cleaned = _written(_reader(content), is_cleaned=False)
        # Once more: what nothing leads to any more is not copied.
        return _written(PdfReader(io.BytesIO(cleaned)), is_cleaned=True)
    except UnfitDocument:
        raise
    except FileNotDecryptedError:
        raise _locked() from None
    except Exception as fault:
        # A broken file makes the library stumble in many ways; each of them is the file's fault.
        raise UnfitDocument(
            _("We cannot read this PDF. Open it, save it as a new PDF, and add that one.")
        ) from fault


def refuse_large(size: int) -> None:
    """Raise UnfitDocument for so many bytes; asked before a file is read, too."""
    if size > MOST_BYTES:
        raise UnfitDocument(_("The file is larger than 20 MB. Make it smaller, then try again."))


def _locked() -> UnfitDocument:
    return UnfitDocument(
        _("This PDF is locked with a password. Save it without one, then add it again.")
    )


def _reader(content: bytes) -> PdfReader:
    if not content.startswith(b"%PDF-"):
        raise UnfitDocument(_("This file is not a PDF. Save it as a PDF, then add that one."))
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted:
        raise _locked()
    if not len(reader.pages):
        raise UnfitDocument(_("This PDF has no pages."))
    return reader


def _written(reader: PdfReader, *, is_cleaned: bool) -> bytes:
    writer = PdfWriter()
    # The root alone: what stands beside it in a file is its author and its identity.
    writer.clone_reader_document_root(reader)
    writer.metadata = None
    if not is_cleaned:
        _clean_root(writer.root_object)
        for name, part in _parts(writer.root_object):
            if name not in OWN_NAMES:
                _clean(part)
    kept = io.BytesIO()
    writer.write(kept)
    return kept.getvalue()


def _parts(root: DictionaryObject) -> Iterator[tuple[str, DictionaryObject]]:
    """Every dictionary and the key that leads to it; each before what is in it."""
    seen: set[int] = set()
    waiting: list[tuple[str, Any]] = [("", root)]
    while waiting:
        name, part = waiting.pop()
        if isinstance(part, IndirectObject):
            if part.idnum in seen:
                continue
            seen.add(part.idnum)
            part = part.get_object()
        if isinstance(part, DictionaryObject):
            yield name, part
            waiting.extend(part.items())
        elif isinstance(part, ArrayObject):
            waiting.extend((name, one) for one in list.__iter__(part))


def _clean_root(root: DictionaryObject) -> None:
    for name in set(root) - KEPT_IN_ROOT:
        del root[name]
    names = root.get("/Names")
    if names is not None:
        names = names.get_object()
        for name in set(names) - {"/Dests"}:
            del names[name]


def _clean(part: DictionaryObject) -> None:
    if part.get("/Type") == "/Sig" or part.get("/FT") == "/Sig":
        raise UnfitDocument(
            _("This PDF is signed, and the signature says who signed it. Print it into a new PDF.")
        )
    for name in GONE_EVERYWHERE & set(part):
        del part[name]
    for name in ("/A", "/PA"):
        action = part.get(name)
        if isinstance(action, DictionaryObject) and "/S" in action:
            action.pop("/Next", None)
            if str(action["/S"]) not in KEPT_ACTIONS:
                del part[name]
    if "/Annots" in part:
        _clean_annotations(part)
    if isinstance(part, StreamObject):
        _clean_stream(part)


def _clean_annotations(page: DictionaryObject) -> None:
    """Comments go, and from what stays who wrote it."""
    kept = ArrayObject()
    annotations: Any = page["/Annots"]
    for one in list.__iter__(annotations.get_object()):
        note = one.get_object()
        if not isinstance(note, DictionaryObject) or note.get("/Subtype") in GONE_ANNOTATIONS:
            continue
        for name in ("/Popup", "/Subj", "/RC", "/IRT", "/M", "/NM"):
            note.pop(name, None)
        if note.get("/Subtype") != "/Widget":  # there /T is the name of a field of a form
            note.pop("/T", None)
        if note.get("/Subtype") not in {"/FreeText", "/Link", "/Widget"}:
            note.pop("/Contents", None)
        kept.append(one)
    page[NameObject("/Annots")] = kept


def _clean_stream(stream: StreamObject) -> None:
    """A picture in a format that can say where it was taken; and a stream kept in another file."""
    if "/F" in stream:
        raise UnfitDocument(_("Part of this PDF lies in another file. Print it into a new PDF."))
    filters = stream.get("/Filter")
    filters = list(filters) if isinstance(filters, list) else [filters]
    clean = {"/DCTDecode": jpeg_without_metadata, "/JPXDecode": jpeg2000_without_metadata}
    if filters[-1] not in clean:
        return
    # The library unpacks what a picture is packed in, and leaves the picture as it is.
    picture = stream._data if len(filters) == 1 else stream.get_data()
    stream._data = clean[str(filters[-1])](picture)
    if len(filters) > 1:
        stream[NameObject("/Filter")] = NameObject(filters[-1])
        stream.pop("/DecodeParms", None)
