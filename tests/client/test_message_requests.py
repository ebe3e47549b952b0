"""What is asked for about messages and cannot wait is refused at once."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest

from kalix_presence.model.errors import BadInput
from tests.client.house import desk
from tests.client.left_messages import arrived
from tests.hub.serving import Serving


async def test_ringing_back_without_a_number_is_refused_at_once(hub: Serving, tmp_path: Path) -> None:
    async with desk(hub.url, tmp_path) as anna:
        with hub.client("maria") as maria:
            answer: httpx.Response = await asyncio.to_thread(
                lambda: maria.post("/api/v1/messages", json={"to": "2041", "caller_name": "utan nummer"})
            )
        await arrived(anna, answer.json()["id"])
        with pytest.raises(BadInput, match="message-number-not-allowed"):
            await anna.messages.ring_caller(answer.json()["id"])
