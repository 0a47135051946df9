"""Places of entries that everybody may know, as rows."""

from typing import Any, Final

from django.core.exceptions import ValidationError

from community.support.models import Place, PlaceKind, Service, ServicePlace

from .reporting import Remark
from .seen import Clean

OF_PLACE: Final = (
    "kind", "name", "link", "access", "street", "more", "town", "region", "postcode", "country",
    "latitude", "longitude", "getting_there",
)  # fmt: skip


def _id_of(entry: Clean, number: int) -> str:
    """What a place is found by again: its id, or that of the service with a number."""
    id_: str = entry["places"][number]["id"]
    return id_ or f"{entry['id'][:70]}#{number}"


def kept_places(service: Service) -> list[tuple[str, ...]]:
    """The places of a service that came from its source, to be compared."""
    rows = ServicePlace.objects.filter(service_id=service.pk, place__source=service.source)
    return sorted(
        (at.place.source_id, at.about, *(_said(getattr(at.place, name)) for name in OF_PLACE))
        for at in rows.select_related("place")
    )


def wanted_places(entry: Clean) -> list[tuple[str, ...]]:
    """The same of the file."""
    return sorted(
        (_id_of(entry, number), row["about"], *(_said(row.get(name)) for name in OF_PLACE))
        for number, row in enumerate(entry["places"])
    )


def _said(value: Any) -> str:
    return "" if value is None else str(value)


def put_at_places(service: Service, entry: Clean) -> list[Remark]:
    """Let a service be where the file says, and nowhere else that came from its source."""
    remarks, kept = [], set()
    for number, row in enumerate(entry["places"]):
        place = _place(service, _id_of(entry, number), row)
        try:
            place.clean_fields(exclude={"provider"})
            place.clean()
        except ValidationError as error:
            part = f"service_at_locations[{number}].location"
            remarks.append(Remark(entry["where"], part, " ".join(error.messages)))
            continue
        place.save()
        ServicePlace.objects.update_or_create(
            service=service, place=place, defaults={"about": row["about"]}
        )
        kept.add(place.pk)
    gone = ServicePlace.objects.filter(service=service, place__source=service.source)
    _leave(gone.exclude(place__in=kept), service.source)
    return remarks


def _place(service: Service, id_: str, row: dict[str, Any]) -> Place:
    """A place as the file tells it; one that is on the site with another service stays."""
    place = Place.objects.filter(source=service.source, source_id=id_).first()
    if place is None:
        place = Place(source=service.source, source_id=id_, provider=service.provider)
    elif place.services.filter(service__is_live=True).exclude(service=service).exists():
        return place
    for name in OF_PLACE:
        empty = None if name in ("latitude", "longitude") else ""
        setattr(place, name, row.get(name) or empty)
    return place


def leave_places(service: Service) -> None:
    """Take a service that has become secret away from every place to go to."""
    rows = ServicePlace.objects.filter(service=service, place__kind=PlaceKind.PHYSICAL)
    _leave(rows, service.source)


def _leave(rows: Any, source: str) -> None:
    """Forget these, and the places that came from the source and have no service any more."""
    places = list(rows.values_list("place_id", flat=True))
    rows.delete()
    Place.objects.filter(pk__in=places, source=source, services=None).delete()
