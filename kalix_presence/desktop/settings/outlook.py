"""Keeps one's signature in Outlook's folder while the setting says so: anew with the directory, gone with oneself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.facts import signed
from kalix_presence.client.local.outlook_signature import NAME, OutlookSignature, outlook_folder
from kalix_presence.desktop.bridge import Submit
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.errors import BadInput, PresenceError

if TYPE_CHECKING:
    from kalix_presence.client.local.settings import Settings
    from kalix_presence.model.signature import Signed


class OutlookKeeper(QObject):
    """`settings` are those that count now, `say` shows a note. Files are written beside the window: their folder may lie on
    another computer."""

    def __init__(
        self,
        presence: Presence,
        settings: Callable[[], Settings],
        *,
        submit: Submit,
        say: Callable[[str, str], None],
        folder: Callable[[], Path | None] = outlook_folder,
    ) -> None:
        super().__init__()
        self._presence, self._settings = presence, settings
        self._submit, self._say, self._folder = submit, say, folder
        self._language = ""
        self._done: tuple[Signed | None] | None = None
        """What is there, as far as this run of the program knows; None while it does not."""
        self._busy = False
        presence.facts_changed.connect(self.look)
        presence.link_changed.connect(self.look)
        presence.person_changed.connect(self._person_changed)

    def speak(self, language: str) -> None:
        """Write it in this language from now on."""
        self._language = language
        self.look()

    def look(self) -> None:
        """See whether something else is to be there than is."""
        wanted = self._wanted()
        if wanted is None or wanted == self._done or self._busy:
            return
        folder = self._folder()
        if folder is None:
            return
        self._busy = True
        [one] = wanted
        outlook = OutlookSignature(folder)
        self._submit(
            lambda _: asyncio.to_thread(outlook.remove if one is None else lambda: outlook.write(one)), self._ended, wanted
        )

    def _wanted(self) -> tuple[Signed | None] | None:
        """The signature, or none; None while it is not known whose."""
        presence = self._presence
        if not self._settings().outlook_signature or presence.link is LinkState.SIGNED_OUT:
            return (None,)
        if presence.link is not LinkState.ONLINE or presence.me is None or presence.known_at is not None:
            return None
        own = presence.me.person
        person = presence.people.get(own.extension, own) if own is not None else None
        return (None if person is None else signed(person, presence.view, self._language),)

    def _person_changed(self, extension: str) -> None:
        if extension == self._presence.extension:
            self.look()

    def _ended(self, _: object, fault: Exception | None, wanted: tuple[Signed | None]) -> None:
        self._busy = False
        taken = isinstance(fault, BadInput)
        if isinstance(fault, PresenceError) and not taken:
            return  # there was no session to do it in; the next change does
        self._done = wanted
        if fault is None:
            self.look()
            return
        title = self.tr("Your signature could not be written for Outlook")
        words = self.tr("There is another one called {name} there, which this program leaves alone. Rename it in Outlook.")
        self._say(title, words.format(name=NAME) if taken else str(getattr(fault, "strerror", None) or fault))
        if not isinstance(fault, BadInput | OSError):
            raise fault
        self.look()
