"""What units tell the switchboard of (P9), as the hub told last; which of it is shown on top and at whom."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from kalix_presence import wire
from kalix_presence.client.session_events import Happened, SessionEvent


class GridNotices(QObject):
    """Lives in the GUI thread; only what the hub tells changes a notice."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._notices: dict[str, wire.NoticeView] = {}
        self._at: dict[str, str] = {}

    def on_session_event(self, event: SessionEvent) -> None:
        """Take in one message of the session."""
        if isinstance(event, Happened) and isinstance(event.event, wire.NoticesChanged):
            for one in event.event.gone:
                self._notices.pop(one, None)
            self.put(event.event.notices)

    def replace(self, notices: Iterable[wire.NoticeView]) -> None:
        """These are all."""
        self._notices = {}
        self.put(notices)

    def put(self, notices: Iterable[wire.NoticeView]) -> None:
        """These came or changed; older than what is there is nothing new."""
        for notice in notices:
            known = self._notices.get(notice.id)
            if known is None or known.version <= notice.version:
                self._notices[notice.id] = notice
        self._at = {}
        for notice in reversed(self.current):
            self._at[notice.unit] = notice.text
        self.changed.emit()

    def forget(self) -> None:
        """Signed out."""
        self.replace(())

    def get(self, notice_id: str) -> wire.NoticeView | None:
        """One notice."""
        return self._notices.get(notice_id)

    @property
    def all(self) -> list[wire.NoticeView]:
        """By when they begin."""
        return sorted(self._notices.values(), key=lambda notice: (notice.valid_from, notice.id))

    @property
    def current(self) -> list[wire.NoticeView]:
        """Published and valid now, as the hub's clock says."""
        return [notice for notice in self.all if notice.current]

    @property
    def proposed(self) -> list[wire.NoticeView]:
        """Those that wait for somebody to publish them."""
        return [notice for notice in self.all if not notice.published]

    def at(self, person: wire.PersonView) -> str:
        """What is told of this person's unit or administration now."""
        return self._at.get(person.unit) or self._at.get(person.administration, "")
