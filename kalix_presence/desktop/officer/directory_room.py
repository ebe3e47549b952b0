"""Joins the page of the directory's sources with the hub; nothing is shown as done before the hub has said so."""

from __future__ import annotations

from PySide6.QtCore import QTimer

from kalix_presence import wire
from kalix_presence.client.connection import sources as exchange
from kalix_presence.client.session import Session
from kalix_presence.desktop.bridge import Submit
from kalix_presence.desktop.officer.directory_page import DirectoryPage
from kalix_presence.desktop.officer.one_page_room import OnePageRoom
from kalix_presence.desktop.presence import Presence, fault_sentence
from kalix_presence.model.errors import Conflict, PresenceError
from kalix_presence.model.held_run import HeldAnswer

AGAIN_MS = 2_000
"""While the hub does what it was told, how it stands is asked so often."""


class DirectoryRoom(OnePageRoom):
    """Asks by itself while something is being done that somebody looks at."""

    page: DirectoryPage | None

    def __init__(self, presence: Presence, *, submit: Submit) -> None:
        super().__init__(presence, submit=submit)
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

    async def ask(self, session: Session) -> wire.SourcesView:
        """How the sources stand."""
        return await exchange.sources(session.hub)

    def fill(self, told: wire.SourcesView) -> None:
        """Show it."""
        assert self.page is not None  # noqa: S101 - filled where it is there
        self.page.show_sources(told)

    def forget_window(self) -> None:
        """The window goes, and nobody looks."""
        super().forget_window()
        self._again.stop()

    def _show(self, told: wire.SourcesView | None, fault: Exception | None) -> None:
        super()._show(told, fault)
        if self.page is not None and self._window is not None and self.page.is_being_done and self._window.isVisible():
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
