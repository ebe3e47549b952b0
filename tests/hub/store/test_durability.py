"""What was acknowledged is there after kill -9."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kalix_presence.hub.store import Store, events

pytestmark = pytest.mark.in_a_file

WRITER = """
import asyncio, sys
from pathlib import Path
from datetime import UTC, datetime
from kalix_presence.hub.store.frames import Frame
from kalix_presence.wire.event_kinds import EventKind
from kalix_presence.hub.store import Store, events

def work(change):
    number = change.next_number()
    events.add_event(change, Frame(EventKind.STANDING, number, "2041", b"{}", None), now=datetime(2026, 11, 24, tzinfo=UTC))
    return number

async def one(store):
    while True:
        number = await store.write(work)
        sys.stdout.write(f"{number}\\n")
        sys.stdout.flush()

async def main():
    store = Store(Path(sys.argv[1]))
    await asyncio.gather(*(one(store) for _ in range(20)))

asyncio.run(main())
"""


async def test_every_acknowledged_change_survives_kill_9(tmp_path: Path) -> None:
    path = tmp_path / "hub.db"
    acknowledged: list[int] = []
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
    ) as writer:
        assert writer.stdout is not None
        for line in writer.stdout:
            acknowledged.append(int(line))
            if len(acknowledged) == 2000:
                writer.send_signal(signal.SIGKILL)
                break
        acknowledged += [int(line) for line in writer.stdout if line.endswith("\n")]
    store = Store(path)
    kept = {frame.number for frame in await store.read(lambda sql: events.read_after(sql, 0, limit=10**6))}
    store.close()
    assert len(acknowledged) >= 2000
    assert set(acknowledged) <= kept
