"""One tray per person: a second start asks the first to come forward and ends."""

from __future__ import annotations

import getpass
import hashlib
import os

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

WINDOWS = ("panel", "colleagues", "messages", "settings")
LONGEST = 32
PATIENCE = 1000
"""Milliseconds that the first instance may take to answer."""


class Instance(QObject):
    """This process as the one instance, or not."""

    raised = Signal(str)
    """Somebody started the program again, and wants this window of it: "", "panel", "colleagues", "messages" or "settings"."""

    def __init__(self, name: str | None = None) -> None:
        super().__init__()
        self._name = name or _name()
        self._server: QLocalServer | None = None
        self._callers: list[QLocalSocket] = []

    def claim(self, window: str = "") -> bool:
        """Become the one instance; False when there is one already, which has been told to show `window`."""
        if self._call(window):
            return False
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(self._take)
        if not server.listen(self._name):
            # What a crash left behind. Nobody answered the call above, so nobody is using it.
            QLocalServer.removeServer(self._name)
            if not server.listen(self._name) and self._call(window):
                return False
        self._server = server
        return True

    def _call(self, window: str) -> bool:
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        found = socket.waitForConnected(PATIENCE)
        if found:
            socket.write(f"{window}\n".encode())
            socket.waitForBytesWritten(PATIENCE)
        socket.disconnectFromServer()
        return found

    def _take(self) -> None:
        assert self._server is not None  # noqa: S101 - the signal comes from it
        while (caller := self._server.nextPendingConnection()) is not None:
            self._callers.append(caller)
            if caller.state() is QLocalSocket.LocalSocketState.UnconnectedState:
                self._hear()
            else:
                caller.disconnected.connect(self._hear)

    def _hear(self) -> None:
        for caller in [each for each in self._callers if each.state() is QLocalSocket.LocalSocketState.UnconnectedState]:
            self._callers.remove(caller)
            said = bytes(caller.read(LONGEST).data()).decode("ascii", "replace").strip()
            caller.deleteLater()
            self.raised.emit(said if said in WINDOWS else "")


def _name() -> str:
    """One name per person and profile; hashed because it may be seen by others on the machine."""
    profile = os.environ.get("KALIX_HOME", "")
    # A display each: two desktops of one person at the same time each have their tray.
    display = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY", "")
    told = "\0".join((getpass.getuser(), profile, display))
    return f"kalix-presence-{hashlib.sha256(told.encode()).hexdigest()[:24]}"
