"""As much of SIP (RFC 3261) as somebody needs who subscribes and is notified: messages of bounded size, written and read."""

from __future__ import annotations

import re
from dataclasses import dataclass

MOST_HEADS = 100
_SHORT = {
    "v": "via",
    "f": "from",
    "t": "to",
    "i": "call-id",
    "m": "contact",
    "o": "event",
    "c": "content-type",
    "l": "content-length",
}
_TAG = re.compile(r";\s*tag=([^;,\s>]{1,200})")
_ADDRESS = re.compile(r"<\s*(sips?:[^>\s]{1,300})\s*>")
_BARE = re.compile(r"\s*(sips?:[^;,\s]{1,300})")


@dataclass(frozen=True, slots=True)
class Message:
    """`first` is its first line; header names are written small, and each may come more than once."""

    first: str
    heads: tuple[tuple[str, str], ...]
    body: bytes

    def head(self, name: str) -> str:
        """The first header of this name, "" for none."""
        return next((value for each, value in self.heads if each == name), "")

    @property
    def status(self) -> int:
        """Of an answer; 0 for a request."""
        found = re.match(r"SIP/2\.0 (\d{3}) ", f"{self.first} ")
        return int(found[1]) if found else 0

    @property
    def number(self) -> tuple[int, str]:
        """What `CSeq` says."""
        number, _, method = self.head("cseq").partition(" ")
        return (int(number), method.strip()) if number.isascii() and number.isdigit() and len(number) < 11 else (-1, "")


def read(data: bytes) -> Message | None:
    """None for whatever is no message."""
    text, _, body = data.partition(b"\r\n\r\n")
    try:
        first, *lines = re.sub(r"\r\n[ \t]+", " ", text.decode("utf-8")).split("\r\n")
    except UnicodeDecodeError:
        return None
    if len(lines) > MOST_HEADS or not (first.startswith("SIP/2.0 ") or first.endswith(" SIP/2.0")):
        return None
    heads = []
    for line in lines:
        name, colon, value = line.partition(":")
        small = name.strip().lower()
        if not colon:
            return None
        heads.append((_SHORT.get(small, small), value.strip()))
    found = Message(first, tuple(heads), body)
    length = found.head("content-length")
    if length and not (length.isascii() and length.isdigit() and int(length[:6]) == len(body)):
        return None
    return found


def written(first: str, heads: list[tuple[str, str]]) -> bytes:
    """A message without a body."""
    lines = [first, *(f"{name}: {value}" for name, value in heads), "Content-Length: 0", "", ""]
    return "\r\n".join(lines).encode()


def answered(asked: Message, status: str) -> bytes:
    """An answer to a request within a dialog."""
    names = {"via": "Via", "from": "From", "to": "To", "call-id": "Call-ID", "cseq": "CSeq"}
    kept = [(names[name], value) for name, value in asked.heads if name in names]
    return written(f"SIP/2.0 {status}", kept)


def tag_of(head: str) -> str:
    """The tag in `From` or `To`, "" for none."""
    found = _TAG.search(head)
    return found[1] if found else ""


def address_of(head: str) -> str:
    """The address in `Contact`, "" for none."""
    found = _ADDRESS.search(head) or _BARE.match(head)
    return found[1] if found else ""
