"""The bell on Windows: a named mutex says who is first, a named pipe (Qt's local server) carries the words.

The pipe alone cannot: Windows lets two servers listen at one pipe's name, and then two trays would ask the same person.
"""

from __future__ import annotations

import ctypes
import sys
import time
from collections.abc import Callable
from typing import Protocol

from PySide6.QtNetwork import QLocalServer, QLocalSocket

from kalix_presence.desktop.platform.doorbell import LONGEST, PATIENCE

BUSY = 15.0
"""Seconds that the first instance may be busy, with its own start say, before it hears a ring."""
ALREADY_EXISTS = 183
ACCESS_DENIED = 5


class Claim(Protocol):
    """What only one process of a session can have, and what ends with it, however it ends."""

    def take(self) -> bool:
        """Whether it is ours; the same answer however often it is asked for."""


class SessionMutex:
    """A mutex in the names of one Windows session: on a terminal server the same person's other sessions have theirs."""

    def __init__(self, name: str) -> None:
        self._name = f"Local\\{name}"
        self._handle: int | None = None

    def take(self) -> bool:
        """See `Claim`. Where Windows makes none at all every start counts as the first."""
        if self._handle is not None or sys.platform != "win32":
            return True
        kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel32.CreateMutexW.argtypes = (ctypes.c_void_p, ctypes.c_int, ctypes.c_wchar_p)
        kernel32.CreateMutexW.restype = ctypes.c_void_p
        kernel32.CloseHandle.argtypes = (ctypes.c_void_p,)
        handle = kernel32.CreateMutexW(None, 0, self._name)
        fault = ctypes.get_last_error()
        if handle and fault != ALREADY_EXISTS:
            self._handle = handle  # closed by Windows when this process ends
            return True
        if handle:
            kernel32.CloseHandle(handle)
        return fault not in (ALREADY_EXISTS, ACCESS_DENIED)


def this_session() -> int:
    """The number of the Windows session that this process runs in; 0 where Windows does not say."""
    if sys.platform != "win32":
        return 0
    kernel32 = ctypes.WinDLL("kernel32")
    session = ctypes.c_uint32()
    found = kernel32.ProcessIdToSessionId(kernel32.GetCurrentProcessId(), ctypes.byref(session))
    return session.value if found else 0


class PipeBell:
    """See `doorbell.Doorbell`."""

    def __init__(self, name: str, claim: Claim | None = None, session: Callable[[], int] = this_session) -> None:
        # Names of mutexes are a session's own, names of pipes are the machine's.
        self._name = f"{name}-{session()}"
        self._claim = claim or SessionMutex(name)
        self._server: QLocalServer | None = None
        self._callers: list[QLocalSocket] = []

    def claim(self, word: str, rung: Callable[[str], None]) -> bool:
        """See `doorbell.Doorbell`."""
        if not self._claim.take():
            self._ring(word)
            return False
        self._rung = rung
        # Known before it listens: somebody may ring while `listen` still runs.
        self._server = server = QLocalServer()
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(self._read_ring)
        if not server.listen(self._name):
            QLocalServer.removeServer(self._name)  # what a crash left behind: nobody else may have this name
            server.listen(self._name)  # without it this is the first all the same, and cannot be rung
        return True

    def _ring(self, word: str) -> None:
        """Ring; the first instance may just be about to hang its bell."""
        until = time.monotonic() + PATIENCE
        while True:
            socket = QLocalSocket()
            socket.connectToServer(self._name)
            if socket.waitForConnected(round(PATIENCE * 1000)):
                socket.write(word.encode("ascii", "replace"))
                # Until it is read: on Windows a word that nobody has taken is lost with the process that wrote it.
                socket.waitForBytesWritten(round(BUSY * 1000))
                socket.disconnectFromServer()
                return
            if time.monotonic() > until:
                return
            time.sleep(0.02)

    def _read_ring(self) -> None:
        while self._server is not None and (caller := self._server.nextPendingConnection()) is not None:
            self._callers.append(caller)
            caller.readyRead.connect(self._hear)
            caller.disconnected.connect(self._hear)
        self._hear()

    def _hear(self) -> None:
        # A word is read as soon as it is there: a pipe of Windows that its caller has closed holds nothing any more.
        for caller in list(self._callers):
            over = caller.state() is QLocalSocket.LocalSocketState.UnconnectedState
            if not over and not caller.bytesAvailable():
                continue
            self._callers.remove(caller)  # before it is let go, which is heard here too
            word = bytes(caller.read(LONGEST).data()).decode("ascii", "replace")
            caller.deleteLater()
            self._rung(word)
