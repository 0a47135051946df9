"""Help that exists outside, as the programme knows it. HSDS's names are used in `api` only."""

from .heading import Heading, Term
from .hours import OtherHours, WeeklyHours
from .place import Place, PlaceIsSecret, PlaceKind, ServicePlace
from .provider import Provider, ProviderQuerySet
from .reaching import Paper, Phone, PhoneKind, SpokenLanguage
from .service import FEATURES, Cost, Service, ServiceQuerySet, Status
from .telling import tells_a_place

__all__ = [
    "FEATURES",
    "Cost",
    "Heading",
    "OtherHours",
    "Paper",
    "Phone",
    "PhoneKind",
    "Place",
    "PlaceIsSecret",
    "PlaceKind",
    "Provider",
    "ProviderQuerySet",
    "Service",
    "ServicePlace",
    "ServiceQuerySet",
    "SpokenLanguage",
    "Status",
    "Term",
    "WeeklyHours",
    "tells_a_place",
]
