"""What counting for the policy report adds to a status change and to a call: it is done beside, so by the processor's time."""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

from benchmarks.measuring import Row
from kalix_presence import shipped, wire
from kalix_presence.hub.core.core import Core, utc_now
from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx
from kalix_presence.hub.store import people
from kalix_presence.hub.store.writer import Transaction
from kalix_presence.model.access import Caller, Role
from kalix_presence.model.directory import Person, Unit

UNITS, OF_EACH = 20, 10
A_MINUTE = 200
"""Changes, and calls, between two rounds of counting: a busy minute of a large site."""
ROUNDS = 9
EXTENSIONS = tuple(str(3000 + number) for number in range(UNITS * OF_EACH))


def measure() -> list[Row]:
    """Three rows: of all the hub does for a status change that comes by HTTP; of a change, and of a call, without HTTP."""
    with tempfile.TemporaryDirectory(prefix="kalix-bench-") as name:
        whole = _whole_changes(Path(name) / "hub")
        return [whole, *asyncio.run(_measured(Path(name) / "kalix.db"))]


CLIENT = """
import sys, httpx
client = httpx.Client(base_url=sys.argv[1], headers={"authorization": f"Bearer {sys.argv[2]}"}, timeout=60, trust_env=False)
for line in sys.stdin:
    for extension in sys.argv[3].split(","):
        client.put(f"/api/v1/people/{extension}/absence", json={"reason": "meeting", "until": sys.argv[4]}).raise_for_status()
    print("done", flush=True)
"""
"""Another process, so that its work is not the hub's."""


def _whole_changes(folder: Path) -> Row:
    """A minute's changes by HTTP, each in the model PBX before it is answered, and the round of counting after them."""
    from tests.hub.serving import PEOPLE, serving

    rows = [f"{each},Siv,Ström {each},Enhet {number // OF_EACH},Bench,,,,,,,,,sv" for number, each in enumerate(EXTENSIONS)]
    with (
        serving(folder, PEOPLE + "\n".join(rows) + "\n", changes_per_minute=1_000_000) as running,
        running.client("maria") as maria,
    ):
        core = running.hub.core
        count, core.quality.counting.catch_up = core.quality.counting.catch_up, _nothing  # type: ignore[method-assign]
        token = maria.headers["authorization"].split()[1]
        end = (running.clock() + timedelta(hours=1)).isoformat()
        command = [sys.executable, "-c", CLIENT, running.url, token, ",".join(EXTENSIONS), end]
        work, counted = [], []
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1) as client:
            assert client.stdin is not None
            assert client.stdout is not None
            for _ in range(ROUNDS):
                began = time.process_time()
                client.stdin.write("go\n")
                client.stdout.readline()
                between = time.process_time()
                running.on_loop(count)
                work.append(between - began)
                counted.append(time.process_time() - between)
            client.stdin.close()
    whole, part = statistics.median(work), statistics.median(counted)
    return Row(
        "counting a status change for the report, of all the hub does for it by HTTP",
        f"{part * 1e6 / A_MINUTE:.0f} us",
        f"{whole * 1e6 / A_MINUTE:.0f} us",
        f"{part / whole * 100:.1f} %",
        "< 2 %",
    )


async def _measured(path: Path) -> list[Row]:
    reasons, policy = shipped.default_reasons(), shipped.default_policy()
    pbx = EmbeddedPbx(EXTENSIONS, policy=policy, reasons=reasons, clock=utc_now)
    core = Core(path, pbx, reasons=reasons, policy=policy, clock=utc_now)
    await core.store.write(_fill)
    count, core.quality.counting.catch_up = core.quality.counting.catch_up, _nothing  # type: ignore[method-assign]
    await core.start()
    while not core.board.pbx:
        await asyncio.sleep(0.01)
    rows = []
    for what, minute in (("status change", _changes), ("call", _calls)):
        work, counted = await _by_turns(core, pbx, minute, count)
        each = f"{counted * 1e6 / A_MINUTE:.0f} us"
        rows.append(
            Row(
                f"counting a {what} for the report, processor",
                each,
                f"{work * 1e6 / A_MINUTE:.0f} us (hub and model PBX do it)",
                f"{counted / work * 100:.1f} %",
                "",
            )
        )
    await core.stop()
    return rows


async def _by_turns(
    core: Core, pbx: EmbeddedPbx, minute: Callable[[Core, EmbeddedPbx], Awaitable[None]], count: Callable[[], Awaitable[None]]
) -> tuple[float, float]:
    """Seconds of the processor for a minute's work without counting, and for the round of counting after it: medians."""
    work, counted = [], []
    for _ in range(ROUNDS):
        began = time.process_time()
        await minute(core, pbx)
        await _settled(core)
        between = time.process_time()
        await count()
        work.append(between - began)
        counted.append(time.process_time() - between)
    return statistics.median(work), statistics.median(counted)


async def _changes(core: Core, _pbx: EmbeddedPbx) -> None:
    for number in range(A_MINUTE):
        extension = EXTENSIONS[number % len(EXTENSIONS)]
        caller = Caller(extension, extension, "u0", frozenset({Role.EMPLOYEE}))
        wish = wire.AbsenceRequest("meeting", utc_now() + timedelta(hours=1))
        await core.absences.set_absence(caller, extension, wish, key=None, now=utc_now())


async def _calls(_core: Core, pbx: EmbeddedPbx) -> None:
    for number in range(A_MINUTE):
        pbx.call(f"+4670{number:07}", EXTENSIONS[number % len(EXTENSIONS)], hangs_up="phone")
        await asyncio.sleep(0)


async def _settled(core: Core) -> None:
    """Until the PBX has confirmed everything: that is the work of the changes."""
    while any(not state.in_force for state in core.board.states.values()):
        await asyncio.sleep(0.05)
    await asyncio.sleep(0.3)


async def _nothing() -> None:
    """Counting is off."""


def _fill(change: Transaction) -> None:
    for number in range(UNITS):
        people.put_unit(change, Unit(f"u{number}", f"Enhet {number}"))
    for number, extension in enumerate(EXTENSIONS):
        unit = f"u{number // OF_EACH}"
        people.put_person(change, Person(extension, "Siv", f"Ström {number}", unit, unit, id=f"{number:032x}"))
    people.touch_directory(change)
