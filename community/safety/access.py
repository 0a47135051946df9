"""Who may use a view: declared on it, kept by it, and read by the access matrix.

A view that declares nothing fails a system check (`community.safety.checks`), and a stranger
gets nowhere anyway: `LoginRequiredMiddleware` sends them to sign in (safety.md #12,
reliability.md, "The access matrix").
"""

import enum
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


class Who(enum.StrEnum):
    """Whom a view may be open to. The values of the last four are the roles of `people`."""

    EVERYONE = "everyone"
    SIGNED_IN = "signed_in"
    PARTICIPANT = "participant"
    PARTNER = "partner"
    EDITOR = "editor"
    STAFF = "staff"


ANYBODY: Final = frozenset({Who.EVERYONE, Who.SIGNED_IN})


def open_to(*who: Who) -> Callable[[View], View]:
    """Say who may use a view. For anybody else who is signed in it does not exist.

    A stranger is sent to sign in, unless the view is open to everyone. `SIGNED_IN` is every
    account; a role is that role and no other. What of the view's objects somebody may have is
    asked of `visible_*` in the view itself: this is the outer door only.
    """
    allowed = frozenset(who)
    if not allowed:
        raise ValueError("A view is open to somebody.")

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            role = getattr(request.user, "role", None)
            if not allowed & ANYBODY and role not in allowed:
                raise Http404
            return view(request, *args, **kwargs)

        guarded.open_to = allowed  # type: ignore[attr-defined]
        # What Django's LoginRequiredMiddleware asks of a view.
        guarded.login_required = Who.EVERYONE not in allowed  # type: ignore[attr-defined]
        return guarded

    return declare
