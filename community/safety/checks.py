"""What `manage.py check` says about the doors of this site."""

from collections.abc import Iterator
from typing import Any, Final

from django.core.checks import CheckMessage, Error
from django.urls import URLPattern, URLResolver, get_resolver

from .middleware import ADMIN, OPEN_TO_STRANGERS

# Whose views say nothing of whom they are for. allauth's are listed one by one by us, and say it.
OTHERS: Final = ("wagtail.", "wagtail_localize.", "django.")
# Lies behind `the_one_way_in`, at the same address.
NEVER_REACHED: Final = frozenset({"wagtailcore_login"})


def routes(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every route under a resolver, with its whole pattern."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, before + str(pattern.pattern))
        else:
            yield before + str(pattern.pattern), pattern


def views_say_whom_they_are_for(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """An error for every route that no rule says the visitors of (reliability.md, 1).

    A view of ours, and each of allauth's, carries `@open_to`. One of Wagtail's or Django's is let
    stand in the editors' admin, which is closed as a whole (`EditorsAreaMiddleware`, Wagtail's own
    permissions), and where it is opened by name; anywhere else it has come with a package.
    """
    found: list[CheckMessage] = []
    for path, route in routes(get_resolver()):
        if hasattr(route.callback, "open_to"):
            continue
        if not route.callback.__module__.startswith(OTHERS):
            hint = "Decorate its view with community.safety.access.open_to, outermost."
            found.append(Error(f"{path} does not say whom it is open to.", hint, id="safety.E001"))
        elif not _has_a_rule(path, route):
            hint = "Wrap its view in open_to where it is routed, or leave it out."
            found.append(Error(f"{path} came with a package, by no rule.", hint, id="safety.E002"))
    return found


def _has_a_rule(path: str, route: URLPattern) -> bool:
    return path.startswith(ADMIN[1:]) or route.name in OPEN_TO_STRANGERS | NEVER_REACHED
