"""Has calendars read by the processes for it: a few of them, started when first needed, ended and replaced when one hangs."""

from __future__ import annotations

import asyncio
import contextlib
import os
from asyncio.subprocess import Process

import msgspec
import structlog

from kalix_presence.hub.calendars.jobs import (
    Job,
    JobOutcome,
    ListingJob,
    MakePlans,
    Planned,
    ReadFile,
    ReadListing,
    ReadReport,
    ReadWindow,
    Report,
)
from kalix_presence.hub.calendars.reading import Read
from kalix_presence.hub.calendars.reading_process import DEADLINE, LENGTH, done
from kalix_presence.hub.supervision.own_process import begin
from kalix_presence.model.errors import BadInput, Unavailable

log = structlog.get_logger("kalix.calendars")

AT_ONCE = 2
"""Processes; each is small, and reading is never in a hurry."""
PATIENCE = 2 * DEADLINE
"""Seconds after which a process that has ended its file itself long ago is taken for lost."""


class Readers:
    """Asks a free process; `close` ends them. To be used in one loop."""

    def __init__(self) -> None:
        self._free: list[Process] = []
        self._all: set[Process] = set()
        self._gate = asyncio.Semaphore(AT_ONCE)

    async def file(self, content: bytes, window: ReadWindow) -> Read:
        """The entries of a calendar file. Raises BadInput `calendar-...`, Unavailable `calendar-reader`."""
        found = (await self._run(ReadFile(content, window))).read
        if found is None:
            raise BadInput("calendar-unreadable")
        return found

    async def report(self, content: bytes, base: str, window: ReadWindow) -> Report:
        """What an answer to a CalDAV REPORT at `base` names. Raises as `file`."""
        found = (await self._run(ReadReport(content, base, window))).report
        if found is None:
            raise BadInput("calendar-unreadable")
        return found

    async def listing(self, content: bytes, base: str) -> ListingJob:
        """The calendars that a CalDAV PROPFIND names. Raises as `file`."""
        found = (await self._run(ReadListing(content, base))).listing
        if found is None:
            raise BadInput("calendar-unreadable")
        return found

    async def plans(self, content: bytes, window: ReadWindow) -> Planned:
        """The plans of a calendar file. Raises as `file`."""
        found = (await self._run(MakePlans(content, window))).planned
        if found is None:
            raise BadInput("calendar-unreadable")
        return found

    async def close(self) -> None:
        """End the processes."""
        for process in list(self._all):
            await self._end(process)
        self._free.clear()

    async def _run(self, job: Job) -> JobOutcome:
        if not hasattr(os, "fork"):  # a hub for trying out on Windows
            outcome = await asyncio.to_thread(done, job)
        else:
            async with self._gate:
                outcome = await self._answered(msgspec.msgpack.encode(job))
        if outcome.refused is not None:
            raise BadInput(outcome.refused.code)
        return outcome

    async def _answered(self, content: bytes) -> JobOutcome:
        process = await self._process()
        taken, given = process.stdin, process.stdout
        if taken is None or given is None:
            raise Unavailable("calendar-reader")
        try:
            async with asyncio.timeout(PATIENCE):
                taken.write(LENGTH.pack(len(content)) + content)
                await taken.drain()
                head = await given.readexactly(LENGTH.size)
                answer = await given.readexactly(LENGTH.unpack(head)[0])
            outcome = msgspec.msgpack.decode(answer, type=JobOutcome)
        except (OSError, EOFError, TimeoutError, msgspec.MsgspecError) as fault:
            await self._end(process)
            log.warning("calendar-reader-lost", kind=type(fault).__name__)
            raise Unavailable("calendar-reader") from None
        except BaseException:  # cancelled while it was asked: its next answer would be to this question
            await self._end(process)
            raise
        self._free.append(process)
        return outcome

    async def _process(self) -> Process:
        while self._free:
            process = self._free.pop()
            if process.returncode is None:
                return process
            self._all.discard(process)
        try:
            process = await begin("kalix_presence.hub.calendars.reading_process")
        except OSError:
            raise Unavailable("calendar-reader") from None
        self._all.add(process)
        return process

    async def _end(self, process: Process) -> None:
        self._all.discard(process)
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        if process.stdin is not None:
            process.stdin.close()
        await process.wait()
