"""The one shape in which a text message leaves: one segment of plain letters, and no link.

GSM 03.38 letters only: a single curly apostrophe would cut the segment from 160 letters to 70
(DESIGN.md 9). Links are left out whole: people are told never to tap one in a text.
"""

import re
import unicodedata

LONGEST = 160  # septets: one segment
BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
DOUBLE = frozenset("^{}\\[~]|€")  # behind an escape: two septets each
PLAIN = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "′": "'", "“": '"', "”": '"', "„": '"', "″": '"',
        "«": '"', "»": '"', "‐": "-", "‑": "-", "–": "-", "—": "-", "−": "-", "…": "...",
        "·": "-", "•": "-", "\u00a0": " ", "\u2009": " ", "\u202f": " ", "œ": "oe", "Œ": "OE",
        "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "ı": "i",
    }
)  # fmt: skip
LINK = re.compile(r"://|\bwww\.|\b[\w-]+\.(org|com|net|example|[a-z]{2})/", re.IGNORECASE)


def septets(text: str) -> int:
    """How much of a segment `text` takes."""
    return sum(2 if letter in DOUBLE else 1 for letter in text)


def text_of(words: str) -> str:
    """Return `words` as one text message, or "" if they cannot be one.

    Lines that no longer fit are left out whole, last ones first; the first line alone is cut
    between two words. "" means: letters that no text message of one segment can carry, or nothing
    left. Half a sentence in the wrong letters would be worse than a note on this site.
    """
    plain = [_plain(line) for line in words.splitlines() if not LINK.search(line)]
    lines = [line for line in plain if line and not LINK.search(line)]
    if not lines or None in plain:
        return ""
    text = _cut(lines[0])
    for line in lines[1:]:
        longer = f"{text} {line}" if text.endswith((".", "?", ":")) else f"{text}. {line}"
        if septets(longer) > LONGEST:
            break
        text = longer
    return text


def _plain(line: str) -> str | None:
    """The line in GSM letters; None if a letter or digit has none."""
    found = []
    for letter in line.translate(PLAIN):
        if letter in BASIC or letter in DOUBLE:
            found.append(letter)
            continue
        bare = "".join(c for c in unicodedata.normalize("NFKD", letter) if c in BASIC)
        if not bare and letter.isalnum():
            return None
        found.append(bare)
    return " ".join("".join(found).split())


def _cut(line: str) -> str:
    """The line, or as many whole words from its start as fit."""
    words = line.split(" ")
    while septets(" ".join(words)) > LONGEST and len(words) > 1:
        words.pop()
    return " ".join(words) if septets(" ".join(words)) <= LONGEST else ""
