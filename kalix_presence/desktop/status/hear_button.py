"""The button that plays what somebody who calls me now hears, as the telephone exchange says it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from kalix_presence.desktop.platform.sound import SoundPlayer, player
from kalix_presence.desktop.presence import MyStatus, Phase, Presence
from kalix_presence.desktop.widgets.theme import named
from kalix_presence.model.absence import ForwardKind


class HearButton(QPushButton):
    """There while an announcement is in force and the hub has its sound; off, with the reason, where nothing can play it."""

    sound_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        named(self, "plain")
        self.setAutoDefault(False)
        self._player = SoundPlayer(self)
        self._player.ended.connect(self._ended)
        self._playing = False
        self.clicked.connect(self._clicked)
        self._dress()

    def follow(self, status: MyStatus, presence: Presence) -> None:
        """Be there for what holds now."""
        standing = presence.board.standings.get(presence.extension or "")
        absence = standing.absence if standing is not None else None
        announced = absence is not None and absence.forward is not ForwardKind.NONE and status.phase is Phase.IN_FORCE
        has_sound = presence.view is not None and presence.view.sound
        if not announced and self._playing:
            self.silence()
        self.setVisible(announced and has_sound)
        able = player() is not None
        self.setEnabled(able)
        self.setToolTip(
            self.tr("Play what somebody who calls you now hears.")
            if able
            else self.tr("Nothing on this computer can play it: paplay, aplay or afplay is missing.")
        )

    def play(self, wav: bytes) -> None:
        """The sound has come."""
        if self.isVisible():
            self._playing = True
            self._dress()
            self._player.play(wav)

    def silence(self) -> None:
        """Stop what plays."""
        self._player.stop()
        self._ended()

    def _clicked(self) -> None:
        if self._playing:
            self.silence()
        else:
            self.sound_asked.emit()

    def _ended(self, _well: bool = True) -> None:
        self._playing = False
        self._dress()

    def _dress(self) -> None:
        self.setText(self.tr("Stop") if self._playing else self.tr("Listen"))
        self.setAccessibleName(self.tr("Stop") if self._playing else self.tr("Listen to what callers hear"))
