"""All that has to do with callback messages, put together: one book, one clock, what is begun, and in which order it is taken in."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kalix_presence import shipped
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.board.event_bus import EventBus
from kalix_presence.hub.callbacks.assembly import CallbackAssembly
from kalix_presence.hub.callbacks.copies.delivery import Copy, Delivery
from kalix_presence.hub.pbx.capabilities import Capabilities
from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx
from kalix_presence.hub.pbx.hooks import PbxHooks
from kalix_presence.hub.site.limits import HubLimits
from kalix_presence.hub.store import Store, messages
from kalix_presence.model.callback import Addressee, AddresseeKind, CallbackMessage, CallingParty, Stage
from kalix_presence.model.copies import CopyChannel
from tests.clocks import NINE, Clock
from tests.hub.callbacks.house import pbx_of


class Nowhere:
    """A sender that is never asked."""

    def send(self, copy: Copy) -> Delivery:
        raise AssertionError(copy)

    def check(self) -> None:
        """Always there."""


class Begun:
    """What a supervisor was given to keep going: whether each is vital."""

    def __init__(self) -> None:
        self.vital: dict[str, bool] = {}

    def run(self, name: str, work: Callable[[], Awaitable[None]], *, vital: bool = True) -> None:
        assert callable(work)
        self.vital[name] = vital


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    one = Store(tmp_path / "kalix.db")
    yield one
    one.close()


def made(store: Store, clock: Clock, **more: Any) -> CallbackAssembly:
    board = Board(shipped.default_reasons(), shipped.default_policy())
    senders = more.get("senders", {CopyChannel.MAIL: Nowhere()})
    return CallbackAssembly(board, store, EventBus(board), pbx_of(clock), senders, limits=HubLimits(), clock=clock)


def message(id_: str, **more: object) -> CallbackMessage:
    to = Addressee(AddresseeKind.PERSON, "2041")
    usual = CallbackMessage(id_, to, CallingParty("Karin"), "2001", NINE, NINE + timedelta(hours=1))
    return replace(usual, **more)  # type: ignore[arg-type]


async def test_what_lasts_is_begun_and_only_taking_in_and_reminding_are_vital(store: Store) -> None:
    begun = Begun()
    made(store, Clock()).start(begun)  # type: ignore[arg-type]
    assert begun.vital == {
        "call-journal": True,
        "reminders": True,
        "message-lamps": False,
        "message-retention": False,
        "copies-mail": False,
    }


async def test_a_pbx_without_message_lamps_has_none_to_follow(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = Begun()
    monkeypatch.setattr(EmbeddedPbx, "capabilities", Capabilities(message_lamp=False))
    made(store, Clock(), senders={}).start(begun)  # type: ignore[arg-type]
    assert begun.vital.keys() == {"call-journal": 0, "reminders": 0, "message-retention": 0}.keys()


async def test_all_of_it_goes_by_the_hub_s_clock_and_one_book(store: Store) -> None:
    clock = Clock()
    callbacks = made(store, clock)
    parts = (callbacks.ringing, callbacks.missed, callbacks.reminding, callbacks.lamps, callbacks.post, callbacks.retention)
    assert [part._clock for part in parts] == [clock] * len(parts)
    with_book = (callbacks.asked, callbacks.ringing, callbacks.missed, callbacks.reminding, callbacks.lamps)
    assert {id(part._book) for part in with_book} == {id(callbacks.book)}


async def test_what_a_hub_that_was_stopped_has_left_is_taken_in_before_anything_is_heard(store: Store) -> None:
    def furnish(change: Any) -> None:
        messages.put_message(change, message("open"), now=NINE)
        messages.put_message(change, message("done", stage=Stage.DONE, closed_at=NINE), now=NINE)

    await store.write(furnish)
    callbacks, hooks = made(store, Clock()), PbxHooks()
    before = hooks.on_ready
    await callbacks.load(hooks)
    assert callbacks.book.open.keys() == {"open": 0}.keys()
    assert callbacks.lamps._theirs.keys() == {"2041": 0}.keys()
    assert hooks.on_ready != before
    await callbacks.idle()
