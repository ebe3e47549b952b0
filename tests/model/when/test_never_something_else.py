"""What is typed is read as what it says, or refused: a year is a year, an end lies after its start, a weekday is that of its
date."""

from __future__ import annotations

from calendar import isleap, monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kalix_presence import shipped
from kalix_presence.model.errors import BadInput
from kalix_presence.model.when.planning import PlannedLine, read_plan
from kalix_presence.model.when.reading import full
from kalix_presence.model.when.typed_time import lexicon_of, read
from kalix_presence.model.worktime import WorkingTime

STOCKHOLM = ZoneInfo("Europe/Stockholm")
SATURDAY = datetime(2026, 11, 28, 10, 7, tzinfo=STOCKHOLM)
WORK = WorkingTime()
REASONS = shipped.default_reasons()
LANGUAGES = ("sv", "en", "fi")
HOLIDAY = {"sv": "semester", "en": "holiday", "fi": "loma"}
moments = st.datetimes(datetime(2025, 1, 1), datetime(2034, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
languages = st.sampled_from(LANGUAGES)


def when(text: str, language: str = "sv", now: datetime = SATURDAY) -> datetime:
    moment = read(text, now=now, worktime=WORK, language=language).moment
    assert moment is not None
    return moment.astimezone(STOCKHOLM)


def plan(text: str, language: str = "sv", now: datetime = SATURDAY) -> PlannedLine:
    return read_plan(f"{HOLIDAY[language]} {text}", now=now, worktime=WORK, language=language, reasons=REASONS)


def refusal(text: str, language: str = "sv", *, planned: bool = False) -> BadInput:
    with pytest.raises(BadInput) as refused:
        plan(text, language) if planned else when(text, language)
    assert shipped.words(language).has(f"errors.{refused.value.code}")
    shipped.words(language).say(f"errors.{refused.value.code}", **refused.value.params)
    return refused.value


@pytest.mark.parametrize(
    ("language", "text", "meaning"),
    [
        ("sv", "12/6 2027", "2027-06-14 08:00"),
        ("sv", "24/12 2026", "2026-12-28 08:00"),
        ("sv", "1/2 2027", "2027-02-01 08:00"),
        ("sv", "1/2/27", "2027-02-01 08:00"),
        ("sv", "v 28 2027", "2027-07-12 08:00"),
        ("sv", "vecka 2 2027", "2027-01-11 08:00"),
        ("sv", "v 28 2027 9.30", "2027-07-12 09:30"),
        ("sv", "torsdag v 28 2027", "2027-07-15 08:00"),
        ("en", "week 28 2027", "2027-07-12 08:00"),
        ("en", "june 14, 2027", "2027-06-14 08:00"),
        ("fi", "vko 28 2027", "2027-07-12 08:00"),
        ("fi", "14.6. 2027", "2027-06-14 08:00"),
        ("sv", "24/12 20.27", "2026-12-24 20:27"),
        ("sv", "12/6 1330", "2027-06-12 13:30"),
        ("sv", "måndag 11 januari", "2027-01-11 08:00"),
        ("sv", "måndagen den 11 januari", "2027-01-11 08:00"),
        ("sv", "måndag 11/1 kl 9", "2027-01-11 09:00"),
        ("en", "monday, 11 january", "2027-01-11 08:00"),
        ("en", "thursday december 17th", "2026-12-17 08:00"),
        ("fi", "tiistaina 29. joulukuuta", "2026-12-29 08:00"),
        ("fi", "ti 29.12.", "2026-12-29 08:00"),
        ("sv", "julafton", "2026-12-28 08:00"),
        ("sv", "åter midsommar", "2027-06-28 08:00"),
        ("sv", "t.o.m. påsk 2027", "2027-03-30 08:00"),
        ("en", "christmas eve", "2026-12-28 08:00"),
        ("en", "new year's day", "2027-01-04 08:00"),
        ("fi", "jouluun asti", "2026-12-28 08:00"),
        ("fi", "juhannuksena", "2027-06-28 08:00"),
        ("sv", "i juli", "2027-07-01 08:00"),
        ("en", "in july 2027", "2027-07-01 08:00"),
        ("fi", "heinäkuussa", "2027-07-01 08:00"),
        ("sv", "från nu till måndag", "2026-11-30 08:00"),
        ("sv", "3", "2026-11-28 15:00"),
        ("sv", "3.30", "2026-11-28 15:30"),
        ("sv", "330", "2026-11-28 15:30"),
        ("en", "5:15", "2026-11-28 17:15"),
        ("sv", "måndag 3.30", "2026-11-30 15:30"),
        ("sv", "måndag 03.30", "2026-11-30 03:30"),
    ],
)  # fmt: skip
def test_years_weekdays_and_names_are_read_as_they_are_written(language: str, text: str, meaning: str) -> None:
    assert f"{when(text, language):%Y-%m-%d %H:%M}" == meaning


@pytest.mark.parametrize(
    ("language", "text", "code"),
    [
        ("sv", "v 53 2027", "when-no-such-week"),
        ("en", "week 53 2027", "when-no-such-week"),
        ("fi", "vko 53 2027", "when-no-such-week"),
        ("sv", "fredag 2027", "when-unreadable"),
        ("sv", "imorgon 2027", "when-unreadable"),
        ("sv", "12/6 2025", "when-past"),
        ("sv", "v 10 2025", "when-past"),
        ("sv", "tisdag 11 januari", "when-wrong-weekday"),
        ("en", "friday 17 december", "when-wrong-weekday"),
        ("fi", "keskiviikkona 29. joulukuuta", "when-wrong-weekday"),
        ("sv", "fredag 24/12 2026", "when-wrong-weekday"),
    ],
)  # fmt: skip
def test_what_contradicts_itself_is_refused_with_a_suggestion_in_words(language: str, text: str, code: str) -> None:
    fault = refusal(text, language)
    assert fault.code == code
    suggestion = str(fault.params["suggestion"])
    assert "-" not in suggestion
    when(suggestion, language)


def test_the_right_weekday_is_named() -> None:
    fault = refusal("tisdag 11 januari")
    assert (
        shipped.words("sv")
        .say("errors.when-wrong-weekday", **fault.params)
        .startswith("”11 januari 2027” är en måndag. Menade du ”måndag 11 januari 2027”?")
    )


def test_a_week_53_is_told_of_the_year_that_lacks_it() -> None:
    fault = refusal("v 53 2027")
    assert (fault.params["year"], fault.params["last"]) == (2027, 52)
    assert when("v 53").date() == date(2026, 12, 28)


@pytest.mark.parametrize(
    ("language", "text", "first", "last"),
    [
        ("sv", "12/6 2027", "2027-06-12", "2027-06-12"),
        ("sv", "v 28-31 2027", "2027-07-12", "2027-08-08"),
        ("sv", "v 52 2026 - v 1 2027", "2026-12-21", "2027-01-10"),
        ("sv", "21 dec - 8 jan 2027", "2026-12-21", "2027-01-08"),
        ("sv", "från tisdag t.o.m. fredag", "2026-12-01", "2026-12-04"),
        ("sv", "måndag 30 november - onsdag 2 december", "2026-11-30", "2026-12-02"),
        ("sv", "fredag v 50", "2026-12-11", "2026-12-11"),
        ("sv", "i juli", "2027-07-01", "2027-07-31"),
        ("sv", "julafton", "2026-12-24", "2026-12-24"),
        ("sv", "påsk", "2027-03-26", "2027-03-29"),
        ("sv", "julafton - nyårsdagen", "2026-12-24", "2027-01-01"),
        ("en", "from tuesday through friday", "2026-12-01", "2026-12-04"),
        ("en", "christmas", "2026-12-24", "2026-12-26"),
        ("en", "july 2027", "2027-07-01", "2027-07-31"),
        ("fi", "tiistaista perjantaihin", "2026-12-01", "2026-12-04"),
        ("fi", "jouluaattona", "2026-12-24", "2026-12-24"),
        ("fi", "ti 29.12. - to 31.12.", "2026-12-29", "2026-12-31"),
    ],
)  # fmt: skip
def test_days_that_are_planned(language: str, text: str, first: str, last: str) -> None:
    found = plan(text, language)
    assert found.last is not None
    assert (f"{found.starts:%Y-%m-%d}", f"{found.last:%Y-%m-%d}", found.whole_days) == (first, last, True)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("sv", "v 31-28"),
        ("sv", "10 dec - 1 dec"),
        ("sv", "10 dec - 5 dec"),
        ("sv", "10 dec - 9 dec"),
        ("sv", "8 jan - 21 dec"),
        ("sv", "10-9 dec"),
        ("sv", "v 31 2027 - v 28 2027"),
        ("sv", "torsdag 12-9"),
        ("sv", "3 dec 16 - 1 dec 8"),
        ("sv", "nyårsafton - julafton"),
        ("sv", "varje fredag t.o.m. 20 nov 2026"),
        ("en", "10 dec - 9 dec"),
        ("en", "week 31-28"),
        ("fi", "10.12. - 9.12."),
        ("fi", "vko 31-28"),
    ],
)  # fmt: skip
def test_what_ends_before_it_begins_is_refused(language: str, text: str) -> None:
    assert refusal(text, language, planned=True).code in ("plan-hours-order", "when-past")


