"""What was asked and answered today, kept so that a start in between asks nothing twice."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import msgspec

from kalix_presence.client.local.whole_file import write_whole
from kalix_presence.model.day import Asked, DayQuestion
from kalix_presence.wire import UNREADABLE


class _Kept(msgspec.Struct, frozen=True):
    day: date
    over: list[DayQuestion]
    not_before: dict[DayQuestion, datetime]


def load_asked(folder: Path, day: date) -> Asked:
    """What was asked on `day`; nothing when it cannot be read: asking twice is the smaller fault."""
    try:
        kept = msgspec.json.decode(_path(folder).read_bytes(), type=_Kept)
    except (OSError, *UNREADABLE):
        return Asked(day)
    return Asked(kept.day, frozenset(kept.over), kept.not_before).on(day)


def save_asked(folder: Path, asked: Asked) -> None:
    """Keep it. Raises OSError when the disk does not take it."""
    write_whole(_path(folder), msgspec.json.encode(_Kept(asked.day, sorted(asked.over), dict(asked.not_before))))


def _path(folder: Path) -> Path:
    return folder / "asked-today.json"
