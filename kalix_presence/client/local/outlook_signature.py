"""One's signature in the folder where Outlook for Windows looks for them: only files of ours are written over or removed."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kalix_presence.client.local.held_file import clear_away
from kalix_presence.client.local.whole_file import write_whole
from kalix_presence.model.errors import BadInput
from kalix_presence.wire import UNREADABLE

if TYPE_CHECKING:
    from kalix_presence.model.signature import Signed

NAME = "Kalix Presence"
"""What the signature is called in Outlook's list, and its files before their endings."""
USUAL = "Signatures"
"""The folder where Outlook is English, or says nothing else."""
OFFICES = ("16.0", "15.0", "14.0")
"""Versions of Office in the registry, the newest first."""
BESIDE, RECORD = "kalix-presence", "outlook-signature.json"
"""Folder and file of what was written, in the same `%APPDATA%`."""


class Record(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was written: the folder, and by the file's name the fingerprints of what we put there."""

    folder: str = ""
    files: dict[str, list[str]] = {}


class OutlookSignature:
    """`folder` is Outlook's. What was written there is remembered beside it, in what goes along with a person from computer to
    computer, as the signatures do."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._record = folder, folder.parents[1] / BESIDE / RECORD

    def write(self, signed: Signed) -> None:
        """Have these be the signature.

        Raises OSError, and BadInput `outlook-signature-taken` (`name`) where there is one of that name that is not ours, or
        that somebody has changed since: nothing is written then.
        """
        record = self._read()
        if record.folder != str(self._folder):
            self.remove()  # Office speaks another language now, or was moved
            record = Record(str(self._folder))
        wanted = _files(signed)
        for name in wanted:
            if not _is_ours(self._folder / name, record.files.get(name, [])):
                raise BadInput("outlook-signature-taken", name=NAME)
        new = {name: _print(data) for name, data in wanted.items()}
        # Before the files are there: what is written is ours even if the computer stops meanwhile.
        self._remember(Record(record.folder, {name: [*record.files.get(name, []), new[name]] for name in wanted}))
        self._folder.mkdir(parents=True, exist_ok=True)
        for name, data in wanted.items():
            if _fingerprint(self._folder / name) != new[name]:
                write_whole(self._folder / name, data)
        self._remember(Record(record.folder, {name: [one] for name, one in new.items()}))

    def remove(self) -> None:
        """Take away what we wrote, as far as nobody has changed it. Raises OSError."""
        record = self._read()
        for name, prints in record.files.items():
            path = Path(record.folder) / name
            if path.name == name and path.exists() and _is_ours(path, prints):
                clear_away(path)
        clear_away(self._record)

    def _read(self) -> Record:
        try:
            return msgspec.json.decode(self._record.read_bytes(), type=Record)
        except (OSError, *UNREADABLE):
            return Record(str(self._folder))

    def _remember(self, record: Record) -> None:
        self._record.parent.mkdir(parents=True, exist_ok=True)
        write_whole(self._record, msgspec.json.encode(record))


def outlook_folder(environment: Mapping[str, str] = os.environ) -> Path | None:
    """Where Outlook for Windows takes signatures from, on this computer; None on another system."""
    roaming = environment.get("APPDATA", "")
    if sys.platform != "win32" or not roaming:
        return None
    return Path(roaming) / "Microsoft" / folder_name(_named())


def folder_name(named: str | None) -> str:
    """The folder's name as Office has it in its own language (`named`), if it is one name and no way out of its place."""
    plain = named is not None and named.strip(" .") == named and named not in ("", ".", "..")
    return named if plain and named is not None and not set(named) & set('<>:"/\\|?*\0') else USUAL


def _named() -> str | None:
    if sys.platform != "win32":
        return None
    import winreg

    for office in OFFICES:
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, rf"Software\Microsoft\Office\{office}\Common\General") as key:
                return str(winreg.QueryValueEx(key, "Signatures")[0])
        except OSError:
            continue
    return None


def _files(signed: Signed) -> dict[str, bytes]:
    """Text is UTF-16 with its mark, as Outlook writes it; the others are ASCII."""
    text = signed.text.replace("\n", "\r\n") + "\r\n"
    return {
        f"{NAME}.htm": signed.html.replace("\n", "\r\n").encode("ascii"),
        f"{NAME}.rtf": signed.rtf.replace("\n", "\r\n").encode("ascii"),
        f"{NAME}.txt": b"\xff\xfe" + text.encode("utf-16-le", "replace"),
    }


def _is_ours(path: Path, prints: list[str]) -> bool:
    """Whether nothing is there, or what we wrote."""
    if path.is_symlink():
        return False
    return not path.exists() or _fingerprint(path) in prints


def _fingerprint(path: Path) -> str:
    try:
        return _print(path.read_bytes())
    except FileNotFoundError:
        return ""


def _print(data: bytes) -> str:
    return sha256(data).hexdigest()
