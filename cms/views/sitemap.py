"""The pages that anybody may read, for search engines. No story of which the consent is over."""

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
    pages = [(url, row.last_published_at) for row in rows if (url := row.get_full_url(request))]
    context = {"pages": pages}
    return render(request, "cms/sitemap.xml", context, content_type="application/xml")
