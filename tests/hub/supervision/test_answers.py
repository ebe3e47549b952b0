"""What other servers answer is taken in up to a bound, packed or not, and the pause that they ask for is a number or none."""

from __future__ import annotations

import gzip

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.hub.supervision.answers import AnswerTooLarge, seconds_asked, whole


async def read(content: bytes, *, most: int, packed: bool = False) -> bytes:
    headers = {"content-encoding": "gzip"} if packed else {}
    sent = gzip.compress(content) if packed else content
    transport = httpx.MockTransport(lambda _: httpx.Response(200, headers=headers, stream=httpx.ByteStream(sent)))
    async with httpx.AsyncClient(transport=transport) as http, http.stream("GET", "http://x/") as answer:
        return await whole(answer, most=most)


@pytest.mark.parametrize("packed", [False, True])
async def test_a_body_is_read_whole_up_to_its_bound_and_no_further(packed: bool) -> None:
    assert await read(b"x" * 100, most=100, packed=packed) == b"x" * 100
    with pytest.raises(AnswerTooLarge):
        await read(b"x" * 101, most=100, packed=packed)


@pytest.mark.parametrize(("text", "asked"), [("7", 7), (" 30 ", 30), ("0", 0), ("", None), ("-1", None), ("1.5", None)])
def test_a_pause_is_asked_for_in_seconds(text: str, asked: int | None) -> None:
    assert seconds_asked(text) == asked


@pytest.mark.parametrize("text", ["²", "٣", "9" * 5000, "Wed, 21 Oct 2026 07:28:00 GMT", "nan"])
def test_what_is_no_number_of_seconds_is_no_pause(text: str) -> None:
    assert seconds_asked(text) is None


@given(st.text())
def test_no_text_is_more_than_somebody_could_mean(text: str) -> None:
    asked = seconds_asked(text)
    assert asked is None or 0 <= asked < 10**9
