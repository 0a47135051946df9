"""What the "Leave this site" link needs to know."""

from django import template

from community.safety.actions import fallback_address

register = template.Library()
register.simple_tag(fallback_address, name="leave_fallback")
