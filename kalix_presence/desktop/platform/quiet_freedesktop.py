""" "Do not disturb" on Linux desktops: what the notification server tells of itself, and Xfce's own switch."""

from __future__ import annotations

from PySide6.QtDBus import QDBusConnection, QDBusMessage

PATIENCE = 200
"""Milliseconds: a server that does not answer says nothing."""
NOTIFICATIONS = "org.freedesktop.Notifications"
PROPERTIES = "org.freedesktop.DBus.Properties"
XFCONF = "org.xfce.Xfconf"


class InhibitedNotifications:
    """The property `Inhibited` of org.freedesktop.Notifications (Plasma), and xfce4-notifyd's setting.

    GNOME tells no program; there its own notifications, which it keeps back itself, are the way. A server that does not run
    is not started for the question.
    """

    def __init__(self) -> None:
        self._bus = QDBusConnection.sessionBus()

    def is_quiet(self) -> bool:
        """Whether notifications are held back at the person's wish."""
        if not self._bus.isConnected():
            return False
        inhibited = self._ask(
            NOTIFICATIONS,
            "/org/freedesktop/Notifications",
            "org.freedesktop.DBus.Properties",
            "Get",
            NOTIFICATIONS,
            "Inhibited",
        )
        if inhibited is not None:
            return inhibited
        return bool(self._ask(XFCONF, "/org/xfce/Xfconf", XFCONF, "GetProperty", "xfce4-notifyd", "/do-not-disturb"))

    def _ask(self, service: str, path: str, interface: str, method: str, *arguments: str) -> bool | None:
        """The answer; None where nobody gives one."""
        if not self._bus.interface().isServiceRegistered(service).value():
            return None
        call = QDBusMessage.createMethodCall(service, path, interface, method)
        call.setArguments(list(arguments))
        answer = self._bus.call(call, timeout=PATIENCE)
        if answer.type() != QDBusMessage.MessageType.ReplyMessage or not answer.arguments():
            return None
        value = answer.arguments()[0]
        # A variant comes out as itself or still wrapped, by the version of Qt for Python.
        value = value.variant() if hasattr(value, "variant") else value
        return value if isinstance(value, bool) else None
