"""What a screen reader says while the keyboard stays where it is: a call that comes, what was confirmed, refused or found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

BETWEEN = 1_000
"""Milliseconds between two announcements at least: what comes faster cannot be listened to."""


@dataclass(frozen=True, slots=True)
class _Said:
    part: QWidget
    text: str
    at_once: bool


class Announcer(QObject):
    """Announces one thing at a time: of what waits, what may not wait goes first, and of one part the newest alone is said."""

    def __init__(self, say: Callable[[QWidget, str, bool], None]) -> None:
        super().__init__()
        self._say, self._waiting = say, dict[int, _Said]()
        self._pause = QTimer(self, singleShot=True, interval=BETWEEN)
        self._pause.timeout.connect(self._next)

    def announce(self, part: QWidget, text: str, *, at_once: bool = False) -> None:
        """Say `text` of `part`; `at_once` breaks off what is being read."""
        if not text.strip():
            return
        self._waiting.pop(id(part), None)
        self._waiting[id(part)] = _Said(part, " ".join(text.split()), at_once)
        if not self._pause.isActive():
            self._next()

    def _next(self) -> None:
        self._waiting = {key: said for key, said in self._waiting.items() if shiboken6.isValid(said.part)}
        if not self._waiting:
            return
        key = next((key for key, said in self._waiting.items() if said.at_once), next(iter(self._waiting)))
        said = self._waiting.pop(key)
        self._say(said.part, said.text, said.at_once)
        self._pause.start()


def _to_screen_reader(part: QWidget, text: str, at_once: bool) -> None:
    event = QAccessibleAnnouncementEvent(part, text)
    kinds = QAccessible.AnnouncementPoliteness
    event.setPoliteness(kinds.Assertive if at_once else kinds.Polite)
    QAccessible.updateAccessibility(event)


_announcers: list[Announcer] = []


def _announcer() -> Announcer:
    if not _announcers:
        _announcers.append(Announcer(_to_screen_reader))
    return _announcers[0]


def is_listened_to() -> bool:
    """Whether anything reads the screen now."""
    return QAccessible.isActive()


def announce(part: QWidget, text: str, *, at_once: bool = False) -> None:
    """Have a screen reader say `text`, about `part` of a window; nothing where none listens.

    `at_once` for what may not wait: a call that comes, and what was refused.
    """
    if is_listened_to() and part.isVisible():
        _announcer().announce(part, text, at_once=at_once)


class Told:
    """What a part of a window has said of something that changes by itself: announced when it is another than before."""

    def __init__(self, part: QWidget) -> None:
        self._part, self._said = part, ""

    def say(self, text: str) -> None:
        """It stands so now."""
        if self._said not in ("", text):
            announce(self._part, text)
        self._said = text
