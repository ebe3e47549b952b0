"""Processes that read calendars: few, used again, ended with the hub, and their refusals handed on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import msgspec
import pytest

from kalix_presence.hub.calendars import asking
from kalix_presence.hub.calendars.asking import AT_ONCE, Readers
from kalix_presence.hub.calendars.jobs import JobOutcome, ListingJob, Planned, ReadWindow, Refused
from kalix_presence.hub.calendars.reading import Read
from kalix_presence.hub.calendars.reading_process import LENGTH
from kalix_presence.model.errors import BadInput, Unavailable

WINDOW = ReadWindow(datetime(2026, 12, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC), "Europe/Stockholm")
EVENT = "BEGIN:VEVENT\nUID:u\nDTSTART:20261202T090000Z\nDURATION:PT1H\nEND:VEVENT\n"
GOOD = f"BEGIN:VCALENDAR\n{EVENT}END:VCALENDAR\n".encode()
REPORT = (
    b'<?xml version="1.0"?><d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:response><d:href>/a</d:href>'
    b"<d:propstat><d:prop><c:calendar-data>" + GOOD + b"</c:calendar-data></d:prop><d:status>HTTP/1.1 200 OK</d:status>"
    b"</d:propstat></d:response></d:multistatus>"
)


@pytest.fixture
async def readers() -> AsyncIterator[Readers]:
    one = Readers()
    yield one
    await one.close()


async def test_each_question_has_its_own_answer(readers: Readers) -> None:
    assert len((await readers.file(GOOD, WINDOW)).entries) == 1
    [item] = (await readers.report(REPORT, "https://dav.exempel.invalid/a/", WINDOW)).items
    assert item.read is not None
    assert len(item.read.entries) == 1
    assert [each.uid for each in (await readers.plans(GOOD, WINDOW)).candidates] == ["u"]
    listing = await readers.listing(REPORT, "https://dav.exempel.invalid/a/")
    assert listing.calendars == []
    assert len(readers._all) == 1, "one after the other by the same process"


async def test_no_more_processes_than_a_few_are_there_however_many_ask(readers: Readers) -> None:
    found = await asyncio.gather(*(readers.file(GOOD, WINDOW) for _ in range(3 * AT_ONCE)))
    assert [len(each.entries) for each in found] == [1] * 3 * AT_ONCE
    assert len(readers._all) <= AT_ONCE


async def test_what_the_process_refuses_is_refused_and_the_process_stays(readers: Readers) -> None:
    with pytest.raises(BadInput, match="calendar-"):
        await readers.listing(b"<a", "https://dav.exempel.invalid/")
    assert len((await readers.file(GOOD, WINDOW)).entries) == 1
    assert len(readers._all) == 1


async def test_with_the_hub_they_end(readers: Readers) -> None:
    await readers.file(GOOD, WINDOW)
    (process,) = readers._all
    await readers.close()
    assert process.returncode is not None
    assert not readers._all
    assert len((await readers.file(GOOD, WINDOW)).entries) == 1, "whoever asks after that has a new one"


async def test_where_no_process_can_begin_it_is_said_so(readers: Readers, monkeypatch: pytest.MonkeyPatch) -> None:
    async def begin(module: str) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr(asking, "begin", begin)
    for _ in range(2 * AT_ONCE):
        with pytest.raises(Unavailable, match="calendar-reader"):
            await readers.file(GOOD, WINDOW)
    monkeypatch.undo()
    assert len((await readers.file(GOOD, WINDOW)).entries) == 1, "and no place is lost"


class Odd:
    """A process that answers with what a test says."""

    def __init__(self, answer: bytes) -> None:
        self.stdin, self.stdout, self.returncode, self.killed = self, asyncio.StreamReader(), None, False
        self.stdout.feed_data(answer)
        self.stdout.feed_eof()

    def write(self, content: bytes) -> None:
        pass

    async def drain(self) -> None:
        pass

    def close(self) -> None:
        pass

    def kill(self) -> None:
        self.killed = True

    async def wait(self) -> None:
        pass


def said(outcome: JobOutcome) -> bytes:
    content = msgspec.msgpack.encode(outcome)
    return LENGTH.pack(len(content)) + content


@pytest.mark.parametrize(
    "answer", [b"", b"\x00", LENGTH.pack(10) + b"short", LENGTH.pack(1) + b"\xc1", LENGTH.pack(1) + msgspec.msgpack.encode(1)]
)
async def test_a_process_that_answers_nonsense_is_ended_and_not_asked_again(
    readers: Readers, monkeypatch: pytest.MonkeyPatch, answer: bytes
) -> None:
    odd = Odd(answer)

    async def begin(module: str) -> Odd:
        return odd

    monkeypatch.setattr(asking, "begin", begin)
    with pytest.raises(Unavailable, match="calendar-reader"):
        await readers.file(GOOD, WINDOW)
    assert odd.killed
    assert (readers._free, readers._all) == ([], set())


@pytest.mark.parametrize(
    "outcome", [JobOutcome(), JobOutcome(planned=Planned([])), JobOutcome(listing=ListingJob([])), JobOutcome(read=Read())]
)
async def test_an_answer_to_something_else_is_none(
    readers: Readers, monkeypatch: pytest.MonkeyPatch, outcome: JobOutcome
) -> None:
    async def begin(module: str) -> Odd:
        return Odd(said(outcome))

    monkeypatch.setattr(asking, "begin", begin)
    asked = (
        (outcome.read, lambda: readers.file(b"", WINDOW)),
        (outcome.planned, lambda: readers.plans(b"", WINDOW)),
        (outcome.listing, lambda: readers.listing(b"", "")),
    )
    for there, ask in asked:
        readers._free.clear()
        if there is None:
            with pytest.raises(BadInput, match="calendar-unreadable"):
                await ask()
        else:
            assert await ask() == there


async def test_why_it_is_refused_is_handed_on(readers: Readers, monkeypatch: pytest.MonkeyPatch) -> None:
    async def begin(module: str) -> Odd:
        return Odd(said(JobOutcome(refused=Refused("calendar-too-large"))))

    monkeypatch.setattr(asking, "begin", begin)
    with pytest.raises(BadInput, match="calendar-too-large"):
        await readers.file(b"", WINDOW)
