"""A consent ends by itself: its teller hears of it before, and silence is an end (S3, S8)."""

import datetime as dt
from functools import partial
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from cms import emails
from cms.models import State, StoryConsent, StoryPage
from cms.models.gate import may_stay, missing
from community.safety.actions import new_task, open_tasks
from community.safety.cache import forget_kept_pages
from community.safety.models import TaskKind

from .telling import tell_teller

TOLD_AT: Final = (60, 30, 7)  # days before the end


@transaction.atomic
def end_consents(*, now: dt.datetime) -> int:
    """Take down each story that is shown without a running consent; return how many.

    Whatever brought it there: an end that came, or a hand in the database.
    """
    ended = 0
    for page in StoryPage.objects.live():
        consent = page.consent_or_none
        if may_stay(page, consent, now):
            continue
        page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
        ended += 1
        if consent is not None and not consent.revoked_at:
            StoryConsent.objects.filter(pk=consent.pk).update(state=State.EXPIRED, live_hash="")
    if ended:
        forget_kept_pages()
    return ended


@transaction.atomic
def tell_of_ends(*, now: dt.datetime) -> int:
    """Tell tellers 60, 30 and 7 days before the end, each once; return how many were told.

    Account holders in their safe way; for others staff get a task with how to reach them.
    """
    near = StoryConsent.objects.select_for_update(of=("self",)).filter(
        revoked_at=None,
        signed_at__isnull=False,
        expires_at__gt=now,
        expires_at__lte=now + dt.timedelta(days=max(TOLD_AT)),
    )
    return sum(_tell(consent, now) for consent in near)


def _tell(consent: StoryConsent, now: dt.datetime) -> bool:
    assert consent.expires_at is not None  # noqa: S101 - asked for in the query
    left = consent.expires_at - now
    step = min(days for days in TOLD_AT if left <= dt.timedelta(days=days))
    if consent.told_days is not None and consent.told_days <= step:
        return False
    key = f"story:ends:{consent.public_id}:{consent.expires_at:%Y%m%d}:{step}"
    if consent.teller_id:
        words = partial(emails.yes_ends_soon, step)
        tell_teller(consent, words, key=key, now=now, until=consent.expires_at)
    else:
        _ask_staff_to_tell(consent, key, now)
    state = State.RENEWAL_DUE if consent.state == State.PUBLISHED else consent.state
    StoryConsent.objects.filter(pk=consent.pk).update(told_days=step, state=state)
    return True


def _ask_staff_to_tell(consent: StoryConsent, key: str, now: dt.datetime) -> None:
    assert consent.expires_at is not None  # noqa: S101 - asked for in the query
    note = _(
        "The consent for a story ends on %(day)s. Tell its teller only in the way written here. "
        "If they say nothing, it ends."
    ) % {"day": date_format(timezone.localtime(consent.expires_at), "j F Y")}
    task = new_task(
        kind=TaskKind.STORY, key=key, about=consent.public_id, note=note, reach=consent.reach,
        path=f"/cms/desk/stories/{consent.public_id}/", now=now,
    )  # fmt: skip
    open_tasks([task])


@transaction.atomic
def unplan_without_consent(*, now: dt.datetime) -> int:
    """Take a date of publishing away from stories that may not be published on it; return how many.

    The clock's command would stop at the first of them, and publish nothing of others either.
    """
    taken = 0
    for page in StoryPage.objects.all():
        due = page.revisions.filter(approved_go_live_at__lte=now)
        for revision in due:
            if not missing(revision.as_object(), now):
                continue
            Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
            note = _("A story was planned for now and not published: something of its consent is "
                     "missing. Its page says what.")  # fmt: skip
            key = f"story:unplanned:{revision.pk}"
            open_tasks([new_task(kind=TaskKind.STORY, key=key, note=str(note), now=now)])
            taken += 1
    return taken
