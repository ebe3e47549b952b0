"""Joins the telephone officer's desk with the hub; nothing is shown as done before the hub has said so."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from kalix_presence import wire
from kalix_presence.client.connection import officer as exchange
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.session_events import FactsChanged, Happened, SessionEvent
from kalix_presence.desktop.bridge import Submit
from kalix_presence.desktop.officer.known_officers import KnownOfficers
from kalix_presence.desktop.officer.request_words import reminder_words
from kalix_presence.desktop.presence import Presence, fault_sentence
from kalix_presence.desktop.widgets.kept_text import KeptText
from kalix_presence.model.errors import NotFound, PresenceError

if TYPE_CHECKING:
    from kalix_presence.desktop.officer.desk_page import DeskPage
    from kalix_presence.desktop.officer.requests_page import RequestsPage
    from kalix_presence.desktop.officer.window import OfficerWindow
    from kalix_presence.desktop.officer.work_page import WorkPage


class OfficerController(QObject):
    """`submit` has the session do something, `say` shows a note; `known` is who is officer of what, for every window that says
    whom to ask."""

    def __init__(self, presence: Presence, language: str, *, submit: Submit, say: Callable[[str, str], None]) -> None:
        super().__init__()
        self._presence, self._language, self._submit = presence, language, submit
        self._note = say
        self.known = KnownOfficers(presence)
        self.window: OfficerWindow | None = None
        self._typed = KeptText(lambda: presence.person)
        self._requests: RequestsPage | None = None
        self._work: WorkPage | None = None
        presence.link_changed.connect(self._link_changed)

    def on_session_event(self, event: SessionEvent) -> None:
        """Take in one message of the session."""
        changed = isinstance(event, Happened) and isinstance(event.event, wire.AppointmentsChanged)
        # With the directory somebody may be called otherwise, or have left.
        if changed or (isinstance(event, FactsChanged) and event.known_at is None):
            self._fetch()
        if isinstance(event, Happened) and isinstance(event.event, wire.ExtensionRequestsChanged):
            self._fetch_requests()
            for each in event.event.due:
                self._note(*reminder_words(each, self._presence, self._language))

    def _link_changed(self) -> None:
        if self._presence.link is LinkState.ONLINE:
            self._fetch()
            self._fetch_requests()
        elif self._presence.link is LinkState.SIGNED_OUT:
            self.known.show(None)
            if self.window is not None:
                self.window.hide()

    def _fetch(self) -> None:
        def told(found: wire.AppointmentsView | None, fault: Exception | None) -> None:
            if found is not None:
                self.known.show(found)
            elif isinstance(fault, NotFound):
                self.known.show(None)  # an older hub does not know of appointments
            elif fault is not None and not isinstance(fault, PresenceError):
                raise fault  # a hub that does not answer is seen by the link, which asks again

        self._submit(lambda session: exchange.appointments(session.hub), told)

    def _fetch_requests(self) -> None:
        """Only where the window has been opened: nobody else asks."""
        if self._requests is None:
            return
        self._submit(lambda session: exchange.extension_requests(session.hub), self._show_requests)
        self._submit(lambda session: exchange.numbers(session.hub), self._show_numbers)
        self._submit(lambda session: exchange.work_list(session.hub), self._show_work)

    def _show_requests(self, told: wire.ExtensionRequestsView | None, fault: Exception | None) -> None:
        page, window, me = self._requests, self.window, self._presence.me
        if page is None or window is None:
            return
        if told is not None or isinstance(fault, NotFound):
            page.show_requests(told)
        carries = me is not None and "carry_out_extensions" in me.may
        window.offer(page, told is not None and bool(carries or told.may_ask or told.requests))
        self._typed.put_back(window)  # what hangs on what is told now

    def _show_numbers(self, numbers: wire.NumbersView | None, _fault: Exception | None) -> None:
        """Most people are refused this: it is for whoever asks for extensions or carries that out."""
        if self._requests is not None:
            self._requests.show_numbers(numbers)

    def _show_work(self, found: wire.WorkList | None, _fault: Exception | None) -> None:
        """Most people are refused this: it is for officers."""
        page, window = self._work, self.window
        if page is not None and window is not None:
            window.offer(page, found is not None)
            if found is not None:
                page.show_work(found)
            self._typed.put_back(window)

    # the window

    def open(self) -> None:
        """Bring the desk to the front."""
        fresh = self.window is None
        if self.window is None:
            from kalix_presence.desktop.officer.appointments_page import AppointmentsPage
            from kalix_presence.desktop.officer.requests_page import RequestsPage
            from kalix_presence.desktop.officer.window import OfficerWindow
            from kalix_presence.desktop.officer.work_page import WorkPage

            asked = AppointmentsPage(self._presence, self.known, self._language)
            asked.appoint_asked.connect(lambda wish: self._appoint(asked, wish))
            asked.change_asked.connect(lambda one, change: self._change(asked, one, change))
            requests = self._requests = RequestsPage(self._presence, self._language)
            requests.ask_asked.connect(lambda wish: self._ask(requests, wish))
            requests.step_asked.connect(lambda one, step: self._step(requests, one, step))
            work = self._work = WorkPage(self._presence)
            self.window = OfficerWindow([asked, requests, work])
            for page in (requests, work):
                self.window.offer(page, False)
            requests.show_requests(None)
        self.window.open()
        if fresh:
            self._typed.put_back(self.window)
        self._fetch_requests()

    def forget_window(self) -> None:
        """Drop the window; it is made anew in the present language and colours."""
        self._typed.let_go(self.window)
        self.window = self._requests = self._work = None

    def speak(self, language: str) -> None:
        """Go on in another language."""
        self._language = language
        self.forget_window()

    # what is asked for

    def _appoint(self, page: DeskPage, wish: wire.AppointmentRequest) -> None:
        self._submit(lambda session: exchange.appoint(session.hub, wish), self._done, page, True)

    def _change(self, page: DeskPage, one: str, change: wire.AppointmentChange) -> None:
        self._submit(lambda session: exchange.change_appointment(session.hub, one, change), self._done, page, False)

    def _ask(self, page: RequestsPage, wish: wire.ExtensionWish) -> None:
        self._submit(lambda session: exchange.ask_extension(session.hub, wish), self._done, page, True)

    def _step(self, page: RequestsPage, one: str, step: wire.ExtensionStep) -> None:
        def done(made: Any, fault: Exception | None) -> None:
            if fault is None:
                page.stepped(one)
            self._done(made, fault, page, False)

        self._submit(lambda session: exchange.step_extension(session.hub, one, step), done)

    def _done(self, _: object, fault: Exception | None, page: DeskPage, typed: bool) -> None:
        """The hub has it, or says why not; what was typed is let go of only in the first case."""
        if self.window is None or page not in self.window.pages:
            return
        page.say("" if fault is None else fault_sentence(fault, self._language))
        if fault is None and typed:
            page.clear()
        if page is self._requests:
            self._fetch_requests()
        else:
            self._fetch()
        if fault is not None and not isinstance(fault, PresenceError):
            raise fault
