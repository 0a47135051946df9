"""Partner organisations, how they come to be that, and the people who work for them."""

from .application import (
    AGREEMENT,
    Application,
    ApplicationQuerySet,
    CheckKind,
    Stage,
    VettingCheck,
)
from .avoiding import AvoidedOrganisation
from .membership import Duty, Invitation, InvitationQuerySet, Membership
from .organisation import (
    Organisation,
    OrganisationQuerySet,
    Standing,
    public_organisation,
    site_day,
)
from .vouching import Vouching

__all__ = [
    "AGREEMENT",
    "Application",
    "ApplicationQuerySet",
    "AvoidedOrganisation",
    "CheckKind",
    "Duty",
    "Invitation",
    "InvitationQuerySet",
    "Membership",
    "Organisation",
    "OrganisationQuerySet",
    "Stage",
    "Standing",
    "VettingCheck",
    "Vouching",
    "public_organisation",
    "site_day",
]
