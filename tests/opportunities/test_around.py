"""What stands around the results is kept, nobody is in it, and what was typed is kept nowhere."""

import re

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from community.people.devices import OWN
from opportunities.views import around
from opportunities.views.kept_pages import KeptPages, stand_in
from tests.factories.opportunities import InterestFactory, SessionFactory
from tests.factories.people import sign_in

pytestmark = pytest.mark.django_db
FIND = reverse("opportunities:find")
PASSWORD = "a long enough password"
TYPED = {"q": "canary\"<b>&'", "near": "10001", "from": "2031-02-03"}


@pytest.fixture
def visitor():
    """With a cookie that is none of ours: no whole page from Redis for them."""
    client = Client()
    client.cookies["elsewhere"] = "1"
    return client


@pytest.fixture
def garden():
    interest = InterestFactory(slug="growing", label="Growing")
    return SessionFactory(opportunity__title="Garden table", opportunity__interests=[interest])


def page_of(client, **asked):
    return client.get(FIND, asked).content.decode()


def whole_page_of(client, monkeypatch, **asked):
    """The page of two parts, of which neither was kept before."""
    with monkeypatch.context() as patched:
        patched.setattr(around, "is_plain", lambda _request: False)
        patched.setattr(around, "stand_in", lambda _request: None)
        patched.setattr(around, "_kept", KeptPages(9, around._kept.gap))
        return page_of(client, **asked)


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"interest": "growing"},
        {"sort": "newest", "places": "1"},
        {"q": "garden"},
        TYPED,
        TYPED | {"q": "garden", "interest": "growing", "far": "5", "sort": "newest"},
        {"q": "\ue000results\ue001"},
        {"page": "3"},
    ],
    ids=str,
)
def test_page_of_two_parts_is_the_page_in_one(visitor, garden, monkeypatch, asked):
    whole = whole_page_of(visitor, monkeypatch, **asked)
    assert page_of(visitor, **asked) == whole
    assert page_of(visitor, **asked) == whole  # the second time from what was kept
    assert len(around._kept) == 1
    assert "\ue000" not in whole.replace("\ue000results\ue001", "")


def test_what_was_typed_is_kept_nowhere_and_never_markup(visitor, garden):
    page = page_of(visitor, **TYPED)
    assert "<b>" not in page
    assert "canary&quot;&lt;b&gt;&amp;&#x27;" in page
    kept = repr(around._kept)
    assert not any(word in kept for word in ("canary", "10001", "2031", "Garden table"))


def test_next_visitor_reads_their_own_words_and_what_is_there_now(visitor, garden):
    assert "Garden table" in page_of(visitor, q="garden")
    other = SessionFactory(opportunity__title="Song evening")
    page = page_of(visitor, q="song")
    assert len(around._kept) == 1
    assert "Song evening" in page
    assert "Garden table" not in page
    assert 'value="song"' in page
    other.opportunity.live = False
    other.opportunity.save()
    assert "Song evening" not in page_of(visitor, q="song")


def test_other_choices_and_other_languages_have_frames_of_their_own(visitor, garden, settings):
    assert "checked" not in page_of(visitor)
    assert "checked" in page_of(visitor, interest="growing")
    visitor.cookies[settings.LANGUAGE_COOKIE_NAME] = "es"
    assert 'lang="es"' in page_of(visitor, interest="growing")
    del visitor.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert 'lang="en"' in page_of(visitor, interest="growing")


def test_nothing_is_kept_of_what_was_mistyped(visitor):
    assert visitor.get(FIND, {"from": "soon"}).status_code == 400
    assert not around._kept


TOKENS = re.compile(r'csrfmiddlewaretoken" value="(\w+)')


def test_of_somebody_who_is_signed_in_only_what_everybody_sees_is_kept(
    as_person, participant, another_participant, visitor, garden
):
    pages = [page_of(as_person(one), q="garden") for one in (participant, another_participant)]
    (kept,) = around._kept.values()
    assert not any(b"garden" in part for part in kept.parts)
    tokens = [TOKENS.findall(page) for page in pages]
    assert all(tokens)
    assert not set(tokens[0]) & set(tokens[1])
    assert not any(token.encode() in part for token in tokens[0] for part in kept.parts)
    assert 'href="/plan/fits/"' in pages[1]
    assert 'href="/plan/fits/"' not in page_of(visitor, q="garden")


