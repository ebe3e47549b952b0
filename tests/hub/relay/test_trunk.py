"""At a hub that stands by: what comes on the trunk reaches each client's connection, and nobody slow holds up the others."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from kalix_presence.hub.hubs.leader import Leader
from kalix_presence.hub.relay import framing
from kalix_presence.hub.relay.framing import packed
from kalix_presence.hub.relay.trunk import Trunk
from tests.hub.relay.carried import Noted

LEADER = Leader("one", "http://127.0.0.1:1", 1)


class House:
    """A trunk, whom it has told to be gone, and how many it has cut off."""

    def __init__(self, most: int = 1_000) -> None:
        self.gone: list[int] = []
        self.cut = 0
        self.trunk = Trunk(LEADER, most, self.gone.append, self._count)

    def _count(self) -> None:
        self.cut += 1

    def reader(self, *, begun: bool = True) -> tuple[int, Noted]:
        number = self.trunk.expect()
        transport = Noted(lambda: self.trunk.full(number))
        if begun:
            self.trunk.begin(number, transport)
        return number, transport

    async def comes(self, *parts: bytes) -> None:
        async def pieces() -> AsyncIterator[bytes]:
            for part in parts:
                yield part

        await self.trunk.read(pieces())


async def test_what_is_said_reaches_whom_it_is_said_to() -> None:
    house = House()
    (one, first), (two, second) = house.reader(), house.reader()
    await house.comes(framing.say(packed([one]), b"a"), framing.beat(), framing.say(packed([one, two]), b"b"))
    assert (first.got, second.got) == (b"ab", b"b")
    assert house.trunk.delivered == 3


async def test_what_comes_before_the_connection_is_taken_over_is_not_lost() -> None:
    house = House()
    number, transport = house.reader(begun=False)
    everybody = [number, *(house.reader()[0] for _ in range(20))]
    await house.comes(framing.say(packed([number]), b"a"), framing.crowd(3, packed(everybody)), framing.shout(3, b"b"))
    assert len(house.trunk) == 20
    house.trunk.begin(number, transport)
    assert transport.got == b"ab"
    await house.comes(framing.shout(3, b"c"))
    assert transport.got == b"abc"


async def test_a_reader_that_is_ended_before_it_begins_ends_when_it_does() -> None:
    house = House()
    for frame, how in ((framing.close, "closed"), (framing.cut, "cut")):
        number, transport = house.reader(begun=False)
        await house.comes(framing.say(packed([number]), b"a") + frame(packed([number])))
        house.trunk.begin(number, transport)
        assert (transport.got, transport.ended) == (b"a", how)
    assert house.gone == []  # the other side has said it


async def test_what_waits_for_a_connection_is_bounded() -> None:
    house = House(most=100)
    number, transport = house.reader(begun=False)
    await house.comes(framing.say(packed([number]), b"a" * 500), framing.say(packed([number]), b"b" * 100))
    assert house.gone == []  # the first may be a whole board
    await house.comes(framing.say(packed([number]), b"c"))
    assert house.gone == [number]
    with pytest.raises(ConnectionResetError):
        house.trunk.begin(number, transport)


async def test_a_slow_reader_is_cut_off_and_told_of_and_the_others_get_everything() -> None:
    house = House(most=100)
    slow, transport = house.reader()
    transport.slow = True
    others = [house.reader() for _ in range(20)]
    crowd = framing.crowd(0, packed([slow, *(number for number, _ in others)]))
    await house.comes(framing.say(packed([slow]), b"b" * 500), crowd, *[framing.shout(0, b"x" * 50)] * 2)
    await asyncio.sleep(0)
    assert (transport.ended, house.cut) == ("", 0)  # a board does not count
    await house.comes(*[framing.shout(0, b"x" * 50)] * 3)
    await asyncio.sleep(0)
    assert (transport.ended, house.cut, house.gone) == ("cut", 1, [slow])
    assert all(each.got == b"x" * 250 for _, each in others)


async def test_a_connection_that_is_gone_before_anybody_was_told_costs_the_others_nothing() -> None:
    house = House()
    readers = [house.reader() for _ in range(20)]
    crowd = framing.crowd(0, packed([number for number, _ in readers]))
    await house.comes(crowd, framing.shout(0, b"a"))
    readers[7][1].gone = True
    await house.comes(framing.shout(0, b"b"), framing.shout(0, b"c"))
    assert [each.got for at, (_, each) in enumerate(readers) if at != 7] == [b"abc"] * 19
    assert readers[7][0] in house.gone
    readers[8][1].gone = readers[9][1].gone = True
    await house.comes(framing.close(packed([readers[8][0], readers[10][0]])))
    house.trunk.lose()
    assert [each.ended for _, each in readers[8:]] == ["", "", *["closed"] * 10]


async def test_who_leaves_is_told_of_once_and_again_when_the_other_side_goes_on() -> None:
    house = House()
    number, _ = house.reader()
    house.trunk.leave(number)
    house.trunk.leave(number)
    assert house.gone == [number]
    await house.comes(framing.say(packed([number]), b"a"))
    assert house.gone == [number, number]


async def test_who_stands_in_a_crowd_is_looked_up_anew_when_it_changes() -> None:
    house = House()
    readers = [house.reader() for _ in range(12)]
    numbers = [number for number, _ in readers]
    await house.comes(framing.crowd(0, packed(numbers)), framing.shout(0, b"a"))
    house.trunk.leave(numbers[0])
    await house.comes(framing.shout(0, b"b"), framing.crowd(0, packed(numbers[:6])), framing.shout(0, b"c"))
    assert [each.got for _, each in readers] == [b"a", *[b"abc"] * 5, *[b"ab"] * 6]


async def test_a_trunk_that_is_lost_ends_its_streams() -> None:
    house = House()
    (_, begun), (early, late) = house.reader(), house.reader(begun=False)
    house.trunk.lose()
    assert begun.ended == "closed"
    with pytest.raises(ConnectionResetError):
        house.trunk.begin(early, late)
    await house.comes(framing.say(packed([1]), b"a"))
    assert (begun.got, house.gone) == (b"", [])


async def test_what_is_no_frame_ends_it() -> None:
    house = House()
    _, transport = house.reader()
    await house.comes(b"\xff" * 100, framing.say(packed([1]), b"a"))
    assert transport.got == b""


async def test_a_trunk_that_is_silent_is_dead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kalix_presence.hub.relay.trunk.SILENT_SECONDS", 0.01)

    async def silent() -> AsyncIterator[bytes]:
        await asyncio.Event().wait()
        yield b""

    await House().trunk.read(silent())
