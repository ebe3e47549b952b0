"""What the grid asks of the hub, over a connection that loses answers."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from kalix_presence import wire
from kalix_presence.client import for_others
from kalix_presence.client.connection import reception as exchange
from kalix_presence.client.connection.rest import HubClient
from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx
from kalix_presence.model.errors import BadInput, Unavailable
from kalix_presence.model.line import LineState
from tests.client.house import desk, lunch, network, set_count, until
from tests.hub.serving import PASSWORD, Serving


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Whose phone the PBX was asked to ring."""
    asked: list[str] = []
    really = EmbeddedPbx.place_call

    async def place_call(self: EmbeddedPbx, extension: str, number: str) -> str:
        asked.append(extension)
        return await really(self, extension, number)

    monkeypatch.setattr(EmbeddedPbx, "place_call", place_call)
    return asked


def is_free(hub: Serving, extension: str) -> bool:
    """Whether the hub knows of no call of that phone any more: it is told so by the PBX, a moment later."""
    core = hub.hub.core
    return core.board.states[extension].line is LineState.IDLE and not core.reception.calls.others_of(extension)


async def test_a_call_whose_answer_is_lost_is_asked_for_again_and_rings_once(hub: Serving, rung: list[str]) -> None:
    with network(hub) as way:
        anna = HubClient(way.url)
        await anna.sign_in("anna", PASSWORD)
        way.go("deaf once")
        begun = await exchange.place_call(anna, "2042")
        assert begun.call
        assert rung == ["2041"]
        # Another call that somebody asks for is another call, once the phone is free.
        hub.on_loop(lambda: cast(EmbeddedPbx, hub.hub.pbx).hang_up("2041"))
        await until(lambda: hub.on_loop(lambda: is_free(hub, "2041")))
        await exchange.place_call(anna, "2043")
        assert rung == ["2041", "2041"]
        await anna.close()


async def test_a_call_is_not_asked_for_again_when_the_hub_refused_it_or_is_not_there(hub: Serving, rung: list[str]) -> None:
    with network(hub) as way:
        anna = HubClient(way.url)
        await anna.sign_in("anna", PASSWORD)
        with pytest.raises(BadInput):
            await exchange.place_call(anna, "0900123456")
        way.go("down")
        with pytest.raises(Unavailable, match="hub-unreachable"):
            await exchange.place_call(anna, "2042")
        assert rung == []
        await anna.close()


async def test_an_absence_for_somebody_whose_answer_was_lost_is_made_and_ended_once(hub: Serving, tmp_path: Path) -> None:
    with network(hub) as way:
        async with desk(way.url, tmp_path, "maria", follow=False) as maria:
            for act in (lambda: for_others.set_for(maria, "2041", lunch()), lambda: for_others.end_for(maria, "2041")):
                before = hub.hub.board.number
                way.go("deaf once")
                await act()
                await until(lambda: not maria.absence_sender.waiting())
                told = [each for each in told_for_you(hub) if each > before]
                assert len(told) == 1
            assert set_count(hub) == 1


def told_for_you(hub: Serving) -> list[int]:
    """The numbers of the events by which somebody was told what another did for them."""
    sql = "SELECT id FROM event WHERE kind = 'set_for_you'"
    found: list[tuple[int]] = hub.on_loop(lambda: hub.hub.store.read(lambda database: database.execute(sql).fetchall()))
    return [row[0] for row in found]


async def test_ringing_back_whose_answer_is_lost_rings_once(hub: Serving, rung: list[str]) -> None:
    with network(hub) as way:
        maria = HubClient(way.url)
        await maria.sign_in("maria", PASSWORD)
        wish = wire.MessageRequest("2001", caller_number="0923555012")
        message = await maria.leave_message(wish, key="k")
        way.go("deaf once")
        assert (await maria.ring_message(message.id)).call
        assert rung == ["2001"]
        await maria.close()
