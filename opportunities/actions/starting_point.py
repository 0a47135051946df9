"""Where the distances of somebody's wishes start."""

from opportunities.models import Area

from .publishing import zip_centre


def starting_point(postcode: str, area: Area | None) -> tuple[float, float] | None:
    """The middle of the ZIP code, or else of the part of town; None where neither is known."""
    centre = zip_centre(postcode)
    if centre is None and area is not None and area.latitude and area.longitude:
        centre = area.latitude, area.longitude
    return (float(centre[0]), float(centre[1])) if centre else None
