"""Name, menus and numbers on every page, also while a server behind us is gone."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction

from cms import furniture as module
from cms.furniture import KEY, CrisisLine, Furniture, forget_furniture, furniture, site_furniture
from cms.models import SiteSettings
from community.safety.cache import at_hand

pytestmark = pytest.mark.django_db


def chosen(**values) -> SiteSettings:
    settings = SiteSettings.objects.get()
    for name, value in values.items():
        setattr(settings, name, value)
    settings.save()
    cache.clear()
    return settings


def link(text: str, address: str) -> dict[str, object]:
    return {"text": text, "page": None, "address": address}


@pytest.fixture
def table_is_gone(home):
    """A database that does not answer for the settings, taken back after the test."""
    from django.db import connection

    cache.clear()
    table = SiteSettings._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} RENAME TO {table}_away")
    yield
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table}_away RENAME TO {table}")


def test_furniture_is_what_the_settings_say(home):
    chosen(
        site_name="Stones",
        town="Ashcombe",
        emergency_number="112",
        emergency_note="Press 5 if you cannot speak.",
        navigation=[{"type": "link", "value": link("Find", "/opportunities/")}],
        footer=[
            {
                "type": "column",
                "value": {
                    "heading": "Us",
                    "links": [link("About", "/about/"), link("Safe", "/s/")],
                },
            }
        ],
    )
    found = furniture()
    assert (found.site_name, found.town) == ("Stones", "Ashcombe")
    assert (found.emergency_number, found.emergency_note[:7]) == ("112", "Press 5")
    assert [(one.text, one.url) for one in found.navigation] == [("Find", "/opportunities/")]
    assert found.footer[0].heading == "Us"
    assert [one.url for one in found.footer[0].links] == ["/about/", "/s/"]


def test_furniture_cannot_be_changed_by_who_reads_it(home):
    with pytest.raises(AttributeError):
        furniture().site_name = "Mine"


@pytest.mark.parametrize(
    ("number", "tel"),
    [("988", "988"), ("+1 (555) 010-0100", "+15550100100"), ("116 123", "116123")],
)
def test_number_to_ring_is_one_that_a_telephone_takes(number, tel):
    assert CrisisLine("Line", number, "", dt.date(2026, 5, 4)).tel == tel


def test_furniture_of_another_process_is_taken_from_the_shared_cache(
    home, django_assert_num_queries
):
    furniture()
    at_hand.forget(KEY)  # as a process that was just started
    with django_assert_num_queries(0):
        assert furniture().navigation


def test_furniture_is_at_hand_when_the_shared_cache_loses_it(home, django_assert_num_queries):
    furniture()
    cache.delete(KEY)
    with django_assert_num_queries(0):
        assert furniture().navigation


def test_what_is_no_furniture_in_the_cache_is_not_believed(home):
    cache.set(KEY, "a value of an older release")
    at_hand.forget(KEY)
    assert furniture().site_name == "Onward"
    assert isinstance(cache.get(KEY), Furniture)


def test_furniture_without_a_cache_costs_one_query_and_then_none(
    home, settings, django_assert_max_num_queries
):
    settings.CACHES = {
        "default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}
    }
    at_hand.forget(KEY)
    with django_assert_max_num_queries(1):
        assert furniture().navigation
    with django_assert_max_num_queries(0):
        assert furniture().navigation


def test_furniture_without_its_table_is_plain(table_is_gone):
    with transaction.atomic():
        kept = transaction.savepoint()
        assert module._kept_or_built() == Furniture()
        transaction.savepoint_rollback(kept)


def test_plain_furniture_of_a_bad_moment_is_not_kept_for_others(table_is_gone):
    with transaction.atomic():
        kept = transaction.savepoint()
        furniture()
        transaction.savepoint_rollback(kept)
    assert cache.get(KEY) is None


def test_change_that_is_taken_back_forgets_nothing(home, django_capture_on_commit_callbacks):
    furniture()
    with django_capture_on_commit_callbacks() as waiting:
        forget_furniture()
        assert isinstance(cache.get(KEY), Furniture)
    for callback in waiting:
        callback()
    assert cache.get(KEY) is None


def test_template_that_shows_no_furniture_pays_nothing_for_it(home, rf, django_assert_num_queries):
    cache.clear()
    with django_assert_num_queries(0):
        context = site_furniture(rf.get("/"))
    assert context["furniture"].site_name == "Onward"


@pytest.mark.parametrize("number", ["911", "+44 999", ""])
def test_emergency_number_is_one_or_none(home, number):
    settings = SiteSettings.objects.get()
    settings.emergency_number = number
    settings.full_clean()


@pytest.mark.parametrize("number", ["nine one one", "911<b>", "9" * 25])
def test_emergency_number_that_cannot_be_rung_is_refused(home, number):
    settings = SiteSettings.objects.get()
    settings.emergency_number = number
    with pytest.raises(ValidationError) as refusal:
        settings.full_clean()
    assert set(refusal.value.message_dict) == {"emergency_number"}


def test_site_without_an_emergency_number_shows_none(home, stranger):
    chosen(emergency_number="", crisis_lines=[])
    assert "tel:" not in stranger.get("/").content.decode()


def test_name_of_the_site_and_town_are_shown_as_text(home, stranger):
    chosen(site_name="Stones & <i>", town="Ash<b>")
    page = stranger.get("/about/").content.decode()
    assert "Stones &amp; &lt;i&gt;" in page
    assert "<i>" not in page
    assert "Ash<b>" not in page
