"""Page types and site settings."""

from .images import Picture, PictureRendition
from .pages import HomePage, StandardPage
from .settings import SiteSettings

__all__ = ["HomePage", "Picture", "PictureRendition", "SiteSettings", "StandardPage"]
