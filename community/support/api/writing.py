"""Rows as HSDS 3.0 writes them. Where a service stays secret, no place is read here at all.

HSDS has no language of a text: its `languages` are those that are spoken there. So a service is
told in the language that it was written in, whoever asks (docs/operating.md).
"""

from typing import Any, Final

from django.utils import translation

from community.support.models import OtherHours, Place, Provider, Service, ServicePlace, WeeklyHours

from .terms import attributes, id_of

DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def said(**fields: Any) -> dict[str, Any]:
    """Only what is known: an empty text is no link and no number."""
    return {name: value for name, value in fields.items() if value not in ("", None, [])}


def organization(provider: Provider) -> dict[str, Any]:
    """An organization without what belongs to it."""
    return said(
        id=str(provider.public_id),
        name=provider.name,
        description=provider.about or provider.name,
        email=provider.email,
        website=provider.website,
    )


def service(row: Service) -> dict[str, Any]:
    """A service with its organization."""
    return said(
        id=str(row.public_id),
        organization_id=str(row.provider.public_id),
        name=row.name,
        description=row.description or row.summary,
        url=row.website,
        email=row.email,
        status=row.status,
        interpretation_services="Interpreters" if row.interpreters else "",
        application_process=row.how_to_start,
        fees_description=row.cost_note or (_cost(row) if row.cost else ""),
        wait_time=row.wait,
        eligibility_description=row.who_can_use,
        assured_date=row.verified_on.isoformat() if row.verified_on else "",
        alert=row.notice,
        last_modified=row.changed_at.isoformat(),
        organization=organization(row.provider),
    )


def whole_service(row: Service, above: dict[str, str]) -> dict[str, Any]:
    """A service with all that belongs to it."""
    id_ = str(row.public_id)
    return service(row) | said(
        phones=phones(row),
        schedules=schedules(row),
        service_areas=[
            said(id=id_of("area", id_), service_id=id_, name=row.area_served)
            for area in [row.area_served]
            if area
        ],
        languages=[
            said(id=str(one.public_id), service_id=id_, name=one.name, code=one.code, note=one.note)
            for one in row.languages.all()
        ],
        cost_options=cost_options(row),
        required_documents=[
            said(id=str(one.public_id), service_id=id_, document=one.name)
            for one in row.papers.all()
        ],
        attributes=attributes(row, above),
        service_at_locations=[
            at | {"location": whole_location(place) if place else secret_location(row)}
            for at, place in at_places(row)
        ],
    )


def phones(row: Service) -> list[dict[str, Any]]:
    """Its numbers."""
    return [
        said(
            id=str(one.public_id),
            service_id=str(row.public_id),
            number=one.number,
            extension=one.extension,
            type=one.kind,
            description=one.note,
        )
        for one in row.phones.all()
    ]


def cost_options(row: Service) -> list[dict[str, Any]]:
    """What it costs, in words: nobody here knows an amount for certain."""
    if not row.cost:
        return []
    id_ = str(row.public_id)
    words = row.cost_note or _cost(row)
    free = {"amount": 0} if row.cost == "free" else {}
    return [{"id": id_of("cost", id_), "service_id": id_, "amount_description": words, **free}]


def _cost(row: Service) -> str:
    """What it costs, in the language of its other words."""
    with translation.override(row.written_in):
        return str(row.get_cost_display())


def schedules(row: Service) -> list[dict[str, Any]]:
    """Its weekly hours, then single days with other hours or none.

    HSDS's `timezone` is a fixed offset, which is wrong for half of the year: the zone is named in
    words instead, and the times are those on the wall.
    """
    return [_weekly(row, one) for one in row.weekly_hours.all()] + [
        _other(row, one) for one in row.other_hours.all()
    ]


def _weekly(row: Service, one: WeeklyHours) -> dict[str, Any]:
    return said(
        id=str(one.public_id),
        service_id=str(row.public_id),
        freq="WEEKLY",
        interval=1,
        byday=DAYS[one.weekday],
        opens_at=f"{one.opens:%H:%M}",
        closes_at=f"{one.closes:%H:%M}",
        description=f"Local time in {row.zone_name}",
        notes=row.hours_note,
    )


def _other(row: Service, one: OtherHours) -> dict[str, Any]:
    day = one.day.isoformat()
    words = "Other hours on this day" if one.opens else "Closed on this day"
    return said(
        id=str(one.public_id),
        service_id=str(row.public_id),
        valid_from=day,
        valid_to=day,
        dtstart=day,
        opens_at=f"{one.opens:%H:%M}" if one.opens else "",
        closes_at=f"{one.closes:%H:%M}" if one.closes else "",
        description=f"{words}. Local time in {row.zone_name}",
        notes=one.why,
    )


def at_places(row: Service) -> list[tuple[dict[str, Any], Place | None]]:
    """Where it is, each with its place; None stands for one that is not told."""
    id_ = str(row.public_id)
    if row.is_confidential:
        secret = {
            "id": id_of("at", id_),
            "service_id": id_,
            "location_id": id_of("secret", id_),
            "description": "Where it is stays secret.",
        }
        return [(secret, None)]
    return [(service_at_location(one), one.place) for one in row.at_places.all()]


def service_at_location(at: ServicePlace) -> dict[str, Any]:
    """A service at a place, by their ids."""
    return said(
        id=str(at.public_id),
        service_id=str(at.service.public_id),
        location_id=str(at.place.public_id),
        description=at.about,
    )


def secret_location(row: Service) -> dict[str, Any]:
    """What stands for a place that is not told: it is made of nothing but the id of the service."""
    return {"id": id_of("secret", str(row.public_id)), "location_type": "virtual"}


def location(place: Place) -> dict[str, Any]:
    """A place without what belongs to it."""
    return said(
        id=str(place.public_id),
        location_type=place.kind,
        url=place.link,
        organization_id=str(place.provider.public_id),
        name=place.name,
        transportation=place.getting_there,
        latitude=float(place.latitude) if place.latitude is not None else None,
        longitude=float(place.longitude) if place.longitude is not None else None,
    )


def whole_location(place: Place) -> dict[str, Any]:
    """A place with its address and what is known of steps and lifts."""
    id_ = str(place.public_id)
    return location(place) | said(
        addresses=[_address(place)] if place.street else [],
        accessibility=[
            {"id": id_of("access", id_), "location_id": id_, "description": place.access}
            for known in [place.access]
            if known
        ],
    )


def _address(place: Place) -> dict[str, Any]:
    """An address; HSDS asks for each of these parts, empty or not."""
    id_ = str(place.public_id)
    return {
        "id": id_of("address", id_),
        "location_id": id_,
        "address_1": place.street,
        **said(address_2=place.more),
        "city": place.town,
        "state_province": place.region,
        "postal_code": place.postcode,
        "country": place.country,
        "address_type": "physical",
    }
