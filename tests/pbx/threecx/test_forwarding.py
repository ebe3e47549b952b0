"""A rule as an exception of 3CX's and back: the hours lead calls for as long as the rule holds, as far as weekdays can say it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kalix_presence.hub.pbx.protocol import DamagedRule
from kalix_presence.hub.pbx.threecx.forwarding import FURTHEST, Numbers, exception_of, rule_of
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.forwarding import Divert, ForwardingRule
from tests.draws import draws
from tests.pbx.threecx.exchange import ZONE, in_hours

NOW = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
RULE = ForwardingRule("2041", "a-1", Divert.ALWAYS, "9", NOW + timedelta(hours=1), "lunch", 5)
NUMBERS = Numbers("9", "Queue", lambda: ["2041", "2042", "9"])
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
ahead = st.timedeltas(timedelta(seconds=1), timedelta(days=12))


def written(rule: ForwardingRule, now: datetime = NOW) -> dict[str, Any]:
    return exception_of(rule, NUMBERS, zone=ZONE, now=now)


def read(*exceptions: dict[str, Any]) -> ForwardingRule | DamagedRule | None:
    return rule_of("2041", list(exceptions), zone=ZONE)


def offset(moment: datetime) -> timedelta | None:
    return moment.astimezone(ZONE).utcoffset()


@settings(max_examples=draws(300))
@given(moments, st.none() | ahead)
def test_what_is_written_is_read_again(now: datetime, lasts: timedelta | None) -> None:
    until = None if lasts is None else (now + lasts).replace(microsecond=0)
    rule = replace(RULE, until=until)
    assert read(written(rule, now)) == rule


@settings(max_examples=draws(300))
@given(moments, ahead, st.timedeltas(timedelta(0), timedelta(days=6)))
def test_calls_are_led_until_the_end_and_not_after_it(now: datetime, lasts: timedelta, later: timedelta) -> None:
    until = (now + lasts).replace(microsecond=0)
    asked = now + later
    assume(offset(now) == offset(until) == offset(asked))  # the page says what the two nights of the clocks do
    there = asked.astimezone(ZONE)
    assume(there.strftime("%H:%M:%S") != "23:59:59")  # the exchange has no 24:00
    hours = written(replace(RULE, until=until), now)["Hours"]
    far = (until.astimezone(ZONE).date() - now.astimezone(ZONE).date()).days > FURTHEST
    assert in_hours(hours, there) is (far or asked < until)


@pytest.mark.parametrize(("days", "kind"), [(0, "SpecificHours"), (6, "SpecificHours"), (7, "AllHours"), (60, "AllHours")])
def test_a_week_ahead_is_no_weekday(days: int, kind: str) -> None:
    """Today's weekday would be meant twice, and calls led once more after the end."""
    assert written(replace(RULE, until=NOW + timedelta(days, hours=1)))["Hours"]["Type"] == kind


@pytest.mark.parametrize(
    ("target", "goes"),
    [
        ("9", {"To": "Queue", "Number": "9"}),
        ("2042", {"To": "Extension", "Number": "2042"}),
        ("2099", {"To": "External", "External": "2099"}),
        ("0701234567", {"To": "External", "External": "0701234567"}),
    ],
)
def test_where_calls_go_is_said_as_what_it_is(target: str, goes: dict[str, str]) -> None:
    rule = replace(RULE, target=target)
    assert written(rule)["Destination"] == goes
    assert read(written(rule)) == rule


def test_a_switchboard_outside_is_a_number_outside_although_somebody_here_has_it() -> None:
    assert Numbers("9", "External", lambda: ["9"]).destination("9") == {"To": "External", "External": "9"}


@pytest.mark.parametrize("divert", [Divert.BUSY, Divert.NO_ANSWER])
def test_what_is_not_always_cannot_be_said(divert: Divert) -> None:
    with pytest.raises(Unavailable, match="pbx-cannot"):
        written(replace(RULE, divert=divert))


def test_none_of_ours_is_no_rule() -> None:
    assert read() is None
    assert read({**written(RULE), "Data": None}, {**written(RULE), "Data": "0923650417"}) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"Data": "kalix a-1"},
        {"Data": "kalix a-1 20260230T120000Z lunch 5"},
        {"Data": "kalix a-1 0 lunch 5"},
        {"Data": "kalix a-1 20260302T130000Z lunch 5"},
        {"Condition": "NoAnswer"},
        {"CallType": "ExternalCallsOnly"},
        {"Enabled": False},
        {"Enabled": None},
        {"Destination": None},
        {"Destination": {"To": "VoiceMail"}},
        {"Destination": {"To": "External", "External": "9@evil"}},
        {"Hours": None},
        {"Hours": {"Type": "OfficeHours", "Periods": []}},
        {"Hours": {"Type": "SpecificHours", "Periods": []}},
        {"Hours": {"Type": "SpecificHours", "Periods": [{"DayOfWeek": "Tuesday", "Start": "12:00:00", "Stop": "13:00:00"}]}},
        {"Hours": {"Type": "SpecificHours", "Periods": [{"DayOfWeek": "Monday", "Start": "12:00:00", "Stop": "14:00:00"}]}},
    ],
    ids=str,
)
def test_one_of_ours_that_somebody_has_changed_is_damaged(wrong: dict[str, Any]) -> None:
    assert isinstance(read({**written(RULE), **wrong}), DamagedRule)


def test_two_of_ours_or_one_after_another_that_forwards_are_damaged() -> None:
    ours, by_hand = written(RULE), {**written(RULE), "Data": ""}
    for several in ((ours, ours), (by_hand, ours)):
        assert isinstance(read(*several), DamagedRule)
    for several in ((ours, by_hand), ({**by_hand, "Enabled": False}, ours), ({**by_hand, "Condition": "BasedOnDID"}, ours)):
        assert read(*several) == RULE
