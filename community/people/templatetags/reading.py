"""`<h3{{ opportunity|lang }}>`: says in which language words are that are not in the reader's."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from community.people.models import ToldInLanguages

register = template.Library()


@register.filter
def lang(told: ToldInLanguages) -> SafeString | str:
    """The attribute for whoever listens to the page; nothing where it is in their language."""
    other = told.another_language
    return format_html(' lang="{}"', other.code) if other else ""


@register.filter
def lang_of_original(told: ToldInLanguages) -> SafeString | str:
    """The same for words that are the original, whatever else they are told in: at work."""
    other = told.original_language
    return format_html(' lang="{}"', other.code) if other else ""
