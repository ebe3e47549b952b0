"""The driver for Teams over the stand-in without a network between them, a wish list, and a teller on a clock that tests move."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from kalix_presence.hub.mirrors.budget import Budget
from kalix_presence.hub.mirrors.door import Answer, judged
from kalix_presence.hub.mirrors.graph import GraphMirror
from kalix_presence.hub.mirrors.graph_sign_in import GraphSignIn
from kalix_presence.hub.mirrors.looking import Looking
from kalix_presence.hub.mirrors.service import BUDGET_SECONDS
from kalix_presence.hub.mirrors.teller import Teller
from kalix_presence.hub.site.mirrors_section import TeamsSection
from kalix_presence.hub.store import Store
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.mirrored import Presence, Told
from tests.clocks import Clock
from tests.hub.graph_server import GraphServer

SECTION = TeamsSection(tenant="tenant", client_id="kalix")


class NoNetwork:
    """A door straight to the stand-in. `asked_at` are the seconds at which anything was asked of Graph itself."""

    def __init__(self, graph: GraphServer, clock: Clock) -> None:
        self._graph, self._clock = graph, clock
        self.asked_at: list[float] = []

    async def ask(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: object = None,
        form: Mapping[str, str] | None = None,
    ) -> Answer:
        """See `Door.ask`."""
        content = urlencode(form).encode() if form is not None else b"" if body is None else json.dumps(body).encode()
        low = {name.casefold(): value for name, value in (headers or {}).items()}
        if form is None:
            self.asked_at.append(self._clock.steady())
            path = f"/v1.0{path}"
        status, told, more = self._graph.answer(method, path, content, low)
        if status == 0:
            raise Unavailable("mirror-unreachable", problem="lost")
        return judged(Answer(status, json.dumps(told).encode()), more.get("retry-after", ""))

    async def close(self) -> None:
        """Nothing is open."""


@dataclass
class Wishes:
    """Who wants what, as tests say."""

    wants: dict[str, Told | None] = field(default_factory=dict)

    def everybody(self) -> Iterable[str]:
        """See `Wanting`."""
        return self.wants

    def address(self, person: str) -> str:
        """See `Wanting`."""
        return f"{person}@x.example" if person in self.wants else ""

    def told(self, person: str) -> Told | None:
        """See `Wanting`."""
        return self.wants.get(person)


@dataclass
class House:
    """All of it together."""

    graph: GraphServer
    clock: Clock
    door: NoNetwork
    wishes: Wishes
    teller: Teller
    look: Looking

    def told(self, text: str, presence: Presence | None = Presence.AWAY, *, minutes: float = 60) -> Told:
        """Something to tell that lasts so long from now."""
        return Told(text, presence, self.clock() + timedelta(minutes=minutes))

    def want(self, person: str, told: Told | None) -> None:
        """It changes."""
        self.wishes.wants[person] = told
        self.teller.mark(person)

    async def quiet(self) -> None:
        """Tell all that may be told now."""
        while await self.teller.turn() == 0.0:
            continue

    def seen(self, person: str) -> dict[str, Any]:
        """What others see of them there."""
        found = self.graph.teams.of(f"{person}@x.example").seen(self.clock(), keeps_texts=self.graph.teams.keeps_texts)
        text = found.get("statusMessage", {}).get("message", {}).get("content", "")
        return {"text": text, "shown": found["activity"]}


def house(folder: Path, *people: str, clock: Clock | None = None, store: Store | None = None, most: int = 1350) -> House:
    """A teller of Teams for `people`, all of whom want it and are in."""
    clock = clock or Clock()
    graph = GraphServer()
    graph.teams.clock = clock
    for person in people:
        graph.teams.add(f"{person}@x.example")
    return joined(folder, graph, clock, Wishes(dict.fromkeys(people)), store=store, most=most)


def joined(
    folder: Path, graph: GraphServer, clock: Clock, wishes: Wishes, *, store: Store | None = None, most: int = 1350
) -> House:
    """A teller that is begun anew over what is there already."""
    folder.mkdir(exist_ok=True)
    (folder / SECTION.secret_file).write_text(f"{graph.secret}\n", "utf-8")
    door: Any = NoNetwork(graph, clock)
    sign_in = GraphSignIn(SECTION, folder / SECTION.secret_file, door, steady=clock.steady)
    mirror = GraphMirror(door, sign_in, doors=(door,), clock=clock, reply_to="all")
    teller = Teller(
        mirror,
        store or Store(folder / "hub.db"),
        wishes,
        Budget(most, BUDGET_SECONDS),
        clock=clock,
        steady=clock.steady,
    )
    look = Looking(teller, poll_seconds=30, clock=clock, steady=clock.steady)
    return House(graph, clock, door, wishes, teller, look)
