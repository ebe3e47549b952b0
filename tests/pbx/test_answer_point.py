"""An exchange that keeps neither reason nor time forwards here: callers hear why and until when all the same, and ring the person past
the forward once that is over. Two real exchanges, real SIP phones, no hub."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator

import pytest

from tests.clocks import machine_now, pbx_second
from tests.pbx.asterisk_server import PATIENCE, wait_until
from tests.pbx.hand_phone import Call, HandPhone
from tests.pbx.two_exchanges import TwoExchanges

pytestmark = pytest.mark.asterisk

KARIN = 'P-Asserted-Identity: "Karin Berg" <sip:0923650417@outside>\r\n'
WAYS = {"a number of their own": "882041", "one number for all": "7700"}
Phone = Callable[..., HandPhone]


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TwoExchanges]:
    both = TwoExchanges(tmp_path_factory.mktemp("two"))
    yield both
    both.stop()


@pytest.fixture
def two(pair: TwoExchanges) -> TwoExchanges:
    pair.clear()
    return pair


@pytest.fixture
def phone(two: TwoExchanges) -> Iterator[Phone]:
    made: list[HandPhone] = []

    def make(number: str, **more: bool) -> HandPhone:
        made.append(HandPhone(two.plain, number, **more))
        return made[-1]

    yield make
    two.clear()
    for each in made:
        each.close()


def lunch(two: TwoExchanges, seconds: int = 3600) -> None:
    """Anna is at lunch for so long."""
    until = 0 if not seconds else int(pbx_second().timestamp()) + seconds
    two.point.put("2041", f"1|{until}|always|9|lunch|a-1")


def rings_past(two: TwoExchanges, phone: Phone, dial: Callable[[HandPhone], Call]) -> None:
    """Anna's own phone rings, and can be answered."""
    anna, outside = phone("2041"), phone("outside")
    call = dial(outside)
    anna.pick_up()
    wait_until(lambda: call.answered, "the caller is not connected")


@pytest.mark.parametrize("way", WAYS)
def test_a_rule_in_force_is_said_and_the_switchboard_reached(two: TwoExchanges, phone: Phone, way: str) -> None:
    two.forward("2041", WAYS[way])
    lunch(two)
    switchboard, outside = phone("9"), phone("outside")
    call = outside.dial("2041", headers=KARIN)
    ringing = switchboard.ringing()
    assert "lunch" in two.point.played()
    assert 183 in call.statuses
    assert "0923650417" in ringing.theirs
    switchboard.pick_up(ringing)
    wait_until(lambda: call.answered, "the caller is not connected")


@pytest.mark.parametrize("way", WAYS)
def test_once_it_is_over_the_phone_rings_past_the_forward(two: TwoExchanges, phone: Phone, way: str) -> None:
    two.forward("2041", WAYS[way])
    two.point.put("2041", f"1|{int(machine_now().timestamp()) - 1}|always|9|lunch|a-1")
    rings_past(two, phone, lambda outside: outside.dial("2041", headers=KARIN))


def test_without_a_rule_it_rings_too_and_nobody_who_answers_not_is_left(two: TwoExchanges, phone: Phone) -> None:
    two.forward("2041", "882041")
    anna, switchboard, outside = phone("2041"), phone("9"), phone("outside")
    outside.dial("2041", headers=KARIN)
    anna.ringing()
    switchboard.ringing()  # after the policy's signals


def test_who_is_busy_leaves_the_caller_to_the_switchboard(two: TwoExchanges, phone: Phone) -> None:
    two.forward("2041", "882041")
    phone("2041", busy=True)
    switchboard, outside = phone("9"), phone("outside")
    outside.dial("2041", headers=KARIN)
    switchboard.ringing()


@pytest.mark.parametrize(
    "history",
    [
        "<sip:2041@plain>;index=1",
        "<sip:2041@plain>;index=1, <sip:7700@point;cause=302>;index=1.1",
        "<sip:2043@plain>;index=1, <sip:2041@plain;cause=302>;index=1.1, <sip:7700@point;cause=302>;index=1.1.1",
        "<tel:2041>;index=1, <sip:7700@point>;index=1.1",
    ],
)
def test_a_history_says_whose_call_it_is_where_no_diversion_does(two: TwoExchanges, phone: Phone, history: str) -> None:
    two.forward("2041", "7700")
    two.say(history)
    lunch(two)
    switchboard, outside = phone("9"), phone("outside")
    outside.dial("2041", headers=KARIN)
    switchboard.ringing()
    assert "lunch" in two.point.played()


