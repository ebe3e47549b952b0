"""Whether this system has a notification centre that draws buttons, asked without loading what speaks to it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QGuiApplication

PATIENCE = 3000
"""Milliseconds: the question may start the server, and one that takes longer is of no use for a pop-up."""


@dataclass(frozen=True, slots=True)
class Server:
    """A notification centre with buttons; with `markup` it reads the text as markup, so text has to be escaped."""

    markup: bool


Found = Callable[[Server | None], None]


def find_server(found: Found) -> None:
    """Call `found` with the server, or with None where there is none that draws buttons; perhaps later, from the event loop."""
    name = QGuiApplication.platformName()
    if sys.platform in ("win32", "darwin"):
        found(Server(markup=False))
    elif name == "xcb" or name.startswith("wayland"):
        _ask_freedesktop(found)
    else:
        found(None)  # a test off screen disturbs nobody


def _ask_freedesktop(found: Found) -> None:
    """GetCapabilities of the Desktop Notifications Specification."""
    from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher

    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        found(None)
        return
    service = "org.freedesktop.Notifications"
    call = QDBusMessage.createMethodCall(service, "/org/freedesktop/Notifications", service, "GetCapabilities")
    watcher = QDBusPendingCallWatcher(bus.asyncCall(call, PATIENCE), QGuiApplication.instance())

    def answered() -> None:
        answer = watcher.reply()
        watcher.deleteLater()
        arguments = answer.arguments() if answer.type() == QDBusMessage.MessageType.ReplyMessage else []
        capabilities = arguments[0] if arguments and isinstance(arguments[0], list) else []
        found(Server(markup="body-markup" in capabilities) if "actions" in capabilities else None)

    watcher.finished.connect(answered)
