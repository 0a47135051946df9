"""Stories with their consent, as far as a test needs them."""

import datetime as dt
from typing import Any

from django.utils import timezone

from cms.actions import (
    ask_teller,
    begin_story,
    draft_of,
    read_as_second,
    say_last_word,
    say_yes,
    talk_through,
)
from cms.models import Audience, HomePage, StoryConsent, StoryIndexPage, StoryPage, Topic
from cms.models.exact_text import hash_of
from tests.factories.people import UserFactory

A_DAY = dt.timedelta(days=1)


def story_list() -> StoryIndexPage:
    """The one list of stories."""
    found = StoryIndexPage.objects.first()
    new = StoryIndexPage(title="Stories", slug="stories")
    return found or HomePage.objects.get().add_child(instance=new)


def draft(title: str = "The good knives", text: str = "I came on a Friday.", **more: Any):
    """A story that is being written, with its first version."""
    body = more.pop("body", [{"type": "text", "value": f"<p>{text}</p>"}])
    owner = more.pop("owner", None) or UserFactory(role="editor")
    page = story_list().add_child(
        instance=StoryPage(title=title, live=False, owner=owner, body=body, **more)
    )
    page.save_revision(user=owner)
    return StoryPage.objects.get(pk=page.pk)


def asked(page: StoryPage, *, teller=None, days_since: int = 800, **more: Any) -> StoryConsent:
    """Its teller is asked to read it; they left the programme so many days ago."""
    now = timezone.now()
    staff = more.pop("staff", None) or UserFactory(role="staff")
    teller = teller or UserFactory()
    consent = begin_story(page=page, by=staff, teller=teller, now=now)
    consent = talk_through(
        consent=consent,
        by=staff,
        topics=Topic.values,
        left_on=timezone.localdate(now) - days_since * A_DAY,
        now=now,
        **more,
    )
    return ask_teller(consent=consent, by=staff, now=now)


def agreed(page: StoryPage | None = None, *, at=None, **answers: Any) -> StoryConsent:
    """Read by everybody who reads it, and its teller had the last word."""
    page = page or draft()
    at = at or timezone.now()
    consent = page.consent_or_none or asked(page)
    answers = {"audience": Audience.ANYONE} | answers
    seen = hash_of(draft_of(page))
    consent = say_yes(consent=consent, seen=seen, now=at, **answers)
    read_as_second(page=page, by=UserFactory(role="editor"), now=at)
    return say_last_word(consent=consent, seen=seen, now=at)


def published(page: StoryPage | None = None, **answers: Any) -> StoryPage:
    """On the site."""
    consent = agreed(page, **answers)
    StoryPage.objects.get(pk=consent.page_id).get_latest_revision().publish()
    return StoryPage.objects.get(pk=consent.page_id)


def fresh(page) -> StoryPage:
    return StoryPage.objects.get(pk=page.pk)


def form_of(page, **changed: str) -> dict[str, str]:
    """What the editor's form of a story sends."""
    return {
        "title": page.title, "lead": page.lead, "told_by": page.told_by, "themes": page.themes,
        "motif": page.motif, "picture": "", "picture_alt": "", "picture_caption": "",
        "interest": "", "search_description": "", "body-count": "1", "body-0-deleted": "",
        "body-0-order": "0", "body-0-type": "heading", "body-0-value-text": "A heading",
        "body-0-id": "", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0", "comments-MAX_NUM_FORMS": "",
    } | changed  # fmt: skip
