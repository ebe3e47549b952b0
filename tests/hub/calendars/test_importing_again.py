"""A later calendar file takes back what it cancels, frees, moves, puts back or leaves out; reasons guessed are shown, and plain."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kalix_presence import shipped, wire
from kalix_presence.hub.calendars.asking import Readers
from kalix_presence.hub.calendars.importing import import_calendar
from kalix_presence.hub.core.core import Core
from kalix_presence.model.errors import BadInput
from kalix_presence.model.guessed_reason import guessed
from kalix_presence.model.preferences import CalendarRules, Preferences
from tests.clocks import Clock
from tests.hub.house import ANNA, embedded, running

ZONED = ";TZID=Europe/Stockholm:"
SERIES = f"UID:s\nDTSTART{ZONED}20261201T130000\nDTEND{ZONED}20261201T140000\nRRULE:FREQ=DAILY;COUNT=4\nSUMMARY:Budget"
MOVED = (
    f"UID:s\nRECURRENCE-ID{ZONED}20261202T130000\nDTSTART{ZONED}20261202T150000\nDTEND{ZONED}20261202T160000\nSUMMARY:Budget"
)
SINGLE = f"UID:x\nDTSTART{ZONED}20261201T130000\nDTEND{ZONED}20261201T140000\nSUMMARY:Budget"


def calendar(*events: str, method: str = "") -> str:
    body = "".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\n{method}{body}END:VCALENDAR\n"


async def after(database: Path, *files: str) -> tuple[list[str], list[wire.ImportReport]]:
    """When Anna is away by her plans once these were read in, and what was said."""
    clock, readers = Clock(), Readers()
    async with running(database, embedded(clock), clock) as (core, _):
        core.board.people["2041"] = replace(core.board.people["2041"], email="anna@x.example")
        try:
            said = [await import_calendar(core.board, core.plans, readers, ANNA, "2041", text, now=clock()) for text in files]
        finally:
            await readers.close()
        return _away(core, clock), said


def _away(core: Core, clock: Clock) -> list[str]:
    found = core.plans.expected("2041", clock(), clock() + timedelta(days=100))
    return sorted(f"{each.occurrence.start.astimezone(ZoneInfo('Europe/Stockholm')):%d %H}" for each in found)


@pytest.mark.parametrize(
    ("first", "later", "expected"),
    [
        (calendar(SINGLE), calendar(SINGLE + "\nSTATUS:CANCELLED"), []),
        (calendar(SINGLE), calendar(SINGLE, method="METHOD:CANCEL\n"), []),
        (calendar(SINGLE), calendar(SINGLE + "\nTRANSP:TRANSPARENT"), []),
        (calendar(SINGLE), calendar(SINGLE + "\nATTENDEE;CN=Anna;PARTSTAT=DECLINED:MAILTO:Anna@X.example"), []),
        (calendar(SINGLE), calendar(SINGLE.replace("20261201", "20200101")), []),
        (calendar(SINGLE), calendar(SINGLE.replace("20261201", "20261203")), ["03 13"]),
        (calendar(SINGLE), calendar(SINGLE.replace("UID:x", "UID:other")), ["01 13", "01 13"]),
        (calendar(SERIES), calendar(SERIES + f"\nEXDATE{ZONED}20261203T130000"), ["01 13", "02 13", "04 13"]),
        (calendar(SERIES), calendar(SERIES, MOVED), ["01 13", "02 15", "03 13", "04 13"]),
        (calendar(SERIES), calendar(MOVED), ["01 13", "02 15", "03 13", "04 13"]),
        (calendar(SERIES), calendar(MOVED + "\nSTATUS:CANCELLED"), ["01 13", "03 13", "04 13"]),
        (calendar(SERIES), calendar(MOVED + "\nTRANSP:TRANSPARENT"), ["01 13", "03 13", "04 13"]),
        (calendar(SERIES, MOVED), calendar(SERIES), ["01 13", "02 13", "03 13", "04 13"]),
        (calendar(SERIES, MOVED), calendar(MOVED + "\nSTATUS:CANCELLED"), ["01 13", "03 13", "04 13"]),
        (calendar(SERIES), calendar(SERIES + "\nSTATUS:CANCELLED"), []),
    ],
)
async def test_a_later_file_takes_back_what_is_gone(database: Path, first: str, later: str, expected: list[str]) -> None:
    away, said = await after(database, first, later, later)
    assert away == expected
    assert (said[-1].added, said[-1].changed, said[-1].removed) == (0, 0, 0)


async def test_entries_without_a_name_do_not_double(database: Path) -> None:
    text = calendar(SINGLE.removeprefix("UID:x\n"))
    away, said = await after(database, text, text)
    assert (away, [one.outcome for one in said[1].entries]) == (["01 13"], ["same"])


async def test_two_entries_of_one_name_are_both_planned(database: Path) -> None:
    text = calendar(SINGLE, SINGLE.replace("20261201", "20261203"))
    away, said = await after(database, text, text)
    assert (away, said[0].added, said[1].added) == (["01 13", "03 13"], 2, 0)


async def test_whole_days_end_when_work_next_begins_each_time(database: Path) -> None:
    days = "UID:d\nDTSTART;VALUE=DATE:20261203\nRRULE:FREQ=DAILY;COUNT=2\nSUMMARY:Semester"
    clock, readers = Clock(), Readers()
    async with running(database, embedded(clock), clock) as (core, _):
        await import_calendar(core.board, core.plans, readers, ANNA, "2041", calendar(days), now=clock())
        await readers.close()
        ends = {each.occurrence.end.date() for each in core.plans.expected("2041", clock(), clock() + timedelta(days=30))}
        assert ends == {date(2026, 12, 4), date(2026, 12, 7)}
        [plan] = core.plans.of("2041", clock())
        changed = await core.plans.change(ANNA, plan.id, wire.PlanChange(plan.version, ends="2026-12-03T12:00"), now=clock())
        assert changed.whole_days == 0


async def test_a_calendar_of_nothing_is_refused(database: Path) -> None:
    with pytest.raises(BadInput, match="calendar-empty"):
        await after(database, calendar())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sick leave review", "meeting"),
        ("VAB-statistik", "meeting"),
        ("VAB statistik", "meeting"),
        ("Holiday party planning", "meeting"),
        ("Home visit", "meeting"),
        ("Semester", "holiday"),
        ("Semester Kreta", "holiday"),
        ("Semester v 28", "holiday"),
        ("Semesterplanering", "meeting"),
        ("Lunch med Per", "lunch"),
        ("Utbildning: hjärt-lungräddning", "course"),
        ("Kurs i första hjälpen", "course"),
        ("Ledningsgrupp", "meeting"),
        ("Sjuk", "out_of_office"),
        ("Loma", "holiday"),
    ],
)
def test_only_a_plain_text_is_taken_for_a_reason_and_never_a_sensitive_one(text: str, expected: str) -> None:
    assert guessed(text, shipped.default_reasons(), away=False, whole_days=False).code == expected


async def test_the_reason_that_was_guessed_is_shown_and_what_is_sensitive_is_kept_from_notes(database: Path) -> None:
    clock, readers = Clock(), Readers()
    text = calendar(SINGLE.replace("Budget", "Semester"), SINGLE.replace("UID:x", "UID:y").replace("Budget", "Sjuk"))
    async with running(database, embedded(clock), clock) as (core, _):
        report = await import_calendar(core.board, core.plans, readers, ANNA, "2041", text, now=clock())
        await readers.close()
        assert [entry.reason for entry in report.entries] == ["holiday", "out_of_office"]
        assert {plan.note for plan in core.plans.of("2041", clock())} == {"Semester", ""}


async def test_what_was_changed_here_stays_as_long_as_the_file_says_what_it_said(database: Path) -> None:
    clock, readers = Clock(), Readers()
    text = calendar(SERIES)
    async with running(database, embedded(clock), clock) as (core, _):

        async def again(file: str) -> list[str]:
            report = await import_calendar(core.board, core.plans, readers, ANNA, "2041", file, now=clock())
            return [entry.outcome for entry in report.entries]

        try:
            assert await again(text) == ["added"]
            [plan] = core.plans.of("2041", clock())
            await core.plans.remove(ANNA, plan.id, day=date(2026, 12, 3), now=clock())
            wish = wire.PlanChange(plan.version + 1, reason="course", note="Sal 3", forward_to="none", ends="2026-12-01T14:30")
            changed = await core.plans.change(ANNA, plan.id, wish, now=clock())
            assert await again(text) == ["same"]
            assert core.plans.of("2041", clock()) == [changed]
            assert await again(text.replace("Budget", "Bokslut").replace("COUNT=4", "COUNT=5")) == ["changed"]
            [plan] = core.plans.of("2041", clock())
            assert (plan.reason, plan.note, plan.forward_to, plan.ends.minute) == ("course", "Bokslut", "none", 0)
            assert _away(core, clock) == ["01 13", "02 13", "04 13", "05 13"]
            assert await again(calendar(f"{SERIES}\nEXDATE{ZONED}20261202T130000")) == ["changed"]
            assert _away(core, clock) == ["01 13", "04 13"]
            assert await again(text) == ["changed"]
            assert _away(core, clock) == ["01 13", "02 13", "04 13"]
        finally:
            await readers.close()


WHOLE = "UID:w\nDTSTART;VALUE=DATE:20261210\nDTEND;VALUE=DATE:20261212\nSUMMARY:Semester"
ENDLESS = SERIES.replace("UID:s", "UID:e").replace(";COUNT=4", "").replace("FREQ=DAILY", "FREQ=WEEKLY")
KINDS = (SINGLE, SERIES, ENDLESS, WHOLE, SINGLE.replace("UID:x\n", "").replace("T13", "T08"))


async def test_what_somebody_took_away_comes_back_when_its_entry_is_another_and_not_before(database: Path) -> None:
    clock, readers, text = Clock(), Readers(), calendar(*KINDS)
    moved = text.replace("20261210", "20261211").replace("T130000", "T121500").replace("T080000", "T071500")
    renamed = text.replace("Budget", "Bokslut").replace("Semester", "Ledig")
    async with running(database, embedded(clock), clock) as (core, _):

        async def read_in(file: str, *, again: bool = False) -> set[tuple[str, str]]:
            how = {"now": clock(), "again": again}
            report = await import_calendar(core.board, core.plans, readers, ANNA, "2041", file, **how)  # type: ignore[arg-type]
            assert report.taken_away == [entry.code for entry in report.entries].count("plan-taken-away")
            assert len(report.entries) == len(KINDS)
            return {(entry.outcome, entry.code) for entry in report.entries}

        async def take_away() -> None:
            for plan in core.plans.of("2041", clock()):
                await core.plans.remove(ANNA, plan.id, day=None, now=clock())

        try:
            assert await read_in(text) == {("added", "")}
            before = _away(core, clock)
            await take_away()
            for _ in range(2):
                assert await read_in(text) == {("skipped", "plan-taken-away")}
                assert _away(core, clock) == []
            assert await read_in(text, again=True) == {("added", "")}
            assert _away(core, clock) == before
            assert await read_in(text) == {("same", "")}, "once it is back it is as it was"
            for other in (moved, renamed):
                await take_away()
                assert await read_in(other) == {("added", "")}
        finally:
            await readers.close()


async def test_what_is_planned_again_by_hand_is_the_entry_again_and_is_not_doubled(database: Path) -> None:
    clock, readers, text = Clock(), Readers(), calendar(SERIES, WHOLE)
    async with running(database, embedded(clock), clock) as (core, _):
        read_in = partial(import_calendar, core.board, core.plans, readers, ANNA, "2041", now=clock())
        try:
            await read_in(text)
            plans, before = core.plans.of("2041", clock()), _away(core, clock)
            for plan in plans:
                await core.plans.remove(ANNA, plan.id, day=None, now=clock())
                times = (plan.starts.isoformat(), plan.ends.isoformat())
                wish = wire.PlanRequest(plan.reason, *times, plan.zone, plan.repeat, note=plan.note)  # as "Undo" asks for it
                await core.plans.add(ANNA, "2041", wish, key=None, now=clock())
            assert [replace(each, id="") for each in core.plans.of("2041", clock())] == [replace(each, id="") for each in plans]
            assert [entry.outcome for entry in (await read_in(text)).entries] == ["same", "same"]
            assert _away(core, clock) == before
        finally:
            await readers.close()


async def test_the_last_day_taken_out_of_a_series_takes_it_away(database: Path) -> None:
    clock, readers, text = Clock(), Readers(), calendar(SERIES)
    async with running(database, embedded(clock), clock) as (core, _):
        read_in = partial(import_calendar, core.board, core.plans, readers, ANNA, "2041", now=clock())
        try:
            await read_in(text)
            for day in range(1, 5):
                [plan] = core.plans.of("2041", clock())
                await core.plans.remove(ANNA, plan.id, day=date(2026, 12, day), now=clock())
            assert [entry.code for entry in (await read_in(text)).entries] == ["plan-taken-away"]
            assert _away(core, clock) == []
            assert (await read_in(calendar(SERIES + "\nSTATUS:CANCELLED"))).entries[0].outcome == "skipped"
            assert [entry.outcome for entry in (await read_in(text)).entries] == ["added"], "it was cancelled in between"
        finally:
            await readers.close()


@pytest.mark.parametrize("event", [SINGLE, SERIES])
async def test_a_zone_that_nobody_knows_is_told_with_its_entry(database: Path, event: str) -> None:
    text = calendar(event.replace("Europe/Stockholm", "Nowhere"), event.replace("UID:", "UID:k"))
    _, [first, again] = await after(database, text, text)
    assert [(entry.outcome, entry.code) for entry in first.entries] == [("added", "entry-zone-unknown"), ("added", "")]
    assert [(entry.outcome, entry.code) for entry in again.entries] == [("same", "entry-zone-unknown"), ("same", "")]


@pytest.mark.parametrize(
    ("lines", "marks", "expected"),
    [
        ("SUMMARY:MÖT; Lagning", True, [("meeting", "none")]),
        ("SUMMARY:MÖT: Nämnd", True, [("meeting", None)]),
        ("SUMMARY:MÖT; Lagning\nTRANSP:TRANSPARENT", True, [("meeting", "none")]),
        ("SUMMARY:MÖT: Nämnd\nTRANSP:TRANSPARENT", True, [("meeting", None)]),
        ("SUMMARY:Nämnd\nTRANSP:TRANSPARENT", True, []),
        ("SUMMARY:MÖT; Lagning", False, [("meeting", None)]),
        ("SUMMARY:MÖT; Lagning\nTRANSP:TRANSPARENT", False, []),
        ("SUMMARY:MÖT; Lagning\nCLASS:PRIVATE", True, [("meeting", None)]),
    ],
)
async def test_a_mark_means_in_a_file_what_it_means_in_a_link(
    database: Path, lines: str, marks: bool, expected: list[tuple[str, str | None]]
) -> None:
    clock, readers = Clock(), Readers()
    async with running(database, embedded(clock), clock) as (core, _):
        core.board.put_preferences("2041", Preferences(calendar=CalendarRules(marks=marks)))
        text = calendar(SINGLE.replace("SUMMARY:Budget", lines))
        await import_calendar(core.board, core.plans, readers, ANNA, "2041", text, now=clock())
        await readers.close()
        assert [(plan.reason, plan.forward_to) for plan in core.plans.of("2041", clock())] == expected


@pytest.mark.parametrize(
    ("lines", "code", "said"),
    [
        ("DTSTART;VALUE=DATE:20200101", "plan-over", "past"),
        ("DTSTART;VALUE=DATE:20200101\nRRULE:FREQ=DAILY;COUNT=3", "plan-over", "past"),
        ("DTSTART;VALUE=DATE:20310101", "plan-too-far", "800 days"),
        ("DTSTART;VALUE=DATE:20310101\nRRULE:FREQ=YEARLY", "plan-too-far", "800 days"),
        ("RECURRENCE-ID;VALUE=DATE:20261202\nDTSTART;VALUE=DATE:20310101", "plan-too-far", "800 days"),
        ("DTSTART;VALUE=DATE:20261201\nRRULE:FREQ=DAILY;COUNT=1\nEXDATE;VALUE=DATE:20261201", "plan-all-skipped", "exception"),
        ("DTSTART:20261201T000000Z\nDTEND:20300101T000000Z", "plan-too-long", "800 days"),
    ],
)
async def test_what_cannot_be_planned_is_told_why_in_full(database: Path, lines: str, code: str, said: str) -> None:
    clock = Clock()
    async with running(database, embedded(clock), clock) as (core, _):
        readers = Readers()
        text = f"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:Resa\n{lines}\nEND:VEVENT\nEND:VCALENDAR\n"
        say = lambda refusal: shipped.sentence(refusal, "en") or ""  # noqa: E731
        try:
            [entry] = (await import_calendar(core.board, core.plans, readers, ANNA, "2041", text, now=clock(), say=say)).entries
        finally:
            await readers.close()
    assert (entry.outcome, entry.code) == ("skipped", code)
    assert said in (entry.detail or shipped.sentence(BadInput(entry.code), "en") or "")
