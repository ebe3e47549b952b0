"""kalix-hub with another clock, more eager counting, or a death of its own at a named moment: a process to be killed by `kill -9`.

python -m tests.journeys.odd_hub [--ahead SECONDS] [--every SECONDS] [--dies WHERE] serve --config FOLDER
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from datetime import timedelta
from typing import Any

from kalix_presence.hub import __main__ as program
from kalix_presence.hub.pbx.asterisk.pbx import AsteriskPbx
from kalix_presence.hub.quality import counting
from kalix_presence.hub.quality.cells import Cells
from kalix_presence.hub.web import running
from tests.clocks import machine_now

WHERE = ("writing", "forgetting")
"""In the transaction that counts, before it is committed; and after it, when some of the calls are forgotten at the PBX."""


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--ahead", type=float, default=0)
    parser.add_argument("--every", type=float, default=counting.ROUND_SECONDS)
    parser.add_argument("--dies", choices=WHERE)
    odd, rest = parser.parse_known_args()
    ahead = timedelta(seconds=odd.ahead)
    running.clock_of = lambda *_: lambda: machine_now() + ahead
    counting.ROUND_SECONDS = odd.every
    if odd.dies == "writing":
        Cells.write = _die  # type: ignore[method-assign]
    if odd.dies == "forgetting":
        _die_after_two()
    sys.argv = ["kalix-hub", *rest]
    program.main()


def _die(*_: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _die_after_two() -> None:
    forget, forgotten = AsteriskPbx.forget_counted_call, []

    async def two_and_no_more(self: AsteriskPbx, key: str) -> None:
        if len(forgotten) == 2:
            _die()
        forgotten.append(key)
        await forget(self, key)

    AsteriskPbx.forget_counted_call = two_and_no_more  # type: ignore[method-assign]


if __name__ == "__main__":
    main()
