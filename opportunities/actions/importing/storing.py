"""Storing postings by batch: what is new together, what is known row by row.

A row that the database will not have costs no other one: then each is tried in a savepoint of its
own. The search index and the next dates are brought in step once for a batch.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError
from django.utils.translation import gettext as _
from modelsearch.backends import get_search_backend

from community.organisations.models import Organisation
from community.safety.actions.files import EntryRefused, Outcome
from opportunities.actions.elsewhere import where_it_leads
from opportunities.actions.publishing import words_published
from opportunities.actions.red_flags import red_flags
from opportunities.actions.sessions import refresh_next_session
from opportunities.actions.signups import Refusal
from opportunities.models import Opportunity, Session

from .posting import TEXTS, Posting
from .reporting import Remark
from .run import Organisations, Reading, Run
from .timetable import dates_to_add, keep_in_step
from .whereabouts import WHEREABOUTS, whereabouts

Stored = list[Opportunity]


def store(readings: list[Reading], run: Run) -> None:
    """Bring what was read into the database, and say in the run's report what became of it."""
    known = _known(readings, run)
    new = [one for one in readings if one.posting.external_id not in known]
    stored = _store_new(new, run)
    for reading in readings:
        if reading.posting.external_id in known:
            stored += _store_one(reading, known[reading.posting.external_id], run)
    if stored:
        # No signal says so: who has a place hears of it like of any other edit.
        if was_public := [one for one in stored if one.led_to is not None]:
            words_published(opportunities=was_public, now=run.now)
        refresh_next_session(opportunity_ids=[one.pk for one in stored], now=run.now)
        # `bulk_create` and `update` tell the index nothing; one call for the batch also spares
        # the index a look at all its titles for every row.
        get_search_backend().add_bulk(Opportunity, stored)


def refuse(line: int, refusal: EntryRefused, run: Run) -> None:
    """Say in the report why a line is not imported."""
    run.report.add(Outcome.REFUSED, [Remark(line, refusal.part, refusal.reason, refused=True)])


def _store_new(readings: list[Reading], run: Run) -> Stored:
    """All of them at once; one by one, when the database will not have one of them."""
    try:
        with run.attempt():
            refused, stored = _store_together(readings, run)
    except (DatabaseError, Refusal):
        return [row for reading in readings for row in _store_one(reading, None, run)]
    for reading in readings:
        if refusal := refused.get(reading.line):
            refuse(reading.line, refusal, run)
        else:
            run.report.add(Outcome.CREATED, reading.remarks)
    return stored


def _store_together(
    readings: Iterable[Reading], run: Run
) -> tuple[dict[int, EntryRefused], Stored]:
    """New postings with their words and dates, and by their lines those that are refused."""
    refused, drafts = {}, []
    for reading in readings:
        try:
            drafts.append((reading, _draft(reading, run)))
        except EntryRefused as refusal:
            refused[reading.line] = refusal
    stored = Opportunity.objects.bulk_create(row for _reading, row in drafts)
    run.words.give([(row, reading.posting, reading.note) for reading, row in drafts])
    dates: list[Session] = []
    for reading, row in drafts:
        dates += dates_to_add(row, reading.posting, note=reading.note, now=run.now)
    Session.objects.bulk_create(dates)
    return refused, stored


def _store_one(reading: Reading, known: "Known | None", run: Run) -> Stored:
    """A row in a savepoint of its own; what was stored, or nothing."""
    try:
        with run.attempt():
            if known:
                row, outcome = known.opportunity, _keep_in_step(reading, known, run)
            else:
                refused, stored = _store_together([reading], run)
                for refusal in refused.values():
                    raise refusal
                row, outcome = stored[0], Outcome.CREATED
    except EntryRefused as refusal:
        refuse(reading.line, refusal, run)
    except Refusal as refusal:
        refuse(reading.line, EntryRefused("", str(refusal)), run)
    except DatabaseError:
        refuse(reading.line, EntryRefused("", _("The database did not take this row.")), run)
    else:
        run.report.add(outcome, reading.remarks)
        return [row] if outcome != Outcome.UNCHANGED else []
    return []


@dataclass
class Known:
    """A posting of an earlier import, with its sessions that have not begun.

    But for those that come again by a rule of the partner's own: no file knows of them.
    """

    opportunity: Opportunity
    sessions: list[Session]


