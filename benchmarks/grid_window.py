"""One process of the grid's benchmark: `keep N` writes what was known last of N people, `show N` opens the window."""

from __future__ import annotations

import asyncio
import json
import os
import random
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import msgspec
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt, QTimer
from PySide6.QtWidgets import QApplication, QTableView

from benchmarks.measuring import memory_mib, percentile
from kalix_presence import shipped, wire
from kalix_presence.client.cache import Cache, Remembered
from kalix_presence.client.folders import Folders
from kalix_presence.client.link import LinkState
from kalix_presence.client.session import LinkChanged, Session, StandingsChanged
from kalix_presence.client.settings import Settings
from kalix_presence.desktop.bridge import Bridge
from kalix_presence.desktop.grid.window import Grid
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.theme import dress
from kalix_presence.model.line import LineState

GIVEN = [
    "Anna",
    "Erik",
    "Maria",
    "Lars",
    "Karin",
    "Johan",
    "Eva",
    "Anders",
    "Kristina",
    "Per",
    "Sara",
    "Mikael",
    "Lena",
    "Karl",
    "Emma",
    "Åsa",
    "Östen",
    "Elin",
    "Nils",
    "Ida",
]
FAMILY = [
    "Andersson",
    "Johansson",
    "Karlsson",
    "Nilsson",
    "Eriksson",
    "Larsson",
    "Olsson",
    "Persson",
    "Svensson",
    "Ek",
    "Öhman",
    "Söderström",
    "Berg",
    "Fors",
    "Kalix",
    "Lindgren",
    "Wikström",
    "Sundqvist",
    "Hedlund",
    "Pettersson",
    "Blom",
    "Nyström",
    "Fredriksson",
    "Forsberg",
    "Lantto",
]
DUTIES = [
    "bygglov",
    "skolskjuts",
    "avlopp",
    "hemtjänst",
    "bibliotek",
    "arkiv",
    "lön",
    "upphandling",
    "miljötillsyn",
    "strandskydd",
]
TYPED = ("bygglov", "anna ek", "per sven", "enhet 12", "soderstrom", "skolskj", "20417", "lars", "ohman asa", "bibliotek")
NOBODY = "http://127.0.0.1:9"
SECONDS = 5.0
RATE = 2_000
AT_A_TIME = 10


def organisation(count: int) -> list[wire.PersonView]:
    """So many people, the same ones each time."""
    chance = random.Random(count)
    return [
        wire.PersonView(
            str(10_000 + number),
            f"{chance.choice(GIVEN)} {(family := chance.choice(FAMILY))}{number % 97}",
            f"u{number % 400}",
            f"Enhet {number % 400}",
            f"Förvaltning {number % 12}",
            family_name=f"{family}{number % 97}",
            title="Handläggare",
            direct=f"0980-{number:06}",
            email=f"p{number}@exempel.invalid",
            duties=[chance.choice(DUTIES)],
        )
        for number in range(count)
    ]


def keep(count: int) -> None:
    """Write what a desk would have known last."""
    people = organisation(count)
    me = wire.Me("maria", ["receptionist"], {"set_absence": "all", "use_phone": "self"}, people[0])
    board = [wire.Standing(person.extension, 1, line=LineState.IDLE) for person in people]
    Cache(Folders.usual().cache).save(Remembered(NOBODY, "maria", datetime.now(UTC), me, _reasons(), people, board))


def _reasons() -> wire.ReasonsView:
    return wire.ReasonsView(
        [
            wire.ReasonView(each.code, dict(each.names), each.icon, each.colour, each.shape, each.digit, each.usual)
            for each in shipped.default_reasons()
        ]
    )


class Beats:
    """A beat every millisecond; whatever keeps one away has stopped the window."""

    def __init__(self) -> None:
        self.gaps: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer(timerType=Qt.TimerType.PreciseTimer, interval=1)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        """Begin anew."""
        self.gaps, self._last = [], time.perf_counter()
        self._timer.start()

    def stop(self) -> list[float]:
        """The milliseconds by which each beat came late."""
        self._timer.stop()
        return self.gaps or [0.0]

    def _beat(self) -> None:
        now = time.perf_counter()
        self.gaps.append(max(0.0, (now - self._last) * 1000 - 1))
        self._last = now


def _session() -> Session:
    """Signed in, at a hub that does not answer."""
    made = Session(Settings(hub=NOBODY, username="maria"), Folders.usual(), language="sv", clock=lambda: datetime.now(UTC))
    made.hub.token = "kept"
    return made


class Scene:
    """The window as the desk makes it: the session in its own thread, what it tells crossing over as queued signals."""

    def __init__(self, app: QApplication) -> None:
        self.app = app
        self.presence = Presence(lambda: datetime.now(UTC))
        self.grid = Grid(self.presence, "sv")
        self.bridge = Bridge(_session)
        self.bridge.told.connect(self.presence.take)

    def wait(self, holds: Callable[[], bool]) -> None:
        """Let the window live until then."""
        while not holds():
            self.app.processEvents()
            time.sleep(0.0002)


