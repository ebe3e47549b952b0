"""Says once to whoever may answer it that a run of the directory waits for their yes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject

from kalix_presence import shipped, wire
from kalix_presence.client.connection import sources as exchange
from kalix_presence.client.connection.source_words import held_words
from kalix_presence.desktop.bridge import Submit
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.errors import PresenceError
from kalix_presence.model.held_run import HeldAnswer
from kalix_presence.model.when.reading import short


class HeldRuns(QObject):
    """`say` is told a title and what it is about."""

    def __init__(self, presence: Presence, *, submit: Submit, say: Callable[[str, str], object]) -> None:
        super().__init__()
        self._presence, self._submit, self._say = presence, submit, say
        self._said: set[tuple[str, str]] = set()

    def look(self, language: str) -> None:
        """Ask what waits; said in `language`."""
        self._submit(lambda session: exchange.sources(session.hub), self._told, language)

    def _told(self, found: wire.SourcesView | None, fault: Exception | None, language: str) -> None:
        if fault is not None and not isinstance(fault, PresenceError):
            raise fault  # an older hub does not know of sources, and one that does not answer is seen by the link
        words = shipped.words(language)
        for one in found.sources if found is not None else ():
            held = one.held
            if held is None or held.answer is not HeldAnswer.NONE or (one.name, held.shown) in self._said:
                continue
            self._said.add((one.name, held.shown))

            def at(moment: datetime) -> str:
                return short(moment, now=self._presence.clock(), zone=self._presence.zone, words=words)

            said = self.tr("{source}: {waits} See Directory in Telephone matters.")
            self._say(
                self.tr("The directory waits for your yes"), said.format(source=one.name, waits=held_words(held, words, at))
            )
