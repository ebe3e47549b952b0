"""A program of its own that tells what it hears of the screen, line by line: what test_screen talks to."""

from __future__ import annotations

import sys

from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication

from kalix_presence.desktop.platform.idle import idle_time
from kalix_presence.desktop.platform.screen_lock import ScreenLock


def main() -> int:
    app = QApplication(sys.argv[:1])
    lock, idle = ScreenLock(), idle_time()
    lock.locked.connect(lambda: print("locked", flush=True))
    lock.unlocked.connect(lambda: print("unlocked", flush=True))

    def command() -> None:
        match sys.stdin.readline().strip():
            case "listen":
                print("listens" if lock.start() else "deaf", flush=True)
            case "stop":
                lock.stop()
                print("stopped", flush=True)
            case "idle":
                print("unknown" if idle is None else idle(), flush=True)
            case "":
                app.quit()

    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(command)
    return app.exec()


if __name__ == "__main__":
    raise SystemExit(main())
