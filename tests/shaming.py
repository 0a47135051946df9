"""Words that make somebody small, and pictures that do (safety.md, "Crisis safety"; #64, T16).

The list is the one that editors are warned by: `cms/advice/shaming.py`.
"""

from cms.advice.shaming import harm_shown as shows_harm
from cms.advice.shaming import shaming_word as shames

__all__ = ["shames", "shows_harm"]
