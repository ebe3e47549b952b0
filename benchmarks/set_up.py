"""From a caller's INVITE to that of the phone: through the dialplan, and by a plain Dial() beside it in the same Asterisk."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from benchmarks.measuring import Row, percentile

CALLS = 40
PLAIN = "\n[outside]\nexten => 2196,1,Dial(${PJSIP_DIAL_CONTACTS(2041)},30,i)\n"


def measure() -> list[Row]:
    """What the dialplan adds to the set-up of a call to a phone without a rule; calls of both kinds take turns."""
    from benchmarks.timed_phone import TimedPhone
    from tests.pbx.asterisk_server import AsteriskServer

    with tempfile.TemporaryDirectory(prefix="kalix-bench-") as name:
        server = AsteriskServer(Path(name))
        plan = Path(name) / "etc" / "extensions.conf"
        plan.write_text(plan.read_text("utf-8") + PLAIN, "utf-8")
        server.start()
        caller, phone = TimedPhone(server, "outside"), TimedPhone(server, "2041")
        taken: dict[str, list[float]] = {"2041": [], "2196": []}
        try:
            for turn in range(2 * CALLS):
                number = "2041" if turn % 2 else "2196"
                began = time.perf_counter()
                call = caller.dial(number)
                phone.ringing()
                taken[number].append(phone.rung_at - began)
                caller.put_down(call)
                server.all_calls_over()
        finally:
            caller.close()
            phone.close()
            server.stop()
    ours, plain = (percentile(taken[number][2:], 0.5) * 1000 for number in ("2041", "2196"))
    return [
        Row(
            "call → phone rings, median", f"{ours:.2f} ms", f"{plain:.2f} ms (plain Dial)", f"+{ours - plain:.2f} ms", "≤ +5 ms"
        )
    ]
