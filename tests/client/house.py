"""What the client's tests stand on: a real hub, a network that can fail in every way it does, and sessions that are watched."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path

from kalix_presence import wire
from kalix_presence.client.local.folders import Folders
from kalix_presence.client.local.secrets import Secrets
from kalix_presence.client.local.settings import Settings
from kalix_presence.client.session import Session
from kalix_presence.client.session_events import RequestChanged, SessionEvent
from tests.clocks import NINE, Clock
from tests.hub.serving import PASSWORD, Serving

HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n"
BUSY = (
    b"HTTP/1.1 503 Service Unavailable\r\ncontent-type: application/problem+json\r\nconnection: close\r\n\r\n"
    b'{"title":"Service Unavailable","status":503,"detail":"Not now.","code":"store-unwritable"}'
)


class Network:
    """The way between client and hub. `mode`: "open"; "down" (connections are cut); "frozen" (nothing passes, nothing is cut);
    "deaf" (changes reach the hub, its answer is lost); "deaf once" (that happens to one answer, then it is open); "busy" (changes are answered 503, the stream stays open); "held" (what
    is sent waits until the mode changes). `asked` holds the first line of every change.
    """

    def __init__(self, port: int) -> None:
        self._port, self.mode = port, "open"
        self._server = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._server.getsockname()[1]}"
        self._pairs: list[socket.socket] = []
        self._moved = threading.Event()
        self.asked: list[str] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def go(self, mode: str) -> None:
        """From now on."""
        self.mode = mode
        moved, self._moved = self._moved, threading.Event()
        moved.set()
        if mode == "down":
            for one in self._pairs:
                _cut(one)
            self._pairs.clear()

    @property
    def changes(self) -> int:
        """How many changes came by."""
        return len(self.asked)

    def close(self) -> None:
        """No more."""
        self.go("down")
        _cut(self._server)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._server.accept()
                if self.mode == "down":
                    _cut(client)
                    continue
                try:
                    hub = socket.create_connection(("127.0.0.1", self._port))
                except OSError:
                    _cut(client)
                    continue
                self._pairs += [client, hub]
                threading.Thread(target=self._up, args=(client, hub), daemon=True).start()
                threading.Thread(target=self._down, args=(client, hub), daemon=True).start()

    def _up(self, client: socket.socket, hub: socket.socket) -> None:
        with suppress(OSError):
            while (piece := client.recv(65536)) and self.mode != "down":
                change = piece.startswith((b"PUT ", b"DELETE ", b"PATCH ", b"POST /api/v1/messages "))
                if change:
                    self.asked.append(piece.partition(b"\r")[0].decode())
                if self.mode == "held":
                    self._moved.wait()
                if change and self.mode == "busy":
                    client.sendall(BUSY)
                    break
                if self.mode != "frozen":
                    hub.sendall(piece)
        _cut(hub)
        _cut(client)

    def _down(self, client: socket.socket, hub: socket.socket) -> None:
        with suppress(OSError):
            while (piece := hub.recv(65536)) and self.mode != "down":
                if self.mode in ("deaf", "deaf once"):
                    self.mode = "deaf" if self.mode == "deaf" else "open"
                    break
                if self.mode != "frozen":
                    client.sendall(piece)
        _cut(client)
        _cut(hub)


def _cut(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()


@contextmanager
def network(hub: Serving) -> Iterator[Network]:
    """A way to `hub` that can be made to fail."""
    way = Network(hub.server.port)
    try:
        yield way
    finally:
        way.close()


class NoKeyring(Secrets):
    """A computer without a keyring; test_secrets tries the real ones."""

    async def token(self, hub: str, username: str) -> str | None:
        """None is kept."""
        return None

    async def keep(self, hub: str, username: str, token: str) -> bool:
        """Cannot."""
        return False

    async def device_proof(self, hub: str, username: str) -> str:
        """None is kept."""
        return ""

    async def keep_device_proof(self, hub: str, username: str, proof: str) -> None:
        """Cannot."""

    async def forget(self, hub: str, username: str) -> None:
        """Nothing to forget."""


class Watched(Session):
    """A session that writes down all it tells."""

    def __init__(self, url: str, folders: Folders, clock: Callable[[], datetime], username: str = "") -> None:
        super().__init__(Settings(hub=url, username=username), folders, language="en", clock=clock, secrets=NoKeyring())
        self.told: list[SessionEvent] = []
        self.listen(self.told.append)

    def wishes(self) -> list[str]:
        """The states of all changes, in the order told."""
        return [told.state.value for told in self.told if isinstance(told, RequestChanged)]


def folders_in(base: Path) -> Folders:
    """The folders of one computer."""
    found = Folders(base / "config", base / "data", base / "cache")
    for folder in (found.config, found.data, found.cache):
        folder.mkdir(parents=True, exist_ok=True)
    return found


@asynccontextmanager
async def desk(
    url: str, base: Path, username: str = "anna", *, clock: Callable[[], datetime] | None = None, follow: bool = True
) -> AsyncIterator[Watched]:
    """A session signed in at the hub, closed in the end."""
    session = Watched(url, folders_in(base), clock or Clock())
    try:
        await session.sign_in(username, PASSWORD, follow=follow)
        yield session
    finally:
        await session.close()


async def until(holds: Callable[[], object]) -> None:
    """Give everything its turns until `holds` is true; the test's own time-out ends a wait in vain."""
    while not holds():
        await asyncio.sleep(0.005)


def lunch(minutes: int = 60, **more: str) -> wire.AbsenceRequest:
    """Lunch for a while."""
    return wire.AbsenceRequest("lunch", NINE + timedelta(minutes=minutes), **more)  # type: ignore[arg-type]


def set_count(hub: Serving) -> int:
    """How many absences the hub has ever written down."""
    sql = "SELECT count(*) FROM absence"
    found: int = hub.on_loop(lambda: hub.hub.store.read(lambda database: database.execute(sql).fetchone()[0]))
    return found


@asynccontextmanager
async def raw_server(*answers: bytes, hang: bool = False) -> AsyncIterator[tuple[str, list[bytes]]]:
    """A server that gives the n-th connection the n-th of `answers` (the last again and again); its address and what was asked.

    With `hang` it then keeps the connection open and says no more.
    """
    asked: list[bytes] = []
    connections: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        connections.add(task)
        try:
            asked.append(await reader.readuntil(b"\r\n\r\n"))
            writer.write(answers[min(len(asked), len(answers)) - 1])
            await writer.drain()
            if hang:
                await reader.read()
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()
            connections.discard(task)

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", asked
    finally:
        server.close()
        for task in list(connections):
            task.cancel()
        await asyncio.gather(*connections, return_exceptions=True)
