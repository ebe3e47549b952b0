"""Entries of the PBX's journals that nobody can read: put aside, told and counted, and in nobody's way."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from kalix_presence.hub.pbx.asterisk.journals import READERS
from kalix_presence.hub.pbx.asterisk.pbx import AsteriskPbx
from tests.draws import draws
from tests.pbx.asterisk.test_calls import driver
from tests.pbx.asterisk_server import AsteriskServer

pytestmark = pytest.mark.asterisk

KEY = "1795000000-17-1"
GOOD = {
    "kalix-code": "1|2041|2041|1|1795003600|code-1",
    "kalix-call": "1|missed|2041|+46701234567|phone|0|7",
    "kalix-rang": "1|2041|0701234567|ANSWER||7",
    "kalix-talk": "1|2041|+46701234567|0|7",
    "kalix-count": "2|2041|0|1|switchboard||12|caller|",
}


async def read_of(pbx: AsteriskPbx, family: str) -> list[Any]:
    readers = {
        "kalix-code": pbx.codes,
        "kalix-call": pbx.calls,
        "kalix-rang": pbx.rang,
        "kalix-talk": pbx.conversations,
        "kalix-count": pbx.counted_calls,
    }
    return list(await readers[family]())


@pytest.mark.parametrize("family", READERS)
@pytest.mark.parametrize(
    "damaged", ["1|missed|2041|+46706660008|switchboard||107", "9|from|a|newer|version", "", "1|0701234567"]
)
async def test_an_unreadable_entry_is_put_aside_and_told_while_the_others_are_read(
    asterisk: AsteriskServer, family: str, damaged: str
) -> None:
    asterisk.put(KEY, damaged or "?", family=family)
    asterisk.put("1795000001-17-2", GOOD[family], family=family)
    async with driver(asterisk.settings) as (pbx, _):
        with capture_logs() as logs:
            found = await read_of(pbx, family)
            assert [entry.key for entry in found] == ["1795000001-17-2"]
            assert len(await read_of(pbx, family)) == 1
        told = [line for line in logs if line["event"] == "journal-entry-unread"]
        assert [line["journal"] for line in told] == [family], "once, and by its kind alone"
        assert "070" not in str(told)
        assert pbx.unread == 1
        checked = dict(await pbx.check())
        assert str(checked["journals"]) == "asterisk-unread(count=1)"
    assert asterisk.database("kalix-unread") == {f"{family}.{KEY}": damaged or "?"}
    assert KEY not in asterisk.database(family)


@pytest.mark.parametrize("family", READERS)
async def test_what_a_newer_hub_can_read_is_taken_back(asterisk: AsteriskServer, family: str) -> None:
    asterisk.put(f"{family}.{KEY}", GOOD[family], family="kalix-unread")
    async with driver(asterisk.settings) as (pbx, _):
        await pbx.codes()
        assert [entry.key for entry in await read_of(pbx, family)] == [KEY]
        assert pbx.unread == 0
    assert asterisk.database("kalix-unread") == {}


async def test_a_hub_that_starts_again_still_counts_what_lies_aside(asterisk: AsteriskServer) -> None:
    asterisk.put(f"kalix-call.{KEY}", "x", family="kalix-unread")
    async with driver(asterisk.settings) as (pbx, _):
        await pbx.codes()
        assert pbx.unread == 1


@given(text=st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters='"\\;|'), min_size=1, max_size=60))
@settings(max_examples=draws(15), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_whatever_stands_in_a_journal_is_neither_lost_nor_in_the_way(asterisk: AsteriskServer, text: str) -> None:
    asterisk.put(KEY, text, family="kalix-call")
    asterisk.put("1795000001-17-2", GOOD["kalix-call"], family="kalix-call")

    async def read() -> list[str]:
        async with driver(asterisk.settings) as (pbx, _):
            return [entry.key for entry in await pbx.calls()]

    assert asyncio.run(read()) == ["1795000001-17-2"]
    assert asterisk.database("kalix-unread")[f"kalix-call.{KEY}"] == text
