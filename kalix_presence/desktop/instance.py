"""One tray per person: a second start asks the first to come forward and ends."""

from __future__ import annotations

import getpass
import hashlib
import os
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from kalix_presence.desktop.platform.doorbell import Doorbell, doorbell

WINDOWS = ("panel", "colleagues", "messages", "plans", "report", "officer", "settings")


class Instance(QObject):
    """This process as the one instance, or not."""

    raised = Signal(str)
    """Somebody started the program again, and wants this window of it: "", "panel", "colleagues", "messages" or "settings"."""

    def __init__(self, name: str | None = None, bell: Doorbell | None = None) -> None:
        super().__init__()
        self._bell = bell or doorbell(name or _name())
        self._early: dict[str, None] | None = {}

    def claim(self, window: str = "") -> bool:
        """Become the one instance; False when there is one already, which has been told to show `window`."""
        return self._bell.claim(window, self._ring)

    def hear(self, rung: Callable[[str], None]) -> None:
        """Have `rung` called with the window of each start from now on, and with those that came before anybody heard."""
        early, self._early = self._early or {}, None
        self.raised.connect(rung)
        for window in early:
            rung(window)

    def _ring(self, word: str) -> None:
        window = word if word in WINDOWS else ""
        if self._early is not None:  # the program still begins: windows are made after the icon
            self._early[window] = None
        self.raised.emit(window)


def _name() -> str:
    """One name per person and profile; hashed because it may be seen by others on the machine."""
    profile = os.environ.get("KALIX_HOME", "")
    # A display each: two desktops of one person at the same time each have their tray.
    display = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY", "")
    identity = "\0".join((getpass.getuser(), profile, display))
    return f"kalix-presence-{hashlib.sha256(identity.encode()).hexdigest()[:24]}"
