"""An administration with a library and a museum in it, and what its sketch is asked: for the tests of the sketch."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import msgspec

from kalix_presence import wire
from kalix_presence.hub.core.core import Core
from kalix_presence.hub.store import Store, Transaction, people
from kalix_presence.hub.store.frames import Frame
from kalix_presence.hub.store.holdings import begin_holding
from kalix_presence.hub.web.stream_readers import listens_as
from kalix_presence.model.access import Caller, Role
from kalix_presence.model.directory import Person, Unit
from kalix_presence.model.sketch import ProposalStep
from kalix_presence.wire.event_kinds import EventKind
from tests.clocks import Clock
from tests.hub.house import embedded, made_database, running

HEAD = Caller("siv", "3002", "kultur", frozenset({Role.HEAD}))
"""The head of the library."""
OFFICER = Caller("orvar", "3003", "kultur", frozenset({Role.OFFICER}))
OTHER_OFFICER = Caller("olle", "2043", "bygg", frozenset({Role.OFFICER}))
EVA = Caller("eva", "3001", "kultur", frozenset({Role.EMPLOYEE}))
ADA = Caller("ada", None, None, frozenset({Role.ADMINISTRATOR}))
TALES = wire.DutyWish("Sagostund", "Filialen", ["3001", "3002"])
EXTENSIONS = ("2001", "2041", "2042", "2043", "3001", "3002", "3003", "3004")


@dataclass
class House:
    """A core, its clock and what it told."""

    core: Core
    clock: Clock
    frames: list[Frame]

    async def sees(self, who: Caller = OFFICER, administration: str = "") -> wire.SketchView:
        return await self.core.officer.sketches.seen_by(who, administration, now=self.clock())

    async def unit(self, code: str = "bibliotek", who: Caller = OFFICER) -> wire.SketchUnit:
        return next(each for each in (await self.sees(who)).units if each.unit == code)

    async def propose(
        self, by: Caller = HEAD, unit: str = "bibliotek", *, key: str | None = None, **more: object
    ) -> wire.SketchProposalView:
        version = more.pop("version", None)
        if version is None:
            version = (await self.unit(unit)).version
        usual: dict[str, object] = {"duties": [TALES]}
        wish = wire.SketchWish(unit, version, **{**usual, **more})  # type: ignore[arg-type]
        return await self.core.officer.sketches.propose(by, wish, key=key, now=self.clock())

    async def step(
        self, by: Caller, seen: wire.SketchProposalView, step: ProposalStep, word: str = "", key: str | None = None
    ) -> wire.SketchProposalView:
        wish = wire.SketchStep(seen.version, step, word)
        return await self.core.officer.sketches.step(by, seen.id, wish, key=key, now=self.clock())

    async def accepted(self, unit: str = "bibliotek", **more: object) -> wire.SketchProposalView:
        """Proposed and accepted."""
        return await self.step(
            OFFICER, await self.propose(HEAD if unit == "bibliotek" else OFFICER, unit, **more), ProposalStep.ACCEPT
        )

    async def review(self, by: Caller, unit: str, version: int) -> None:
        await self.core.officer.sketches.review(by, unit, version, now=self.clock())

    async def turn(self) -> None:
        await self.core.officer.sketch_clock.turn(self.clock())

    def reminded(self, who: Caller) -> list[wire.DueReview]:
        """What a reader's stream told them is due."""
        mine = [each for each in self.frames if each.kind == EventKind.SKETCH and each.audience]
        mine = [each for each in mine if (each.audience or frozenset()) & listens_as(who)]
        return [one for each in mine for one in msgspec.json.decode(each.full, type=wire.SketchChanged).due]

    def day(self, ahead: int = 0) -> date:
        return date.fromordinal(self.clock().date().toordinal() + ahead)


@asynccontextmanager
async def opened_house(folder: Path) -> AsyncIterator[House]:
    """Running until the block ends."""
    path = folder / "hub.db"
    await made_database(path)
    store, clock = Store(path), Clock()

    def more(change: Transaction) -> None:
        people.put_unit(change, Unit("kultur", "Kultur och fritid"))
        people.put_unit(change, Unit("bibliotek", "Bibliotek", "kultur"))
        people.put_unit(change, Unit("museum", "Museet", "kultur"))
        people.put_person(change, Person("3001", "Eva", "Ö", "bibliotek", "kultur", duties=("Boklån", "Sagostund")))
        people.put_person(change, Person("3002", "Siv", "Ström", "bibliotek", "kultur", duties=("boklån",)))
        people.put_person(change, Person("3003", "Orvar", "Lind", "kultur", "kultur"))
        people.put_person(change, Person("3004", "Nils", "Dal", "museum", "kultur"))
        for person in people.read_people(change.sql).values():
            begin_holding(change, person, now=clock())

    await store.write(more)
    store.close()
    async with running(path, embedded(clock, EXTENSIONS), clock) as (core, frames):
        yield House(core, clock, frames)


def nobody_of_old(caller: Caller) -> Caller:
    """Whoever held the extension before."""
    return replace(caller, person="somebody who held it before")
