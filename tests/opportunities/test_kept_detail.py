"""A stranger's page of an opportunity is kept, never wrong, and nobody's."""

import datetime as dt
import re

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from opportunities.models import Language, Opportunity
from opportunities.views import kept_detail
from opportunities.views.kept_pages import KeptPage
from tests.factories.opportunities import (
    AreaFactory,
    OpportunityFactory,
    PracticalNeedFactory,
    SessionFactory,
    SignUpFactory,
)
from tests.words import headers_of

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
OPENED = re.compile(r'name="opened" value="([^"]+)"')


@pytest.fixture(autouse=True)
def _nothing_kept():
    kept_detail._kept.clear()


@pytest.fixture
def session():
    opportunity = OpportunityFactory(place="Canary street 12", getting_there="Canary bus")
    return SessionFactory(opportunity=opportunity, capacity=6)


def url(session):
    return reverse("opportunities:detail", args=[session.opportunity.public_id])


def without_own(page):
    """What stands on the page, but for what each visitor gets a new one of."""
    return OPENED.sub("", TOKEN.sub("", page.content.decode()))


def text(client, session):
    return without_own(client.get(url(session)))


def test_a_kept_page_is_the_page(stranger, session):
    first, again = stranger.get(url(session)), Client().get(url(session))
    assert len(kept_detail._kept) == 1
    assert without_own(first) == without_own(again)
    assert headers_of(first) == headers_of(again)
    assert "no-store" in again["Cache-Control"]


def test_a_kept_page_costs_one_query_and_a_new_one_at_most_four(
    stranger, session, django_assert_num_queries, django_assert_max_num_queries
):
    stranger.get(url(SessionFactory()))  # fills the cache of what every page shares
    with django_assert_max_num_queries(4):
        stranger.get(url(session))
    with django_assert_num_queries(1):
        stranger.get(url(session))


def test_every_visitor_gets_a_token_of_their_own_that_works(session, participant):
    tokens = []
    for _ in range(3):
        client = Client(enforce_csrf_checks=True)
        page = client.get(url(session)).content.decode()
        tokens += TOKEN.findall(page)
        typed = {"session": [session.public_id], "name": "Sam", "csrfmiddlewaretoken": tokens[-1]}
        assert client.post(url(session), typed)["Location"].startswith(reverse("account_signup"))
        if len(tokens) > 1:
            stolen = {**typed, "csrfmiddlewaretoken": tokens[0]}
            assert client.post(url(session), stolen).status_code == 403
    assert len(set(tokens)) == 3
    kept = b"".join(part for page in kept_detail._kept.values() for part in page.parts)
    assert kept
    assert not any(token.encode() in kept for token in tokens)


def test_a_page_without_a_form_gives_nobody_a_cookie(stranger):
    opportunity = OpportunityFactory()
    for _ in range(2):
        answer = stranger.get(reverse("opportunities:detail", args=[opportunity.public_id]))
        assert answer.status_code == 200
        assert not answer.cookies


def test_a_page_with_a_person_in_it_is_neither_kept_nor_a_kept_one(
    stranger, as_person, participant, session
):
    as_person(participant).get(url(session))
    assert not kept_detail._kept
    text(stranger, session)
    assert "My plan" in text(as_person(participant), session)
    assert "My plan" not in text(stranger, session)


def test_a_page_with_a_message_on_it_is_not_kept(stranger, session, rf):
    waiting = HttpResponse()
    request = rf.get("/")
    storage = CookieStorage(request)
    storage.add(constants.SUCCESS, "Zebra message")
    storage.update(waiting)
    stranger.cookies.update(waiting.cookies)
    assert "Zebra message" in text(stranger, session)
    assert not kept_detail._kept
    assert "Zebra message" not in text(Client(), session)


@pytest.mark.parametrize("change", ["unpublish", "hold", "suspend", "lapse"])
def test_what_is_public_no_longer_is_gone_at_once(stranger, session, change):
    assert stranger.get(url(session)).status_code == 200
    opportunity = Opportunity.objects.filter(pk=session.opportunity_id)
    organisation = session.opportunity.organisation
    if change == "unpublish":
        opportunity.update(live=False)
    elif change == "hold":
        opportunity.update(held_at=timezone.now())
    else:
        ended = {"verified_until": timezone.now().date() - dt.timedelta(days=2)}
        changes = {"standing": "suspended"} if change == "suspend" else ended
        type(organisation).objects.filter(pk=organisation.pk).update(**changes)
    assert stranger.get(url(session)).status_code == 404


def test_another_way_to_a_place_shows_at_once(stranger, session):
    assert "Save my place" in text(stranger, session)
    Opportunity.objects.update(joining="ask")
    assert "Save my place" not in text(stranger, session)


def test_dates_that_become_a_course_show_at_once(stranger, session):
    assert "Save my place" in text(stranger, session)
    Opportunity.objects.update(course="start")
    assert "Take part on this date" in text(stranger, session)


