"""Server-Sent Events taken out of a stream of bytes (WHATWG HTML, section 9.2), lean enough to run all day."""

from __future__ import annotations

from dataclasses import dataclass

from kalix_presence.model.errors import Unavailable

LONGEST_LINE = 64 * 1024 * 1024
"""Bytes of one line: a Hello of a large board is a few; what is longer is no event stream."""


@dataclass(frozen=True, slots=True)
class Received:
    """One event: its data, and its own `id`, None when it has none."""

    data: bytes
    id: str | None = None


class Parser:
    """Feed it what arrives, in pieces of any size. Lines end at CR, LF or both and nowhere else; half an event waits."""

    def __init__(self) -> None:
        self._rest = bytearray()
        self._seen = 0
        self._after_cr = False
        self._first = True
        self._data: list[bytes] = []
        self._id: str | None = None

    def feed(self, piece: bytes) -> list[Received]:
        """The events that are whole now; raises Unavailable `hub-not-understood` for a line without end."""
        if self._after_cr and piece.startswith(b"\n"):
            piece = piece[1:]
            self._after_cr = False
        if not piece:
            return []
        self._after_cr = piece.endswith(b"\r")
        self._rest += piece
        # Only what is new can hold the end of a line: a large event that comes in many pieces is not searched again and again.
        if self._rest.find(b"\n", self._seen) < 0 and self._rest.find(b"\r", self._seen) < 0:
            self._seen = len(self._rest)
            if self._seen > LONGEST_LINE:
                raise Unavailable("hub-not-understood")
            return []
        lines = bytes(self._rest).replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
        self._rest = bytearray(lines.pop())
        self._seen = len(self._rest)
        return [event for line in lines if (event := self._line(line)) is not None]

    def _line(self, line: bytes) -> Received | None:
        if self._first:
            self._first, line = False, line.removeprefix(b"\xef\xbb\xbf")
        if not line:
            event = Received(b"\n".join(self._data), self._id) if self._data else None
            self._data, self._id = [], None
            return event
        field, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        if field == b"data":
            self._data.append(value)
        elif field == b"id" and b"\0" not in value:
            self._id = value.decode("utf-8", "replace")
        return None
