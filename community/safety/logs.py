"""What a log line may hold: an allow-list, so that nobody can be found in a log (safety.md T14).

Libraries attach whatever they like to a record: the request with its address and its query, the
values of a failed statement. Here a line has the fields below and no others.
"""

import logging
import traceback
from typing import Any

from pythonjsonlogger.json import JsonFormatter

FIELDS = ("time", "level", "logger", "message", "error", "at")


class AllowListFormatter(JsonFormatter):
    """One JSON object a line, with `FIELDS` only.

    `whole` adds the text of errors; it is for a developer's own machine, because such a text can
    quote what a person typed ("Key (username)=(sam) already exists").
    """

    def __init__(self, *args: Any, whole: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.whole = whole

    def format(self, record: logging.LogRecord) -> str:
        """Write the record without anything that was not asked for."""
        line: dict[str, Any] = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record),
        }
        if record.exc_info and record.exc_info[1]:
            line |= self._error(record.exc_info[1])
        return self.serialize_log_record(line)

    def _error(self, error: BaseException) -> dict[str, Any]:
        """What went wrong and where in the code, by default without the values it happened to."""
        name = f"{type(error).__module__}.{type(error).__qualname__}"
        frames = traceback.extract_tb(error.__traceback__)
        where = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        return {"error": f"{name}: {error}" if self.whole else name, "at": where}


def _message(record: logging.LogRecord) -> str:
    """The text; of a request only its route, since a path can hold a key or an id."""
    request = getattr(record, "request", None)
    if request is None:
        return record.getMessage()
    match = getattr(request, "resolver_match", None)
    route = match.route if match else "an unknown address"
    return f"{getattr(record, 'status_code', 'answered')} at {route or 'the front page'}"
