"""The demo's small window: who one is, what the demo's clock says, and what can be tried, each on a button."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from demo_commands import WORDS, running
from demo_hub import EXTENSION, HERE, USER
from PySide6.QtCore import QProcess, Qt, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget

from kalix_presence.desktop.widgets.fitting import keep_on_screen
from kalix_presence.desktop.widgets.glyphs import icon
from kalix_presence.desktop.widgets.heard import tell_windows
from kalix_presence.desktop.widgets.theme import dress, named

WIDTH = 300
EDGE = 16


class DemoWindow(QWidget):
    """`run` starts a command of the demo and gives back what it says; `clock` is the hub's time, `end` ends the demo."""

    def __init__(
        self,
        *,
        run: Callable[[list[str], Callable[[str], None]], None],
        clock: Callable[[], datetime],
        end: Callable[[], None],
    ) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self._run, self._clock = run, clock
        self.setWindowTitle(WORDS.say("demo.window-title"))
        self.setFixedWidth(WIDTH)
        self._who, self._said = QLabel(), named(QLabel(), "dimmed")
        inside = QVBoxLayout(self)
        inside.setContentsMargins(16, 16, 16, 16)
        inside.setSpacing(10)
        inside.addWidget(self._who)
        for key, words in (("call", ["call"]), ("hear", ["hear", "2030"]), ("receptionist", ["receptionist"])):
            inside.addWidget(self._button(key, lambda words=words: run(words, self.say)))  # type: ignore[misc]
        inside.addWidget(self._said)
        inside.addWidget(self._button("end", end))
        for label in (self._who, self._said):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.say(WORDS.say("demo.window-hint"))
        self._tick = QTimer(self, interval=5_000)
        self._tick.timeout.connect(self._paint)
        self._tick.start()
        self._paint()

    def open(self) -> None:
        """Come up in the lower left corner, where neither the tray nor the other windows are."""
        free = self.screen().availableGeometry()
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.adjustSize()
        self.move(free.left() + EDGE, free.bottom() - self.height() - 3 * EDGE)
        self.show()
        keep_on_screen(self)

    def say(self, text: str) -> None:
        """What became of what was tried."""
        self._said.setText(text)
        inside = self.layout()
        if inside is not None:
            self._said.setMinimumHeight(self._said.heightForWidth(WIDTH - 32))
            self.setFixedHeight(max(inside.totalHeightForWidth(WIDTH), self.minimumSizeHint().height()))
            keep_on_screen(self)

    def _button(self, key: str, do: Callable[[], None]) -> QPushButton:
        button = named(QPushButton(WORDS.say(f"demo.window-{key}")), "plain")
        button.clicked.connect(lambda: do())
        return button

    def _paint(self) -> None:
        at = self._clock().astimezone(ZoneInfo("Europe/Stockholm"))
        self._who.setText(WORDS.say("demo.window-who", name="Anna Ek", extension=EXTENSION, time=f"{at:%H.%M}"))


def main() -> int:
    """The window of the demo that runs, until that ends."""
    import httpx

    found = running()
    if found is None:
        return 1
    _, known = found
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    headers = {"Authorization": known["tokens"][USER]}
    answer = httpx.get(f"{known['address']}/api/v1/reasons", headers=headers, timeout=10, trust_env=False)
    from kalix_presence.client.hub_time import HubTime, steady

    time = HubTime(lambda: datetime.now(ZoneInfo("UTC")))
    time.observe(datetime.fromisoformat(answer.raise_for_status().json()["at"]), steady())
    app = QApplication(sys.argv[:1])
    tell_windows()
    app.setApplicationName("kalix-presence-demo")
    app.setWindowIcon(QIcon(icon("circle", "green", "tick", dark=False)))
    dress(app, "system")

    def run(words: list[str], say: Callable[[str], None]) -> None:
        process = QProcess(app)
        process.setProcessChannelMode(QProcess.ProcessChannelMode.MergedChannels)
        process.readyRead.connect(lambda: say(bytes(process.readAll().data()).decode("utf-8", "replace").strip()))
        process.finished.connect(process.deleteLater)
        process.start(sys.executable, [str(HERE / "demo_commands.py"), *words])

    window = DemoWindow(run=run, clock=time, end=lambda: os.kill(known["pid"], signal.SIGINT))
    window.open()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
