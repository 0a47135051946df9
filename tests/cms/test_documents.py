"""A document that is uploaded says nothing of who made it, or is refused (#30, T9)."""

import contextlib
import io
import random
import struct
import zlib
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import ArrayObject, BooleanObject, TextStringObject
from wagtail.documents.models import Document
from wagtail.models import UploadedFile

from cms import documents, uploads
from cms.actions import prepare_site
from cms.documents import UnfitDocument, document_without_metadata
from cms.pictures_within import jpeg2000_without_metadata, jpeg_without_metadata
from tests.cms.papers import (
    SECRETS,
    dictionary,
    jpeg2000,
    later_state,
    name,
    picture,
    plain,
    stream,
    telling,
    written,
)
from tests.factories.people import UserFactory

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
ADD, ADD_MANY = "wagtaildocs:add", "wagtaildocs:add_multiple"


@pytest.fixture
def home(db):
    """Made for each test: an upload may close the connection, and with it what a file shares."""
    return prepare_site()


@pytest.fixture(autouse=True)
def _media(settings, tmp_path, files_let_go):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def operator(home, as_person):
    """Who may add documents; editors may not."""
    return as_person(UserFactory(is_superuser=True, role="editor"))


def upload(content, called="a.pdf"):
    return SimpleUploadedFile(called, content, content_type="application/pdf")


def everything_in(content: bytes) -> bytes:
    """All bytes of a document, and all of its streams unpacked."""
    found, at = [content], 0
    while (at := content.find(b"stream", at)) >= 0:
        at += 6
        packed = content[at:].lstrip(b"\r\n")
        try:
            found.append(zlib.decompressobj().decompress(packed))
        except zlib.error:
            continue
    reader = PdfReader(io.BytesIO(content))
    for number in range(1, int(reader.trailer["/Size"])):
        found.append(repr(reader.get_object(number)).encode())
    return b"\n".join(found)


def stored(tmp_path) -> list[bytes]:
    return [path.read_bytes() for path in Path(tmp_path).rglob("*") if path.is_file()]


def refusal_of(content) -> str:
    with pytest.raises(UnfitDocument) as refusal:
        document_without_metadata(content)
    return str(refusal.value.words)


def test_document_told_all_of_it_before():
    """The control: without cleaning, each of these is found."""
    before = everything_in(written(telling()))
    assert [word for word in SECRETS if word not in before] == []


def test_cleaned_document_tells_none_of_it_and_looks_the_same():
    clean = document_without_metadata(written(telling()))
    after = everything_in(clean)
    assert [word for word in (*SECRETS, b"pypdf", b"/ID") if word in after] == []
    reader = PdfReader(io.BytesIO(clean))
    assert not reader.metadata
    assert not reader.xmp_metadata
    assert not reader.attachments
    page = reader.pages[0]
    assert "Bus pass" in page.extract_text()
    assert "/AA" in page["/Resources"]["/Font"]  # a font, whatever it is called
    assert page.images[0].image.getpixel((8, 8)) == pixel(picture())
    kinds = [one.get_object()["/Subtype"] for one in page["/Annots"]]
    assert kinds == ["/FreeText", "/Link", "/Link"]
    assert b"https://example.org/bus" in after
    assert b"Seen by everybody" in after


def pixel(content):
    with Image.open(io.BytesIO(content)) as opened:
        return opened.getpixel((8, 8))


def test_cleaned_document_may_be_cleaned_again():
    once = document_without_metadata(written(telling()))
    assert document_without_metadata(once) == once


def test_older_state_of_a_document_goes():
    assert b"Ana Petrov" not in document_without_metadata(later_state(written(telling())))


def test_form_stays_one_and_what_is_read_aloud_stays():
    writer = plain()
    field = writer._add_object(
        dictionary(
            Type=name("/Annot"),
            Subtype=name("/Widget"),
            FT=name("/Tx"),
            T=TextStringObject("first name"),
            Rect=writer.pages[0].mediabox,
        )
    )
    writer.pages[0][name("/Annots")] = ArrayObject([field])
    writer.root_object[name("/AcroForm")] = dictionary(
        Fields=ArrayObject([field]), XFA=TextStringObject("ana-xmp")
    )
    writer.root_object[name("/Lang")] = TextStringObject("en-GB")
    writer.root_object[name("/MarkInfo")] = dictionary(Marked=BooleanObject(True))
    clean = document_without_metadata(written(writer))
    reader = PdfReader(io.BytesIO(clean))
    assert list(reader.get_fields()) == ["first name"]
    assert reader.root_object["/Lang"] == "en-GB"
    assert "/MarkInfo" in reader.root_object
    assert b"ana-xmp" not in clean


