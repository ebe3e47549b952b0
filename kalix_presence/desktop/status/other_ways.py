"""The ways to the status beside the icon: keys that work in every program, and a small window where there is no tray."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QMenu

from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.widgets.dropping import drop

if TYPE_CHECKING:
    from kalix_presence.desktop.platform.shortcut import GlobalShortcut
    from kalix_presence.desktop.status.small_window import SmallWindow

TRAY_PATIENCE = 4_000
"""Milliseconds to wait for a tray before the small window serves: at the start of a session the tray comes after us."""


class OtherWays(QObject):
    """`menu` is the tray's, which the small window has too. `hosted`: there is a tray that the icon sits in."""

    panel_asked = Signal()

    def __init__(self, presence: Presence, menu: QMenu, language: str, *, hosted: bool) -> None:
        super().__init__()
        self._presence, self._menu, self._language = presence, menu, language
        self.hosted, self.dark = hosted, False
        self.window: SmallWindow | None = None
        self._shortcut: GlobalShortcut | None = None
        self.shortcut_trouble: str | None = None
        """Why the keys cannot be had."""
        self._patience = QTimer(self, singleShot=True, interval=TRAY_PATIENCE)
        self._patience.timeout.connect(self.serve)

    def start(self) -> None:
        """Wait a while for a tray."""
        self._patience.start()

    def stop(self) -> None:
        """Let go of the keys."""
        self._patience.stop()
        if self._shortcut is not None:
            self._shortcut.stop()

    def listen_for(self, keys: str) -> None:
        """Open the panel by `keys`, "" for none, instead of those before."""
        from kalix_presence.desktop.platform.shortcut import GlobalShortcut

        if self._shortcut is None:
            self._shortcut = GlobalShortcut(self)
            self._shortcut.pressed.connect(self.panel_asked)
        self._shortcut.stop()
        self.shortcut_trouble = self._shortcut.start(keys) if keys else None

    def host_changed(self, hosted: bool) -> None:
        """A tray has come or gone."""
        self.hosted = hosted
        if self.window is not None:
            if hosted:
                self.window.hide()
            else:
                self.serve()

    def serve(self) -> None:
        """Show the small window, unless there is a tray."""
        if self.hosted:
            return
        if self.window is None:
            from kalix_presence.desktop.status.small_window import SmallWindow

            self.window = SmallWindow(self._presence, self._menu, self._language)
            # It comes by itself, perhaps while somebody types a password in another window.
            self.window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
            self.window.panel_asked.connect(self.panel_asked)
        self.window.dark = self.dark
        self.window.refresh()
        self.window.show()

    def speak(self, language: str) -> None:
        """Speak another language from now on."""
        self._language = language

    def forget_window(self) -> None:
        """Made anew in the present language and colours: at once, where there is no tray."""
        drop(self.window)
        self.window = None
        if not self.hosted:
            QTimer.singleShot(0, self.serve)
