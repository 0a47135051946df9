"""Entries that were checked become rows. None of them is on the site before somebody rang."""

import uuid
from collections.abc import Iterable
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from community.safety.actions.files import EntryRefused, Outcome
from community.support.models import (
    Heading,
    OtherHours,
    Paper,
    Phone,
    Provider,
    Service,
    SpokenLanguage,
    Term,
    WeeklyHours,
    tells_a_place,
)

from .placing import kept_places, leave_places, put_at_places, wanted_places
from .reporting import Remark, Report
from .seen import Clean

CHILDREN: Final = {
    "phones": Phone,
    "languages": SpokenLanguage,
    "papers": Paper,
    "weekly_hours": WeeklyHours,
    "other_hours": OtherHours,
}
NOT_COMPARED: Final = {"id", "public_id", "service", "changed_at"}


def bring_in(*, entries: Iterable[Clean], source: str, replace: bool = False) -> Report:
    """Write entries, each by itself: one that cannot be written leaves the others as they are.

    What is on the site was checked by somebody; it is left, or with `replace` taken off the site
    and written over. Nobody's entry becomes public here.
    """
    report = Report()
    for entry in entries:
        try:
            with transaction.atomic():
                outcome, remarks = _write(entry, source, replace)
        except EntryRefused as refusal:
            remark = Remark(entry["where"], refusal.part, refusal.reason, refused=True)
            report.add(Outcome.REFUSED, [remark])
        except ValidationError as error:
            report.add(Outcome.REFUSED, _refusals(entry, error))
        else:
            report.add(outcome, remarks)
    return report


def _refusals(entry: Clean, error: ValidationError) -> list[Remark]:
    """What our own rules say of fields, without what stands in them."""
    by_field = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    return [
        Remark(entry["where"], name, " ".join(words), refused=True)
        for name, words in by_field.items()
    ]


def _write(entry: Clean, source: str, replace: bool) -> tuple[Outcome, list[Remark]]:
    if _is_our_own(entry["id"], source):
        return Outcome.LEFT, [Remark(entry["where"], "id", _("This entry comes from here."))]
    found = Service.objects.filter(source=source, source_id=entry["id"]).first()
    before = state_of(found) if found else None
    # Read anew: what is filled in must not change what it is compared with.
    service = Service.objects.get(pk=found.pk) if found else Service(source=source)
    was_secret = found is None or found.is_confidential
    is_secret = entry["is_secret"] or (found is not None and was_secret)
    _fill(service, entry, is_secret)
    lost = _leave_languages(service, was_secret) if is_secret else []
    service.provider = _provider(entry["provider"], source, is_secret, replace)
    if before == state_of(service) and not _moved(service, entry, is_secret):
        return Outcome.UNCHANGED, []
    if service.is_live and not replace:
        return Outcome.LEFT, [_left(entry, was_secret)]
    service.is_live, service.verified_by = False, ""
    service.verified_on = service.next_check = None
    remarks = _save(service, entry, is_secret) + [Remark(entry["where"], "", why) for why in lost]
    return (Outcome.UPDATED if found else Outcome.CREATED), remarks


def _left(entry: Clean, was_secret: bool) -> Remark:
    reason = _("It is on the site and was checked by somebody: it is left as it is.")
    if entry["says_secret"] and not was_secret:
        reason = _("The file says that its place is secret, and on the site it is not. Look today.")
    return Remark(entry["where"], "", reason)


def _is_our_own(id_: str, source: str) -> bool:
    """Whether an id is one that our own interface gave out."""
    try:
        ours = Service.objects.filter(public_id=uuid.UUID(id_))
    except ValueError:
        return False
    return ours.exclude(source=source, source_id=id_).exists()


def _fill(service: Service, entry: Clean, is_secret: bool) -> None:
    """Put into a service what the file says of it, in memory."""
    service.source_id, service.is_confidential = entry["id"], is_secret
    for name, value in entry["fields"].items():
        setattr(service, name, value)
    service.summary = service.summary or service.name
    for name, model in CHILDREN.items():
        if name in entry:
            rows = [_row(model, values) for values in entry[name]]
            getattr(service, name).set(rows)
    if entry["headings"]:
        service.headings.set(Heading.objects.filter(slug__in=entry["headings"]))
    if entry["terms"]:
        service.terms.set(Term.objects.filter(code__in=entry["terms"]))


def _leave_languages(service: Service, was_secret: bool) -> list[str]:
    """Take away what tells a secret place in other languages; return why. A file says nothing of
    them: of one that has become secret, nobody has looked whether they do."""
    codes = service.languages_that_tell_a_place if was_secret else list(service.in_other_languages)
    for code in codes:
        service.write_in(code, {})
    why = _("Its words in another language could tell where a secret place is: they are left out.")
    return [why for _code in codes]


def _row(model: type[Any], values: dict[str, Any]) -> Any:
    """A row that belongs to a service, its times and days read. Raises ValidationError."""
    row = model(**{name: value or None if name in ("opens", "closes") else value
                   for name, value in values.items()})  # fmt: skip
    row.clean_fields(exclude={"service"})
    return row


def state_of(service: Service) -> tuple[Any, ...]:
    """All that a file may change, to be compared."""
    own = tuple(
        getattr(service, field.attname)
        for field in Service._meta.concrete_fields
        if field.name not in NOT_COMPARED
    )
    beside = tuple(
        sorted(
            str([getattr(row, field.attname) for field in model._meta.concrete_fields
                 if field.name not in NOT_COMPARED])
            for row in getattr(service, name).all()
        )
        for name, model in CHILDREN.items()
    )  # fmt: skip
    words = tuple(sorted(one.pk for one in getattr(service, name).all())
                  for name in ("headings", "terms"))  # fmt: skip
    who = service.provider
    return own, beside, words, (who.name, who.about, who.website, who.email)


def _provider(said: dict[str, str], source: str, is_secret: bool, replace: bool) -> Provider:
    """Who offers it, in memory. One who has something on the site is left as it is."""
    rows = Provider.objects.filter(source=source)
    by_id = rows.filter(source_id=said["id"]) if said["id"] else rows.filter(name=said["name"])
    provider = by_id.first()
    if provider is None and not said["name"]:
        raise EntryRefused("organization.name", _("It needs an organisation that offers it."))
    if provider is None:
        provider = Provider(source=source, source_id=said["id"])
    is_new = provider.pk is None
    if is_new or replace or not provider.services.filter(is_live=True).exists():
        for name in ("name", "about", "website", "email"):
            if said[name]:
                setattr(provider, name, said[name])
    if is_secret or (not is_new and provider.services.filter(is_confidential=True).exists()):
        for name in ("about", "website"):
            if tells_a_place(getattr(provider, name)):
                setattr(provider, name, "")
    provider.clean_fields()
    return provider


def _save(service: Service, entry: Clean, is_secret: bool) -> list[Remark]:
    """Save a service with all that belongs to it; remarks on places that could not be."""
    service.provider.save()
    service.provider_id = service.provider.pk
    if is_secret and service.pk:
        leave_places(service)
    service.clean_fields()
    service.clean()
    service.save()
    if is_secret or "places" not in entry:
        return []
    return put_at_places(service, entry)


def _moved(service: Service, entry: Clean, is_secret: bool) -> bool:
    """Whether the places in the file are others than those that are kept."""
    if is_secret or "places" not in entry:
        return False
    return kept_places(service) != wanted_places(entry)
