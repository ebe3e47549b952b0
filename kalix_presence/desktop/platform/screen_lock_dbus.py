"""The lock on Linux: the desktop's screen saver on the session bus, and logind's session on the system bus."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from typing import cast

from PySide6.QtCore import SLOT, QObject, Slot
from PySide6.QtDBus import QDBus, QDBusConnection, QDBusMessage, QDBusObjectPath, QDBusVariant

SAVERS = ("org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver", "org.mate.ScreenSaver", "org.cinnamon.ScreenSaver",
          "org.xfce.ScreenSaver")  # fmt: skip
"""Services that say `ActiveChanged(bool)`: the first is the freedesktop.org name, which KDE and others answer to."""
LOGIND = "org.freedesktop.login1"
SESSION = f"{LOGIND}.Session"
PROPERTIES = "org.freedesktop.DBus.Properties"
PATIENCE = 500
"""Milliseconds to wait for a bus to answer."""


class DesktopBuses(QObject):
    """Locked as soon as one of those that tell says so, unlocked when one says that: each lock is told by one or more."""

    def __init__(self) -> None:
        super().__init__()
        self._changed: Callable[[bool], None] | None = None
        self._session, self._system = QDBusConnection.sessionBus(), QDBusConnection.systemBus()
        self._path = ""

    def start(self, changed: Callable[[bool], None]) -> bool:
        """Listen on both buses; whether there is one of them."""
        self._changed = changed
        heard = [self._hear_saver(name) for name in SAVERS] if self._session.isConnected() else []
        heard.append(self._hear_logind())
        return any(heard)

    def stop(self) -> None:
        """Listen no more."""
        self._changed = None
        for name in SAVERS:
            self._session.disconnect("", "", name, "ActiveChanged", self, _slot("saver_changed(bool)"))
        if self._path:
            for signal, slot in (("Lock", "session_locked()"), ("Unlock", "session_unlocked()")):
                self._system.disconnect(LOGIND, self._path, SESSION, signal, self, _slot(slot))
            self._system.disconnect(
                LOGIND, self._path, PROPERTIES, "PropertiesChanged", self, _slot("properties_changed(QDBusMessage)")
            )

    # Slots are found by name over the bus.

    @Slot(bool)
    def saver_changed(self, active: bool) -> None:
        """The desktop's screen saver came or went."""
        self._report_lock(active)

    @Slot()
    def session_locked(self) -> None:
        """logind asks the desktop to lock."""
        self._report_lock(True)

    @Slot()
    def session_unlocked(self) -> None:
        """logind asks the desktop to unlock."""
        self._report_lock(False)

    @Slot(QDBusMessage)
    def properties_changed(self, _message: QDBusMessage) -> None:
        """Something of the session changed; only its lock is looked at."""
        hint = self._locked_hint()
        if hint is not None:
            self._report_lock(hint)

    def _report_lock(self, locked: bool) -> None:
        if self._changed is not None:
            self._changed(locked)

    def _hear_saver(self, name: str) -> bool:
        # Any path: they have moved over the years.
        return bool(self._session.connect("", "", name, "ActiveChanged", self, _slot("saver_changed(bool)")))

    def _hear_logind(self) -> bool:
        if not self._system.isConnected():
            return False
        path = self._call_dbus(f"/{LOGIND.replace('.', '/')}", f"{LOGIND}.Manager", "GetSession", _own_session())
        if not isinstance(path, QDBusObjectPath):
            return False
        self._path = path.path()
        heard = [
            self._system.connect(LOGIND, self._path, SESSION, "Lock", self, _slot("session_locked()")),
            self._system.connect(LOGIND, self._path, SESSION, "Unlock", self, _slot("session_unlocked()")),
            self._system.connect(
                LOGIND, self._path, PROPERTIES, "PropertiesChanged", self, _slot("properties_changed(QDBusMessage)")
            ),
        ]
        hint = self._locked_hint()
        if hint:
            self._report_lock(hint)
        return any(heard)

    def _locked_hint(self) -> bool | None:
        found = self._call_dbus(self._path, PROPERTIES, "Get", SESSION, "LockedHint")
        if isinstance(found, QDBusVariant):
            found = found.variant()
        return found if isinstance(found, bool) else None

    def _call_dbus(self, path: str, interface: str, method: str, *words: str) -> object:
        message = QDBusMessage.createMethodCall(LOGIND, path, interface, method)
        message.setArguments(list(words))
        answer = self._system.call(message, QDBus.CallMode.Block, PATIENCE)
        if answer.type() is not QDBusMessage.MessageType.ReplyMessage:
            return None
        with suppress(IndexError):
            return answer.arguments()[0]
        return None


def _own_session() -> str:
    # "auto": the session of whoever asks, or for a user service the one that shows something.
    return os.environ.get("XDG_SESSION_ID") or "auto"


def _slot(signature: str) -> bytes:
    return cast("bytes", SLOT(signature))  # the stubs want bytes where Qt gives and takes text
