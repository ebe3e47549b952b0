"""What a diverted caller hears, clip by clip."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence import shipped
from kalix_presence.model.announcement import every_clip, in_words, spoken
from kalix_presence.model.announcement import heard as heart
from kalix_presence.model.forwarding import Divert, ForwardingRule

ZONE = "Europe/Stockholm"
NOW = datetime(2026, 11, 24, 10, 58, tzinfo=UTC)  # a Tuesday, 11.58 in Stockholm


def heard(
    until: datetime | None, *, told: str = "lunch", language: str = "sv", now: datetime = NOW, name: str | None = None
) -> list[str]:
    rule = ForwardingRule("2041", "a1", Divert.ALWAYS, "9", until, told)
    return spoken(rule, language=language, now=now, zone=ZONE, name_clip=name)


def test_lunch_until_one_is_said_with_name_reason_and_hour() -> None:
    clips = heard(datetime(2026, 11, 24, 12, 0, tzinfo=UTC), name="name_2041")
    assert clips == ["name_2041", "lunch", "and_back", "at", "hour_13", "callback_offer", "connecting"]


@pytest.mark.parametrize(
    ("until", "swedish", "english"),
    [
        (datetime(2026, 11, 24, 12, 30, tzinfo=UTC), ["at", "hour_13", "minute_30"], ["at", "hour_13", "minute_30"]),
        (datetime(2026, 11, 25, 7, 0, tzinfo=UTC), ["tomorrow", "at", "hour_08"], ["tomorrow", "at", "hour_08", "oclock"]),
        (
            datetime(2026, 11, 30, 7, 5, tzinfo=UTC),
            ["weekday_1", "at", "hour_08", "minute_05"],
            ["weekday_1", "at", "hour_08", "minute_05"],
        ),
        (
            datetime(2026, 12, 1, 7, 0, tzinfo=UTC),
            ["day_01", "month_12"],
            ["month_12", "day_01"],
        ),
    ],
)
def test_the_day_is_said_as_people_say_it(until: datetime, swedish: list[str], english: list[str]) -> None:
    assert heard(until) == ["person", "lunch", "and_back", *swedish, "callback_offer", "connecting"]
    assert heard(until, language="en") == ["person", "lunch", "and_back", *english, "callback_offer", "connecting"]


def test_where_the_site_offers_no_callback_it_is_not_said() -> None:
    rule = ForwardingRule("2041", "a1", Divert.ALWAYS, "9", None, "away")
    said = spoken(rule, language="sv", now=NOW, zone=ZONE, name_clip=None, offers_callback=False)
    assert said == ["person", "away", "until_further_notice"], "ringing follows, and says the rest"


def test_outside_phone_hours_callers_hear_when_the_next_begin() -> None:
    clips = heard(datetime(2026, 11, 25, 8, 0, tzinfo=UTC), told="phone_hours")
    assert clips == ["person", "phone_hours", "hours_begin", "tomorrow", "at", "hour_09", "callback_offer", "connecting"]


def test_without_an_end_callers_hear_until_further_notice() -> None:
    assert heard(None, told="away") == ["person", "away", "until_further_notice", "callback_offer", "connecting"]


@pytest.mark.parametrize("late", [0, 1, 3600])
def test_a_return_time_that_has_passed_is_not_said(late: int) -> None:
    assert heard(NOW - timedelta(seconds=late)) == ["person", "lunch", "callback_offer", "connecting"]


def test_tomorrow_is_the_next_day_where_the_phone_is_and_not_in_utc() -> None:
    late_evening = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)  # 00.30 on the 25th in Stockholm
    assert "tomorrow" not in heard(datetime(2026, 11, 25, 7, 0, tzinfo=UTC), now=late_evening)


@given(
    st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001
    st.none() | st.timedeltas(timedelta(days=-2), timedelta(days=500)),
    st.sampled_from(["sv", "en", "fi", "en_GB"]),
    st.sampled_from(shipped.default_reasons().table),
)
def test_every_clip_is_one_that_a_set_must_have(now: datetime, away: timedelta | None, language: str, reason) -> None:  # type: ignore[no-untyped-def]
    until = None if away is None else now + away
    clips = heard(until, told=reason.told_as, language=language, now=now)
    assert set(clips) <= every_clip(shipped.default_reasons())
    assert clips[-1] == "connecting"


def test_no_clip_says_a_sensitive_reason() -> None:
    assert not {"sick", "care_of_child"} & every_clip(shipped.default_reasons())


TEXTS = shipped.clip_texts()


@pytest.mark.parametrize(
    ("told", "until", "said"),
    [
        ("lunch", datetime(2026, 11, 24, 12, tzinfo=UTC), "… är på lunch och är åter klockan tretton"),
        ("lunch", datetime(2026, 11, 25, 7, tzinfo=UTC), "… är på lunch och är åter i morgon klockan åtta"),
        ("away", None, "… är inte på plats tills vidare"),
        ("lunch", NOW, "… är på lunch"),
        ("phone_hours", datetime(2026, 11, 30, 8, tzinfo=UTC), "… har telefontid som börjar på måndag klockan nio"),
        ("unknown_clip", None, ""),
        ("", None, ""),
    ],
)
def test_people_read_the_heart_of_what_is_heard(told: str, until: datetime | None, said: str) -> None:
    assert heart(told, until, now=NOW, zone=ZONE, texts=TEXTS) == said


def test_a_clip_without_words_is_not_read() -> None:
    assert heart("away", None, now=NOW, zone=ZONE, texts=TEXTS | {"away": ""}) == ""


@pytest.mark.parametrize(
    ("clips", "said"),
    [
        ([], ""),
        (["a"], "är på lunch"),
        (["a", "b"], "är på lunch. Samtalet kopplas."),
        (["b", "b"], "Samtalet kopplas. Samtalet kopplas."),
        (["b", "a"], "Samtalet kopplas. är på lunch"),
        (["a", "silence", "b"], "är på lunch. Samtalet kopplas."),
        (["name_2041", "a"], "name_2041 är på lunch"),
    ],
)
def test_what_begins_with_a_capital_begins_a_sentence(clips: list[str], said: str) -> None:
    assert in_words(clips, {"a": "är på lunch", "b": "Samtalet kopplas.", "silence": ""}) == said


def test_every_clip_that_can_be_asked_for_is_named_and_no_other() -> None:
    reasons = shipped.default_reasons()
    fixed = "person and_back tomorrow at oclock until_further_notice callback_offer connecting phone_hours hours_begin"
    assert every_clip(reasons) == frozenset(
        [
            *fixed.split(),
            *(reason.told_as for reason in reasons),
            *(f"weekday_{day}" for day in (1, 2, 3, 4, 5, 6, 7)),
            *(f"day_{NOW + timedelta(days):%d}" for days in range(60)),
            *(f"month_{NOW + timedelta(days):%m}" for days in range(0, 366, 20)),
            *(f"hour_{NOW + timedelta(hours=hours):%H}" for hours in range(24)),
            *(f"minute_{NOW + timedelta(minutes=2 + minutes):%M}" for minutes in range(1, 60)),
        ]
    )
