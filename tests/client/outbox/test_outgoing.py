"""What waits is tried until the hub has it: after an outage, a kill, a full disk, and by whichever program runs."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

import msgspec
import pytest

from kalix_presence import wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.connection.rest import HubClient
from kalix_presence.client.local.cache import Cache
from kalix_presence.client.outbox import outgoing
from kalix_presence.client.outbox.process_lock import process_lock
from kalix_presence.client.session_events import LinkChanged, MessageLeft, RequestChanged, RequestState, StepChanged
from kalix_presence.hub.site.config import Config
from kalix_presence.model.callback import Step
from tests.client.house import Watched, desk, folders_in, lunch, network, set_count, until
from tests.client.left_messages import leave
from tests.clocks import Clock
from tests.hub.serving import PASSWORD, Serving, serving


async def standing_of(hub: Serving, extension: str = "2041") -> wire.Standing:
    """Where somebody stands, as the hub says."""
    client = HubClient(hub.url)
    await client.sign_in("maria", PASSWORD)
    found = (await client.person(extension)).standing
    await client.close()
    assert found is not None
    return found


def same_account(one: Watched, other: Watched) -> None:
    """Two programs of one person: one of them reaches the hub by a way that does not fail."""
    one.credentials.settings = msgspec.structs.replace(one.credentials.settings, hub=other.credentials.settings.hub)
    one.hub.site = other.hub.site


async def test_it_is_tried_again_while_the_stream_stays_up(hub: Serving, tmp_path: Path) -> None:
    with network(hub) as way:
        async with desk(way.url, tmp_path) as anna:
            await until(lambda: anna.known.me is not None)
            way.go("busy")
            outcome = await anna.set_absence("2041", lunch())
            assert (outcome.state, outcome.error.code if outcome.error else "") == (RequestState.QUEUED, "store-unwritable")
            before = way.changes
            await until(lambda: way.changes > before + 1)
            assert anna.wishes() == ["sending", "queued"], "that it still waits is said once"
            way.go("open")
            await until(lambda: anna.wishes()[-1] == "in_force")
            states = [told.state for told in anna.told if isinstance(told, LinkChanged)]
            assert states == [LinkState.ONLINE], "the stream was up all the time"
    assert set_count(hub) == 1


async def test_a_program_that_is_online_sends_what_another_left(hub: Serving, tmp_path: Path) -> None:
    with network(hub) as way:
        async with desk(way.url, tmp_path) as tray:
            await until(lambda: tray.known.me is not None)
            async with desk(way.url, tmp_path, follow=False) as line:
                way.go("busy")
                assert (await line.set_absence("2041", lunch())).state is RequestState.QUEUED
            way.go("open")
            await until(lambda: "in_force" in tray.wishes())
    assert set_count(hub) == 1


SENDS = """
import asyncio, sys
from pathlib import Path
from tests.client.house import desk, lunch
async def main():
    async with desk(sys.argv[1], Path(sys.argv[2]), follow=False) as anna:
        print("signed in", flush=True)
        await anna.set_absence("2041", lunch())
        print("sent", flush=True)
asyncio.run(main())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is POSIX")
@pytest.mark.parametrize("mode", ["frozen", "deaf"])
async def test_a_program_killed_while_it_sent_leaves_the_change_to_the_next(hub: Serving, tmp_path: Path, mode: str) -> None:
    with network(hub) as way:
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-c", SENDS, way.url, str(tmp_path), stdout=subprocess.PIPE, cwd=Path.cwd()
        )
        assert child.stdout is not None
        assert await child.stdout.readline() == b"signed in\n"
        way.go(mode)
        await until(lambda: way.changes == 1)
        if mode == "frozen":
            child.kill()
        await child.wait()
        way.go("open")
        async with desk(way.url, tmp_path, follow=False) as anna:
            assert [one.state for one in await anna.absence_sender.flush()] == [RequestState.IN_FORCE]
    assert set_count(hub) == 1


