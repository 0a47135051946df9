"""Taking a story back: out of sight at once, and out of the house within minutes (decision 8).

Unpublishing is not withdrawal: Wagtail keeps every word in revisions and titles in its logs.
"""

import datetime as dt
import logging
from collections.abc import Callable, Collection
from typing import Final

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    ModelLogEntry,
    Page,
    PageLogEntry,
    ReferenceIndex,
    Revision,
    WorkflowState,
)
from wagtail.search import index

from cms.furniture import forget_furniture
from cms.models import Channel, Image, Picture, State, StoryConsent, StoryPage, TakenDown
from cms.models.exact_text import pictures_of
from cms.translated import forget_translations
from community.notifications.actions import withdraw as take_messages_back
from community.people.models import User
from community.safety.actions import new_task, open_tasks
from community.safety.cache import forget_kept_pages
from community.safety.models import Task, TaskKind

logger = logging.getLogger(__name__)

# What keeps copies outside of this server, a CDN for example: called with the paths that are gone.
purge_elsewhere: list[Callable[[list[str]], None]] = []
LATE: Final = dt.timedelta(minutes=15)


@transaction.atomic
def withdraw(*, consent: StoryConsent, now: dt.datetime) -> StoryConsent:
    """Take a story back, whoever says so: the teller by link or account, or staff for them.

    In every language. From this moment its address answers that it is gone. No reason is asked,
    nothing else on the site changes for them, and twice is harmless. The next tick purges it.
    """
    consent = StoryConsent.objects.select_for_update(of=("self",)).get(pk=consent.pk)
    if consent.revoked_at:
        return consent
    copies = copies_of(StoryPage.objects.get(pk=consent.page_id))
    # One word is enough for every language: nobody has to remember where else it stands.
    in_each = StoryConsent.objects.filter(page__in=copies, revoked_at=None)
    in_each.update(revoked_at=now, state=State.REVOKED, live_hash="")
    consent.refresh_from_db()
    for copy in copies:
        if copy.first_published_at:
            TakenDown.objects.get_or_create(
                address=copy.slug, defaults={"gone_on": timezone.localdate(now)}
            )
        if copy.live:
            copy.unpublish(log_action=False)
    forget_kept_pages()
    forget_furniture()
    return consent


def purge_withdrawn(*, now: dt.datetime) -> int:
    """Purge whatever was taken back, each by itself, and return how many are gone.

    One that cannot be purged keeps none of the others; after a quarter of an hour staff hear of it.
    """
    done = 0
    for consent in StoryConsent.objects.exclude(revoked_at=None).select_related("page"):
        if not StoryConsent.objects.filter(pk=consent.pk).exists():
            continue  # went with another language of the same story
        try:
            purge_story(page=consent.page, now=now)
        except Exception as error:
            logger.error("a story could not be purged: %s", type(error).__name__)  # noqa: TRY400 - no words of it in a log
            if consent.revoked_at and now - consent.revoked_at >= LATE:
                _tell_of_late(consent, now)
        else:
            done += 1
    return done


@transaction.atomic
def purge_story(*, page: StoryPage, now: dt.datetime) -> None:
    """Delete every trace of a story from this server: see docs/decisions/0033 for the list.

    What is left is a number and a day (`TakenDown`), and for staff a list of the copies that we
    can only ask about.
    """
    copies = copies_of(page)
    consents = list(StoryConsent.objects.filter(page__in=copies))
    linked = _pages_that_mention(copies)
    kept = _purge(copies, spared=set())
    forget_translations([page.translation_key])
    for consent in consents:
        if consent.signed_at:
            _tell_of_copies(consent, linked, kept, now)


@transaction.atomic
def purge_language(*, page: StoryPage, now: dt.datetime) -> None:
    """Delete every trace of a story in one language; in others it stays, with its pictures."""
    gone = [page, *StoryPage.objects.filter(alias_of=page.pk)]
    others = [copy for copy in copies_of(page) if copy not in gone]
    if not others:
        purge_story(page=page, now=now)
        return
    _purge(gone, spared={number for copy in others for number in _pictures_ever_in(copy)})
    forget_translations([])


def _purge(copies: Collection[StoryPage], *, spared: set[int]) -> list[int]:
    """Delete pages with what Wagtail keeps of them. Returns the pictures that others still use."""
    numbers = {number for copy in copies for number in _pictures_ever_in(copy)} - spared
    places = [copy.url_path for copy in copies]
    addresses = [url for copy in copies if (url := copy.url)]
    consents = list(StoryConsent.objects.filter(page__in=copies))
    about = [consent.public_id for consent in consents]
    take_messages_back(about=about)
    Task.objects.filter(about__in=about).delete()
    for copy in sorted(copies, key=lambda one: one.alias_of_id is None):
        _delete_page(copy)
    shows_them = any(consent.image in SHOWS_THEM for consent in consents)
    kept = _delete_pictures(numbers, shows_them=shows_them)
    _overwrite_logs([copy.pk for copy in copies], numbers - set(kept))
    Redirect.objects.filter(Q(old_path__in=addresses) | Q(redirect_link__in=addresses)).delete()
    _forget_in_index()
    forget_kept_pages()
    forget_furniture()
    transaction.on_commit(lambda: _forget_outside(addresses or places), robust=True)
    return kept


