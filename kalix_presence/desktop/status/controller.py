"""One's own status: the panel in which it is set, what is asked of the hub for it, and a note of what did not come of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, Signal

from kalix_presence import wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.session_events import RequestChanged
from kalix_presence.desktop.bridge import Submit
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.status.request_note import note_of
from kalix_presence.desktop.widgets.kept_text import KeptText
from kalix_presence.model.when.usual import usual

if TYPE_CHECKING:
    from kalix_presence.desktop.status.panel import StatusPanel


class StatusController(QObject):
    """`submit` has the session do something; `say` shows a note; `place` is where the icon is, by which the panel opens."""

    sign_in_asked = Signal()
    colleagues_asked = Signal()
    plan_asked = Signal(object)
    """A `wire.PlanRequest`; `planned` hears what came of it."""

    def __init__(
        self, presence: Presence, language: str, *, submit: Submit, say: Callable[[str, str], None], place: Callable[[], QRect]
    ) -> None:
        super().__init__()
        self._presence, self._language = presence, language
        self._submit, self._note, self._place = submit, say, place
        self.dark = False
        self.panel: StatusPanel | None = None
        self._typed = KeptText(lambda: presence.person)
        presence.request_ended.connect(self._request_ended)

    def open(self, reason_code: str) -> None:
        """Bring the status panel to the front, or have the sign-in: signed out there is nothing to set."""
        if self._presence.link is LinkState.SIGNED_OUT:
            self.sign_in_asked.emit()
            return
        fresh = self.panel is None
        if self.panel is None:
            from kalix_presence.desktop.status.panel import StatusPanel

            self.panel = StatusPanel(self._presence, self._language, dark=self.dark)
            self.panel.request_made.connect(self.set_absence)
            self.panel.back_asked.connect(self.back)
            self.panel.plan_asked.connect(self.plan_asked)
            self.panel.sign_in_asked.connect(self.sign_in_asked)
            self.panel.colleagues_asked.connect(self.colleagues_asked)
            self.panel.sound_asked.connect(self._hear)
        if fresh and reason_code:
            self._typed.put_back(self.panel)  # the reason that is asked for now counts, not the one before
        self.panel.open(reason_code, self._place())
        if fresh:
            self._typed.put_back(self.panel)

    def forget_window(self) -> None:
        """Made anew when next wanted, in the present language and colours; what was typed goes along."""
        self._typed.let_go(self.panel)
        self.panel = None

    def speak(self, language: str) -> None:
        """Speak another language from now on."""
        self._language = language
        self.forget_window()

    def planned(self, fault: Exception | None) -> None:
        """What the hub answered to a plan that was typed in the panel."""
        if self.panel is not None:
            self.panel.planned(fault)

    def _hear(self) -> None:
        panel, extension = self.panel, self._presence.extension or ""
        if panel is not None:
            self._submit(lambda session: session.hub.announcement(extension), panel.play)

    def set_usual(self, reason_code: str) -> None:
        """Be away for this reason until its usual time; where there is none the panel asks for one."""
        reason = self._presence.reasons.get(reason_code)
        until = usual(reason, now=self._presence.clock(), worktime=self._presence.worktime)
        if until is None:
            self.open(reason_code)
        else:
            self.set_absence(wire.AbsenceRequest(reason_code, until.moment))

    def set_absence(self, request: wire.AbsenceRequest) -> None:
        """Ask for an absence of one's own."""
        extension = self._presence.extension
        if extension is not None:
            self._submit(lambda session: session.set_absence(extension, request))

    def back(self) -> None:
        """Ask to be back."""
        extension = self._presence.extension
        if extension is not None:
            self._submit(lambda session: session.back(extension))

    def _request_ended(self, outcome: RequestChanged) -> None:
        if self.panel is not None and self.panel.isVisible():
            return
        note = note_of(outcome, self._language)
        if note is not None:
            self._note(*note)