@pytest.mark.parametrize(
    ("language", "text", "starts", "ends"),
    [
        ("sv", "1 dec 8 - 3 dec 16", "2026-12-01T08:00", "2026-12-03T16:00"),
        ("sv", "måndag 13 - onsdag 9.30", "2026-11-30T13:00", "2026-12-02T09:30"),
        ("sv", "fredag kl 12 till söndag kl 18", "2026-12-04T12:00", "2026-12-06T18:00"),
        ("en", "1 december 8 - 3 december 4 pm", "2026-12-01T08:00", "2026-12-03T16:00"),
        ("fi", "1.12. klo 8 - 3.12. klo 16", "2026-12-01T08:00", "2026-12-03T16:00"),
        ("sv", "tors 9-3", "2026-12-03T09:00", "2026-12-03T15:00"),
        ("sv", "tors 1-3.30", "2026-12-03T13:00", "2026-12-03T15:30"),
    ],
)  # fmt: skip
def test_hours_and_trips_with_times(language: str, text: str, starts: str, ends: str) -> None:
    found = plan(text, language)
    assert (found.starts, found.ends) == (datetime.fromisoformat(starts), datetime.fromisoformat(ends))


@pytest.mark.parametrize(
    ("language", "text", "rule", "first"),
    [
        ("sv", "varje dag 9.30-9.45", "FREQ=DAILY", "2026-11-29"),
        ("sv", "varannan vecka tisdag 9-10", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "2026-12-01"),
        ("sv", "tisdagar varannan vecka 9-10", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "2026-12-01"),
        ("sv", "första måndagen i månaden 9-10", "FREQ=MONTHLY;BYDAY=1MO", "2026-12-07"),
        ("sv", "sista fredagen i månaden", "FREQ=MONTHLY;BYDAY=-1FR", "2026-12-25"),
        ("sv", "varje fredag 9-10 t.o.m. 31 mars 2027", "FREQ=WEEKLY;BYDAY=FR;UNTIL=20270331T235959", "2026-12-04"),
        ("en", "every day 9.30-9.45", "FREQ=DAILY", "2026-11-29"),
        ("en", "every other week on tuesday 9-10", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "2026-12-01"),
        ("en", "first monday of the month", "FREQ=MONTHLY;BYDAY=1MO", "2026-12-07"),
        ("en", "fridays", "FREQ=WEEKLY;BYDAY=FR", "2026-12-04"),
        ("fi", "joka päivä 9.30-9.45", "FREQ=DAILY", "2026-11-29"),
        ("fi", "joka toinen viikko tiistaina 9-10", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "2026-12-01"),
        ("fi", "kuukauden ensimmäinen maanantai", "FREQ=MONTHLY;BYDAY=1MO", "2026-12-07"),
        ("fi", "perjantaisin", "FREQ=WEEKLY;BYDAY=FR", "2026-12-04"),
    ],
)  # fmt: skip
def test_what_is_repeated(language: str, text: str, rule: str, first: str) -> None:
    found = plan(text, language)
    assert (found.repeat, f"{found.starts:%Y-%m-%d}") == (rule, first)


