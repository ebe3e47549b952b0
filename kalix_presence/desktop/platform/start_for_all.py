"""Why nobody changes here whether the program starts: the computer starts it for everybody."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from kalix_presence.desktop.platform.autostart import Autostart


def started_for_all(starter: Autostart) -> str:
    """The sentence for a grey box; "" where each person chooses."""
    if not starter.for_everybody():
        return ""
    return QCoreApplication.translate("Starting", "This computer starts the program for everybody, so it is not chosen here.")
