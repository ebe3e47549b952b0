"""Joins a newcomer's first steps with the hub: shown after the welcome, and from the icon's menu as long as some are left."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from kalix_presence import wire
from kalix_presence.client.connection import newcomers as exchange
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.facts import left_of, worktime_of
from kalix_presence.client.session_events import FactsChanged, Happened, SessionEvent
from kalix_presence.desktop.bridge import Submit
from kalix_presence.desktop.presence import Presence, fault_sentence
from kalix_presence.model.errors import PresenceError
from kalix_presence.model.newcomer import FirstStep

if TYPE_CHECKING:
    from kalix_presence.desktop.welcome.steps_window import FirstStepsWindow


class FirstStepsController(QObject):
    """`left_changed` tells how many steps are left, 0 for who is no newcomer or has finished."""

    left_changed = Signal(int)
    settings_asked = Signal()
    panel_asked = Signal()

    def __init__(self, presence: Presence, language: str, *, submit: Submit, say: Callable[[str, str], None]) -> None:
        super().__init__()
        self._presence, self._language, self._submit, self._note = presence, language, submit, say
        self._found = wire.FirstSteps()
        self._expected = self._told_of_policy = False
        self.window: FirstStepsWindow | None = None
        presence.link_changed.connect(self._link_changed)
        presence.status_changed.connect(self._look)

    @property
    def left(self) -> int:
        """How many steps are left."""
        return len(left_of(self._found))

    def on_session_event(self, event: SessionEvent) -> None:
        """Take in one message of the session."""
        if isinstance(event, FactsChanged) and event.known_at is None:
            self._fetch()
        elif isinstance(event, Happened) and isinstance(event.event, wire.NewcomerChanged):
            if event.event.rang is not None and self.window is not None:
                self.window.show_rang(event.event.rang)
            self._fetch()

    def begin(self) -> None:
        """Somebody has been welcomed: whoever is a newcomer goes on with the first steps, once it is known that they are."""
        self._expected = True
        self._show_expected()

    def open(self) -> None:
        """Bring the window to the front."""
        if self.window is None:
            from kalix_presence.desktop.welcome.steps_window import FirstStepsWindow

            window = self.window = FirstStepsWindow(self._presence, self._language)
            window.said.connect(self._say)
            window.hours_said.connect(self._say_hours)
            window.ring_asked.connect(self._ring)
            window.settings_asked.connect(self.settings_asked)
            window.panel_asked.connect(self.panel_asked)
            window.show_steps(self._found)
        self.window.open()
        self._fetch()

    def forget_window(self) -> None:
        """Drop the window; it is made anew in the present language and colours."""
        if self.window is not None:
            self.window.hide()
            self.window.deleteLater()
        self.window = None

    def speak(self, language: str) -> None:
        """Go on in another language."""
        self._language = language
        self.forget_window()

    def _link_changed(self) -> None:
        if self._presence.link is LinkState.SIGNED_OUT:
            self._take(wire.FirstSteps())
            self.forget_window()

    def _look(self) -> None:
        """An absence that was set may be the first."""
        open_ = {each.step for each in self._found.steps if not each.done}
        if self.window is not None and self.window.isVisible() and FirstStep.ABSENCE in open_:
            self._fetch()

    def _fetch(self) -> None:
        """A hub that is older knows of none, and one that does not answer is seen by the link, which asks again."""

        def told(found: wire.FirstSteps | None, fault: Exception | None) -> None:
            if found is not None:
                self._take(found)
            elif fault is not None and not isinstance(fault, PresenceError):
                raise fault

        if self._presence.extension is not None:
            self._submit(lambda session: exchange.first_steps(session.hub), told)

    def _take(self, found: wire.FirstSteps) -> None:
        before, self._found = self.left, found
        if self.window is not None:
            self.window.show_steps(found)
        if self.left != before:
            self.left_changed.emit(self.left)
        self._show_expected()
        self._tell_of_policy()

    def _show_expected(self) -> None:
        if self._expected and self._found.steps:
            self._expected = False
            if self._found.walked:
                self.open()

    def _tell_of_policy(self) -> None:
        """Who has accepted an earlier policy is told once that there is a newer one; the menu has the step."""
        policy = self._found.policy
        asks = policy is not None and policy.accepted not in ("", policy.version)
        if asks and not self._told_of_policy:
            words = self.tr("Read it and accept it: First steps, in the icon's menu.")
            self._note(self.tr("There is a new telephone policy"), words)
        self._told_of_policy = asks

    # what is asked for

    def _say(self, said: wire.StepSaid) -> None:
        self._wait()
        self._submit(lambda session: exchange.take_first_step(session.hub, said), self._answered)

    def _say_hours(self) -> None:
        """The hours that hold now, as one's own: so that they are true, and not only ticked."""
        own, view = self._presence.extension, self._presence.view
        if own is None or view is None:
            return
        chosen = self._presence.preferences
        week = worktime_of(view, chosen.preferences if chosen is not None else None).hours
        wish = wire.PreferencesRequest(hours={day: list(spans) for day, spans in week.items() if spans})

        def done(_: wire.PreferencesView | None, fault: Exception | None) -> None:
            self._answered(None, fault)

        self._wait()
        self._submit(lambda session: session.hub.set_preferences(own, wish), done)

    def _ring(self) -> None:
        def done(begun: wire.CallBegun | None, fault: Exception | None) -> None:
            if begun is not None and self.window is not None:
                self.window.show_ringing()
            self._answered(None, fault)

        self._wait()
        self._submit(lambda session: exchange.ring_own_phone(session.hub), done)

    def _wait(self) -> None:
        if self.window is not None:
            self.window.show_fault("")
            self.window.wait(self.tr("The presence server is being asked."))

    def _answered(self, found: wire.FirstSteps | None, fault: Exception | None) -> None:
        if self.window is not None:
            self.window.show_fault("" if fault is None else fault_sentence(fault, self._language))
        if found is not None:
            self._take(found)
        else:
            self._fetch()
        if fault is not None and not isinstance(fault, PresenceError):
            raise fault
