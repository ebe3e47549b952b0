"""How the streams of thousands go over one connection between two hubs: each event once, with the numbers of who gets it.

A frame is four bytes of length (of what follows them), one byte that says what it is, and its content. Numbers are unsigned, 32
bits, the highest byte first.

    beat    nothing: the other side lives
    say     how many readers, their numbers, and the bytes for each of them
    crowd   a place (one byte) and the numbers of those who stand there from now on
    shout   a place, and the bytes for each who stands there
    close   numbers: nothing comes after what was said to these
    cut     numbers: these are cut off at once
"""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

MOST = 2**28
"""Bytes of one frame: a whole board of a million people is less."""

_LENGTH, _COUNT = struct.Struct(">IB"), struct.Struct(">I")
_SWAP = sys.byteorder == "little"


class Kind(IntEnum):
    """What a frame is."""

    BEAT = 0
    SAY = 1
    CROWD = 2
    SHOUT = 3
    CLOSE = 4
    CUT = 5


@dataclass(frozen=True, slots=True)
class TrunkFrame:
    """One that came: `readers` are numbers, `place` that of a crowd."""

    kind: Kind
    readers: tuple[int, ...] = ()
    place: int = 0
    data: bytes = b""


class Broken(Exception):
    """What came is no frame."""


def packed(numbers: Iterable[int]) -> bytes:
    """Numbers as they stand in a frame."""
    found = array("I", numbers)
    if _SWAP:
        found.byteswap()
    return found.tobytes()


def unpacked(data: bytes | memoryview) -> tuple[int, ...]:
    """The numbers in `data`. Raises Broken."""
    if len(data) % 4:
        raise Broken
    found = array("I", bytes(data))
    if _SWAP:
        found.byteswap()
    return tuple(found)


def beat() -> bytes:
    """A sign of life."""
    return _LENGTH.pack(1, Kind.BEAT)


def say(readers: bytes, data: bytes) -> bytes:
    """`data` for those whose numbers, packed, are `readers`."""
    return b"".join((_LENGTH.pack(5 + len(readers) + len(data), Kind.SAY), _COUNT.pack(len(readers) // 4), readers, data))


def crowd(place: int, readers: bytes) -> bytes:
    """Who stands at `place` from now on."""
    return b"%b%c%b" % (_LENGTH.pack(2 + len(readers), Kind.CROWD), place, readers)


def shout(place: int, data: bytes) -> bytes:
    """`data` for those who stand at `place`."""
    return b"%b%c%b" % (_LENGTH.pack(2 + len(data), Kind.SHOUT), place, data)


def close(readers: bytes) -> bytes:
    """Nothing comes after what was said to these."""
    return _LENGTH.pack(1 + len(readers), Kind.CLOSE) + readers


def cut(readers: bytes) -> bytes:
    """These are cut off."""
    return _LENGTH.pack(1 + len(readers), Kind.CUT) + readers


class FrameReader:
    """Finds the frames in what comes, in whatever pieces it comes."""

    def __init__(self) -> None:
        self._held = bytearray()

    def feed(self, data: bytes) -> list[TrunkFrame]:
        """The frames that are whole now. Raises Broken for what is none."""
        held, at, found = self._held, 0, list[TrunkFrame]()
        held += data
        with memoryview(held) as view:
            while len(view) - at >= 4:
                (length,) = _COUNT.unpack_from(view, at)
                if not 1 <= length <= MOST:
                    raise Broken
                if len(view) - at - 4 < length:
                    break
                found.append(_read(view[at + 4 : at + 4 + length]))
                at += 4 + length
        del held[:at]
        return found


def _read(content: memoryview) -> TrunkFrame:
    try:
        kind = Kind(content[0])
    except ValueError:
        raise Broken from None
    if kind is Kind.BEAT:
        return TrunkFrame(kind)
    if kind in (Kind.CLOSE, Kind.CUT):
        return TrunkFrame(kind, unpacked(content[1:]))
    if kind is Kind.SAY:
        end = 5 + 4 * _COUNT.unpack_from(content, 1)[0] if len(content) >= 5 else MOST
        if end > len(content):
            raise Broken
        return TrunkFrame(kind, unpacked(content[5:end]), data=bytes(content[end:]))
    if len(content) < 2:
        raise Broken
    if kind is Kind.CROWD:
        return TrunkFrame(kind, unpacked(content[2:]), content[1])
    return TrunkFrame(kind, place=content[1], data=bytes(content[2:]))
