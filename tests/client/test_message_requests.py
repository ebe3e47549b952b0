"""What is asked for about messages: what cannot wait is refused at once, what is done is found, what is seen is told."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest

from kalix_presence.model.absence import Way
from kalix_presence.model.callback import Stage, Step
from kalix_presence.model.errors import BadInput
from tests.client.house import desk, network, until
from tests.client.left_messages import arrived, at_hub, leave, step
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


def leave_done(hub: Serving, about: str) -> str:
    """A message that Maria has left and finished, a minute after the one before; its id."""
    hub.clock.move(minutes=1)
    made = leave(hub, about=about)
    with hub.client("maria") as maria:
        body = {"step": "finish", "version": at_hub(hub, made).version}
        maria.patch(f"/api/v1/messages/{made}", json=body).raise_for_status()
    return made


async def test_done_messages_are_found_page_by_page_with_the_newest_first(hub: Serving, tmp_path: Path) -> None:
    first, other, last = [await asyncio.to_thread(leave_done, hub, about) for about in ("Bygglov", "Karta", "Bygglov igen")]
    await asyncio.to_thread(leave, hub, about="Bygglov som väntar")
    async with desk(hub.url, tmp_path, follow=False) as anna:
        page = await anna.messages.find_done(query="bygglov", limit=1)
        assert [each.id for each in page.messages] == [last]
        page = await anna.messages.find_done(query="bygglov", after=page.next, limit=1)
        assert ([each.id for each in page.messages], page.next) == ([first], None)
        everything = await anna.messages.find_done()
        assert [each.id for each in everything.messages] == [last, other, first]


async def test_that_a_message_was_looked_at_is_told_and_shown_before_the_stream_says_so(hub: Serving, tmp_path: Path) -> None:
    made = await asyncio.to_thread(leave, hub)
    async with desk(hub.url, tmp_path, follow=False) as anna:
        await anna.fetcher.fetch_messages()
        await anna.messages.mark_seen(made, step(anna.known.inbox.messages[made], Step.SEE))
        assert anna.known.inbox.messages[made].stage is Stage.SEEN
    assert at_hub(hub, made).stage is Stage.SEEN


async def test_that_a_message_was_looked_at_is_not_kept_while_the_hub_is_away(hub: Serving, tmp_path: Path) -> None:
    made = await asyncio.to_thread(leave, hub)
    with network(hub) as way:
        async with desk(way.url, tmp_path) as anna:
            await until(lambda: made in anna.known.inbox.messages and anna.known.inbox.messages[made].stage is Stage.DELIVERED)
            way.go("down")
            await anna.messages.mark_seen(made, step(anna.known.inbox.messages[made], Step.SEE))
            assert anna.known.inbox.messages[made].stage is Stage.DELIVERED
            assert anna.message_sender.waiting() == []


async def test_a_caller_is_rung_by_the_way_it_was_asked(hub: Serving, tmp_path: Path) -> None:
    made = await asyncio.to_thread(leave, hub)
    async with desk(hub.url, tmp_path, follow=False) as anna:
        asked: list[tuple[str, dict[str, str] | None]] = []
        ask_twice = anna.hub.ask_twice

        async def watched(path: str, *args: Any, params: dict[str, str] | None = None) -> Any:
            asked.append((path, params))
            return await ask_twice(path, *args, params=params)

        anna.hub.ask_twice = watched  # type: ignore[method-assign]
        assert (await anna.messages.ring_caller(made, way=Way.CLI)).call
        await anna.messages.ring_caller(made)
    assert asked == [(f"/messages/{made}/ring", {"way": way}) for way in ("cli", "tray")]
