"""After `rotate_keys` the newest key alone opens everything, wherever it was stopped before."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, models

from community.safety.actions import SealedElsewhere, elsewhere, sealing, still_to_seal
from community.safety.fields import (
    EncryptedTextField,
    Unreadable,
    is_sealed_anew,
    newest_key_id,
    seal,
    unseal,
)

OLD, NEW = "old " * 20, "new " * 20


class Letter(models.Model):
    words = EncryptedTextField(blank=True)
    hint = EncryptedTextField(null=True)
    data = models.JSONField(default=dict)

    class Privacy:
        of = ""
        fields = {"*": "plain"}

    class Meta:
        app_label = "a_rotating_test"


@pytest.fixture
def letters(transactional_db, settings, monkeypatch):
    settings.FIELD_KEYS = [OLD]
    monkeypatch.setattr(sealing, "BATCH", 3)
    with connection.schema_editor() as editor:
        editor.create_model(Letter)
    # Registered by its class body, but belonging to no installed app.
    monkeypatch.setattr(sealing.apps, "get_models", lambda **_kwargs: [Letter])
    yield Letter
    with connection.schema_editor() as editor:
        editor.delete_model(Letter)


def rotate():
    out = io.StringIO()
    call_command("rotate_keys", stdout=out)
    return out.getvalue()


def stored(column="words"):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM a_rotating_test_letter ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def test_newest_key_alone_opens_everything_afterwards(letters, settings):
    for n in range(7):
        letters.objects.create(words=f"plum {n}", hint=None if n % 2 else f"tree {n}")
    letters.objects.create()
    settings.FIELD_KEYS = [NEW, OLD]
    assert still_to_seal() == 11
    report = rotate()
    assert "letter.words: 7" in report
    assert "letter.hint: 4" in report
    assert "11 texts are sealed anew" in report
    settings.FIELD_KEYS = [NEW]
    rows = list(letters.objects.order_by("pk"))
    assert [row.words for row in rows] == [f"plum {n}" for n in range(7)] + [""]
    hints = ["tree 0", None, "tree 2", None, "tree 4", None, "tree 6", None]
    assert [row.hint for row in rows] == hints


def test_old_key_alone_opens_nothing_afterwards(letters, settings):
    letters.objects.create(words="plum")
    settings.FIELD_KEYS = [NEW, OLD]
    rotate()
    settings.FIELD_KEYS = [OLD]
    with pytest.raises(Unreadable):
        letters.objects.get()


def test_what_was_stopped_goes_on_and_what_is_done_is_left_alone(letters, settings):
    for n in range(5):
        letters.objects.create(words=f"plum {n}")
    settings.FIELD_KEYS = [NEW, OLD]
    next(sealing.seal_anew())  # one batch, then the machine stops
    half = stored()
    assert still_to_seal() == 2
    assert "2 texts are sealed anew" in rotate()
    assert stored()[:3] == half[:3]
    assert "0 texts are sealed anew" in rotate()


def test_text_that_cannot_be_opened_is_named_and_stops_no_other(letters, settings):
    lost = letters.objects.create(words="lost")
    settings.FIELD_KEYS = [NEW]
    letters.objects.create(words="later")
    settings.FIELD_KEYS = [OLD]
    letters.objects.create(words="plum")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE a_rotating_test_letter SET words = 'gone:abc' WHERE id = %s", [lost.pk]
        )
    settings.FIELD_KEYS = [NEW, OLD]
    out = io.StringIO()
    with pytest.raises(CommandError) as refused:
        call_command("rotate_keys", stdout=out)
    assert refused.value.returncode == 3
    assert f"letter.words of row {lost.pk}" in out.getvalue()
    assert "plum" not in out.getvalue()
    assert [is_sealed_anew(text) for text in stored()] == [False, True, True]


def test_texts_sealed_elsewhere_are_sealed_anew_with_the_rest(letters, settings, monkeypatch):
    """As the secrets of second factors are: in the JSON of a library's table."""
    row = letters.objects.create(data={"secret": seal("123456", place="a.secret")})

    def waiting():
        rows = letters.objects.values_list("pk", "data")
        return [pk for pk, data in rows if data and not is_sealed_anew(data["secret"])]

    def seal_anew(pk):
        found = letters.objects.get(pk=pk)
        found.data["secret"] = seal(
            unseal(found.data["secret"], place="a.secret"), place="a.secret"
        )
        found.save()

    monkeypatch.setattr(sealing, "elsewhere", [SealedElsewhere("a.secret", waiting, seal_anew)])
    settings.FIELD_KEYS = [NEW, OLD]
    assert "a.secret: 1" in rotate()
    settings.FIELD_KEYS = [NEW]
    row.refresh_from_db()
    assert unseal(row.data["secret"], place="a.secret") == "123456"
    assert json.dumps(row.data).count(newest_key_id()) == 1
    assert elsewhere is not sealing.elsewhere  # the real list is untouched by this test


def test_command_runs_over_the_models_of_the_site(db):
    assert "No older key is needed" in rotate()
