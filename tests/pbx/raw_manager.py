"""A manager connection without any of our code in it, to see what Asterisk itself says."""

from __future__ import annotations

import socket
from collections.abc import Callable

from tests.pbx.asterisk_server import PATIENCE, SECRET, AsteriskServer

Message = dict[str, str]


class RawManager:
    """Signed in as the hub would be; reads message by message."""

    def __init__(self, server: AsteriskServer) -> None:
        self._connection = socket.create_connection((server.address, 5038), PATIENCE)
        self._buffer = b""
        self.send(f"Action: Login\r\nUsername: kalix\r\nSecret: {SECRET}")
        self.wait_for(lambda message: message.get("Event") == "FullyBooted")

    def send(self, action: str) -> None:
        """Send one action as it stands."""
        self._connection.sendall(action.encode() + b"\r\n\r\n")

    def wait_for(self, wanted: Callable[[Message], bool]) -> Message:
        """The next message that is `wanted`."""
        while True:
            message = self._next()
            if wanted(message):
                return message

    def told(self, user_event: str) -> Message:
        """The next UserEvent of this name."""
        return self.wait_for(lambda message: message.get("UserEvent") == user_event)

    def ask(self, action: str) -> Message:
        """Send one action; its response."""
        self.send(action)
        return self.wait_for(lambda message: "Response" in message)

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def _next(self) -> Message:
        while b"\r\n\r\n" not in self._buffer:
            part = self._connection.recv(65536)
            if not part:
                self.close()
                raise ConnectionError("the manager connection ended")
            self._buffer += part
        text, self._buffer = self._buffer.split(b"\r\n\r\n", 1)
        headers = (line.partition(": ") for line in text.decode("utf-8", "replace").split("\r\n"))
        return {name.rstrip(":"): value for name, _, value in headers}
