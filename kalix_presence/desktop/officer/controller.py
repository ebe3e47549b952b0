"""Joins the telephone officer's desk with the hub; nothing is shown as done before the hub has said so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from kalix_presence import wire
from kalix_presence.client.connection import newcomers
from kalix_presence.client.connection import officer as exchange
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.session_events import FactsChanged, Happened, SessionEvent
from kalix_presence.desktop.bridge import Submit
from kalix_presence.desktop.officer.known_officers import KnownOfficers
from kalix_presence.desktop.presence import Presence, fault_sentence
from kalix_presence.desktop.widgets.kept_text import KeptText
from kalix_presence.model.access import Action
from kalix_presence.model.errors import NotFound, PresenceError

if TYPE_CHECKING:
    from kalix_presence.desktop.officer.cards_room import CardsRoom
    from kalix_presence.desktop.officer.desk_page import DeskPage
    from kalix_presence.desktop.officer.directory_room import DirectoryRoom
    from kalix_presence.desktop.officer.greeting_room import GreetingRoom
    from kalix_presence.desktop.officer.held_runs import HeldRuns
    from kalix_presence.desktop.officer.newcomers_page import NewcomersPage
    from kalix_presence.desktop.officer.requests_page import RequestsPage
    from kalix_presence.desktop.officer.sketch_room import SketchRoom
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
        self._sketch: SketchRoom | None = None
        self._cards: CardsRoom | None = None
        self._newcomers: NewcomersPage | None = None
        self._greetings: GreetingRoom | None = None
        self._directory: DirectoryRoom | None = None
        self._held_runs: HeldRuns | None = None
        self._secrets: list[wire.ExtensionRequestView] = []
        presence.link_changed.connect(self._link_changed)

    def on_session_event(self, event: SessionEvent) -> None:
        """Take in one message of the session."""
        changed = isinstance(event, Happened) and isinstance(event.event, wire.AppointmentsChanged)
        # With the directory somebody may be called otherwise, or have left.
        if changed or (isinstance(event, FactsChanged) and event.known_at is None):
            self._fetch()
            self._look_what_is_held()
        if isinstance(event, Happened) and isinstance(event.event, wire.ExtensionRequestsChanged):
            self._fetch_requests()
            self._remind(requests=event.event.due)
        if isinstance(event, Happened) and isinstance(event.event, wire.SketchChanged):
            if self._sketch is not None:
                self._sketch.fetch()
            self._remind(reviews=event.event.due)
        if isinstance(event, Happened) and isinstance(event.event, wire.GreetingChanged) and self._greetings is not None:
            self._greetings.fetch()
        if isinstance(event, Happened) and isinstance(event.event, wire.SourcesChanged):
            self._look_what_is_held()
            if self._directory is not None:
                self._directory.fetch()
        if isinstance(event, Happened) and isinstance(event.event, wire.NewcomersDue):
            for one in event.event.due:
                words = self.tr("{name} ({extension}), {unit}. See Newcomers in Telephone matters.")
                said = words.format(name=one.name, extension=one.extension, unit=one.unit_name)
                self._note(self.tr("A newcomer has not finished the first steps"), said)

    def _remind(self, requests: Sequence[wire.DueRequest] = (), reviews: Sequence[wire.DueReview] = ()) -> None:
        if requests or reviews:
            from kalix_presence.desktop.officer.request_words import reminder_words, review_words  # most hear of none

            for request in requests:
                self._note(*reminder_words(request, self._presence, self._language))
            for review in reviews:
                self._note(*review_words(review, self._presence, self._language))

    def _link_changed(self) -> None:
        if self._presence.link is LinkState.ONLINE:
            self._fetch()
            self._fetch_requests()
            self._look_what_is_held()
        elif self._presence.link is LinkState.SIGNED_OUT:
            self.known.show(None)
            for room in self._rooms():
                room.forget_person()
            self._held_runs = None
            self._secrets = []
            if self._requests is not None:
                self._requests.show_secrets([])
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

    def _look_what_is_held(self) -> None:
        """For whoever may answer it; nobody else asks."""
        me = self._presence.me
        if me is None or Action.ANSWER_HELD_RUN.value not in me.may:
            return
        if self._held_runs is None:
            from kalix_presence.desktop.officer.held_runs import HeldRuns

            self._held_runs = HeldRuns(self._presence, submit=self._submit, say=self._note)
        self._held_runs.look(self._language)

    def _fetch_requests(self) -> None:
        """Only where the window has been opened: nobody else asks."""
        if self._requests is None:
            return
        for room in self._rooms():
            room.fetch()
        self._submit(lambda session: exchange.extension_requests(session.hub), self._show_requests)
        self._submit(lambda session: exchange.numbers(session.hub), self._show_numbers)
        self._submit(lambda session: exchange.work_list(session.hub), self._show_work)
        self._submit(lambda session: newcomers.newcomers(session.hub), self._show_newcomers)

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

    def _show_newcomers(self, found: wire.NewcomersView | None, _fault: Exception | None) -> None:
        """Most people are refused this: it is for officers and administrators."""
        page, window = self._newcomers, self.window
        if page is not None and window is not None:
            window.offer(page, found is not None)
            if found is not None:
                page.show_newcomers(found)
            self._typed.put_back(window)

    # the window

    def _rooms(self) -> list[SketchRoom | GreetingRoom | CardsRoom | DirectoryRoom]:
        """Those that are there: they outlive the window and come with the first one."""
        return [room for room in (self._sketch, self._greetings, self._cards, self._directory) if room is not None]

    def open(self) -> None:
        """Bring the desk to the front."""
        fresh = self.window is None
        if self.window is None:
            from kalix_presence.desktop.officer.appointments_page import AppointmentsPage
            from kalix_presence.desktop.officer.cards_room import CardsRoom
            from kalix_presence.desktop.officer.directory_room import DirectoryRoom
            from kalix_presence.desktop.officer.greeting_room import GreetingRoom
            from kalix_presence.desktop.officer.newcomers_page import NewcomersPage
            from kalix_presence.desktop.officer.requests_page import RequestsPage
            from kalix_presence.desktop.officer.sketch_room import SketchRoom
            from kalix_presence.desktop.officer.window import OfficerWindow
            from kalix_presence.desktop.officer.work_page import WorkPage

            asked = AppointmentsPage(self._presence, self.known, self._language)
            asked.appoint_asked.connect(lambda wish: self._appoint(asked, wish))
            asked.change_asked.connect(lambda one, change: self._change(asked, one, change))
            requests = self._requests = RequestsPage(self._presence, self._language)
            requests.ask_asked.connect(lambda wish: self._ask(requests, wish))
            requests.step_asked.connect(lambda one, step: self._step(requests, one, step))
            requests.secret_noted.connect(self._secret_noted)
            work = self._work = WorkPage(self._presence, self._language)
            if self._sketch is None:
                self._sketch = SketchRoom(self._presence, submit=self._submit)
            if self._greetings is None:
                self._greetings = GreetingRoom(self._presence, submit=self._submit)
            if self._cards is None:
                self._cards = CardsRoom(self._presence, submit=self._submit)
            if self._directory is None:
                self._directory = DirectoryRoom(self._presence, submit=self._submit)
            fresh_people = self._newcomers = NewcomersPage()
            rooms = self._rooms()
            sketch, greetings, cards, directory = (each.make_page(self._language) for each in rooms)
            self.window = OfficerWindow([asked, requests, work, sketch, fresh_people, greetings, cards, directory])
            for room in rooms:
                room.stand_in(self.window)
            for page in (requests, work, fresh_people):
                self.window.offer(page, False)
            requests.show_requests(None)
            requests.show_secrets(self._secrets)
        self.window.open()
        if fresh:
            self._typed.put_back(self.window)
        self._fetch_requests()

    def forget_window(self) -> None:
        """Drop the window; it is made anew in the present language and colours."""
        for room in self._rooms():
            room.forget_window()
        self._typed.let_go(self.window)
        self.window = self._requests = self._work = self._newcomers = None

    def speak(self, language: str) -> None:
        """Go on in another language."""
        self._language = language
        self.forget_window()

    # what is asked for

    def _appoint(self, page: DeskPage, wish: wire.AppointmentRequest) -> None:
        page.sending()
        self._submit(lambda session: exchange.appoint(session.hub, wish), self._done, page, True)

    def _change(self, page: DeskPage, one: str, change: wire.AppointmentChange) -> None:
        self._submit(lambda session: exchange.change_appointment(session.hub, one, change), self._done, page, False)

    def _ask(self, page: RequestsPage, wish: wire.ExtensionWish) -> None:
        page.sending()
        self._submit(lambda session: exchange.ask_extension(session.hub, wish), self._done, page, True)

    def _step(self, page: RequestsPage, one: str, step: wire.ExtensionStep) -> None:
        person = self._presence.person

        def done(made: Any, fault: Exception | None) -> None:
            page.answered(one, taken=fault is None)
            if made is not None and made.secret and person == self._presence.person:
                self._secrets = [each for each in self._secrets if each.number != made.number] + [made]
                if self._requests is not None:  # another one than it was, if the language has changed meanwhile
                    self._requests.show_secrets(self._secrets)
            self._done(made, fault, page, False)

        self._submit(lambda session: exchange.step_extension(session.hub, one, step), done)

    def _secret_noted(self, one: str) -> None:
        self._secrets = [each for each in self._secrets if each.id != one]
        if self._requests is not None:
            self._requests.show_secrets(self._secrets)

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
