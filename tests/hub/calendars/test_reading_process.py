"""No calendar costs more than it may: it is read in a process that ends it, and the hub goes on as if nothing had been."""

from __future__ import annotations

import asyncio
import os
import resource
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from kalix_presence.hub.calendars import asking, reading_process
from kalix_presence.hub.calendars.asking import Readers
from kalix_presence.hub.calendars.importing import MOST_BYTES
from kalix_presence.hub.calendars.jobs import Job, JobOutcome, MakePlans, ReadFile, ReadReport, ReadWindow
from kalix_presence.hub.calendars.reading_process import CPU_SECONDS, LENGTH, MEMORY, in_child
from kalix_presence.model.errors import BadInput, Unavailable

NOW = datetime(2026, 11, 25, 8, tzinfo=UTC)
WINDOW = ReadWindow(NOW, NOW + timedelta(days=800), "Europe/Stockholm")
LARGE = 2_000_000
START = "DTSTART:20261125T080000Z"


def event(*lines: str) -> str:
    return "\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT", ""])


def calendar(*parts: str) -> bytes:
    return f"BEGIN:VCALENDAR\n{''.join(parts)}END:VCALENDAR\n".encode()


def many(part: str) -> bytes:
    return calendar(*(part.replace("NUMBER", str(number)) for number in range(LARGE // len(part))))


ZONE = "BEGIN:STANDARD\nDTSTART:19000101T000000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nRRULE:FREQ=YEARLY\nEND:STANDARD\n"
ZONED = event("UID:1", "DTSTART;TZID=X:20261125T080000", "DURATION:PT1H")
GOOD = calendar(event("UID:1", START, "DURATION:PT1H"))
HEAVY = {
    "every second": calendar(event("UID:1", START, "RRULE:FREQ=SECONDLY")),
    "every minute since 1970": calendar(event("UID:1", "DTSTART:19700101T000000Z", "RRULE:FREQ=MINUTELY")),
    "no step at all": calendar(event("UID:1", START, "RRULE:FREQ=DAILY;INTERVAL=0")),
    "times of day without end": calendar(event("UID:1", START, "RRULE:FREQ=DAILY;BYMINUTE=" + ",".join(map(str, range(60))))),
    "never": many(event("UID:NUMBER", "DTSTART:19000101T080000Z", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=5")),
    "entries": many(event("UID:NUMBER", START, "DURATION:PT1H")),
    "series": many(event("UID:NUMBER", "DTSTART:20000101T080000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY")),
    "dates": calendar(event("UID:1", START, "RDATE:" + ",".join(["20261126T080000Z"] * (LARGE // 17)))),
    "exceptions": calendar(event("UID:1", START, "RRULE:FREQ=DAILY", *["EXDATE:20261126T080000Z"] * (LARGE // 24))),
    "one zone": calendar(f"BEGIN:VTIMEZONE\nTZID:X\n{ZONE * (LARGE // len(ZONE))}END:VTIMEZONE\n", ZONED),
    "names of zones": many(event("UID:NUMBER", "DTSTART;TZID=NoNUMBER:20261125T080000")),
    "people": calendar(event("UID:1", START, *["ATTENDEE;PARTSTAT=DECLINED:mailto:a@b"] * (LARGE // 37))),
    "depth": b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\n" * (LARGE // 13),
    "depth of others": b"BEGIN:VCALENDAR\n" + b"BEGIN:X\n" * (LARGE // 8),
    "one line": calendar(event("UID:1", START, "SUMMARY:" + "x" * LARGE)),
    "quotes": calendar(event("UID:1", START, "SUMMARY;" + '"' * LARGE)),
    "parameters": calendar(event("UID:1", START, "SUMMARY" + ';A="b"' * (LARGE // 6) + ":x")),
    "busy times": calendar(
        "BEGIN:VFREEBUSY\nFREEBUSY:" + ",".join(["20201125T080000Z/PT1H"] * (LARGE // 21)) + "\nEND:VFREEBUSY\n"
    ),
}


def answered(job: Job) -> tuple[JobOutcome, float]:
    """What a child of this process says, and the seconds of CPU that it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    outcome = msgspec.msgpack.decode(in_child(msgspec.msgpack.encode(job)), type=JobOutcome)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return outcome, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@pytest.mark.parametrize("content", HEAVY.values(), ids=HEAVY)
@pytest.mark.parametrize("kind", [ReadFile, MakePlans])
def test_the_worst_is_read_told_or_refused_within_its_limits(content: bytes, kind: type[ReadFile] | type[MakePlans]) -> None:
    outcome, cpu = answered(kind(content, WINDOW))
    assert cpu < CPU_SECONDS
    if outcome.refused is not None:
        assert outcome.refused.code in ("calendar-too-heavy", "calendar-too-large")


def test_an_answer_of_xml_that_is_too_deep_is_refused() -> None:
    outcome, _ = answered(ReadReport(b"<a>" * 600_000, "https://x/", WINDOW))
    assert outcome.refused is not None


def test_a_child_that_works_for_ever_or_takes_all_memory_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    def forever(job: Job) -> JobOutcome:
        while True:
            pass

    def memory(job: Job) -> JobOutcome:
        assert bytearray(200 * 2**20)
        return JobOutcome()

    for work in (forever, memory):
        monkeypatch.setattr(reading_process, "done", work)
        outcome, cpu = answered(ReadFile(GOOD, WINDOW))
        assert outcome.refused is not None
        assert (outcome.refused.code, cpu < CPU_SECONDS) == ("calendar-too-heavy", True)


def test_a_child_is_ended_by_parts_of_seconds_not_at_the_next_whole_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def forever(job: Job) -> JobOutcome:
        while True:
            pass

    monkeypatch.setattr(reading_process, "done", forever)
    monkeypatch.setattr(reading_process, "OWN_CPU_SECONDS", 0.2)
    outcome, cpu = answered(ReadFile(GOOD, WINDOW))
    assert outcome == reading_process.TOO_HEAVY
    assert cpu < 1


TAKES_ALL = """
import gc
from kalix_presence.hub.calendars import reading_process
from kalix_presence.hub.calendars.jobs import JobOutcome, Refused

def takes_all(job):
    taken = []
    try:
        while True:
            taken.append(b"x" * 2**20)
    except MemoryError:
        taken.pop()
    gc.collect()
    with open("/proc/self/smaps_rollup") as found:
        own = sum(int(line.split()[1]) for line in found if line.startswith("Private"))
    return JobOutcome(refused=Refused(str(own)))

reading_process.done = takes_all
reading_process.main()
"""


def test_what_a_child_takes_and_what_it_writes_to_are_within_the_promise_together() -> None:
    largest = msgspec.msgpack.encode(ReadFile(b"x" * MOST_BYTES, WINDOW))
    asked = LENGTH.pack(len(largest)) + largest
    said = subprocess.run([sys.executable, "-c", TAKES_ALL], input=asked, capture_output=True, check=True)
    outcome = msgspec.msgpack.decode(said.stdout[LENGTH.size :], type=JobOutcome)
    assert outcome.refused is not None
    assert 50 * 2**20 < int(outcome.refused.code) * 1024 + MOST_BYTES < MEMORY


def test_a_child_that_only_waits_is_ended_at_its_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    monkeypatch.setattr(reading_process, "done", lambda job: time.sleep(3600))
    monkeypatch.setattr(reading_process, "DEADLINE", 0.2)
    outcome, _ = answered(ReadFile(GOOD, WINDOW))
    assert outcome.refused is not None


async def test_others_are_read_beside_and_after_the_worst() -> None:
    readers = Readers()
    try:
        worst = [asyncio.ensure_future(readers.file(HEAVY["series"], WINDOW)) for _ in range(3)]
        found = await readers.file(GOOD, WINDOW)
        assert len(found.entries) == 1
        for each in worst:
            with pytest.raises(BadInput, match="calendar-too"):
                await each
        assert len((await readers.file(GOOD, WINDOW)).entries) == 1
    finally:
        await readers.close()


async def test_a_process_that_is_lost_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    readers = Readers()
    try:
        assert (await readers.file(GOOD, WINDOW)).held == 1
        (process,) = readers._all
        process.kill()
        await process.wait()
        assert (await readers.file(GOOD, WINDOW)).held == 1
        (process,) = readers._all
        os.kill(process.pid, 19)  # it hangs
        monkeypatch.setattr(asking, "PATIENCE", 0.2)
        with pytest.raises(Unavailable, match="calendar-reader"):
            await readers.file(GOOD, WINDOW)
        monkeypatch.undo()
        assert (await readers.file(GOOD, WINDOW)).held == 1
    finally:
        await readers.close()
    assert not readers._all


async def test_who_stops_waiting_gets_nobody_elses_answer() -> None:
    readers = Readers()
    try:
        impatient = asyncio.ensure_future(readers.file(HEAVY["series"], WINDOW))
        await asyncio.sleep(0)
        while not readers._all:
            await asyncio.sleep(0)
        impatient.cancel()
        with pytest.raises(asyncio.CancelledError):
            await impatient
        assert (await readers.file(GOOD, WINDOW)).held == 1
    finally:
        await readers.close()


async def test_the_process_is_told_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_SECRET", "hemligt")
    readers = Readers()
    try:
        await readers.file(GOOD, WINDOW)
        (process,) = readers._all
        with open(f"/proc/{process.pid}/environ", "rb") as environment:  # noqa: PTH123
            assert b"hemligt" not in environment.read()
    finally:
        await readers.close()
