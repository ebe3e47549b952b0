"""Clears Python's garbage in the GUI thread alone: a timer that another thread came upon would end with Qt unaware."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

LOOK = 10_000
"""Milliseconds between looks; what is not in a circle goes at once, as ever."""
OLDEST_EVERY = 30
"""Looks between two searches of all there is, which take longest."""


class GarbageTimer(QObject):
    """Takes the search for circles of objects from whichever thread happens to allocate, for as long as the program runs."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        gc.freeze()  # what the program is made of is never looked through again
        self._looks = 0
        self._timer = QTimer(self, interval=LOOK)
        self._timer.timeout.connect(self.clear)
        self._timer.start()

    def clear(self) -> None:
        """Search the generations that have grown past Python's own thresholds."""
        self._looks += 1
        counts, thresholds = gc.get_count(), gc.get_threshold()
        grown = [at for at in (0, 1) if counts[at] > thresholds[at]]
        if self._looks % OLDEST_EVERY == 0:
            grown = [2]
        if grown:
            gc.collect(grown[-1])
