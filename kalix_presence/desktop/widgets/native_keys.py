"""Key combinations as they are called where they are read: in the program's language, by this computer's names of keys."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence


def native(sequence: str) -> str:
    """`sequence`, in Qt's portable text, as people are shown it."""
    return QKeySequence(sequence).toString(QKeySequence.SequenceFormat.NativeText)