SAME_ENDS = {
    "sv": ["t.o.m. fredag", "tom fredag", "till fredag", "till 15", "45 min", "halv tre", "t.o.m. 12/6 2027", "åter v 2"],
    "en": ["through friday", "until friday", "until 15", "45 min", "half past two", "back week 2"],
    "fi": ["perjantaihin asti", "takaisin perjantaina", "kello 15 asti", "45 min", "puoli kolme", "takaisin vko 2"],
}


@pytest.mark.parametrize(("language", "text"), [(tongue, text) for tongue, texts in SAME_ENDS.items() for text in texts])
@given(now=moments)
def test_an_end_means_the_same_for_a_status_and_for_a_plan(language: str, text: str, now: datetime) -> None:
    try:
        moment = when(text, language, now)
    except BadInput as refused:
        with pytest.raises(BadInput, match=refused.code):
            plan(text, language, now)
        return
    found = plan(text, language, now)
    assert found.from_now
    assert found.ends == moment.replace(tzinfo=None)
    assert found.starts == now.astimezone(STOCKHOLM).replace(tzinfo=None, second=0, microsecond=0)


days = st.dates(date(2025, 1, 1), date(2036, 12, 31))


@given(now=moments, day=days, language=languages, form=st.sampled_from(["spelled", "slashed", "week"]))
def test_a_year_that_is_typed_is_the_year_that_is_read(now: datetime, day: date, language: str, form: str) -> None:
    lexicon = lexicon_of(language)
    year, week, _ = day.isocalendar()
    typed = {
        "spelled": lexicon.spell(day, year=True),
        "slashed": f"{day.day}/{day.month} {day.year}",
        "week": f"{lexicon.week[0]} {week} {year}",
    }[form]
    meant = date.fromisocalendar(year, week, 1) if form == "week" else day
    try:
        moment = when(f"{typed} 13.30", language, now)
    except BadInput as refused:
        assert refused.code in ("when-past", "when-too-far")
        return
    assert moment.replace(tzinfo=None) == datetime.combine(meant, time(13, 30))


