"""The window of notices: made when it is first wanted, and what is asked of the hub in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from kalix_presence import wire
from kalix_presence.client.connection import reception
from kalix_presence.desktop.bridge import Submit
from kalix_presence.desktop.grid.notices import GridNotices
from kalix_presence.desktop.presence import Presence, sentence
from kalix_presence.desktop.widgets.kept_text import KeptText
from kalix_presence.model.errors import PresenceError

if TYPE_CHECKING:
    from kalix_presence.desktop.grid.notice_window import NoticeWindow


class NoticesController(QObject):
    """`notices` is what the hub has told; `submit` has the session do something."""

    def __init__(self, presence: Presence, notices: GridNotices, language: str, *, submit: Submit) -> None:
        super().__init__()
        self._presence, self._notices, self._language, self._submit = presence, notices, language, submit
        self.window: NoticeWindow | None = None
        self._typed = KeptText(lambda: presence.person)

    def open(self) -> None:
        """Bring the window to the front."""
        fresh = self.window is None
        if self.window is None:
            from kalix_presence.desktop.grid.notice_window import NoticeWindow

            self.window = NoticeWindow(self._presence, self._notices, self._language)
            self.window.notice_requested.connect(self._add)
            self.window.changed.connect(self._change)
            self.window.withdrawn.connect(self._withdraw)
        self.window.open()
        if fresh:
            self._typed.put_back(self.window)

    def hide(self) -> None:
        """Away with it, as it stands."""
        if self.window is not None:
            self.window.hide()

    def forget_window(self) -> None:
        """Made anew when next wanted, in the present language and colours; what was typed goes along."""
        self._typed.let_go(self.window)
        self.window = None

    def speak(self, language: str) -> None:
        """Speak another language from now on."""
        self._language = language
        self.forget_window()

    def _add(self, request: wire.NoticeRequest) -> None:
        self._submit(lambda session: reception.add_notice(session.hub, request), self._told)

    def _change(self, notice_id: str, change: wire.NoticeChange) -> None:
        self._submit(lambda session: reception.change_notice(session.hub, notice_id, change), self._changed)

    def _withdraw(self, notice_id: str) -> None:
        self._submit(lambda session: reception.withdraw_notice(session.hub, notice_id), self._changed)

    def _told(self, notice: wire.NoticeView | None, fault: Exception | None) -> None:
        if fault is None and self.window is not None:
            self.window.clear()
        self._changed(notice, fault)

    def _changed(self, notice: wire.NoticeView | None, fault: Exception | None) -> None:
        if fault is not None and not isinstance(fault, PresenceError):
            raise fault
        if self.window is not None:
            self.window.say(sentence(fault, self._language) if fault is not None else "")
        if notice is not None:
            self._notices.put([notice])
