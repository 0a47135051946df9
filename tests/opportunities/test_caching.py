"""Pages that are kept: for strangers, of choices, for a minute, with one refresher."""

import contextlib
import datetime as dt
import threading
import time
import zoneinfo

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone, translation

from community.organisations.actions import suspend
from community.people.actions import give_role
from community.safety.cache import KEPT_PAGES
from opportunities.actions.publishing import hold, release
from opportunities.views.caching import SECONDS, kept_for_strangers, key_of, refreshed
from tests.factories.opportunities import OpportunityFactory, SessionFactory
from tests.words import headers_of


@pytest.fixture
def view():
    """A view that counts its own calls, kept for strangers."""
    calls = []

    @kept_for_strangers(choices=("kind", "need"), typed=("q", "after"), at_most=2)
    def page(request):
        calls.append(request.get_full_path())
        return HttpResponse(f"page {len(calls)}")

    page.calls = calls
    return page


@pytest.fixture
def ask(view, rf):
    """A function from an address to what the view answers."""

    def get(path="/x/", method="get", cookies=None):
        request = getattr(rf, method)(path)
        request.COOKIES.update(cookies or {})
        return view(request).content

    return get


def kept_keys():
    client = cache._cache.get_client(write=False)
    return sorted(key.decode() for key in client.keys("onward:*"))


def kept_values():
    client = cache._cache.get_client(write=False)
    return b"".join(client.get(key) or b"" for key in client.keys("onward:*"))


def test_second_stranger_gets_the_kept_page(ask, view):
    assert ask() == ask() == b"page 1"
    assert len(view.calls) == 1


def test_order_of_parameters_does_not_matter_and_unknown_ones_are_dropped(ask, view):
    ask("/x/?kind=a&need=b")
    ask("/x/?need=b&kind=a&utm=1&kind=")
    assert len(view.calls) == 1
    ask("/x/?need=a&kind=b")
    assert len(view.calls) == 2


@pytest.mark.parametrize(
    ("path", "method", "cookies"),
    [
        ("/x/", "get", {"session": "abc"}),
        ("/x/", "get", {"messages": "abc"}),
        ("/x/", "get", {"anything": "abc"}),
        ("/x/", "head", {}),
        ("/x/?q=words", "get", {}),
        ("/x/?after=abc", "get", {}),
        ("/x/?kind=a&kind=b&kind=c", "get", {}),
        (f"/x/?kind={'a' * 50}", "get", {}),
    ],
)
def test_page_is_made_anew_for_anyone_and_anything_else(ask, view, path, method, cookies):
    ask()
    ask(path, method, cookies)
    ask(path, method, cookies)
    assert len(view.calls) == 3


def test_harmless_cookies_share_the_page(ask, view):
    ask(cookies={"language": "en"})
    ask(cookies={"csrf": "abc"})
    assert len(view.calls) == 1


@pytest.mark.parametrize("personal", ["cookie", "token", "status"])
def test_page_with_something_personal_is_not_kept(rf, personal):
    calls = []

    @kept_for_strangers(choices=(), typed=(), at_most=0)
    def page(request):
        calls.append(1)
        response = HttpResponse("page", status=400 if personal == "status" else 200)
        if personal == "cookie":
            response.set_cookie("theirs", "1")
        if personal == "token":
            request.META["CSRF_COOKIE_NEEDS_UPDATE"] = True
        return response

    page(rf.get("/x/"))
    page(rf.get("/x/"))
    assert len(calls) == 2


def test_page_is_fresh_again_after_a_minute(ask, view):
    with time_machine.travel(1_800_000_000, tick=False) as clock:
        assert ask() == b"page 1"
        clock.shift(SECONDS - 1)
        assert ask() == b"page 1"
        clock.shift(2)
        assert ask() == b"page 2"


def test_only_one_works_out_what_went_out_of_date():
    """The others get the older value at once and do not wait."""
    calls, started, may_end = [], threading.Event(), threading.Event()

    def slow():
        calls.append(1)
        started.set()
        assert may_end.wait(5)
        return "new"

    refreshed("key", 60, lambda: "old")
    kept = cache.get("key")
    cache.set("key", (time.time() - 1, kept[1]), 60)
    refresher = threading.Thread(target=refreshed, args=("key", 60, slow))
    refresher.start()
    assert started.wait(5)
    began = time.monotonic()
    assert [refreshed("key", 60, slow) for _number in range(20)] == ["old"] * 20
    assert time.monotonic() - began < 1
    may_end.set()
    refresher.join()
    assert refreshed("key", 60, slow) == "new"
    assert len(calls) == 1


