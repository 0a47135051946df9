"""Writing postings: each row in its own savepoint, the search index and next dates by batch."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from typing import Any, Final

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _
from modelsearch.backends import get_search_backend

from community.organisations.models import Organisation
from opportunities.actions.red_flags import red_flags
from opportunities.actions.sessions import refresh_next_session
from opportunities.actions.signups import Refusal
from opportunities.actions.vocabulary import ensure_vocabulary
from opportunities.models import Area, Opportunity, Session

from .mappings import Mapping
from .places import area_named, zip_area
from .posting import TEXTS, Cells, Posting
from .reading import Line, Table, UnreadableFile
from .reporting import Outcome, Remark, Report, RowRefused
from .timetable import keep_in_step
from .words import Words

BATCH: Final = 200


class Organisations(StrEnum):
    """What to do with an organisation that the file names."""

    CREATE = "create"
    MATCH = "match"


@dataclass(frozen=True)
class ImportOptions:
    """How to import. `source` keeps the ids of two files apart; `publish` lets text go live.

    `organisation`: a partner's own, whatever the file says; then what has gone further than such a
    draft (edited, sent, public) is left alone.
    """

    source: str
    organisations: Organisations
    publish: bool = False
    shift_years: int = 0
    organisation: Organisation | None = None


@dataclass
class Reading:
    """One line that was read, on its way into the database."""

    line: int
    posting: Posting
    remarks: list[Remark]

    def note(self, column: str, reason: str) -> None:
        """Say something about this line."""
        self.remarks.append(Remark(self.line, column, reason))


@dataclass
class Run:
    """What one import knows while it goes on. Its size does not grow with the text of rows."""

    mapping: Mapping
    options: ImportOptions
    now: dt.datetime
    report: Report = field(default_factory=Report)
    lines: dict[str, int] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    areas: dict[str, Area] = field(default_factory=dict)
    words: Words = field(default_factory=Words)


def import_table(
    *,
    table: Table,
    mapping: Mapping,
    options: ImportOptions,
    now: dt.datetime,
    dry_run: bool = False,
    watch: Callable[[Iterable[Line]], Iterable[Line]] = iter,
) -> Report:
    """Import every line of a table, or say why not; a second run doubles nothing.

    Rows are known by source and external id. `watch` wraps the lines, to show progress. A dry run
    does the same work and takes all of it back. Batches are committed one by one, so an import
    that is broken off keeps what it did and is simply started again.
    Raises UnreadableFile when columns are missing.
    """
    refuse_missing(table, mapping)
    run = Run(mapping, options, now)
    with transaction.atomic() if dry_run else nullcontext():
        with transaction.atomic():
            ensure_vocabulary()
        lines = iter(watch(table.lines()))
        while batch := list(islice(lines, BATCH)):
            with transaction.atomic():
                _write_batch(list(readings(batch, run)), run)
        if dry_run:
            transaction.set_rollback(True)
    return run.report


def refuse_missing(table: Table, mapping: Mapping) -> None:
    """Raise UnreadableFile when columns are missing."""
    missing = [name for name in mapping.columns if name not in table.columns]
    if missing:
        raise UnreadableFile(
            _("The file has no column %(columns)s, which the mapping %(mapping)s needs.")
            % {"columns": ", ".join(missing), "mapping": mapping.name}
        )


def readings(lines: Iterable[Line], run: Run) -> Iterator[Reading]:
    """Each line that can be read; the others are refused in the report of the run."""
    for line in lines:
        remarks: list[Remark] = []
        try:
            posting = _read(line, remarks, run)
        except RowRefused as refusal:
            _refuse(line.number, refusal, run)
        else:
            yield Reading(line.number, posting, remarks)


def _read(line: Line, remarks: list[Remark], run: Run) -> Posting:
    if line.broken:
        raise RowRefused("", line.broken)

    def note(column: str, reason: str) -> None:
        remark = Remark(line.number, column, reason)
        if remark not in remarks:
            remarks.append(remark)

    posting = run.mapping.read(Cells(line.cells, note))
    first = run.lines.setdefault(posting.external_id, line.number)
    if first != line.number:
        raise RowRefused("", _("The same id stands on line %(line)d.") % {"line": first})
    if posting.times and run.options.shift_years:
        posting.times = posting.times.moved(run.options.shift_years)
    return posting


def _refuse(line: int, refusal: RowRefused, run: Run) -> None:
    run.report.add(Outcome.REFUSED, [Remark(line, refusal.column, refusal.reason, refused=True)])


def _write_batch(readings: list[Reading], run: Run) -> None:
    known = _known(readings, run)
    written: list[Opportunity] = []
    for reading in readings:
        try:
            with transaction.atomic():
                opportunity, outcome = _write(reading, known.get(reading.posting.external_id), run)
        except RowRefused as refusal:
            _refuse(reading.line, refusal, run)
        except Refusal as refusal:
            _refuse(reading.line, RowRefused("", str(refusal)), run)
        except DatabaseError:
            _refuse(reading.line, RowRefused("", _("The database did not take this row.")), run)
        else:
            run.report.add(outcome, reading.remarks)
            if outcome != Outcome.UNCHANGED:
                written.append(opportunity)
    if written:
        refresh_next_session(opportunity_ids=[one.pk for one in written], now=run.now)
        # `bulk_create` and `update` tell the index nothing; one call for the batch also spares
        # the index a look at all its titles for every row.
        get_search_backend().add_bulk(Opportunity, written)


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


def _write(reading: Reading, known: Known | None, run: Run) -> tuple[Opportunity, Outcome]:
    posting = reading.posting
    if red_flags({name: getattr(posting, name) for name in TEXTS}):
        posting.watched = True
        reading.note("", _("Staff look at what it says before it shows."))
    values = {name: getattr(posting, name) for name in TEXTS} | _whereabouts(posting, run)
    values["organisation"] = _organisation(posting, run)
    if known is None:
        opportunity = _create(values, publish=run.options.publish and not posting.watched, run=run)
        run.words.choose(opportunity, posting, note=reading.note)
        keep_in_step(opportunity, posting, [], note=reading.note, now=run.now)
        return opportunity, Outcome.CREATED
    if run.options.organisation and _has_gone_further(known.opportunity):
        raise RowRefused("id", _("This one is on the site already. Change it there."))
    changed = _update(known.opportunity, values, reading, run)
    changed |= keep_in_step(
        known.opportunity, posting, known.sessions, note=reading.note, now=run.now
    )
    return known.opportunity, Outcome.UPDATED if changed else Outcome.UNCHANGED


def _has_gone_further(row: Opportunity) -> bool:
    return row.live or row.first_published_at is not None or row.latest_revision_id is not None


def _create(values: dict[str, Any], *, publish: bool, run: Run) -> Opportunity:
    opportunity = Opportunity(
        **values,
        source=run.options.source,
        **_published(run.now) if publish else {"live": False, "has_unpublished_changes": True},
    )
    return Opportunity.objects.bulk_create([opportunity])[0]


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
        changed = {name: value for name, value in changed.items() if name not in unread}
    never_live = not opportunity.live and opportunity.first_published_at is None
    if run.options.publish and never_live and not reading.posting.watched:
        changed |= _published(run.now)
    for name, value in changed.items():
        setattr(opportunity, name, value)
    if changed:
        Opportunity.objects.filter(pk=opportunity.pk).update(**changed)
    return run.words.choose(opportunity, reading.posting, note=reading.note) or bool(changed)


def _whereabouts(posting: Posting, run: Run) -> dict[str, Any]:
    around = zip_area(posting.postcode)
    if posting.area and posting.area not in run.areas:
        run.areas[posting.area] = area_named(posting.area, around)
    return {
        "external_id": posting.external_id,
        "area": run.areas.get(posting.area),
        "latitude": around.latitude if around else None,
        "longitude": around.longitude if around else None,
    }


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
            raise RowRefused(
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
