"""Frames of a trunk are found again in whatever pieces they come, and what is none is noticed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.hub.relay import framing
from kalix_presence.hub.relay.framing import Broken, FrameReader, Kind, TrunkFrame

numbers = st.lists(st.integers(0, 2**32 - 1), max_size=20).map(tuple)
frames = st.one_of(
    st.just(TrunkFrame(Kind.BEAT)),
    st.builds(lambda who, data: TrunkFrame(Kind.SAY, who, data=data), numbers, st.binary(max_size=200)),
    st.builds(lambda who, place: TrunkFrame(Kind.CROWD, who, place), numbers, st.integers(0, 255)),
    st.builds(lambda place, data: TrunkFrame(Kind.SHOUT, place=place, data=data), st.integers(0, 255), st.binary(max_size=200)),
    st.builds(lambda who: TrunkFrame(Kind.CLOSE, who), numbers),
    st.builds(lambda who: TrunkFrame(Kind.CUT, who), numbers),
)


def written(frame: TrunkFrame) -> bytes:
    who = framing.packed(frame.readers)
    return {
        Kind.BEAT: framing.beat,
        Kind.SAY: lambda: framing.say(who, frame.data),
        Kind.CROWD: lambda: framing.crowd(frame.place, who),
        Kind.SHOUT: lambda: framing.shout(frame.place, frame.data),
        Kind.CLOSE: lambda: framing.close(who),
        Kind.CUT: lambda: framing.cut(who),
    }[frame.kind]()


@given(st.lists(frames, max_size=12), st.data())
def test_frames_come_out_as_they_went_in_however_they_are_split(sent: list[TrunkFrame], data: st.DataObject) -> None:
    whole = b"".join(map(written, sent))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(whole)), max_size=30)))
    reader, found = FrameReader(), list[TrunkFrame]()
    for begin, end in zip([0, *cuts], [*cuts, len(whole)], strict=True):
        found += reader.feed(whole[begin:end])
    assert found == sent


@given(st.lists(frames, max_size=3), st.binary(max_size=60))
def test_what_is_no_frame_is_refused_or_waited_for_and_nothing_else(sent: list[TrunkFrame], rest: bytes) -> None:
    reader = FrameReader()
    assert reader.feed(b"".join(map(written, sent))) == sent
    try:
        for frame in reader.feed(rest):
            assert written(frame) in rest
    except Broken:
        pass


@pytest.mark.parametrize(
    "data",
    [
        b"\0\0\0\0",
        b"\xff\xff\xff\xff",
        b"\0\0\0\1\x09",
        b"\0\0\0\1\1",
        b"\0\0\0\5\1\0\0\0\1",
        b"\0\0\0\1\2",
        b"\0\0\0\1\3",
        b"\0\0\0\3\4\0\0",
    ],
    ids=["empty", "endless", "kind", "say nothing", "say too few", "crowd", "shout", "half a number"],
)
def test_what_cannot_be_meant_breaks_the_trunk(data: bytes) -> None:
    with pytest.raises(Broken):
        FrameReader().feed(data)


@given(numbers)
def test_numbers_are_of_one_order_on_every_machine(who: tuple[int, ...]) -> None:
    assert framing.packed(who) == b"".join(number.to_bytes(4, "big") for number in who)
    assert framing.unpacked(framing.packed(who)) == who
