"""A call that is only listened to: the sound in order whatever the network does, and an end in every case."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.hub.pbx.asterisk import listening
from kalix_presence.hub.pbx.asterisk.ami import AmiAnswer
from kalix_presence.hub.pbx.asterisk.listening import Listening, _Sound
from kalix_presence.hub.pbx.protocol import Heard
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.present_call import DivertReason

LOCAL = "127.0.0.1"


def packet(number: int, sound: bytes, *, version: int = 2, kind: int = 8, sources: int = 0, marked: bool = False) -> bytes:
    head = bytes([version << 6 | sources, kind | (0x80 if marked else 0)]) + number.to_bytes(2, "big") + bytes(8)
    return head + bytes(4 * sources) + sound


class Manager:
    """Stands where Asterisk's manager interface does: what was asked, and what is done once it was."""

    own_address = LOCAL

    def __init__(self, response: str = "Success") -> None:
        self.response, self.asked = response, dict[str, str]()
        self.then: Callable[[], None] = lambda: None

    async def request(self, action: str, *headers: tuple[str, str]) -> AmiAnswer:
        self.asked = {"Action": action, **dict(headers)}
        asyncio.get_running_loop().call_soon(self.then)
        return AmiAnswer({"Response": self.response})

    @property
    def port(self) -> int:
        found = re.fullmatch(rf"UnicastRTP/{LOCAL}:(\d+)/c\(alaw\)", self.asked["Channel"])
        assert found is not None
        return int(found[1])

    @property
    def token(self) -> str:
        return self.asked["Variable"].removeprefix("__KALIX_LISTENS=")


async def heard(*packets: bytes, event: Mapping[str, str] | None = None) -> tuple[Heard, Manager]:
    manager = Manager()
    one = Listening(manager)  # type: ignore[arg-type]

    def speak() -> None:
        async def send() -> None:
            transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
                asyncio.DatagramProtocol, remote_addr=(LOCAL, manager.port)
            )
            for each in packets:
                transport.sendto(each)
            transport.close()
            over = event or {"UserEvent": "KalixListened", "Target": "2001", "Why": "absence"}
            one.on_event({"UserEvent": "KalixListened", "Check": "kalix-listen-somebody-elses", "Target": "9"})
            one.on_event({"Check": manager.token, **over})

        sending.append(asyncio.get_running_loop().create_task(send()))

    sending: list[asyncio.Task[None]] = []
    manager.then = speak
    found = await one.call("2041")
    one.on_event({"UserEvent": "KalixListened", "Check": manager.token})  # told once more when nobody listens: no harm
    return found, manager


async def test_what_a_caller_hears_comes_back_with_where_the_call_would_go() -> None:
    found, manager = await heard(packet(1, b"ab"), packet(2, b"cd"))
    assert found == Heard(b"abcd", "2001", DivertReason.ABSENCE)
    assert (manager.asked["Action"], manager.asked["Context"], manager.asked["Exten"]) == ("Originate", "kalix-listen", "2041")
    assert (manager.asked["Priority"], manager.asked["Async"]) == ("1", "true")


async def test_a_phone_that_rings_goes_nowhere() -> None:
    found, _ = await heard(event={"UserEvent": "KalixListened"})
    assert found == Heard(b"", "", DivertReason.NONE)


async def test_two_calls_are_never_taken_for_each_other() -> None:
    _, first = await heard()
    _, second = await heard()
    assert first.token != second.token


async def test_a_call_that_cannot_be_placed_was_not_heard() -> None:
    with pytest.raises(Unavailable, match="asterisk-not-heard"):
        await Listening(Manager("Error")).call("2041")  # type: ignore[arg-type]
    manager = Manager()
    one = Listening(manager)  # type: ignore[arg-type]
    manager.then = lambda: one.on_event({"Event": "OriginateResponse", "Response": "Failure"})
    with pytest.raises(Unavailable, match="asterisk-not-heard"):
        await one.call("2041")


async def test_a_call_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "LONGEST_SECONDS", 0.01)
    with pytest.raises(Unavailable, match="asterisk-not-heard"):
        await Listening(Manager()).call("2041")  # type: ignore[arg-type]


@given(first=st.integers(0, 65_535), order=st.permutations(range(12)))
def test_packets_are_put_in_order_also_where_their_numbers_begin_again(first: int, order: list[int]) -> None:
    sound = _Sound()
    for place in order:
        sound.datagram_received(packet((first + place) % 65_536, bytes([place])), None)
    assert sound.whole() == bytes(range(12))


def test_one_that_comes_twice_counts_once_as_it_first_came() -> None:
    sound = _Sound()
    for each in (packet(7, b"a"), packet(7, b"b"), packet(8, b"c")):
        sound.datagram_received(each, None)
    assert sound.whole() == b"ac"


@pytest.mark.parametrize(
    "strange", [b"", packet(2, b""), packet(2, b"x", version=1), packet(2, b"x", kind=0), packet(2, b"x", kind=13), bytes(40)]
)
def test_what_is_no_sound_is_left_out(strange: bytes) -> None:
    sound = _Sound()
    sound.datagram_received(packet(1, b"a", marked=True), None)
    sound.datagram_received(strange, None)
    sound.datagram_received(packet(3, b"b", sources=2), None)
    assert sound.whole() == b"ab"


def test_no_more_is_kept_than_the_longest_call_has_twice() -> None:
    sound = _Sound()
    for number in range(7_000):
        sound.datagram_received(packet(number, b"a"), None)
    assert len(sound.whole()) == 6_000
