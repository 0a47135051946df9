"""What an editor may make better on a page, in words. It warns; what is not safe is refused
elsewhere (`cms.models.titles`, `PictureBlock.clean`)."""

from .looking import Advice, advice_on
from .reading import Reading, reading_of
from .shaming import shaming_word

__all__ = ["Advice", "Reading", "advice_on", "reading_of", "shaming_word"]