def show(count: int) -> dict[str, float]:
    """Everything that is measured, by name; times in milliseconds."""
    app = QApplication([])
    dress(app, "light")
    scene, beats = Scene(app), Beats()
    grid = scene.grid
    beats.start()
    began = time.perf_counter()
    scene.bridge.start()
    grid.open()
    scene.wait(lambda: grid.people.rowCount() > 0 and grid.isVisible())
    grid.view.viewport().repaint()
    seen = {"visible": (time.perf_counter() - began) * 1000}
    scene.wait(lambda: len(grid.listing.finder) == count and grid.listing.finder.is_ready)
    settled = time.perf_counter() + 0.5
    scene.wait(lambda: time.perf_counter() > settled)
    seen["loading_block"] = max(beats.stop())
    scene.presence.take(LinkChanged(LinkState.ONLINE))
    seen |= _keys(scene) | _changes(scene, beats, count)
    seen["memory"] = memory_mib(os.getpid())
    scene.bridge.stop()
    grid.hide()
    return seen | _proxy(scene)


def _keys(scene: Scene) -> dict[str, float]:
    grid, taken = scene.grid, []
    for text in TYPED:
        for end in range(1, len(text) + 1):
            began = time.perf_counter()
            grid.search.setText(text[:end])
            grid.view.viewport().repaint()
            taken.append((time.perf_counter() - began) * 1000)
            pause = time.perf_counter() + 0.1  # a fast typist
            scene.wait(lambda until=pause: time.perf_counter() > until)  # type: ignore[misc]
        grid.search.clear()
    return {"key_p50": percentile(taken, 0.5), "key_p99": percentile(taken, 0.99)}


def _changes(scene: Scene, beats: Beats, count: int) -> dict[str, float]:
    """At the rate that is to be borne, then as many as are taken; half of them hit what is in sight."""
    scene.grid.search.setText("a")
    settled = time.perf_counter() + 0.5
    scene.wait(lambda: time.perf_counter() > settled)
    done = threading.Event()
    beats.start()
    told = _Teller(scene, count, RATE, done)
    told.start()
    scene.wait(done.is_set)
    block = percentile(beats.stop(), 0.99)
    done = threading.Event()
    told = _Teller(scene, count, None, done)
    began, before = time.perf_counter(), scene.presence.board.standings
    told.start()
    scene.wait(done.is_set)
    last = told.last
    scene.wait(lambda: before[last.extension].version >= last.version)
    return {"block_p99": block, "most": told.sent / (time.perf_counter() - began)}


class _Teller(threading.Thread):
    """Tells changes as the network thread does: decoded there, handed over by the bridge's signal."""

    def __init__(self, scene: Scene, count: int, rate: int | None, done: threading.Event) -> None:
        super().__init__(daemon=True)
        self._scene, self._count, self._rate, self._over = scene, count, rate, done
        self.sent = 0
        self.last = wire.Standing("")

    def run(self) -> None:
        """In its own loop, as the session is."""
        asyncio.run(self._tell())

    async def _tell(self) -> None:
        chance, version = random.Random(1), 1_000 + (self._rate is None) * 1_000_000
        in_sight = list(self._scene.grid.people.shown[:20])
        ends, began = time.perf_counter() + SECONDS, time.perf_counter()
        while time.perf_counter() < ends:
            for _ in range(AT_A_TIME):
                version += 1
                extension = chance.choice(in_sight) if version % 2 else str(10_000 + chance.randrange(self._count))
                line = LineState.BUSY if chance.random() < 0.5 else LineState.IDLE
                event = wire.StandingChanged(version, datetime.now(UTC), wire.Standing(extension, version, line=line))
                heard = wire.decode_event(msgspec.json.encode(event))
                assert isinstance(heard, wire.StandingChanged)
                self.last = heard.standing
                self._scene.bridge.told.emit(StandingsChanged([heard.standing], whole=False))
                self.sent += 1
            if self._rate is None:
                known = self._scene.presence.board.standings.get(self.last.extension)
                while known is None or known.version < self.last.version - 200:  # as a socket's buffer holds back a hub
                    await asyncio.sleep(0)
                    known = self._scene.presence.board.standings.get(self.last.extension)
            else:
                await asyncio.sleep(max(0.0, began + self.sent / self._rate - time.perf_counter()))
        self._over.set()


class _Table(QAbstractTableModel):
    """The yardstick's model: three columns of the same people."""

    def __init__(self, people: list[wire.PersonView]) -> None:
        super().__init__()
        self._rows = [(each.name, " ".join((each.title, each.unit_name, *each.duties)), each.extension) for each in people]

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:  # noqa: N802
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:  # noqa: N802
        return 3

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return self._rows[index.row()][index.column()] if role == Qt.ItemDataRole.DisplayRole else None


def _proxy(scene: Scene) -> dict[str, float]:
    model, proxy, view = _Table(list(scene.presence.people.values())), QSortFilterProxyModel(), QTableView()
    proxy.setSourceModel(model)
    proxy.setFilterKeyColumn(-1)
    proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    view.setModel(proxy)
    view.resize(scene.grid.size())
    view.show()
    taken = []
    for text in TYPED[:4]:  # it takes its time
        for end in range(1, len(text) + 1):
            scene.app.processEvents()
            began = time.perf_counter()
            proxy.setFilterFixedString(text[:end])
            view.viewport().repaint()
            taken.append((time.perf_counter() - began) * 1000)
        proxy.setFilterFixedString("")
    return {"proxy_p50": percentile(taken, 0.5), "proxy_p99": percentile(taken, 0.99)}


if __name__ == "__main__":
    if sys.argv[1] == "keep":
        keep(int(sys.argv[2]))
    else:
        print(json.dumps(show(int(sys.argv[2]))))
