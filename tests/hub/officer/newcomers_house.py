"""A core with Nina, who came after the others, and what it told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from kalix_presence import shipped, wire
from kalix_presence.hub.core.core import Core
from kalix_presence.hub.directory.importing import import_people
from kalix_presence.hub.directory.people_file import read_people_file
from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx
from kalix_presence.hub.store import Store, Transaction
from kalix_presence.hub.store.frames import Frame
from kalix_presence.hub.web.stream_readers import listens_as
from kalix_presence.model.access import Caller, Role
from kalix_presence.model.newcomer import FirstStep
from kalix_presence.model.policy import Policy
from kalix_presence.wire.event_kinds import EventKind
from tests.clocks import Clock
from tests.hub.house import embedded, running

HEAD = "extension,given_name,family_name,unit,administration,username\n"
FIRST = HEAD + "2041,Anna,Ek,Bygglov,Bygg,anna\n2043,Olle,Lind,Miljö,Bygg,olle\n3001,Orvar,Lind,Skola,Kultur,orvar\n"
NINA = FIRST + "2042,Nina,Ny,Bygglov,Bygg,nina\n"
OWN_POLICY = Policy(
    telephone_policy="https://kalix.example/policy", telephone_policy_version="7", telephone_policy_day="2026-05-01"
)


@dataclass
class House:
    """A core, what it told, and Nina, who came after the others."""

    core: Core
    clock: Clock
    frames: list[Frame]
    pbx: EmbeddedPbx
    path: Path

    def caller(self, extension: str, *roles: Role, administration: str = "") -> Caller:
        person = self.core.board.people[extension]
        roles = roles or (Role.EMPLOYEE,)
        return Caller(
            person.given_name.lower(), extension, administration or person.administration, frozenset(roles), person.id
        )

    @property
    def nina(self) -> Caller:
        return self.caller("2042")

    async def steps(self, who: Caller | None = None) -> dict[str, bool]:
        found = await self.own(who)
        return {each.step.value: each.done for each in found.steps}

    async def own(self, who: Caller | None = None) -> wire.FirstSteps:
        return await self.core.officer.first_steps.own(who or self.nina, language="en", now=self.clock())

    async def say(self, step: FirstStep, version: str = "", *, done: bool = True, who: Caller | None = None) -> wire.FirstSteps:
        said = wire.StepSaid(step, done, version)
        return await self.core.officer.first_steps.take(who or self.nina, said, language="en", now=self.clock())

    async def seen_by(self, who: Caller) -> list[tuple[str, list[FirstStep]]]:
        found = await self.core.officer.newcomers.seen_by(who, now=self.clock())
        return [(each.extension, each.missing) for each in found.newcomers]

    def heard(self, who: Caller, kind: EventKind) -> list[Frame]:
        mine = [frame for frame in self.frames if frame.kind == kind]
        assert all(frame.colleague is None and frame.audience for frame in mine)
        return [frame for frame in mine if (frame.audience or frozenset()) & listens_as(who)]


def bring_in(change: Transaction, text: str, clock: Clock) -> None:
    wanted = read_people_file(text, shipped.default_policy())
    assert not wanted.bad, wanted.bad
    import_people(change, wanted, now=clock(), remove_missing=True)


@asynccontextmanager
async def furnished(tmp_path: Path, policy: Policy) -> AsyncIterator[House]:
    """A site that began with Anna, Olle and Orvar; Nina was brought in after them."""
    path, clock = tmp_path / "hub.db", Clock()
    store = Store(path)
    await store.write(lambda change: bring_in(change, FIRST, clock))
    await store.write(lambda change: bring_in(change, NINA, clock))
    store.close()
    pbx = embedded(clock, ("2041", "2042", "2043", "3001"))
    async with running(path, pbx, clock, policy=policy) as (core, frames):
        yield House(core, clock, frames, pbx, path)
