"""What the organisation has put on this computer for everybody: what is decided (policy), what is only suggested (defaults).

Files `policy.toml` and `defaults.toml` in `kalix-presence` below /etc and each folder of `XDG_CONFIG_DIRS`; on Windows the
values of HKLM\\Software\\Policies\\Kalix\\Presence and HKLM\\Software\\Kalix\\Presence. So far they name the server: `hub = "https://…"`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from kalix_presence.client.connection.address import hub_address
from kalix_presence.model.errors import BadInput

POLICY, DEFAULTS = "policy", "defaults"
_KEYS = {POLICY: r"Software\Policies\Kalix\Presence", DEFAULTS: r"Software\Kalix\Presence"}
LARGEST = 64 * 1024
"""Bytes of such a file."""


def site_hub(kind: str, environment: Mapping[str, str] = os.environ, etc: Path = Path("/etc")) -> str | None:
    """The server that the files of `kind` name; None where none does, or what is named cannot be one."""
    text = _registry(kind) if sys.platform == "win32" else _files(kind, environment, etc)
    if text is None:
        return None
    try:
        return hub_address(text)
    except BadInput:
        return None


def _files(kind: str, environment: Mapping[str, str], etc: Path) -> str | None:
    named = [Path(each) for each in environment.get("XDG_CONFIG_DIRS", "").split(":") if each.startswith("/")]
    # What is decided is decided by root's own folder first: whoever starts a program chooses its environment.
    folders = [etc, *named] if kind == POLICY else [*named, etc]
    for folder in folders:
        path = folder / "kalix-presence" / f"{kind}.toml"
        try:
            with path.open("rb") as file:
                content = file.read(LARGEST)
        except OSError:
            continue
        import tomllib

        try:
            hub = tomllib.loads(content.decode("utf-8-sig")).get("hub")
        except (ValueError, RecursionError):
            continue
        if isinstance(hub, str):
            return hub
    return None


def _registry(kind: str) -> str | None:
    if sys.platform != "win32":
        return None
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, _KEYS[kind]) as key:
            value, _ = winreg.QueryValueEx(key, "hub")
    except OSError:
        return None
    return value if isinstance(value, str) else None
