"""The window of the grid's benchmark, with N people out of a canned hub, and the yardstick after it; prints what was seen."""

from __future__ import annotations

import json
import os
import sys
import time
from datetime import UTC, datetime

from PySide6.QtWidgets import QApplication

from benchmarks.canned import Canned, canned
from benchmarks.grid_people import TYPED
from benchmarks.grid_proxy import yardstick
from benchmarks.measuring import memory_mib, percentile
from benchmarks.turns import Turns
from kalix_presence import wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.local.folders import Folders
from kalix_presence.client.local.settings import Settings
from kalix_presence.client.session import Session
from kalix_presence.desktop.bridge import Bridge
from kalix_presence.desktop.garbage import GarbageTimer
from kalix_presence.desktop.grid.window import Grid
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.widgets.theme import dress

SECONDS = 5
RATE = 2_000
AS_MANY_AS_IT_TAKES = 20_000
ROUNDS = 3
"""All words so often: enough keys for a p99 that is not simply the worst."""
BETWEEN_KEYS = 0.1
"""Seconds: a fast typist."""


class Scene:
    """The window as the desk makes it: the session in its own thread, what it tells crossing over as queued signals."""

    def __init__(self, app: QApplication, hub: Canned) -> None:
        GarbageTimer(app)
        self.turns, self.hub = Turns(), hub
        self.presence = Presence(lambda: datetime.now(UTC))
        self.grid = Grid(self.presence, "sv")
        self.bridge = Bridge(self._session)
        self.bridge.session_event.connect(self.presence.on_session_event)

    def _session(self) -> Session:
        settings = Settings(hub=self.hub.address, username="maria")
        made = Session(settings, Folders.usual(), language="sv", clock=lambda: datetime.now(UTC))
        made.hub.token = "kept"  # noqa: S105  (no hub takes it)
        return made

    def is_loaded(self, count: int) -> bool:
        """Whether the hub's own facts have replaced what was known last, and are searched by the ranking."""
        presence, finder = self.presence, self.grid.listing.finder
        live = presence.link is LinkState.ONLINE and presence.known_at is None
        return live and len(finder) == count and finder.is_ready


def show(count: int) -> dict[str, object]:
    """Everything that is measured, by name; times in milliseconds."""
    app = QApplication([])
    dress(app, "light")
    with canned(count) as hub:
        seen, people = _seen(Scene(app, hub), count)
    return seen | {f"proxy_{name}": what for name, what in yardstick(app, people).items()}


def _seen(scene: Scene, count: int) -> tuple[dict[str, object], list[wire.PersonView]]:
    grid, turns = scene.grid, scene.turns
    began = time.perf_counter()
    scene.bridge.start()
    grid.open()
    turns.until(lambda: grid.people.rowCount() > 0 and grid.isVisible())
    grid.view.viewport().repaint()
    seen: dict[str, object] = {"visible": (time.perf_counter() - began) * 1000}
    turns.until(lambda: scene.is_loaded(count))
    seen["loaded"] = (time.perf_counter() - began) * 1000
    turns.seconds(1)
    seen["loading"] = turns.taken()
    seen |= _keys(scene) | _changes(scene)
    seen["memory"] = memory_mib(os.getpid())
    scene.bridge.stop()
    grid.hide()
    return seen, list(scene.presence.people.values())


def _keys(scene: Scene) -> dict[str, object]:
    """Each letter as the field takes it, until its people are painted."""
    grid, taken = scene.grid, []
    for text in TYPED * ROUNDS:
        for end in range(1, len(text) + 1):
            began = time.perf_counter()
            grid.search.setText(text[:end])
            grid.view.viewport().repaint()
            taken.append((time.perf_counter() - began) * 1000)
            scene.turns.seconds(BETWEEN_KEYS)
        grid.search.clear()
    return {"key": (percentile(taken, 0.5), percentile(taken, 0.99), max(taken))}


def _changes(scene: Scene) -> dict[str, object]:
    """At the rate that is to be borne, then as many as are taken; half of them are about somebody in sight."""
    scene.grid.search.setText("a")
    scene.turns.seconds(1)
    scene.turns.taken()
    _tell(scene, RATE, RATE * SECONDS)
    borne = scene.turns.taken()
    began = time.perf_counter()
    _tell(scene, 0, AS_MANY_AS_IT_TAKES)
    return {"changes": borne, "most": AS_MANY_AS_IT_TAKES / (time.perf_counter() - began)}


def _tell(scene: Scene, rate: int, count: int) -> None:
    """Have the hub tell so many, until the last has come to the board that is shown."""
    scene.hub.ask(f"{rate} {count} {' '.join(scene.grid.people.shown[:20])}")
    scene.turns.until(scene.hub.has_answered)
    extension, version = scene.hub.answer().split()
    scene.turns.until(lambda: scene.presence.board.standings[extension].version >= int(version))


if __name__ == "__main__":
    print(json.dumps(show(int(sys.argv[1]))))
