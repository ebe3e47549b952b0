"""Records a key combination by its being pressed."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

from kalix_presence.desktop.platform.shortcut import BY_SYSTEM, NOT_HERE, TAKEN, chord_of
from kalix_presence.desktop.widgets.enter_key import ENTER
from kalix_presence.desktop.widgets.native_keys import native

MODIFIER_KEYS = (
    Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Shift, Qt.Key.Key_Meta, Qt.Key.Key_AltGr, Qt.Key.Key_Super_L,
    Qt.Key.Key_Super_R, Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock,
)  # fmt: skip


class ShortcutField(QLineEdit):
    """Shows the combination; while it has the focus the next one pressed takes its place. Backspace or Delete: none."""

    recorded = Signal(str)
    """The combination in Qt's portable text, "" for none."""
    refused = Signal()
    """A combination was pressed that would take a key away from typing."""

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._sequence = ""

    def sequence(self) -> str:
        """The combination in Qt's portable text, "" for none."""
        return self._sequence

    def show_sequence(self, sequence: str) -> None:
        """Show this one, in the words of the keyboard."""
        self._sequence = sequence
        self.setText(native(sequence))
        self.setPlaceholderText(self.tr("Press the keys") if self.hasFocus() else self.tr("None"))

    def event(self, event: QEvent) -> bool:
        """Take what would else be a shortcut of the window."""
        if event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Say that keys are waited for."""
        super().focusInEvent(event)
        self.show_sequence(self._sequence)
        self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Rest."""
        super().focusOutEvent(event)
        self.show_sequence(self._sequence)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Record; Tab and Esc mean what they mean everywhere, so that the field is no trap."""
        key, modifiers = event.key(), event.modifiers()
        bare = not modifiers & ~Qt.KeyboardModifier.ShiftModifier
        if bare and key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape, *ENTER):
            event.ignore()
        elif bare and key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.show_sequence("")
            self.recorded.emit("")
        elif key not in MODIFIER_KEYS and key != Qt.Key.Key_unknown:
            self._record(QKeySequence(event.keyCombination()).toString(QKeySequence.SequenceFormat.PortableText))

    def _record(self, sequence: str) -> None:
        if chord_of(sequence) is None:
            self.refused.emit()
            return
        self.show_sequence(sequence)
        self.recorded.emit(sequence)


def why(trouble: str) -> str:
    """What a reason code of `GlobalShortcut.start` means, and what to do."""
    if trouble == TAKEN:
        return QCoreApplication.translate("Shortcut", "Another program uses these keys. Choose others.")
    if trouble == BY_SYSTEM:
        return QCoreApplication.translate(
            "Shortcut",
            "On Wayland only the desktop gives out shortcuts. Add one in the desktop's keyboard settings with the command"
            " kalix-presence.",
        )
    if trouble == NOT_HERE:
        return QCoreApplication.translate(
            "Shortcut", "This system does not let the program have a shortcut. Use the tray icon."
        )
    return QCoreApplication.translate("Shortcut", "These keys cannot be used here. Choose Ctrl, Alt or both with another key.")
