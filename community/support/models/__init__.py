"""Help that exists outside, as the programme knows it. HSDS's names are used in `api` only."""

from .facts import FEATURES, PLACE_IS_SECRET, TOLD, Cost, Status
from .file import DirectoryFile, FileStage
from .first_contact import (
    CLOSED_KEPT_FOR,
    About,
    FirstContactRequest,
    FirstContactRequestQuerySet,
    TalkState,
    Way,
)
from .hand_over import HandOver, HandOverQuerySet
from .heading import Heading, Term
from .hours import OtherHours, WeeklyHours
from .place import Place, PlaceIsSecret, PlaceKind, ServicePlace
from .provider import Provider, ProviderQuerySet
from .reaching import Paper, Phone, PhoneKind, SpokenLanguage
from .service import Service, ServiceQuerySet
from .telling import tells_a_place

__all__ = [
    "CLOSED_KEPT_FOR",
    "FEATURES",
    "PLACE_IS_SECRET",
    "TOLD",
    "About",
    "Cost",
    "DirectoryFile",
    "FileStage",
    "FirstContactRequest",
    "FirstContactRequestQuerySet",
    "HandOver",
    "HandOverQuerySet",
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
    "TalkState",
    "Term",
    "Way",
    "WeeklyHours",
    "tells_a_place",
]
