"""Shows the welcome after the first sign-in of a person on this computer, and whenever it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, Signal

from kalix_presence.client.connection.address import server_addresses
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.widgets.kept_text import KeptText

if TYPE_CHECKING:
    from kalix_presence.client.local.settings import Settings
    from kalix_presence.desktop.platform.autostart import Autostart
    from kalix_presence.desktop.welcome.page import WelcomeWindow


class Welcoming(QObject):
    """`settings` count now, `kept` are to; `decided` as in `SigningIn`; `trouble` says why no shortcut is held, or None."""

    kept = Signal(object)
    settings_asked = Signal()
    welcomed = Signal()
    """Somebody has read the welcome to its end."""

    def __init__(
        self,
        presence: Presence,
        settings: Callable[[], Settings],
        language: Callable[[], str],
        decided: Callable[[str], str] = lambda _: "",
        trouble: Callable[[], str | None] = lambda: None,
    ) -> None:
        super().__init__()
        self._decided, self._trouble = decided, trouble
        self._presence, self._settings, self._language = presence, settings, language
        self._expected = False
        self.starter: Autostart | None = None
        self.window: WelcomeWindow | None = None
        self._typed = KeptText(lambda: presence.person)
        presence.facts_changed.connect(self._look)

    def expect(self) -> None:
        """Somebody has just signed in: as soon as it is known who, they are welcome, once on this computer."""
        settings = self._settings()
        self._expected = not any(each in settings.welcomed for each in _accounts(settings))
        self._look()

    def open(self) -> None:
        """Show it again."""
        self._show(first=False)

    def forget_window(self) -> None:
        """Make it anew when it is next wanted."""
        self._typed.let_go(self.window)
        self.window = None

    def _look(self) -> None:
        if self._expected and self._presence.extension is not None and self._presence.known_at is None:
            self._expected = False
            self._show(first=True)

    def _show(self, *, first: bool) -> None:
        fresh = self.window is None
        if self.window is None:
            from kalix_presence.desktop.platform.autostart import autostart
            from kalix_presence.desktop.welcome.page import WelcomeWindow

            self.window = WelcomeWindow(self._presence, self._language(), self.starter or autostart())
            self.window.settings_asked.connect(self.settings_asked)
            self.window.done.connect(self._done)
        held = "" if self._trouble() else self._settings().shortcut
        self.window.open(held, first=first, decided=self._decided("start_with_session"))
        if fresh:
            self._typed.put_back(self.window)

    def _done(self, start: bool) -> None:
        settings = self._settings()
        welcomed = tuple(dict.fromkeys((*settings.welcomed, *_accounts(settings)[:1])))
        self.kept.emit(msgspec.structs.replace(settings, welcomed=welcomed, start_with_session=start))
        self.welcomed.emit()


def _accounts(settings: Settings) -> list[str]:
    """Whoever is signed in, by each address of the server: one that was added makes nobody new."""
    return [f"{settings.username.strip().lower()}@{each}" for each in server_addresses(settings.hub)]
