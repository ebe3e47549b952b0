"""Joins the page of the directory's sources with the hub; nothing is shown as done before the hub has said so."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from kalix_presence import wire
from kalix_presence.client.connection import sources as exchange
from kalix_presence.desktop.bridge import Submit
from kalix_presence.desktop.officer.directory_page import DirectoryPage
from kalix_presence.desktop.officer.window import OfficerWindow
from kalix_presence.desktop.presence import Presence, fault_sentence
from kalix_presence.model.errors import Conflict, Forbidden, NotFound, PresenceError
from kalix_presence.model.held_run import HeldAnswer

AGAIN_MS = 2_000
"""While the hub does what it was told, how it stands is asked so often."""


class DirectoryRoom(QObject):
    """`page` is None while the window is not there."""

    def __init__(self, presence: Presence, *, submit: Submit) -> None:
        super().__init__()
        self._presence, self._submit, self._language = presence, submit, "sv"
        self._window: OfficerWindow | None = None
        self._told: wire.SourcesView | None = None
        self.page: DirectoryPage | None = None
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(AGAIN_MS)
        self._again.timeout.connect(self.fetch)

    def make_page(self, language: str) -> DirectoryPage:
        """The page of a new window."""
        self._language = language
        page = self.page = DirectoryPage(self._presence, language)
        page.look_asked.connect(self._look)
        page.answer_asked.connect(self._answer)
        return page

    def stand_in(self, window: OfficerWindow) -> None:
        """The page is in this window; offered when the hub has said that one sees sources."""
        self._window = window
        self._show(self._told, None)

    def forget_window(self) -> None:
        """The window goes."""
        self.page = self._window = None
        self._again.stop()

    def forget_person(self) -> None:
        """Somebody else signs in."""
        self._told = None
        if self.page is not None:
            self.page.forget()
        self._show(None, None)

    def fetch(self) -> None:
        """Ask how the sources stand, where the page is there."""
        if self.page is not None:
            self._submit(lambda session: exchange.sources(session.hub), self._show)

    def _show(self, told: wire.SourcesView | None, fault: Exception | None) -> None:
        page, window = self.page, self._window
        if page is None or window is None:
            return
        if isinstance(fault, Forbidden | NotFound):  # most people are refused this, and an older hub does not know of it
            told = self._told = None
        if told is not None:
            self._told = told
            page.show_sources(told)
        window.offer(page, self._told is not None)
        if page.is_being_done and window.isVisible():
            self._again.start()

    def _look(self, source: str, after: int) -> None:
        def done(found: wire.HeldPage | None, fault: Exception | None) -> None:
            if self.page is not None and found is not None:
                self.page.show_page(source, found, after)
            elif self.page is not None and fault is not None:
                self.page.say(fault_sentence(fault, self._language))
            if isinstance(fault, Conflict):
                self.fetch()  # it does not wait any longer
            if fault is not None and not isinstance(fault, PresenceError):
                raise fault

        self._submit(lambda session: exchange.held_page(session.hub, source, after), done)

    def _answer(self, source: str, shown: str, answer: HeldAnswer) -> None:
        said = wire.HeldAnswerRequest(shown, answer)

        def done(_: object, fault: Exception | None) -> None:
            if self.page is not None:
                self.page.settled("" if fault is None else fault_sentence(fault, self._language))
            self.fetch()
            if fault is not None and not isinstance(fault, PresenceError):
                raise fault

        self._submit(lambda session: exchange.answer_held(session.hub, source, said), done)
