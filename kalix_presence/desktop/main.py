"""Starts the tray: the icon first, everything that can wait after it."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
from pathlib import Path
from types import FrameType

from PySide6.QtCore import QCoreApplication, QSocketNotifier, QTimer
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from kalix_presence import __version__
from kalix_presence.desktop.instance import Instance
from kalix_presence.desktop.last_resort import LastResort
from kalix_presence.desktop.widgets.glyphs import icon


def run(window: str = "") -> int:
    """Run until the person quits; the process's exit code. `window` (see `instance.WINDOWS`) is opened at once.

    A second start has the first open it and ends.
    """
    if sys.platform == "win32":
        from kalix_presence.desktop.platform import installer_windows

        installer_windows.say_who_we_are()  # before the first window
    app = QApplication(sys.argv[:1])
    app.setApplicationName("kalix-presence")
    app.setApplicationDisplayName("Kalix Presence")
    app.setDesktopFileName(os.environ.get("FLATPAK_ID", "kalix-presence"))
    app.setQuitOnLastWindowClosed(False)
    instance = Instance()
    if not instance.claim(window):
        return 0
    hosted = QSystemTrayIcon.isSystemTrayAvailable()
    tray_icon = QSystemTrayIcon(icon("circle", "grey", "slash", dark=False, hollow=True, sizes=(22, 24)))
    tray_icon.show()
    _end_on_signals(app)
    if sys.platform == "win32":
        listener = installer_windows.Listener(app.exit)  # kept here: Qt's properties keep no object of Python's alive
        listener.start()
    last_resort = LastResort(_data_folder)
    last_resort.install()

    def begin() -> None:
        try:
            begin_whole()
        except Exception as fault:  # noqa: BLE001 - an icon that answers nothing would be all that is left of it
            last_resort.fault(fault, "the program could not begin")
            tray_icon.hide()
            _say_no_beginning()
            app.exit(1)

    def begin_whole() -> None:
        # The rest costs more than the icon did, so it is imported once the icon is on screen.
        from kalix_presence.desktop.controller import DesktopController
        from kalix_presence.desktop.garbage import GarbageTimer
        from kalix_presence.desktop.widgets.heard import tell_windows

        tell_windows()
        GarbageTimer(app)
        app.setWindowIcon(icon("circle", "green", "tick", dark=False))

        controller = DesktopController(app, tray_icon, hosted=hosted)
        app.setProperty("controller", controller)
        last_resort.first.connect(controller.tell_of_fault)
        controller.start()
        instance.hear(controller.raise_)
        QTimer.singleShot(5_000, lambda: last_resort.note(f"started, version {__version__}, {sys.platform}"))
        if window:
            controller.raise_(window)

    QTimer.singleShot(0, begin)
    code = app.exec()
    last_resort.remove()
    return code


def _data_folder() -> Path:
    from kalix_presence.client.local.folders import Folders

    return Folders.usual().data


def _say_no_beginning() -> None:
    from PySide6.QtWidgets import QMessageBox

    from kalix_presence.desktop.language import Translations, language_of

    spoken = Translations()
    spoken.install(language_of(""))
    QMessageBox.critical(
        None,
        "Kalix Presence",
        QCoreApplication.translate(
            "Main", "The program could not start. What went wrong is written down: kalix-presence log --path says where."
        ),
    )


def _end_on_signals(app: QApplication) -> None:
    """End as by "Quit" when the session or an administrator ends the process: Python's own handlers wait for Python to run."""
    if not hasattr(signal, "set_wakeup_fd"):
        return
    reader, writer = socket.socketpair()
    reader.setblocking(False)
    writer.setblocking(False)
    signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)

    def ended(_number: int, _frame: FrameType | None) -> None:
        app.exit()  # as the menu does: see `DesktopController`

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, ended)
    notifier = QSocketNotifier(reader.fileno(), QSocketNotifier.Type.Read, app)

    def read() -> None:
        # Reading is enough: the interpreter runs the handler as soon as it runs anything. Qt may tell of one byte twice.
        with contextlib.suppress(BlockingIOError):
            reader.recv(64)

    notifier.activated.connect(read)
    app.setProperty("signal sockets", (reader, writer))
