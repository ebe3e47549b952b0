"""What other servers answer, taken in no further than it may be large, and the pause that they ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx

_MOST_DIGITS = 9


class AnswerTooLarge(Exception):
    """More came than was asked for; each caller has a refusal of its own for that."""


async def whole(answer: httpx.Response, *, most: int) -> bytes:
    """The body of an open answer, unpacked, up to `most` bytes. Raises AnswerTooLarge, and what httpx does."""
    found = bytearray()
    async for part in answer.aiter_bytes():
        found += part
        if len(found) > most:
            raise AnswerTooLarge
    return bytes(found)


def seconds_asked(text: str) -> int | None:
    """The seconds in a Retry-After; None for a date, for none and for nonsense, of which nobody waits for ever."""
    text = text.strip()
    # `isdigit` alone holds for "²", which is no number, and Python reads none of thousands of digits.
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else None
