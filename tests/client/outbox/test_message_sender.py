"""Callback messages at a desk: they come live, steps reach the hub once and in order, and nothing acknowledged is lost."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import msgspec
import pytest

from kalix_presence import wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.outbox import outgoing
from kalix_presence.client.outbox.process_lock import process_lock
from kalix_presence.client.session_events import MessageLeft, RequestState
from kalix_presence.model.callback import Outcome, Stage, Step
from tests.client.house import desk, folders_in, network, until
from tests.client.left_messages import arrived, at_hub, leave, step, steps
from tests.hub.serving import Serving


async def test_what_came_while_nobody_was_there_is_fetched_at_the_start(hub: Serving, tmp_path: Path) -> None:
    made = await asyncio.to_thread(leave, hub)
    async with desk(hub.url, tmp_path) as anna:
        await until(lambda: made in anna.known.inbox.messages and anna.known.inbox.messages[made].stage is Stage.DELIVERED)


async def test_steps_are_taken_and_told(hub: Serving, tmp_path: Path) -> None:
    made = await asyncio.to_thread(leave, hub)
    async with desk(hub.url, tmp_path) as anna:
        message = await arrived(anna, made)
        outcome = await anna.messages.request_step(made, step(message, Step.TRY, outcome=Outcome.NO_ANSWER))
        assert (outcome.state, steps(anna)) == (RequestState.IN_FORCE, ["sending", "in_force"])
        done = await anna.messages.request_step(made, step(anna.known.inbox.messages[made], Step.FINISH))
        assert done.message is not None
        assert done.message.stage is Stage.DONE
        assert anna.known.inbox.messages[made].stage is Stage.DONE
        found = await anna.messages.find_done(query="niemi")
        assert [each.id for each in found.messages] == [made]


async def test_the_second_of_two_is_told_who_stands_where(hub: Serving, tmp_path: Path) -> None:
    made = await asyncio.to_thread(leave, hub)
    async with desk(hub.url, tmp_path) as anna:
        message = await arrived(anna, made)
        with hub.client("maria") as maria:
            body = {"step": "finish", "version": message.version}
            await asyncio.to_thread(lambda: maria.patch(f"/api/v1/messages/{made}", json=body).raise_for_status())
        outcome = await anna.messages.request_step(made, step(message, Step.LATER))
        assert outcome.state is RequestState.REFUSED
        assert outcome.error is not None
        assert outcome.error.code == "message-changed"
        assert anna.known.inbox.messages[made].stage is Stage.DONE


async def test_steps_offline_wait_and_are_sent_once_in_order(hub: Serving, tmp_path: Path) -> None:
    made = await asyncio.to_thread(leave, hub)
    with network(hub) as way:
        async with desk(way.url, tmp_path) as anna:
            await until(lambda: made in anna.known.inbox.messages and anna.known.inbox.messages[made].stage is Stage.DELIVERED)
            message = anna.known.inbox.messages[made]
            way.go("down")
            await until(lambda: anna.state is not LinkState.ONLINE)
            first = await anna.messages.request_step(made, step(message, Step.TRY, outcome=Outcome.NO_ANSWER))
            second = await anna.messages.request_step(made, step(message, Step.FINISH))
            assert (first.state, second.state) == (RequestState.QUEUED, RequestState.QUEUED)
            assert anna.known.inbox.messages[made].stage is Stage.DELIVERED, "nothing is shown as done before the hub has it"
            way.go("open")
            anna.try_now()
            await until(lambda: anna.known.inbox.messages[made].stage is Stage.DONE)
    kept = at_hub(hub, made)
    assert [each.outcome for each in kept.attempts] == [Outcome.NO_ANSWER]


async def test_what_another_program_s_turn_holds_back_is_sent_by_itself_once_it_is_over(
    hub: Serving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[Path] = []

    def hurried(path: Path) -> AbstractAsyncContextManager[None]:
        tries.append(path)
        return process_lock(path, patience=0.05)

    monkeypatch.setattr(outgoing, "process_lock", hurried)
    made = await asyncio.to_thread(leave, hub)
    async with desk(hub.url, tmp_path) as anna:
        message = await arrived(anna, made)
        async with process_lock(folders_in(tmp_path).data / "message-outbox.lock"):
            outcome = await anna.messages.request_step(made, step(message, Step.TRY, outcome=Outcome.BUSY))
            assert (outcome.state, outcome.error and outcome.error.code) == (RequestState.QUEUED, "outbox-busy")
            seen = len(tries)
            await until(lambda: len(tries) > seen + 2)
        await until(lambda: steps(anna)[-1] == "in_force")
    assert len(at_hub(hub, made).attempts) == 1


async def test_a_lost_answer_does_nothing_twice(hub: Serving, tmp_path: Path) -> None:
    made = await asyncio.to_thread(leave, hub)
    with network(hub) as way:
        async with desk(way.url, tmp_path) as anna:
            await until(lambda: made in anna.known.inbox.messages and anna.known.inbox.messages[made].stage is Stage.DELIVERED)
            message = anna.known.inbox.messages[made]
            way.go("deaf")
            asked = asyncio.ensure_future(anna.messages.request_step(made, step(message, Step.TRY, outcome=Outcome.BUSY)))
            assert (await asked).state is RequestState.QUEUED
            way.go("open")
            anna.try_now()
            await until(lambda: steps(anna)[-1] == "in_force")
    assert len(at_hub(hub, made).attempts) == 1


KILLED = """
import asyncio, sys
from pathlib import Path
from kalix_presence import wire
from kalix_presence.model.callback import Outcome, Stage, Step
from tests.client.house import desk, until
from tests.client.left_messages import arrived, at_hub, leave, step, steps

