"""A whole hub core on the embedded PBX with a clock that tests move, and waiting for what should happen."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import AbstractContextManager, asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from kalix_presence import shipped, wire
from kalix_presence.hub.callbacks.copies.delivery import CopySender
from kalix_presence.hub.core.core import Core
from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx
from kalix_presence.hub.pbx.protocol import Pbx
from kalix_presence.hub.site.limits import HubLimits
from kalix_presence.hub.store import Store, Transaction, database, people
from kalix_presence.hub.store.frames import Frame
from kalix_presence.hub.store.sql import Sql
from kalix_presence.model.access import Caller, Role
from kalix_presence.model.copies import CopyChannel
from kalix_presence.model.directory import Person, Unit
from kalix_presence.model.policy import Policy
from kalix_presence.wire.event_kinds import EventKind

ANNA = Caller("anna.ek", "2041", "bygg", frozenset({Role.EMPLOYEE}))
MARIA = Caller("maria", "2001", "bygg", frozenset({Role.RECEPTIONIST}))
EXTENSIONS = ("2001", "2041", "2042", "2043")


def furnish(change: Transaction, extensions: Iterable[str] = EXTENSIONS) -> None:
    """Put a unit and its people into a database."""
    people.put_unit(change, Unit("bygg", "Bygg och miljö"))
    for extension in extensions:
        people.put_person(change, Person(extension, "Anna", f"Ek {extension}", "bygg", "bygg", mobile="0701740601"))
    people.touch_directory(change)


async def made_database(path: Path, extensions: Iterable[str] = EXTENSIONS) -> None:
    """A database with people, closed again."""
    store = Store(path)
    await store.write(lambda change: furnish(change, extensions))
    store.close()


def looked_at(path: Path) -> AbstractContextManager[Sql]:
    """The database of a path, wherever it is kept, to be read."""
    return database.kept_in(path).looking()


def embedded(clock: Callable[[], datetime], extensions: Iterable[str] = EXTENSIONS) -> EmbeddedPbx:
    """A model PBX with a phone for each extension."""
    return EmbeddedPbx(extensions, policy=shipped.default_policy(), reasons=shipped.default_reasons(), clock=clock)


@asynccontextmanager
async def running(
    path: Path,
    pbx: Pbx,
    clock: Callable[[], datetime],
    limits: HubLimits | None = None,
    policy: Policy | None = None,
    senders: Mapping[CopyChannel, CopySender] | None = None,
) -> AsyncIterator[tuple[Core, list[Frame]]]:
    """A started core, and every frame it publishes."""
    core = Core(
        path,
        pbx,
        reasons=shipped.default_reasons(),
        policy=policy or shipped.default_policy(),
        limits=limits or HubLimits(apply_seconds=30, retry_seconds=0.01, retry_cap_seconds=0.05),
        clock=clock,
        senders=senders,
    )
    frames: list[Frame] = []
    core.event_bus.listen(frames.append)
    await core.start()
    await until(lambda: core.board.pbx)
    try:
        yield core, frames
    finally:
        await core.stop()


async def until(condition: Callable[[], bool]) -> None:
    """Give the loop its turns until `condition` holds; the test's own time-out ends a wait in vain."""
    while not condition():
        await asyncio.sleep(0.001)


def standings(frames: list[Frame], *, full: bool = True) -> list[wire.Standing]:
    """The standings that were sent, in order."""
    return [
        msgspec.json.decode(frame.full if full else frame.colleague or b"", type=wire.StandingChanged).standing
        for frame in frames
        if frame.kind == EventKind.STANDING
    ]


def lunch(clock: Callable[[], datetime], **more: object) -> wire.AbsenceRequest:
    """Lunch for an hour."""
    return wire.AbsenceRequest("lunch", clock() + timedelta(hours=1), **more)  # type: ignore[arg-type]
