"""What a telephone officer is shown to see to."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.model.absence import Absence, Forward, ForwardKind, Way
from kalix_presence.model.line import LineState
from kalix_presence.model.preferences import PhoneHours
from kalix_presence.model.work_list import OLD, Telephone, ToSee, quiet_before, to_see

NOW, TODAY = datetime(2026, 11, 24, 9, tzinfo=UTC), date(2026, 11, 24)
LONG = OLD + timedelta(seconds=1)


def away(kind: ForwardKind, since: timedelta = LONG, *, ends: bool = False) -> Absence:
    end = NOW + timedelta(hours=1) if ends else None
    return Absence("a", "2041", "sick", NOW - since, end, Forward(kind, "2042"), "", "2041", Way.TRAY)


def seen(
    line: LineState = LineState.IDLE,
    held: Absence | None = None,
    until: date | None = None,
    *,
    pbx: bool = True,
    never_since: datetime | None = None,
    quiet: bool = False,
) -> list[ToSee]:
    hours = None if until is None else PhoneHours({}, until)
    return to_see(Telephone(line, held, hours, never_since, quiet), pbx=pbx, now=NOW, today=TODAY)


@pytest.mark.parametrize("line", LineState)
def test_a_telephone_that_is_not_connected_is_named_while_the_pbx_says_so(line: LineState) -> None:
    assert seen(line) == ([ToSee.NOT_CONNECTED] if line is LineState.NOT_REGISTERED else [])
    assert seen(line, pbx=False) == [], "nobody knows"


@pytest.mark.parametrize("line", LineState)
def test_a_telephone_that_was_never_seen_connected_for_a_week_is_named_as_that(line: LineState) -> None:
    apart = line is LineState.NOT_REGISTERED
    assert seen(line, never_since=NOW - LONG) == ([ToSee.NEVER_CONNECTED] if apart else [])
    assert seen(line, never_since=NOW - OLD) == ([ToSee.NOT_CONNECTED] if apart else []), "it may come yet"
    assert seen(line, never_since=NOW - LONG, pbx=False) == [], "nobody knows"


@pytest.mark.parametrize("kind", ForwardKind)
def test_calls_that_have_long_gone_elsewhere_without_an_end_are_named(kind: ForwardKind) -> None:
    elsewhere = kind in (ForwardKind.MOBILE, ForwardKind.NUMBER, ForwardKind.COLLEAGUE)
    assert seen(held=away(kind)) == ([ToSee.ENDLESS_FORWARD] if elsewhere else [])
    assert seen(held=away(kind), pbx=False) == seen(held=away(kind))
    assert seen(held=away(kind, OLD)) == []
    assert seen(held=away(kind, ends=True)) == []


def test_a_quiet_line_is_named_unless_somebody_is_away_for_long() -> None:
    assert seen(quiet=True) == seen(quiet=True, pbx=False) == [ToSee.QUIET_LINE]
    assert seen(quiet=True, held=away(ForwardKind.SWITCHBOARD, OLD)) == [ToSee.QUIET_LINE]
    assert seen(quiet=True, held=away(ForwardKind.SWITCHBOARD)) == []


@given(
    months=st.integers(1, 4),
    noted=st.lists(st.sampled_from(["", "line", "other"]), min_size=1, max_size=9),
)
def test_a_line_is_quiet_by_whole_months_in_which_others_were_answered(months: int, noted: list[str]) -> None:
    """`noted` says of each month whether a call was answered on the line, on another only, or nowhere; the next one has begun."""
    counted: tuple[int, int] | None = None
    for month, where in enumerate(noted):
        if where:
            counted = (counted[0] if counted is not None and counted[1] == month - 1 else month, month)
    answered = max((month for month, where in enumerate(noted) if where == "line"), default=-1)
    before = quiet_before(len(noted), months, counted)
    quiet = before is not None and answered < before
    assert quiet == (len(noted) > months and all(each == "other" for each in noted[-months:]) and bool(noted[-months - 1]))


@pytest.mark.parametrize(("ahead", "old"), [(-1, True), (0, False), (1, False)])
def test_phone_hours_count_on_their_last_day(ahead: int, old: bool) -> None:
    assert seen(until=TODAY + timedelta(ahead)) == ([ToSee.OLD_HOURS] if old else [])


def test_all_that_there_is_is_named() -> None:
    found = seen(LineState.NOT_REGISTERED, away(ForwardKind.MOBILE), TODAY - timedelta(1))
    assert found == [ToSee.NOT_CONNECTED, ToSee.ENDLESS_FORWARD, ToSee.OLD_HOURS]


def test_what_a_newer_hub_shows_reads_as_unknown() -> None:
    assert ToSee("dusty") is ToSee.UNKNOWN
