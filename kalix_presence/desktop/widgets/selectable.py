"""Text that is shown can be marked and copied, by mouse and by keyboard."""

from __future__ import annotations

from PySide6.QtCore import Qt

SELECTABLE = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
"""What a label takes."""
