"""What is sealed opens only with its key, in its place; everything else is refused aloud."""

import base64

import pytest
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import connection, models

from community.safety.fields import EncryptedTextField, Unreadable, newest_key_id, seal, unseal

OLD, NEW = "old " * 20, "new " * 20


class Sealed(models.Model):
    words = EncryptedTextField(blank=True)

    class Privacy:
        of = ""
        fields = {"*": "plain"}

    class Meta:
        app_label = "a_sealed_test"


@pytest.fixture
def sealed(transactional_db):
    with connection.schema_editor() as editor:
        editor.create_model(Sealed)
    yield Sealed
    with connection.schema_editor() as editor:
        editor.delete_model(Sealed)


def stored(row: Sealed) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM a_sealed_test_sealed WHERE id = %s", [row.pk])
        return cursor.fetchone()[0]


@pytest.mark.parametrize("words", ["plum", "a: b", "Zoë 🌱", "x" * 5000, "line\nline"])
def test_text_comes_back_and_is_not_readable_in_the_table(sealed, words):
    row = sealed.objects.create(words=words)
    assert sealed.objects.get(pk=row.pk).words == words
    assert words not in stored(row)
    assert stored(row).startswith(newest_key_id() + ":")


def test_blank_stays_blank(sealed):
    row = sealed.objects.create()
    assert stored(row) == ""
    assert sealed.objects.get(pk=row.pk).words == ""


def test_same_text_is_sealed_differently_each_time(sealed):
    assert stored(sealed.objects.create(words="plum")) != stored(
        sealed.objects.create(words="plum")
    )


def test_update_and_bulk_create_seal_too(sealed):
    row = sealed.objects.create(words="plum")
    sealed.objects.filter(pk=row.pk).update(words="pear")
    assert "pear" not in stored(row)
    [other] = sealed.objects.bulk_create([Sealed(words="fig")])
    assert "fig" not in stored(other)
    assert set(sealed.objects.values_list("words", flat=True)) == {"pear", "fig"}


def test_an_expression_is_not_stored(sealed):
    row = sealed.objects.create(words="plum")
    with pytest.raises(FieldError):
        sealed.objects.filter(pk=row.pk).update(words=7)


@pytest.mark.parametrize("look_up", ["exact", "icontains", "in", "gt", "regex", "lower__exact"])
def test_look_up_is_refused(look_up):
    with pytest.raises(FieldError):
        Sealed.objects.filter(**{f"words__{look_up}": "plum"})
    Sealed.objects.filter(words__isnull=True)


def test_older_key_opens_and_newest_seals(settings):
    settings.FIELD_KEYS = [OLD]
    before = seal("plum", place="a.b.c")
    settings.FIELD_KEYS = [NEW, OLD]
    assert unseal(before, place="a.b.c") == "plum"
    after = seal("plum", place="a.b.c")
    assert after.partition(":")[0] == newest_key_id() != before.partition(":")[0]
    settings.FIELD_KEYS = [NEW]
    with pytest.raises(Unreadable):
        unseal(before, place="a.b.c")
    assert unseal(after, place="a.b.c") == "plum"


def test_text_that_was_moved_or_changed_is_not_opened():
    text = seal("plum", place="people.user.code_word")
    with pytest.raises(Unreadable):
        unseal(text, place="people.user.alias")
    key_id, body = text.split(":")
    raw = bytearray(base64.b64decode(body))
    raw[-1] ^= 1
    for changed in (
        f"{key_id}:{base64.b64encode(raw).decode()}",
        f"{key_id}:",
        f"{key_id}:*",
        "plum",
    ):
        with pytest.raises(Unreadable):
            unseal(changed, place="people.user.code_word")


def test_no_refusal_holds_the_text():
    with pytest.raises(Unreadable) as refusal:
        unseal("plum and no seal", place="people.user.code_word")
    assert "plum" not in str(refusal.value)


def test_without_a_key_nothing_is_stored(settings):
    settings.FIELD_KEYS = []
    with pytest.raises(ImproperlyConfigured):
        seal("plum", place="a.b.c")
