"""Page types, what tellers of stories said, and site settings."""

from .consents import (
    Audience,
    Channel,
    Image,
    Naming,
    State,
    StoryConsent,
    TakenDown,
    Topic,
)
from .gate import NoConsent
from .images import Picture, PictureRendition
from .pages import HomePage, StandardPage
from .sections import GuidePage, SectionPage, TeamPage
from .settings import SiteSettings
from .stories import StoryPage
from .story_list import StoryIndexPage

__all__ = [
    "Audience",
    "Channel",
    "GuidePage",
    "HomePage",
    "Image",
    "Naming",
    "NoConsent",
    "Picture",
    "PictureRendition",
    "SectionPage",
    "SiteSettings",
    "StandardPage",
    "State",
    "StoryConsent",
    "StoryIndexPage",
    "StoryPage",
    "TakenDown",
    "TeamPage",
    "Topic",
]
