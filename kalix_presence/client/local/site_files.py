"""What the organisation has put on this computer for everybody: what is decided (policy), what is only suggested (defaults).

Linux: `/etc/kalix-presence/policy.toml`, which nobody but root writes, and `defaults.toml` there and below each folder of
`XDG_CONFIG_DIRS`. Windows: the values of HKLM\\Software\\Policies\\Kalix\\Presence and HKLM\\Software\\Kalix\\Presence.
macOS: managed preferences and /Library/Preferences. Keys and values: `settings_table`.
"""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kalix_presence.client.local.settings_table import LOCKABLE, TABLE, Value, as_now
from kalix_presence.model.errors import BadInput

POLICY, DEFAULTS = "policy", "defaults"


def etc_of(root: Path) -> Path:
    """Where the computer's settings are as this program sees them: a Flatpak has an /etc of its own."""
    return root / "run/host/etc" if (root / ".flatpak-info").exists() else root / "etc"


ETC = etc_of(Path("/"))
DOMAIN = "se.kalix.presence"
"""What macOS calls the program."""
MANAGED = Path("/Library/Managed Preferences")
LARGEST = 64 * 1024
"""Bytes of such a file."""
KEYS = {POLICY: r"Software\Policies\Kalix\Presence", DEFAULTS: r"Software\Kalix\Presence"}


@dataclass(frozen=True, slots=True)
class SiteFault:
    """What is wrong with what the organisation put there: an error code, the file (or key of the registry), the setting."""

    code: str
    source: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Layer:
    """What one kind of these files says. `named` are the keys that it speaks of, also with a value that cannot be used.

    `broken`: it is there and cannot be read whole, so that nobody knows what else it speaks of. `source` is the first of them.
    """

    values: dict[str, Value] = field(default_factory=dict)
    named: frozenset[str] = frozenset()
    broken: bool = False
    source: str = ""
    faults: tuple[SiteFault, ...] = ()


@dataclass(frozen=True, slots=True)
class _Raw:
    """One file or key of the registry as it was found; `whole` False: this is what could be read of it."""

    source: str
    values: Mapping[str, object]
    whole: bool = True


def read_layer(kind: str, environment: Mapping[str, str] = os.environ, etc: Path = ETC) -> Layer:
    """What is decided (`POLICY`) or suggested (`DEFAULTS`) here; of two files that say something the first counts."""
    values: dict[str, Value] = {}
    named: set[str] = set()
    faults: list[SiteFault] = []
    broken, source = False, ""
    for raw in _found(kind, environment, etc):
        source = source or raw.source
        if not raw.whole:
            broken = True
            faults.append(SiteFault("site-file-unreadable", raw.source))
        for key, value in as_now(raw.values).items():
            if key in named:
                continue
            if key not in LOCKABLE:
                faults.append(SiteFault("site-key-unknown", raw.source, key[:60]))
                continue
            named.add(key)
            try:
                values[key] = TABLE[key].read(value)
            except BadInput:
                faults.append(SiteFault("site-value-unusable", raw.source, key))
    return Layer(values, frozenset(named), broken, source, tuple(faults))


def _found(kind: str, environment: Mapping[str, str], etc: Path) -> Iterator[_Raw]:
    if sys.platform == "win32":
        yield from _registry(kind)
        return
    if sys.platform == "darwin":
        yield from _preferences(kind)
    # What is decided is decided by root alone: whoever starts a program chooses its environment.
    several = environment.get("XDG_CONFIG_DIRS", "").split(":") if kind == DEFAULTS else []
    for folder in (*(Path(each) for each in several if each.startswith("/")), etc):
        path = folder / "kalix-presence" / f"{kind}.toml"
        try:
            with path.open("rb") as file:
                content = file.read(LARGEST + 1)
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError:
            yield _Raw(str(path), {}, whole=False)
            continue
        yield _toml(str(path), content)


def _toml(source: str, content: bytes) -> _Raw:
    import tomllib

    if len(content) > LARGEST:
        return _Raw(source, {}, whole=False)
    try:
        return _Raw(source, tomllib.loads(content.decode("utf-8-sig")))
    except (ValueError, RecursionError):
        pass
    # One slip of the pen must not undo the other lines: each that can be read by itself counts.
    values: dict[str, object] = {}
    for line in content.decode("utf-8-sig", "replace").splitlines():
        try:
            read = tomllib.loads(line)
        except (ValueError, RecursionError):
            continue
        values |= {key: one for key, one in as_now(read).items() if key in LOCKABLE and key not in values}
    return _Raw(source, values, whole=False)


def _preferences(kind: str) -> Iterator[_Raw]:
    """Those of a Mac: a profile's are managed, a package's lie in /Library/Preferences."""
    import plistlib
    from xml.parsers.expat import ExpatError

    name = f"{DOMAIN}.plist"
    several = [MANAGED / name, MANAGED / getpass.getuser() / name] if kind == POLICY else [Path("/Library/Preferences") / name]
    for path in several:
        try:
            values = plistlib.loads(path.read_bytes())
        except (FileNotFoundError, NotADirectoryError):
            continue
        except (OSError, ValueError, ExpatError):
            yield _Raw(str(path), {}, whole=False)
            continue
        # The system keeps notes of its own there, by names with the domain's dots or "Payload".
        own = {key: one for key, one in as_now(values).items() if key in TABLE} if isinstance(values, dict) else {}
        yield _Raw(str(path), own, whole=isinstance(values, dict))


def _registry(kind: str) -> Iterator[_Raw]:
    if sys.platform != "win32":
        return
    import winreg

    source, values = f"HKLM\\{KEYS[kind]}", {}
    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, KEYS[kind]) as key:
            for number in range(winreg.QueryInfoKey(key)[1]):
                name, value, _ = winreg.EnumValue(key, number)
                values[name.lower()] = value  # the registry does not tell capitals apart
    except FileNotFoundError:
        return
    except OSError:
        yield _Raw(source, values, whole=False)
        return
    yield _Raw(source, values)
