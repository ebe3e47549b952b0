"""A calendar file becomes plans, entry by entry; the same file again changes nothing; nothing in a file breaks the hub."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kalix_presence import wire
from kalix_presence.hub.calendars.asking import Readers
from kalix_presence.hub.calendars.importing import MOST_BYTES, import_calendar
from kalix_presence.hub.calendars.planning import MOST_CANDIDATES
from kalix_presence.hub.calendars.reading import entries
from kalix_presence.hub.core.core import Core
from kalix_presence.model.errors import BadInput
from tests.clocks import Clock
from tests.draws import draws
from tests.hub.house import ANNA, embedded, running


def calendar(*events: str) -> str:
    body = "".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{body}END:VCALENDAR\n"


NOW = datetime(2026, 11, 25, 8, tzinfo=UTC)
WEEKLY = """
UID:weekly
DTSTART;TZID=Europe/Stockholm:20261124T130000
DTEND;TZID=Europe/Stockholm:20261124T150000
RRULE:FREQ=WEEKLY;UNTIL=20270301T230000Z
EXDATE;TZID=Europe/Stockholm:20261201T130000
SUMMARY:Utbildning: hjärt-lungräddning
"""
MOVED = """
UID:weekly
RECURRENCE-ID;TZID=Europe/Stockholm:20261208T130000
DTSTART;TZID=Europe/Stockholm:20261209T090000
DTEND;TZID=Europe/Stockholm:20261209T110000
SUMMARY:Utbildning flyttad
"""
PRIVATE = """
UID:private
DTSTART:20261125T080000Z
DURATION:PT1H
CLASS:PRIVATE
SUMMARY:Läkare
"""
FREE = "UID:free\nDTSTART:20261125T080000Z\nDTEND:20261125T090000Z\nTRANSP:TRANSPARENT\nSUMMARY:Födelsedag"
CANCELLED = "UID:off\nDTSTART:20261125T080000Z\nDTEND:20261125T090000Z\nSTATUS:CANCELLED"
AWAY = "UID:away\nDTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261225\nX-MICROSOFT-CDO-BUSYSTATUS:OOF\nSUMMARY:Borta bra"


async def imported(core: Core, clock: Clock, text: str) -> wire.ImportReport:
    readers = Readers()
    try:
        return await import_calendar(core.board, core.plans, readers, ANNA, "2041", text, now=clock())
    finally:
        await readers.close()


async def test_a_series_with_its_exceptions_a_moved_and_a_private_entry_become_plans(database: Path) -> None:
    clock = Clock()
    text = calendar(WEEKLY, MOVED, PRIVATE, FREE, CANCELLED, AWAY)
    async with running(database, embedded(clock), clock) as (core, _):
        report = await imported(core, clock, text)
        assert [entry.outcome for entry in report.entries] == ["added", "added", "added", "skipped", "skipped", "added"]
        assert [entry.code for entry in report.entries if entry.code] == ["entry-free", "entry-cancelled"]
        plans = {plan.uid: plan for plan in core.plans.of("2041", clock())}
        series = plans["weekly"]
        assert (series.reason, series.zone, series.repeat) == (
            "course",
            "Europe/Stockholm",
            "FREQ=WEEKLY;UNTIL=20270302T000000",
        )
        assert series.skipped == (date(2026, 12, 1), date(2026, 12, 8))
        private = plans["private"]
        assert (private.reason, private.note) == ("meeting", "")
        assert "Läkare" not in str(report)
        away = plans["away"]
        assert away.ends.isoformat() == "2026-12-28T08:00:00"
        again = await imported(core, clock, text)
        assert {entry.outcome for entry in again.entries} == {"same", "skipped"}
        assert len(core.plans.of("2041", clock())) == 4


async def test_a_changed_entry_changes_its_plan_and_what_was_added_here_stays(database: Path) -> None:
    clock = Clock()
    async with running(database, embedded(clock), clock) as (core, _):
        await imported(core, clock, calendar(WEEKLY))
        [plan] = core.plans.of("2041", clock())
        await core.plans.change(ANNA, plan.id, wire.PlanChange(plan.version, deputy="2042"), now=clock())
        report = await imported(core, clock, calendar(WEEKLY.replace("T150000", "T160000")))
        assert report.changed == 1
        [after] = core.plans.of("2041", clock())
        assert (after.id, after.deputy, after.ends.hour) == (plan.id, "2042", 16)


async def test_a_file_with_too_much_is_refused(database: Path) -> None:
    clock = Clock()
    async with running(database, embedded(clock), clock) as (core, _):
        many = calendar(*[FREE.replace("UID:free", f"UID:{number}") for number in range(MOST_CANDIDATES + 1)])
        for text in (many, "BEGIN:VCALENDAR\n" + "X" * MOST_BYTES):
            with pytest.raises(BadInput) as refused:
                await imported(core, clock, text)
            assert refused.value.code == "calendar-too-large"


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        entries(text.encode(), first=NOW, last=NOW, zone="Europe/Stockholm")
    except BadInput as refused:
        assert refused.code in ("calendar-unreadable", "calendar-encoding")


LINES = st.sampled_from(
    [
        "DTSTART:20261125T080000Z",
        "DTSTART;VALUE=DATE:20261125",
        "DTSTART;TZID=Nowhere/Never:20261125T080000",
        "DTSTART:99999999T999999Z",
        "DTEND:20261125T090000Z",
        "DTEND;VALUE=DATE:20200101",
        "DURATION:-PT1H",
        "DURATION:P99999999D",
        "RRULE:FREQ=WEEKLY",
        "RRULE:FREQ=SECONDLY;COUNT=999999",
        "RRULE:nonsense",
        "EXDATE:20261202T080000Z",
        "EXDATE:nonsense",
        "RDATE:20261125T080000Z",
        "RECURRENCE-ID:20261202T080000Z",
        "UID:x",
        "SUMMARY:MÖT: y",
        "SUMMARY:z",
        "CLASS:PRIVATE",
        "STATUS:CANCELLED",
        "ATTENDEE;PARTSTAT=DECLINED:mailto:anna@example.org",
        "TRANSP:OPAQUE",
    ]
)


@given(st.lists(LINES, max_size=8))
@settings(max_examples=draws(25), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
async def test_no_odd_entry_breaks_the_import_and_each_is_reported(database: Path, lines: list[str]) -> None:
    clock = Clock()
    async with running(database, embedded(clock), clock) as (core, _):
        try:
            report = await imported(core, clock, calendar("\n".join(lines)))
        except BadInput as refused:
            assert refused.code == "calendar-unreadable"
            return
        assert len(report.entries) + report.over >= 1
