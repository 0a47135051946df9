"""A service as pages show it. Of one whose place stays secret, no place is ever read."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from community.support.models import Place, Service, ServicePlace

from .opening import Opening, opening_of


@dataclass(frozen=True)
class Shown:
    """One service, with what is true at this moment."""

    service: Service
    opening: Opening
    places: list[Place] = field(default_factory=list)

    @property
    def tags(self) -> list[str]:
        """A few words on it: what it costs if that is nothing, then what is good to know."""
        cost = (
            [str(self.service.get_cost_display())] if self.service.cost in {"free", "can"} else []
        )
        return cost + self.service.features


def shown(services: Iterable[Service], now: dt.datetime) -> list[Shown]:
    """Services of a list, without their places."""
    return [Shown(one, opening_of(one, now)) for one in services]


def shown_alone(service: Service, at: Iterable[ServicePlace], now: dt.datetime) -> Shown:
    """One service on a page of its own, with the places that may be known."""
    places = [] if service.is_confidential else [one.place for one in at]
    return Shown(service, opening_of(service, now), places)
