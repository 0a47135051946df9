"""Pictures in a document without what they say of themselves: their pixels are not touched.

Drawing them anew, as is done with an uploaded picture, would change their colours in a document.
"""

import struct
from typing import Final

START, END, SCAN, COMMENT = 0xD8, 0xD9, 0xDA, 0xFE
# Of what programmes add: the sizes (0), the colour profile (2), how the colours are meant (14).
KEPT_ADDITIONS: Final = frozenset({0xE0, 0xE2, 0xEE})
ADDITIONS: Final = frozenset(range(0xE0, 0xF0))
WITHOUT_LENGTH: Final = frozenset({0x01, *range(0xD0, 0xD8)})
GONE_BOXES: Final = frozenset({b"xml ", b"uuid", b"uinf"})
BOXES: Final = b"\x00\x00\x00\x0cjP  "


def jpeg_without_metadata(picture: bytes) -> bytes:
    """The same JPEG without comments, EXIF, XMP, IPTC and what follows its end.

    Raises ValueError where it is none.
    """
    if picture[:2] != bytes((0xFF, START)):
        raise ValueError("no JPEG")
    kept, at = bytearray(picture[:2]), 2
    while picture[at] == 0xFF:
        kind = picture[at + 1]
        if kind == 0xFF:  # a filler
            at += 1
            continue
        if kind == END:
            return bytes(kept) + bytes((0xFF, END))
        length = 0 if kind in WITHOUT_LENGTH else struct.unpack_from(">H", picture, at + 2)[0]
        end = at + 2 + length
        if kind == SCAN:
            end = _end_of_scan(picture, end)
        if not _tells(kind, picture[at:end]):
            kept += picture[at:end]
        at = end
        if at >= len(picture):  # cut off: readers draw what there is
            return bytes(kept)
    raise ValueError("broken JPEG")


def _tells(kind: int, part: bytes) -> bool:
    if kind == COMMENT:
        return True
    if kind == 0xE2:  # besides colour profiles, the small pictures of some cameras
        return b"ICC_PROFILE\x00" not in part[:20]
    return kind in ADDITIONS and kind not in KEPT_ADDITIONS


def _end_of_scan(picture: bytes, at: int) -> int:
    """Where the next part begins: an FF in the pixels is followed by 00 or a restart mark."""
    while (at := picture.find(b"\xff", at)) >= 0 and at + 1 < len(picture):
        if picture[at + 1] not in {0, *range(0xD0, 0xD8)}:
            return at
        at += 2
    return len(picture)


def jpeg2000_without_metadata(picture: bytes) -> bytes:
    """The same JPEG 2000 without its boxes of XML and of programmes.

    Raises ValueError or struct.error where it is broken.
    """
    if not picture.startswith(BOXES):
        if picture[:4] != b"\xff\x4f\xff\x51":
            raise ValueError("no JPEG 2000")
        return picture  # pixels without any box
    kept, at = bytearray(), 0
    while at < len(picture):
        length, kind = struct.unpack_from(">I4s", picture, at)
        if length == 1:
            length = struct.unpack_from(">Q", picture, at + 8)[0]
        end = len(picture) if length == 0 else at + length
        if 0 < length < 8:
            raise ValueError("broken JPEG 2000")
        if kind not in GONE_BOXES:
            kept += picture[at:end]
        at = end
    return bytes(kept)
