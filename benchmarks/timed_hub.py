"""The hub on one core, as it is, but for writing down when each group of changes was durable: 8 bytes, by the clock of all."""

from __future__ import annotations

import os
import struct
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kalix_presence.hub.store.sql import WritingSql

_MOMENT = struct.Struct("d")


def program(commits: Path, *, core: int) -> tuple[str | Path, ...]:
    """What to begin in the hub's place; it writes to the file `commits`, which is empty until then."""
    commits.touch()
    return sys.executable, "-m", __name__, commits, str(core)


def first_after(commits: Path, seen: int) -> float:
    """The first moment that was written after so many bytes."""
    with commits.open("rb") as file:
        file.seek(seen)
        moment: float = _MOMENT.unpack(file.read(_MOMENT.size))[0]
    return moment


class _Timed:
    """The connection that writes."""

    def __init__(self, sql: WritingSql, file: int) -> None:
        self._sql, self._file = sql, file

    def __getattr__(self, name: str) -> object:
        return getattr(self._sql, name)

    def execute(self, statement: str, *values: object) -> object:
        """As it does; a commit's moment is that at which it returns."""
        rows = self._sql.execute(statement, *values)  # type: ignore[arg-type]
        if statement == "COMMIT":
            os.write(self._file, _MOMENT.pack(time.perf_counter()))
        return rows


def main() -> None:
    """Be kalix-hub with what stands after the file and the core."""
    from kalix_presence.hub import __main__ as hub
    from kalix_presence.hub.store import writer

    file = os.open(sys.argv[1], os.O_WRONLY | os.O_APPEND)
    os.sched_setaffinity(0, {int(sys.argv[2])})
    begin = writer.Store.__init__

    def begun(store: writer.Store, *given: object, **named: object) -> None:
        begin(store, *given, **named)  # type: ignore[arg-type]
        store._sql = _Timed(store._sql, file)  # type: ignore[assignment]

    writer.Store.__init__ = begun  # type: ignore[method-assign]
    del sys.argv[1:3]
    hub.main()


if __name__ == "__main__":
    main()