@given(now=moments, day=st.dates(date(2025, 1, 1), date(2036, 12, 31)), other=st.integers(1, 6), language=languages)
def test_a_wrong_weekday_is_never_taken(now: datetime, day: date, other: int, language: str) -> None:
    lexicon = lexicon_of(language)
    wrong = lexicon.weekday((day.weekday() + other) % 7)
    with pytest.raises(BadInput) as refused:
        when(f"{wrong} {lexicon.spell(day, year=True, weekday=False)}", language, now)
    assert refused.value.code in ("when-wrong-weekday", "when-past", "when-too-far")


@given(now=moments, ahead=st.integers(1, 60 * 24 * 700), language=languages)
def test_the_full_words_of_a_return_time_read_back_to_it(now: datetime, ahead: int, language: str) -> None:
    moment = (now + timedelta(minutes=ahead)).replace(second=0, microsecond=0)
    if moment <= now or moment.astimezone(STOCKHOLM).fold:
        return
    said = full(moment, now=now, zone="Europe/Stockholm", words=shipped.words(language))
    assert when(said, language, now) == moment, said


pieces = st.lists(
    st.sampled_from(
        [
            "v",
            "28",
            "31",
            "2027",
            "-",
            "10",
            "dec",
            "1",
            "jan",
            "12/6",
            "till",
            "t.o.m.",
            "från",
            "varje",
            "varannan",
            "vecka",
            "tisdag",
            "fredag",
            "9-12",
            "8",
            "16",
            "i",
            "juli",
            "påsk",
            "julafton",
            "every",
            "through",
            "week",
            "friday",
            "from",
            "joka",
            "asti",
            "perjantai",
            "imorgon",
            "måndag",
            "24/12",
            "24.12.",
            "2026-12-24",
            "i",
            "dag",
        ]
    ),
    min_size=1,
    max_size=7,
).map(" ".join)


