"""Pages of our own beside those that editors make."""

from .numbers import numbers
from .search import search
from .sitemap import sitemap
from .yours import yours, yours_link, yours_one

__all__ = ["numbers", "search", "sitemap", "yours", "yours_link", "yours_one"]
