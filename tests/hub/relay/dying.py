"""A hub that leads and dies at a moment that a test chooses, by what others see of it on the wire."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import Enum

import httpx


class Dies(Enum):
    """When."""

    AT_ONCE = "at the connection"
    BEFORE = "when the head of the request is there"
    DONE = "when it has done what was asked, before it answers"
    HEAD = "after the head of its answer"
    BODY = "in the middle of its answer's body"
    NEVER = "it stands still and answers nothing"


LONG = 3_000_000
"""Bytes of an answer that is too long to be taken in before it goes on."""


@dataclass
class Dying:
    """Listens, and does for each request what `dies` says. `done` is what it does for a request before it dies of it."""

    url: str
    dies: Dies
    long: bool = False
    done: Callable[[bytes], None] = lambda request: None
    when_dead: Callable[[], None] = lambda: None
    requests: list[bytes] = field(default_factory=list)

    def take(self, peer: socket.socket) -> None:
        """One connection."""
        with suppress(OSError), peer:
            if self.dies is Dies.AT_ONCE:
                self._die(peer)
                return
            head = b""
            while b"\r\n\r\n" not in head:
                if not (got := peer.recv(65_536)):
                    return
                head += got
            self.requests.append(head)
            if self.dies is Dies.BEFORE:
                self._die(peer)
                return
            head, _, body = head.partition(b"\r\n\r\n")
            lengths = [int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
            while len(body) < (lengths or [0])[0]:
                body += peer.recv(65_536)
            self.done(head + b"\r\n\r\n" + body)
            if self.dies is Dies.NEVER:
                self.when_dead()
                while peer.recv(65_536):
                    """Stands still until the other side has had enough."""
                return
            if self.dies is not Dies.DONE:
                size = LONG if self.long else 1_000
                peer.sendall(b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: %d\r\n\r\n" % size)
                if self.dies is Dies.BODY:
                    peer.sendall(b"x" * (size // 2))
            self._die(peer)

    def _die(self, peer: socket.socket) -> None:
        # Who leads is another one before the connection breaks, as when a process is killed and the lease has lapsed.
        self.when_dead()
        peer.shutdown(socket.SHUT_RDWR)


@contextmanager
def dying(dies: Dies) -> Iterator[Dying]:
    """Until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        made = Dying(f"http://127.0.0.1:{listener.getsockname()[1]}", dies)

        def serve() -> None:
            with suppress(OSError):
                while True:
                    threading.Thread(target=made.take, args=(listener.accept()[0],), daemon=True).start()

        threading.Thread(target=serve, daemon=True).start()
        try:
            yield made
        finally:
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)


def repeated(url: str, request: bytes) -> None:
    """Do at `url` what `request` asks for, as the hub that died had done: its database is the next one's."""
    head, _, body = request.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ")
    headers = dict(line.split(": ", 1) for line in lines)
    headers = {
        name: value for name, value in headers.items() if name.lower() not in ("host", "content-length", "kalix-passed-on")
    }
    with httpx.Client(trust_env=False, timeout=60) as client:
        assert client.request(method, url + target, headers=headers, content=body).status_code == 200