@pytest.mark.parametrize(
    "history",
    [
        "",
        "<sip:7700@point>",
        "<sip:x2041@plain>",
        "<sip:20412041@plain>",
        "2041 <sip:anna@plain>;index=1, <sip:7700@point>;index=1.1",
        '"a:2041, b" <sip:anna@plain>;index=1',
        "2041",
    ],
)
def test_one_number_for_all_without_a_word_whose_call_it_is_reaches_the_switchboard(
    two: TwoExchanges, phone: Phone, history: str
) -> None:
    two.forward("2041", "7700")
    two.say(history)
    anna, switchboard, outside = phone("2041"), phone("9"), phone("outside")
    outside.dial("2041", headers=KARIN)
    switchboard.ringing()
    assert anna.calls == []


def test_a_withheld_number_goes_no_further(two: TwoExchanges, phone: Phone) -> None:
    two.forward("2041", "882041")
    anna, outside = phone("2041"), phone("outside")
    outside.dial("2041", headers=f"{KARIN}Privacy: id\r\n")
    assert "0923650417" not in anna.ringing().theirs
    two.clear()
    two.forward("2041", "882041")
    lunch(two)
    switchboard = phone("9")
    outside.dial("2041", headers=f"{KARIN}Privacy: id\r\n")
    assert "0923650417" not in switchboard.ringing().theirs


def test_diverted_twice_the_one_who_sent_it_here_is_told_of(two: TwoExchanges, phone: Phone) -> None:
    two.forward("2042", "2041")
    two.forward("2041", "882041")
    lunch(two)
    switchboard, outside = phone("9"), phone("outside")
    outside.dial("2042", headers=KARIN)
    switchboard.ringing()
    assert "lunch" in two.point.played()


@pytest.mark.parametrize("how", ["carries", "forgets"])
def test_an_exchange_that_forwards_past_its_forward_makes_no_circle(two: TwoExchanges, phone: Phone, how: str) -> None:
    two.forward("2041", "882041")
    two.plain.put("2041", how, family="wrong")
    switchboard, outside = phone("9"), phone("outside")
    call = outside.dial("2041", headers=KARIN)
    switchboard.pick_up()
    wait_until(lambda: call.answered, "the caller is not connected")
    assert two.turns("2041") == 2


@pytest.mark.parametrize(("how", "turns"), [("carries", 5), ("forgets", 9)])
def test_a_call_of_nobody_that_comes_round_ends_at_the_phone(two: TwoExchanges, phone: Phone, how: str, turns: int) -> None:
    """Who does not say who they are is not known again: then only the hops tell, or how many there are."""
    two.forward("2041", "882041")
    two.plain.put("2041", how, family="wrong")
    anna, outside = phone("2041"), phone("outside")
    call = outside.dial("2041", headers=f"{KARIN}Privacy: id\r\n")
    anna.pick_up()
    wait_until(lambda: call.answered, "the caller is not connected")
    assert two.turns("2041") == turns


def test_a_trunk_that_is_down_leaves_the_person_reachable(two: TwoExchanges, phone: Phone) -> None:
    two.forward("2041", "882041")
    lunch(two)
    two.point.kill9()
    try:
        two.trunk_is("Unavail")
        rings_past(two, phone, lambda outside: outside.dial("2041", headers=KARIN))
    finally:
        two.point.start()
        two.joined()


def test_a_stranger_who_says_to_be_the_trunk_gets_nowhere(two: TwoExchanges, phone: Phone) -> None:
    stranger = HandPhone(two.point, "2042")
    anna = phone("2041")
    try:
        for number in ("882041", "7700", "*02041", "9"):
            told = "Diversion: <sip:2041@exchange>;reason=unconditional\r\nX-Kalix-Hops: 4\r\n"
            call = stranger.dial(number, headers=told, shown="exchange")
            wait_until(lambda call=call: any(status >= 400 for status in call.statuses), f"{number} is let in")
        assert anna.calls == []
    finally:
        stranger.close()


def test_another_at_the_address_of_the_trunk_needs_its_password(two: TwoExchanges, phone: Phone) -> None:
    anna = phone("2041")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
        stranger.bind((two.plain.address, 0))
        stranger.settimeout(PATIENCE)
        host, port = stranger.getsockname()
        stranger.sendto(
            f"INVITE sip:882041@{two.point.address}:5060 SIP/2.0\r\nVia: SIP/2.0/UDP {host}:{port};branch=z9hG4bKstranger\r\n"
            f"From: <sip:exchange@{host}>;tag=s\r\nTo: <sip:882041@{two.point.address}>\r\nCall-ID: stranger@{host}\r\n"
            f"CSeq: 1 INVITE\r\nContact: <sip:exchange@{host}:{port}>\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n".encode(),
            (two.point.address, 5060),
        )
        assert stranger.recv(4096).startswith(b"SIP/2.0 401 ")
    assert anna.calls == []
