"""Editors bring a directory in from a file: they see what was read before anything is written."""

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from cms.wagtail_hooks import directory_files
from community.people.actions import give_role
from community.support.actions import bringing, ensure_headings
from community.support.models import DirectoryFile, Service
from tests.community.support.test_importing import one

pytestmark = pytest.mark.django_db


@pytest.fixture
def editing(home, as_person, editor, now):
    ensure_headings()
    return as_person(give_role(person=editor, role=editor.role, now=now))


def send(client, content: bytes, **more):
    file = SimpleUploadedFile("services.json", content)
    return client.post(
        reverse("desk_directory_files"), {"file": file, "source": "hsds"} | more, follow=True
    )


def test_an_editor_reads_then_brings_in(editing, now):
    answer = send(editing, json.dumps([one(), {"id": "x", "status": "active"}]).encode())
    page = answer.content.decode()
    assert "1 service can be brought in." in page
    assert "1 is left out." in page
    assert "<td>[1]</td><td>name</td>" in page
    file = DirectoryFile.objects.get()
    at = reverse("desk_directory_file", args=[file.public_id])
    going = editing.post(at, {"go": "1"}, follow=True)
    assert going["Refresh"] == "3"
    assert '<progress id="far" max="1" value="0">' in going.content.decode()
    bringing.go_on_with_files(now=now)
    done = editing.get(at)
    assert "Refresh" not in done
    assert "1 new" in done.content.decode()
    assert Service.objects.get().is_live is False


def test_remarks_come_as_a_table(editing):
    send(editing, json.dumps([{"id": "=cmd()", "status": "active"}]).encode())
    file = DirectoryFile.objects.get()
    answer = editing.get(reverse("desk_directory_remarks", args=[file.public_id]))
    assert answer["Content-Disposition"] == 'attachment; filename="remarks.csv"'
    assert "[0],name,It needs a name" in answer.content.decode()
    book = editing.get(reverse("desk_directory_book", args=[file.public_id]))
    assert book["Content-Disposition"] == 'attachment; filename="remarks.xlsx"'
    rows = load_workbook(io.BytesIO(book.content)).active.iter_rows(values_only=True)
    assert ",".join(next(rows)) == "where,part,reason,left out"
    assert next(rows)[:2] == ("[0]", "name")


def test_large_file_is_refused_before_any_of_it_is_on_a_disk(editing, monkeypatch):
    written = []
    begin = TemporaryUploadedFile.__init__
    monkeypatch.setattr(
        TemporaryUploadedFile, "__init__", lambda self, *a: (written.append(a), begin(self, *a))[0]
    )
    answer = send(editing, b"[" + b" " * 3 * 1024 * 1024 + b"]")
    assert "larger than 2 MB" in answer.content.decode()
    assert written == []


def test_a_file_may_be_forgotten(editing):
    send(editing, json.dumps([one()]).encode())
    file = DirectoryFile.objects.get()
    editing.post(reverse("desk_directory_file", args=[file.public_id]), {"drop": "1"})
    assert not DirectoryFile.objects.exists()


@pytest.mark.parametrize(
    ("content", "more", "words"),
    [
        (b"", {}, "empty"),
        (b"{", {}, "line 1"),
        (b"a,b\n", {}, "lacks these columns"),
        (b"[]", {"source": "two words"}, "valid"),
        (b"[" + b" " * directory_files.LARGEST + b"]", {}, "larger than 2 MB"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(editing, content, more, words):
    answer = send(editing, content, **more)
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert not DirectoryFile.objects.exists()


def test_it_is_for_who_looks_after_the_directory(home, as_person, partner, participant):
    for person in (partner, participant):
        assert as_person(person).get(reverse("desk_directory_files")).status_code == 404
