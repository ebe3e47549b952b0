"""What the grid asks of the hub, over a connection that loses answers."""

from __future__ import annotations

import pytest

from kalix_presence.client import exchange
from kalix_presence.client.hub import HubClient
from kalix_presence.hub.pbx.embedded import EmbeddedPbx
from kalix_presence.model.errors import BadInput, Unavailable
from tests.client.house import network
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


async def test_a_call_whose_answer_is_lost_is_asked_for_again_and_rings_once(hub: Serving, rung: list[str]) -> None:
    with network(hub) as way:
        anna = HubClient(way.url)
        await anna.sign_in("anna", PASSWORD)
        way.go("deaf once")
        begun = await exchange.place_call(anna, "2042")
        assert begun.call
        assert rung == ["2041"]
        # Another call that somebody asks for is another call.
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
