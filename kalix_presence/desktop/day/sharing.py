"""Tells one's other computers what was answered here today, and takes in what was answered there: nothing is asked twice."""

from __future__ import annotations

from PySide6.QtCore import QObject

from kalix_presence import wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.desktop.bridge import Submit
from kalix_presence.desktop.day.reminders import Reminders
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.day import asked_in_words, read_asked


class Sharing(QObject):
    """`submit` has the session do something; what cannot be told now is told at the next contact."""

    def __init__(self, presence: Presence, reminders: Reminders, submit: Submit) -> None:
        super().__init__()
        self._presence, self._reminders, self._submit = presence, reminders, submit
        self._told_here = False
        reminders.noted.connect(self._share)
        presence.asked_elsewhere.connect(self._note_asked)
        presence.link_changed.connect(self._link_changed)
        presence.facts_changed.connect(self._facts_changed)

    def _link_changed(self) -> None:
        self._told_here = False
        self._facts_changed()

    def _facts_changed(self) -> None:
        # A program that has just been installed does not know yet whose it is when the link is there.
        if not self._told_here:
            self._share()

    def _share(self) -> None:
        extension = self._presence.extension
        if extension is None or self._presence.link is not LinkState.ONLINE:
            return
        self._told_here = True
        asked = self._reminders.asked_today()
        mine = wire.AskedDay(asked.day, *asked_in_words(asked))
        self._submit(lambda session: session.hub.share_asked(extension, mine), self._shared)

    def _shared(self, all_of_it: wire.AskedDay | None, _fault: Exception | None) -> None:
        # A hub that is older than this, or no contact: then a question may come once more on another computer.
        if all_of_it is not None:
            self._note_asked(all_of_it)

    def _note_asked(self, asked: wire.AskedDay) -> None:
        self._reminders.join(read_asked(asked.day, asked.over, asked.not_before))