def test_picture_that_is_packed_twice_is_cleaned():
    writer = plain()
    image = stream(zlib.compress(picture()), Type=name("/XObject"), Subtype=name("/Image"))
    image[name("/Filter")] = ArrayObject([name("/FlateDecode"), name("/DCTDecode")])
    writer.pages[0]["/Resources"][name("/XObject")] = dictionary(X=writer._add_object(image))
    content = written(writer)
    assert b"ana-exif" in everything_in(content)
    clean = everything_in(document_without_metadata(content))
    assert b"ana-exif" not in clean
    assert b"JFIF" in clean


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not a PDF"),
        (b"<html><script>1</script>", "not a PDF"),
        (b"PK\x03\x04 a letter in a word processor", "not a PDF"),
        (b"%PDF-1.4 x", "cannot read this PDF"),
        (written(telling())[:900], "cannot read this PDF"),
    ],
)
def test_what_is_no_document_that_we_can_read_is_refused(content, words):
    assert words in refusal_of(content)


@pytest.mark.parametrize("password", ["secret", ""])
def test_locked_document_is_refused(password):
    writer = plain()
    writer.encrypt(user_password=password, owner_password="x", algorithm="AES-256")
    assert "locked with a password" in refusal_of(written(writer))


def test_signed_document_is_refused():
    writer = plain()
    writer.pages[0][name("/V")] = writer._add_object(dictionary(Type=name("/Sig")))
    assert "says who signed it" in refusal_of(written(writer))


def test_document_that_lies_elsewhere_in_part_is_refused():
    writer = plain()
    writer.pages[0]["/Contents"].get_object()[name("/F")] = TextStringObject("ana.txt")
    assert "in another file" in refusal_of(written(writer))


def test_document_without_pages_is_refused():
    writer = plain()
    writer.remove_page(0)
    assert "no pages" in refusal_of(written(writer))


def test_document_that_is_too_large_is_refused_and_not_read(monkeypatch):
    monkeypatch.setattr(documents, "MOST_BYTES", 100)
    assert "larger than 20 MB" in refusal_of(written(plain()))


def test_broken_documents_are_refused_and_never_our_mistake():
    """Bytes changed by chance: each is cleaned or refused."""
    whole, chance = written(telling()), random.Random(7)
    for _ in range(60):
        broken = bytearray(whole)
        for _ in range(chance.randint(1, 30)):
            broken[chance.randrange(9, len(broken))] = chance.randrange(256)
        with contextlib.suppress(UnfitDocument):
            assert document_without_metadata(bytes(broken)).startswith(b"%PDF-")


# -- pictures within -------------------------------------------------------------------------


def test_jpeg_keeps_its_pixels_profile_and_size_only():
    kept = io.BytesIO()
    profile = b"profile" * 20
    with Image.open(io.BytesIO(picture())) as opened:
        opened.save(kept, "JPEG", exif=opened.getexif(), comment=b"ana-comment",
                    icc_profile=profile, progressive=True)  # fmt: skip
    clean = jpeg_without_metadata(kept.getvalue() + b"after its end: Ana Petrov")
    assert not any(word in clean for word in (b"ana", b"Ana", b"Exif"))
    with Image.open(io.BytesIO(clean)) as opened, Image.open(kept) as before:
        assert opened.info["icc_profile"] == profile
        assert opened.tobytes() == before.tobytes()


@pytest.mark.parametrize("content", [b"", b"\xff\xd8", b"\xff\xd8\xff\xe0", b"\xff\xd8ab", b"GIF"])
def test_broken_jpeg_is_a_mistake_of_the_file(content):
    with pytest.raises((ValueError, IndexError, struct.error)):
        jpeg_without_metadata(content)


