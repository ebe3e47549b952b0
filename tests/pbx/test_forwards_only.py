"""A PBX that forwards calls and does nothing else paints nothing as known and refuses each act in one way."""

from __future__ import annotations

import pytest

from kalix_presence.hub.pbx.forwards_only import FORWARDS_ONLY, ForwardsOnly
from kalix_presence.hub.pbx.protocol import Lamp, PbxReady
from kalix_presence.model.errors import Unavailable


class There(ForwardsOnly):
    connected = True


async def test_each_act_with_calls_is_refused_as_what_it_cannot() -> None:
    pbx = There()
    for act in (
        pbx.place_call("2041", "9"), pbx.move_call("x", "9"), pbx.consult_call("x", "9"), pbx.complete_consult("x"),
        pbx.cancel_consult("x"), pbx.listen("2041"),
    ):  # fmt: skip
        with pytest.raises(Unavailable, match="pbx-cannot"):
            await act
    for name in ("place_call", "move_call", "consult_call", "present_calls", "line_states", "phone_codes"):
        assert name in FORWARDS_ONLY.unable()


async def test_nobodys_line_is_known_and_no_journal_waits() -> None:
    pbx = There()
    await pbx.show("2041", Lamp(away=True))
    await pbx.message_lamp("2041", 1)
    assert await pbx.lines() == {}
    assert [await pbx.codes(), await pbx.calls(), await pbx.rang(), await pbx.conversations()] == [[], [], [], []]
    assert await pbx.counted_calls() == []
    assert (pbx.unread, pbx.virtual_phones) == (0, None)


async def test_what_it_tells_reaches_who_reads() -> None:
    pbx = There()
    events = pbx.events()
    pbx.publish(PbxReady())
    assert await anext(events) == PbxReady()
