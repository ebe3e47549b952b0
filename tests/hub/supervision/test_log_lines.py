"""A log that cannot be written stops nobody, and what comes out of it stays whole lines."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from kalix_presence.hub.supervision.log_lines import LineWriter

CALENDAR_PROCESS = """
import io, logging, struct, sys, warnings
import msgspec
from kalix_presence.hub.calendars import reading_process as rp
from kalix_presence.hub.calendars.jobs import Job, ReadListing

def odd(*given):
    warnings.warn("kvittra", RuntimeWarning)
    logging.getLogger("icalendar").warning("kvittra %s", "kvittra")
    raise LookupError("kvittra")

rp.dav.listing = odd
job = msgspec.msgpack.encode(ReadListing(b"kvittra", "https://x.example/"))
sys.stdin = io.TextIOWrapper(io.BytesIO(struct.pack(">I", len(job)) + job))
rp.main()
"""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_loses_lines_and_raises_nothing() -> None:
    with Path("/dev/full").open("w") as full:
        writer = LineWriter(full)
        for number in range(3):
            writer.write(json.dumps({"event": number}))
    assert writer.lost == 3


def test_a_line_that_went_out_half_is_ended_before_the_next_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    really, room = os.write, [7, 0]

    def short(descriptor: int, data: bytes) -> int:
        if not room:
            return really(descriptor, data)
        if (most := room.pop(0)) == 0:
            raise OSError(28, "No space left on device")
        return really(descriptor, data[:most])

    with (tmp_path / "log").open("w") as opened:
        writer = LineWriter(opened)
        monkeypatch.setattr(os, "write", short)
        for number in range(3):
            writer.write(json.dumps({"event": "first", "number": number}))
    lines = [json.loads(line) for line in (tmp_path / "log").read_text("utf-8").splitlines()]
    assert [line["number"] for line in lines] == [0, 1, 2]


def test_lines_of_many_threads_do_not_run_into_each_other(tmp_path: Path) -> None:
    with (tmp_path / "log").open("w") as opened:
        writer = LineWriter(opened)
        line = json.dumps({"event": "x" * 5_000})
        threads = [threading.Thread(target=lambda: [writer.write(line) for _ in range(200)]) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert (tmp_path / "log").read_text("utf-8").splitlines() == [line] * 1_600


@pytest.mark.skipif(sys.platform == "win32", reason="calendars are read by fork")
def test_the_process_that_reads_calendars_speaks_in_lines_too() -> None:
    ran = subprocess.run([sys.executable, "-W", "default", "-c", CALENDAR_PROCESS], capture_output=True, timeout=60, check=True)
    lines = [json.loads(line) for line in ran.stderr.decode().splitlines()]
    assert {"python-warning", "library", "calendar-not-read"} <= {line["event"] for line in lines}
    assert "kvittra" not in json.dumps([{**line, "said": ""} for line in lines])
