"""How the interface answers: JSON, the same bytes for the same data, readable from other sites."""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt

from community.safety.access import View, Who, open_to
from community.safety.limits import TooOften, count

Reading = Callable[..., "dict[str, Any] | Lines"]
METHODS: Final = "GET, HEAD, OPTIONS"
ON_A_PAGE: Final = 20  # rows, unless another number is asked for
MOST: Final = 100
LAST_PAGE: Final = 10_000
MOST_IDS: Final = 10_000  # of ids and dates, all that there are in one answer
AT_ONCE: Final = 100  # rows that are read together for lines


class CannotRead(Exception):
    """A question that makes no sense; the words say what does."""


class Lines:
    """All rows of a list, a line of JSON each, written while they are sent."""

    def __init__(self, rows: Any, write: Callable[[Any], dict[str, Any]]) -> None:
        self.rows, self.write = rows, write

    def __iter__(self) -> Iterator[bytes]:
        """A part after the other, so that memory does not grow with the list."""
        start, part = 0, list(self.rows[:AT_ONCE])
        while part:
            yield b"".join(_bytes(self.write(one)) + b"\n" for one in part)
            start += AT_ONCE
            part = list(self.rows[start : start + AT_ONCE])


def answers(read: Reading) -> View:
    """Make a view of a function that returns data or raises Http404 or CannotRead."""

    @open_to(Who.EVERYONE)
    @csrf_exempt  # nothing is ever written, so what cannot be read is told in JSON as well
    @wraps(read)
    def view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in {"GET", "HEAD", "OPTIONS"}:
            answer = _written({"error": "This can only be read: GET, HEAD or OPTIONS."}, 405)
            answer["Allow"] = METHODS
            return _readable(answer)
        if request.method == "OPTIONS":
            return _readable(HttpResponse(status=200))
        try:
            count(request, "open_data")
            said = read(request, *args, **kwargs)
            if isinstance(said, Lines):
                count(request, "open_data_all")
                return _readable(_streamed(said))
            answer = _written(said, 200)
        except TooOften as refusal:
            answer = _written({"error": "Too many requests. Wait a minute."}, 429)
            answer["Retry-After"] = str(refusal.seconds)
        except Http404 as missing:
            answer = _written({"error": str(missing) or "There is nothing with this id."}, 404)
        except CannotRead as refusal:
            answer = _written({"error": str(refusal)}, 400)
        if answer.status_code != 200:
            return _readable(answer)
        same = get_conditional_response(request, etag=answer["ETag"], response=answer)
        return _readable(same or answer)

    return view


def _bytes(data: dict[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def _streamed(lines: Lines) -> HttpResponseBase:
    answer = StreamingHttpResponse(iter(lines), content_type="application/x-ndjson")
    answer["Cache-Control"] = "public, max-age=0, must-revalidate"
    return answer


def _written(data: dict[str, Any], status: int) -> HttpResponse:
    body = _bytes(data)
    answer = HttpResponse(body, content_type="application/json", status=status)
    answer["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    answer["Cache-Control"] = "public, max-age=0, must-revalidate"
    return answer


def _readable(answer: HttpResponseBase) -> HttpResponseBase:
    """Let any site read it: there is nothing of anybody in it, and no cookie is looked at."""
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Access-Control-Allow-Methods"] = METHODS
    answer["Access-Control-Allow-Headers"] = "If-None-Match"
    answer["Access-Control-Expose-Headers"] = "ETag, Retry-After"
    return answer


def page_of(
    request: HttpRequest,
    rows: Any,
    write: Callable[[Any], dict[str, Any]],
    usual: int = ON_A_PAGE,
    most: int = MOST,
) -> dict[str, Any] | Lines:
    """HSDS's `Page` of rows, or all of them as lines: a queryset, or anything that can be sliced.

    `usual`, `most`: how many on a page.
    """
    wanted = request.GET.get("format") or "json"
    if wanted == "ndjson":
        return Lines(rows, write)
    if wanted != "json":
        raise CannotRead("format: json or ndjson.")
    number, size = whole(request, "page", 1, LAST_PAGE), whole(request, "per_page", usual, most)
    total = len(rows) if isinstance(rows, Sequence) else rows.count()
    pages = max(1, -(-total // size))
    contents = [write(one) for one in rows[(number - 1) * size : number * size]]
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": number,
        "size": len(contents),
        "first_page": number == 1,
        "last_page": number >= pages,
        "empty": not contents,
        "contents": contents,
    }


def whole(request: HttpRequest, name: str, usual: int, most: int) -> int:
    """A whole number from the address. Raises CannotRead."""
    said = request.GET.get(name, "")
    if not said:
        return usual
    if not (said.isascii() and said.isdigit() and len(said) < 7 and 1 <= int(said) <= most):
        raise CannotRead(f"{name}: a number from 1 to {most}.")
    return int(said)


def is_said(request: HttpRequest, name: str) -> bool:
    """Whether a switch in the address is on. Raises CannotRead."""
    said = request.GET.get(name, "false").lower()
    if said not in {"true", "false", "1", "0", ""}:
        raise CannotRead(f"{name}: true or false.")
    return said in {"true", "1"}
