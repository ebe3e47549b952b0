"""The grammar alone: what is recognised in a text, before anybody asks which moment that is."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.model.when.english import ENGLISH
from kalix_presence.model.when.finnish import FINNISH
from kalix_presence.model.when.grammar import Clock, Day, Said, any_of, read_clock, understand
from kalix_presence.model.when.lexicon import Lexicon
from kalix_presence.model.when.swedish import SWEDISH

LEXICONS = (SWEDISH, ENGLISH, FINNISH)
lexicons = st.sampled_from(LEXICONS)
hours, minutes = st.integers(0, 23), st.integers(0, 59)


def numeral(number: int, lexicon: Lexicon) -> str:
    return next(word for word, meant in lexicon.numbers.items() if meant == number)


@given(lexicon=lexicons, hour=hours, minute=minutes, mark=st.sampled_from([".", ":", ""]))
def test_a_clock_in_two_digits_is_taken_as_written(lexicon: Lexicon, hour: int, minute: int, mark: str) -> None:
    assert read_clock(f"{hour:02d}{mark}{minute:02d}", lexicon) == Clock(hour, minute)


@given(lexicon=lexicons, hour=st.integers(1, 9), minute=minutes)
def test_one_digit_up_to_seven_may_be_the_afternoon(lexicon: Lexicon, hour: int, minute: int) -> None:
    assert read_clock(f"{hour}.{minute:02d}", lexicon) == Clock(hour, minute, either=hour <= 7)


@given(lexicon=lexicons, hour=st.integers(0, 99), minute=st.integers(0, 99))
def test_no_clock_shows_hour_24_with_minutes_or_minute_60(lexicon: Lexicon, hour: int, minute: int) -> None:
    found = read_clock(f"{hour:02d}.{minute:02d}", lexicon)
    there = (hour < 24 and minute < 60) or (hour, minute) == (24, 0)
    assert (found is not None) == there


@given(lexicon=lexicons, hour=st.integers(1, 12), minute=minutes)
def test_the_half_of_the_day_says_which_of_both_hours(lexicon: Lexicon, hour: int, minute: int) -> None:
    for word in lexicon.morning:
        assert read_clock(f"{hour}.{minute:02d} {word}", lexicon) == Clock(hour % 12, minute)
    for word in lexicon.afternoon:
        assert read_clock(f"{hour}.{minute:02d} {word}", lexicon) == Clock(hour % 12 + 12, minute)


@given(lexicon=lexicons, hour=st.integers(13, 23), minute=minutes)
def test_an_hour_of_the_afternoon_is_none_of_the_morning(lexicon: Lexicon, hour: int, minute: int) -> None:
    assert read_clock(f"{hour}.{minute:02d} {lexicon.morning[0]}", lexicon) is None
    assert read_clock(f"{hour}.{minute:02d} {lexicon.afternoon[0]}", lexicon) == Clock(hour, minute)


@pytest.mark.parametrize("lexicon", LEXICONS, ids=lambda one: one.language)
@pytest.mark.parametrize("hour", range(1, 13))
def test_quarters_and_halves_count_from_the_hour_that_is_named(lexicon: Lexicon, hour: int) -> None:
    named, quarter = numeral(hour, lexicon), lexicon.quarter[0]
    said = {f"{quarter} {word} {named}": -15 for word in lexicon.to} | {
        f"{quarter} {word} {named}": 15 for word in lexicon.past
    }
    said |= {f"{numeral(5, lexicon)} {lexicon.to[0]} {named}": -5, f"{numeral(20, lexicon)} {lexicon.past[0]} {named}": 20}
    said |= {f"{word} {named}": -30 for word in lexicon.half_to} | {f"{word} {named}": 30 for word in lexicon.half_past}
    said |= {f"{numeral(5, lexicon)} {lexicon.to[0]} {word} {named}": -35 for word in lexicon.half_to}
    said |= {f"{numeral(5, lexicon)} {lexicon.past[0]} {word} {named}": -25 for word in lexicon.half_to}
    for text, away in said.items():
        meant = (60 * hour + away) % (24 * 60)
        assert read_clock(text, lexicon) == Clock(meant // 60, meant % 60, either=True), text


def test_ten_to_twelve_in_digits_is_rather_a_span_of_hours() -> None:
    assert read_clock("10 to 12", ENGLISH) is None
    assert read_clock("ten to twelve", ENGLISH) == Clock(11, 50, either=True)


@pytest.mark.parametrize("lexicon", LEXICONS, ids=lambda one: one.language)
def test_noon_and_midnight_have_no_other_half_of_the_day(lexicon: Lexicon) -> None:
    assert {read_clock(word, lexicon) for word in lexicon.noon} == {Clock(12, 0)}
    assert {read_clock(word, lexicon) for word in lexicon.midnight} == {Clock(24, 0)}
    assert read_clock(f"24.00 {lexicon.morning[0]}", lexicon) is None


def test_24_alone_is_midnight_only_where_a_time_was_said() -> None:
    assert read_clock("24", SWEDISH) is None
    assert read_clock("24", SWEDISH, hour_said=True) == Clock(24, 0)
    assert read_clock("kl 24", SWEDISH) == Clock(24, 0)
    assert understand("24", SWEDISH) == Said(minutes=24)
    assert understand("till 24", SWEDISH) == Said(clock=Clock(24, 0), until=True)


@given(lexicon=lexicons, number=st.integers(0, 999))
def test_digits_alone_are_a_clock_where_they_can_be_and_minutes_else(lexicon: Lexicon, number: int) -> None:
    found = understand(str(number), lexicon)
    if number < 24:
        assert found == Said(clock=Clock(number, 0, either=1 <= number <= 7))
    elif number >= 100 and number % 100 < 60:
        assert found == Said(clock=Clock(number // 100, number % 100, either=number < 800))
    else:
        assert found == Said(minutes=number)


@given(lexicon=lexicons, hour=st.integers(1, 40), minute=st.integers(1, 59))
def test_hours_and_minutes_add_up_however_they_are_joined(lexicon: Lexicon, hour: int, minute: int) -> None:
    for hour_word in lexicon.hours:
        for minute_word in lexicon.minutes:
            for joint in (" ", f" {lexicon.and_[0]} ", ""):
                text = f"{hour} {hour_word}{joint}{minute} {minute_word}"
                assert understand(text, lexicon) == Said(minutes=60 * hour + minute), text


@pytest.mark.parametrize("lexicon", LEXICONS, ids=lambda one: one.language)
def test_whole_words_for_durations_mean_these_minutes(lexicon: Lexicon) -> None:
    for words, much in ((lexicon.half_hour, 30), (lexicon.quarter_hour, 15), (lexicon.one_and_a_half_hours, 90)):
        for word in words:
            assert understand(word, lexicon) == Said(minutes=much), word
    assert understand(f"1,5 {lexicon.hours[0]}", lexicon) == Said(minutes=90)
    assert understand(f"0.25 {lexicon.hours[0]}", lexicon) == Said(minutes=15)


@pytest.mark.parametrize("lexicon", LEXICONS, ids=lambda one: one.language)
def test_the_word_around_a_duration_stands_where_the_language_has_it(lexicon: Lexicon) -> None:
    bare, word = f"20 {lexicon.minutes[0]}", lexicon.within[0]
    around = f"{bare} {word}" if lexicon.within_is_after else f"{word} {bare}"
    assert understand(around, lexicon) == Said(minutes=20)
    if not lexicon.within_is_after:
        assert understand(f"{bare} {word}", lexicon) is None


@given(lexicon=lexicons, hour=st.integers(8, 12), minute=minutes)
def test_a_day_and_a_clock_are_understood_in_either_order(lexicon: Lexicon, hour: int, minute: int) -> None:
    clock = f"{hour}.{minute:02d}"
    for name, number in lexicon.weekdays.items():
        meant = Said(day=Day("weekday", number), clock=Clock(hour, minute))
        if name in lexicon.until_forms or name in lexicon.since_forms:
            continue
        assert understand(f"{name} {clock}", lexicon) == meant, name
        assert understand(f"{clock} {name}", lexicon) == meant, name
    for ahead, words in enumerate((lexicon.today, lexicon.tomorrow, lexicon.day_after_tomorrow)):
        for word in words:
            meant = Said(day=Day("ahead", ahead), clock=Clock(hour, minute))
            assert understand(f"{word} {clock}", lexicon) == meant, word
            assert understand(f"{clock} {word}", lexicon) == meant, word


@given(lexicon=lexicons, year=st.integers(2000, 2099), month=st.integers(1, 12), day=st.integers(1, 31))
def test_a_date_is_the_same_in_digits_and_in_words(lexicon: Lexicon, year: int, month: int, day: int) -> None:
    meant = Said(day=Day("date", (year, month, day)))
    assert understand(f"{year}-{month:02d}-{day:02d}", lexicon) == meant
    assert understand(f"{day}/{month} {year}", lexicon) == meant
    assert understand(f"{day}.{month}.{year}", lexicon) == meant
    for name in (name for name, number in lexicon.months.items() if number == month):
        assert understand(f"{day}{lexicon.ordinal} {name} {year}", lexicon) == meant, name
        assert understand(f"{day}{lexicon.ordinal} {name}", lexicon) == Said(day=Day("date", (0, month, day))), name


@given(lexicon=lexicons, year=st.integers(2010, 2098), month=st.integers(1, 12), day=st.integers(1, 28))
def test_two_digits_of_a_year_are_of_this_century_and_a_dash_is_remembered(
    lexicon: Lexicon, year: int, month: int, day: int
) -> None:
    short = year % 100
    assert understand(f"{day}/{month}/{short:02d}", lexicon) == Said(day=Day("date", (year, month, day)))
    assert understand(f"{day}/{month}-{short:02d}", lexicon) == Said(day=Day("date", (year, month, day), dashed=True))
    assert understand(f"{day}.{month}.{short:02d}", lexicon) == Said(day=Day("date", (year, month, day)))


@given(lexicon=lexicons, week=st.integers(1, 53), year=st.integers(2000, 2099))
def test_a_week_is_known_with_and_without_its_year(lexicon: Lexicon, week: int, year: int) -> None:
    for word in lexicon.week:
        assert understand(f"{word} {week}", lexicon) == Said(day=Day("week", (0, week))), word
        for text in (f"{word} {week} {year}", f"{word} {week}/{year}", f"{year} {word} {week}"):
            assert understand(text, lexicon) == Said(day=Day("week", (year, week))), text
    assert understand(f"{year}-w{week:02d}", lexicon) == Said(day=Day("week", (year, week)))
    name = lexicon.weekday(3)
    assert understand(f"{lexicon.week[0]} {week} {name}", lexicon) == Said(day=Day("week", (0, week), weekday=3))


@pytest.mark.parametrize("lexicon", LEXICONS, ids=lambda one: one.language)
def test_the_last_day_away_is_told_from_the_day_of_return(lexicon: Lexicon) -> None:
    friday = lexicon.weekday(4)
    for word in lexicon.through:
        assert understand(f"{word} {friday}", lexicon) == Said(day=Day("weekday", 4), through=True, until=True), word
        assert understand(f"{word} {friday} 14", lexicon) is None, "a last day away has no hour of return"
    for word in lexicon.until:
        assert understand(f"{word} {friday}", lexicon) == Said(day=Day("weekday", 4), until=True), word


@pytest.mark.parametrize("lexicon", LEXICONS, ids=lambda one: one.language)
def test_so_many_days_and_weeks_last_or_lie_ahead(lexicon: Lexicon) -> None:
    span = {meant: word for word, meant in reversed(lexicon.spans.items()) if word not in lexicon.single}
    days, weeks, months = f"3 {span['day']}", f"2 {span['week']}", f"4 {span['month']}"
    for text, day in ((days, Day("ahead", 3)), (weeks, Day("ahead", 14)), (months, Day("ahead", 0, months=4))):
        assert understand(text, lexicon) == Said(day=day, lasting=True), text
        assert understand(f"{lexicon.until[0]} {text}", lexicon) is None, "nobody is away until two weeks"
        for word in lexicon.counted_ahead:
            assert understand(f"{word} {text}", lexicon) == Said(day=day), word
        for word in lexicon.counted_ahead_after:
            assert understand(f"{text} {word}", lexicon) == Said(day=day), word


@pytest.mark.parametrize("lexicon", LEXICONS, ids=lambda one: one.language)
def test_next_week_and_a_weekday_of_it_are_marked_as_following(lexicon: Lexicon) -> None:
    assert understand(lexicon.next_week[0], lexicon) == Said(day=Day("weekday", 0, following=True))
    tuesday = lexicon.weekday(1)
    for word in lexicon.following:
        assert understand(f"{word} {tuesday}", lexicon) == Said(day=Day("weekday", 1, following=True)), word
    for word in lexicon.this:
        assert understand(f"{word} {tuesday}", lexicon) == Said(day=Day("weekday", 1, this=True)), word
    assert understand(f"{tuesday} {lexicon.next_week[0]} 9", lexicon) == Said(
        day=Day("weekday", 1, following=True), clock=Clock(9, 0)
    )


@pytest.mark.parametrize("lexicon", LEXICONS, ids=lambda one: one.language)
def test_a_weekday_may_stand_beside_its_date(lexicon: Lexicon) -> None:
    tuesday = lexicon.weekday(1)
    assert understand(f"{tuesday} 12/1", lexicon) == Said(day=Day("date", (0, 1, 12), weekday=1))
    assert understand(f"{lexicon.tomorrow[0]}, 12/1", lexicon) == Said(day=Day("date", (0, 1, 12), ahead=1))
    assert understand(f"{tuesday} 2027", lexicon) is None, "a weekday of a year is no day, and 20.27 is not meant"


@pytest.mark.parametrize("lexicon", LEXICONS, ids=lambda one: one.language)
def test_fixed_phrases_mean_what_they_say(lexicon: Lexicon) -> None:
    for words, special in (
        (lexicon.open_end, "open"),
        (lexicon.rest_of_day, "rest_of_day"),
        (lexicon.this_week, "rest_of_week"),
        (lexicon.after_lunch, "after_lunch"),
    ):
        for word in words:
            found = understand(word, lexicon)
            assert found is not None, word
            assert found.special == special, word
    assert understand(f"{lexicon.until[0]} {lexicon.lunch[0]}", lexicon) == Said(special="until_lunch", until=True)


@given(
    lexicon=lexicons,
    text=st.text(max_size=40)
    | st.lists(st.sampled_from(["halv", "i", "kl", "24", "12/6", "-", ":", ".", "v", "53", "of", "to", "am"])).map(" ".join),
)
def test_any_text_is_understood_in_full_or_not_at_all(lexicon: Lexicon, text: str) -> None:
    found = understand(text, lexicon)
    assert found is None or found.day or found.clock or found.minutes is not None or found.special


@given(words=st.lists(st.text("ab.", min_size=1, max_size=4), min_size=1, max_size=5))
def test_the_longest_word_is_tried_first_and_as_it_is_written(words: list[str]) -> None:
    for word in words:
        found = re.match(any_of(tuple(words)), word)
        assert found is not None
        assert found[0] == word


def test_of_no_words_none_is_found() -> None:
    assert re.search(any_of(()), "") is None


@given(year=st.integers(2000, 2099))
def test_a_day_without_a_year_takes_one_and_others_keep_what_they_are(year: int) -> None:
    assert Day("date", (0, 6, 12)).of(year) == Day("date", (year, 6, 12))
    assert Day("date", (year, 6, 12)).year == year
    assert Day("weekday", 3).of(year) == Day("weekday", 3)
    assert Day("weekday", 3).year == 0
