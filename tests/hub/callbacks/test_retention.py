"""Done messages are erased when their days are over, everywhere, and only they; nothing of the text is left in the file."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest
from structlog.testing import CapturingLogger

from kalix_presence import shipped, wire
from kalix_presence.hub.callbacks import retention
from kalix_presence.hub.callbacks.retention import MessageRetention
from kalix_presence.hub.core.core import Core
from kalix_presence.hub.store import messages
from kalix_presence.hub.store.frames import Frame
from kalix_presence.model.callback import Step
from kalix_presence.model.errors import Unavailable
from kalix_presence.wire.event_kinds import EventKind
from tests.clocks import NINE, Clock
from tests.hub.callbacks.house import AS_ANNA, left, pbx_of, running

SECRET = "Ring om mina barns placering"


@pytest.fixture
async def hub(path: Path, clock: Clock) -> AsyncIterator[tuple[Core, list[Frame]]]:
    async with running(path, pbx_of(clock), clock) as started:
        yield started


async def done(core: Core) -> str:
    message = await left(core, about=SECRET)
    await core.callbacks.asked.step(AS_ANNA, message.id, wire.MessageStep(Step.FINISH, 1), key=None, now=core.clock())
    return message.id


async def test_what_was_done_ninety_days_ago_is_erased_and_every_client_told(
    hub: tuple[Core, list[Frame]], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    core, frames = hub
    erased = await done(core)
    waiting = await left(core)
    clock.move(days=89)
    kept = await done(core)
    assert await core.callbacks.retention.forget(clock()) == 0
    clock.move(days=1, seconds=1)
    logged: CapturingLogger = CapturingLogger()
    monkeypatch.setattr("kalix_presence.hub.callbacks.retention.log", logged)
    assert await core.callbacks.retention.forget(clock()) == 1
    assert [(call.args, call.kwargs["count"]) for call in logged.calls] == [(("messages-erased",), 1)]
    assert erased not in str(logged.calls)
    told = [
        msgspec.json.decode(frame.full, type=wire.MessagesForgotten)
        for frame in frames
        if frame.kind == EventKind.MESSAGES_FORGOTTEN
    ]
    assert [each.ids for each in told] == [[erased]]
    assert await core.store.read(lambda sql: messages.read_message(sql, erased)) is None
    assert await core.store.read(lambda sql: messages.read_steps(sql, erased)) == []
    for other in (kept, waiting.id):
        assert await core.store.read(lambda sql, one=other: messages.read_message(sql, one)) is not None


async def test_no_event_keeps_a_text_longer_than_the_message(path: Path, clock: Clock) -> None:
    policy = replace(shipped.default_policy(), callback_kept_days=1)
    async with running(path, pbx_of(clock), clock, policy) as (core, _):
        await done(core)
        clock.move(days=1, minutes=1)
        await core.callbacks.retention.forget(clock())
        await core.absence_clock._forget(clock())
        left_over = await core.store.read(lambda sql: sql.execute('SELECT "full" FROM event').fetchall())
        assert not any(SECRET.encode() in row[0] for row in left_over)
        in_a_file = core.store.database.in_a_file
    assert not in_a_file or SECRET.encode() not in path.read_bytes(), "erased text is overwritten in the file"


async def test_a_great_many_are_told_in_several_events(hub: tuple[Core, list[Frame]], clock: Clock) -> None:
    core, frames = hub
    for _ in range(3):
        await done(core)
    clock.move(days=91)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kalix_presence.hub.callbacks.retention.IDS_IN_AN_EVENT", 2)
        assert await core.callbacks.retention.forget(clock()) == 3
    told = [
        msgspec.json.decode(frame.full, type=wire.MessagesForgotten)
        for frame in frames
        if frame.kind == EventKind.MESSAGES_FORGOTTEN
    ]
    assert [len(each.ids) for each in told] == [2, 1]


async def test_it_erases_at_the_start_and_once_an_hour_by_the_hub_s_clock_also_after_the_store_was_full(
    path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(path, pbx_of(clock), clock) as (core, _):
        asked: list[datetime] = []
        waits: list[float] = []

        async def forget(self: MessageRetention, now: datetime) -> int:
            asked.append(now)
            if len(asked) == 1:
                raise Unavailable("store-full")
            return 0

        async def sleep(seconds: float) -> None:
            waits.append(seconds)
            clock.move(hours=1)
            if len(waits) == 3:
                raise asyncio.CancelledError

        monkeypatch.setattr(MessageRetention, "forget", forget)
        monkeypatch.setattr(retention, "asyncio", SimpleNamespace(sleep=sleep))
        with pytest.raises(asyncio.CancelledError):
            await core.callbacks.retention.run()
        assert asked == [NINE, NINE + timedelta(hours=1), NINE + timedelta(hours=2)]
        assert waits == [3600.0] * 3


async def test_colleagues_forget_it_like_everybody(hub: tuple[Core, list[Frame]], clock: Clock) -> None:
    core, frames = hub
    await done(core)
    clock.move(days=91)
    await core.callbacks.retention.forget(clock())
    [told] = [frame for frame in frames if frame.kind == EventKind.MESSAGES_FORGOTTEN]
    assert told.colleague == told.full
