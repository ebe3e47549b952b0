"""What the person has chosen on this computer: kept in their file, shown in a window, and told when it is another."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from kalix_presence import wire
from kalix_presence.client.local import settings as files
from kalix_presence.client.local.folders import Folders
from kalix_presence.client.local.secrets import Secrets
from kalix_presence.client.session_events import PreferencesChanged
from kalix_presence.desktop.bridge import Submit
from kalix_presence.desktop.machine_policy import MachinePolicy
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.widgets.dropping import drop
from kalix_presence.desktop.widgets.kept_text import KeptText

if TYPE_CHECKING:
    from kalix_presence.client.local.settings import Settings
    from kalix_presence.desktop.day.controller import DayController
    from kalix_presence.desktop.settings.window import SettingsWindow


class SettingsController(QObject):
    """`kept` are the settings that count; the window is made when it is first wanted."""

    changed = Signal(object)
    """Somebody has chosen otherwise in the window: the `Settings` of before. What is `kept` counts already."""

    def __init__(
        self,
        presence: Presence,
        language: str,
        policy: MachinePolicy,
        folders: Folders,
        secrets: Secrets,
        *,
        submit: Submit,
        say: Callable[[str, str], None],
    ) -> None:
        super().__init__()
        self._presence, self._language, self._policy = presence, language, policy
        self._folders, self._secrets, self.submit, self._say = folders, secrets, submit, say
        self.kept: Settings = policy.settings
        self.window: SettingsWindow | None = None
        self._typed = KeptText(lambda: presence.person)

    def open(self, day: DayController, shortcut_trouble: str | None) -> None:
        """Bring the window to the front; `shortcut_trouble` is why the keys for the panel cannot be had."""
        fresh = self.window is None
        if self.window is None:
            from kalix_presence.client.local.own_package import own_package
            from kalix_presence.client.sync.updates import Updates
            from kalix_presence.desktop.settings.window import SettingsWindow

            updates = Updates(self._folders, own_package())
            self.window = SettingsWindow(
                self._presence, self._language, day=day, submit=self.submit, policy=self._policy, updates=updates
            )
            self.window.saved.connect(self.take)
            self.window.preferences_requested.connect(self._set_preferences)
        self.window.open(self.kept, self._secrets.state, shortcut_trouble)
        if fresh:
            self._typed.put_back(self.window)

    def take(self, settings: Settings) -> None:
        """Take over what was chosen."""
        before = self.kept
        self.keep(settings)
        self.changed.emit(before)

    def keep(self, settings: Settings) -> None:
        """Have `settings` count, and find them again at the next start."""
        self.kept = settings
        try:
            files.save(self._folders.config, settings)
        except OSError as fault:
            self._say(self.tr("The settings could not be saved"), fault.strerror or str(fault))

    def speak(self, language: str) -> None:
        """Speak another language from now on."""
        self._language = language

    def forget_window(self, *, speech: bool = True) -> None:
        """Made anew when next wanted; what was typed goes along. Without `speech` it is only about colours, which a window
        that is seen follows by itself."""
        seen = self.window is not None and self.window.isVisible()
        if speech or not seen:
            # Once it is put away nothing counts of what was chosen in it.
            self._typed.let_go(self.window if seen else None)
            drop(self.window)
            self.window = None

    def _set_preferences(self, request: wire.PreferencesRequest) -> None:
        def done(view: wire.PreferencesView | None, fault: Exception | None) -> None:
            if view is not None:
                self._presence.on_session_event(PreferencesChanged(view))
            if self.window is not None:
                self.window.preferences_ended(fault)

        extension = self._presence.extension or ""
        self.submit(lambda session: session.hub.set_preferences(extension, request), done)
