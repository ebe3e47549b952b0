"""A newer version of this program: looked for, fetched and opened, each by a press of the one button."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from kalix_presence import __version__, shipped
from kalix_presence.client.connection.update_feed import Offer, UpdateFeed
from kalix_presence.client.local.settings import Settings
from kalix_presence.client.sync.updates import Updates, by_hand, open_package
from kalix_presence.desktop.bridge import Submit
from kalix_presence.desktop.presence import Presence, fault_sentence, sentence
from kalix_presence.desktop.settings.page import small_label
from kalix_presence.desktop.widgets.reasoned import allow
from kalix_presence.desktop.widgets.theme import named
from kalix_presence.model.errors import PresenceError


class UpdateField(QWidget):
    """`submit` as `Bridge.submit`; `opens` hands a package to what installs it, and says whether there is such a program.

    Where neither this computer nor the hub names a feed there is nothing to press, and nothing is shown.
    """

    changed = Signal()
    """It is another height now."""

    def __init__(
        self,
        presence: Presence,
        language: str,
        submit: Submit,
        updates: Updates,
        *,
        opens: Callable[[Path], bool] = open_package,
    ) -> None:
        super().__init__()
        self._presence, self._words, self._language = presence, shipped.words(language), language
        self._submit, self._updates, self._opens = submit, updates, opens
        self._feed: UpdateFeed | None = None
        self._offer: Offer | None = None
        self._path: Path | None = None
        self._waiting = False
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        self.button = named(QPushButton(), "plain")
        self.button.clicked.connect(self.go_on)
        self.said = small_label()
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)  # a command may stand there
        rows.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        rows.addWidget(self.said)

    def show_settings(self, settings: Settings, decider: str) -> None:
        """Offer it, or grey it and say why: `decider` is who has decided for this computer that there are no updates."""
        if self._waiting:
            return
        self._feed = self._offer = self._path = None
        why = ""
        try:
            self._feed = self._updates.feed(settings, self._presence.view, decider)
        except PresenceError as fault:
            why = sentence(fault, self._language)
        known = settings.update_root and (settings.update_feed or (self._presence.view and self._presence.view.newest_feed))
        self.setVisible(bool(known or (decider and not settings.updates)))
        self._offer_next()
        allow(self.button, why)
        self._say(why)

    def go_on(self) -> None:
        """Do what the button says."""
        feed, offer, path, told = self._feed, self._offer, self._path, self._presence.view
        if self._waiting or feed is None:
            return
        self._waiting = True
        allow(self.button, self.tr("It is being done."))
        if path is not None:
            self._submit(lambda _: asyncio.to_thread(self._opens, path), self._opened)
        elif offer is not None:
            self._say(self.tr("Fetching and checking …"))
            self._submit(lambda _: self._updates.fetch(feed, offer), self._fetched)
        else:
            self._say(self.tr("Looking …"))
            self._submit(lambda _: self._updates.look(feed, __version__, told), self._looked)

    def _looked(self, offer: Offer | None, fault: Exception | None) -> None:
        self._offer = offer
        if offer is None:
            said = self._words.say("cli.update-newest", version=__version__)
        else:
            size = max(1, round(offer.size / 1e6))
            said = self._words.say("cli.update-offered", version=offer.package.version, size=size, own=__version__)
        self._ended(said, fault)

    def _fetched(self, path: Path | None, fault: Exception | None) -> None:
        self._path = path
        if path is None:
            self._offer = None  # it may be another by the next try
        self._ended("" if path is None else self.tr("Fetched, and as it was signed. An administrator must install it."), fault)

    def _opened(self, opened: bool | None, fault: Exception | None) -> None:
        path = self._path
        if opened or path is None:
            said = self.tr("It has been handed to the program that installs packages, which asks for an administrator.")
        else:
            said = self.tr("No program here opens it. An administrator installs it by: {command}").format(command=by_hand(path))
        self._ended(said, fault)

    def _ended(self, said: str, fault: Exception | None) -> None:
        self._waiting = False
        self._offer_next()
        allow(self.button)
        if isinstance(fault, OSError):
            said = fault.strerror or type(fault).__name__
        elif fault is not None:
            said = fault_sentence(fault, self._language)
        self._say(said)

    def _offer_next(self) -> None:
        if self._path is not None:
            text = self.tr("Open the package …")
        elif self._offer is not None:
            text = self.tr("Fetch version {version}").format(version=self._offer.package.version)
        else:
            text = self.tr("Look for a newer version")
        self.button.setText(text)

    def _say(self, text: str) -> None:
        self.said.setText(text)
        self.said.setVisible(bool(text))
        self.changed.emit()
