"""Somebody learns something of a person only as long as the person lets them (safety.md #37)."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from community.people.actions import (
    NothingReleased,
    ReleaseTooLong,
    TooManyReleases,
    releases,
    revoke,
    sign_release,
)
from community.people.models import Detail, Release
from community.people.permissions import release_for, visible_releases
from tests.dump import whole_database

PAGE = "/account/releases/"
DAY = dt.timedelta(days=1)
SECOND = dt.timedelta(seconds=1)
GIVEN = {"recipient": "Harbour House", "details": ["alias", "plan"], "purpose": "A bus pass"}


@pytest.fixture
def sam(participant):
    return participant


def allows(person, now, recipient="Harbour House", detail="plan"):
    found = release_for(person=person, recipient=recipient, detail=detail, now=now)
    return found is not None


def test_release_allows_one_recipient_the_named_details_and_nothing_else(
    sam, another_participant, now
):
    assert not allows(sam, now)
    sign_release(person=sam, now=now, **GIVEN)
    assert allows(sam, now)
    assert allows(sam, now, recipient="  harbour  HOUSE ")
    assert not allows(sam, now, detail=Detail.EMAIL)
    assert not allows(sam, now, detail=Detail.ATTENDANCE)
    for other in ("Harbour", "Harbour House 2", "", "%"):
        assert not allows(sam, now, recipient=other)
    assert not allows(another_participant, now)


def test_release_ends_that_very_second(sam, now):
    release = sign_release(person=sam, now=now, **GIVEN)
    assert release.expires_at == now + 90 * DAY
    assert allows(sam, release.expires_at - SECOND)
    assert not allows(sam, release.expires_at)
    assert not allows(sam, now - SECOND)


def test_revoked_release_ends_that_very_second(sam, now):
    release = sign_release(person=sam, now=now, **GIVEN)
    at = now + DAY
    assert revoke(release=release, now=at).revoked_at == at
    assert not allows(sam, at)
    assert revoke(release=release, now=at + DAY).revoked_at == at  # twice is harmless


@pytest.mark.parametrize("lasts", [dt.timedelta(), -DAY, 366 * DAY + SECOND])
def test_release_lasts_a_year_at_most(sam, now, lasts):
    with pytest.raises(ReleaseTooLong):
        sign_release(person=sam, now=now, lasts=lasts, **GIVEN)
    assert sign_release(person=sam, now=now, lasts=366 * DAY, **GIVEN)


@pytest.mark.parametrize(
    "missing",
    [
        {"recipient": " "},
        {"purpose": ""},
        {"details": []},
        {"details": ["alias", "diagnosis"]},
    ],
)
def test_release_names_who_what_and_what_for(sam, now, missing):
    with pytest.raises(NothingReleased):
        sign_release(person=sam, now=now, **GIVEN | missing)
    assert not Release.objects.exists()


def test_double_click_signs_once_and_a_flood_is_refused(sam, now, monkeypatch):
    first = sign_release(person=sam, now=now, **GIVEN)
    assert sign_release(person=sam, now=now + SECOND, **GIVEN) == first
    monkeypatch.setattr(releases, "MOST_AT_ONCE", 2)
    sign_release(person=sam, now=now, **GIVEN | {"recipient": "Another"})
    with pytest.raises(TooManyReleases):
        sign_release(person=sam, now=now, **GIVEN | {"recipient": "A third"})
    revoke(release=first, now=now)
    assert sign_release(person=sam, now=now + SECOND, **GIVEN | {"recipient": "A third"})


def test_database_refuses_a_release_that_ends_before_it_begins(sam, now):
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.create(person=sam, signed_at=now, expires_at=now, **GIVEN)


def test_with_whom_and_why_cannot_be_read_in_a_dump(sam, now):
    release = sign_release(person=sam, now=now, **GIVEN)
    text = whole_database()
    assert str(release.public_id) in text or release.public_id.hex in text
    assert "Harbour" not in text
    assert "bus pass" not in text


def test_page_lists_ones_own_and_makes_one(as_person, sam, another_participant, now):
    sign_release(person=another_participant, now=now, **GIVEN | {"recipient": "Canary agency"})
    client = as_person(sam)
    page = client.get(PAGE).content.decode()
    assert reverse("people:releases") == PAGE
    assert "<title>Who may know" in page
    assert "You never have to." in page
    response = client.post(PAGE, GIVEN | {"days": "30"})
    assert response["Location"] == PAGE
    page = client.get(PAGE).content.decode()
    for words in (
        "Harbour House",
        "A bus pass",
        "Which activities I have a place in",
        "End it now",
    ):
        assert words in page
    assert "Canary" not in page
    release = Release.objects.get(person=sam)
    assert release.expires_at - release.signed_at == 30 * DAY


def test_one_tap_ends_it(as_person, sam):
    client = as_person(sam)
    client.post(PAGE, GIVEN | {"days": "90"})
    release = Release.objects.get()
    assert allows(sam, release.signed_at, detail="alias")
    client.post(reverse("people:revoke_release", args=[release.public_id]))
    release.refresh_from_db()
    assert release.revoked_at is not None
    page = client.get(PAGE).content.decode()
    assert "End it now" not in page
    assert "You ended it" in page


def test_release_of_somebody_else_looks_like_none(as_person, sam, another_participant, now):
    release = sign_release(person=sam, now=now, **GIVEN)
    client = as_person(another_participant)
    theirs = client.post(reverse("people:revoke_release", args=[release.public_id]))
    nowhere = client.post(reverse("people:revoke_release", args=[uuid.uuid4()]))
    assert theirs.status_code == nowhere.status_code == 404
    release.refresh_from_db()
    assert release.revoked_at is None
    assert not visible_releases(another_participant).exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"recipient": ""},
        {"recipient": "x" * 121},
        {"recipient": "a\x07b"},
        {"purpose": "x" * 201},
        {"details": ["diagnosis"]},
        {"days": "367"},
        {"days": ""},
    ],
)
def test_answer_that_cannot_be_used_signs_nothing(as_person, sam, wrong):
    response = as_person(sam).post(PAGE, GIVEN | {"days": "90"} | wrong)
    assert "<title>Error:" in response.content.decode()
    assert not Release.objects.exists()


def test_list_asks_as_often_for_three_as_for_one(as_person, sam, django_assert_num_queries):
    client = as_person(sam)

    def look(count):
        with django_assert_num_queries(count):
            client.get(PAGE)

    client.get(PAGE)
    for n in range(3):
        client.post(PAGE, GIVEN | {"days": "90", "recipient": f"Place {n}"})
        client.get(PAGE)  # "Saved." is shown once
        look(5)  # session, account, releases, how many, unread


def test_nothing_on_the_site_asks_for_one(as_person, sam):
    """Never required: only this page names it, and the account page leads there."""
    page = as_person(sam).get(reverse("people:settings")).content.decode()
    assert f'href="{PAGE}"' in page
    assert [f.name for f in Release._meta.related_objects] == []
