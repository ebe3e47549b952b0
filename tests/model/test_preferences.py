"""Choices about one's time that make sense, to the very edge, and those that the site has taken away."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, time, timedelta
from typing import Any

import pytest

from kalix_presence.model.errors import BadInput, Forbidden
from kalix_presence.model.preferences import (
    FIELDS,
    LONGEST_EXCEPTION,
    LONGEST_PHONE_HOURS,
    MOST_EXCEPTIONS,
    MOST_SPANS,
    AllDay,
    CalendarRules,
    DayException,
    PhoneHours,
    Preferences,
    Span,
    check,
    refuse_locked,
)

TODAY = date(2026, 11, 24)
DAY = timedelta(1)
MORNING, NOON, EVENING = (Span(time(hour), time(hour + 2)) for hour in (8, 10, 20))
WEEK = {0: (MORNING, NOON), 4: (MORNING,), 6: ()}
HOURS = tuple(Span(time(hour), time(hour, 30)) for hour in range(MOST_SPANS + 1))
AWARE = time(12, tzinfo=UTC)


def exception(first: date = TODAY, last: date = TODAY, *spans: Span) -> DayException:
    return DayException(first, last, spans)


@pytest.mark.parametrize(
    "wanted",
    [
        Preferences(),
        Preferences(hours=WEEK),
        Preferences(hours={}),
        Preferences(hours={0: HOURS[:MOST_SPANS]}),
        Preferences(lunch_at=time(11, 30), lunch_minutes=5),
        Preferences(lunch_minutes=180),
        Preferences(exceptions=(exception(),)),
        Preferences(exceptions=(exception(TODAY, TODAY + LONGEST_EXCEPTION, MORNING),)),
        Preferences(exceptions=(exception(),) * MOST_EXCEPTIONS),
        Preferences(phone_hours=PhoneHours(WEEK, TODAY + LONGEST_PHONE_HOURS)),
        Preferences(phone_hours=PhoneHours(WEEK, TODAY - 900 * DAY)),
    ],
)
def test_what_makes_sense_is_taken(wanted: Preferences) -> None:
    check(wanted, today=TODAY)


@pytest.mark.parametrize(
    ("wanted", "code", "field"),
    [
        ({"hours": {7: (MORNING,)}}, "preferences-hours", "hours"),
        ({"hours": {-1: (MORNING,)}}, "preferences-hours", "hours"),
        ({"hours": {0: (NOON, MORNING)}}, "preferences-hours", "hours"),
        ({"hours": {0: (MORNING, Span(time(9), time(11)))}}, "preferences-hours", "hours"),
        ({"hours": {0: (Span(time(9), time(9)),)}}, "preferences-hours", "hours"),
        ({"hours": {0: (Span(time(9), time(8)),)}}, "preferences-hours", "hours"),
        ({"hours": {0: (Span(AWARE, time(13, tzinfo=UTC)),)}}, "preferences-hours", "hours"),
        ({"hours": {0: HOURS}}, "preferences-hours", "hours"),
        ({"hours": {0: (MORNING,), 1: (NOON, MORNING)}}, "preferences-hours", "hours"),
        ({"lunch_at": AWARE}, "preferences-lunch", "lunch_at"),
        ({"lunch_minutes": 4}, "preferences-lunch", "lunch_minutes"),
        ({"lunch_minutes": 181}, "preferences-lunch", "lunch_minutes"),
        ({"exceptions": (exception(TODAY, TODAY - DAY),)}, "preferences-exceptions", "exceptions"),
        ({"exceptions": (exception(TODAY, TODAY + LONGEST_EXCEPTION + DAY),)}, "preferences-exceptions", "exceptions"),
        ({"exceptions": (exception(), exception(TODAY, TODAY, NOON, MORNING))}, "preferences-exceptions", "exceptions"),
        ({"exceptions": (exception(),) * (MOST_EXCEPTIONS + 1)}, "preferences-exceptions", "exceptions"),
        ({"phone_hours": PhoneHours(WEEK, TODAY + LONGEST_PHONE_HOURS + DAY)}, "preferences-phone-hours", "phone_hours"),
        ({"phone_hours": PhoneHours({}, TODAY)}, "preferences-phone-hours", "phone_hours"),
        ({"phone_hours": PhoneHours({0: (), 1: ()}, TODAY)}, "preferences-phone-hours", "phone_hours"),
        ({"phone_hours": PhoneHours({0: (NOON, MORNING)}, TODAY)}, "preferences-phone-hours", "phone_hours"),
    ],
)
def test_what_makes_none_is_refused_with_the_field_it_is_about(wanted: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(BadInput) as refused:
        check(Preferences(**wanted), today=TODAY)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_refusals_say_how_many_or_how_long_there_may_be() -> None:
    for wanted, bound in (
        (Preferences(exceptions=(exception(TODAY, TODAY - DAY),)), {"most": 200}),
        (Preferences(phone_hours=PhoneHours({}, TODAY)), {"days": 400}),
    ):
        with pytest.raises(BadInput) as refused:
            check(wanted, today=TODAY)
        assert refused.value.params == bound


OTHER: dict[str, Any] = {
    "hours": WEEK, "lunch_at": time(11), "lunch_minutes": 30, "exceptions": (exception(),),
    "phone_hours": PhoneHours(WEEK, TODAY), "copy_by_mail": True, "copy_by_sms": True, "copies_when_off": True,
    "gone_at_day_end": True, "lunch_when_locked": True, "report_by_mail": True, "status_elsewhere": True, "calls_elsewhere": True,
    "reply_elsewhere": True,
    "calendar": CalendarRules(on=False),
}  # fmt: skip


def test_every_choice_can_be_locked() -> None:
    assert FIELDS == tuple(part.name for part in fields(Preferences)) == tuple(OTHER)


@pytest.mark.parametrize("name", FIELDS)
def test_what_the_site_has_locked_stays_and_all_else_may_change(name: str) -> None:
    before, wanted = Preferences(), replace(Preferences(), **{name: OTHER[name]})
    others = tuple(each for each in FIELDS if each != name)
    refuse_locked(before, wanted, others)
    refuse_locked(wanted, wanted, FIELDS)
    for locked in ((name,), (*others, name)):
        for old, new in ((before, wanted), (wanted, before)):
            with pytest.raises(Forbidden) as refused:
                refuse_locked(old, new, locked)
            assert (refused.value.code, refused.value.field, refused.value.params) == (
                "preferences-locked",
                name,
                {"name": name},
            )


def test_an_exception_covers_both_its_ends_and_no_day_beside() -> None:
    one = exception(TODAY, TODAY + 2 * DAY)
    assert [one.covers(TODAY + number * DAY) for number in range(-1, 4)] == [False, True, True, True, False]


def test_phone_hours_hold_up_to_and_including_their_last_day() -> None:
    phone = PhoneHours({1: (MORNING,)}, TODAY)
    assert TODAY.weekday() == 1
    assert phone.spans(TODAY) == (MORNING,)
    assert phone.spans(TODAY - DAY) == ()
    assert phone.spans(TODAY + DAY) is None


def test_an_all_day_rule_of_a_newer_hub_reads_as_the_most_careful_one() -> None:
    assert AllDay("something new") is AllDay.AWAY
    assert [AllDay(each) for each in ("away", "busy", "none")] == [AllDay.AWAY, AllDay.BUSY, AllDay.NONE]
