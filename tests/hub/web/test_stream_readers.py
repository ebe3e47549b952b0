"""Who is written to: everybody in one loop, or those who hear under a name."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from kalix_presence.hub.access.sessions import Signed
from kalix_presence.hub.web.stream_readers import StreamReader, StreamReaders
from kalix_presence.model.access import Caller, Role


class Wire:
    """A connection that keeps what is written to it."""

    def __init__(self) -> None:
        self.written: list[bytes] = []

    def write(self, data: bytes) -> None:
        self.written.append(data)


def reader(username: str, extension: str | None = None, role: Role = Role.EMPLOYEE) -> tuple[StreamReader, list[bytes]]:
    wire: Any = Wire()
    caller = Caller(username, extension, "bygg", frozenset({role}))
    return StreamReader(Signed(caller, username, b"", *[datetime.max.replace(tzinfo=UTC)] * 2), wire, False, 1000), wire.written


def test_everybody_gets_the_same_bytes_until_they_leave() -> None:
    readers = StreamReaders()
    (anna, to_anna), (per, to_per) = reader("anna", "2041"), reader("per", "2042")
    readers.add(anna)
    assert readers.write(b"1")
    readers.add(per)
    assert readers.write(b"2")
    readers.discard(anna)
    readers.discard(anna)
    assert readers.write(b"3")
    assert (to_anna, to_per) == ([b"1", b"2"], [b"2", b"3"])


def test_nobody_is_written_to_past_one_who_waits_for_what_was_missed() -> None:
    readers = StreamReaders()
    (anna, to_anna), (late, to_late) = reader("anna", "2041"), reader("late")
    late.waiting = []
    readers.add(anna)
    readers.add(late)
    assert not readers.write(b"1")
    assert not to_anna
    late.waiting = None
    readers.changed()
    assert readers.write(b"2")
    assert to_anna == to_late == [b"2"]


@pytest.mark.parametrize(
    ("names", "who"),
    [
        (["2041"], {"anna"}),
        (["user:maria"], {"maria"}),
        (["role:receptionist", "2041", "user:anna"], {"anna", "maria"}),
        (["officer:bygg"], {"olle"}),
        (["officer:skola", "2999"], set()),
    ],
)
def test_an_audience_is_found_by_its_names_each_once(names: list[str], who: set[str]) -> None:
    readers = StreamReaders()
    for each, _ in (reader("anna", "2041"), reader("maria", "2001", Role.RECEPTIONIST), reader("olle", "2043", Role.OFFICER)):
        readers.add(each)
    found = readers.hearing(names)
    assert sorted(each.caller.username for each in found) == sorted(who)
    for each in found:
        readers.discard(each)
    assert readers.hearing(names) == []
