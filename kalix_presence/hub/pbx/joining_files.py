"""What a driver would change in files to join its PBX: shown before it is done, kept so that it can be undone byte for byte."""

from __future__ import annotations

import difflib
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kalix_presence.model.errors import BadInput, Conflict
from kalix_presence.model.policy import Policy

KEPT = "joined"
"""Below the hub's folder: the files as they were, and what was made of them."""


@dataclass(frozen=True, slots=True)
class Change:
    """One file: `before` None when it is new. `private` ones are for the hub's user alone; `secrets` are not shown, and of
    one `as_shipped` its name only."""

    path: Path
    before: bytes | None
    after: bytes
    private: bool = False
    as_shipped: bool = False
    secrets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be joined: `etc` is the PBX's folder of settings, `folder` the hub's with its settings file `settings`."""

    etc: Path
    folder: Path
    settings: Path
    policy: Policy
    extensions: Sequence[str]


class Joins(Protocol):
    """How a driver joins its PBX by files."""

    etc: Path
    """Where the PBX usually has them."""

    def changes(self, wanted: Wanted) -> list[Change]:
        """All that is to be changed; raises BadInput or Conflict for what stands in the way."""
        ...


def difference(changes: Iterable[Change]) -> str:
    """The changes as a unified difference, with secrets left out."""
    shown: list[str] = []
    for change in changes:
        if change.private or change.as_shipped:
            shown.append(f"+++ {change.path}\n")
            continue
        before, after = (_lines(text, change.secrets) for text in (change.before or b"", change.after))
        name = str(change.path)
        shown += difflib.unified_diff(before, after, name if change.before is not None else "/dev/null", name)
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in shown)


def write(changes: Sequence[Change], folder: Path) -> None:
    """Keep everything as it is now below `folder`, then write. Raises BadInput `folder-unwritable`; then all is as before."""
    kept = folder / KEPT
    done: list[Change] = []
    try:
        kept.mkdir(mode=0o700)
        entries = []
        for at, change in enumerate(changes):
            if change.before is not None:
                (kept / str(at)).write_bytes(change.before)
            digest = hashlib.sha256(change.after).hexdigest()
            entries.append({"path": str(change.path), "new": change.before is None, "written": digest})
        (kept / "files.json").write_text(json.dumps(entries, indent=1), "utf-8")
        for change in changes:
            done.append(change)
            _put(change)
    except OSError as fault:
        for change in done:
            _back(change.path, change.before)
        _forget(kept)
        raise BadInput("folder-unwritable", folder=str(fault.filename or folder), problem=type(fault).__name__) from None


def undo(folder: Path) -> list[Path]:
    """Put every file back as it was; which ones. Raises Conflict `join-not-joined`, or `join-changed-since` with the file."""
    kept = folder / KEPT
    if not (kept / "files.json").is_file():
        raise Conflict("join-not-joined")
    entries = json.loads((kept / "files.json").read_text("utf-8"))
    for entry in entries:
        path = Path(entry["path"])
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != entry["written"]:
            raise Conflict("join-changed-since", file=str(path))
    for at, entry in enumerate(entries):
        _back(Path(entry["path"]), None if entry["new"] else (kept / str(at)).read_bytes())
    _forget(kept)
    return [Path(entry["path"]) for entry in entries]


def refuse_joined(folder: Path) -> None:
    """Raises Conflict `join-joined-already`: what was there before is kept once."""
    if (folder / KEPT).exists():
        raise Conflict("join-joined-already")


def _put(change: Change) -> None:
    """In place, so that owner and rights stay; a new file belongs to whoever has the folder."""
    if change.before is not None:
        change.path.write_bytes(change.after)
        return
    flags: Callable[[str, int], int] = lambda path, how: os.open(path, how, 0o600 if change.private else 0o640)  # noqa: E731
    with open(change.path, "xb", opener=flags) as new:
        new.write(change.after)
    owner = change.path.parent.stat()
    if hasattr(os, "chown") and os.geteuid() == 0:
        os.chown(change.path, owner.st_uid, owner.st_gid)


def _back(path: Path, before: bytes | None) -> None:
    if before is None:
        path.unlink(missing_ok=True)
    else:
        path.write_bytes(before)


def _forget(kept: Path) -> None:
    for path in kept.glob("*"):
        path.unlink()
    kept.rmdir()


def _lines(text: bytes, secrets: Iterable[str]) -> list[str]:
    shown = text.decode("utf-8", "replace")
    for secret in secrets:
        shown = shown.replace(secret, "...")
    return shown.splitlines(keepends=True)
