"""What comes, as bars: which days each covers, what it says, what goes before it, and lanes in which none overlap."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence import wire
from kalix_presence.desktop.planning.bars import Bar, bars_of, lanes
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.absence import Way
from tests.desktop.planning.plan_sample import VIEW

TODAY = date(2026, 11, 24)


def test_what_goes_before_something_is_named_with_the_rule(presence: Presence) -> None:
    bars = {bar.key: bar for bar in bars_of(VIEW, presence, "en")}
    assert bars["x2"].behind
    assert bars["x2"].why.startswith("Errand goes before it meanwhile (by hand, then switchboard")
    assert "It repeats." in bars["x2"].sentence
    assert not bars["x1"].behind
    assert bars["x1"].why == ""


def test_a_holiday_covers_the_days_away_and_says_when_one_is_back(presence: Presence) -> None:
    bar = next(bar for bar in bars_of(VIEW, presence, "en") if bar.key == "x5")
    assert (bar.first, bar.last) == (date(2026, 12, 21), date(2027, 1, 10))
    assert "Monday 21 December, back Monday 11 January 2027 at 8:00" in bar.sentence
    assert "Per Berg covers for you." in bar.sentence


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 9)), max_size=20))
def test_no_two_bars_share_a_lane_on_a_day(found: list[tuple[int, int]]) -> None:
    bars = [
        Bar(str(number), None, TODAY + timedelta(start), TODAY + timedelta(start + length), "", "", "square", "grey")
        for number, (start, length) in enumerate(sorted(found))
    ]
    placed = lanes(bars, TODAY, TODAY + timedelta(60))
    assert len(placed) == len(bars)
    taken = [(lane, bar.first + timedelta(n)) for lane, bar in placed for n in range((bar.last - bar.first).days + 1)]
    assert len(set(taken)) == len(taken)


def absence(start: datetime, end: datetime | None, way: Way = Way.PLAN, **more: object) -> wire.ComingAbsence:
    shown = wire.ShownAbsence(f"a{start.isoformat()}{way}", "course", start, end, way=way, **more)  # type: ignore[arg-type]
    return wire.ComingAbsence(shown)


def at(day: int, hour: float = 0) -> datetime:
    return datetime(2026, 12, day, tzinfo=ZoneInfo("Europe/Stockholm")) + timedelta(hours=hour)


def made(presence: Presence, *coming: wire.ComingAbsence) -> list[Bar]:
    return bars_of(wire.PlansView([], [*coming]), presence, "en")


def test_the_day_on_which_one_is_back_when_work_begins_is_none(presence: Presence) -> None:
    [until_work] = made(presence, absence(at(1, 13), at(3, 8)))
    [until_nine] = made(presence, absence(at(1, 13), at(3, 9)))
    [to_saturday] = made(presence, absence(at(1, 13), at(5, 12)))
    assert [bar.last.day for bar in (until_work, until_nine, to_saturday)] == [2, 3, 4]


def test_hours_of_one_day_stand_in_the_bar_and_whole_days_do_not(presence: Presence) -> None:
    [hours] = made(presence, absence(at(1, 13), at(1, 15.5)))
    [day] = made(presence, absence(at(1), at(2)))
    [days] = made(presence, absence(at(1), at(4)))
    [open_end] = made(presence, absence(at(1, 8), None))
    assert (hours.words, hours.name) == (f"{hours.name} 13–15.30", hours.name)
    assert [bar.words for bar in (day, days, open_end)] == [hours.name] * 3
    assert day.sentence.startswith(f"{hours.name} Tuesday 1 December, all day.")
    assert ", all days." in days.sentence
    assert "until further notice." in open_end.sentence
    assert (open_end.last - open_end.first).days == 370


@pytest.mark.parametrize(
    ("way", "said"),
    [
        (Way.CALENDAR, "From your calendar."),
        (Way.SCHEDULE, "Planned."),
        (Way.RECEPTIONIST, "Set by the switchboard."),
        (Way.PHONE, "Set by a phone code."),
        (Way.TRAY, "Set by yourself."),
        (Way.CLI, "Set by yourself."),
    ],
)
def test_by_which_way_it_came_is_said(presence: Presence, way: Way, said: str) -> None:
    [bar] = made(presence, absence(at(1, 13), at(1, 15), way))
    assert said in bar.sentence


def test_what_goes_before_is_the_strongest_and_of_equals_the_later(presence: Presence) -> None:
    weak = wire.ComingAbsence(absence(at(1, 13), at(1, 15), Way.CALENDAR).absence, behind=True)
    plan, hand = absence(at(1, 14), at(1, 16), Way.PLAN), absence(at(1, 14.5), at(1, 16), Way.TRAY)
    [bar] = [bar for bar in made(presence, weak, plan, hand) if bar.behind]
    assert "goes before it meanwhile (by hand" in bar.why
    same = absence(at(1, 14), at(1, 16), Way.CALENDAR)
    [bar] = [bar for bar in made(presence, weak, same) if bar.behind]
    assert bar.why.endswith("goes before it meanwhile: it begins later.")
    [bar] = made(presence, weak)
    assert bar.why == "Something else goes before it for a while."
    elsewhere = absence(at(2, 14), at(2, 16), Way.TRAY)
    [bar] = [bar for bar in made(presence, weak, elsewhere) if bar.behind]
    assert bar.why == "Something else goes before it for a while.", "at another time"


def test_a_lane_is_free_again_the_day_after_and_bars_elsewhere_take_none() -> None:
    def bar(first: int, last: int) -> Bar:
        return Bar(f"{first}", None, TODAY + timedelta(first), TODAY + timedelta(last), "", "", "square", "grey")

    bars = [bar(-9, -1), bar(0, 2), bar(2, 3), bar(3, 4), bar(9, 9)]
    assert [(lane, each.key) for lane, each in lanes(bars, TODAY, TODAY + timedelta(6))] == [(0, "0"), (1, "2"), (0, "3")]
