"""Joins the window of planned absences with the hub: fetches what comes, and asks for what is wanted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject

from kalix_presence import wire
from kalix_presence.client.connection import plans
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.connection.rest import new_key
from kalix_presence.client.local.known_plans import ShownPlans
from kalix_presence.client.session_events import Happened, SessionEvent
from kalix_presence.client.shown_plans import learn_plans, shown_plans
from kalix_presence.desktop.bridge import Submit
from kalix_presence.desktop.day.deputy_question import DeputyQuestion
from kalix_presence.desktop.day.questions import DayQuestions
from kalix_presence.desktop.presence import Presence, fault_sentence
from kalix_presence.desktop.widgets.kept_text import KeptText

if TYPE_CHECKING:
    from kalix_presence.desktop.planning.entry import Entered
    from kalix_presence.desktop.planning.window import PlanWindow


class PlanningController(QObject):
    """`submit` has the session do something; `say` shows a note; who is asked to cover is asked on the card of `asking`."""

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
        self._presence, self._language, self._submit = presence, language, submit
        self.covering = DeputyQuestion(presence, asking, language, submit=submit, say=say)
        self.dark = False
        self.window: PlanWindow | None = None
        self._typed = KeptText(lambda: presence.person)
        self._changing: wire.PlanView | None = None
        """The plan that was being changed when the window was let go of."""
        self._asked = 0
        """How often it was asked what is planned; the answer to the newest question counts, in whatever order they come."""
        self._file = ""
        """The path of the calendar file that was read in last."""
        presence.link_changed.connect(self._link_changed)
        presence.calendars_changed.connect(self._changed)

    def open(self) -> None:
        """Bring the window to the front."""
        fresh = self.window is None
        if self.window is None:
            from kalix_presence.desktop.planning.window import PlanWindow

            self.window = PlanWindow(self._presence, self._language, dark=self.dark)
            self.window.wanted.connect(self._fetch)
            self.window.entry.entered.connect(self._enter)
            self.window.remove_asked.connect(self._remove)
            self.window.undo_asked.connect(self._put_back)
            self.window.file_given.connect(self._read_in)
            self.window.again_asked.connect(lambda: self._read_in(self._file, again=True))
        self.window.open()
        if fresh:
            if self._changing is not None:
                self.window.entry.change(self._changing)
                self._changing = None
            self._typed.put_back(self.window)

    def speak(self, language: str) -> None:
        """Go on in another language; the window is made anew when it is next wanted."""
        self._language = language
        self.covering.speak(language)
        self.forget_window()

    def forget_window(self) -> None:
        """Drop the window; it is made anew in the present language and colours, and what was typed goes along."""
        if self.window is not None:
            self._changing = self.window.entry.changes if self._presence.person is not None else None
            self._typed.let_go(self.window)
            self.window = None

    def on_session_event(self, event: SessionEvent) -> None:
        """Take in one message of the session."""
        self.covering.on_session_event(event)
        match event:
            case Happened(event=wire.PlansChanged(extension=extension)) if extension == self._presence.extension:
                self._changed()
            case Happened(event=wire.PlansChanged(extension=extension)) if extension == self._shown_of():
                self._fetch_again()

    def _shown_of(self) -> str | None:
        """Whose plans the window shows: one's own while there is none."""
        return self.window.whose.extension if self.window is not None else self._presence.extension

    def _changed(self) -> None:
        self._fetch_again()
        self._learn()

    def _link_changed(self) -> None:
        if self._presence.link is LinkState.SIGNED_OUT:
            return
        self._fetch_again()
        if self._presence.link is LinkState.ONLINE:
            self._learn()

    def _learn(self) -> None:
        """Keep what is planned for a time without contact."""
        extension = self._presence.extension
        if extension is not None:
            # What goes wrong here is tried again with the next contact or change.
            self._submit(lambda session: learn_plans(session, extension), lambda _result, _fault: None)

    def _fetch_again(self) -> None:
        if self.window is not None and self.window.isVisible():
            self.window.fetch()

    def _fetch(self, since: datetime, until: datetime) -> None:
        extension = self._shown_of()
        self._asked += 1
        number = self._asked
        if extension is None:
            return

        def fetched(shown: ShownPlans | None, fault: Exception | None) -> None:
            if self.window is None or self._asked != number or self._shown_of() != extension:
                return  # other days are looked at by now, or somebody else's, or something was planned meanwhile
            if shown is not None:
                self.window.show_plans(shown.view, shown.known_at)
            elif fault is not None:
                self.window.show_fault(fault)

        self._submit(lambda session: shown_plans(session, extension, since=since, until=until), fetched)

    def _enter(self, entered: Entered) -> None:
        extension = self._shown_of() or ""

        def done(view: wire.PlanView | None, fault: Exception | None) -> None:
            if self.window is None:
                return
            if fault is not None:
                self.window.entry.refuse(fault)
                return
            self.window.entry.done()
            if view is not None and self._shown_of() == extension:
                self.window.planned(view, changed=entered.changes is not None)
            self._fetch_again()

        known, request, key = entered.changes, entered.request, new_key()
        if known is None:
            self._submit(lambda session: plans.add_plan(session.hub, extension, request, key=key), done)
        else:
            change = _change_of(known, request)
            self._submit(lambda session: plans.change_plan(session.hub, known.id, change), done)

    def plan(self, request: wire.PlanRequest, event: Callable[[Exception | None], None]) -> None:
        """Plan what was typed elsewhere; `told` hears how it went, and the window shows it."""
        extension, key = self._presence.extension or "", new_key()

        def done(view: wire.PlanView | None, fault: Exception | None) -> None:
            event(fault)
            if view is not None:
                self.open()
                assert self.window is not None  # noqa: S101 - opened just now
                self.window.whose.show_own()
                self.window.planned(view)
                self._fetch_again()

        self._submit(lambda session: plans.add_plan(session.hub, extension, request, key=key), done)

    def _remove(self, plan: wire.PlanView, day: date | None) -> None:
        def done(_: None, fault: Exception | None) -> None:
            if self.window is None:
                return
            if fault is not None:
                self.window.say(fault_sentence(fault, self._language))
                return
            if self._shown_of() == plan.extension:
                self.window.removed(plan, day)
            self._fetch_again()

        self._submit(lambda session: plans.remove_plan(session.hub, plan.id, day=day), done)

    def _put_back(self, plan: wire.PlanView, day: date | None) -> None:
        def done(_: object, fault: Exception | None) -> None:
            if self.window is not None and fault is not None:
                self.window.say(fault_sentence(fault, self._language))
            self._fetch_again()

        extension, key = plan.extension, new_key()
        if day is None:
            self._submit(lambda session: plans.add_plan(session.hub, extension, _request_of(plan), key=key), done)
        else:
            # Leaving one out was a change, so the plan stands one version further.
            back = wire.PlanChange(plan.version + 1, skipped=list(plan.skipped))
            self._submit(lambda session: plans.change_plan(session.hub, plan.id, back), done)

    def _read_in(self, path: str, *, again: bool = False) -> None:
        from kalix_presence.desktop.planning import file_import as plan_import

        window, extension = self.window, self._shown_of()
        if window is None or extension is None:
            return
        if not path:
            plan_import.choose_file(window, self._read_in)
            return
        try:
            text = plan_import.read_file(path)
        except (OSError, ValueError) as fault:
            window.say(fault.strerror or str(fault) if isinstance(fault, OSError) else str(fault))
            return

        def done(report: wire.ImportReport | None, fault: Exception | None) -> None:
            if self.window is None:
                return
            if report is not None:
                said = plan_import.outcome(report, lambda code: self._presence.reason_name(code, self._language))
                self.window.say(said, left_away=report.taken_away > 0)
                self._fetch_again()
            elif fault is not None:
                self.window.say(fault_sentence(fault, self._language))

        self._file = path
        window.say(self.tr("Reading the file in …"))
        self._submit(lambda session: plans.import_plans(session.hub, extension, text, again=again), done)


def _request_of(plan: wire.PlanView) -> wire.PlanRequest:
    return wire.PlanRequest(
        plan.reason,
        plan.starts,
        plan.ends,
        plan.zone,
        plan.repeat,
        plan.skipped,
        plan.forward_to,
        plan.note,
        plan.deputy,
    )


def _change_of(plan: wire.PlanView, request: wire.PlanRequest) -> wire.PlanChange:
    """What of the plan becomes another by `request`; where calls go stays, as long as the deputy does."""
    change = wire.PlanChange(
        plan.version,
        reason=request.reason,
        starts=request.starts,
        ends=request.ends,
        repeat=request.repeat,
        note=request.note,
    )
    if request.deputy != plan.deputy:
        change = msgspec.structs.replace(change, deputy=request.deputy, forward_to=request.forward_to)
    return change
