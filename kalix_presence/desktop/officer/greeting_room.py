"""Joins the page of the lines to answer with with the hub; nothing is shown as done before the hub has said so."""

from __future__ import annotations

from kalix_presence import wire
from kalix_presence.client.connection import greetings as exchange
from kalix_presence.client.session import Session
from kalix_presence.desktop.bridge import Submit
from kalix_presence.desktop.officer.greeting_page import GreetingDrafts, GreetingPage
from kalix_presence.desktop.officer.one_page_room import OnePageRoom
from kalix_presence.desktop.presence import Presence, fault_sentence
from kalix_presence.model.errors import Conflict, PresenceError


class GreetingRoom(OnePageRoom):
    """What is typed outlives the window."""

    page: GreetingPage | None

    def __init__(self, presence: Presence, *, submit: Submit) -> None:
        super().__init__(presence, submit=submit)
        self._drafts = GreetingDrafts()

    def make_page(self, language: str) -> GreetingPage:
        """The page of a new window."""
        self._language = language
        page = self.page = GreetingPage(self._presence, self._drafts, language)
        page.set_asked.connect(self._set)
        return page

    async def ask(self, session: Session) -> wire.GreetingsView:
        """The lines."""
        return await exchange.greetings(session.hub)

    def fill(self, told: wire.GreetingsView) -> None:
        """Show them."""
        assert self.page is not None  # noqa: S101 - filled where it is there
        self.page.show_greetings(told)

    def forget_person(self) -> None:
        """Somebody else signs in, who has typed nothing."""
        self._drafts.forget()
        super().forget_person()

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
