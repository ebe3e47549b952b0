"""Gathers changes and hands them over once a frame: 2 000 a second cost what 40 do."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer, Signal

FRAME = 25
"""Milliseconds between two paintings of what changed."""


class Flow(QObject):
    """`passed` carries the set of extensions that changed since the last time, or None for everybody."""

    passed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._changed: set[str] = set()
        self._all = False
        self._timer = QTimer(self, singleShot=True, interval=FRAME)
        self._timer.timeout.connect(self.flush)

    def on_standings_changed(self, extensions: Iterable[str] | None) -> None:
        """These changed; None: everybody may have."""
        if extensions is None:
            self._all = True
        else:
            self._changed.update(extensions)
        if not self._timer.isActive():
            self._timer.start()

    def flush(self) -> None:
        """Hand over now."""
        self._timer.stop()
        changed, self._changed = self._changed, set()
        everybody, self._all = self._all, False
        if everybody or changed:
            self.passed.emit(None if everybody else changed)
