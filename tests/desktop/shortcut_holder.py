"""A program of its own that holds shortcuts on a real X display and says what happens: what test_shortcut_x11 talks to."""

from __future__ import annotations

import sys

from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication

from kalix_presence.desktop.platform.shortcut import GlobalShortcut


def main() -> int:
    app = QApplication(sys.argv[:1])
    shortcut = GlobalShortcut()
    shortcut.pressed.connect(lambda: print("pressed", flush=True))

    def command() -> None:
        line = sys.stdin.readline().strip()
        if line == "stop":
            shortcut.stop()
            print("stopped", flush=True)
        elif line:
            print(shortcut.start(line) or "holds", flush=True)
        else:
            app.quit()

    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(command)
    return app.exec()


if __name__ == "__main__":
    raise SystemExit(main())