@pytest.mark.parametrize("cast", ["participant", "partner", "editor", "staff"])
def test_kept_page_of_somebody_who_is_signed_in_is_the_page(
    as_person, request, cast, garden, monkeypatch
):
    client = as_person(request.getfixturevalue(cast))
    whole = TOKENS.sub("", whole_page_of(client, monkeypatch))
    for _time in range(2):  # the second time from what was kept
        assert TOKENS.sub("", page_of(client)) == whole
    (kept,) = around._kept.values()
    assert b"<html" in kept.parts[0]  # the frame too, not only what is in it


def test_each_role_and_each_kind_of_device_has_a_frame_of_its_own(
    as_person, participant, partner, staff, garden
):
    shared = as_person(participant)
    pages = [page_of(as_person(one)) for one in (partner, staff)] + [page_of(shared)]
    assert [">Admin<" in page for page in pages] == [False, True, False]
    own = as_person(participant)
    session = own.session
    session[OWN] = True
    session.save()
    assert "data-idle" not in page_of(own)
    assert "data-idle" in page_of(shared)
    assert len(around._kept) == 4


def test_token_of_a_kept_page_signs_out(participant, another_participant, garden):
    for one in (participant, another_participant):  # the second gets the kept page
        client = Client(enforce_csrf_checks=True)
        sign_in(client, one)
        token = TOKENS.findall(page_of(client))[0]
        signed_out = client.post(reverse("account_logout"), {"csrfmiddlewaretoken": token})
        assert signed_out.status_code == 302
        assert "_auth_user_id" not in client.session
    (kept,) = around._kept.values()
    assert b"<html" in kept.parts[0]


def test_who_chose_a_country_gets_a_frame_made_for_them(as_person, participant, garden):
    client = as_person(participant)
    page_of(client)
    session = client.session
    session["numbers_of"] = "Elsewhere"
    session.save()
    page_of(client)
    _kept, other = around._kept.values()
    assert b"<html" not in b"".join(other.parts)


def test_what_somebody_is_told_is_on_no_page_that_is_kept(
    as_person, participant, another_participant, garden, rf
):
    waiting = HttpResponse()
    storage = CookieStorage(rf.get("/"))
    storage.add(constants.SUCCESS, "Zebra message")
    storage.update(waiting)
    told = as_person(participant)
    told.cookies.update(waiting.cookies)
    assert "Zebra message" in page_of(told)
    assert "Zebra message" not in page_of(as_person(another_participant))
    assert not any(b"Zebra" in part for page in around._kept.values() for part in page.parts)


def test_real_sign_in_notes_nothing_that_would_need_a_frame_of_their_own(participant, garden):
    client = Client()
    client.post(reverse("account_login"), {"login": "sam", "password": PASSWORD})
    client.post(reverse("people:first"), {"device": "own"})  # asked at the first sign-in only
    page_of(client)  # by now nothing is waiting to be said
    around._kept.clear()
    assert TOKENS.search(page_of(client))
    (kept,) = around._kept.values()
    assert b"<html" in kept.parts[0]


def test_nobody_is_in_what_a_kept_page_is_rendered_for(as_person, participant):
    response = as_person(participant).get(FIND)
    anybody = stand_in(response.wsgi_request)
    assert anybody.user.pk is None
    assert not anybody.COOKIES
    assert dict(anybody.session) == {OWN: False}
    said = f"{vars(anybody)} {vars(anybody.user)}"
    assert not any(word in said for word in (participant.username, participant.alias))


def test_menus_are_a_minute_old_at_most(visitor, garden, monkeypatch):
    page = page_of(visitor)
    (key,) = around._kept
    around._kept[key] = around._kept[key]._replace(until=0, parts=[b"old"])
    assert page_of(visitor) == page


def test_what_is_kept_does_not_grow_for_ever(visitor, garden, monkeypatch):
    monkeypatch.setattr(around._kept, "at_most", 2)
    for kind in ("volunteer", "class", "group", "project"):
        page_of(visitor, kind=kind)
        assert len(around._kept) <= 2
