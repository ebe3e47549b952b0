"""Opens the inbox of a desk that follows a hub; prints the milliseconds until it is painted, and until the done ones are."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from kalix_presence.client.connection.link import LinkState
from kalix_presence.desktop.callbacks.inbox import Tab
from kalix_presence.desktop.controller import DesktopController

PATIENCE = 30.0


class Painted(QObject):
    """Counts how often a widget was painted."""

    count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() is QEvent.Type.Paint:
            self.count += 1
        return False


def main() -> int:
    """Twice: the first opening loads the window, the second is what people meet all day."""
    app = QApplication(sys.argv[:1])
    app.setQuitOnLastWindowClosed(False)
    desk = DesktopController(app, QSystemTrayIcon(), hosted=True)
    desk.start()
    messages = desk.callbacks

    def until(holds: Callable[[], object]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not holds():
            app.processEvents()
            if time.monotonic() > deadline:
                raise RuntimeError("it did not come")

    until(lambda: desk.presence.link is LinkState.ONLINE and messages.messages.count() > 0)
    times = []
    for _ in range(2):
        began = time.perf_counter()
        messages.open_inbox()
        inbox = messages.inbox
        assert inbox is not None
        painted = Painted()
        inbox._table.viewport().installEventFilter(painted)
        inbox._table.viewport().update()
        until(lambda painted=painted: painted.count)
        opened = time.perf_counter() - began
        inbox._tabs.setCurrentIndex(Tab.DONE)
        before = painted.count
        until(lambda inbox=inbox, painted=painted, before=before: inbox.rows.rowCount() > 0 and painted.count > before)
        times += [opened * 1000, (time.perf_counter() - began) * 1000]
        inbox._tabs.setCurrentIndex(Tab.WAITING)
        inbox.hide()
    print(*times)
    desk.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
