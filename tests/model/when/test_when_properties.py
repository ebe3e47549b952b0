"""Laws of return times: they lie ahead, mean the wall time that was typed, and never crash on any text."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kalix_presence import shipped
from kalix_presence.model.errors import BadInput
from kalix_presence.model.when.reading import full, short
from kalix_presence.model.when.typed_time import read
from kalix_presence.model.worktime import WorkingTime

STOCKHOLM = ZoneInfo("Europe/Stockholm")
WORKTIME = WorkingTime()
moments = st.datetimes(datetime(2025, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
languages = st.sampled_from(["sv", "en", "fi"])
plausible = st.lists(
    st.sampled_from(
        [
            "13",
            "30",
            "1330",
            "13.30",
            "halv",
            "två",
            "kvart",
            "i",
            "över",
            "tre",
            "kl",
            "i",
            "morgon",
            "imorgon",
            "tors",
            "fredag",
            "t.o.m.",
            "till",
            "12/6",
            "12",
            "juni",
            "v",
            "32",
            "53",
            "tills",
            "vidare",
            "2026-10-25",
            "tomorrow",
            "half",
            "past",
            "one",
            "to",
            "quarter",
            "puoli",
            "kaksi",
            "huomenna",
            "asti",
            "2",
            "tim",
            "min",
            "h",
            "om",
            "en",
            "resten",
            "av",
            "dagen",
        ]
    ),
    min_size=1,
    max_size=5,
).map(" ".join)


@given(text=st.text(max_size=60) | plausible, now=moments, language=languages)
@example(text="halv", now=datetime(2026, 11, 24, 9, tzinfo=UTC), language="sv")
@example(text="²", now=datetime(2026, 11, 24, 9, tzinfo=UTC), language="sv")
def test_any_text_is_either_ahead_or_refused_with_a_suggestion_that_reads(text: str, now: datetime, language: str) -> None:
    try:
        moment = read(text, now=now, worktime=WORKTIME, language=language).moment
    except BadInput as refused:
        suggestion = str(refused.params["suggestion"])
        assert read(suggestion, now=now, worktime=WORKTIME, language=language).moment is not None
    else:
        assert moment is None or (moment > now and moment.utcoffset() == timedelta(0) and moment.microsecond == 0)


@given(now=moments, hour=st.integers(0, 23), minute=st.integers(0, 59))
def test_a_clock_time_means_that_wall_time_today_or_is_refused(now: datetime, hour: int, minute: int) -> None:
    try:
        moment = read(f"{hour:02d}.{minute:02d}", now=now, worktime=WORKTIME).moment
    except BadInput as refused:
        assert refused.code in {"when-past", "when-skipped-hour"}
    else:
        assert moment is not None
        local = moment.astimezone(STOCKHOLM)
        assert (local.date(), local.time()) == (now.astimezone(STOCKHOLM).date(), time(hour, minute))


@given(year=st.integers(2025, 2034), autumn=st.booleans(), minute=st.integers(0, 24 * 60 - 1))
def test_on_both_clock_change_nights_the_wall_time_is_what_was_typed(year: int, autumn: bool, minute: int) -> None:
    change = max(
        date(year, 10 if autumn else 3, day) for day in range(25, 32) if date(year, 10 if autumn else 3, day).weekday() == 6
    )
    now = datetime.combine(change - timedelta(1), time(12), STOCKHOLM)
    wall = time(minute // 60, minute % 60)
    skipped = not autumn and wall.hour == 2
    try:
        moment = read(f"{change} {wall:%H.%M}", now=now, worktime=WORKTIME).moment
    except BadInput as refused:
        assert skipped
        assert refused.code == "when-skipped-hour"
    else:
        assert not skipped
        assert moment is not None
        assert moment.astimezone(STOCKHOLM).replace(tzinfo=None) == datetime.combine(change, wall)
        if autumn and wall.hour == 2:
            assert moment.astimezone(STOCKHOLM).fold == 0


@given(year=st.integers(2025, 2034), autumn=st.booleans(), minutes=st.integers(1, 600))
def test_a_duration_over_a_clock_change_lasts_as_long_as_it_says(year: int, autumn: bool, minutes: int) -> None:
    change = max(
        date(year, 10 if autumn else 3, day) for day in range(25, 32) if date(year, 10 if autumn else 3, day).weekday() == 6
    )
    now = datetime.combine(change, time(0, 30), STOCKHOLM)
    moment = read(f"{minutes} min", now=now, worktime=WORKTIME).moment
    assert moment is not None
    assert moment - now.astimezone(UTC) == timedelta(minutes=minutes)


@given(now=moments, week=st.integers(1, 53))
def test_a_week_means_its_monday_or_the_working_day_after(now: datetime, week: int) -> None:
    try:
        moment = read(f"v {week}", now=now, worktime=WORKTIME).moment
    except BadInput as refused:
        assert refused.code in {"when-no-such-week", "when-past"}
    else:
        assert moment is not None
        day = moment.astimezone(STOCKHOLM).date()
        assert WORKTIME.is_working_day(day)
        mondays = [date.fromisocalendar(year, week, 1) for year in (day.year - 1, day.year, day.year + 1) if _has(year, week)]
        monday = max(monday for monday in mondays if monday <= day)
        assert not any(WORKTIME.is_working_day(monday + timedelta(n)) for n in range((day - monday).days))


def _has(year: int, week: int) -> bool:
    return week <= date(year, 12, 28).isocalendar().week


@given(
    now=moments,
    text=st.sampled_from(["i morgon", "fredag", "söndag", "1 januari", "t.o.m. fredag", "24/12", "resten av dagen"]),
)
def test_a_day_without_a_clock_is_the_start_of_a_working_day(now: datetime, text: str) -> None:
    try:
        moment = read(text, now=now, worktime=WORKTIME).moment
    except BadInput as refused:
        assert refused.code == "when-past"
        return
    assert moment is not None
    local = moment.astimezone(STOCKHOLM)
    assert local.time() == time(8)
    assert WORKTIME.is_working_day(local.date())


@given(now=moments, ahead=st.integers(1, 60 * 24 * 250))
def test_the_short_reading_in_swedish_reads_back_to_the_same_instant(now: datetime, ahead: int) -> None:
    words = shipped.words("sv")
    moment = (now + timedelta(minutes=ahead)).replace(second=0, microsecond=0)
    if moment <= now or moment.astimezone(STOCKHOLM).fold:
        return
    said = short(moment, now=now, zone="Europe/Stockholm", words=words)
    if "/" in said:  # "tors 26/11 8.00": the weekday only helps the eye
        said = said.partition(" ")[2]
    assert read(said, now=now, worktime=WORKTIME).moment == moment


@pytest.mark.parametrize("language", ["sv", "en", "fi"])
@given(now=moments, ahead=st.integers(1, 60 * 24 * 500))
def test_every_moment_has_a_reading_with_its_clock_time(language: str, now: datetime, ahead: int) -> None:
    moment = now + timedelta(minutes=ahead)
    reading = full(moment, now=now, zone="Europe/Stockholm", words=shipped.words(language))
    local = moment.astimezone(STOCKHOLM)
    assert f"{local.hour}{':' if language == 'en' else '.'}{local.minute:02d}" in reading