@given(text=pieces, now=moments, language=languages)
def test_a_plan_ends_after_it_starts_or_is_refused(text: str, now: datetime, language: str) -> None:
    try:
        found = plan(text, language, now)
    except BadInput:
        return
    assert found.starts < found.ends
    assert found.ends > now.astimezone(STOCKHOLM).replace(tzinfo=None)


@given(text=pieces, now=moments)
def test_a_long_plan_is_known_as_such(text: str, now: datetime) -> None:
    try:
        found = plan(text, "sv", now)
    except BadInput:
        return
    assert bool(found.long) == (found.ends - found.starts > timedelta(days=60))


@example(now=datetime(2027, 2, 10, 9, tzinfo=UTC), month=2, day=29, language="sv", planned=False)
@example(now=datetime(2027, 2, 10, 9, tzinfo=UTC), month=2, day=29, language="fi", planned=True)
@example(now=datetime(2029, 5, 10, 9, tzinfo=UTC), month=2, day=29, language="en", planned=True)
@given(now=moments, month=st.sampled_from([2, 4, 6, 9, 11]), day=st.integers(29, 31), language=languages, planned=st.booleans())
def test_a_day_that_this_year_has_none_of_is_never_said_to_have_passed(
    now: datetime, month: int, day: int, language: str, planned: bool
) -> None:
    here = now.astimezone(STOCKHOLM).date()
    if day <= monthrange(here.year, month)[1]:
        return
    text = f"{day}.{month}." if language == "fi" else f"{day}/{month}"
    try:
        plan(text, language, now) if planned else when(text, language, now)
    except BadInput as refused:
        assert refused.code == "when-no-such-day"
        offered = str(refused.params["suggestion"])
        assert plan(offered, language, now).last is not None if planned else when(offered, language, now)
        if month == 2 and day == 29 and isleap(here.year + 1):
            assert plan(offered, language, now).starts.date() == date(here.year + 1, 2, 29)
    else:
        assert (month, day, isleap(here.year + 1)) == (2, 29, True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_week_that_this_year_has_none_of_is_never_said_to_have_passed(language: str) -> None:
    now = datetime(2027, 2, 10, 10, 7, tzinfo=STOCKHOLM)  # 2026 had 53, 2027 has 52
    for read_it in (plan, when):
        with pytest.raises(BadInput) as refused:
            read_it(f"{lexicon_of(language).week[0]} 53", language, now)
        assert (refused.value.code, refused.value.params["year"]) == ("when-no-such-week", 2027)


@pytest.mark.parametrize(
    ("language", "text", "code"),
    [
        ("sv", "27/2 - 29/2", "when-no-such-day"),
        ("sv", "25-29 februari", "when-no-such-day"),
        ("sv", "26/2 8 - 29/2 16", "when-no-such-day"),
        ("sv", "29/2 - 3/3", "when-no-such-day"),
        ("sv", "28/2 - 31/2", "when-no-such-day"),
        ("en", "27 feb - 29 feb", "when-no-such-day"),
        ("fi", "27.2. - 29.2.", "when-no-such-day"),
        ("sv", "v 52-53", "when-no-such-week"),
        ("fi", "vko 52-53", "when-no-such-week"),
        ("en", "week 53-1", "when-no-such-week"),
        ("sv", "20/2 - 12/2", "plan-hours-order"),
    ],
)
def test_days_that_end_on_none_are_not_said_to_end_before_they_begin(language: str, text: str, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        plan(text, language, datetime(2027, 2, 10, 10, 7, tzinfo=STOCKHOLM))
    assert refused.value.code == code


def test_the_year_without_a_week_is_the_one_that_is_meant() -> None:
    with pytest.raises(BadInput) as refused:
        plan("v 2-53")  # 2026, in which it is typed, has one
    assert (refused.value.code, refused.value.params["year"]) == ("when-no-such-week", 2027)
