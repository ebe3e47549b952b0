"""A client killed at any step of its side: what was asked for happens once or not at all, and no message is lost or comes twice."""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path

import pytest

from kalix_presence.client.session_events import MessagesChanged
from kalix_presence.model.callback import Stage
from tests.client.house import Watched, desk, network, until
from tests.client.outbox.test_message_sender import at_hub, leave
from tests.hub.serving import Serving

KILLED = """
import asyncio, os, signal, sys
from pathlib import Path
from kalix_presence import wire
from kalix_presence.client.connection.rest import HubClient
from kalix_presence.client.outbox.messages import MessageOutbox
from kalix_presence.model.callback import Outcome, Stage, Step
from tests.client.house import desk, until

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

def dies(place, name, after):
    real = getattr(place, name)
    if asyncio.iscoroutinefunction(real):
        async def dying(*given, **more):
            found = await real(*given, **more) if after else None
            die()
    else:
        def dying(*given, **more):
            if after:
                real(*given, **more)
            die()
    setattr(place, name, dying)

POINTS = {
    "before-it-is-kept": (MessageOutbox, "put", False),
    "kept": (MessageOutbox, "put", True),
    "answered-step": (HubClient, "step_message", True),
    "answered-message": (HubClient, "leave_message", True),
    "before-it-is-settled": (MessageOutbox, "settle", False),
    "settled": (MessageOutbox, "settle", True),
}

async def main(url, folder, message, point, what):
    async with desk(url, Path(folder)) as anna:
        await until(lambda: message in anna.known.inbox.messages and anna.known.inbox.messages[message].stage is Stage.DELIVERED)
        dies(*POINTS[point])
        if what == "step":
            version = anna.known.inbox.messages[message].version
            await anna.messages.request_step(message, wire.MessageStep(Step.TRY, version, Outcome.BUSY))
        else:
            await anna.messages.leave_message(wire.MessageRequest("2042", caller_name="Eva Niemi", about="Ring upp"))

asyncio.run(main(*sys.argv[1:]))
"""

DELIVERING = """
import asyncio, os, signal, sys
from pathlib import Path
from kalix_presence.client.connection.rest import HubClient
from kalix_presence.model.callback import Step
from tests.client.house import desk, until

async def main(url, folder, message, when):
    real = HubClient.step_message
    async def dying(self, message_id, step, **more):
        if when == "after":
            await real(self, message_id, step, **more)
        os.kill(os.getpid(), signal.SIGKILL)
    HubClient.step_message = dying
    async with desk(url, Path(folder)) as anna:
        await until(lambda: False)

asyncio.run(main(*sys.argv[1:]))
"""


async def killed(program: str, *arguments: str) -> None:
    child = await asyncio.create_subprocess_exec(sys.executable, "-c", program, *arguments)
    assert await child.wait() == -signal.SIGKILL


def nothing_waits(desk: Watched) -> bool:
    return not desk.message_sender.outbox.all(desk.account)


@pytest.mark.parametrize(
    ("point", "attempts"),
    [("before-it-is-kept", 0), ("kept", 1), ("answered-step", 1), ("before-it-is-settled", 1), ("settled", 1)],
)
async def test_a_step_is_taken_once_wherever_the_client_dies(hub: Serving, tmp_path: Path, point: str, attempts: int) -> None:
    made = await asyncio.to_thread(leave, hub)
    await killed(KILLED, hub.url, str(tmp_path), made, point, "step")
    async with desk(hub.url, tmp_path) as anna:
        await until(lambda: made in anna.known.inbox.messages and nothing_waits(anna))
    assert len(at_hub(hub, made).attempts) == attempts


@pytest.mark.parametrize(
    ("point", "left"),
    [("before-it-is-kept", 0), ("kept", 1), ("answered-message", 1), ("before-it-is-settled", 1), ("settled", 1)],
)
async def test_a_message_is_left_once_wherever_the_client_dies(hub: Serving, tmp_path: Path, point: str, left: int) -> None:
    made = await asyncio.to_thread(leave, hub)
    await killed(KILLED, hub.url, str(tmp_path), made, point, "message")
    async with desk(hub.url, tmp_path) as anna:
        await until(lambda: made in anna.known.inbox.messages and nothing_waits(anna))
    with hub.client("per") as per:
        assert len(per.get("/api/v1/messages").json()["messages"]) == left


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_message_is_told_of_whole_after_a_death_while_it_was_delivered(hub: Serving, tmp_path: Path, when: str) -> None:
    made = await asyncio.to_thread(leave, hub)
    await killed(DELIVERING, hub.url, str(tmp_path), made, when)
    assert at_hub(hub, made).stage is (Stage.NEW if when == "before" else Stage.DELIVERED)
    async with desk(hub.url, tmp_path) as anna:
        await until(lambda: made in anna.known.inbox.messages and anna.known.inbox.messages[made].stage is Stage.DELIVERED)
        told = [each for each in anna.told if isinstance(each, MessagesChanged) and each.whole and each.messages]
        assert [[message.id for message in each.messages] for each in told] == [[made]]


async def test_an_acknowledgement_that_was_lost_is_given_again_while_the_stream_stays_up(hub: Serving, tmp_path: Path) -> None:
    with network(hub) as way:
        async with desk(way.url, tmp_path) as anna:
            await until(lambda: anna.known.me is not None and any(isinstance(each, MessagesChanged) for each in anna.told))
            way.go("busy")
            made = await asyncio.to_thread(leave, hub)
            await until(lambda: any("PATCH" in asked for asked in way.asked))
            assert at_hub(hub, made).stage is Stage.NEW
            way.go("open")
            await asyncio.to_thread(leave, hub, "2041", "something passes on the stream")
            await until(lambda: anna.known.inbox.messages[made].stage is Stage.DELIVERED)
