import io
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import ExifTags, Image, PngImagePlugin
from wagtail.images import get_image_model

from cms.blocks import PictureBlock
from cms.models import Picture, StandardPage
from cms.models.images import UnreadablePicture, without_metadata
from community.people.actions import give_role

pytestmark = [
    pytest.mark.django_db,
    # Wagtail 8.0 leaves the temporary file of each rendition for the garbage collector to close.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
SECRET = "12 Sallow Lane, Ana"


@pytest.fixture(autouse=True)
def _media(settings, tmp_path, files_let_go):
    settings.MEDIA_ROOT = tmp_path


def telling(kind: str) -> bytes:
    """A picture that lies on its side and says who took it, where, and with what."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Artist] = SECRET
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef] = "N"
    gps[ExifTags.GPS.GPSLatitude] = (40.0, 44.0, 54.0)
    exif[ExifTags.IFD.GPSInfo] = gps
    exif[ExifTags.Base.ImageDescription] = SECRET
    xmp = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{SECRET}</x:xmpmeta>"
    more = {"xmp": xmp.encode()}
    if kind == "JPEG":
        more["comment"] = SECRET.encode()
    if kind == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add_text("Comment", SECRET, zip=False)
        info.add_itxt("XML:com.adobe.xmp", xmp)
        more = {"pnginfo": info}
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(out, kind, exif=exif, **more)
    content = out.getvalue()
    return with_iptc_and_thumbnail(content) if kind == "JPEG" else content


def with_iptc_and_thumbnail(jpeg: bytes) -> bytes:
    """The picture with what a newspaper's program and a camera put before it.

    IPTC stands in the marker APP13; the small picture of a camera in a second APP1, and may show
    what was cut away from the large one.
    """
    small = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(small, "JPEG", comment=SECRET.encode())
    iptc = b"\x1c\x02\x50" + len(SECRET).to_bytes(2, "big") + SECRET.encode()
    resource = b"8BIM\x04\x04\x00\x00" + len(iptc).to_bytes(4, "big") + iptc
    resource += b"\x00" * (len(iptc) % 2)

    def marked(marker: bytes, body: bytes) -> bytes:
        return marker + (len(body) + 2).to_bytes(2, "big") + body

    more = marked(b"\xff\xed", b"Photoshop 3.0\x00" + resource)
    more += marked(b"\xff\xe1", b"Thumb\x00" + small.getvalue())
    return jpeg[:2] + more + jpeg[2:]


def stored_bytes(row) -> bytes:
    return Path(row.file.path).read_bytes()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_uploaded_picture_says_nothing_about_where_and_with_what(kind):
    content = telling(kind)
    assert content.count(SECRET.encode()) >= (6 if kind == "JPEG" else 3)
    upload = SimpleUploadedFile(f"Ana at home.{kind.lower()}", content)
    picture = Picture(title="Garden", file=upload)
    picture.save()
    stored = stored_bytes(picture)
    assert SECRET.encode() not in stored
    assert not any(mark in stored for mark in (b"Exif", b"xmpmeta", b"8BIM", b"Thumb"))
    with Image.open(io.BytesIO(stored)) as kept:
        assert kept.format == kind
        assert kept.size == (40, 60)  # upright
        assert not kept.getexif()
        assert not kept.info.get("comment")
        assert not kept.info.get("xmp")
    assert (picture.width, picture.height) == (40, 60)
    assert "Ana" not in picture.file.name


def test_smaller_copies_say_nothing_either():
    picture = Picture(title="Garden", file=SimpleUploadedFile("a.jpg", telling("JPEG")))
    picture.save()
    for spec in ("original", "width-20", "width-20|format-jpeg", "width-20|format-png"):
        copy = stored_bytes(picture.get_rendition(spec))
        assert SECRET.encode() not in copy
        with Image.open(io.BytesIO(copy)) as small:
            assert not small.getexif()


def test_saving_again_leaves_the_file_alone():
    picture = Picture(title="Garden", file=SimpleUploadedFile("a.jpg", telling("JPEG")))
    picture.save()
    name, content = picture.file.name, stored_bytes(picture)
    picture = Picture.objects.get(pk=picture.pk)
    picture.title = "Another"
    picture.save()
    assert picture.file.name == name
    assert stored_bytes(picture) == content


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"<html>", b"GIF89a", b"\xff\xd8\xff\xe0"])
def test_what_is_no_picture_is_refused(content):
    with pytest.raises((UnreadablePicture, OSError)):
        without_metadata(io.BytesIO(content))


def test_site_uses_the_model_that_strips():
    assert get_image_model() is Picture


@pytest.mark.parametrize(
    ("who", "may"), [("participant", False), ("partner", False), ("editor", True), ("staff", True)]
)
def test_only_editors_and_staff_upload(request, who, may, home, as_person, now):
    person = request.getfixturevalue(who)
    client = as_person(give_role(person=person, role=person.role, now=now))
    upload = SimpleUploadedFile("a.jpg", telling("JPEG"), content_type="image/jpeg")
    add = reverse("wagtailimages:add")
    client.post(add, {"title": "Garden", "file": upload, "description": "A garden"})
    assert Picture.objects.exists() is may


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def drawn(size) -> bytes:
    out = io.BytesIO()
    Image.new("1", size).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.jpg", b"<script>", "Upload a valid image"),
        ("a.svg", SVG, "Not a supported image format"),
        ("a.png", SVG, "Not a valid"),
        ("a.html", b"<!doctype html><script>alert(1)</script>", "Upload a valid image"),
        ("a.png", drawn((8000, 5001)), "too many pixels"),
        ("a.png", drawn((10, 10)) + b"\0" * 10 * 1024 * 1024, "too big"),
    ],
    ids=["words", "svg", "svg by another name", "html", "pixels", "bytes"],
)
def test_upload_that_is_no_picture_is_refused_in_words(
    home, editor, as_person, now, name, content, words
):
    client = as_person(give_role(person=editor, role="editor", now=now))
    upload = SimpleUploadedFile(name, content, content_type="image/png")
    response = client.post(reverse("wagtailimages:add"), {"title": "x", "file": upload})
    assert response.status_code == 200
    assert words in response.content.decode()
    assert not Picture.objects.exists()


def test_picture_on_a_page_is_shown_with_its_words(home, stranger):
    picture = Picture(title="Garden", file=SimpleUploadedFile("a.jpg", telling("JPEG")))
    picture.save()
    page = StandardPage.objects.get(slug="about")
    value = {"image": picture.pk, "alt": "Beans on poles", "motif": "", "caption": ""}
    page.body = [{"type": "picture", "value": value}]
    page.save()
    content = stranger.get("/about/").content.decode()
    assert 'alt="Beans on poles"' in content
    assert "/media/images/" in content


@pytest.mark.parametrize(
    ("image", "alt", "motif"), [(True, "", ""), (True, "Beans", "pot"), (False, "", "")]
)
def test_picture_block_wants_a_picture_with_words_or_a_drawing(image, alt, motif):
    picture = Picture(title="Garden", file=SimpleUploadedFile("a.jpg", telling("JPEG")))
    picture.save()
    value = {"image": picture if image else None, "alt": alt, "motif": motif, "caption": ""}
    block = PictureBlock()
    with pytest.raises(ValidationError):
        block.clean(block.normalize(value))


def test_picture_block_is_content_with_a_drawing():
    block = PictureBlock()
    value = {"image": None, "alt": "", "motif": "pot", "caption": ""}
    assert block.clean(block.normalize(value))["motif"] == "pot"
