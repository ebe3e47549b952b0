"""At the hub that leads: what readers of another hub are given goes out once, in each reader's order, and never without end."""

from __future__ import annotations

import asyncio
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from kalix_presence.hub.relay import trunk_end
from kalix_presence.hub.relay.framing import FrameReader, Kind, TrunkFrame
from kalix_presence.hub.relay.trunk_end import CALM_BYTES, CROWDS, FEW, TrunkEnd
from tests.hub.relay.carried import Noted


async def turn() -> None:
    """One turn of the loop: what was gathered goes out."""
    await asyncio.sleep(0)


def frames(transport: Noted) -> list[TrunkFrame]:
    return FrameReader().feed(transport.got)


def read(sent: list[TrunkFrame]) -> dict[int, list[bytes]]:
    """What each reader gets of these."""
    crowds, got = dict[int, tuple[int, ...]](), defaultdict[int, list[bytes]](list)
    for frame in sent:
        if frame.kind is Kind.CROWD:
            crowds[frame.place] = frame.readers
        elif frame.kind in (Kind.SAY, Kind.SHOUT):
            for number in frame.readers or crowds[frame.place]:
                got[number].append(frame.data)
        elif frame.kind in (Kind.CLOSE, Kind.CUT):
            for number in frame.readers:
                got[number].append(frame.kind.name.encode())
    return dict(got)


async def test_an_event_for_thousands_goes_out_once() -> None:
    transport = Noted()
    end = TrunkEnd(transport, 1_000_000)
    readers = [end.reader(number, lambda: None) for number in range(1, 3_001)]
    for data in (b"one" * 50, b"two" * 50):
        for reader in readers:
            reader.write(data)
        await turn()
    assert [frame.kind for frame in frames(transport)] == [Kind.CROWD, Kind.SHOUT, Kind.SHOUT]
    assert transport.got.count(b"one" * 50) == 1
    assert len(transport.parts) == 2  # one write a turn
    assert read(frames(transport)) == {number: [b"one" * 50, b"two" * 50] for number in range(1, 3_001)}


Steps = list[tuple[str, int, int]]


@given(
    st.integers(1, 30),
    st.lists(
        st.one_of(
            st.tuples(st.just("one"), st.integers(0, 29), st.integers(0, 3)),
            st.tuples(st.just("all"), st.just(0), st.integers(0, 3)),
            st.tuples(st.just("some"), st.integers(2, 5), st.integers(0, 3)),
            st.tuples(st.just("turn"), st.just(0), st.just(0)),
            st.tuples(st.just("close"), st.integers(0, 29), st.just(0)),
            st.tuples(st.just("cut"), st.integers(0, 29), st.just(0)),
        ),
        max_size=40,
    ),
)
def test_each_reader_gets_what_it_was_given_in_its_order(count: int, steps: Steps) -> None:
    """Also when the same bytes are given to many, in turn with others, more than once in a turn."""
    words = [b"a", b"bb", b"ccc", b"\n" * 50]
    given_to = defaultdict[int, list[bytes]](list)

    async def play() -> list[TrunkFrame]:
        transport = Noted()
        end = TrunkEnd(transport, 1_000_000)
        readers = {number: end.reader(number, lambda: None) for number in range(count)}
        for what, which, word in steps:
            if what == "turn":
                await turn()
            elif what in ("close", "cut"):
                if (reader := readers.pop(which, None)) is not None:
                    reader.close() if what == "close" else reader.abort()
                    given_to[which].append(what.upper().encode())
            else:
                for number, reader in readers.items():
                    if what == "all" or (number == which if what == "one" else number % which == 0):
                        reader.write(words[word])
                        given_to[number].append(words[word])
        await turn()
        return frames(transport)

    assert read(asyncio.run(play())) == given_to


async def test_many_sets_of_readers_share_the_few_places() -> None:
    transport = Noted()
    end = TrunkEnd(transport, 10_000_000)
    readers = [end.reader(number, lambda: None) for number in range(100)]
    expected = defaultdict[int, list[bytes]](list)
    for round_ in range(3):
        for size in range(FEW + 1, FEW + 1 + 2 * CROWDS):
            data = b"%d of %d" % (round_, size)
            for reader in readers[:size]:
                reader.write(data)
                expected[reader.number].append(data)
            await turn()
    assert read(frames(transport)) == expected
    assert max(frame.place for frame in frames(transport)) < CROWDS


async def test_a_slow_hub_is_cut_off_whole_and_its_readers_are_told() -> None:
    transport, gone = Noted(), list[int]()
    end = TrunkEnd(transport, 10_000)
    readers = [end.reader(number, lambda number=number: gone.append(number)) for number in range(3)]  # type: ignore[misc]
    transport.slow = True
    with capture_logs() as lines:
        while not end.lost:
            readers[0].write(b"x" * 1_000)
            await turn()
    assert (transport.ended, len(transport.parts), gone) == ("cut", 10, [0, 1, 2])
    assert [line["event"] for line in lines] == ["slow-hub-cut-off"]
    for reader in readers:
        with pytest.raises(ConnectionResetError):
            reader.write(b"x")
    with pytest.raises(ConnectionResetError):
        end.reader(9, lambda: None)


async def test_a_whole_board_may_be_larger_than_what_may_be_unsent() -> None:
    transport = Noted()
    end = TrunkEnd(transport, 10_000)
    transport.slow = True
    for number in range(3):  # in one turn: none of it has gone out
        reader = end.reader(number, lambda: None)
        reader.set_write_buffer_limits(high=50_000)
        reader.write(b"x" * 49_000)
    await turn()
    assert not end.lost
    transport.unsent = 0
    end.drained()
    reader.set_write_buffer_limits(high=50_000)  # not its first: no board
    reader.write(b"x" * 11_000)
    await turn()
    assert end.lost


async def test_who_opens_a_stream_waits_while_much_is_unsent() -> None:
    transport = Noted()
    end = TrunkEnd(transport, 10_000)
    assert transport.high == CALM_BYTES
    end.full()
    waiting = asyncio.ensure_future(end.calm())
    await turn()
    assert not waiting.done()
    end.drained()
    await waiting
    end.full()
    waiting = asyncio.ensure_future(end.calm())
    await turn()
    end.lose()  # nobody waits for what does not come
    await waiting


async def test_who_is_gone_at_the_other_hub_reads_no_longer() -> None:
    gone = list[int]()
    end = TrunkEnd(Noted(), 10_000)
    readers = [end.reader(number, lambda number=number: gone.append(number)) for number in range(3)]  # type: ignore[misc]
    end.gone((1, 7, 1))
    assert (gone, len(end)) == ([1], 2)
    assert readers[1].is_closing()
    with pytest.raises(ConnectionResetError):
        readers[1].write(b"x")


async def test_a_number_is_given_once() -> None:
    end = TrunkEnd(Noted(), 10_000)
    end.reader(1, lambda: None)
    with pytest.raises(ConnectionResetError):
        end.reader(1, lambda: None)


async def test_a_trunk_whose_connection_is_gone_takes_no_more() -> None:
    transport = Noted()
    end = TrunkEnd(transport, 10_000)
    reader = end.reader(1, lambda: None)
    reader.write(b"x")
    transport.gone = True
    await turn()
    assert end.lost
    end.beat()
    reader.close()
    end.lose()


async def test_a_beat_is_a_frame_of_its_own() -> None:
    transport = Noted()
    TrunkEnd(transport, 10_000).beat()
    assert frames(transport) == [TrunkFrame(Kind.BEAT)]
    assert trunk_end.OPENING > 1
