"""Pages of the editors in every state, and files: who reads what, and where (safety.md #12).

The tables `[pages]` and `[files]` of matrix.toml are about a page and files with a canary in their
title; each cell names the people who read it there. Nobody else does, by no way.
"""

import datetime as dt

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from cms.actions import STAFF, prepare_site
from cms.models import HomePage, StandardPage
from tests.access.asking import body_of, outcome
from tests.access.cast import client_of
from tests.access.world import MATRIX, ROLES, plant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
CANARY = "Canary page"
PAGES, FILES = MATRIX["pages"], MATRIX["files"]
READERS = {
    "nobody": set(),
    "everyone": set(ROLES),
    "signed in": set(ROLES) - {"stranger"},
    "staff": {"staff", "superuser"},
    "desk": {"editor", "staff", "superuser"},
}
DAY = dt.timedelta(days=1)


def page_in(state: str, home: HomePage) -> StandardPage:
    """A page with the canary in its title, brought into a state as editors do it."""
    page = home.add_child(instance=StandardPage(title=CANARY, slug="canary", live=False))
    if state == "scheduled":
        page.go_live_at = timezone.now() + DAY
    if state == "changed":
        page.title = "Old words"
    revision = page.save_revision()
    if state != "draft":
        revision.publish()
    page = StandardPage.objects.get(pk=page.pk)
    then = AFTERWARDS.get(state)
    page = (then(page) if then else page) or page
    return StandardPage.objects.get(pk=page.pk)


def _change(page: StandardPage) -> None:
    page.title = CANARY
    page.save_revision()


def _expire(page: StandardPage) -> None:
    StandardPage.objects.filter(pk=page.pk).update(expire_at=timezone.now() - DAY)
    call_command("publish_scheduled", verbosity=0)  # the clock does it each minute


def _keep_for(page: StandardPage, kind: str) -> None:
    row = PageViewRestriction.objects.create(page=page, restriction_type=kind)
    row.groups.set(Group.objects.filter(name=STAFF) if kind == "groups" else [])


def _below(page: StandardPage) -> StandardPage:
    _keep_for(page, "login")
    page.title = page.draft_title = "Old words"
    page.save()
    below = page.add_child(instance=StandardPage(title=CANARY, slug="below"))
    below.save_revision().publish()
    return below


AFTERWARDS = {
    "changed": _change,
    "unpublished": lambda page: page.unpublish(),
    "expired": _expire,
    "private": lambda page: _keep_for(page, "login"),
    "for staff": lambda page: _keep_for(page, "groups"),
    "below a private one": _below,
}


def places(page: StandardPage) -> dict[str, str]:
    """Where its title might be read: the page itself, and the screens of the admin."""
    number, parent = page.pk, page.get_parent().pk
    of_pages = "wagtailadmin_pages"
    return {
        "page": page.url,
        "preview": reverse(f"{of_pages}:view_draft", args=[number]),
        "edit": reverse(f"{of_pages}:edit", args=[number]),
        "compare": reverse(f"{of_pages}:revisions_compare", args=[number, "earliest", "latest"]),
        "history": reverse(f"{of_pages}:history", args=[number]),
        "search": reverse(f"{of_pages}:search") + "?q=Canary",
        "list": reverse("wagtailadmin_explore", args=[parent]),
        "chooser": reverse("wagtailadmin_choose_page_child", args=[parent]),
        "api": reverse("wagtailadmin_api:pages:listing") + f"?child_of={parent}",
        "home": "/",
    }


@pytest.mark.parametrize("state", [state for state in PAGES if state != "columns"])
def test_page_in_every_state_is_read_by_whom_the_matrix_says(state, partner, request):
    home = prepare_site()
    sought, page = plant(partner), page_in(state, home)
    wanted = dict(zip(PAGES["columns"], PAGES[state], strict=True))
    addresses = places(page)
    assert set(wanted) == set(addresses)
    read = {place: set() for place in addresses}
    for role in ROLES:
        client = client_of(role, sought, request)
        for place, address in addresses.items():
            answer = client.get(address)
            assert outcome(answer) in {"ok", "hide", "login"}, (role, place)
            if CANARY in body_of(answer):
                read[place].add(role)
    assert {place: roles for place, roles in read.items() if roles != READERS[wanted[place]]} == {}


def document_for(whom: str) -> Document:
    """A file in a collection that is for everybody, for who has an account, or for staff."""
    collection = Collection.get_first_root_node().add_child(name=whom)
    if whom != "everyone":
        kind = "login" if whom == "signed in" else "groups"
        row = CollectionViewRestriction.objects.create(collection=collection, restriction_type=kind)
        row.groups.set(Group.objects.filter(name=STAFF) if kind == "groups" else [])
    document = Document(title=CANARY, collection=collection)
    document.file.save("canary.txt", ContentFile(CANARY.encode()))
    return document


@pytest.mark.parametrize("whom", FILES)
def test_file_is_given_to_whom_its_collection_is_for(whom, partner, request, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    prepare_site()
    sought, document = plant(partner), document_for(whom)
    answers = {role: client_of(role, sought, request).get(document.url) for role in ROLES}
    read = {role for role, answer in answers.items() if CANARY in body_of(answer)}
    assert read == READERS[FILES[whom]]
    assert {outcome(answer) for answer in answers.values()} <= {"ok", "hide", "login"}
    signed_in = {outcome(answer) for role, answer in answers.items() if role != "stranger"}
    assert "login" not in signed_in  # where they would be sent back, for ever


@pytest.mark.parametrize("role", ["another_participant", "partner", "editor"])
def test_page_for_a_group_is_not_there_for_who_is_signed_in_and_not_of_it(role, partner, request):
    """Wagtail would send them to sign in, which sends them back."""
    page = page_in("for staff", prepare_site())
    sought = plant(partner)
    client = client_of(role, sought, request)
    assert outcome(client.get(page.url)) == "hide"
    assert outcome(client.post(page.url)) in {"hide", "method"}


@pytest.mark.parametrize("state", [state for state in PAGES if state != "columns"])
def test_list_of_pages_for_search_engines_names_those_that_everyone_reads(state, stranger):
    page = page_in(state, prepare_site())
    listed = f"{page.url}</loc>" in stranger.get("/sitemap.xml").content.decode()
    assert listed is (state in {"live", "changed"})


@pytest.mark.parametrize("address", ["/images/a/1/original/a.png", "/api/v2/"])
def test_nothing_else_lists_pages_or_gives_out_pictures(address, stranger, db):
    prepare_site()
    assert stranger.get(address).status_code == 404
