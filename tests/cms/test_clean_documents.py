"""`clean_documents`: what was stored before documents were cleaned tells nothing after it (#30)."""

import hashlib
import io
import os
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from wagtail.documents.models import Document

from cms import stored
from cms.documents import document_without_metadata
from tests.cms.papers import plain, telling, written

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture(autouse=True)
def _media(settings, tmp_path, files_let_go):
    settings.MEDIA_ROOT = tmp_path


def stored_before(content, called="bus-pass.pdf", title="Bus pass") -> Document:
    """As a document was stored when nothing was cleaned."""
    return Document.objects.create(title=title, file=ContentFile(content, called))


@pytest.fixture
def clean(django_capture_on_commit_callbacks):
    """A function that cleans, and gives what the command said."""

    def cleaned(**options) -> str:
        out = io.StringIO()
        with django_capture_on_commit_callbacks(execute=True):
            call_command("clean_documents", stdout=out, **options)
        return out.getvalue()

    return cleaned


def now(document) -> Document:
    return Document.objects.get(pk=document.pk)


def content_of(document) -> bytes:
    return Path(now(document).file.path).read_bytes()


def files(tmp_path) -> set[str]:
    return {path.name for path in Path(tmp_path).rglob("*") if path.is_file()}


def test_document_stored_before_is_clean_afterwards(clean, tmp_path):
    document = stored_before(written(telling()))
    assert b"Sallow Writer" in content_of(document)  # the control
    assert "1 documents looked at, 1 of them cleaned now." in clean()
    assert content_of(document) == document_without_metadata(written(telling()))
    assert files(tmp_path) == {"bus-pass.pdf"}


def test_row_says_of_the_file_what_it_is_now(clean):
    document = stored_before(written(telling()))
    document.get_file_size()
    document.get_file_hash()
    clean()
    content = content_of(document)
    assert now(document).file_size == len(content)
    assert now(document).file_hash == hashlib.sha1(content).hexdigest()


def test_second_time_there_is_nothing_to_do(clean, tmp_path):
    document = stored_before(written(telling()))
    clean()
    before = os.stat(now(document).file.path)
    said = clean()
    assert "0 of them cleaned now." in said
    assert "Every document is clean." in said
    assert os.stat(now(document).file.path).st_mtime_ns == before.st_mtime_ns


def test_one_that_cannot_be_cleaned_is_named_and_left_and_the_next_is_cleaned():
    unfit = stored_before(b"no pdf at all")
    document = stored_before(written(telling()), "other.pdf", "Other")
    out = io.StringIO()
    with pytest.raises(CommandError) as refusal:
        call_command("clean_documents", stdout=out)
    assert refusal.value.returncode == 3
    assert f"document {unfit.pk}. This file is not a PDF." in out.getvalue()
    assert f"document {document.pk}." not in out.getvalue()
    assert "Bus pass" not in out.getvalue() + str(refusal.value)
    assert "bus-pass" not in out.getvalue() + str(refusal.value)
    assert content_of(unfit) == b"no pdf at all"
    assert b"Sallow Writer" not in content_of(document)


def test_file_that_is_lost_is_named_and_stops_nothing(clean):
    lost = stored_before(written(plain()))
    Path(lost.file.path).unlink()
    document = stored_before(written(telling()), "other.pdf", "Other")
    with pytest.raises(CommandError, match="1 documents cannot be cleaned"):
        clean()
    assert b"Sallow Writer" not in content_of(document)


def test_too_large_a_file_is_not_read(clean, monkeypatch):
    document = stored_before(written(plain()))
    monkeypatch.setattr("cms.documents.MOST_BYTES", 10)
    monkeypatch.setattr(stored, "document_without_metadata", lambda content: pytest.fail("read"))
    with pytest.raises(CommandError, match="1 documents cannot be cleaned"):
        clean()
    assert content_of(document) == written(plain())


def test_name_of_its_author_goes_with_its_file(clean, tmp_path, client):
    document = stored_before(written(plain()), "Letter of Ana Petrov.pdf")
    clean()
    assert files(tmp_path) == {"bus-pass.pdf"}
    assert now(document).filename == "bus-pass.pdf"
    assert client.get(now(document).url).status_code == 200


@pytest.mark.parametrize("called", ["bus-pass.pdf", "bus-pass_a1B2c3D.pdf", f"{'0a' * 16}.pdf"])
def test_name_of_ours_stays_so_that_its_address_does(clean, called):
    document = stored_before(written(telling()), called)
    clean()
    assert now(document).filename == called
    assert b"Sallow Writer" not in content_of(document)


def test_stopped_between_the_file_and_its_row_it_goes_on_there(clean, monkeypatch):
    """The file is clean already; what the row says of it is not true yet."""
    document = stored_before(document_without_metadata(written(telling())))
    Document.objects.filter(pk=document.pk).update(file_size=1, file_hash="0" * 40)
    clean()
    assert now(document).file_size == len(content_of(document))


def test_bar_shows_how_far_it_is(clean, capsys):
    stored_before(written(telling()))
    clean(progress=True)
    assert "1/1" in capsys.readouterr().err


def test_site_without_documents_is_clean(clean):
    assert "Every document is clean." in clean()
