"""A program of its own that asks whether its screen must not be disturbed, and can fill it: what test_quiet talks to."""

from __future__ import annotations

import sys

from PySide6.QtCore import QSocketNotifier, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from kalix_presence.desktop.platform.quiet import LazyQuiet


def main() -> int:
    app = QApplication(sys.argv[:1])
    app.setQuitOnLastWindowClosed(False)
    quiet, window = LazyQuiet(), QWidget()
    window.resize(200, 100)

    def command() -> None:
        line = sys.stdin.readline().strip()
        if not line:
            app.quit()
            return
        if line == "fill":
            window.showFullScreen()
            window.activateWindow()
        elif line == "shrink":
            window.showNormal()
        elif line == "close":
            window.close()
        elif line == "told":
            quiet.changed = lambda: print("quiet" if quiet() else "free", flush=True)
            return
        # The window manager has its say before the answer.
        QTimer.singleShot(50, lambda: print("quiet" if quiet() else "free", flush=True))

    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(command)
    return app.exec()


if __name__ == "__main__":
    raise SystemExit(main())
