"""Opening hours as people say them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from community.formats.times import clock_in_words
from community.support.models import Service, Status
from community.support.models.hours import WEEKDAYS
from community.support.models.opening import (
    Span,
    is_always_open,
    is_open,
    local_day,
    note_on,
    says_hours,
    spans_on,
)


@dataclass(frozen=True)
class Opening:
    """What a card or page says of the hours of a service."""

    is_open: bool
    today: str
    note: str
    week: Sequence[tuple[str, str]]
    coming: Sequence[str]  # days with other hours

    @property
    def in_short(self) -> str:
        """The week on one line, for a card."""
        return "; ".join(f"{days}: {hours}" if days else hours for days, hours in self.week)


def opening_of(service: Service, now: dt.datetime) -> Opening:
    """Its hours at a moment, by its own clock."""
    today = local_day(service, now)
    return Opening(
        is_open=is_open(service, now),
        today=_today(service, today),
        note=note_on(service, today),
        week=_week(service),
        coming=_coming(service, today),
    )


def _today(service: Service, today: dt.date) -> str:
    if service.status == Status.RESTING:
        return _("Closed for now")
    spans = spans_on(service, today)
    if spans:
        return _("Today: %(hours)s") % {"hours": _said(spans)}
    return _("Closed today") if says_hours(service) else ""


def _week(service: Service) -> list[tuple[str, str]]:
    """Days with the same hours in one line: "Monday to Friday", "9 a.m. to 5 p.m."."""
    if is_always_open(service):
        return [("", _("Day and night, every day"))]
    by_day: list[list[Span]] = [[] for _day in WEEKDAYS]
    for one in service.weekly_hours.all():
        by_day[one.weekday].append(Span(one.opens, one.closes))
    lines: list[tuple[int, int, str]] = []
    for day, spans in enumerate(by_day):
        said = _said(spans)
        if not said:
            continue
        if lines and lines[-1][1] == day - 1 and lines[-1][2] == said:
            lines[-1] = (lines[-1][0], day, said)
        else:
            lines.append((day, day, said))
    return [(_days(first, last), said) for first, last, said in lines]


def _days(first: int, last: int) -> str:
    names = [str(name) for _number, name in WEEKDAYS]
    if first == last:
        return names[first]
    if (first, last) == (0, 6):
        return _("Every day")
    return _("%(first)s to %(last)s") % {"first": names[first], "last": names[last]}


def _said(spans: Sequence[Span]) -> str:
    return ", ".join(_span(span) for span in spans)


def _span(span: Span) -> str:
    if span.is_whole_day:
        return _("day and night")
    times = {"from": clock_in_words(span.opens), "until": clock_in_words(span.closes)}
    return _("%(from)s to %(until)s") % times


def _coming(service: Service, today: dt.date) -> list[str]:
    """The next single days with other hours, or none."""
    last = today + dt.timedelta(days=60)
    days = sorted({one.day for one in service.other_hours.all() if today <= one.day <= last})
    return [_one_day(service, day) for day in days]


def _one_day(service: Service, day: dt.date) -> str:
    hours = _said(spans_on(service, day)) or _("closed")
    why = note_on(service, day)
    said = f"{date_format(day, 'l j F')}: {hours}"
    return f"{said} ({why})" if why else said
