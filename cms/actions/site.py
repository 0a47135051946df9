"""Getting a new site ready: groups, workflow, home page, settings."""

import datetime as dt
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from django.utils import translation
from wagtail.models import (
    Collection,
    Comment,
    CommentReply,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    PageLogEntry,
    Revision,
    Site,
)

from cms import content
from cms.models import HomePage, SiteSettings, StandardPage, StoryIndexPage
from community.people.models import User
from community.support.actions import ensure_headings
from opportunities.actions.vocabulary import ensure_vocabulary

from .reviews import ensure_second_reader, ensure_staff_review

EDITORS: Final = "Editors"
STAFF: Final = "Programme staff"
COMMENTS: Final = "wagtail_admin_comments"  # where Wagtail puts them in a revision

# (app, model, verbs). Nobody in the admin may touch people, sign-ups or messages (safety.md T5).
EDITORS_MAY: Final = (
    ("wagtailadmin", "admin", ("access",)),
    ("opportunities", "interest", ("add", "change")),
    ("opportunities", "practicalneed", ("add", "change")),
    ("opportunities", "goal", ("add", "change")),
    ("opportunities", "skill", ("add", "change")),
    ("opportunities", "caution", ("add", "change")),
    ("opportunities", "language", ("add", "change")),
    ("opportunities", "area", ("add", "change")),
    ("support", "heading", ("add", "change")),
    ("wagtailredirects", "redirect", ("add", "change", "delete")),
    ("support", "provider", ("add", "change", "delete")),
    ("support", "place", ("add", "change", "delete")),
    ("support", "service", ("add", "change", "delete")),
    ("wagtail_localize", "translation", ("submit",)),
)
STAFF_MAY: Final = (
    *EDITORS_MAY,
    ("opportunities", "opportunity", ("add", "change", "publish", "lock", "unlock")),
    ("organisations", "organisation", ("add", "change")),
    ("notifications", "message", ("view",)),
    ("cms", "sitesettings", ("change",)),
)
PAGES: Final = ("add", "change", "publish")
IMAGES: Final = ("add", "change", "choose")


@transaction.atomic
@translation.override(settings.LANGUAGE_CODE)
def prepare_site() -> HomePage:
    """Make a new site ready to use; on a site in use, add only what is missing.

    Whatever editors changed stays: a page, a menu, a workflow or a word that exists is left alone.
    Permissions that a group lacks are added again; others that it was given are kept.
    Its words are written in the language of the site, whatever whoever runs this reads.
    Returns the home page.
    """
    ensure_vocabulary()
    ensure_headings()
    for code in (settings.LANGUAGE_CODE, *dict(settings.LANGUAGES)):
        Locale.objects.get_or_create(language_code=code)
    page_root, image_root = _page_root(), _image_root()
    if not HomePage.objects.exists():
        _take_documents_away()
    for name, may in ((EDITORS, EDITORS_MAY), (STAFF, STAFF_MAY)):
        group, _new = Group.objects.get_or_create(name=name)
        _grant(group, may)
        _grant_pages_and_images(group, page_root, image_root)
    ensure_staff_review(reader=STAFF)
    _ensure_settings()
    home = _ensure_home(page_root)
    ensure_second_reader(page_root=page_root, readers=(EDITORS, STAFF))
    return home


def _page_root() -> Page:
    return Page.get_first_root_node() or Page.add_root(title="Root", slug="root")


def _image_root() -> Collection:
    return Collection.get_first_root_node() or Collection.add_root(name="Root")


def _take_documents_away() -> None:
    """Wagtail's migrations give its own "Editors" documents, which are the operator's here."""
    documents = GroupCollectionPermission.objects.filter(
        group__name=EDITORS, permission__content_type__app_label="wagtaildocs"
    )
    documents.delete()


def _grant(group: Group, may: tuple[tuple[str, str, tuple[str, ...]], ...]) -> None:
    wanted = Q(pk=None)
    for app, model, verbs in may:
        codenames = [f"{verb}_{model}" for verb in verbs]
        wanted |= Q(content_type__app_label=app, codename__in=codenames)
    group.permissions.add(*Permission.objects.filter(wanted))


def _grant_pages_and_images(group: Group, page_root: Page, image_root: Collection) -> None:
    for verb in PAGES:
        permission = Permission.objects.get(
            content_type__app_label="wagtailcore", codename=f"{verb}_page"
        )
        GroupPagePermission.objects.get_or_create(
            group=group, page=page_root, permission=permission
        )
    for verb in IMAGES:
        permission = Permission.objects.get(
            content_type__app_label="wagtailimages", codename=f"{verb}_image"
        )
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=image_root, permission=permission
        )


def _ensure_settings() -> None:
    if SiteSettings.objects.exists():
        return
    SiteSettings.objects.create(
        site_name=settings.WAGTAIL_SITE_NAME,
        navigation=content.navigation(),
        footer=content.footer(""),
        country=content.country(),
        emergency_number="911",
        crisis_lines=content.crisis_lines(),
    )


def _ensure_home(root: Page) -> HomePage:
    home = HomePage.objects.first()
    if home is None:
        # The page that Wagtail's own migration makes would take the address "home".
        for welcome in root.get_children().exact_type(Page).filter(slug="home"):
            Site.objects.filter(root_page=welcome).update(root_page=root)
            welcome.delete()
        root.refresh_from_db()
        home = root.add_child(
            instance=HomePage(
                title="Home",
                slug="home",
                hero_heading=str(content.HERO_HEADING),
                hero_lead=str(content.HERO_LEAD),
                body=content.home_body(),
            )
        )
        home.add_child(
            instance=StandardPage(title="About us", slug="about", body=content.about_body())
        )
        home.add_child(
            instance=StoryIndexPage(title="Stories", slug="stories", lead=str(content.STORIES_LEAD))
        )
    _ensure_default_site(home)
    return home


def _ensure_default_site(home: HomePage) -> None:
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is not None and site.root_page.depth > 1:
        return
    address = urlsplit(settings.SITE_URL)
    site = site or Site(is_default_site=True)
    site.hostname = address.hostname or "localhost"
    site.port = address.port or (443 if address.scheme == "https" else 80)
    site.site_name = settings.WAGTAIL_SITE_NAME
    site.root_page = Page.objects.get(pk=home.pk)
    site.save()


@transaction.atomic
def forget_editor(*, person: User, now: dt.datetime) -> None:
    """Take away what somebody who erases their account wrote beside pages, and their picture.

    Wagtail deletes their comments with the account, but keeps the words in every older revision
    of the page and in its log. The pages themselves stay: they are the site's.
    """
    profile = getattr(person, "wagtail_userprofile", None)
    if profile is not None and profile.avatar:
        transaction.on_commit(lambda: profile.avatar.delete(save=False), robust=True)
    logged = PageLogEntry.objects.filter(user=person, action__startswith="wagtail.comments")
    wrote = (Comment.objects.filter(user=person), CommentReply.objects.filter(user=person), logged)
    if any(rows.exists() for rows in wrote):
        for revision in Revision.page_revisions.iterator():
            _drop_comments(revision, person.pk)
    # Comments of others on theirs are part of the same talk and go with it.
    logged.delete()


def _drop_comments(revision: Revision, pk: int) -> None:
    comments = revision.content.get(COMMENTS)
    if not comments:
        return
    kept: list[dict[str, Any]] = [one for one in comments if one.get("user") != pk]
    for comment in kept:
        replies = comment.get("replies") or []
        comment["replies"] = [reply for reply in replies if reply.get("user") != pk]
    revision.content[COMMENTS] = kept
    revision.save(update_fields=["content"])
