"""Pages and files that are for some: for who is signed in and not one of them, they do not exist.

Wagtail sends them to sign in, where they are sent back, for ever; and it says that there is one.
"""

from typing import Any

from django.http import Http404, HttpRequest
from wagtail import hooks
from wagtail.documents.models import AbstractDocument
from wagtail.models import Page


@hooks.register("before_serve_page")
def page_is_theirs(page: Page, request: HttpRequest, *_serving: Any) -> None:
    """Raise Http404 for a page of others. A stranger is asked to sign in by Wagtail."""
    if request.user.is_authenticated:
        _refuse_others(page.get_view_restrictions(), request)


@hooks.register("before_serve_document", order=-1)
def file_is_theirs(document: AbstractDocument, request: HttpRequest) -> None:
    """The same for a file, by the collection that it lies in."""
    if request.user.is_authenticated:
        _refuse_others(document.collection.get_view_restrictions(), request)


def _refuse_others(restrictions: Any, request: HttpRequest) -> None:
    if not all(restriction.accept_request(request) for restriction in restrictions):
        raise Http404
