"""A house with two administrations and whoever asks for extensions in them, around a real core."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import msgspec

from kalix_presence import shipped, wire
from kalix_presence.hub.core.core import Core
from kalix_presence.hub.pbx.protocol import Pbx
from kalix_presence.hub.store import Store, Transaction, people
from kalix_presence.hub.store.frames import Frame
from kalix_presence.hub.store.holdings import begin_holding
from kalix_presence.hub.web.stream_readers import listens_as
from kalix_presence.model.access import Caller, Role
from kalix_presence.model.directory import Person, Unit
from kalix_presence.model.extension_request import Kind, Step
from kalix_presence.model.policy import Policy
from kalix_presence.wire.event_kinds import EventKind
from tests.clocks import Clock
from tests.hub.house import embedded, made_database, running

HEAD = Caller("siv", "3002", "kultur", frozenset({Role.HEAD}))
"""The head of the library: she asks for it and what is below it, and approves nothing."""
OFFICER = Caller("orvar", "3003", "kultur", frozenset({Role.OFFICER}))
OTHER_OFFICER = Caller("olle", "2043", "bygg", frozenset({Role.OFFICER}))
PLAIN = Caller("eva", "3001", "kultur", frozenset({Role.EMPLOYEE}))
ADA = Caller("ada", None, None, frozenset({Role.ADMINISTRATOR}))
POLICY = replace(shipped.default_policy(), numbers=("3000-3019",))


@dataclass
class House:
    """A core, its clock and what it told."""

    core: Core
    clock: Clock
    frames: list[Frame]

    def wish(self, kind: Kind = Kind.ORDER, unit: str = "bibliotek", **more: object) -> wire.ExtensionWish:
        known: dict[str, object] = {"wanted": self.clock().date() + timedelta(20)}
        known |= {"name": "Nina Ny"} if kind is Kind.ORDER else {"number": "3002"}
        return wire.ExtensionWish(**({"kind": kind, "unit": unit} | known | more))  # type: ignore[arg-type]

    async def ask(self, by: Caller, *given: object, key: str | None = None, **more: object) -> wire.ExtensionRequestView:
        wish = self.wish(*given, **more)  # type: ignore[arg-type]
        return await self.core.officer.requests.ask(by, wish, key=key, now=self.clock())

    async def step(
        self, by: Caller, seen: wire.ExtensionRequestView, step: Step, word: str = "", number: str = "", key: str | None = None
    ) -> wire.ExtensionRequestView:
        wish = wire.ExtensionStep(seen.version, step, word, number)
        return await self.core.officer.requests.step(by, seen.id, wish, key=key, now=self.clock())

    async def sees(self, who: Caller) -> wire.ExtensionRequestsView:
        return await self.core.officer.requests.seen_by(who, now=self.clock())

    async def numbers(self, who: Caller = OFFICER) -> wire.NumbersView:
        return await self.core.officer.requests.numbers(who, now=self.clock())

    def heard(self, who: Caller) -> list[list[wire.DueRequest]]:
        """What a reader's stream told: of what each event reminds."""
        mine = [frame for frame in self.frames if frame.kind == EventKind.EXTENSION_REQUESTS]
        assert all(frame.colleague is None and frame.audience for frame in mine)
        mine = [frame for frame in mine if (frame.audience or frozenset()) & listens_as(who)]
        return [msgspec.json.decode(frame.full, type=wire.ExtensionRequestsChanged).due for frame in mine]


@asynccontextmanager
async def opened(
    tmp_path: Path, pbx: Pbx | None = None, clock: Clock | None = None, policy: Policy = POLICY
) -> AsyncIterator[House]:
    """The house with a core that runs; on the same folder once more as a hub that starts again."""
    path, clock = tmp_path / "hub.db", clock or Clock()
    if not path.exists():
        await _built(path, clock)
    async with running(path, pbx or embedded(clock), clock, policy=policy) as (core, frames):
        yield House(core, clock, frames)


async def _built(path: Path, clock: Clock) -> None:
    await made_database(path)
    store = Store(path)

    def more(change: Transaction) -> None:
        people.put_unit(change, Unit("kultur", "Kultur och fritid"))
        people.put_unit(change, Unit("bibliotek", "Bibliotek", "kultur"))
        people.put_unit(change, Unit("filial", "Filialen", "bibliotek"))
        people.put_unit(change, Unit("museum", "Museet", "kultur"))
        people.put_person(change, Person("3001", "Eva", "Ö", "museum", "kultur"))
        people.put_person(change, Person("3002", "Siv", "Ström", "bibliotek", "kultur"))
        people.put_person(change, Person("3003", "Orvar", "Lind", "kultur", "kultur"))
        for person in people.read_people(change.sql).values():
            begin_holding(change, person, now=clock())

    await store.write(more)
    store.close()


async def eventually(holds: Callable[[], Awaitable[bool]]) -> None:
    """Give the loop its turns until it holds; the test's own time-out ends a wait in vain."""
    while not await holds():
        await asyncio.sleep(0.001)
