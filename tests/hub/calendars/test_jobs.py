"""What goes to the process that reads calendars and comes back is the same on either side."""

from __future__ import annotations

from datetime import UTC, date, datetime

import msgspec
import pytest

from kalix_presence.hub.calendars.jobs import (
    Candidate,
    Collection,
    Item,
    Job,
    JobOutcome,
    ListingJob,
    MakePlans,
    Planned,
    ReadFile,
    ReadListing,
    ReadReport,
    ReadWindow,
    Refused,
    Report,
)
from kalix_presence.hub.calendars.reading import Read

WINDOW = ReadWindow(
    datetime(2026, 12, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC), "Europe/Stockholm", "a@b.invalid", False
)


@pytest.mark.parametrize(
    "job", [ReadFile(b"\xff", WINDOW), ReadReport(b"", "https://a.invalid/", WINDOW), MakePlans(b"x", WINDOW),
            ReadListing(b"x", "https://a.invalid/")]
)  # fmt: skip
def test_a_job_arrives_as_what_it_was(job: Job) -> None:
    arrived = msgspec.msgpack.decode(msgspec.msgpack.encode(job), type=Job)
    assert arrived == job
    assert type(arrived) is type(job)


def test_an_answer_arrives_with_all_that_was_said() -> None:
    told = Candidate(
        "u", "k", "s", datetime(2026, 12, 1, 9), datetime(2026, 12, 1, 10), 2, "UTC", "FREQ=DAILY",  # noqa: DTZ001
        (date(2026, 12, 2),), away=True, informs=True, replaces="r", alone=True, code="c", unread=True, guessed_zone=True,
    )  # fmt: skip
    for outcome in (
        JobOutcome(planned=Planned([told], ["u"], 3, "lacks")),
        JobOutcome(listing=ListingJob([Collection("/a", "A", "1")], ["/b"])),
        JobOutcome(read=Read(held=2, unread=1)),
        JobOutcome(report=Report([Item("/a", Read(held=1)), Item("/b", gone=True)], "t", more=True)),
        JobOutcome(refused=Refused("calendar-unreadable")),
    ):
        assert msgspec.msgpack.decode(msgspec.msgpack.encode(outcome), type=JobOutcome) == outcome


@pytest.mark.parametrize("strange", [b"", b"\xc1", msgspec.msgpack.encode({"type": "ReadAll"}), msgspec.msgpack.encode([1])])
def test_what_is_no_job_is_refused(strange: bytes) -> None:
    with pytest.raises(msgspec.MsgspecError):
        msgspec.msgpack.decode(strange, type=Job)


def test_wall_times_stay_without_a_zone_and_instants_keep_theirs() -> None:
    wall = datetime(2026, 12, 1, 9)  # noqa: DTZ001
    arrived = msgspec.msgpack.decode(msgspec.msgpack.encode(Candidate("u", "k", starts=wall)), type=Candidate)
    assert arrived.starts is not None
    assert arrived.starts.tzinfo is None
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(WINDOW), type=ReadWindow).first.tzinfo is not None
