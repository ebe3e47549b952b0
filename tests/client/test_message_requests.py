"""What is asked for about messages and cannot wait is refused at once."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import msgspec
import pytest

from kalix_presence import wire
from kalix_presence.model.callback import Step
from kalix_presence.model.errors import BadInput
from tests.client.house import Watched, desk, until
from tests.hub.serving import Serving


def leave(hub: Serving, to: str = "2041", about: str = "Bygglov") -> str:
    """Maria at the switchboard leaves a message; its id."""
    with hub.client("maria") as maria:
        wish = {"to": to, "caller_name": "Eva Niemi", "caller_number": "0923-123 45", "about": about}
        return str(maria.post("/api/v1/messages", json=wish).raise_for_status().json()["id"])


def at_hub(hub: Serving, message_id: str) -> wire.MessageView:
    """The message as the hub has it."""
    with hub.client("maria") as maria:
        return msgspec.json.decode(
            maria.get(f"/api/v1/messages/{message_id}").raise_for_status().content, type=wire.MessageView
        )


def step(message: wire.MessageView, what: Step, **more: object) -> wire.MessageStep:
    return wire.MessageStep(what, message.version, **more)  # type: ignore[arg-type]


async def arrived(desk: Watched, message_id: str) -> wire.MessageView:
    await until(lambda: message_id in desk.known.inbox.messages)
    return desk.known.inbox.messages[message_id]


async def test_ringing_back_without_a_number_is_refused_at_once(hub: Serving, tmp_path: Path) -> None:
    async with desk(hub.url, tmp_path) as anna:
        with hub.client("maria") as maria:
            answer: httpx.Response = await asyncio.to_thread(
                lambda: maria.post("/api/v1/messages", json={"to": "2041", "caller_name": "utan nummer"})
            )
        await arrived(anna, answer.json()["id"])
        with pytest.raises(BadInput, match="message-number-not-allowed"):
            await anna.messages.ring_caller(answer.json()["id"])
