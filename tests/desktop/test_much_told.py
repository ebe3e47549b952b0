"""Much that is told at once: in order, nothing lost, and the window gets its turn in between."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from kalix_presence import wire
from kalix_presence.client.local.folders import Folders
from kalix_presence.client.local.settings import Settings
from kalix_presence.client.session import Session
from kalix_presence.client.session_events import FactsChanged, StandingsChanged
from kalix_presence.desktop import bridge as bridges
from kalix_presence.desktop.bridge import Bridge
from kalix_presence.desktop.presence import Presence
from tests.clocks import Clock
from tests.desktop.sample import reasons_view, sample_people

MANY = 3_000


@pytest.fixture
def bridge(qtbot: QtBot) -> Iterator[Bridge]:
    made = Bridge(lambda: Session(Settings(), Folders.usual(), language="sv", clock=Clock()))
    made.start()
    yield made
    made.stop()


def test_what_is_told_and_answered_comes_in_one_row(bridge: Bridge, qtbot: QtBot) -> None:
    came: list[int] = []
    bridge.session_event.connect(lambda told: came.append(int(told.standings[0].extension)) if is_ours(told) else None)

    async def tell(session: Session, at: int) -> int:
        session._notify(StandingsChanged([wire.Standing(str(at), 1)], whole=False))
        return at + 1

    for at in range(0, MANY, 2):
        bridge.submit(lambda session, at=at: tell(session, at), lambda result, _: came.append(result))  # type: ignore[misc]
    qtbot.waitUntil(lambda: len(came) == MANY, timeout=50_000)
    assert came == list(range(MANY))


def test_the_window_gets_its_turn_while_much_is_told(bridge: Bridge, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bridges, "BUDGET", 0.0)  # the smallest slice there is
    came: list[object] = []
    at_turns: list[int] = []
    turns = QTimer(interval=0)
    turns.timeout.connect(lambda: at_turns.append(len(came)))
    bridge.session_event.connect(lambda told: came.append(told) if is_ours(told) else None)

    async def tell(session: Session) -> None:
        for at in range(50):
            session._notify(StandingsChanged([wire.Standing(str(at), 1)], whole=False))

    turns.start()
    bridge.submit(tell)
    qtbot.waitUntil(lambda: len(came) == 50, timeout=50_000)
    assert len(set(at_turns) - {0, 50}) > 10


def test_a_fault_in_one_listener_keeps_nothing_back(bridge: Bridge, qtbot: QtBot) -> None:
    came: list[str] = []

    def take(told: object) -> None:
        if isinstance(told, StandingsChanged) and is_ours(told):
            came.append(told.standings[0].extension)
            if len(came) == 1:
                raise LookupError("only this one")

    async def tell(session: Session) -> None:
        for at in range(5):
            session._notify(StandingsChanged([wire.Standing(str(at), 1)], whole=False))

    bridge.session_event.connect(take)
    with qtbot.captureExceptions() as faults:
        bridge.submit(tell)
        qtbot.waitUntil(lambda: len(came) == 5, timeout=50_000)
    assert [kind for kind, *_ in faults] == [LookupError]


def test_the_same_directory_told_again_makes_nothing_anew(presence: Presence) -> None:
    people = sample_people()
    presence.on_session_event(FactsChanged(presence.me, reasons_view(), people, None))
    known = presence.people
    presence.on_session_event(FactsChanged(presence.me, reasons_view(), people, None))
    assert presence.people is known


def test_of_two_directories_in_a_row_the_later_one_holds(presence: Presence) -> None:
    people = sample_people()
    presence.on_session_event(FactsChanged(presence.me, reasons_view(), people, None))
    presence.on_session_event(FactsChanged(presence.me, reasons_view(), people[1:], None))
    assert list(presence.people.values()) == people[1:]


def is_ours(told: object) -> bool:
    return isinstance(told, StandingsChanged) and bool(told.standings)
