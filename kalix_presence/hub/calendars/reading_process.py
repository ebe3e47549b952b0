"""The process in which calendars are read: each file in a child of its own, so that none costs more than it may.

`python -m kalix_presence.hub.calendars.reading_process` takes frames (four bytes of length, then a job) on standard input and
answers each with a frame. What one file makes the libraries remember is gone with its child.
"""

from __future__ import annotations

import contextlib
import gc
import os
import select
import signal
import struct
import sys
import time
from pathlib import Path

import msgspec
import structlog

from kalix_presence.hub.calendars import dav
from kalix_presence.hub.calendars.jobs import Job, JobOutcome, MakePlans, ReadFile, ReadListing, ReadReport, Refused
from kalix_presence.hub.calendars.planning import plans_in
from kalix_presence.hub.calendars.reading import entries
from kalix_presence.hub.calendars.zones import warm
from kalix_presence.hub.supervision.faults import described
from kalix_presence.hub.supervision.log_lines import begin_logging
from kalix_presence.model.errors import PresenceError

CPU_SECONDS = 2
"""What one file may cost in all."""
OWN_CPU_SECONDS = 1.8
"""After which a child is ended: the kernel looks some times a hundredth of a second, and ending it costs as well."""
MEMORY = 100 * 2**20
"""Bytes that one file may cost in all, beside what the process has."""
OWN_MEMORY = MEMORY - 15 * 2**20
"""What a child may ask for of these: what it writes to of the pages it shares becomes its own as well, unasked (some 7 MiB),
and the process holds the file's text."""
DEADLINE = 15.0
"""Seconds by the clock, for a machine that is busy."""
LENGTH = struct.Struct(">I")
TOO_HEAVY = JobOutcome(refused=Refused("calendar-too-heavy"))
_log = structlog.get_logger("kalix.calendars")
_ONE = msgspec.msgpack.Decoder(Job)


def done(job: Job) -> JobOutcome:
    """What a job gives."""
    try:
        match job:
            case ReadFile(content, window):
                said = entries(content, first=window.first, last=window.last, zone=window.zone, owner=window.owner)
                return JobOutcome(read=said)
            case ReadReport(content, base, window):
                return JobOutcome(report=dav.report(content, base, window))
            case ReadListing(content, base):
                return JobOutcome(listing=dav.listing(content, base))
            case MakePlans(content, window):
                return JobOutcome(planned=plans_in(content, window))
    except PresenceError as refusal:
        return JobOutcome(refused=Refused(refusal.code))
    except (MemoryError, RecursionError):
        return TOO_HEAVY
    except Exception as fault:  # noqa: BLE001  (whatever a file does to its reader, its owner is told and the next file is read)
        _log.error("calendar-not-read", **described(fault))
        return JobOutcome(refused=Refused("calendar-unreadable"))


def main() -> None:
    """Serve until standard input ends."""
    begin_logging()  # its standard error is the hub's
    with contextlib.suppress(OSError):
        os.nice(5)
    warm()
    gc.freeze()  # a collection in a child would write into everything that it shares
    taken, given = sys.stdin.buffer, sys.stdout.buffer
    while len(head := taken.read(LENGTH.size)) == LENGTH.size:
        content = taken.read(LENGTH.unpack(head)[0])
        answer = in_child(content)
        given.write(LENGTH.pack(len(answer)) + answer)
        given.flush()
        del content, answer  # while it waits it holds nobody's calendar


def in_child(content: bytes) -> bytes:
    """The answer to an encoded job, made by a child that is ended when it takes more than it may."""
    ends, starts = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ends)
        status = 1
        try:
            _limit()
            answer = msgspec.msgpack.encode(done(_ONE.decode(content)))
            while answer:
                answer = answer[os.write(starts, answer) :]
            status = 0
        except BaseException as fault:  # noqa: BLE001  (a child has nobody to raise to)
            _log.error("calendar-child-failed", **described(fault))
        finally:
            os._exit(status)
    os.close(starts)
    try:
        found = _received(ends, time.monotonic() + DEADLINE)
    finally:
        os.close(ends)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    return msgspec.msgpack.encode(TOO_HEAVY) if found is None else found


def _received(pipe: int, deadline: float) -> bytes | None:
    """All that comes out of `pipe`; None when it is not a whole answer, or not in time."""
    found = bytearray()
    while True:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([pipe], [], [], left)[0]:
            return None
        part = os.read(pipe, 2**16)
        if not part:
            break
        found += part
    try:
        msgspec.msgpack.decode(found)
    except msgspec.DecodeError:
        return None
    return bytes(found)


def _limit() -> None:
    import resource  # not on Windows, where nothing comes here

    signal.setitimer(signal.ITIMER_PROF, OWN_CPU_SECONDS)  # of all its threads; a limit of CPU counts in whole seconds
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError, ValueError):
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        most = pages * resource.getpagesize() + OWN_MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


if __name__ == "__main__":
    main()
