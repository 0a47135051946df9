"""A file goes in by parts; what goes wrong three times stops, and staff are told."""

import datetime as dt
import json

import pytest

from community.safety.models import Task
from community.support.actions import bringing, ensure_headings, importing
from community.support.models import DirectoryFile, FileStage, Service
from community.support.tasks import bring_in_files
from tests.community.support.test_importing import one

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


def take(by, now, number=3) -> DirectoryFile:
    ensure_headings()
    content = json.dumps([one(f"a{count}") for count in range(number)]).encode()
    return bringing.take_file(content=content, source="hsds", replace=False, by=by, now=now)


def test_nothing_is_written_before_the_editor_says_so(editor, now):
    file = take(editor, now)
    assert bringing.go_on_with_files(now=now) == 0
    assert not Service.objects.exists()
    bringing.begin(file=file, now=now)
    bringing.begin(file=file, now=now)
    bring_in_files()
    file.refresh_from_db()
    assert (file.stage, file.counts, file.entries) == (FileStage.DONE, {"created": 3}, [])
    assert Service.objects.count() == 3


def test_it_goes_by_parts(editor, now, monkeypatch):
    monkeypatch.setattr(bringing, "AT_ONCE", 2)
    file = take(editor, now)
    bringing.begin(file=file, now=now)
    bringing.go_on_with_files(now=now)
    file.refresh_from_db()
    assert (file.stage, file.done, Service.objects.count()) == (FileStage.BRING, 2, 2)
    bringing.go_on_with_files(now=now)
    file.refresh_from_db()
    assert (file.stage, file.done, Service.objects.count()) == (FileStage.DONE, 3, 3)


def test_a_part_that_fails_three_times_stops_the_file(editor, now, monkeypatch, caplog):
    def fail(**_said):
        raise RuntimeError("7 Canary Street")

    monkeypatch.setattr(importing, "bring_in", fail)
    file = take(editor, now)
    bringing.begin(file=file, now=now)
    for turn in range(3):
        assert bringing.go_on_with_files(now=now + 6 * turn * MINUTE) == 1
    assert bringing.go_on_with_files(now=now + 60 * MINUTE) == 0
    file.refresh_from_db()
    assert (file.stage, file.entries) == (FileStage.FAILED, [])
    assert Task.objects.get().about == file.public_id
    assert "RuntimeError" in caplog.text
    assert "Canary" not in caplog.text


def test_nobody_else_takes_a_part_that_is_in_hand(editor, now):
    file = take(editor, now)
    bringing.begin(file=file, now=now)
    DirectoryFile.objects.update(leased_until=now + MINUTE)
    assert bringing.go_on_with_files(now=now) == 0
    assert bringing.go_on_with_files(now=now + 2 * MINUTE) == 1


def test_there_is_an_end_to_files_of_one_day(editor, now, monkeypatch):
    monkeypatch.setattr(bringing, "MOST_A_DAY", 1)
    take(editor, now)
    with pytest.raises(bringing.TooManyFiles, match="tomorrow"):
        take(editor, now)
    take(editor, now + dt.timedelta(days=2))


def test_a_file_that_is_forgotten_leaves_its_services(editor, now):
    file = take(editor, now)
    bringing.begin(file=file, now=now)
    bringing.go_on_with_files(now=now)
    bringing.drop(file=file)
    assert (DirectoryFile.objects.count(), Service.objects.count()) == (0, 3)
