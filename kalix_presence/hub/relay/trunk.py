"""The end of a trunk at a hub that stands by: hands on to its clients' connections what the hub that leads writes to them."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterable, Callable
from contextlib import suppress
from dataclasses import dataclass, field

from kalix_presence.hub.hubs.leader import Leader
from kalix_presence.hub.relay.framing import Broken, FrameReader, Kind, TrunkFrame

SILENT_SECONDS = 15.0
"""A trunk from which nothing comes for so long, not even a sign of life, is dead."""


@dataclass(slots=True, eq=False)
class _Reader:
    """`early` holds what came before the client's connection was taken over; None once it is. `most` bytes may be unsent."""

    most: int
    transport: asyncio.Transport | None = None
    early: list[bytes] = field(default_factory=list)
    size: int = 0
    ends: Kind | None = None


class Trunk:
    """One long connection to `leader`. `most` bytes may be unsent to one reader, on top of its first frame: a whole board
    may be larger by itself. `gone` is called with the number of each reader that has ended here, for the other side."""

    def __init__(self, leader: Leader, most: int, gone: Callable[[int], object], cut_off: Callable[[], object]) -> None:
        self.leader = leader
        self.name = secrets.token_hex(16)
        self._most, self._gone, self._cut_off = most, gone, cut_off
        self._readers: dict[int, _Reader] = {}
        self._crowds: dict[int, tuple[int, ...]] = {}
        self._writes: dict[int, list[Callable[[bytes], None]]] = {}
        self._last = 0
        self.lost = False
        self.delivered = 0

    def __len__(self) -> int:
        return sum(reader.transport is not None for reader in self._readers.values())

    def expect(self) -> int:
        """The number of a new reader, whose first bytes may come at once."""
        self._last += 1
        self._readers[self._last] = _Reader(self._most)
        return self._last

    def begin(self, number: int, transport: asyncio.Transport) -> None:
        """The client's connection has been taken over: give it what came meanwhile, and from now on what comes.

        Raises ConnectionResetError when the trunk is lost.
        """
        reader = self._readers.get(number)
        if self.lost or reader is None:
            raise ConnectionResetError
        reader.transport, early, reader.early = transport, reader.early, []
        self._writes.clear()
        for data in early:
            self._write(number, reader, transport, data)
        if reader.ends is not None:
            self._end(number, reader.ends)

    def leave(self, number: int) -> None:
        """This one's connection has ended, or was never begun."""
        if self._readers.pop(number, None) is not None:
            self._writes.clear()
            if not self.lost:
                self._gone(number)

    def full(self, number: int) -> None:
        """More is unsent to this reader than may be: it is cut off, in a later step of the loop, for it is being written to."""
        asyncio.get_running_loop().call_soon(self._cut, number)

    async def read(self, pieces: AsyncIterable[bytes]) -> None:
        """Hand on what comes, until the trunk breaks or `lose` is called."""
        frames = FrameReader()
        coming = aiter(pieces)
        with suppress(Broken, StopAsyncIteration, TimeoutError):
            while not self.lost:
                async with asyncio.timeout(SILENT_SECONDS):
                    piece = await anext(coming)
                for frame in frames.feed(piece):
                    if not self.lost:
                        self._take(frame)

    def lose(self) -> None:
        """The hub that leads is gone: the streams end, and their clients resume by number."""
        self.lost = True
        readers, self._readers = self._readers, {}
        self._writes.clear()
        for reader in readers.values():
            if reader.transport is not None:
                _end(reader.transport, Kind.CLOSE)

    def _take(self, frame: TrunkFrame) -> None:
        if frame.kind is Kind.SAY:
            for number in frame.readers:
                self._say(number, frame.data)
        elif frame.kind is Kind.CROWD:
            self._crowds[frame.place] = frame.readers
            self._writes.pop(frame.place, None)
        elif frame.kind is Kind.SHOUT:
            self._shout(frame.place, frame.data)
        elif frame.kind in (Kind.CLOSE, Kind.CUT):
            for number in frame.readers:
                self._end(number, frame.kind)

    def _shout(self, place: int, data: bytes) -> None:
        """The same bytes to all of a crowd, by nothing but a write each where it goes: thousands wait for the last of them."""
        writes = self._writes.get(place)
        if writes is None:
            crowd = self._crowds.get(place, ())
            readers = [self._readers.get(number) for number in crowd]
            if not all(reader is not None and reader.transport is not None and reader.size < 0 for reader in readers):
                for number in crowd:
                    self._say(number, data)
                return
            writes = self._writes[place] = [reader.transport.write for reader in readers]  # type: ignore[union-attr]
        for at, write in enumerate(writes):
            try:
                write(data)
            except Exception:  # noqa: BLE001  (uvloop's word for: gone, and nobody was told yet; the others are not to pay)
                self._cut(self._crowds[place][at])
        self.delivered += len(writes)

    def _say(self, number: int, data: bytes) -> None:
        reader = self._readers.get(number)
        if reader is None:
            self._gone(number)  # it was told already, or that was lost
        elif reader.transport is None:
            reader.early.append(data)
            reader.size += len(data)
            if reader.size > reader.most + len(reader.early[0]):
                self.leave(number)
        else:
            self._write(number, reader, reader.transport, data)

    def _write(self, number: int, reader: _Reader, transport: asyncio.Transport, data: bytes) -> None:
        try:
            if reader.size >= 0:  # its first: a whole board may be larger than the limit by itself
                reader.size = -1
                transport.set_write_buffer_limits(high=reader.most + len(data))
            transport.write(data)
        except Exception:  # noqa: BLE001  (as in `_shout`)
            self._cut(number)
        else:
            self.delivered += 1

    def _end(self, number: int, kind: Kind) -> None:
        reader = self._readers.get(number)
        if reader is None:
            return
        if reader.transport is None:
            reader.ends = kind
            return
        del self._readers[number]
        self._writes.clear()
        _end(reader.transport, kind)

    def _cut(self, number: int) -> None:
        reader = self._readers.get(number)
        if reader is not None and reader.transport is not None:
            self._cut_off()
            _end(reader.transport, Kind.CUT)
            self.leave(number)


def _end(transport: asyncio.Transport, kind: Kind) -> None:
    with suppress(Exception):  # it is gone: whatever it says to that is of no interest
        transport.abort() if kind is Kind.CUT else transport.close()