async def main(url, folder, message):
    async with desk(url, Path(folder)) as anna:
        # Only once the hub knows it as delivered: reading a line below holds this loop, and with it whatever is still to be sent.
        await until(lambda: message in anna.known.inbox.messages and anna.known.inbox.messages[message].stage is Stage.DELIVERED)
        print("ready", flush=True)
        sys.stdin.readline()
        version = anna.known.inbox.messages[message].version
        await anna.messages.request_step(message, wire.MessageStep(Step.TRY, version, Outcome.BUSY))

asyncio.run(main(*sys.argv[1:]))
"""


async def test_a_client_killed_while_a_step_is_on_its_way_sends_it_once_at_the_next_start(hub: Serving, tmp_path: Path) -> None:
    made = await asyncio.to_thread(leave, hub)
    with network(hub) as way:
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-c", KILLED, way.url, str(tmp_path), made, stdout=subprocess.PIPE, stdin=subprocess.PIPE
        )
        assert child.stdout is not None
        assert child.stdin is not None
        assert await child.stdout.readline() == b"ready\n"
        before = way.changes
        way.go("frozen")
        child.stdin.write(b"\n")
        await child.stdin.drain()
        await until(lambda: way.changes > before)
        child.kill()
        await child.wait()
        way.go("open")
        async with desk(way.url, tmp_path) as anna:
            await until(lambda: made in anna.known.inbox.messages and anna.known.inbox.messages[made].stage is Stage.TRIED)
    assert len(at_hub(hub, made).attempts) == 1


async def test_leaving_a_message_is_durable_before_it_is_told(hub: Serving, tmp_path: Path) -> None:
    with network(hub) as way:
        async with desk(way.url, tmp_path) as anna:
            await until(lambda: anna.known.me is not None)
            way.go("down")
            wish = wire.MessageRequest("2042", caller_name="Eva Niemi", about="Ring upp")
            assert (await anna.messages.leave_message(wish)).state is RequestState.QUEUED
        way.go("open")
        async with desk(way.url, tmp_path) as anna:
            await until(
                lambda: any(isinstance(told, MessageLeft) and told.state is RequestState.IN_FORCE for told in anna.told)
            )
    with hub.client("per") as per:
        assert [each["about"] for each in per.get("/api/v1/messages").json()["messages"]] == ["Ring upp"]


async def test_what_waits_behind_another_message_is_not_sent_by_who_has_signed_in_meanwhile(
    hub: Serving, tmp_path: Path
) -> None:
    with network(hub) as way:
        async with desk(way.url, tmp_path, "maria", follow=False) as maria:
            way.go("down")
            for about in ("Först", "Sedan"):
                await maria.messages.leave_message(wire.MessageRequest("2041", caller_name="Eva", about=about))
            before = way.changes
            way.go("held")
            flush = asyncio.create_task(maria.message_sender.flush())
            await until(lambda: way.changes > before)
            maria.credentials.settings = msgspec.structs.replace(maria.credentials.settings, username="per")
            way.go("open")
            await flush
            told = [each for each in maria.told if isinstance(each, MessageLeft) and each.request.about == "Sedan"][-1]
            assert (told.state, told.error and told.error.code) == (RequestState.QUEUED, "not-signed-in")
    with hub.client("anna") as anna:
        assert [each["about"] for each in anna.get("/api/v1/messages").json()["messages"]] == ["Först"]


async def test_a_refused_message_keeps_what_was_typed(hub: Serving, tmp_path: Path) -> None:
    async with desk(hub.url, tmp_path) as anna:
        wish = wire.MessageRequest("9999", caller_name="Eva", about="En lång text")
        outcome = await anna.messages.leave_message(wish)
        assert (outcome.state, outcome.request) == (RequestState.REFUSED, wish)
        assert outcome.error is not None
        assert outcome.error.code == "extension-unknown"


async def test_a_message_that_was_sent_along_before_its_turn_came_is_not_sent_again(hub: Serving, tmp_path: Path) -> None:
    with network(hub) as way:
        async with desk(way.url, tmp_path, "maria", follow=False) as maria:
            way.go("down")
            await maria.messages.leave_message(wire.MessageRequest("2041", caller_name="Eva", about="Först"))
            way.go("open")
            before = way.changes
            async with process_lock(tmp_path / "data" / "message-outbox.lock"):
                flush = asyncio.create_task(maria.message_sender.flush())
                wish = wire.MessageRequest("2041", caller_name="Eva", about="Sedan")
                asked = asyncio.create_task(maria.messages.leave_message(wish))
                await until(lambda: len(maria.message_sender.waiting()) == 2)
            first, second = await flush
            assert await asked is second
            assert [one.state for one in (first, second)] == [RequestState.IN_FORCE] * 2
            assert way.changes == before + 2


async def test_a_message_that_another_program_sent_before_its_turn_came_is_left_once_and_told(
    hub: Serving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(hub.url, tmp_path, follow=False) as tray, desk(hub.url, tmp_path, follow=False) as line:
        others = [line]

        @asynccontextmanager
        async def after_the_other(path: Path) -> AsyncIterator[None]:
            while others:
                assert [each.state for each in await others.pop().message_sender.flush()] == [RequestState.IN_FORCE]
            async with process_lock(path):
                yield

        monkeypatch.setattr(outgoing, "process_lock", after_the_other)
        outcome = await tray.messages.leave_message(wire.MessageRequest("2042", caller_name="Eva Niemi", about="Ring upp"))
        assert outcome.state is RequestState.IN_FORCE
        assert [told.state.value for told in tray.told if isinstance(told, MessageLeft)] == ["sending", "in_force"]
    with hub.client("per") as per:
        assert [each["about"] for each in per.get("/api/v1/messages").json()["messages"]] == ["Ring upp"]


async def test_what_waits_when_somebody_signs_out_is_told_as_refused_and_never_sent(hub: Serving, tmp_path: Path) -> None:
    with network(hub) as way:
        async with desk(way.url, tmp_path, follow=False) as anna:
            way.go("down")
            asked = await anna.messages.leave_message(wire.MessageRequest("2042", caller_name="Eva", about="Ring upp"))
            anna.told.clear()
            anna.message_sender.forget()
            way.go("open")
            [told] = anna.told
            assert isinstance(told, MessageLeft)
            assert (told.key, told.request.about) == (asked.key, "Ring upp")
            assert (told.state, told.error and told.error.code) == (RequestState.REFUSED, "not-signed-in")
            assert await anna.message_sender.flush() == []
    with hub.client("per") as per:
        assert per.get("/api/v1/messages").json()["messages"] == []


async def test_what_still_waits_goes_before_a_new_message_and_whoever_asks_is_told_of_their_own(
    hub: Serving, tmp_path: Path
) -> None:
    with network(hub) as way:
        async with desk(way.url, tmp_path, "maria", follow=False) as maria:
            way.go("down")
            await maria.messages.leave_message(wire.MessageRequest("9999", caller_name="Eva", about="Först"))
            way.go("open")
            before = way.changes
            maria.told.clear()
            outcome = await maria.messages.leave_message(wire.MessageRequest("2041", caller_name="Eva", about="Sedan"))
            assert (outcome.request.about, outcome.state) == ("Sedan", RequestState.IN_FORCE)
            assert [(each.request.about, each.state.value) for each in maria.told if isinstance(each, MessageLeft)] == [
                ("Sedan", "sending"),
                ("Först", "refused"),
                ("Sedan", "in_force"),
            ]
            assert way.changes == before + 2
