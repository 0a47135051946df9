"""What belongs to an entry: numbers, hours, languages, documents. Each is read or remarked on."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from django.conf.locale import LANG_INFO
from django.utils.dateparse import parse_date, parse_time
from django.utils.translation import gettext as _

from community.support.models import PhoneKind

Say = Callable[[str, str], None]  # a part, and why it is left out
KINDS: Final = {
    "": PhoneKind.VOICE, "voice": PhoneKind.VOICE, "cell": PhoneKind.VOICE,
    "hotline": PhoneKind.VOICE, "text": PhoneKind.TEXT, "sms": PhoneKind.TEXT,
    "tty": PhoneKind.TTY, "textphone": PhoneKind.TTY,
}  # fmt: skip
NUMBER: Final = re.compile(r"[0-9+()\-. ]{2,32}")
DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
NOT_WEEKLY: Final = ("bymonthday", "byweekno", "byyearday")


def rows(data: dict[str, Any], name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows of a list in an entry, each with its path; what is no row is none."""
    listed = data.get(name)
    for number, row in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(row, dict):
            yield f"{name}[{number}]", row


def text(row: dict[str, Any], name: str, most: int = 3000) -> str:
    """A text on its way into a field: without signs that nobody sees, cut at a word."""
    value = row.get(name)
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return ""
    said = "".join(sign for sign in str(value) if sign.isprintable() or sign == "\n").strip()
    if len(said) <= most:
        return said
    return said[: most - 1].rpartition(" ")[0][: most - 1].rstrip() + "…" if " " in said else ""


def phones(data: dict[str, Any], name: str, say: Say) -> list[dict[str, Any]]:
    """Numbers that can be dialled."""
    found: list[dict[str, Any]] = []
    for path, row in rows(data, name):
        number = " ".join(text(row, "number").strip("\"' ").split())
        kind = KINDS.get(text(row, "type").casefold())
        if kind is None:
            say(f"{path}.type", _("Only numbers to ring or to text are brought in."))
        elif not NUMBER.fullmatch(number) or not any(sign.isdigit() for sign in number):
            say(f"{path}.number", _("This is no number that can be dialled."))
        else:
            extension = text(row, "extension")
            is_known = extension.isascii() and extension.isdigit() and len(extension) < 8
            found.append({
                "number": number,
                "extension": int(extension) if is_known else None,
                "kind": kind.value,
                "note": text(row, "description", 120),
            })  # fmt: skip
    return found


def languages(data: dict[str, Any], say: Say) -> list[dict[str, Any]]:
    """Languages by their code; what one is called is known here if the file does not say it."""
    found: dict[str, dict[str, Any]] = {}
    for path, row in rows(data, "languages"):
        code = text(row, "code").casefold()
        known = LANG_INFO.get(code, {})
        if not (code.isascii() and code.isalpha() and 2 <= len(code) <= 3):
            say(f"{path}.code", _("A language has a code of two or three letters, such as es."))
            continue
        name = text(row, "name", 40) or str(known.get("name_local", code))
        found[code] = {"code": code, "name": name, "note": text(row, "note", 120)}
    return list(found.values())


def papers(data: dict[str, Any]) -> list[dict[str, Any]]:
    """Documents to bring."""
    names = (text(row, "document", 120) for _path, row in rows(data, "required_documents"))
    return [{"name": name} for name in dict.fromkeys(names) if name]


class Hours:
    """Timetables of an entry, sorted into those of a week, single days, and words."""

    def __init__(self, data: dict[str, Any], today: dt.date, say: Say) -> None:
        self.weekly: list[dict[str, Any]] = []
        self.other: list[dict[str, Any]] = []
        self.words: list[str] = []
        self.today, self.say = today, say
        for path, row in rows(data, "schedules"):
            self._take(path, row)

    def _take(self, path: str, row: dict[str, Any]) -> None:
        last = parse(row, "valid_to") or parse(row, "until")
        if last is not None and last < self.today:
            self.say(path, _("This timetable is over since %(day)s.") % {"day": last})
            return
        opens, closes = clock(row, "opens_at"), clock(row, "closes_at")
        only = parse(row, "dtstart") or parse(row, "valid_from")
        has_days = row.get("freq") or row.get("byday")
        if only and last == only and not has_days:
            self._other(path, row, only)
        elif self._is_weekly(row) and opens and closes:
            days = self._days(row)
            self.weekly += [{"weekday": day, "opens": opens, "closes": closes} for day in days]
        else:
            self.words.append(text(row, "description", 200) or text(row, "notes", 200))
            self.say(path, _("These hours are not the same every week: look at the note on them."))

    def _other(self, path: str, row: dict[str, Any], day: dt.date) -> None:
        opens, closes = clock(row, "opens_at"), clock(row, "closes_at")
        if bool(opens) != bool(closes):
            self.say(path, _("Give both times, or none for a closed day."))
            return
        why = text(row, "notes", 80)
        self.other.append({"day": f"{day}", "opens": opens, "closes": closes, "why": why})

    def _is_weekly(self, row: dict[str, Any]) -> bool:
        daily_or_weekly = str(row.get("freq") or "WEEKLY").upper() in {"WEEKLY", "DAILY"}
        is_each = str(row.get("interval") or 1) == "1"
        return (
            daily_or_weekly
            and is_each
            and not any(row.get(name) for name in NOT_WEEKLY)
            and bool(self._days(row))
        )

    def _days(self, row: dict[str, Any]) -> list[int]:
        """Days of the week; none if any is a day of the month, such as 1MO."""
        said = row.get("byday") or ""
        named = said if isinstance(said, list) else str(said).split(",")
        codes = [str(one).strip().upper() for one in named if str(one).strip()]
        if not codes and str(row.get("freq") or "").upper() == "DAILY":
            return list(range(7))
        return [DAYS.index(one) for one in codes] if all(one in DAYS for one in codes) else []


def parse(row: dict[str, Any], name: str) -> dt.date | None:
    """A day, or None for what is none."""
    try:
        return parse_date(str(row.get(name) or "")[:10])
    except ValueError:
        return None


def clock(row: dict[str, Any], name: str) -> str:
    """A time of day, or nothing for what is none. What HSDS says of a zone is left out: it is a
    fixed offset, which is wrong for half of the year."""
    try:
        time = parse_time(str(row.get(name) or "")[:5])
    except ValueError:
        time = None
    return f"{time:%H:%M}" if time else ""
