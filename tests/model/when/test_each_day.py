"""Hours said of several days hold on each of them; so many days last so long; a day ends at 24.00."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence import shipped
from kalix_presence.model.errors import BadInput
from kalix_presence.model.hours_text import read_spans
from kalix_presence.model.plan import Plan, occurrences
from kalix_presence.model.when.planning import PlannedLine, read_plan
from kalix_presence.model.when.typed_time import lexicon_of, read
from kalix_presence.model.worktime import WorkingTime

STOCKHOLM = ZoneInfo("Europe/Stockholm")
WEDNESDAY = datetime(2026, 11, 25, 10, 7, tzinfo=STOCKHOLM)
WORK = WorkingTime()
REASONS = shipped.default_reasons()
AWAY = {"sv": "ledig", "en": "leave", "fi": "vapaa"}
languages = st.sampled_from(["sv", "en", "fi"])
moments = st.datetimes(datetime(2025, 1, 1), datetime(2034, 12, 31), timezones=st.just(STOCKHOLM))  # noqa: DTZ001


def plan(language: str, text: str, now: datetime = WEDNESDAY) -> PlannedLine:
    return read_plan(f"{AWAY[language]} {text}", now=now, worktime=WORK, language=language, reasons=REASONS)


def planned(language: str, text: str) -> str:
    found = plan(language, text)
    return f"{found.starts:%m-%d %H.%M} {found.ends:%m-%d %H.%M} {found.repeat}".strip()


@pytest.mark.parametrize(
    ("language", "text", "meaning"),
    [
        ("sv", "mån-ons 9-12", "11-30 09.00 11-30 12.00 FREQ=WEEKLY;BYDAY=MO,TU,WE;UNTIL=20261202T235959"),
        ("sv", "måndag till onsdag 9 till 12", "11-30 09.00 11-30 12.00 FREQ=WEEKLY;BYDAY=MO,TU,WE;UNTIL=20261202T235959"),
        ("en", "monday to wednesday 9 to 12", "11-30 09.00 11-30 12.00 FREQ=WEEKLY;BYDAY=MO,TU,WE;UNTIL=20261202T235959"),
        (
            "fi",
            "maanantaista keskiviikkoon klo 9-12",
            "11-30 09.00 11-30 12.00 FREQ=WEEKLY;BYDAY=MO,TU,WE;UNTIL=20261202T235959",
        ),
        ("sv", "mån-ons v 50 9-12", "12-07 09.00 12-07 12.00 FREQ=WEEKLY;BYDAY=MO,TU,WE;UNTIL=20261209T235959"),
        ("sv", "tors-tis 9-12", "11-26 09.00 11-26 12.00 FREQ=WEEKLY;BYDAY=MO,TU,TH,FR;UNTIL=20261201T235959"),
        ("sv", "fre-sön 9-12", "11-27 09.00 11-27 12.00 FREQ=WEEKLY;BYDAY=FR,SA,SU;UNTIL=20261129T235959"),
        ("sv", "v 50 9-12", "12-07 09.00 12-07 12.00 FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20261211T235959"),
        ("en", "next week 9-12", "11-30 09.00 11-30 12.00 FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20261204T235959"),
        ("sv", "hela veckan 13-16", "11-25 13.00 11-25 16.00 FREQ=WEEKLY;BYDAY=WE,TH,FR;UNTIL=20261127T235959"),
        ("sv", "mån-ons em", "11-30 13.00 11-30 16.30 FREQ=WEEKLY;BYDAY=MO,TU,WE;UNTIL=20261202T235959"),
        ("sv", "varje tisdag em", "12-01 13.00 12-01 16.30 FREQ=WEEKLY;BYDAY=TU"),
        ("sv", "mån ons och fre", "11-25 00.00 11-26 00.00 FREQ=WEEKLY;BYDAY=MO,WE,FR;UNTIL=20261130T235959"),
        ("en", "mon, wed & fri 9-10", "11-27 09.00 11-27 10.00 FREQ=WEEKLY;BYDAY=MO,WE,FR;UNTIL=20261202T235959"),
        ("fi", "ma ke ja pe", "11-25 00.00 11-26 00.00 FREQ=WEEKLY;BYDAY=MO,WE,FR;UNTIL=20261130T235959"),
        ("sv", "tors och fre", "11-26 00.00 11-30 08.00"),
        ("sv", "mån ons v 48", "11-25 00.00 11-26 08.00"),
        ("sv", "mån ons fre v 50", "12-07 00.00 12-08 00.00 FREQ=WEEKLY;BYDAY=MO,WE,FR;UNTIL=20261211T235959"),
        ("sv", "lör och sön", "11-28 00.00 11-30 08.00"),
        ("sv", "mån-ons nästa vecka", "11-30 00.00 12-03 08.00"),
        ("sv", "mån-ons v 50", "12-07 00.00 12-10 08.00"),
        ("sv", "måndag - onsdag 16 dec", "12-14 00.00 12-17 08.00"),
        ("sv", "mån 9 - ons 12", "11-30 09.00 12-02 12.00"),
        ("sv", "varje tisdag från 1 mars 2027 9-10", "03-02 09.00 03-02 10.00 FREQ=WEEKLY;BYDAY=TU"),
        ("sv", "två veckor från måndag", "11-30 00.00 12-14 08.00"),
        ("en", "from monday for two weeks", "11-30 00.00 12-14 08.00"),
        ("fi", "maanantaista kaksi viikkoa", "11-30 00.00 12-14 08.00"),
        ("sv", "20-24", "11-25 20.00 11-26 00.00"),
        ("sv", "fredag 18-midnatt", "11-27 18.00 11-28 00.00"),
        ("sv", "i eftermiddag", "11-25 13.00 11-25 16.30"),
    ],
)
def test_what_is_planned(language: str, text: str, meaning: str) -> None:
    assert planned(language, text) == meaning


@pytest.mark.parametrize(
    ("language", "text", "meaning", "from_now"),
    [
        ("sv", "två veckor", "12-09 08.00", True),
        ("sv", "i en vecka", "12-02 08.00", True),
        ("en", "for two weeks", "12-09 08.00", True),
        ("fi", "kahdeksi viikoksi", "12-09 08.00", True),
        ("fi", "viikon", "12-02 08.00", True),
        ("sv", "om en vecka", "12-02 08.00", False),
        ("en", "in two weeks", "12-09 08.00", False),
        ("fi", "kahden viikon päästä", "12-09 08.00", False),
        ("sv", "om en månad", "12-28 08.00", False),
        ("sv", "åter om två veckor", "12-09 08.00", True),
        ("sv", "fredag nästa vecka", "12-04 08.00", False),
        ("sv", "24.00", "11-26 00.00", True),
        ("sv", "till 24", "11-26 00.00", True),
        ("en", "until midnight", "11-26 00.00", True),
        ("fi", "keskiyöhön asti", "11-26 00.00", True),
    ],
)
def test_a_return_time_is_the_end_of_the_plan_from_now_or_the_first_day_of_what_is_planned(
    language: str, text: str, meaning: str, from_now: bool
) -> None:
    moment = read(text, now=WEDNESDAY, worktime=WORK, language=language).moment
    assert moment is not None
    back = moment.astimezone(STOCKHOLM).replace(tzinfo=None)
    assert f"{back:%m-%d %H.%M}" == meaning
    found = plan(language, text)
    assert found.from_now == from_now
    assert back == found.ends if from_now else found.starts.date() <= back.date()


def test_midnight_is_no_end_of_hours_that_are_kept_by_the_day() -> None:
    with pytest.raises(BadInput) as refused:
        read_spans("20-24", "sv")
    assert refused.value.code == "hours-midnight"
    assert read_spans(str(refused.value.params["suggestion"]), "sv")[0].ends == time(23, 59)


@given(now=moments, first=st.integers(0, 6), last=st.integers(0, 6), language=languages)
def test_hours_of_several_days_never_become_one_stretch(now: datetime, first: int, last: int, language: str) -> None:
    lexicon = lexicon_of(language)
    if first == last:
        return
    found = plan(language, f"{lexicon.weekday(first)} - {lexicon.weekday(last)} 9-12", now)
    made = Plan("p", "2041", found.reason.code, found.starts, found.ends, "Europe/Stockholm", "2041", found.repeat)
    times = list(occurrences(made, now - timedelta(1), now + timedelta(20)))
    assert times
    for each in times:
        assert (each.start.astimezone(STOCKHOLM).time(), each.end.astimezone(STOCKHOLM).time()) == (time(9), time(12))
        assert each.end > now
    assert times[-1].start.astimezone(STOCKHOLM).weekday() == last
    between = {(first + n) % 7 for n in range((last - first) % 7 + 1)}
    assert {each.start.astimezone(STOCKHOLM).weekday() for each in times} <= between


@given(now=moments, count=st.integers(1, 99), language=languages)
def test_so_many_days_from_now_are_over_on_the_working_day_after_them(now: datetime, count: int, language: str) -> None:
    unit = next(word for word, meant in lexicon_of(language).spans.items() if meant == "day")
    found = plan(language, f"{count} {unit}", now)
    end: date = found.ends.date()
    assert end >= now.date() + timedelta(count)
    assert not any(WORK.is_working_day(end - timedelta(n)) for n in range(1, (end - now.date()).days - count + 1))
    assert bool(found.long) == (found.ends - found.starts > timedelta(60))


@pytest.mark.parametrize(
    ("language", "text", "meant"),
    [
        ("sv", "fredga", "fredag"),
        ("sv", "mådag till onsdag 9-12", "måndag till onsdag 9-12"),
        ("sv", "om två vekor", "om två veckor"),
        ("sv", "första måndagen", "första måndagen i månaden"),
        ("en", "wendesday 9-12", "wednesday 9-12"),
        ("fi", "perjantaiana 9-12", "perjantaina 9-12"),
    ],
)
def test_a_slip_of_spelling_is_refused_with_what_was_meant(language: str, text: str, meant: str) -> None:
    with pytest.raises(BadInput) as refused:
        plan(language, text)
    assert refused.value.params["suggestion"] == meant
    plan(language, meant)