def _known(readings: list[Reading], run: Run) -> dict[str, Known]:
    ids = [reading.posting.external_id for reading in readings]
    rows = Opportunity.objects.select_for_update(of=("self",), no_key=True).filter(
        source=run.options.source, external_id__in=ids
    )
    opportunities = {one.pk: one for one in rows.select_related("organisation").order_by("pk")}
    sessions = defaultdict(list)
    for session in Session.objects.filter(
        opportunity__in=opportunities, starts_at__gt=run.now, schedule=None
    ).select_related("opportunity"):
        sessions[session.opportunity_id].append(session)
    run.words.load(opportunities)
    return {one.external_id: Known(one, sessions[one.pk]) for one in opportunities.values()}


def _keep_in_step(reading: Reading, known: Known, run: Run) -> Outcome:
    posting, values = reading.posting, _values(reading, run)
    if run.options.organisation and _has_gone_further(known.opportunity):
        raise EntryRefused("id", _("This one is on the site already. Change it there."))
    changed = _update(known.opportunity, values, reading, run)
    changed |= keep_in_step(
        known.opportunity, posting, known.sessions, note=reading.note, now=run.now
    )
    return Outcome.UPDATED if changed else Outcome.UNCHANGED


def _values(reading: Reading, run: Run) -> dict[str, Any]:
    posting = reading.posting
    texts = {name: getattr(posting, name) for name in TEXTS}
    if red_flags(texts):
        posting.watched = True
        reading.note("", _("Staff look at what it says before it shows."))
    return texts | whereabouts(reading, run) | {"organisation": _organisation(posting, run)}


def _has_gone_further(row: Opportunity) -> bool:
    return row.live or row.first_published_at is not None or row.latest_revision_id is not None


def _draft(reading: Reading, run: Run) -> Opportunity:
    values, posting = _values(reading, run), reading.posting
    publish = run.options.publish and not posting.watched
    return Opportunity(
        **values,
        source=run.options.source,
        **_published(run.now) if publish else {"live": False, "has_unpublished_changes": True},
    )


def _published(now: dt.datetime) -> dict[str, Any]:
    return {
        "live": True,
        "has_unpublished_changes": False,
        "first_published_at": now,
        "last_published_at": now,
    }


def _update(opportunity: Opportunity, values: dict[str, Any], reading: Reading, run: Run) -> bool:
    """Bring text and words in step; what was edited on the site is left alone."""
    if opportunity.latest_revision_id is not None:
        reading.note("", _("It was edited on this site since: its text was left as it is."))
        return False
    changed = {name: value for name, value in values.items() if getattr(opportunity, name) != value}
    unread = set(changed) & set(TEXTS)
    if opportunity.live and unread and (reading.posting.watched or not run.options.publish):
        # What is public was read by somebody or published by the operator's word; this was not.
        reading.note("", _("It is public, so its new text was left out: staff have to read it."))
        # The part of town goes with the text: it would be that of a place nobody is led to.
        unread.update(WHEREABOUTS)
        changed = {name: value for name, value in changed.items() if name not in unread}
    never_live = not opportunity.live and opportunity.first_published_at is None
    if run.options.publish and never_live and not reading.posting.watched:
        changed |= _published(run.now)
    led_to = where_it_leads(opportunity)
    for name, value in changed.items():
        setattr(opportunity, name, value)
    if changed:
        # Words in other languages beside what was brought in now hold no more, in lists neither.
        changed["card_words"] = opportunity.words_for_cards()
        Opportunity.objects.filter(pk=opportunity.pk).update(**changed)
        if not never_live:
            opportunity.led_to = led_to
    return run.words.choose(opportunity, reading.posting, note=reading.note) or bool(changed)


def _organisation(posting: Posting, run: Run) -> Organisation:
    """The organisation of a row. A new one is unverified, so nothing of it is public.

    `create` knows an organisation by source and id only: a file that merely names a verified one
    must not post in its place. `match` is the operator's word that names can be trusted.
    """
    if run.options.organisation:
        return run.options.organisation
    identity = posting.organisation_id
    if identity in run.organisations:
        return run.organisations[identity]
    source = run.options.source
    known = Organisation.objects.filter(source=source, external_id=identity).first()
    if known is None and run.options.organisations == Organisations.MATCH:
        named = list(Organisation.objects.filter(name=posting.organisation_name)[:2])
        if len(named) != 1:
            raise EntryRefused(
                "",
                _("No single organisation here is called “%(name)s”.")
                % {"name": posting.organisation_name[:80]},
            )
        known = named[0]
    if known is None:
        known = Organisation.objects.create(
            name=posting.organisation_name, source=source, external_id=identity
        )
    run.organisations[identity] = known
    return known