def test_jpeg_2000_loses_the_boxes_of_programmes():
    whole = jpeg2000((b"ihdr", b"size"), (b"xml ", b"ana"), (b"uuid", b"ana"), (b"jp2c", b"pixels"))
    assert jpeg2000_without_metadata(whole) == jpeg2000((b"ihdr", b"size"), (b"jp2c", b"pixels"))
    assert jpeg2000_without_metadata(b"\xff\x4f\xff\x51pixels") == b"\xff\x4f\xff\x51pixels"


@pytest.mark.parametrize(
    "content", [b"", b"ana", jpeg2000() + b"\x00\x00\x00\x01uuid" + bytes(7) + b"\x04"]
)
def test_broken_jpeg_2000_is_a_mistake_of_the_file(content):
    with pytest.raises(ValueError, match="JPEG 2000"):
        jpeg2000_without_metadata(content)


# -- the editors' screens --------------------------------------------------------------------


def test_uploaded_document_is_stored_clean(operator, tmp_path):
    values = {"title": "Bus pass", "file": upload(written(telling()))}
    assert operator.post(reverse(ADD), values).status_code == 302
    [content] = stored(tmp_path)
    assert not [word for word in SECRETS if word in everything_in(content)]
    row = Document.objects.get()
    assert row.file_size == len(content)
    answer = operator.get(row.url)
    assert b"".join(answer.streaming_content) == content
    answer.close()


def test_large_upload_that_lies_on_the_disk_already_is_stored_clean(operator, tmp_path, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10
    values = {"title": "Bus pass", "file": upload(written(telling()))}
    assert operator.post(reverse(ADD), values).status_code == 302
    [content] = stored(tmp_path)
    assert not [word for word in SECRETS if word in everything_in(content)]


def test_temporary_file_is_cleaned_in_its_place():
    with TemporaryUploadedFile("a.pdf", "application/pdf", 0, None) as file:
        file.write(written(telling()))
        file.size = file.tell()
        uploads._write_anew(file)
        on_disk = Path(file.temporary_file_path()).read_bytes()
        assert file.size == len(on_disk)
        assert not [word for word in SECRETS if word in everything_in(on_disk)]


def test_new_file_of_an_old_document_is_cleaned_too(operator, tmp_path):
    operator.post(reverse(ADD), {"title": "Bus pass", "file": upload(written(plain()))})
    row = Document.objects.get()
    edit = reverse("wagtaildocs:edit", args=[row.pk])
    operator.post(edit, {"title": "Bus pass", "file": upload(written(telling()))})
    [content] = stored(tmp_path)
    assert not [word for word in SECRETS if word in everything_in(content)]
    assert b"/XObject" in content


def test_document_of_which_only_the_title_is_refused_is_not_kept_as_it_came(operator, tmp_path):
    """Wagtail's way for several files stores it by itself and asks for a title."""
    values = {"files[]": upload(written(telling())), "title": "Survivors of the night"}
    answer = operator.post(reverse(ADD_MANY), values).json()
    assert answer["success"]
    assert UploadedFile.objects.count() == 1
    assert [
        word for content in stored(tmp_path) for word in SECRETS if word in everything_in(content)
    ] == []


@pytest.mark.parametrize("content", [b"%PDF-1.4 x", b"PK\x03\x04"])
def test_document_that_is_refused_loses_nothing_that_was_typed(operator, tmp_path, content):
    values = {"title": "Form for a bus pass", "tags": "travel", "file": upload(content)}
    page = operator.post(reverse(ADD), values)
    text = page.content.decode()
    assert page.status_code == 200
    assert "PDF, and add that one" in text or "PDF, then add that one" in text
    assert 'value="Form for a bus pass"' in text
    assert "travel" in text
    assert not Document.objects.exists()
    assert stored(tmp_path) == []


def test_document_that_is_refused_among_several_is_stored_nowhere(operator, tmp_path):
    answer = operator.post(reverse(ADD_MANY), {"files[]": upload(b"%PDF-1.4 x"), "title": "x"})
    assert answer.json()["success"] is False
    assert "cannot read this PDF" in answer.json()["error_message"]
    assert stored(tmp_path) == []


@pytest.mark.parametrize("called", ["a.docx", "a.odt", "a.html", "a.svg", "a.pdf.exe", "a"])
def test_other_kinds_of_file_are_refused(operator, tmp_path, called):
    values = {"title": "Bus pass", "file": upload(written(plain()), called)}
    assert operator.post(reverse(ADD), values).status_code == 200
    assert stored(tmp_path) == []
