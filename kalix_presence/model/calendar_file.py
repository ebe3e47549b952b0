"""The text of a calendar file however it was saved: byte order marks, UTF-16, Windows-1252, lines folded inside a letter.

Lines are put together before they are decoded, for RFC 5545 lets a writer fold between the bytes of one letter.
"""

from __future__ import annotations

import re

from kalix_presence.model.errors import BadInput

_FOLD = re.compile(rb"(?:\r*\n|\r)[ \t]")
_WIDE = (
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"B\0E\0", "utf-16-le"),
    (b"\0B\0E", "utf-16-be"),
)
_BEGINS = re.compile(r"^\s*BEGIN:VCALENDAR\s*$", re.IGNORECASE | re.MULTILINE)


def decoded(content: bytes) -> str:
    """The text with its lines unfolded; they end in a line feed.

    Raises BadInput `calendar-encoding` for bytes that are no text in an encoding known here, `calendar-unreadable` for a text
    that holds no calendar.
    """
    wide = next((name for mark, name in _WIDE if content.startswith(mark)), None)
    if wide is not None:
        try:
            content = content.decode(wide).encode()
        except UnicodeError:
            raise BadInput("calendar-encoding") from None
    content = _FOLD.sub(b"", content.removeprefix(b"\xef\xbb\xbf"))
    try:
        text, clean = content.decode(), True
    except UnicodeDecodeError:
        text, clean = "\n".join(_line(line) for line in re.split(rb"\r*\n|\r", content)), False
    if "\0" in text:
        raise BadInput("calendar-encoding")
    # Files put one behind the other have a byte order mark within.
    text = re.sub(r"^\ufeff+", "", re.sub(r"\r+\n?", "\n", text), flags=re.MULTILINE)
    if _BEGINS.search(text) is None:
        raise BadInput("calendar-unreadable" if clean else "calendar-encoding")
    return text


def _line(line: bytes) -> str:
    """One line by itself: what one program added in another encoding spoils no other line."""
    for encoding in ("utf-8", "cp1252"):
        try:
            return line.decode(encoding)
        except UnicodeDecodeError:
            continue
    return line.decode("latin-1")
