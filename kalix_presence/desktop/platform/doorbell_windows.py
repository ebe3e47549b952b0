"""The bell as Qt's local server: a named pipe on Windows."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtNetwork import QLocalServer, QLocalSocket

from kalix_presence.desktop.platform.doorbell import LONGEST, PATIENCE


class PipeBell:
    """See `doorbell.Doorbell`."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._server: QLocalServer | None = None
        self._callers: list[QLocalSocket] = []

    def claim(self, word: str, rung: Callable[[str], None]) -> bool:
        """See `doorbell.Doorbell`."""
        if self._ring(word):
            return False
        self._rung = rung
        server = QLocalServer()
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(self._read_ring)
        if not server.listen(self._name):
            # What a crash left behind. Nobody answered the ring above, so nobody is using it.
            QLocalServer.removeServer(self._name)
            if not server.listen(self._name) and self._ring(word):
                return False
        self._server = server
        return True

    def _ring(self, word: str) -> bool:
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        found = socket.waitForConnected(round(PATIENCE * 1000))
        if found:
            socket.write(word.encode("ascii", "replace"))
            socket.waitForBytesWritten(round(PATIENCE * 1000))
        socket.disconnectFromServer()
        return found

    def _read_ring(self) -> None:
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
            word = bytes(caller.read(LONGEST).data()).decode("ascii", "replace")
            caller.deleteLater()
            self._rung(word)