async def test_what_waits_is_shown_at_the_next_start(hub: Serving, tmp_path: Path) -> None:
    with network(hub) as way:
        async with desk(way.url, tmp_path) as anna:
            await until(lambda: Cache(tmp_path / "cache").load(anna.credentials.settings.hub, "anna"))
            way.go("down")
            await anna.set_absence("2041", lunch())
        again = Watched(way.url, folders_in(tmp_path), Clock(), "anna")
        again.recall()
        assert again.wishes() == ["queued"]
        way.go("open")
        async with desk(way.url, tmp_path, follow=False) as line:
            assert [one.state for one in await line.absence_sender.flush()] == [RequestState.IN_FORCE]
        again.hub.token = anna.hub.token
        await again.absence_sender.flush()
        assert again.wishes() == ["queued", "in_force"], "what another program sent is told too"
        await again.close()
    assert set_count(hub) == 1


async def test_a_restarted_hub_gets_what_waited(tmp_path: Path, config: Config) -> None:
    with serving(tmp_path / "hub", config=config) as hub:
        port = hub.server.port
        session = Watched(hub.url, folders_in(tmp_path), Clock())
        await session.sign_in("anna", PASSWORD)
        await until(lambda: session.known.me is not None)
    await until(lambda: session.state is LinkState.OFFLINE)
    assert (await session.set_absence("2041", lunch())).state is RequestState.QUEUED
    again = msgspec.structs.replace(config, listen=msgspec.structs.replace(config.listen, port=port))
    with serving(tmp_path / "hub", config=again) as hub:
        await until(lambda: session.wishes()[-1] == "in_force")
        assert set_count(hub) == 1
        await session.close()


async def test_a_full_disk_keeps_nobody_from_going_to_lunch(hub: Serving, tmp_path: Path) -> None:
    with network(hub) as way:
        async with desk(way.url, tmp_path, follow=False) as anna:
            (tmp_path / "data" / "outbox.db").mkdir()  # nothing can be kept under this name
            assert (await anna.set_absence("2041", lunch())).state is RequestState.IN_FORCE
            way.go("down")
            outcome = await anna.back("2041")
            assert (outcome.state, outcome.error.code if outcome.error else "") == (RequestState.REFUSED, "outbox-unwritable")


@pytest.mark.parametrize("asked", ["absence", "back", "message", "step"])
async def test_what_one_asked_for_is_not_sent_by_who_signs_in_while_its_token_is_renewed(
    hub: Serving, tmp_path: Path, asked: str
) -> None:
    """The hub refuses the token, and before there is another one somebody else signs in at this computer."""
    made = await asyncio.to_thread(leave, hub) if asked == "step" else ""
    with network(hub) as way:
        async with desk(way.url, tmp_path, "anna", follow=False) as session:
            request = wire.MessageRequest("2041", caller_number="0923-123 45")
            ways: dict[str, Callable[[], Awaitable[RequestChanged | MessageLeft | StepChanged]]] = {
                "absence": lambda: session.set_absence("2041", lunch()),
                "back": lambda: session.back("2041"),
                "message": lambda: session.messages.leave_message(request),
                "step": lambda: session.messages.request_step(made, wire.MessageStep(Step.FINISH, 1)),
            }
            hub.clock.move(hours=1)
            renew = session.credentials.renew

            async def slow_renewal(used: str | None) -> bool:
                await session.sign_in("maria", PASSWORD, follow=False)
                return await renew(used)

            session.hub.renew = slow_renewal
            outcome = await ways[asked]()
            assert (outcome.state, outcome.error and outcome.error.code) == (RequestState.QUEUED, "sign-in-needed")
            assert way.changes == 1, "it was asked again as Maria"
            assert (await session.hub.me()).username == "maria"


@pytest.mark.parametrize("kept", [True, False])
async def test_a_turn_that_does_not_come_leaves_what_is_kept_waiting_and_refuses_what_is_not(
    hub: Serving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: bool
) -> None:
    monkeypatch.setattr(outgoing, "process_lock", partial(process_lock, patience=0.05))
    with network(hub) as way:
        async with desk(way.url, tmp_path, follow=False) as anna:
            if not kept:
                (tmp_path / "data" / "outbox.db").mkdir()  # nothing can be kept under this name
            async with process_lock(tmp_path / "data" / "outbox.lock"):
                outcome = await anna.set_absence("2041", lunch())
            state = RequestState.QUEUED if kept else RequestState.REFUSED
            assert (outcome.state, outcome.error and outcome.error.code) == (state, "outbox-busy")
            assert anna.told[-1] == outcome
            assert way.changes == 0
            assert anna.absence_sender._in_line == {}, "nobody waits for its turn any longer"
