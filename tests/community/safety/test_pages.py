"""What stands on every page (safety.md #1, #11)."""

import re

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.browser.urls")]

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
