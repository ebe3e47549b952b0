"""Sets of people as the bits of one integer: 50 000 people are 6 KB, and two sets meet in a microsecond."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import compress
from typing import TypeVar

T = TypeVar("T")

_FEW = 2_000
_HANDFUL = 60
_DIGITS = bytes([48, 49, *range(2, 256)])
_FLAGS = bytes(48) + b"\x00\x01" + bytes(206)


def bits_of(positions: Sequence[int] | Iterable[int], size: int) -> int:
    """The set of `positions`, each below `size`."""
    found = positions if isinstance(positions, Sequence) else list(positions)
    if len(found) <= _FEW:
        packed = bytearray((size + 7) // 8)
        for position in found:
            packed[position >> 3] |= 1 << (position & 7)
        return int.from_bytes(packed, "little")
    flags = bytearray(size)
    for position in found:
        flags[position] = 1
    flags.reverse()
    return int(flags.translate(_DIGITS), 2)


def chosen(of: Sequence[T], bits: int) -> list[T]:
    """The members of `of` whose positions are in the set, in order."""
    if not bits:
        return []
    many = bits.bit_count()
    if many == len(of):
        return list(of)
    if many <= _HANDFUL:
        found = []
        while bits:
            lowest = bits & -bits
            found.append(of[lowest.bit_length() - 1])
            bits ^= lowest
        return found
    return list(compress(of, bin(bits)[:1:-1].encode().translate(_FLAGS)))


def first(bits: int) -> int:
    """The lowest position of a set that is not empty."""
    return (bits & -bits).bit_length() - 1


def lowest(bits: int, most: int) -> int:
    """The set of the `most` lowest positions."""
    if bits.bit_count() <= most:
        return bits
    low, high = 0, bits.bit_length()
    while low < high:
        middle = (low + high) // 2
        if (bits & ((1 << middle) - 1)).bit_count() < most:
            low = middle + 1
        else:
            high = middle
    return bits & ((1 << low) - 1)