def test_value_is_worked_out_by_everyone_when_redis_is_gone():
    nowhere = settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}
    with override_settings(CACHES={"default": nowhere}):
        assert refreshed("key", 60, lambda: "one") == "one"
        assert refreshed("key", 60, lambda: "two") == "two"


def test_key_differs_by_language_and_tells_nothing(settings):
    english = key_of("page", "/x/", "plum")
    with translation.override("es"):
        assert key_of("page", "/x/", "plum") != english
    assert "plum" not in english
    settings.SECRET_KEY = "another " * 8
    assert key_of("page", "/x/", "plum") != english


@pytest.mark.django_db
def test_nothing_typed_is_left_in_redis(stranger):
    SessionFactory()
    url = reverse("opportunities:find")
    for parameters in [
        {"q": "canaryword", "near": "10001"},
        {"q": "canaryword", "kind": "class"},
        {"near": "10001", "far": "5"},
        {"q": "canaryword " * 20},
    ]:
        stranger.get(url, parameters)
    assert kept_keys()
    for text in [" ".join(kept_keys()).encode(), kept_values()]:
        assert b"canaryword" not in text
        assert b"10001" not in text


@pytest.mark.django_db
def test_signed_in_person_neither_fills_nor_gets_the_kept_page(as_person, participant, stranger):
    SessionFactory()
    url = reverse("opportunities:find")
    theirs = as_person(participant).get(url).content
    assert b"My plan" in theirs
    for_strangers = stranger.get(url).content
    assert b"My plan" not in for_strangers
    assert Client().get(url).content == for_strangers
    assert b"My plan" in as_person(participant).get(url).content


@pytest.mark.django_db
def test_kept_page_sets_no_cookie_and_has_every_header(stranger):
    SessionFactory()
    url = reverse("opportunities:find")
    first, second = stranger.get(url), stranger.get(url)
    assert not second.cookies
    assert dict(first.items()) == dict(second.items())
    assert "Content-Security-Policy" in second


@pytest.fixture
def kept_list(stranger, django_capture_on_commit_callbacks):
    """A function that does something and says whether the very next stranger still reads "Alder".

    The list was kept with it before.
    """
    url = reverse("opportunities:find")

    def after(act) -> bool:
        assert b"Alder" in stranger.get(url).content
        with django_capture_on_commit_callbacks(execute=True):
            act()
        return b"Alder" in stranger.get(url).content

    return after


@pytest.fixture
def reviewer(home, staff, now):
    return give_role(person=staff, role="staff", now=now)


@pytest.fixture
def alder(db):
    return SessionFactory(opportunity=OpportunityFactory(title="Alder")).opportunity


def test_what_staff_hold_is_gone_from_kept_pages_at_once(alder, kept_list, reviewer):
    now = timezone.now()
    assert not kept_list(lambda: hold(opportunity=alder, reason="Unsafe", by=reviewer, now=now))
    with time_machine.travel(now + dt.timedelta(seconds=2 * SECONDS)):
        assert b"Alder" not in Client().get(reverse("opportunities:find")).content


def test_what_is_released_is_back_at_once(
    alder, kept_list, stranger, reviewer, django_capture_on_commit_callbacks
):
    now = timezone.now()
    kept_list(lambda: hold(opportunity=alder, reason="Unsafe", by=reviewer, now=now))
    with django_capture_on_commit_callbacks(execute=True):
        release(opportunity=alder, by=reviewer, now=now)
    assert b"Alder" in stranger.get(reverse("opportunities:find")).content


def test_what_a_suspended_organisation_offers_is_gone_at_once(alder, kept_list, staff):
    organisation = alder.organisation
    assert not kept_list(lambda: suspend(organisation=organisation, by=staff, now=timezone.now()))


def test_what_is_unpublished_or_deleted_is_gone_at_once(alder, kept_list):
    assert not kept_list(lambda: alder.unpublish())
    alder.live = True
    alder.save()
    cache.set(KEPT_PAGES, "another", None)
    assert not kept_list(lambda: alder.delete())


