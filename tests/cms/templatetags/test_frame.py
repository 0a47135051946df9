"""Parts of the frame are rendered once, and never for the wrong visitor."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template, engines
from django.utils import translation

from cms.furniture import Column, Furniture, Link
from cms.templatetags.frame import draw_part

NAV = "components/nav_links.html"
FOOT = "components/footer.html"
TOP = "components/topbar.html"


@pytest.fixture(autouse=True)
def _nothing_kept():
    draw_part.cache_clear()


def show(name: str, rf=None, user=None, path: str = "/", **context: object) -> str:
    if rf:
        context["request"] = rf.get(path)
        context["request"].user = user or AnonymousUser()
    return Template('{% load frame %}{% frame "' + name + '" %}').render(Context(context))


def test_a_stranger_is_never_shown_what_was_kept_for_somebody_signed_in(db, rf, participant):
    for _ in range(2):
        assert "My plan" in show(NAV, rf, participant)
        assert "Sign in" not in show(NAV, rf, participant)
        assert "My plan" not in show(NAV, rf)
        assert "Sign in" in show(NAV, rf)


def test_nothing_about_a_person_is_kept(db, rf, participant):
    for name in (NAV, FOOT, TOP, "components/head.html", "components/leave.html"):
        shown = show(name, rf, participant)
        assert participant.alias not in shown
        assert "csrf" not in shown


def test_a_part_is_rendered_once_for_all_of_a_kind(rf):
    for path in ("/", "/safety/", "/opportunities/"):
        show(FOOT, rf, path=path)
    assert draw_part.cache_info().misses == 1


def test_a_part_follows_the_language_and_the_menu(rf):
    first = show(NAV, rf)
    with translation.override("es"):
        show(NAV, rf)
    assert draw_part.cache_info().misses == 2
    about = Furniture(navigation=(Link("About us", "/about/"),))
    changed = show(NAV, rf, furniture=about)
    assert '<a href="/about/">About us</a>' in changed
    assert "About us" not in first


def test_the_page_one_is_on_is_marked(rf):
    about = Furniture(navigation=(Link("About us", "/about/"),))
    assert 'href="/about/" aria-current="page"' in show(NAV, rf, path="/about/", furniture=about)
    assert 'href="/about/" aria-current="page"' not in show(NAV, rf, furniture=about)
    assert 'href="/safety/" aria-current="page"' in show(NAV, rf, here="safety")


def test_a_menu_does_not_repeat_what_every_site_has(rf):
    twice = Furniture(navigation=(Link("Find", "/opportunities/"), Link("Safe", "/safety/")))
    shown = show(NAV, rf, furniture=twice)
    assert shown.count('href="/opportunities/"') == 1
    assert shown.count('href="/safety/"') == 1


def test_the_foot_shows_the_columns_of_the_site_except_at_work(rf):
    furniture = Furniture(footer=(Column("This site", (Link("About us", "/about/"),)),))
    assert "About us" in show(FOOT, rf, furniture=furniture)
    assert "About us" not in show(FOOT, rf, furniture=furniture, area="work")


def test_parts_work_without_a_request():
    assert "Sign in" in show(NAV)
    assert "Stay safe online" in show(FOOT)


def test_the_top_of_a_page_is_rendered_once_for_strangers(rf):
    shown = [show(TOP, rf, path=path, here="find") for path in ("/opportunities/", "/anything/")]
    assert shown[0] == shown[1]
    assert shown[0].count('href="/leave/"') == 2
    assert shown[0].count('href="/opportunities/" aria-current="page"') == 2
    assert draw_part.cache_info().misses == 3  # the top, and its links and way out


def page(rf, user=None, area: str = "public", **context: object) -> str:
    request = rf.get("/")
    request.user = user or AnonymousUser()
    source = '{% extends "base.html" %}{% block area %}' + area + "{% endblock %}"
    return engines["django"].from_string(source).render(context, request)


def test_signing_out_stands_on_the_page_of_somebody_signed_in_only(db, rf, participant):
    for _ in range(2):
        signed_in = page(rf, participant, csrf_token="canary-token")
        assert signed_in.count('action="/accounts/logout/"') == 2
        assert "canary-token" in signed_in
        stranger = page(rf)
        assert "logout" not in stranger
        assert "csrf" not in stranger


def test_a_page_with_a_person_in_it_is_fetched_afresh(db, rf, participant):
    assert "data-fresh" in page(rf, participant)
    assert "data-fresh" in page(rf, area="me")
    assert "data-fresh" not in page(rf)


def test_at_work_there_is_no_way_out_to_press_by_mistake(db, rf, participant):
    for user in (participant, None):
        shown = page(rf, user, area="work")
        assert "leave.js" not in shown
        assert 'href="/leave/"' not in shown
        assert 'href="#main"' in shown


def test_way_in_for_partners_is_shown_to_nobody_for_whom_it_does_not_exist(
    db, rf, participant, partner
):
    columns = (Column("Work", (Link("Partner sign in", "/partner/"), Link("Post", "/work/"))),)
    for _ in range(2):
        for user, is_shown in ((None, True), (partner, True), (participant, False)):
            foot = show(FOOT, rf, user, furniture=Furniture(footer=columns))
            assert ("Partner sign in" in foot) == is_shown
            assert "Post" in foot
