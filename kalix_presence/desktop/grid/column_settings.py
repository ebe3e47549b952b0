"""What the grid remembers on this computer: favourites of each account, columns, view, size and place."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import msgspec
from PySide6.QtCore import QByteArray, QSettings

from kalix_presence.client.local.folders import Folders
from kalix_presence.client.local.whole_file import write_whole
from kalix_presence.desktop.grid.columns import USUAL, Column, ordered
from kalix_presence.wire import UNREADABLE


class Kept:
    """Favourites are one's own, so each account has a file; how the window looks is the computer's."""

    def __init__(self, folders: Folders | None = None) -> None:
        self._folders = folders or Folders.usual()
        self._ini = QSettings(str(self._folders.cache / "windows.ini"), QSettings.Format.IniFormat)

    def favourites(self, account: str) -> set[str]:
        """The extensions that `account` marked; none when the file cannot be read."""
        try:
            return set(msgspec.json.decode(self._file(account).read_bytes(), type=list[str]))
        except (OSError, *UNREADABLE):
            return set()

    def keep_favourites(self, account: str, favourites: Iterable[str]) -> None:
        """Remember them. Raises OSError when the disk does not take it."""
        write_whole(self._file(account), msgspec.json.encode(sorted(favourites)))

    def columns(self) -> tuple[Column, ...]:
        """The columns chosen last."""
        chosen = self._ini.value("grid/columns")
        return ordered(str(chosen).split() if chosen else (column.value for column in USUAL))

    def keep_columns(self, columns: Iterable[Column]) -> None:
        """Remember them."""
        self._ini.setValue("grid/columns", " ".join(column.value for column in columns))

    def flag(self, name: str, usual: bool = False) -> bool:
        """A choice of yes or no, by its name."""
        return str(self._ini.value(f"grid/{name}", usual)).lower() == "true"

    def keep_flag(self, name: str, value: bool) -> None:
        """Remember it."""
        self._ini.setValue(f"grid/{name}", value)

    def geometry(self, name: str) -> QByteArray | None:
        """Size and place of a window."""
        kept = self._ini.value(f"grid/{name}")
        return kept if isinstance(kept, QByteArray) else None

    def keep_geometry(self, name: str, geometry: QByteArray) -> None:
        """Remember it."""
        self._ini.setValue(f"grid/{name}", geometry)

    def _file(self, account: str) -> Path:
        name = hashlib.sha256(account.casefold().encode()).hexdigest()[:16]
        return self._folders.data / f"favourites-{name}.json"
