"""`python -m tests.hub.commands.broken_hub TASK FOLDER`: `kalix-hub serve` with a vital task that fails whenever it is begun."""

from __future__ import annotations

import sys
from pathlib import Path

from kalix_presence.hub.commands.serve import serve
from kalix_presence.hub.planning.clock import AbsenceClock
from kalix_presence.hub.supervision import supervised
from kalix_presence.hub.web.running import Hub

VITAL = {"clock": (AbsenceClock, "run"), "accounts": (Hub, "_mind_accounts")}
"""One of the core's, and one of what stands around it."""


async def fails(_: object) -> None:
    """As a fault of the program does."""
    raise RecursionError


if __name__ == "__main__":
    room, work = VITAL[sys.argv[1]]
    setattr(room, work, fails)
    supervised.Supervised.__init__.__kwdefaults__["first_wait"] = 0.001  # type: ignore[index]
    serve(Path(sys.argv[2]))
