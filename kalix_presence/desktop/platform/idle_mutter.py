"""Idle time from GNOME's compositor, which knows it on Wayland and X11 alike (`org.gnome.Mutter.IdleMonitor`)."""

from __future__ import annotations

from PySide6.QtDBus import QDBus, QDBusConnection, QDBusMessage

SERVICE = "org.gnome.Mutter.IdleMonitor"
PATH = "/org/gnome/Mutter/IdleMonitor/Core"
PATIENCE = 300
"""Milliseconds to wait for an answer."""


class Mutter:
    """Asks on the session bus each time."""

    def __init__(self, bus: QDBusConnection) -> None:
        self._bus = bus

    @classmethod
    def on_bus(cls) -> Mutter | None:
        """It, where it runs."""
        bus = QDBusConnection.sessionBus()
        if not bus.isConnected():
            return None
        made = cls(bus)
        return made if made.seconds() is not None else None

    def seconds(self) -> float | None:
        """Seconds since the last input; None when it does not answer."""
        message = QDBusMessage.createMethodCall(SERVICE, PATH, SERVICE, "GetIdletime")
        message.setAutoStartService(False)
        answer = self._bus.call(message, QDBus.CallMode.Block, PATIENCE)
        if answer.type() is not QDBusMessage.MessageType.ReplyMessage or not answer.arguments():
            return None
        milliseconds = answer.arguments()[0]
        return milliseconds / 1000 if isinstance(milliseconds, int) else None
