"""Who reads the event stream: found by the names they hear under, and all of them written to in one tight loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from kalix_presence.hub.access.sessions import Signed
from kalix_presence.hub.store.frames import Frame
from kalix_presence.model.access import Caller, Role


@dataclass(slots=True, eq=False)
class StreamReader:
    """One open stream. `most` bytes may be unsent; `waiting` holds frames while it catches up, None when it is live."""

    signed: Signed
    transport: asyncio.Transport
    full: bool
    most: int
    waiting: list[Frame] | None = field(default=None)

    @property
    def caller(self) -> Caller:
        """Who reads."""
        return self.signed.caller


class StreamReaders:
    """All open streams."""

    def __init__(self) -> None:
        self._names: dict[StreamReader, frozenset[str]] = {}
        self._hearing: dict[str, dict[StreamReader, None]] = {}
        self._writes: list[Callable[[bytes], None]] | None = []

    def __len__(self) -> int:
        return len(self._names)

    def __iter__(self) -> Iterator[StreamReader]:
        return iter(list(self._names))

    def __contains__(self, reader: StreamReader) -> bool:
        return reader in self._names

    def add(self, reader: StreamReader) -> None:
        """From now on it reads."""
        names = self._names[reader] = listens_as(reader.caller)
        for name in names:
            self._hearing.setdefault(name, {})[reader] = None
        self._writes = None

    def discard(self, reader: StreamReader) -> None:
        """It reads no longer; it is fine when it never did."""
        for name in self._names.pop(reader, ()):
            others = self._hearing[name]
            del others[reader]
            if not others:
                del self._hearing[name]
        self._writes = None

    def clear(self) -> None:
        """Nobody reads."""
        self._names.clear()
        self._hearing.clear()
        self._writes = None

    def changed(self) -> None:
        """Somebody began or ceased to wait for what they missed."""
        self._writes = None

    def hearing(self, names: Iterable[str]) -> list[StreamReader]:
        """Those who hear under any of `names`, each once."""
        found: dict[StreamReader, None] = {}
        for name in names:
            found |= self._hearing.get(name, {})
        return list(found)

    def write(self, data: bytes) -> bool:
        """The same bytes to everybody, by nothing but a write each; False, and nothing done, when somebody must wait for them.

        With thousands of readers all that stands in this loop delays the last of them. A transport may refuse, for it is gone
        already while nobody has been told: its reader is let go of, and the loop goes on with the next.
        """
        if self._writes is None:
            live = [reader for reader in self._names if reader.waiting is None]
            if len(live) < len(self._names):
                return False
            self._writes = [reader.transport.write for reader in live]
        left, gone = iter(self._writes), list[Callable[[bytes], None]]()
        while True:
            try:
                for write in left:
                    write(data)
            except Exception:  # noqa: BLE001  (uvloop says RuntimeError; whatever it is, the others are not to pay for it)
                gone.append(write)
            else:
                break
        for reader in [each for each in self._names if each.transport.write in gone] if gone else ():
            self.let_go(reader)
        return True

    def let_go(self, reader: StreamReader) -> None:
        """Its connection takes no more: it reads no longer, and the connection is cut."""
        self.discard(reader)
        with suppress(Exception):  # it is gone: whatever it says to that is of no interest
            reader.transport.abort()


def listens_as(caller: Caller) -> frozenset[str]:
    """The names in an audience under which `caller` hears."""
    names = {f"user:{caller.username}", *(f"role:{role.value}" for role in caller.roles)}
    if caller.extension is not None:
        names.add(caller.extension)
    if caller.person:
        names.add(f"person:{caller.person}")
    if Role.OFFICER in caller.roles and caller.administration is not None:
        names.add(f"officer:{caller.administration}")
    return frozenset(names)
