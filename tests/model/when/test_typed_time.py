"""The rules that `typed_time` states, one by one; whole lists of what people type are in the files beside."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kalix_presence.model.errors import BadInput
from kalix_presence.model.when.english import ENGLISH
from kalix_presence.model.when.swedish import SWEDISH
from kalix_presence.model.when.typed_time import lexicon_of, read
from kalix_presence.model.worktime import WorkingTime

OFFICE = WorkingTime(country="")
MONDAY = datetime(2026, 11, 30, 9, 0, 30, tzinfo=UTC)
"""Ten o'clock in Stockholm, and half a minute."""


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("13", datetime(2026, 11, 30, 12, tzinfo=UTC)),
        ("30", datetime(2026, 11, 30, 9, 31, tzinfo=UTC)),  # from 24 on it is minutes, and ends on a whole one
        ("3", datetime(2026, 11, 30, 14, tzinfo=UTC)),
        ("i morgon", datetime(2026, 12, 1, 7, tzinfo=UTC)),
        ("t.o.m. fredag", datetime(2026, 12, 7, 7, tzinfo=UTC)),
        ("24.00", datetime(2026, 11, 30, 23, tzinfo=UTC)),
        ("måndag 13", datetime(2026, 11, 30, 12, tzinfo=UTC)),  # today's name with a later time
        ("måndag 8", datetime(2026, 12, 7, 7, tzinfo=UTC)),  # and without, a week from now
        ("2026-12-24t13", datetime(2026, 12, 24, 12, tzinfo=UTC)),
        ("2026-12-24 13", datetime(2026, 12, 24, 12, tzinfo=UTC)),
        ("tills vidare", None),
    ],
)
def test_what_is_typed_means_this(typed: str, meant: datetime | None) -> None:
    assert read(typed, now=MONDAY, worktime=OFFICE).moment == meant


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "when-empty"),
        ("blåbär", "when-unreadable"),
        ("9.30", "when-past"),
        ("03.30", "when-past"),  # two digits are the night
        ("fredag 1/12", "when-wrong-weekday"),
        ("1 december 2029", "when-too-far"),
        ("24.12.1", "when-unreadable"),  # a slip of the finger is no 24 December at one
        ("24.12.20261", "when-unreadable"),
        ("2026-12-241", "when-unreadable"),
        ("29/3 2027", None),
        ("28/3 2027 02.30", "when-skipped-hour"),
    ],
)
def test_what_cannot_be_is_refused_with_what_can(typed: str, code: str | None) -> None:
    if code is None:
        assert read(typed, now=MONDAY, worktime=OFFICE).moment is not None
        return
    with pytest.raises(BadInput) as fault:
        read(typed, now=MONDAY, worktime=OFFICE)
    assert fault.value.code == code
    assert read(str(fault.value.params["suggestion"]), now=MONDAY, worktime=OFFICE).moment is not None


def test_where_an_end_is_needed_none_is_refused() -> None:
    with pytest.raises(BadInput) as fault:
        read("tills vidare", now=MONDAY, worktime=OFFICE, open_end=False)
    assert fault.value.code == "when-needs-end"


def test_a_language_that_is_not_known_is_read_as_english() -> None:
    assert lexicon_of("sv") is SWEDISH
    assert lexicon_of("xx") is ENGLISH
