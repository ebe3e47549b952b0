"""A grid in a process of its own, for a screen reader's bus: prints "ready" once it is on the screen, obeys, and lives until killed."""

from __future__ import annotations

import sys

from PySide6.QtCore import QSocketNotifier
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kalix_presence import wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.session_events import FactsChanged, Happened, LinkChanged, StandingsChanged
from kalix_presence.desktop.callbacks.messages import Messages
from kalix_presence.desktop.grid.controller import GridController
from kalix_presence.desktop.language import Translations
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.widgets.heard import tell_windows
from kalix_presence.desktop.widgets.theme import dress
from kalix_presence.model.line import LineState
from kalix_presence.model.present_call import CallState
from tests.desktop.sample import Clock, absent, reasons_view, sample_people


def main() -> int:
    """The sample organisation, in Swedish; Lars Öhman is on the phone, Karin Söderström at lunch."""
    app = QApplication(sys.argv[:1])
    app.setApplicationName("kalix-presence")
    translations = Translations()
    translations.install("sv")
    dress(app, "light")
    tell_windows()
    presence, people = Presence(Clock()), sample_people()
    me = wire.Me("maria", ["receptionist"], {"set_absence": "all", "use_phone": "self"}, people[-1])
    presence.on_session_event(LinkChanged(LinkState.ONLINE))
    presence.on_session_event(FactsChanged(me, reasons_view(), people, None))
    standings = [wire.Standing(one.extension, 1, line=LineState.IDLE) for one in people]
    busy = wire.Standing("2031", 2, line=LineState.BUSY)
    presence.on_session_event(StandingsChanged([*standings, busy, absent("2030", "lunch", version=2)], whole=True))
    desk = GridController(presence, Messages(presence), "sv", submit=lambda *_: None, say=lambda *_: None)
    desk.open()
    grid = desk.grid
    assert grid is not None

    def obey() -> None:
        match sys.stdin.readline().split():
            case ["type", text]:
                QTest.keyClicks(grid.search, text)
            case ["call", number]:
                since = presence.clock()
                call = wire.PresentCallView("w1", "9", CallState.RINGING, since, number_shown=number, waiting=True)
                desk.on_session_event(Happened(wire.CallChanged(call)))
            case ["refuse", *words]:
                grid.say(" ".join(words))
            case ["done", *words]:
                desk.undo.say(" ".join(words))

    orders = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    orders.activated.connect(obey)
    print("ready", flush=True)
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
