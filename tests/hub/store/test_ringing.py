"""Calls that were begun: each is there until its end is noted, once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from kalix_presence.hub.store import messages, ringing
from kalix_presence.hub.store.ringing import RingingCall
from tests.clocks import NINE
from tests.hub.store.kept import message, opened

FIRST = RingingCall("c2", "m1", "2041", "tray", NINE)
SECOND = RingingCall("c1", "m2", "2042", "cli", NINE + timedelta(seconds=1))


async def test_a_call_hangs_until_its_end_is_noted_once(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        for one in ("m1", "m2"):
            await store.write(lambda change, m=one: messages.put_message(change, message(m), now=NINE))
        for call in (SECOND, FIRST):
            await store.write(lambda change, call=call: ringing.put_ringing(change, call))
        assert await store.read(ringing.read_ringing) == [FIRST, SECOND]
        ends = [await store.write(lambda change, c=call: ringing.end_ringing(change, c)) for call in ("c2", "c2", "never")]
        assert ends == [True, False, False]
        assert await store.read(ringing.read_ringing) == [SECOND]
