"""The editors' handbook has pictures that are there, small, and say what they show."""

import re
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent.parent
PICTURES = ROOT / "docs" / "pictures"
BOOK = (ROOT / "docs" / "editing.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"!\[([^\]]*)\]\(pictures/([\w-]+)\.webp\)", BOOK)


def named() -> set[str]:
    """The pictures that the handbook shows."""
    return {name for _words, name in SHOWN}


def test_handbook_shows_the_pictures_there_are_and_no_others():
    assert len(named()) >= 5
    assert named() == {path.stem for path in PICTURES.iterdir()}
    assert BOOK.count("![") == len(SHOWN)


def test_picture_has_words_and_is_small():
    for words, name in SHOWN:
        assert len(words.split()) >= 5, name
        file = PICTURES / f"{name}.webp"
        assert file.stat().st_size < 90_000, name
        with Image.open(file) as picture:
            assert picture.size == (1000, 633)
            assert not picture.getexif()
