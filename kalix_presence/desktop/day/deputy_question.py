"""Asks whom somebody planned as their deputy: also who was not there when it was planned, and only when a question fits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, QTimer

from kalix_presence import wire
from kalix_presence.client.connection import plans
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.session_events import Happened, SessionEvent
from kalix_presence.desktop.bridge import Submit
from kalix_presence.desktop.day.questions import DayQuestions
from kalix_presence.desktop.presence import Presence, fault_sentence
from kalix_presence.model.plan import DeputyState

LOOK_AGAIN = 10_000
"""Milliseconds until the next look while a question is kept back."""
PUT_OFF = timedelta(hours=1)
"""How long "not now" puts the question off: until it is answered, calls go to the switchboard."""


class DeputyQuestion(QObject):
    """What is open is known from the hub alone, so that nothing withdrawn is asked; `submit` has the session do something."""

    def __init__(
        self,
        presence: Presence,
        asking: DayQuestions,
        language: str,
        *,
        submit: Submit,
        say: Callable[[str, str], None],
    ) -> None:
        super().__init__()
        self._presence, self._asking, self._language, self._submit, self._note = presence, asking, language, submit, say
        self._waiting: list[wire.PlanView] = []
        self._put_off: dict[tuple[str, int], datetime] = {}
        self._timer = QTimer(self, singleShot=True, interval=LOOK_AGAIN)
        self._timer.timeout.connect(self.look)
        presence.link_changed.connect(self._link_changed)

    @property
    def open(self) -> int:
        """How many plans wait for an answer, as far as is known."""
        return len(self._waiting)

    def speak(self, language: str) -> None:
        """Ask in another language from now on."""
        self._language = language

    def on_session_event(self, event: SessionEvent) -> None:
        """Take in one message of the session."""
        match event:
            case Happened(event=wire.DeputyAsked()):
                self._fetch()
            case Happened(event=wire.PlansChanged()) if self._waiting:
                self._fetch()

    def look(self) -> None:
        """Ask the first that is open and not put off, when a question fits; look again later otherwise."""
        now = self._presence.clock()
        if not self._waiting:
            self._timer.stop()
            return
        due = [plan for plan in self._waiting if self._put_off.get((plan.id, plan.version), now) <= now]
        if due and self._asking.may_ask():
            self._show_question(due[0])
        self._timer.start()

    def _link_changed(self) -> None:
        if self._presence.link is LinkState.ONLINE:
            self._fetch()
        else:
            self._waiting = []

    def _fetch(self) -> None:
        self._submit(lambda session: plans.asked_plans(session.hub), self._fetched)

    def _fetched(self, found: list[wire.PlanView] | None, fault: Exception | None) -> None:
        if found is None:
            return  # asked again when there is contact again
        self._waiting = [plan for plan in found if plan.deputy_state is DeputyState.ASKED]
        if self._asking.about and self._asking.about not in {plan.id for plan in self._waiting}:
            self._asking.hide()  # withdrawn, or answered elsewhere
        self.look()

    def _show_question(self, plan: wire.PlanView) -> None:
        when = "" if plan.next_start is None else self._asking.time(plan.next_start)
        until = "" if plan.next_end is None else self._asking.time(plan.next_end)
        text = self.tr("{name} is away from {start} until {end} and asks you to take their calls meanwhile.")
        later = lambda: self._later(plan)  # noqa: E731 - said twice below
        self._asking.show(
            self.tr("Cover for {name}?").format(name=plan.name),
            text.format(name=plan.name, start=when, end=until),
            [
                (self.tr("Yes"), lambda: self._answer(plan, accept=True)),
                (self.tr("No"), lambda: self._answer(plan, accept=False)),
                (self.tr("Not now"), later),
            ],
            escape=later,
            about=plan.id,
        )

    def _later(self, plan: wire.PlanView) -> None:
        self._put_off[(plan.id, plan.version)] = self._presence.clock() + PUT_OFF
        self.look()

    def _answer(self, plan: wire.PlanView, *, accept: bool) -> None:
        self._waiting = [each for each in self._waiting if each.id != plan.id]

        def done(_: object, fault: Exception | None) -> None:
            if fault is not None:
                self._note(self.tr("The answer was not told"), fault_sentence(fault, self._language))
            self._fetch()

        self._submit(lambda session: plans.answer_plan(session.hub, plan.id, accept=accept), done)
