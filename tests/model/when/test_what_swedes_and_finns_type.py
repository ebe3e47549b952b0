"""Phrases drawn from what people at a desk type: read as what they say in every field, or refused; never something else."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from kalix_presence.model.errors import BadInput
from kalix_presence.model.hours_text import read_spans, write_spans
from kalix_presence.model.when.line import read_line
from kalix_presence.model.when.planning import read_plan
from kalix_presence.model.when.typed_time import read
from kalix_presence.model.worktime import WorkingTime
from kalix_presence.shipped import default_reasons

WEDNESDAY = datetime(2026, 11, 25, 10, 7, tzinfo=ZoneInfo("Europe/Stockholm"))
WORK = WorkingTime()
REASONS = default_reasons()
AWAY = {"sv": "ledig", "en": "leave", "fi": "vapaa"}


def planned(language: str, text: str) -> str:
    line = f"{AWAY[language]} {text}"
    found = read_plan(line, now=WEDNESDAY, worktime=WORK, language=language, reasons=REASONS)
    return f"{found.starts:%m-%d %H.%M} {found.ends:%m-%d %H.%M}{' ' + found.repeat if found.repeat else ''}"


@pytest.mark.parametrize(
    ("language", "text", "meaning"),
    [
        ("sv", "ons e.m.", "11-25 13.00 11-25 16.30"),
        ("sv", "imorgon em", "11-26 13.00 11-26 16.30"),
        ("sv", "i morgon förmiddag", "11-26 08.00 11-26 12.00"),
        ("sv", "fredag eftermiddag", "11-27 13.00 11-27 16.30"),
        ("en", "wed afternoon", "11-25 13.00 11-25 16.30"),
        ("en", "tomorrow morning", "11-26 08.00 11-26 12.00"),
        ("fi", "huomenna iltapäivällä", "11-26 13.00 11-26 16.30"),
        ("fi", "pe ap", "11-27 08.00 11-27 12.00"),
        ("sv", "nästa vecka", "11-30 00.00 12-07 08.00"),
        ("en", "next week", "11-30 00.00 12-07 08.00"),
        ("fi", "ensi viikolla", "11-30 00.00 12-07 08.00"),
        ("sv", "hela veckan", "11-25 00.00 11-30 08.00"),
        ("sv", "resten av veckan", "11-25 00.00 11-30 08.00"),
        ("en", "the rest of the week", "11-25 00.00 11-30 08.00"),
        ("fi", "koko viikon", "11-25 00.00 11-30 08.00"),
        ("sv", "till lunch", "11-25 10.07 11-25 12.00"),
        ("en", "until lunch", "11-25 10.07 11-25 12.00"),
        ("sv", "kl 11 till halv ett", "11-25 11.00 11-25 12.30"),
        ("sv", "1-3", "11-25 13.00 11-25 15.00"),
        ("sv", "tors 10-1 em", "11-26 10.00 11-26 13.00"),
        ("sv", "från måndag t.o.m. onsdag", "11-30 00.00 12-03 08.00"),
        ("sv", "tors–fre", "11-26 00.00 11-30 08.00"),
        ("en", "until twelve o'clock", "11-25 10.07 11-25 12.00"),
        ("en", "until 3 o’clock", "11-25 10.07 11-25 15.00"),
        ("en", "friday 9 to 11 o'clock in the morning", "11-27 09.00 11-27 11.00"),
        ("fi", "huomiseen", "11-25 10.07 11-26 08.00"),
        ("fi", "maanantaihin", "11-25 10.07 11-30 08.00"),
        ("fi", "keskiviikkoon", "11-25 10.07 12-02 08.00"),
        ("fi", "ylihuomiseen klo 12", "11-25 10.07 11-27 12.00"),
        ("fi", "torstaista perjantaihin", "11-26 00.00 11-30 08.00"),
        ("sv", "mellan 11 och 13", "11-25 11.00 11-25 13.00"),
        ("sv", "fredag mellan 9 och halv elva", "11-27 09.00 11-27 10.30"),
        ("en", "friday between 9 and 11", "11-27 09.00 11-27 11.00"),
        ("fi", "perjantaina klo 9 ja 11 välillä", "11-27 09.00 11-27 11.00"),
        ("fi", "perjantaina 9:n ja 11:n välillä", "11-27 09.00 11-27 11.00"),
        ("sv", "vecka 51 och 52", "12-14 00.00 12-28 08.00"),
        ("en", "week 51 and 52", "12-14 00.00 12-28 08.00"),
        ("fi", "vko 51 ja 52", "12-14 00.00 12-28 08.00"),
        ("sv", "1-5/12", "12-01 00.00 12-07 08.00"),
        ("sv", "1-5/12 2026", "12-01 00.00 12-07 08.00"),
    ],
)
def test_a_phrase_plans_what_it_says(language: str, text: str, meaning: str) -> None:
    assert planned(language, text) == meaning


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("sv", "på eftermiddagen"), ("sv", "i kväll"), ("sv", "om ett par dagar"), ("sv", "till två veckor"),
        ("sv", "i helgen"), ("sv", "klockan 3 på natten"), ("sv", "kvart i"),
        ("en", "in the evening"), ("en", "on the weekend"), ("en", "quarter to"),
        ("fi", "kahden viikon takia"), ("fi", "varttia vaille"), ("sv", "2026-2027"), ("sv", "12-2027"), ("sv", "25:00"),
        ("sv", "vecka 50 och 52"), ("sv", "9 och 11"), ("sv", "1-5/13"),
    ],
)  # fmt: skip
def test_a_phrase_that_is_not_read_is_no_note_and_no_other_time(language: str, text: str) -> None:
    """An absence until further notice "om två dagar" would be the opposite of what was meant."""
    for reader in (
        lambda: read(text, now=WEDNESDAY, worktime=WORK, language=language),
        lambda: read_line(f"{AWAY[language]} {text}", now=WEDNESDAY, worktime=WORK, language=language, reasons=REASONS),
        lambda: planned(language, text),
    ):
        with pytest.raises(BadInput):
            reader()


@pytest.mark.parametrize(("language", "text"), [("sv", "f.o.m. måndag"), ("sv", "från och med v 51"), ("en", "from monday")])
def test_whoever_says_only_from_when_is_asked_for_the_end(language: str, text: str) -> None:
    with pytest.raises(BadInput) as refused:
        planned(language, text)
    assert refused.value.code == "when-needs-end"
    planned(language, str(refused.value.params["suggestion"]))


@pytest.mark.parametrize(
    ("language", "text"), [("sv", "mellan 9 och 11"), ("en", "between 9 and 11"), ("fi", "9 ja 11 välillä")]
)
def test_phone_hours_between_two_times_are_one_span(language: str, text: str) -> None:
    assert write_spans(read_spans(f"{text}, 13-15", language)) == "9-11, 13-15"


def test_phone_hours_refuse_what_may_be_a_year_as_a_plan_does() -> None:
    with pytest.raises(BadInput) as refused:
        read_spans("12-2027", "sv")
    assert refused.value.code == "hours-unreadable"
    assert write_spans(read_spans("12-20.27", "sv")) == "12-20.27"


@pytest.mark.parametrize("note", ["med Per", "hos tandläkaren", "i rum blå"])
def test_a_note_is_still_a_note(note: str) -> None:
    wish = read_line(f"möte {note} till 13", now=WEDNESDAY, worktime=WORK, language="sv", reasons=REASONS)
    assert wish.note == note
