"""Staff's side of stories: what the teller said, and what is still to be done for them."""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms import actions
from cms.models import StoryConsent, StoryPage
from cms.models.gate import missing
from cms.permissions import visible_consents
from cms.wagtail_hooks.story_forms import AllTheSameForm, BeginForm, StoryLinkForm, TalkForm
from community.people.models import User
from community.safety.access import Who, open_to
from community.safety.permissions import answers_for_safety

SHOWN = 200


class DeskRequest(HttpRequest):
    """A request of one of the staff, behind Wagtail's own door."""

    user: User


@open_to(Who.STAFF)
@sensitive_post_parameters("who")
@require_http_methods(["GET", "HEAD", "POST"])
def stories(request: DeskRequest) -> HttpResponse:
    """Every story with where it stands, and a button where nobody has begun."""
    form = BeginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        number = request.POST.get("page", "")
        page = get_object_or_404(StoryPage, pk=int(number) if number.isdecimal() else 0)
        name = User.normalize_username(form.cleaned_data["who"])
        teller = User.objects.filter(username=name, is_active=True).first() if name else None
        if name and teller is None:
            form.add_error("who", _("There is no such account."))
        else:
            row = actions.begin_story(page=page, by=request.user, teller=teller, now=timezone.now())
            return redirect("desk_story", public_id=row.public_id)
    rows = visible_consents(request.user).select_related("page__locale")[:SHOWN]
    context = {
        "rows": rows,
        "form": form,
        "new": StoryPage.objects.filter(consent=None).select_related("locale")[:SHOWN],
    }
    return render(request, "cms/admin/stories.html", context)


@open_to(Who.STAFF)
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def story(request: DeskRequest, public_id: uuid.UUID) -> HttpResponse:
    """One story: what its teller said, what is missing, and what staff do about it."""
    row = get_object_or_404(visible_consents(request.user), public_id=public_id)
    what = request.POST.get("what", "")
    found = {name: _form(request, name, what, row) for name in FORMS}
    link = _act(request, row, what, found.get(what)) if what in ACTS else None
    if link == "":
        return redirect("desk_story", public_id=public_id)
    row = get_object_or_404(visible_consents(request.user), public_id=public_id)
    context = {
        "row": row,
        "forms": found,
        "link": link,
        "missing": missing(actions.draft_of(row.page), timezone.now()),
        "edit": reverse("wagtailadmin_pages:edit", args=[row.page_id]),
    }
    return render(request, "cms/admin/story.html", context)


FORMS: dict[str, type[forms.Form]] = {
    "talk": TalkForm,
    "link": StoryLinkForm,
    "all_the_same": AllTheSameForm,
}
KEPT = ("topics", "left_on", "support_person", "payment", "are_places_blurred", "outside")


def _form(request: DeskRequest, name: str, what: str, row: StoryConsent) -> forms.Form:
    known = {field: getattr(row, field) for field in KEPT} if name == "talk" else {}
    data = request.POST if what == name else None
    return FORMS[name](data, initial=known, auto_id=f"id_{name}_%s")


def _talk(row: StoryConsent, values: dict[str, Any], by: User) -> str:
    actions.talk_through(consent=row, by=by, now=timezone.now(), **values)
    return ""


def _link(row: StoryConsent, values: dict[str, Any], by: User) -> str:
    token = actions.make_link(consent=row, by=by, **values)
    return settings.SITE_URL + reverse("yours_link", args=[token])


def _all_the_same(row: StoryConsent, values: dict[str, Any], by: User) -> str:
    actions.allow_all_the_same(consent=row, by=by, **values)
    return ""


def _ask(row: StoryConsent, _values: dict[str, Any], by: User) -> str:
    actions.ask_teller(consent=row, by=by, now=timezone.now())
    return ""


def _withdraw(row: StoryConsent, _values: dict[str, Any], by: User) -> str:
    """Said on the telephone: the spoken word is enough."""
    actions.withdraw(consent=row, now=timezone.now())
    return ""


ACTS: dict[str, Callable[[StoryConsent, dict[str, Any], User], str]] = {
    "talk": _talk,
    "link": _link,
    "all_the_same": _all_the_same,
    "ask": _ask,
    "withdraw": _withdraw,
}


def _act(request: DeskRequest, row: StoryConsent, what: str, form: forms.Form | None) -> str | None:
    """Do what was pressed. A link is shown once, on this answer; None: it was refused."""
    if form is not None and not form.is_valid():
        return None
    try:
        link = ACTS[what](row, form.cleaned_data if form else {}, request.user)
    except actions.StoryRefused as refusal:
        messages.error(request, str(refusal))
        return None
    messages.success(request, _("Saved."))
    return link


@hooks.register("register_admin_urls")
def story_urls() -> list[URLPattern]:
    """The list, and one of it."""
    return [
        path("desk/stories/", stories, name="desk_stories"),
        path("desk/stories/<uuid:public_id>/", story, name="desk_story"),
    ]


class StoriesMenuItem(MenuItem):
    """What tellers said about their stories."""

    def is_shown(self, request: HttpRequest) -> bool:
        """For programme staff: editors see the page, and not what was said."""
        return answers_for_safety(request.user)


@hooks.register("register_admin_menu_item")
def stories_menu_item() -> MenuItem:
    """The way to the stories."""
    return StoriesMenuItem(
        gettext_lazy("Stories"),
        reverse("desk_stories"),
        name="stories",
        icon_name="openquote",
        order=205,
    )
