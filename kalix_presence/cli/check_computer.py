"""The part of a check that looks at this computer: versions, policy, address, keyring, tray, notifications, starting."""

from __future__ import annotations

import asyncio
import json
import os
import platform
import sys
from pathlib import Path

from kalix_presence import __version__
from kalix_presence.cli.check_lines import Line, refused, to_do, unseen, well
from kalix_presence.client.local.secrets import Secrets
from kalix_presence.client.local.settings import Loaded, Settings
from kalix_presence.model.errors import BadInput, Unavailable

PATIENCE = 30.0
"""Seconds for what Qt says of the screen; it may wait for a display that does not answer."""

Known = dict[str, object]


def version_line(known: Known) -> Line:
    """What runs here."""
    system = f"{platform.system()} {platform.release()}"
    qt = known.get("qt") or "–"
    return well("versions", "versions", version=__version__, python=platform.python_version(), qt=qt, system=system)


def policy_lines(loaded: Loaded) -> list[Line]:
    """What is decided for this computer, or each thing that is wrong with it."""
    if loaded.faults:
        return [refused("policy", BadInput(fault.code, file=fault.source, key=fault.key)) for fault in loaded.faults]
    if not loaded.locked:
        return [well("policy", "policy-none")]
    return [well("policy", "policy-read", count=len(loaded.locked), file=loaded.source)]


def address_line(loaded: Loaded, origin: str, wrong: BadInput | None) -> Line:
    """Which server, and who says so."""
    if wrong is not None:
        return refused("address", wrong)
    if not loaded.hub_known:
        if "hub" in loaded.lost:
            return refused("address", BadInput("hub-lost", file=loaded.source))
        return to_do("address", "address-none")
    return well("address", f"address-{origin}", hub=loaded.settings.hub)


async def keyring_line(secrets: Secrets) -> Line:
    """Whether it keeps, gives back and forgets a secret that is nobody's."""
    try:
        kept = await secrets.try_out()
    except Unavailable as fault:
        return refused("keyring", fault)
    if kept is None:
        return unseen("keyring", "keyring-new")
    return well("keyring", "keyring-keeps") if kept else to_do("keyring", "keyring-forgets")


def tray_line(known: Known) -> Line:
    """Whether there is a place for the icon."""
    if "tray" not in known:
        return unseen("tray", _unasked(known))
    return well("tray", "tray-there") if known["tray"] else to_do("tray", "tray-none")


def notification_line(known: Known, settings: Settings) -> Line:
    """What shows callback messages; our own cards stand in for whatever has no buttons."""
    if settings.notifications == "card":
        return well("notifications", "notifications-card")
    if "screen" not in known:
        return unseen("notifications", _unasked(known))
    if "notifications" not in known:
        return unseen("notifications", "notifications-system" if sys.platform in ("win32", "darwin") else "no-answer")
    daemon = known["notifications"]
    if not isinstance(daemon, dict):
        return well("notifications", "notifications-none")
    facts = {"name": daemon.get("name", ""), "version": daemon.get("version", "")}
    return well("notifications", "notifications-buttons" if daemon.get("actions") else "notifications-plain", **facts)


def start_line(known: Known, loaded: Loaded) -> Line:
    """Whether the program starts with the session, as it was decided, and by a program that is there."""
    if "autostart" not in known:
        return unseen("autostart", "no-answer")
    if known["autostart"] and known.get("gone"):
        return to_do("autostart", "start-gone", file=known["gone"])
    decided = "start_with_session" in loaded.locked - loaded.lost
    if decided and bool(known["autostart"]) is not loaded.settings.start_with_session and not known.get("everybody"):
        return to_do("autostart", "start-decided-on" if loaded.settings.start_with_session else "start-decided-off")
    if known.get("everybody"):
        return well("autostart", "start-everybody")
    return well("autostart", "start-on" if known["autostart"] else "start-off")


def _unasked(known: Known) -> str:
    """Why nothing is known of the screen."""
    return "no-screen" if "qt" in known else "no-answer"


async def surroundings(patience: float = PATIENCE) -> Known:
    """What a process of its own tells of screen, notifications and starting; what it did not come to is not there."""
    command = [sys.executable, *(["-P", "-m", "kalix_presence"] if Path(sys.executable).stem.startswith("python") else [])]
    try:
        child = await asyncio.create_subprocess_exec(
            *command,
            "tray",
            "--surroundings",
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={**os.environ, "PYTHONUTF8": "1"},
        )
    except OSError:
        return {}
    assert child.stdout is not None  # noqa: S101 - a pipe, as asked for
    known: Known = {}
    try:
        async with asyncio.timeout(patience):
            async for line in child.stdout:
                known |= _told(line)
    except TimeoutError:
        child.kill()
    await child.wait()
    return known


def _told(line: bytes) -> Known:
    try:
        told = json.loads(line)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
