""" "Do not disturb" on Linux desktops: what the notification server tells of itself, and Xfce's own switch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import SLOT, QObject, Slot
from PySide6.QtDBus import QDBusConnection, QDBusError, QDBusMessage, QDBusPendingCallWatcher

PATIENCE = 3000
"""Milliseconds until a question that is not answered is forgotten; nobody waits for it."""
NOTIFICATIONS = "org.freedesktop.Notifications"
PROPERTIES = "org.freedesktop.DBus.Properties"
XFCONF = "org.xfce.Xfconf"
SILENT = (QDBusError.ErrorType.NoReply, QDBusError.ErrorType.Timeout, QDBusError.ErrorType.TimedOut)


@dataclass(frozen=True, slots=True)
class DbusQuestion:
    """Whom to ask for a value, and the signal by which they tell that it may be another now."""

    service: str
    path: str
    interface: str
    method: str
    arguments: tuple[str, str]
    changed: str


INHIBITED = DbusQuestion(
    NOTIFICATIONS, "/org/freedesktop/Notifications", PROPERTIES, "Get", (NOTIFICATIONS, "Inhibited"), "PropertiesChanged"
)
XFCE = DbusQuestion(XFCONF, "/org/xfce/Xfconf", XFCONF, "GetProperty", ("xfce4-notifyd", "/do-not-disturb"), "PropertyChanged")
QUESTIONS = (INHIBITED, XFCE)


class InhibitedNotifications(QObject):
    """The property `Inhibited` of org.freedesktop.Notifications (Plasma), and xfce4-notifyd's setting.

    Nobody waits for an answer: what was told last holds, and each question has the next answer fetched. Before the first
    answers it is quiet, and `changed` is called when they are there (or nobody answers): else whoever asked not to be disturbed
    would be, by the first that comes. GNOME tells no program; there its own notifications, which it keeps back itself, are the
    way. A server that does not run is not started for it.
    """

    def __init__(self, changed: Callable[[], None]) -> None:
        super().__init__()
        self._changed = changed
        self._bus = QDBusConnection.sessionBus()
        self._known: dict[DbusQuestion, bool | None] = {}
        self._asked: set[DbusQuestion] = set()
        self._unknown = set(QUESTIONS if self._bus.isConnected() else ())
        for each in QUESTIONS if self._bus.isConnected() else ():
            # The stubs ask for bytes, Qt for Python for what SLOT makes.
            slot = SLOT("ask_again()")
            self._bus.connect(each.service, each.path, each.interface, each.changed, self, slot)  # type: ignore[call-overload]
        self._ask_all()

    def is_quiet(self) -> bool:
        """Whether notifications are held back at the person's wish, as was told last."""
        self._ask_all()
        if self._unknown:
            return True
        changed = [known for each in QUESTIONS if (known := self._known.get(each)) is not None]
        return bool(changed and changed[0])

    @Slot()
    def ask_again(self) -> None:
        """One of them has told that something changed."""
        self._ask_all()

    def _ask_all(self) -> None:
        for each in QUESTIONS if self._bus.isConnected() else ():
            if each not in self._asked:
                self._query_server(each)

    def _query_server(self, question: DbusQuestion) -> None:
        call = QDBusMessage.createMethodCall(question.service, question.path, question.interface, question.method)
        call.setArguments(list(question.arguments))
        call.setAutoStartService(False)
        watcher = QDBusPendingCallWatcher(self._bus.asyncCall(call, PATIENCE), self)
        self._asked.add(question)
        watcher.finished.connect(lambda: self._answered(question, watcher))

    def _answered(self, question: DbusQuestion, watcher: QDBusPendingCallWatcher) -> None:
        self._asked.discard(question)
        answer = watcher.reply()
        silent = watcher.isError() and watcher.error().type() in SILENT
        watcher.deleteLater()
        if not silent:
            self._known[question] = _truth(answer)
        if question in self._unknown:
            self._unknown.discard(question)
            if not self._unknown:
                self._changed()


def _truth(answer: QDBusMessage) -> bool | None:
    """What was answered; None where there is nobody, or no such value."""
    if answer.type() != QDBusMessage.MessageType.ReplyMessage or not answer.arguments():
        return None
    value = answer.arguments()[0]
    # A variant comes out as itself or still wrapped, by the version of Qt for Python.
    value = value.variant() if hasattr(value, "variant") else value
    return value if isinstance(value, bool) else None
