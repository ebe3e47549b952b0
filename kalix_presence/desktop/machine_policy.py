"""What the organisation has decided for this computer: what is locked and by whom, and what is wrong with it."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from kalix_presence.client.local import settings as kept
from kalix_presence.client.local.folders import Folders
from kalix_presence.client.local.site_files import ETC, SiteFault
from kalix_presence.desktop.platform.autostart import Autostart
from kalix_presence.desktop.presence import sentence
from kalix_presence.model.errors import BadInput


class MachinePolicy(QObject):
    """Read once, at the start. `settings` are those that count then, `hub_fault` what is wrong with `KALIX_HUB`."""

    def __init__(self, folders: Folders, etc: Path = ETC) -> None:
        super().__init__()
        self.hub_fault: BadInput | None = None
        try:
            self._loaded = kept.load_all(folders.config, etc=etc)
        except BadInput as fault:
            self.hub_fault = fault
            usual = {name: value for name, value in os.environ.items() if name != "KALIX_HUB"}
            self._loaded = kept.load_all(folders.config, environment=usual, etc=etc)
        self.settings, self.locked = self._loaded.settings, self._loaded.locked
        self.hub_known = self._loaded.hub_known

    def why(self, key: str) -> str:
        """Who has decided this setting, or that nobody can read how; "" where the person does."""
        if key not in self.locked:
            return ""
        if key == "hub" and not self.hub_known:
            return self.tr(
                "Your organisation's settings for this computer cannot be read ({file}), so the server is not known. "
                "Tell your administrator."
            ).format(file=self._loaded.source)
        if key in self._loaded.lost:
            return self.tr(
                "Your organisation's settings for this computer cannot be read ({file}), so this stays as it was. "
                "Tell your administrator."
            ).format(file=self._loaded.source)
        return self.tr("Decided by your organisation for this computer ({file}).").format(file=self._loaded.source)

    def decider(self, key: str) -> str:
        """The file by which the organisation has decided this setting; "" where it has not."""
        return self._loaded.source if key in self.locked else ""

    def trouble(self, language: str) -> str:
        """What is wrong with the policy, in a sentence a fault; "" where nothing is."""
        return " ".join(sentence(_error(fault), language) for fault in self._loaded.faults[:3])

    def follow(self, say: Callable[[str, str], object], language: str, starter: Callable[[], Autostart]) -> None:
        """Say what is wrong with it, write all of it into the program's log, and start with the session as it is decided."""
        for fault in (*self._loaded.faults, *self._loaded.notes):
            logging.getLogger(__name__).warning("%s: %s %s", fault.code, fault.source, fault.key)
        if self._loaded.faults:
            say(self.tr("Your organisation's settings cannot be read"), self.trouble(language))
        self._arrange_start(starter)

    def _arrange_start(self, starter: Callable[[], Autostart]) -> None:
        if "start_with_session" not in self.locked - self._loaded.lost:
            return  # what nobody can read stays as it is
        wanted = self.settings.start_with_session
        try:
            if (found := starter()).is_on() is not wanted:
                found.set(wanted)
        except OSError as fault:
            logging.getLogger(__name__).warning("start_with_session: %s", fault.strerror or type(fault).__name__)


def _error(fault: SiteFault) -> BadInput:
    return BadInput(fault.code, file=fault.source, key=fault.key)
