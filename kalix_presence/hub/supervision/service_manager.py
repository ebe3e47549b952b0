"""What systemd is told (sd_notify): that the hub answers now, and again and again that its loop still turns.

Without NOTIFY_SOCKET in the environment nothing is told, and nothing is missed.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import subprocess
import sys
from contextlib import suppress

from kalix_presence.hub.supervision.supervised import Supervised


def tell(state: str) -> None:
    """Tell the service manager, if there is one."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address or sys.platform == "win32":
        return
    if address.startswith("@"):
        address = f"\0{address[1:]}"
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as door:
        door.setblocking(False)
        door.sendto(state.encode(), address)


def watchdog_seconds() -> float | None:
    """How often the service manager wants to hear that the loop turns (half of WatchdogSec=); None when it does not."""
    wanted, whose = os.environ.get("WATCHDOG_USEC", ""), os.environ.get("WATCHDOG_PID", "")
    if not wanted.isdigit() or (whose and whose != str(os.getpid())):
        return None
    return int(wanted) / 2e6 or None


async def keep_telling() -> None:
    """Tell that the loop turns, until cancelled; only where `watchdog_seconds` says how often."""
    while True:
        tell("WATCHDOG=1")
        await asyncio.sleep(watchdog_seconds() or 60.0)


def watched(supervised: Supervised) -> None:
    """Have it told that the loop turns, where the service manager wants to hear that."""
    if watchdog_seconds() is not None:
        supervised.run("watchdog", keep_telling, vital=False)


def holds_socket() -> bool:
    """Whether systemd listens for the hub (`kalix-hub.socket`): then its port is taken while it does not run."""
    asking = shutil.which("systemctl")
    if asking is None:
        return False
    try:
        return subprocess.run([asking, "is-active", "--quiet", "kalix-hub.socket"], timeout=10, check=False).returncode == 0  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return False
