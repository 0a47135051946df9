"""What a request means for the person who is signed in."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation

from community.people.models import User
from community.safety.actions import break_glass


class SignedInRequest(HttpRequest):
    """A request behind `login_required`: there is an account. For the type checker's eyes."""

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


class EditorsAreaMiddleware:
    """For whoever is signed in and may not enter it, Wagtail's admin does not exist.

    Wagtail itself would send them to sign in, where they are sent back, for ever.
    """

    area = "/cms/"
    entrance = "/cms/login/"
    accounts = "/cms/users/"

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, kwargs: dict[str, Any]
    ) -> None:
        """Raise Http404 for them; a stranger is asked to sign in by Wagtail.

        Accounts are for operators only (cms/doors.py), and that one opens them is written down
        and told before anything is shown (safety.md T5).
        """
        path = request.path_info
        if not path.startswith(self.area) or path == self.entrance:
            return
        person = request.user
        if person.is_authenticated and not person.has_perm("wagtailadmin.access_admin"):
            raise Http404
        if path.startswith(self.accounts) and isinstance(person, User) and person.is_superuser:
            shown = User.objects.filter(pk=kwargs["pk"]) if "pk" in kwargs else User.objects.none()
            about = shown.values_list("public_id", flat=True).first()
            break_glass(by=person, about=about, now=timezone.now())
