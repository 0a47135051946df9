"""What `manage.py check` says about the doors of this site."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error
from django.urls import URLPattern, URLResolver, get_resolver

# Their views guard themselves: Wagtail's admin by its permissions, what is left of Django's is
# redirects. Everything else, allauth's pages included, is listed by us and says whom it is for.
OTHERS = ("wagtail.", "django.")


def routes(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every route under a resolver, with its whole pattern."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, before + str(pattern.pattern))
        else:
            yield before + str(pattern.pattern), pattern


def views_say_whom_they_are_for(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """An error for every view of ours without `@open_to` (reliability.md, "The access matrix")."""
    return [
        Error(
            f"{path} does not say whom it is open to.",
            hint="Decorate its view with community.safety.access.open_to, outermost.",
            id="safety.E001",
        )
        for path, route in routes(get_resolver())
        if not route.callback.__module__.startswith(OTHERS)
        and not hasattr(route.callback, "open_to")
    ]