def test_change_that_is_rolled_back_forgets_no_page(alder, kept_list):
    before = []

    def fail():
        before.append(cache.get(KEPT_PAGES))
        with contextlib.suppress(RuntimeError), transaction.atomic():
            alder.delete()
            raise RuntimeError

    assert kept_list(fail)
    assert before == [cache.get(KEPT_PAGES)] != [None]


def test_page_that_was_being_made_while_something_was_held_is_not_shown(rf):
    """Whoever asked before the hold may read it; nobody after."""
    pages = iter(["with Alder", "without"])

    @kept_for_strangers(choices=(), typed=(), at_most=0)
    def page(request):
        answer = HttpResponse(next(pages))
        cache.set(KEPT_PAGES, "held meanwhile", None)
        return answer

    assert page(rf.get("/x/")).content == b"with Alder"
    assert page(rf.get("/x/")).content == b"without"


def test_kept_page_ends_with_the_last_verified_day(alder, stranger):
    url = reverse("opportunities:find")
    last = alder.organisation.verified_until
    new_york = zoneinfo.ZoneInfo("America/New_York")
    midnight = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), new_york)
    alder.sessions.update(
        starts_at=midnight + dt.timedelta(days=2), ends_at=midnight + dt.timedelta(days=3)
    )
    type(alder).objects.update(next_session_at=midnight + dt.timedelta(days=2))
    with time_machine.travel(midnight - dt.timedelta(seconds=5), tick=False):
        assert b"Alder" in stranger.get(url).content
    with time_machine.travel(midnight + dt.timedelta(seconds=5), tick=False):
        assert b"Alder" not in stranger.get(url).content


def test_while_one_works_it_out_others_get_what_there_is_meanwhile():
    cache.add("key:refresher", 1, 10)
    assert refreshed("key", 60, lambda: "counted", meanwhile=lambda: "plain") == "plain"
    cache.delete("key:refresher")
    assert refreshed("key", 60, lambda: "counted", meanwhile=lambda: "plain") == "counted"


def test_what_takes_long_is_kept_longer():
    with time_machine.travel(1_800_000_000, tick=False) as clock:
        assert refreshed("slow", 60, lambda: clock.shift(20) or "one") == "one"
        clock.shift(199)
        assert refreshed("slow", 60, lambda: "two") == "one"
        clock.shift(2)
        assert refreshed("slow", 60, lambda: "two") == "two"


@pytest.mark.django_db
def test_filters_show_no_numbers_while_they_are_counted_for_the_first_time(stranger):
    SessionFactory()
    url = reverse("opportunities:find")
    cache.add("find:facets:en:refresher", 1, 10)
    number = b'Volunteer <span class="small muted">1</span>'
    assert number not in stranger.get(url, headers={"cookie": "other=1"}).content
    cache.clear()
    assert number in stranger.get(url).content


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "es", "fr, es;q=0.5", ""])
def test_kept_page_has_the_headers_of_one_that_is_made_anew(language):
    SessionFactory()
    url = reverse("opportunities:find")
    asked = {"accept-language": language}
    Client().get(url, headers=asked)
    kept = Client().get(url, headers=asked)
    # A cookie that is not ours: this visitor is never given a kept page.
    anew = Client().get(url, headers=asked | {"cookie": "other=1"})
    assert headers_of(kept) == headers_of(anew)
    assert kept.content == anew.content
    assert {"Content-Security-Policy", "Permissions-Policy", "Content-Language"} <= {*kept.headers}
    assert kept["Vary"] == "Cookie, Accept-Language"


@pytest.mark.django_db
def test_kept_page_is_for_our_own_host_only(stranger):
    url = reverse("opportunities:find")
    assert stranger.get(url).status_code == 200
    answer = stranger.get(url, headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "default-src 'self'" in answer["Content-Security-Policy"]


@pytest.mark.django_db
def test_kept_page_refuses_what_no_page_may_be_asked(stranger):
    url = reverse("opportunities:find")
    stranger.get(url)
    assert stranger.get(f"{url}?utm=%00").status_code == 400
    assert stranger.post(url).status_code in (403, 405)


@pytest.mark.django_db
def test_no_other_page_is_kept_by_the_way(stranger):
    session = SessionFactory()
    url = reverse("opportunities:detail", args=[session.opportunity.public_id])
    before = [key for key in kept_keys() if ":page:" in key]
    stranger.get(url)
    stranger.get(reverse("safety:stay_safe"))
    assert [key for key in kept_keys() if ":page:" in key] == before
