"""The one file of a check for whoever helps: what was seen, by codes and figures that are known to hold no personal detail.

What may stand in it is named here, all else stays out: no sentence, no text of a person, of a certificate or of a path below
somebody's folder. At last every name that this person, their account or this computer is called by is taken out of the rest.
"""

from __future__ import annotations

import getpass
import json
import os
import platform
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kalix_presence import __version__, shipped
from kalix_presence.cli.check_lines import Line
from kalix_presence.client.local.secrets import given_token
from kalix_presence.client.local.settings import Settings
from kalix_presence.client.local.settings_table import TABLE, Kind
from kalix_presence.model.errors import BadInput

_PLAIN = {"host", "port", "days", "minutes", "seconds", "count", "python", "qt", "system", "variable", "name"} | {
    "version",
    "own",
    "theirs",
    "wanted",
}
"""Facts that say nothing of anybody: of the server, the clock, this computer's programs."""
_OF_ALL = ("/etc/", "/Library/", "HKLM\\")
"""Where files of the whole computer lie."""
_TOLD = {Kind.SWITCH, Kind.CHOICE}
"""Settings whose value is one of few."""
GONE = "…"

_LOGGED = re.compile(r"(\d{4}-\d\d-\d\dT[\d:+]+) (DEBUG|INFO|WARNING|ERROR|CRITICAL) (kalix_presence[\w.]*)?")
_PLACE = re.compile(r"    at (kalix_presence/[\w/.]+\.py:\d+) ")
_KIND = re.compile(r"    (?:because of )?(\w*(?:Error|Exception|Warning|Timeout|BadInput|Unavailable))\b(?: (\S+))?")


def support_file(
    lines: Sequence[Line], settings: Settings, origins: Mapping[str, str], log: Sequence[str], home: Path | None = None
) -> str:
    """Its text. `log` are the last lines of the tray's log; of each only when, what kind, and where in our code stays."""
    whole = {
        "program": "kalix-presence",
        "version": __version__,
        "checks": [{"check": line.about, "state": line.state.value, "code": line.code, **_facts(line.facts)} for line in lines],
        "settings": {key: _setting(settings, key, origins[key]) for key, row in TABLE.items() if row.lockable},
        "log": [kept for line in log if (kept := _logged(line))],
    }
    return json.dumps(_without(whole, _called(settings, home)), indent=2, ensure_ascii=False) + "\n"


def write_support_file(path: Path, text: str) -> None:
    """Write it for its owner alone, and over nothing. Raises BadInput `file-there` (`file`); OSError where it cannot be."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise BadInput("support-file-there", field="file", file=str(path)) from None
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)


def _facts(facts: Mapping[str, object]) -> dict[str, object]:
    kept: dict[str, object] = {name: value for name, value in facts.items() if name in _PLAIN and isinstance(value, int | str)}
    if str(facts.get("key", "")) in TABLE:
        kept["key"] = facts["key"]
    if str(facts.get("file", "")).startswith(_OF_ALL):
        kept["file"] = facts["file"]
    return kept


def _setting(settings: Settings, key: str, origin: str) -> dict[str, object]:
    told = {"value": getattr(settings, key)} if TABLE[key].kind in _TOLD else {}
    return {"by": origin, **told}


def _logged(line: str) -> str:
    if (head := _LOGGED.match(line)) is not None:
        return " ".join(part for part in head.groups() if part)
    if (place := _PLACE.match(line)) is not None:
        return f"    at {place[1]}"
    if (kind := _KIND.match(line)) is not None:
        code = kind[2] or ""
        known = shipped.words("en").has(f"errors.{code}") or re.fullmatch(r"\d{1,3}", code)
        return f"    {kind[1]} {code}" if known else f"    {kind[1]}"
    return ""


def _called(settings: Settings, home: Path | None) -> list[str]:
    """Everything that this person, their account and this computer are called, longest first."""
    try:
        login = getpass.getuser()
    except (OSError, KeyError, ImportError):
        login = ""
    folder = home or Path.home()
    names = {str(folder), folder.name, login, settings.username, platform.node(), given_token() or ""}
    names |= {name.partition("@")[0] for name in settings.welcomed}
    return sorted((name for name in names if len(name) > 1), key=len, reverse=True)


def _without(value: Any, names: Sequence[str]) -> Any:
    """`value` with each of `names` taken out of its texts; the keys are ours."""
    if isinstance(value, str):
        for name in names:
            value = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", GONE, value, flags=re.IGNORECASE)
        return value
    if isinstance(value, dict):
        return {key: one if key in {"check", "state", "code"} else _without(one, names) for key, one in value.items()}
    return [_without(one, names) for one in value] if isinstance(value, list) else value
