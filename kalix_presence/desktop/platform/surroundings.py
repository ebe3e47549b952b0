"""What this computer has for the tray (a place for icons, notifications, starting with the session), told line by line as JSON.

`kalix-presence check` reads it from a process of its own: Qt ends the process that finds no screen, and what was told by then
counts.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from kalix_presence.desktop.platform.autostart import autostart

PATIENCE = 3000
"""Milliseconds for the notification daemon, which the question may start."""
NOTIFICATIONS = "org.freedesktop.Notifications"


def tell() -> int:
    """Write one line for each thing, as soon as it is known; the process's exit code."""
    starter = autostart()
    program = starter.program()
    _say(
        autostart=starter.is_on(),
        everybody=starter.for_everybody(),
        gone=program if Path(program).is_absolute() and not Path(program).exists() else "",
    )
    from PySide6.QtCore import qVersion

    _say(qt=qVersion())
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform not in ("win32", "darwin") and not any(os.environ.get(name) for name in named):
        return 0
    from PySide6.QtWidgets import QApplication, QSystemTrayIcon

    app = QApplication(sys.argv[:1])
    if app.platformName() in ("offscreen", "minimal"):
        return 0
    _say(screen=app.platformName(), tray=QSystemTrayIcon.isSystemTrayAvailable())
    if sys.platform not in ("win32", "darwin"):
        _say(notifications=_daemon())
    return 0


def _daemon() -> dict[str, object] | None:
    """The notification daemon of this session; None where none answers."""
    capabilities = _ask("GetCapabilities")
    if capabilities is None:
        return None
    information = _ask("GetServerInformation") or []
    listed = capabilities[0] if capabilities else []
    return {
        "name": str(information[0]) if information else "",
        "version": str(information[2]) if len(information) > 2 else "",
        "actions": isinstance(listed, list) and "actions" in listed,
    }


def _ask(method: str) -> list[object] | None:
    from PySide6.QtDBus import QDBus, QDBusConnection, QDBusMessage

    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        return None
    call = QDBusMessage.createMethodCall(NOTIFICATIONS, "/org/freedesktop/Notifications", NOTIFICATIONS, method)
    answer = bus.call(call, QDBus.CallMode.Block, PATIENCE)
    return list(answer.arguments()) if answer.type() == QDBusMessage.MessageType.ReplyMessage else None


def _say(**known: object) -> None:
    sys.stdout.write(json.dumps(known) + "\n")
    sys.stdout.flush()
