"""Twenty-five callers a second who give up, for half a minute, and a hub that is killed among them: a callback each, once."""

from __future__ import annotations

import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measuring import Row

if TYPE_CHECKING:
    from tests.journeys.hub_process import HubProcess
    from tests.pbx.asterisk_server import AsteriskServer

A_SECOND = 25
SECONDS = 30
ENOUGH = 300.0
"""Seconds that the hub may take at most until it has all of them."""
PATIENT = 7.0
"""Seconds that each caller waits before the call ends: longer than the shortest call that counts."""


def measure() -> list[Row]:
    """Callers of somebody who is at lunch hang up in the switchboard's queue, where nobody answers; the hub is killed in the
    middle and started again."""
    from tests.journeys.hub_process import HubProcess
    from tests.pbx.asterisk_server import AsteriskServer
    from tests.pbx.hand_phone import HandPhone

    with tempfile.TemporaryDirectory(prefix="kalix-bench-") as name:
        folder = Path(name)
        (folder / "pbx").mkdir()
        server = AsteriskServer(folder / "pbx").start()
        server.set_up(SWITCHBOARD_QUEUE="switchboard")
        rung = HandPhone(server, "9")
        hub = HubProcess(folder, server).start().connected()
        try:
            until = (datetime.now(UTC).replace(microsecond=0) + timedelta(hours=1)).isoformat()
            with hub.client("anna") as anna:
                anna.put("/api/v1/people/2041/absence", json={"reason": "lunch", "until": until}).raise_for_status()
            wanted = numbers()
            rejected = called(server, hub, wanted)
            ended = time.monotonic()
            found = callbacks(hub, server, len(wanted))
            after = time.monotonic() - ended
        finally:
            hub.stop()
            rung.close()
            server.stop()
    once = sum(found[each] == 1 for each in wanted)
    more = sum(count - 1 for count in found.values() if count > 1)
    what = f"{A_SECOND} abandoned calls a second for {SECONDS} s, the hub killed meanwhile: callbacks, each once"
    refused = f", {rejected} not ended" if rejected else ""
    return [
        Row(what, f"{once} of {len(wanted)}, {more} twice{refused}", "", "", "all, each once"),
        Row("the last of them in the inbox after the last hang-up", f"{after:.1f} s", "", "", ""),
    ]


def numbers() -> list[str]:
    """As many callers as call."""
    return [f"+4670{1_000_000 + one}" for one in range(A_SECOND * SECONDS)]


def called(server: AsteriskServer, hub: HubProcess, wanted: list[str]) -> int:
    """Let them call and hang up, and the hub die in the middle; how many of the calls did not end as they should."""
    from tests.pbx.hand_phone import Call, HandPhone

    callers, calls, gone = HandPhone(server, "outside"), list[Call](), 0
    hub_again = threading.Thread(target=lambda: hub.start().connected())
    hands = ThreadPoolExecutor(8)
    began = time.perf_counter()
    try:
        while gone < len(wanted):
            at = time.perf_counter() - began
            if len(calls) < len(wanted) and len(calls) < at * A_SECOND:
                calls.append(callers.dial("2041", headers=f"P-Asserted-Identity: <sip:{wanted[len(calls)]}@trunk>\r\n"))
            elif gone < len(calls) and gone < (at - PATIENT) * A_SECOND:
                hands.submit(callers.put_down, calls[gone])
                gone += 1
            else:
                time.sleep(0.002)
            if hub.running and hub_again.ident is None and at > SECONDS / 2:
                hub.kill9()
            if not hub.running and hub_again.ident is None and at > SECONDS * 2 / 3:
                hub_again.start()
        hands.shutdown()
        server.all_calls_over()
        hub_again.join()
        return sum(not each.over for each in calls)
    finally:
        callers.close()


def callbacks(hub: HubProcess, server: AsteriskServer, count: int) -> Counter[str]:
    """How often each number stands in Anna's inbox, when the PBX's journal is empty: every entry, and every call within one."""
    deadline = time.monotonic() + ENOUGH
    with hub.client("anna") as anna:
        while True:
            found, after = Counter[str](), ""
            while True:
                page = anna.get("/api/v1/messages", params={"limit": 200, "after": after}).raise_for_status().json()
                for each in page["messages"]:
                    found[each["caller_number"]] += each.get("calls", 1)
                after = page.get("next", "")
                if not after:
                    break
            if (len(found) >= count and not server.database("kalix-call")) or time.monotonic() > deadline:
                return found
            time.sleep(0.1)
