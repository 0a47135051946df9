"""`{{ heading|said }}`: the words that a site starts with, in the language of whoever reads.

They are kept in the language of the site, and an editor may change each: then it is said as it was
written.
"""

from django import template
from django.utils.translation import gettext

register = template.Library()


@register.filter
def said(words: str) -> str:
    """These words in the reader's language, if they are among those of a new site."""
    return gettext(words) if words else words
