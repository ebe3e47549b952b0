"""The wished window, as it is typed in three languages."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from kalix_presence.model.errors import BadInput
from kalix_presence.model.when.window import Window, read_window
from kalix_presence.model.worktime import WorkingTime

NOW = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)  # Tuesday, twelve o'clock in Kalix
WORKTIME = WorkingTime(country="")


def at(hour: int, minute: int = 0, day: int = 24) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo("Europe/Stockholm"))


@pytest.mark.parametrize(
    ("typed", "language", "wanted"),
    [
        ("", "sv", Window()),
        ("15", "sv", Window(before=at(15))),
        ("helst före 15", "sv", Window(before=at(15))),
        ("innan halv tre", "sv", Window(before=at(14, 30))),
        ("by half past two", "en", Window(before=at(14, 30))),
        ("ennen 15", "fi", Window(before=at(15))),
        ("efter 13", "sv", Window(after=at(13))),
        ("after 13", "en", Window(after=at(13))),
        ("13 jälkeen", "fi", Window(after=at(13))),
        ("13-15", "sv", Window(at(13), at(15))),
        ("mellan 13 och 15", "sv", Window(at(13), at(15))),
        ("between 13 and 15.30", "en", Window(at(13), at(15, 30))),
        ("i morgon 9-11", "sv", Window(at(9, day=25), at(11, day=25))),
        ("halv ett till", "sv", None),
        ("i morgon", "sv", Window(before=at(8, day=25))),
        ("2026-11-26", "sv", Window(before=at(8, day=26))),
        ("15-13", "sv", None),
        ("snarast", "sv", None),
        ("före", "sv", None),
    ],
)
def test_a_window_is_read_or_refused(typed: str, language: str, wanted: Window | None) -> None:
    if wanted is None:
        with pytest.raises(BadInput):
            read_window(typed, now=NOW, worktime=WORKTIME, language=language)
    else:
        assert read_window(typed, now=NOW, worktime=WORKTIME, language=language) == wanted
