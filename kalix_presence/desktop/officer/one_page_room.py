"""A page of the telephone officer's desk that shows one thing of the hub's: asked for anew, and there for whom it is."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject

from kalix_presence.client.session import Session
from kalix_presence.desktop.bridge import Submit
from kalix_presence.desktop.officer.window import OfficerWindow
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.errors import Forbidden, NotFound


class OnePageRoom(QObject):
    """`page` is None while the window is not there; what the hub told last outlives it. A room says what is asked, and fills
    its page with that."""

    page: Any

    def __init__(self, presence: Presence, *, submit: Submit) -> None:
        super().__init__()
        self._presence, self._submit, self._language = presence, submit, "sv"
        self._window: OfficerWindow | None = None
        self._told: Any = None
        self.page = None

    async def ask(self, session: Session) -> Any:
        """What is shown."""
        raise NotImplementedError

    def fill(self, told: Any) -> None:
        """Show it on the page, which is there."""
        raise NotImplementedError

    def stand_in(self, window: OfficerWindow) -> None:
        """The page is in this window, as it was in the one before; offered when the hub has told what it shows."""
        self._window = window
        self._show(self._told, None)

    def forget_window(self) -> None:
        """The window goes."""
        self.page = self._window = None

    def forget_person(self) -> None:
        """Somebody else signs in."""
        self._told = None
        if self.page is not None:
            self.page.forget()
        self._show(None, None)

    def fetch(self) -> None:
        """Ask anew, where the page is there."""
        if self.page is not None:
            self._submit(self.ask, self._show)

    def _show(self, told: Any, fault: Exception | None) -> None:
        page, window = self.page, self._window
        if page is None or window is None:
            return
        if isinstance(fault, Forbidden | NotFound):  # most people are refused this, and an older hub does not know of it
            told = self._told = None
        if told is not None:
            self._told = told
            self.fill(told)
        window.offer(page, self._told is not None)
