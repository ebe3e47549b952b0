"""A virtual phone that is set up is not connected before it has signed in, and is gone with its account."""

from __future__ import annotations

import pytest

from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx
from kalix_presence.hub.pbx.phone_accounts import PhoneAccount
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.line import LineState
from tests.clocks import Clock
from tests.hub.house import embedded

NINA = PhoneAccount("2070", "Nina Ny")


async def started() -> EmbeddedPbx:
    pbx = embedded(Clock())
    await pbx.start()
    return pbx


async def test_its_line_follows_its_account() -> None:
    pbx = await started()
    await pbx.put_phone(NINA, "first", "a:1")
    assert (await pbx.lines())["2070"] is LineState.NOT_REGISTERED
    assert not pbx.sign_in("2070", "second")
    assert pbx.sign_in("2070", "first")
    assert (await pbx.lines())["2070"] is LineState.IDLE
    await pbx.put_phone(NINA, None, "a:2")
    assert (await pbx.lines())["2070"] is LineState.IDLE, "a change without a secret lets nobody go"
    await pbx.put_phone(NINA, "second", "a:3")
    assert (await pbx.lines())["2070"] is LineState.NOT_REGISTERED
    await pbx.remove_phone("2070", "a:4")
    assert "2070" not in await pbx.lines()
    await pbx.undo_phones()
    assert pbx.sign_in("2070", "second")


async def test_without_its_plug_nothing_is_changed() -> None:
    pbx = await started()
    pbx.unplug()
    for change in (pbx.put_phone(NINA, "first", "a:1"), pbx.remove_phone("2070", "a:2")):
        with pytest.raises(Unavailable, match="pbx-unreachable"):
            await change
    assert await pbx.phone_accounts() == frozenset()
