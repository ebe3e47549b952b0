"""A mailbox that begins to answer asks its person about the phone: them alone, once, and never when it is our own reply."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import pytest

from kalix_presence import wire
from kalix_presence.hub.core.core import Core
from kalix_presence.hub.mirrors.mailboxes import ASKED_AGAIN, MailboxQuestions
from kalix_presence.hub.store.frames import Frame
from kalix_presence.wire.event_kinds import EventKind
from tests.clocks import Clock
from tests.hub.graph_server import graph_server
from tests.hub.mirrors.test_hints import looked_at
from tests.hub.mirrors.test_service import OWN, watched, with_teams
from tests.hub.mirrors.test_wanted import anna_at, identity, set_absence
from tests.hub.serving import made_config, serving
from tests.hub.web.test_streams import until


@dataclass
class House:
    core: Core
    clock: Clock
    questions: MailboxQuestions
    frames: list[Frame] = field(default_factory=list)
    ours: bool = False

    async def say(self, *away: bool) -> int:
        """What the mailbox says, look by look; how many questions there were by then."""
        for each in away:
            self.questions.take_in({identity(self.core): each, "somebody else": each})
        await self.core.store.read(lambda sql: None)
        await self.core.store.write(lambda change: None)
        return len([frame for frame in self.frames if frame.kind == EventKind.MAILBOX_AWAY])


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with anna_at(tmp_path) as (core, _, clock):
        made: list[House] = []
        questions = MailboxQuestions(core.board, core.store, core.event_bus, lambda one: made[0].ours, clock=clock)
        made.append(House(core, clock, questions))
        core.event_bus.listen(made[0].frames.append)
        yield made[0]


async def test_it_asks_the_person_alone_when_it_begins(house: House) -> None:
    assert await house.say(False, True) == 1
    [frame] = [frame for frame in house.frames if frame.kind == EventKind.MAILBOX_AWAY]
    assert frame.audience == frozenset({"2041"})
    assert frame.colleague is None
    event = msgspec.json.decode(frame.full, type=wire.MailboxAway)
    assert (event.extension, event.at) == ("2041", house.clock())
    assert house.core.board.held_by("2041") is None


async def test_it_asks_once_however_often_it_is_seen_or_changes_its_mind(house: House) -> None:
    assert await house.say(False, True, True, False, True) == 1
    house.clock.move(seconds=ASKED_AGAIN.total_seconds())
    assert await house.say(True) == 1
    assert await house.say(False, True) == 2


async def test_what_stood_there_when_the_hub_began_asks_nobody(house: House) -> None:
    assert await house.say(True, True) == 0


async def test_who_is_away_and_whose_reply_is_ours_is_not_asked(house: House) -> None:
    house.ours = True
    assert await house.say(False, True) == 0
    house.ours = False
    await set_absence(house.core, house.clock, "lunch")
    assert await house.say(False, True) == 0


def test_what_teams_says_of_the_mailbox_reaches_the_person(tmp_path: Path) -> None:
    with graph_server() as graph:
        graph.teams.add("anna@x.example")
        config = with_teams(made_config(tmp_path / "hub"), graph)
        with serving(config.folder, config=config) as hub, hub.client("anna") as anna:
            watched(graph, hub)
            frames: list[Frame] = []
            hub.on_loop(lambda: hub.hub.core.event_bus.listen(frames.append) and None)
            anna.put(f"{OWN}/preferences", json={"calls_elsewhere": True}).raise_for_status()
            looked_at(hub)
            graph.teams.of("anna@x.example").session = ("Away", "OutOfOffice")
            looked_at(hub)
            until(lambda: any(frame.kind == EventKind.MAILBOX_AWAY for frame in frames))
            assert "absence" not in anna.get(OWN).json()["standing"]
