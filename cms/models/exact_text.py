"""The exact words and pictures of a story, as one hash: what a teller approves (safety.md #40)."""

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any, Final

from cms.models.images import Picture

if TYPE_CHECKING:
    from cms.models.stories import StoryPage

# Every word that stands on the page, in its title or in what a search engine shows of it.
WORDS: Final = (
    "title", "seo_title", "search_description", "lead", "told_by", "themes", "motif",
    "picture_alt", "picture_caption",
)  # fmt: skip
EDITORS_MARKS: Final = re.compile(r' data-block-key="[^"]*"')


def hash_of(page: "StoryPage") -> str:
    """The hash of what a reader is shown. A picture counts by its bytes: another file under the
    same number is another picture. What only the editor's screen needs does not count."""
    parts: dict[str, Any] = {name: getattr(page, name) or "" for name in WORDS}
    parts["body"] = [
        [block.block_type, _plain(block.block.get_prep_value(block.value))] for block in page.body
    ]
    numbers = pictures_of(page)
    found = dict(Picture.objects.filter(pk__in=numbers).values_list("pk", "file_hash"))
    parts["pictures"] = [[number, found.get(number, "")] for number in numbers]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def pictures_of(page: "StoryPage") -> list[int]:
    """The numbers of the uploaded pictures of a story: beside it and in its body."""
    inside = [
        block.value["image"].pk
        for block in page.body
        if block.block_type == "picture" and block.value["image"]
    ]
    return ([page.picture_id] if page.picture_id else []) + inside


def _plain(value: Any) -> Any:
    """Without the marks of the editor, and without what is empty."""
    if isinstance(value, str):
        return EDITORS_MARKS.sub("", value)
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        kept = {
            name: _plain(one)
            for name, one in value.items()
            if not (name == "id" and {"type", "value"} <= value.keys())
        }
        return {name: one for name, one in kept.items() if one not in (None, "", [])}
    return value
