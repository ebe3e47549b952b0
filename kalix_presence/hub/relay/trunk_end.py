"""The end of a trunk at the hub that leads: what is written to the readers of another hub goes out once, gathered."""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field

import structlog

from kalix_presence.hub.relay import framing

CROWDS = 16
"""Sets of readers that the other side is told of once; after that each event names a set by its place."""
FEW = 8
"""Readers whose numbers are not worth a set."""
CALM_BYTES = 1_048_576
"""More than this unsent: who opens a stream now waits a little for its first bytes."""
OPENING = 8
"""Streams of one trunk that may begin at the same time: their whole boards are what fills it."""

log = structlog.get_logger("kalix.trunk")


@dataclass(slots=True)
class _Said:
    """What these readers are given, or that they are closed or cut."""

    kind: framing.Kind
    data: bytes = b""
    readers: array[int] = field(default_factory=lambda: array("I"))


class TrunkEnd:
    """Writes to `transport`, the connection of another hub. `most` bytes may be unsent, and what whole boards take on top;
    past that the trunk is cut as a whole, and its readers resume by number at their own hub.

    The connection tells it by `full`, `drained` and `lose` how it is.
    """

    def __init__(self, transport: asyncio.Transport, most: int) -> None:
        self._transport, self._most, self._allowed = transport, most, most
        self._readers: dict[int, TrunkTransport] = {}
        self._turn: list[_Said] = []
        self._turns = 0
        self._newest: dict[int, int] = {}
        self._crowds: dict[bytes, int] = {}
        self._next_place = 0
        self._calm = asyncio.Event()
        self._calm.set()
        self.opening = asyncio.Semaphore(OPENING)
        self.lost = False
        transport.set_write_buffer_limits(high=CALM_BYTES, low=CALM_BYTES // 4)

    def __len__(self) -> int:
        return len(self._readers)

    def reader(self, number: int, when_gone: Callable[[], object]) -> TrunkTransport:
        """What stands for the connection of the reader `number`; `when_gone` is called once, when it reads no longer.

        Raises ConnectionResetError when the trunk is lost or that number is taken.
        """
        if self.lost or number in self._readers:
            raise ConnectionResetError
        made = self._readers[number] = TrunkTransport(self, number, when_gone)
        return made

    def gone(self, numbers: Iterable[int]) -> None:
        """The other side says that these read no longer."""
        for number in numbers:
            if (reader := self._readers.get(number)) is not None:
                reader.end()

    def forget(self, number: int) -> None:
        """This one has ended."""
        self._readers.pop(number, None)

    def beat(self) -> None:
        """A sign of life."""
        if not self.lost:
            self._send(framing.beat())

    def full(self) -> None:
        """Much is unsent."""
        self._calm.clear()

    def drained(self) -> None:
        """Little is unsent."""
        self._allowed = self._most
        self._calm.set()

    async def calm(self) -> None:
        """Wait until little is unsent, or the trunk is lost."""
        await self._calm.wait()

    def lose(self) -> None:
        """The connection is gone, or has to go: nobody reads here any more."""
        if self.lost:
            return
        self.lost = True
        self._calm.set()
        self._turn, self._newest = [], {}
        with suppress(Exception):  # it is gone: whatever it says to that is of no interest
            self._transport.abort()
        for reader in list(self._readers.values()):
            reader.end()

    def allow(self, more: int) -> None:
        """A whole board is on its way: only what comes on top counts."""
        idle = self._calm.is_set() and not self._turn
        self._allowed = (self._most if idle else self._allowed) + more

    def give(self, reader: TrunkTransport, data: bytes) -> None:
        """`data` for one reader, after all that it was given before. What others are given in the same turn of the loop and is
        the same object goes out once.

        Raises ConnectionResetError when the trunk is lost.
        """
        if self.lost:
            raise ConnectionResetError
        if reader.turn != self._turns:
            reader.turn, reader.newest = self._turns, -1
        at = self._newest.get(id(data), -1)
        # Joined only to what comes after the last that this reader was given: its own order is what must hold.
        if at <= reader.newest:
            at = self._newest[id(data)] = self._add(_Said(framing.Kind.SAY, data))
        reader.newest = at
        self._turn[at].readers.append(reader.number)

    def end(self, number: int, kind: framing.Kind) -> None:
        """Close or cut the connection of a reader, after all that it was given."""
        if self.lost:
            return
        if not self._turn or self._turn[-1].kind is not kind:
            self._add(_Said(kind))
        self._turn[-1].readers.append(number)

    def _add(self, said: _Said) -> int:
        if not self._turn:
            asyncio.get_running_loop().call_soon(self._flush)
        self._turn.append(said)
        return len(self._turn) - 1

    def _flush(self) -> None:
        turn, self._turn, self._newest = self._turn, [], {}
        self._turns += 1
        if turn and not self.lost:
            self._send(b"".join(part for said in turn for part in self._framed(said)))

    def _framed(self, said: _Said) -> Iterable[bytes]:
        numbers = framing.packed(said.readers)
        if said.kind is framing.Kind.CLOSE:
            return (framing.close(numbers),)
        if said.kind is framing.Kind.CUT:
            return (framing.cut(numbers),)
        if len(said.readers) <= FEW:
            return (framing.say(numbers, said.data),)
        place = self._crowds.get(numbers)
        if place is not None:
            return (framing.shout(place, said.data),)
        place, self._next_place = self._next_place, (self._next_place + 1) % CROWDS
        self._crowds = {who: where for who, where in self._crowds.items() if where != place}
        self._crowds[numbers] = place
        return framing.crowd(place, numbers), framing.shout(place, said.data)

    def _send(self, data: bytes) -> None:
        try:
            self._transport.write(data)
        except Exception:  # noqa: BLE001  (gone, and nobody was told yet: each loop has its own word for that)
            self.lose()
            return
        if self._transport.get_write_buffer_size() > self._allowed:
            log.warning("slow-hub-cut-off", readers=len(self))
            self.lose()


class TrunkTransport(asyncio.Transport):
    """As much of a connection as a stream needs, for one reader at another hub."""

    def __init__(self, trunk: TrunkEnd, number: int, when_gone: Callable[[], object]) -> None:
        super().__init__()
        self._trunk, self._when_gone = trunk, when_gone
        self.number = number
        self.turn, self.newest = -1, -1
        self._ended = False
        self._begun = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Give it to the reader. Raises ConnectionResetError for one that is gone."""
        if self._ended:
            raise ConnectionResetError
        self._trunk.give(self, data)  # type: ignore[arg-type]  # streams write bytes

    def is_closing(self) -> bool:
        """Whether it ends or has ended."""
        return self._ended

    def close(self) -> None:
        """What was written goes out, then its connection is closed."""
        self._close(framing.Kind.CLOSE)

    def abort(self) -> None:
        """Its connection is cut."""
        self._close(framing.Kind.CUT)

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        """How much may be unsent to this reader is its own hub's affair; a whole board that comes now is the trunk's."""
        if not self._begun and high is not None:
            self._begun = True
            self._trunk.allow(high)

    def end(self) -> None:
        """It reads no longer."""
        if not self._ended:
            self._ended = True
            self._trunk.forget(self.number)
            self._when_gone()

    def _close(self, kind: framing.Kind) -> None:
        if not self._ended:
            self._trunk.end(self.number, kind)
            self.end()
