"""What a request means for the person who is signed in."""

import time
from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from community.people.devices import FIRST, SEEN, SEEN_EVERY, SINCE, is_over, keep_device
from community.people.models import Role, User
from community.people.roles import RULES
from community.safety.access import ask_again, has_just_proved, has_second_factor, is_work
from community.safety.actions import break_glass


class SignedInRequest(HttpRequest):
    """A request behind `open_to(Who.SIGNED_IN)`: there is an account. For the type checker."""

    user: User


class PersonalSettingsMiddleware:
    """Show times and words as the signed-in person chose them.

    A stored choice that is none (any more) falls back to the site's: no row may break every page
    of its owner.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            with timezone.override(None):
                return self.get_response(request)
        language = request.user.language
        if language not in dict(settings.LANGUAGES):
            language = settings.LANGUAGE_CODE
        with timezone.override(request.user.zone), translation.override(language):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
        # LocaleMiddleware names the language afterwards, when it is the site's again.
        response.headers.setdefault("Content-Language", language)
        return response


class IdleMiddleware:
    """End a session that nobody used for 20 minutes: the phone may be somebody else's (#56).

    On a device that somebody called their own it lasts seven days from signing in. When it was
    last used is noted every half minute at most; a session may so last that much longer.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        session = request.session
        if SESSION_KEY in session:
            now = time.time()
            if is_over(session, now):
                logout(request)
            else:
                keep_device(session)
                if now - session.get(SEEN, 0) > SEEN_EVERY:
                    session[SEEN] = now
                    session.setdefault(SINCE, now)
        return self.get_response(request)


class EditorsAreaMiddleware:
    """For whoever is signed in and may not enter it, Wagtail's admin does not exist.

    Wagtail itself would send them to sign in, where they are sent back, for ever.
    """

    area = "/cms/"
    entrance = "/cms/login/"

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        """Raise Http404 for them; a stranger is asked to sign in by Wagtail."""
        path = request.path_info
        if not path.startswith(self.area) or path == self.entrance:
            return
        person = request.user
        if person.is_authenticated and not person.has_perm("wagtailadmin.access_admin"):
            raise Http404


class FirstTimeMiddleware:
    """At somebody's very first sign-in, one page before any other (safety.md #11, DESIGN.md 7).

    How to leave fast, what that cannot do, and whose device it is. Help and the way out are never
    behind it. It is for that session only: whoever leaves instead has seen it.
    """

    page = "people:first"
    let_through = frozenset(
        {
            page,
            "people:here",
            "safety:leave",
            "safety:stay_safe",
            "account_logout",
            "opportunities:tell_us",
            "numbers",
            "wagtail_serve",
            "language",
        }
    )

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Lead there and keep where somebody was going; None lets through."""
        match = request.resolver_match
        if match is None or match.view_name in self.let_through:
            return None
        if not request.user.is_authenticated or not request.session.get(FIRST):
            return None
        address = reverse(self.page)
        if request.method == "GET":
            address += "?" + urlencode({"next": request.get_full_path()})
        return redirect(address)


def lead_to_second_step(request: HttpRequest) -> HttpResponse:
    """To using a second step in this session, or to setting one up where there is none."""
    if is_mfa_enabled(request.user):
        back = urlencode({"next": request.get_full_path() if request.method == "GET" else "/"})
        return redirect(f"{reverse('mfa_reauthenticate')}?{back}")
    messages.info(request, _("Your work here needs a second step. Set one up, then go on."))
    return redirect("mfa_index")


class SecondFactorMiddleware:
    """Nobody works with other people's details on a password alone (safety.md #57, T7).

    It guards the places of work only: Wagtail's admin, and every view that is open to people at
    work. Whoever has such a role goes on using everything else.
    """

    area = EditorsAreaMiddleware.area

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, *_args: Any) -> HttpResponse | None:
        """Lead to setting one up, or to using it in this session; None lets through."""
        path, person = request.path_info, request.user
        if path == EditorsAreaMiddleware.entrance:
            return None
        if not path.startswith(self.area) and not is_work(view):
            return None
        if not person.is_authenticated or not self._needs_one(person):
            return None
        if has_second_factor(request):
            return None
        return lead_to_second_step(request)

    def _needs_one(self, person: User) -> bool:
        return person.is_superuser or RULES[Role(person.role)].needs_second_factor


class AccountsMiddleware:
    """Accounts and roles in the admin: the second step once more, and then it is told (T5, #59).

    They are for operators only (cms/doors.py). Stands behind `SecondFactorMiddleware`, so that
    there is a step to ask for.
    """

    accounts = ("/cms/users/", "/cms/bulk/people/user/")
    areas = (*accounts, "/cms/groups/")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Lead to the second step; that accounts are opened is written down before they are."""
        path, person = request.path_info, request.user
        if not path.startswith(self.areas) or not isinstance(person, User):
            return None
        if not person.is_superuser:
            return None
        if not has_just_proved(request, by_factor=True):
            return ask_again(request, "mfa_reauthenticate")
        if path.startswith(self.accounts):
            ids = [kwargs["pk"]] if "pk" in kwargs else _numbers(request.GET.getlist("id"))
            shown: list[Any] = list(
                User.objects.filter(pk__in=ids).values_list("public_id", flat=True)
            )
            for about in shown or [None]:
                break_glass(by=person, about=about, now=timezone.now())
        return None


def _numbers(typed: list[str]) -> list[int]:
    """Ids in an address; what is none is left out."""
    return [int(one) for one in typed if one.isascii() and one.isdigit() and len(one) < 19]
