"""A hub core with people in two units, deputies and an officer; what the tests of callback messages stand on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import msgspec

from kalix_presence import wire
from kalix_presence.hub.core.core import Core
from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx
from kalix_presence.hub.site.limits import HubLimits
from kalix_presence.hub.store import Store, Transaction, people
from kalix_presence.hub.store.frames import Frame
from kalix_presence.model.access import Caller, Role
from kalix_presence.model.callback import CallbackMessage
from kalix_presence.model.directory import Person, Unit
from kalix_presence.model.policy import Policy
from kalix_presence.wire.event_kinds import EventKind
from tests.clocks import Clock
from tests.hub import house
from tests.hub.house import embedded, until

KARIN = "+46923555012"
"""The number of somebody who calls."""
ANNA, PER, OLLE, SIV = "2041", "2042", "2043", "2061"
EXTENSIONS = (ANNA, PER, OLLE, SIV, "2001")
AS_ANNA = Caller("anna", ANNA, "bygg", frozenset({Role.EMPLOYEE}))
AS_PER = Caller("per", PER, "bygg", frozenset({Role.EMPLOYEE}))
AS_OLLE = Caller("olle", OLLE, "bygg", frozenset({Role.EMPLOYEE}))
AS_MARIA = Caller("maria", "2001", "kansli", frozenset({Role.RECEPTIONIST}))


def furnish(change: Transaction) -> None:
    """Anna, whose deputy is Per, and Olle in one unit; Siv in another; Maria at the switchboard."""
    for unit in (Unit("bygg", "Bygg"), Unit("bygglov", "Bygglov", "bygg"), Unit("skola", "Skola"), Unit("kansli", "Kansli")):
        people.put_unit(change, unit)
    anna = Person(ANNA, "Anna", "Ek", "bygglov", "bygg", deputy=PER, mobile="0701740601", email="anna@kommun.example")
    for person in (
        anna,
        replace(anna, extension=PER, given_name="Per", family_name="Berg", deputy=None, mobile="", email=""),
        replace(anna, extension=OLLE, given_name="Olle", family_name="Lind", deputy=None, mobile="", email=""),
        Person(SIV, "Siv", "Ström", "skola", "skola"),
        Person("2001", "Maria", "Holm", "kansli", "kansli"),
    ):
        people.put_person(change, person)
    people.touch_directory(change)


async def made_database(path: Path) -> None:
    """A database with these people, closed again."""
    store = Store(path)
    await store.write(furnish)
    store.close()


def pbx_of(clock: Clock) -> EmbeddedPbx:
    """A model PBX with a phone for each of them."""
    return embedded(clock, EXTENSIONS)


@asynccontextmanager
async def running(
    path: Path, pbx: EmbeddedPbx, clock: Clock, policy: Policy | None = None
) -> AsyncIterator[tuple[Core, list[Frame]]]:
    """A started core, and every frame it publishes."""
    limits = HubLimits(apply_seconds=30, retry_seconds=0.01, retry_cap_seconds=0.05, reconcile_seconds=0.05)
    async with house.running(path, pbx, clock, limits, policy) as started:
        yield started


def wish(to: str = ANNA, **more: object) -> wire.MessageRequest:
    """A message from Karin Berg."""
    return msgspec.convert(
        {"to": to, "caller_name": "Karin Berg", "caller_number": "0923-555 012", **more}, wire.MessageRequest
    )


async def left(core: Core, to: str = ANNA, **more: object) -> CallbackMessage:
    """A message that the receptionist has left."""
    view = await core.callbacks.asked.leave_message(AS_MARIA, wish(to, **more), key=None, now=core.clock())
    return core.callbacks.book.open[view.id]


async def only(core: Core) -> CallbackMessage:
    """The one open message, once there is one."""
    await until(lambda: bool(core.callbacks.book.open))
    [message] = core.callbacks.book.open.values()
    return message


async def settled(core: Core, pbx: EmbeddedPbx) -> None:
    """Until everything that the PBX told has been taken in."""
    for _ in range(3):
        await asyncio.sleep(0)
    await core.callbacks.idle()
    assert await pbx.calls() == []


def messages_told(frames: list[Frame]) -> list[tuple[wire.MessageChanged, frozenset[str]]]:
    """Each event of a message, with its audience."""
    return [
        (msgspec.json.decode(frame.full, type=wire.MessageChanged), frame.audience or frozenset())
        for frame in frames
        if frame.kind == EventKind.MESSAGE
    ]
