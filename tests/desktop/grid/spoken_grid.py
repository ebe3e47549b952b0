"""A grid in a process of its own, for a screen reader's bus: prints "ready" once it is on the screen, and lives until killed."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QApplication

from kalix_presence import wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.session_events import FactsChanged, LinkChanged, StandingsChanged
from kalix_presence.desktop.grid.window import Grid
from kalix_presence.desktop.language import Translations
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.widgets.theme import dress
from kalix_presence.model.line import LineState
from tests.desktop.sample import Clock, absent, reasons_view, sample_people


def main() -> int:
    """The sample organisation, in Swedish; Lars Öhman is on the phone, Karin Söderström at lunch."""
    app = QApplication(sys.argv[:1])
    app.setApplicationName("kalix-presence")
    translations = Translations()
    translations.install("sv")
    dress(app, "light")
    presence, people = Presence(Clock()), sample_people()
    me = wire.Me("maria", ["receptionist"], {"set_absence": "all", "use_phone": "self"}, people[-1])
    presence.on_session_event(LinkChanged(LinkState.ONLINE))
    presence.on_session_event(FactsChanged(me, reasons_view(), people, None))
    standings = [wire.Standing(one.extension, 1, line=LineState.IDLE) for one in people]
    busy = wire.Standing("2031", 2, line=LineState.BUSY)
    presence.on_session_event(StandingsChanged([*standings, busy, absent("2030", "lunch", version=2)], whole=True))
    grid = Grid(presence, "sv")
    grid.open()
    print("ready", flush=True)
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
