"""The pages that anybody may read, for search engines. No story of which the consent is over."""

import datetime as dt

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.models import Page

from cms.models import StoryPage
from community.safety.access import Who, open_to

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
    context = {"pages": pages.items()}
    return render(request, "cms/sitemap.xml", context, content_type="application/xml")
