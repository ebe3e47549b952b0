"""From one clock time to another: which half of the day is meant, and what stands before the hours."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.model.when.english import ENGLISH
from kalix_presence.model.when.finnish import FINNISH
from kalix_presence.model.when.hours import hours_at_end, may_be_year, read_hours, with_dash
from kalix_presence.model.when.lexicon import Lexicon
from kalix_presence.model.when.swedish import SWEDISH

lexicons = st.sampled_from((SWEDISH, ENGLISH, FINNISH))
minutes = st.integers(0, 24 * 60 - 1).map(lambda much: time(much // 60, much % 60))


@pytest.mark.parametrize("begin", range(1, 10))
@pytest.mark.parametrize("end", range(1, 10))
def test_one_digit_begins_in_the_afternoon_up_to_five_and_ends_there_where_it_must(begin: int, end: int) -> None:
    starts = begin + 12 if begin <= 5 else begin
    ends = end + 12 if end <= 7 and end <= starts else end
    assert read_hours(f"{begin}-{end}", SWEDISH) == ("", time(starts), time(ends))


@given(lexicon=lexicons, begin=minutes, end=minutes, dash=st.sampled_from(["-", " - ", "–", " till ", " to "]))
def test_two_digits_are_taken_as_written(lexicon: Lexicon, begin: time, end: time, dash: str) -> None:
    text = f"möte {begin:%H.%M}{dash}{end:%H.%M}"
    assert read_hours(text, lexicon) == ("möte", begin, end)
    assert hours_at_end(text, lexicon) == ("möte", begin, end)


@given(lexicon=lexicons, begin=st.integers(1, 11))
def test_a_half_of_the_day_at_the_end_is_the_starts_too_where_that_lies_before(lexicon: Lexicon, begin: int) -> None:
    word = lexicon.afternoon[0]
    assert read_hours(f"{begin}-{begin + 1} {word}", lexicon) == (
        "",
        *((time(begin + 12), time(begin + 13)) if begin < 11 else (time(11), time(12))),
    )
    morning = lexicon.morning[0]
    if begin < 11:
        assert read_hours(f"{begin}-{begin + 1} {morning}", lexicon) == ("", time(begin), time(begin + 1))


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        ("11-1 em", time(11), time(13)),
        ("12-1 em", time(12), time(13)),
        ("13-3 em", time(13), time(15)),
        ("8-24", time(8), time(0)),
        ("22-24.00", time(22), time(0)),
        ("01-03", time(1), time(3)),
        ("från 9 till 11", time(9), time(11)),
        ("mellan 9 och 11", time(9), time(11)),
        ("halv nio till tio", time(8, 30), time(10)),
        ("kl tjugo i nio till tio", time(8, 40), time(10)),
    ],
)
def test_hours_as_people_say_them(text: str, begin: time, end: time) -> None:
    assert read_hours(f"fredag {text}", SWEDISH) == ("fredag", begin, end)


@pytest.mark.parametrize("text", ["24-8", "24.00-8", "kl 24-8", "midnatt till 8", "8-25", "8-", "-8", "8 9", "fredag", ""])
def test_what_is_no_hours_is_none(text: str) -> None:
    assert read_hours(text, SWEDISH) is None


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("9 ja 11 välillä", "9-11"),
        ("9:n ja 11:n välillä", "9-11"),
        ("9:stä 11:een", "9-11"),
        ("yhdeksästä yhteentoista", "9 - yhteentoista"),
        ("mellan nio och elva", "nio - elva"),
        ("between nine and eleven", "nine - eleven"),
    ],
)
def test_hours_without_a_dash_get_one(text: str, plain: str) -> None:
    assert with_dash(text) == plain
    assert read_hours(text, FINNISH) is not None or read_hours(text, SWEDISH) is not None or read_hours(text, ENGLISH)


@given(st.integers(2000, 2099))
def test_four_digits_beside_a_dash_may_be_a_year(year: int) -> None:
    assert may_be_year(f"12-{year}")
    assert may_be_year(f"{year}-12")
    assert hours_at_end(f"möte 12-{year}", SWEDISH) is None
    assert not may_be_year(f"12-{year}1")
    assert not may_be_year("8-16.30")
