"""What stands on every page, and what may stand on none (safety.md #1, #10, #11)."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.browser.urls")]

# Roots of the words of DESIGN.md 8, and names nobody should read over a shoulder (safety.md #10).
DENIED = re.compile(
    r"prostitut|traffick|exploit|sex[ -]?work|survivor|victim|abus(e|iv)|rehab|detox|recover(y|ing)"
    r"|therap|rescue|escort",
    re.IGNORECASE,
)
TEMPLATES = Path(settings.BASE_DIR, "templates")
TITLE = re.compile(r"{% block title %}(.*?){% endblock %}", re.DOTALL)
PAGES = ["/safety/", "/nothing/", "/safety/?q=%00", "/try/broken/", "/accounts/login/"]


@pytest.fixture
def anyone(stranger):
    stranger.raise_request_exception = False
    return stranger


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("signed_in", [True, False])
def test_every_page_has_one_way_out_among_its_first_links(
    anyone, as_person, participant, path, signed_in
):
    client = as_person(participant) if signed_in else anyone
    client.raise_request_exception = False
    page = client.get(path, follow=True).content.decode()
    page = re.sub(r"\s+", " ", page)
    assert page.count('<a class="leave" href="/leave/" rel="nofollow noreferrer"') == 1
    stops = re.findall(r"<(?:a|button|summary)[^>]*>", page.split("<body>")[1])
    assert [stop for stop in stops[:3] if 'href="/leave/" rel="nofollow noreferrer"' in stop]


def test_work_pages_have_none(as_person, partner):
    page = as_person(partner).get("/try/work/").content.decode()
    assert "/leave/" not in page
    assert "leave.js" not in page


@pytest.mark.parametrize("path", PAGES)
def test_every_page_leads_to_the_safety_page(anyone, path):
    assert 'href="/safety/"' in anyone.get(path, follow=True).content.decode()


def test_the_safety_page_says_what_leaving_cannot_do(anyone):
    page = anyone.get("/safety/").content.decode()
    for words in (
        "It can’t clear your history",
        "private window",
        "Shared phone or computer",
        "Some apps send everything",
        "phone bill",
        "not an emergency service",
    ):
        assert words in page
    for anchor in ("leave", "shared"):
        assert f'id="{anchor}"' in page


def test_the_safety_page_asks_for_nothing_to_be_sent(anyone):
    assert anyone.post("/safety/").status_code == 405


@pytest.mark.parametrize("path", ["/safety/", "/nothing/", "/accounts/login/"])
def test_pages_hold_no_script_or_style_of_their_own(anyone, path):
    page = anyone.get(path).content.decode()
    assert not re.search(r"\sstyle=|<style|\son\w+=", page)
    for script in re.findall(r"<script([^>]*)>", page):
        assert 'src="/static/' in script


@pytest.mark.parametrize("path", ["/safety/", "/nothing/", "/accounts/login/"])
def test_pages_ask_no_other_host_for_anything(anyone, path):
    page = anyone.get(path).content.decode()
    assert not re.findall(r'(?:src|href)="(?:https?:)?//[^"]*"', page)


def test_signing_out_is_a_form_and_only_for_people_who_are_signed_in(
    anyone, as_person, participant
):
    form = re.compile(r'<form action="/accounts/logout/" method="post">.*?csrf', re.DOTALL)
    assert form.search(as_person(participant).get("/safety/").content.decode())
    assert not form.search(anyone.get("/safety/").content.decode())


def test_the_frame_asks_nothing_of_the_database(anyone, django_assert_num_queries):
    anyone.get("/safety/")  # fills the cache of the site's furniture
    with django_assert_num_queries(0):
        anyone.get("/safety/")


def titles() -> list[tuple[str, str]]:
    return [
        (str(path.relative_to(TEMPLATES)), title)
        for path in TEMPLATES.rglob("*.html")
        for title in TITLE.findall(path.read_text())
    ]


def test_no_title_gives_anybody_away():
    found = titles()
    assert len(found) > 5
    assert [pair for pair in found if DENIED.search(pair[1])] == []


def test_no_subject_or_text_of_a_message_gives_anybody_away():
    for path in TEMPLATES.rglob("*.txt"):
        assert not DENIED.search(path.read_text()), path


def test_no_name_of_a_file_that_people_may_see_gives_anybody_away():
    static = Path(settings.BASE_DIR, "community", "static")
    # allauth looks for its templates under names of its own; nobody is shown one.
    theirs = TEMPLATES / "mfa" / "recovery_codes"
    for path in {*TEMPLATES.rglob("*"), *static.rglob("*")} - {theirs}:
        assert not DENIED.search(path.name), path


def addresses(resolver: URLResolver, start: str = "") -> list[str]:
    found = []
    for pattern in resolver.url_patterns:
        address = start + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            found.append(address)
        else:
            found += addresses(pattern, address)
    return found


def test_no_address_gives_anybody_away():
    found = addresses(get_resolver("community.urls"))
    assert len(found) > 10
    assert [address for address in found if DENIED.search(address)] == []


def test_the_words_are_found_where_they_are():
    """The test itself: each denied word, and none of the words we do use."""
    for word in ("Survivor stories", "detox", "abuse", "rehabilitation", "Sex work", "trafficking"):
        assert DENIED.search(word)
    for word in (
        "My plan",
        "Find something to do",
        "Stay safe online",
        "Get help",
        "Support group",
    ):
        assert not DENIED.search(word)
