"""What nobody offers: what participants look for and no activity has, as numbers of people."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from community.safety.access import Who, open_to
from community.safety.permissions import answers_for_safety
from opportunities.matching import unmet


@open_to(Who.STAFF)
@require_safe
def wanted(request: HttpRequest) -> HttpResponse:
    """The list, counted while it is shown and kept nowhere."""
    rows = unmet(now=timezone.now())
    return render(request, "cms/admin/wanted.html", {"rows": rows})


class WantedMenuItem(MenuItem):
    """For those who talk to organisations."""

    def is_shown(self, request: HttpRequest) -> bool:
        """For programme staff."""
        return answers_for_safety(request.user)


@hooks.register("register_admin_urls")
def wanted_urls() -> list[URLPattern]:
    """Its one screen."""
    return [path("desk/wanted/", wanted, name="desk_wanted")]


@hooks.register("register_admin_menu_item")
def wanted_menu_item() -> MenuItem:
    """The way to it."""
    return WantedMenuItem(
        _("What nobody offers"), reverse("desk_wanted"), name="wanted", icon_name="help", order=330
    )