@transaction.atomic
def forget_teller(*, person: User, now: dt.datetime) -> None:
    """Take back every story of somebody who erases their account: nobody could ask them later."""
    for page in list(StoryPage.objects.filter(consent__teller=person)):
        consent = page.consent_or_none
        if consent is None:
            continue  # went with another language of the same story
        withdraw(consent=consent, now=now)
        purge_story(page=StoryPage.objects.get(pk=page.pk), now=now)


SHOWS_THEM: Final = (Image.UNKNOWN, Image.KNOWN)


def copies_of(page: StoryPage) -> list[StoryPage]:
    """A story with its aliases and in its other languages."""
    same = Q(pk=page.pk) | Q(alias_of=page.pk) | Q(translation_key=page.translation_key)
    return list(StoryPage.objects.filter(same))


def _pictures_ever_in(page: StoryPage) -> set[int]:
    """Those of the page and of each of its revisions."""
    versions = [page, *(revision.as_object() for revision in page.revisions.all())]
    return {number for version in versions for number in pictures_of(version)}


def _pages_that_mention(copies: Collection[StoryPage]) -> list[str]:
    """The addresses of pages with a link to it; their words may speak of it."""
    keys = {copy.pk for copy in copies}
    found = []
    for copy in copies:
        for owner, _references in ReferenceIndex.get_grouped_references_to(copy):
            if isinstance(owner, Page) and owner.pk not in keys:
                found.append(owner.url or owner.url_path)
    return sorted(set(found))


def _delete_page(page: StoryPage) -> None:
    """The page with its revisions, reviews and what editors were just doing with it."""
    index.remove_object(page)
    key = str(page.pk)
    kinds = [ContentType.objects.get_for_model(model) for model in (Page, StoryPage)]
    WorkflowState.objects.filter(object_id=key, base_content_type__in=kinds).delete()
    Revision.objects.filter(object_id=key, base_content_type__in=kinds).delete()
    EditingSession.objects.filter(object_id=key, content_type__in=kinds).delete()
    Redirect.objects.filter(redirect_page_id=page.pk).delete()
    StoryPage.objects.get(pk=page.pk).delete()
    ReferenceIndex.objects.filter(object_id=key, base_content_type__in=kinds).delete()


def _delete_pictures(numbers: Collection[int], *, shows_them: bool) -> list[int]:
    """Delete pictures with their files and smaller copies; return those that others still use.

    One that shows the teller goes wherever else it stands.
    """
    kept = []
    for picture in Picture.objects.filter(pk__in=numbers):
        if not shows_them and ReferenceIndex.get_references_to(picture).exists():
            kept.append(picture.pk)
            continue
        index.remove_object(picture)
        picture.delete()
    return kept


def _overwrite_logs(pages: Collection[int], pictures: Collection[int]) -> None:
    """Wagtail's logs keep the title in `label` and more in `data`, also of what is deleted."""
    PageLogEntry.objects.filter(page_id__in=pages).update(label="", data={})
    kind = ContentType.objects.get_for_model(Picture)
    of_pictures = ModelLogEntry.objects.filter(
        content_type=kind, object_id__in=[str(number) for number in pictures]
    )
    of_pictures.update(label="", data={})


def _forget_in_index() -> None:
    """SQLite's full text keeps the words of what is deleted until it tidies up."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        for table in (name for name in tables if name.endswith("_fts")):
            quoted = connection.ops.quote_name(table)
            cursor.execute(f"INSERT INTO {quoted}({quoted}) VALUES('optimize')")


def _forget_outside(paths: list[str]) -> None:
    for purge in purge_elsewhere:
        purge(paths)


def _tell_of_copies(
    consent: StoryConsent, linked: list[str], kept: list[int], now: dt.datetime
) -> None:
    """What is not ours to delete, for staff: to ask about, one by one."""
    lines = [str(_("A story was taken back and is gone from this site. Ask about other copies:"))]
    lines += [str(Channel(one).label) for one in consent.channels if one != Channel.SITE]
    lines += [consent.outside] if consent.outside else []
    lines += [str(_("Search engines and archives of the web, if it was public."))]
    lines += [str(_("A page of ours that links to it: %(page)s") % {"page": one}) for one in linked]
    if kept:
        lines.append(str(_("A picture of it is used elsewhere on this site and was left.")))
    note = "\n".join(str(line) for line in lines)
    key = f"story:copies:{consent.public_id}"
    open_tasks([new_task(kind=TaskKind.STORY, key=key, note=note, now=now)])


def _tell_of_late(consent: StoryConsent, now: dt.datetime) -> None:
    note = _("A story that was taken back is out of sight and could not be deleted. Tell whoever "
             "runs the server at once.")  # fmt: skip
    key = f"story:late:{consent.public_id}"
    open_tasks([new_task(kind=TaskKind.STORY, key=key, note=str(note), now=now)])
