"""A restored backup brings nobody back who had gone (safety.md #34)."""

import io
import logging
import re

import pytest
from django.core import serializers
from django.core.management import CommandError, call_command

from community.people.models import User
from community.safety.actions import (
    UnreadableList,
    erase,
    read_erasures,
    replay_erasures,
    write_erasures,
)
from community.safety.models import Erasure
from opportunities.models import Opportunity, Session, SignUp
from tests.dump import whole_database
from tests.factories.opportunities import SignUpFactory
from tests.factories.people import UserFactory

KEY, NEWER = "a key " * 12, "a newer key " * 6


@pytest.fixture(autouse=True)
def _key(settings):
    settings.FIELD_KEYS = [KEY]


@pytest.fixture
def file(settings, tmp_path):
    settings.ERASURES_FILE = str(tmp_path / "erasures")
    return tmp_path / "erasures"


@pytest.fixture
def sam(db):
    return UserFactory(username="canary-name", alias="Canary Alias", email="canary@example.org")


@pytest.fixture
def gone(sam, now, file, django_capture_on_commit_callbacks):
    """Erases a person as a request does, with what happens once it is committed."""

    def gone(person=sam):
        with django_capture_on_commit_callbacks(execute=True):
            erase(person=person, now=now)

    return gone


def replay(*arguments):
    out = io.StringIO()
    call_command("replay_erasures", *map(str, arguments), stdout=out)
    return out.getvalue()


def backup():
    """The rows that matter here, as a dump holds them."""
    rows = [row for kind in (User, Opportunity, Session, SignUp) for row in kind.objects.all()]
    return serializers.serialize("json", rows)


def restore(dump):
    for kind in (SignUp, Session, Opportunity, User, Erasure):
        kind.objects.all().delete()
    for row in serializers.deserialize("json", dump):
        row.save()


def test_restore_drill(sam, another_participant, gone, file):
    """Dump, erase, restore, replay: the whole way that docs/operating.md describes."""
    place = SignUpFactory(person=sam, alias="Canary Alias", note="Canary words")
    dump = backup()
    gone()
    restore(dump)
    assert "canary-name" in whole_database()  # the backup had brought them back

    assert replay() == "1 erasures listed, 1 accounts erased again.\n"

    after = whole_database()
    for canary in ("canary-name", "Canary Alias", "canary@example.org", "Canary words"):
        assert canary not in after
    assert User.objects.get() == another_participant
    assert Session.objects.get(pk=place.session_id).places_taken == 0
    assert Erasure.objects.count() == 1


def test_replay_twice_changes_nothing(sam, gone, file):
    dump = backup()
    gone()
    restore(dump)
    replay()
    before = whole_database()
    assert replay() == "1 erasures listed, 0 accounts erased again.\n"
    assert whole_database() == before
    assert len(file.read_text().splitlines()) == 1


def test_list_holds_a_day_and_a_digest_and_is_its_owners_alone(sam, gone, file):
    public_id = sam.public_id
    gone()
    text = file.read_text()
    assert re.fullmatch(r"2026-05-04 [0-9a-f]{8}:[0-9a-f]{64}\n", text)
    for canary in ("canary", str(public_id), public_id.hex):
        assert canary not in text
    assert file.stat().st_mode & 0o077 == 0


def test_list_grows_and_loses_nothing(sam, another_participant, gone, file):
    gone()
    first = file.read_text()
    gone(another_participant)
    assert file.read_text().startswith(first)
    assert len(file.read_text().splitlines()) == 2


def test_list_that_cannot_be_written_keeps_nobody_and_is_caught_up(
    sam, gone, file, settings, caplog
):
    settings.ERASURES_FILE = str(file / "in" / "no" / "folder")
    with caplog.at_level(logging.ERROR):
        gone()
    assert not User.objects.exists()
    assert "ERASURES_FILE cannot be written" in caplog.text
    assert "canary" not in caplog.text
    settings.ERASURES_FILE = str(file)
    assert write_erasures() == 1
    assert write_erasures() == 0


def test_nothing_is_written_before_it_is_certain(sam, now, file):
    erase(person=sam, now=now)  # in the transaction of this test, which is never committed
    assert not file.exists()


def test_no_list_is_kept_where_none_is_asked_for(sam, gone, settings):
    settings.ERASURES_FILE = ""
    gone()
    assert write_erasures() == 0


def test_list_from_before_a_new_key_is_replayed_with_both_keys(sam, gone, file, settings):
    dump = backup()
    gone()
    restore(dump)
    settings.FIELD_KEYS = [NEWER]
    with pytest.raises(CommandError, match="Line 1 was written under a key that is not"):
        replay()
    assert User.objects.exists()
    settings.FIELD_KEYS = [NEWER, KEY]
    assert "1 accounts erased again" in replay(file)


@pytest.mark.parametrize(
    "line", ["canary", "2026-05-04 short:digest", "2026-13-04", "\x00", "ñ", "2026-05-04 "]
)
def test_list_that_is_spoiled_is_refused_whole(sam, gone, file, line):
    dump = backup()
    gone()
    restore(dump)
    with file.open("a", encoding="utf-8") as opened:
        opened.write(line + "\n")
    with pytest.raises(CommandError) as refused:
        replay()
    assert refused.value.returncode == 3
    assert User.objects.filter(username="canary-name").exists()


def test_day_that_is_none_is_refused(tmp_path, db):
    key_id = "0" * 8
    path = tmp_path / "list"
    path.write_text(f"2026-05-04 {key_id}:{'0' * 64}\n")
    with pytest.raises(UnreadableList, match="Line 1"):
        read_erasures(path)


def test_list_that_is_not_there_is_refused(db, tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        replay(tmp_path / "nothing")
    with pytest.raises(CommandError, match="cannot be read"):
        replay()


def test_list_knows_nobody_else(sam, another_participant, gone, file, now):
    gone()
    assert replay_erasures(erasures=read_erasures(file), erase=erase, now=now) == 0
    assert User.objects.get() == another_participant
