"""Plays a short WAV by what the system itself has for that; a sound library of Qt would cost the tray more than it is worth."""

from __future__ import annotations

import contextlib
import shutil
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, Signal

PLAYERS = (("paplay",), ("pw-play",), ("aplay", "-q"), ("afplay",), ("play", "-q"))
"""Programs that play a WAV file they are given, the better first."""


def player() -> tuple[str, ...] | None:
    """What plays here: a program with its arguments, empty for Windows' own call; None where nothing does."""
    if sys.platform == "win32":
        return ()
    found = ((shutil.which(name), rest) for name, *rest in PLAYERS)
    return next(((path, *rest) for path, rest in found if path), None)


class SoundPlayer(QObject):
    """One sound at a time; `ended` says when it is over, and whether it could be played."""

    ended = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process: QProcess | None = None
        self._file: Path | None = None

    def play(self, wav: bytes) -> None:
        """Play `wav` from its beginning, in place of what plays."""
        self.stop()
        command = player()
        if command is None:
            self.ended.emit(False)
            return
        with tempfile.NamedTemporaryFile(prefix="kalix-", suffix=".wav", delete=False) as file:
            file.write(wav)
        self._file = Path(file.name)
        if sys.platform == "win32":
            import winsound

            winsound.PlaySound(file.name, winsound.SND_FILENAME | winsound.SND_ASYNC)
            self.ended.emit(True)
            return
        self._process = QProcess(self)
        self._process.finished.connect(lambda code, _how: self._over(code == 0))
        self._process.errorOccurred.connect(lambda _fault: self._over(False))
        self._process.start(command[0], [*command[1:], file.name])

    def stop(self) -> None:
        """Be silent, and leave nothing behind."""
        if sys.platform == "win32" and self._file is not None:
            import winsound

            winsound.PlaySound(None, 0)
        process, self._process = self._process, None
        if process is not None:
            process.blockSignals(True)
            process.kill()
            process.waitForFinished(1000)
            process.deleteLater()
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.unlink()
            self._file = None

    def _over(self, well: bool) -> None:
        if self._process is None:
            return
        process, self._process = self._process, None
        process.deleteLater()
        self.stop()
        self.ended.emit(well)
