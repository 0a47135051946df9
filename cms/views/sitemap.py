"""The pages that anybody may read, for search engines, and what there is to do.

No story of which the consent is over; nothing to do that is not public or has no date ahead.
"""

import datetime as dt

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.models import Page

from cms.models import StoryPage
from community.safety.access import Who, open_to
from opportunities.models import Opportunity

MOST = 5000


@open_to(Who.EVERYONE)
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Addresses and days of change, and no titles."""
    now = timezone.now()
    told = StoryPage.objects.live().public().told_to(AnonymousUser(), now)
    others = Page.objects.live().public().not_exact_type(StoryPage).exclude(depth=1)
    rows = [*others.order_by("path")[:MOST], *told[:MOST]]
    # An address stands for every language of its page: it changed when the last of them did.
    pages: dict[str, dt.datetime | None] = {}
    for row in rows:
        if url := row.get_full_url(request):
            days = [day for day in (pages.get(url), row.last_published_at) if day]
            pages[url] = max(days, default=None)
    context = {"pages": [*pages.items(), *_to_do(now)]}
    return render(request, "cms/sitemap.xml", context, content_type="application/xml")


def _to_do(now: dt.datetime) -> list[tuple[str, dt.datetime | None]]:
    """The soonest first; their addresses are numbers and say nothing."""
    found = Opportunity.objects.public(now).upcoming(now).order_by("next_session_at", "pk")
    rows = found.values_list("public_id", "last_published_at")[:MOST]
    return [
        (settings.SITE_URL + reverse("opportunities:detail", args=[public_id]), day)
        for public_id, day in rows
    ]
