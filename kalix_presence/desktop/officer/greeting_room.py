"""Joins the page of the lines to answer with with the hub; nothing is shown as done before the hub has said so."""

from __future__ import annotations

from PySide6.QtCore import QObject

from kalix_presence import wire
from kalix_presence.client.connection import greetings as exchange
from kalix_presence.desktop.bridge import Submit
from kalix_presence.desktop.officer.greeting_page import GreetingDrafts, GreetingPage
from kalix_presence.desktop.officer.window import OfficerWindow
from kalix_presence.desktop.presence import Presence, fault_sentence
from kalix_presence.model.errors import Conflict, Forbidden, NotFound, PresenceError


class GreetingRoom(QObject):
    """`page` is None while the window is not there; what is typed outlives it."""

    def __init__(self, presence: Presence, *, submit: Submit) -> None:
        super().__init__()
        self._presence, self._submit, self._language = presence, submit, "sv"
        self._drafts = GreetingDrafts()
        self._window: OfficerWindow | None = None
        self._told: wire.GreetingsView | None = None
        self.page: GreetingPage | None = None

    def make_page(self, language: str) -> GreetingPage:
        """The page of a new window."""
        self._language = language
        page = self.page = GreetingPage(self._presence, self._drafts, language)
        page.set_asked.connect(self._set)
        return page

    def stand_in(self, window: OfficerWindow) -> None:
        """The page is in this window, as it was in the one before; offered when the hub has said that one keeps a line."""
        self._window = window
        self._show(self._told, None)

    def forget_window(self) -> None:
        """The window goes; what was typed stays."""
        self.page = self._window = None

    def forget_person(self) -> None:
        """Somebody else signs in."""
        self._drafts.forget()
        self._told = None
        if self.page is not None:
            self.page.forget()
        self._show(None, None)

    def fetch(self) -> None:
        """Ask for the lines anew, where the page is there."""
        if self.page is not None:
            self._submit(lambda session: exchange.greetings(session.hub), self._show)

    def _show(self, told: wire.GreetingsView | None, fault: Exception | None) -> None:
        page, window = self.page, self._window
        if page is None or window is None:
            return
        if isinstance(fault, Forbidden | NotFound):  # most people are refused this, and an older hub does not know of it
            told = self._told = None
        if told is not None:
            self._told = told
            page.show_greetings(told)
        window.offer(page, self._told is not None)

    def _set(self, unit: str, wish: wire.GreetingWish) -> None:
        def done(_: object, fault: Exception | None) -> None:
            if self.page is not None:
                self.page.answered(unit, fault, changed=isinstance(fault, Conflict))
                self.page.say("" if fault is None else fault_sentence(fault, self._language))
            elif fault is None:
                self._drafts.drop(unit)
            self.fetch()
            if fault is not None and not isinstance(fault, PresenceError):
                raise fault

        self._submit(lambda session: exchange.set_greeting(session.hub, unit, wish), done)
