"""One box for pages, activities and services. What is looked for is kept nowhere.

Each kind is asked of whoever says who may see it: an activity that a person keeps away from, a
story whose consent is over and a service that nobody checked are in no answer (safety.md #20, #41).
"""

import datetime as dt
import re
from typing import Any, Final

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from cms.blocks.activities import card_of
from cms.models import HomePage, StoryPage
from community.safety.access import Who, open_to
from community.safety.limits import limited
from community.support.matching import Wanted, matching
from community.support.models import Service
from community.support.permissions import visible_services
from opportunities.models import Opportunity
from opportunities.permissions import not_avoided_by

MOST_LETTERS: Final = 120
OF_EACH: Final = 6
LOOKED_AT: Final = 200  # of each, the best


class SearchForm(forms.Form):
    """The one box."""

    q = forms.CharField(
        label=_("Search everything here"),
        required=False,
        max_length=MOST_LETTERS,
        help_text=_("Pages, things to do and help outside. We keep nothing of what you look for."),
        widget=forms.TextInput(attrs={"class": "input", "type": "search", "autocomplete": "off"}),
    )


@open_to(Who.EVERYONE)
@require_safe
@limited("search", when=lambda request: bool(request.GET.get("q")))
def search(request: HttpRequest) -> HttpResponse:
    """The box, and what was found by what it is; what cannot be read is said, as it was typed."""
    form = SearchForm(request.GET if "q" in request.GET else None)
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid() and (words := form.cleaned_data["q"]):
        now = timezone.now()
        context |= {
            "words": words,
            "activities": _activities(words, request.user, now),
            "services": _services(words, request.user, now),
            "pages": _pages(words, request, now),
            "all_activities": f"{reverse('opportunities:find')}?{urlencode({'q': words})}",
            "all_services": f"{reverse('support:help')}?{urlencode({'q': words})}",
        }
    return render(request, "cms/search.html", context, status=400 if form.errors else 200)


def _activities(words: str, user: Any, now: dt.datetime) -> list[dict[str, Any]]:
    """Cards of what is public, has a date to come and is not kept away from by this person."""
    rows = Opportunity.objects.public(now).upcoming(now).filter(not_avoided_by(user))
    rows = rows.select_related("organisation", "area", "next_session")
    return [card_of(one) for one in _found(words, rows)]


def _services(words: str, user: Any, now: dt.datetime) -> list[Service]:
    """Services that are on the site."""
    return list(matching(visible_services(user), Wanted(words=words), now)[:OF_EACH])


def _pages(words: str, request: HttpRequest, now: dt.datetime) -> list[dict[str, str]]:
    """Pages that everybody may read, each in one language only."""
    found = _found(words, visible_pages(request.user, now))
    whole = {one.pk: one for one in Page.objects.filter(pk__in=[p.pk for p in found]).specific()}
    return [
        {"title": one.title, "lead": getattr(whole[one.pk], "lead", ""), "url": url}
        for one in found
        if (url := one.get_url(request))
    ]


def _found(words: str, rows: QuerySet[Any]) -> list[Any]:
    """The rows that hold every word, the best first."""
    # Only letters and digits: a quotation mark alone is a mistake in the language of the index.
    plain = " ".join(re.findall(r"\w+", words))
    if not plain:
        return []
    # The search takes no question about other columns than its own: who may see it is asked after.
    every = rows.model._default_manager.only("pk")
    best = [one.pk for one in get_search_backend().search(plain, every)[:LOOKED_AT]]
    allowed = rows.in_bulk(best)
    return [allowed[pk] for pk in best if pk in allowed][:OF_EACH]


def visible_pages(user: Any, now: dt.datetime) -> QuerySet[Page]:
    """Pages without a lock, and the stories that this person may be told now. One that is there in
    the language that is read is not there in another one as well."""
    told = StoryPage.objects.public().told_to(user, now).values("pk")
    rows = Page.objects.live().public().not_exact_type(HomePage).filter(depth__gt=2)
    rows = rows.filter(~Q(pk__in=StoryPage.objects.values("pk")) | Q(pk__in=told))
    language = get_language()
    here = Page.objects.live().filter(locale__language_code=language).values("translation_key")
    return rows.filter(Q(locale__language_code=language) | ~Q(translation_key__in=here))