@pytest.mark.parametrize(
    "field",
    [
        field.name
        for field in Opportunity._meta.concrete_fields
        if field.name in kept_detail.SAID
        and field.name not in ("kind", "motif", "written_in", "joining", "asked_until", "course")
    ],
)
def test_a_changed_word_shows_at_once(stranger, session, field):
    text(stranger, session)
    Opportunity.objects.filter(pk=session.opportunity_id).update(**{field: "Zebra crossing"})
    assert "Zebra crossing" in text(stranger, session)


@pytest.mark.parametrize(
    "field",
    [field.name for field in Opportunity._meta.concrete_fields if field.editable],
)
def test_nothing_on_the_page_is_missing_from_its_key(stranger, session, field):
    """Whatever is added to the page later: a kept page and a new one must be the same."""
    values = {"kind": "class", "motif": "dog", "area": AreaFactory(label="Zebra town")}
    values["written_in"] = "es"
    is_text = Opportunity._meta.get_field(field).get_internal_type() in ("CharField", "TextField")
    if field not in values and not is_text:
        return
    text(stranger, session)
    new = values.get(field, "Zebra")
    Opportunity.objects.filter(pk=session.opportunity_id).update(**{field: new})
    kept = text(stranger, session)
    kept_detail._kept.clear()
    assert kept == text(stranger, session)


@pytest.mark.parametrize("field", ["name", "about", "verified_note"])
def test_a_changed_organisation_shows_at_once(stranger, session, field):
    text(stranger, session)
    organisation = session.opportunity.organisation
    type(organisation).objects.filter(pk=organisation.pk).update(**{field: "Zebra yard"})
    assert "Zebra yard" in text(stranger, session)


def test_what_an_organisation_says_in_another_language_shows_at_once(session):
    spanish = Client(headers={"accept-language": "es"})
    text(spanish, session)
    organisation = session.opportunity.organisation
    organisation.write_in("es", {"about": "Patio de cebras"})
    others = organisation.in_other_languages
    type(organisation).objects.filter(pk=organisation.pk).update(in_other_languages=others)
    assert "Patio de cebras" in text(spanish, session)
    type(organisation).objects.filter(pk=organisation.pk).update(written_in="es")
    assert "Patio de cebras" not in text(spanish, session)


def test_changed_needs_and_languages_show_at_once(stranger, session):
    need = PracticalNeedFactory(label="Zebra ramp")
    language = Language.objects.create(slug="zz", label="Zebrese")
    assert "Zebra ramp" not in text(stranger, session)
    session.opportunity.needs.add(need)
    session.opportunity.languages.add(language)
    session.opportunity.save()
    page = text(stranger, session)
    assert "Zebra ramp" in page
    assert "Zebrese" in page


def test_dates_and_places_are_never_out_of_date(stranger, session):
    assert "Places left" in text(stranger, session)
    session.capacity = 1
    session.save()
    SignUpFactory(session=session)
    session.refresh_from_db()
    assert "Tick to join the waiting list" in text(stranger, session)
    later = SessionFactory(
        opportunity=session.opportunity, starts_at=session.starts_at + dt.timedelta(days=7)
    )
    assert str(later.public_id) in text(stranger, session)
    type(session).objects.filter(pk=session.pk).update(cancelled_at=timezone.now())
    assert str(session.public_id) not in text(stranger, session)


def test_the_exact_place_is_not_even_asked_for(stranger, session, django_assert_num_queries):
    assert "Canary" not in text(stranger, session)
    with django_assert_num_queries(1) as asked:
        text(stranger, session)
    for column in ("place", "getting_there", "arrival", "postcode", "latitude"):
        assert f'"{column}"' not in asked[0]["sql"]


def test_each_language_has_its_own_page(stranger, session):
    assert 'lang="en"' in text(stranger, session)
    stranger.cookies["language"] = "es"
    assert 'lang="es"' in text(stranger, session)


def test_the_page_with_all_dates_is_not_kept(stranger, session):
    for week in range(1, 9):
        SessionFactory(
            opportunity=session.opportunity,
            starts_at=session.starts_at + dt.timedelta(weeks=week),
        )
    few = text(stranger, session)
    every = stranger.get(url(session), {"dates": "all"}).content.decode()
    assert few.count('name="session"') == 6
    assert every.count('name="session"') == 9
    assert text(stranger, session) == few


def test_menus_are_a_minute_old_at_most(stranger, session):
    text(stranger, session)
    (key,) = kept_detail._kept
    old = KeptPage(0, [b"old"])
    kept_detail._kept[key] = old
    assert text(stranger, session) != "old"
    assert kept_detail._kept[key] != old


def test_what_is_kept_does_not_grow_for_ever(stranger, monkeypatch):
    monkeypatch.setattr(kept_detail._kept, "at_most", 2)
    for _ in range(4):
        text(stranger, SessionFactory())
        assert len(kept_detail._kept) <= 2


def test_door_that_opens_for_enquiries_shows_at_once(stranger, session):
    text(stranger, session)
    until = timezone.now() + dt.timedelta(days=9)
    Opportunity.objects.filter(pk=session.opportunity_id).update(asked_until=until)
    assert "/ask/" in text(stranger, session)
