"""Who is telephone officer of what, as the hub told last: whom to ask."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from kalix_presence import wire
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.appointment import Post, holds
from kalix_presence.model.day import today


class KnownOfficers(QObject):
    """Lives in the GUI thread; only what the hub tells changes it. `told`: None while nothing is known."""

    changed = Signal()

    def __init__(self, presence: Presence) -> None:
        super().__init__()
        self._presence = presence
        self.told: wire.AppointmentsView | None = None

    def show(self, told: wire.AppointmentsView | None) -> None:
        """This is all there is; None: it is not known."""
        self.told = told
        self.changed.emit()

    def to_ask(self, unit: str) -> list[wire.AppointmentView]:
        """Who is to be asked for `unit` today: of the nearest unit that has somebody, the officer first."""
        day = today(self._presence.clock(), self._presence.worktime)
        there = self.told.appointments if self.told is not None else []
        found = [each for each in there if unit in each.covers and holds(each.since, each.until, day)]
        nearest = min((len(each.covers) for each in found), default=0)
        return sorted((each for each in found if len(each.covers) == nearest), key=lambda each: each.post is not Post.OFFICER)

    def words_for(self, person: wire.PersonView) -> str:
        """Names and extensions of whom to ask for somebody's unit; "" while nobody is appointed or nothing is known."""
        named = []
        for each in self.to_ask(person.unit):
            words = self.tr("{name} ({extension})") if each.post is Post.OFFICER else self.tr("{name} ({extension}), deputy")
            named.append(words.format(name=each.name, extension=each.extension))
        return "\n".join(named)
