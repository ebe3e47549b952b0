"""Notifications of the system itself, with real buttons, through desktop-notifier in the network thread's loop.

The library costs 12 MB, so it is loaded with the first notification that a server with buttons will take. A button is known
by a code of its own, never by which notification was clicked last.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from kalix_presence.client.session import Session
from kalix_presence.desktop.bridge import Submit
from kalix_presence.desktop.platform.notification_server import Found, Server, find_server

if TYPE_CHECKING:
    from desktop_notifier import DesktopNotifier

APP = "Kalix Presence"
PATIENCE = 3.0
"""Seconds until a server that does not answer is given up for this notification."""
STAYS = 0
"""Seconds: until it is closed or withdrawn, where the server leaves that to the program."""


@dataclass(frozen=True, slots=True)
class Note:
    """One notification: plain text, and buttons as (code, words). `key` and the codes are used once."""

    key: str
    title: str
    text: str
    buttons: tuple[tuple[str, str], ...]
    urgent: bool = False
    seconds: int = STAYS
    open_words: str = ""
    """A last button with these words opens it where a click beside the buttons only closes it (Xfce); "" has none."""


class NotificationCentre(QObject):
    """Lives in the GUI thread; `submit` has work done in the network thread."""

    pressed = Signal(str)
    """The button with this code was pressed."""
    opened = Signal(str)
    """The notification with this key was clicked beside its buttons."""
    failed = Signal(str)
    """The notification with this key could not be shown; nothing will come of it."""

    def __init__(self, submit: Submit, find: Callable[[Found], None] = find_server) -> None:
        super().__init__()
        self._submit, self._find = submit, find
        self._server: Server | None = None
        self._post: _Post | None = None
        self._waiting: list[Note] = []
        self._sent: set[str] = set()

    def show(self, note: Note) -> None:
        """Show it, or tell by `failed` that it cannot be."""
        if self._server is not None:
            self._send(note, self._server)
            return
        self._waiting.append(note)
        if len(self._waiting) == 1:
            self._find(self._found)

    def withdraw(self, key: str) -> None:
        """Take it away wherever it is; nothing happens when it is gone already."""
        self._waiting = [note for note in self._waiting if note.key != key]
        if key in self._sent:
            self._sent.discard(key)
            self._submit(lambda _: self._clear(key))

    async def end(self) -> None:
        """The loop ends: what is shown is taken away, for its buttons would do nothing any more."""
        post, self._post = self._post, None
        if post is not None:
            await post.end()

    def _found(self, server: Server | None) -> None:
        # One that is not there now is looked for again with the next notification: it may come with the session.
        self._server = server
        waiting, self._waiting = self._waiting, []
        for note in waiting:
            if server is None:
                self.failed.emit(note.key)
            else:
                self._send(note, server)

    def _send(self, note: Note, server: Server) -> None:
        def done(shown: bool | None, fault: Exception | None) -> None:
            if shown and fault is None:
                return
            self._server = None
            self._sent.discard(note.key)
            self.failed.emit(note.key)

        self._sent.add(note.key)
        self._submit(lambda session: self._post_it(session, note, server), done)

    async def _post_it(self, _: Session, note: Note, server: Server) -> bool:
        if self._post is None:
            self._post = _Post(pressed=self.pressed.emit, opened=self.opened.emit)
        return await self._post.show(note, markup=server.markup)

    async def _clear(self, key: str) -> None:
        if self._post is not None:
            await self._post.clear(key)


class _Post:
    """What lives in the network thread: one desktop-notifier, bound to the loop that it was made in."""

    def __init__(self, *, pressed: Callable[[str], None], opened: Callable[[str], None]) -> None:
        from desktop_notifier import DesktopNotifier

        # It warns of each notification that fails; here the card on the screen says more.
        logging.getLogger("desktop_notifier").setLevel(logging.CRITICAL)
        self._notifier: DesktopNotifier = DesktopNotifier(APP, None)
        self._notifier.on_button_pressed = lambda _, code: pressed(code)
        self._notifier.on_clicked = self._opened = opened
        self._lock = asyncio.Lock()

    async def show(self, note: Note, *, markup: bool) -> bool:
        """Whether the server took it."""
        from html import escape

        from desktop_notifier import Button, Capability, Notification, Urgency

        buttons = [Button(title=words, identifier=code) for code, words in note.buttons]
        async with self._lock:
            try:
                async with asyncio.timeout(PATIENCE):
                    can = await self._notifier.get_capabilities()
                    if Capability.BUTTONS not in can:
                        return False
                    if note.open_words and Capability.ON_CLICKED not in can:
                        opens = Button(title=note.open_words, on_pressed=lambda: self._opened(note.key))
                        buttons.append(opens)
                    sent = Notification(
                        title=note.title,
                        message=escape(note.text, quote=False) if markup else note.text,
                        urgency=Urgency.Critical if note.urgent else Urgency.Normal,
                        buttons=tuple(buttons),
                        timeout=note.seconds,
                        identifier=note.key,
                    )
                    await self._notifier.send_notification(sent)
                    return note.key in await self._notifier.get_current_notifications()
            except Exception:  # noqa: BLE001 - whatever a server does, or fails to do, the card is shown instead
                return False

    async def clear(self, key: str) -> None:
        """Take it away."""
        async with self._lock:
            try:
                async with asyncio.timeout(PATIENCE):
                    if key in await self._notifier.get_current_notifications():
                        await self._notifier.clear(key)
            except Exception:  # noqa: BLE001 - it is gone, or the server is
                return

    async def end(self) -> None:
        """Take all away."""
        for key in await self._notifier.get_current_notifications():
            await self.clear(key)
