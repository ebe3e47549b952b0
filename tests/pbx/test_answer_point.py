"""An exchange that keeps neither reason nor time forwards here: callers hear why and until when all the same, and ring the person past
the forward once that is over. Two real exchanges, Asterisk or Kamailio in front, real SIP phones, no hub."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kalix_presence.hub.pbx import contract
from kalix_presence.hub.pbx.kamailio.pbx import KamailioPbx
from kalix_presence.model.errors import Unavailable
from tests.clocks import machine_now, pbx_second
from tests.pbx.asterisk_server import PATIENCE, wait_until
from tests.pbx.hand_phone import Call, HandPhone
from tests.pbx.kamailio.kamailio_in_front import KamailioInFront
from tests.pbx.kamailio.kamailio_server import DOMAIN, unpacked
from tests.pbx.load_calls import answering, calls
from tests.pbx.soft_phone import SoftPhone
from tests.pbx.two_exchanges import SECRET, TwoExchanges

pytestmark = [pytest.mark.asterisk, pytest.mark.xdist_group("answer-point-calls")]
ASTERISK = pytest.mark.parametrize("pair", ["asterisk"], indirect=True)
KAMAILIO = pytest.mark.parametrize("pair", ["kamailio"], indirect=True)

KARIN = 'P-Asserted-Identity: "Karin Berg" <sip:0923650417@outside>\r\n'
WAYS = {"a number of their own": "882041", "one number for all": "7700"}
Phone = Callable[..., HandPhone]
Two = TwoExchanges | KamailioInFront


@pytest.fixture(scope="module", params=["asterisk", "kamailio"])
def pair(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    """By what stands in front."""
    if request.param == "kamailio" and unpacked() is None:
        pytest.skip("Kamailio is not unpacked: installer/kamailio_for_tests")
    folder = tmp_path_factory.mktemp("two")
    both = TwoExchanges(folder) if request.param == "asterisk" else KamailioInFront(folder)
    yield both
    both.stop()


@pytest.fixture
def two(pair: Two) -> Two:
    pair.clear()
    return pair


@pytest.fixture
def asterisks(two: Two) -> TwoExchanges:
    """For what only an exchange can show that says of a forward what the test wants."""
    assert isinstance(two, TwoExchanges)
    return two


@pytest.fixture
def behind_kamailio(two: Two) -> KamailioInFront:
    """For what the part that ships for the exchange in front does; the plain one is the tests' own."""
    assert isinstance(two, KamailioInFront)
    return two


@pytest.fixture
def phone(two: Two) -> Iterator[Phone]:
    made: list[HandPhone] = []

    def make(number: str, **more: bool) -> HandPhone:
        made.append(two.phone(number, **more))
        return made[-1]

    yield make
    two.clear()
    for each in made:
        each.close()


def lunch(two: Two, seconds: int = 3600) -> None:
    """Anna is at lunch for so long."""
    until = 0 if not seconds else int(pbx_second().timestamp()) + seconds
    two.point.put("2041", f"1|{until}|always|9|lunch|a-1")


def rings_past(two: Two, phone: Phone, dial: Callable[[HandPhone], Call]) -> None:
    """Anna's own phone rings, and can be answered."""
    anna, outside = phone("2041"), phone("outside")
    call = dial(outside)
    anna.pick_up()
    wait_until(lambda: call.answered, "the caller is not connected")


@pytest.mark.parametrize("way", WAYS)
def test_a_rule_in_force_is_said_and_the_switchboard_reached(two: Two, phone: Phone, way: str) -> None:
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
def test_once_it_is_over_the_phone_rings_past_the_forward(two: Two, phone: Phone, way: str) -> None:
    two.forward("2041", WAYS[way])
    two.point.put("2041", f"1|{int(machine_now().timestamp()) - 1}|always|9|lunch|a-1")
    rings_past(two, phone, lambda outside: outside.dial("2041", headers=KARIN))


def test_without_a_rule_it_rings_too_and_nobody_who_answers_not_is_left(two: Two, phone: Phone) -> None:
    two.forward("2041", "882041")
    anna, switchboard, outside = phone("2041"), phone("9"), phone("outside")
    outside.dial("2041", headers=KARIN)
    anna.ringing()
    switchboard.ringing()  # after the policy's signals


def test_who_is_busy_leaves_the_caller_to_the_switchboard(two: Two, phone: Phone) -> None:
    two.forward("2041", "882041")
    phone("2041", busy=True)
    switchboard, outside = phone("9"), phone("outside")
    outside.dial("2041", headers=KARIN)
    switchboard.ringing()


@ASTERISK
@pytest.mark.parametrize(
    "history",
    [
        "<sip:2041@plain>;index=1",
        "<sip:2041@plain>;index=1, <sip:7700@point;cause=302>;index=1.1",
        "<sip:2043@plain>;index=1, <sip:2041@plain;cause=302>;index=1.1, <sip:7700@point;cause=302>;index=1.1.1",
        "<tel:2041>;index=1, <sip:7700@point>;index=1.1",
    ],
)
def test_a_history_says_whose_call_it_is_where_no_diversion_does(asterisks: TwoExchanges, phone: Phone, history: str) -> None:
    asterisks.forward("2041", "7700")
    asterisks.say(history)
    lunch(asterisks)
    switchboard, outside = phone("9"), phone("outside")
    outside.dial("2041", headers=KARIN)
    switchboard.ringing()
    assert "lunch" in asterisks.point.played()


@ASTERISK
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
    asterisks: TwoExchanges, phone: Phone, history: str
) -> None:
    asterisks.forward("2041", "7700")
    asterisks.say(history)
    anna, switchboard, outside = phone("2041"), phone("9"), phone("outside")
    outside.dial("2041", headers=KARIN)
    switchboard.ringing()
    assert anna.calls == []


def test_a_withheld_number_goes_no_further(two: Two, phone: Phone) -> None:
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


@ASTERISK
def test_diverted_twice_the_one_who_sent_it_here_is_told_of(asterisks: TwoExchanges, phone: Phone) -> None:
    asterisks.forward("2042", "2041")
    asterisks.forward("2041", "882041")
    lunch(asterisks)
    switchboard, outside = phone("9"), phone("outside")
    outside.dial("2042", headers=KARIN)
    switchboard.ringing()
    assert "lunch" in asterisks.point.played()


def test_who_takes_somebodys_calls_and_is_away_too_is_not_rung(two: Two, phone: Phone) -> None:
    for extension in ("2041", "2042"):
        two.forward(extension, f"88{extension}")
    two.point.put("2042", "1|0|always|2041|away|a-2")
    lunch(two)
    anna, switchboard, outside = phone("2041"), phone("9"), phone("outside")
    outside.dial("2042", headers=KARIN)
    switchboard.ringing()
    assert "away" in two.point.played()
    assert anna.calls == []


def test_two_who_take_each_others_calls_leave_the_caller_to_the_switchboard(two: Two, phone: Phone) -> None:
    for extension, other in (("2041", "2042"), ("2042", "2041")):
        two.forward(extension, f"88{extension}")
        two.point.put(extension, f"1|0|always|{other}|away|a-{extension}")
    switchboard, outside = phone("9"), phone("outside")
    outside.dial("2042", headers=KARIN)
    switchboard.ringing()


def test_what_a_caller_claims_of_whom_it_was_for_is_not_believed(two: Two, phone: Phone) -> None:
    two.forward("2041", "7700")
    lunch(two)
    anna, switchboard, outside = phone("2041"), phone("9"), phone("outside")
    outside.dial("2041", headers=f"{KARIN}Diversion: <sip:2042@outside>;reason=unconditional\r\n")
    switchboard.ringing()
    assert "lunch" in two.point.played()
    assert anna.calls == []


@pytest.mark.parametrize("how", ["carries", "forgets"])
def test_an_exchange_that_forwards_past_its_forward_makes_no_circle(two: Two, phone: Phone, how: str) -> None:
    two.forward("2041", "882041")
    two.wrong("2041", how)
    switchboard, outside = phone("9"), phone("outside")
    call = outside.dial("2041", headers=KARIN)
    switchboard.pick_up()
    wait_until(lambda: call.answered, "the caller is not connected")
    assert two.turns("2041") == 2


@pytest.mark.parametrize(("how", "turns"), [("carries", 5), ("forgets", 9)])
def test_a_call_of_nobody_that_comes_round_ends_at_the_phone(two: Two, phone: Phone, how: str, turns: int) -> None:
    """Who does not say who they are is not known again: then only the hops tell, or how many there are."""
    two.forward("2041", "882041")
    two.wrong("2041", how)
    anna, outside = phone("2041"), phone("outside")
    call = outside.dial("2041", headers=f"{KARIN}Privacy: id\r\n")
    anna.pick_up()
    wait_until(lambda: call.answered, "the caller is not connected")
    assert two.turns("2041") == turns


def test_a_trunk_that_is_down_leaves_the_person_reachable(two: Two, phone: Phone) -> None:
    two.forward("2041", "882041")
    lunch(two)
    two.point.kill9()
    try:
        two.trunk_is("Unavail")
        rings_past(two, phone, lambda outside: outside.dial("2041", headers=KARIN))
    finally:
        two.point.start()
        two.joined()


def test_calls_at_once_are_all_answered_past_the_forward(two: Two, tmp_path: Path) -> None:
    """The short form of what `benchmarks/run answer-point` measures."""
    two.forward("2041", "882041")
    with answering(two.plain.address, two.place_of("2041"), folder=tmp_path):
        load = calls(two.plain.address, "2041", count=10, rate=10, folder=tmp_path)
    assert (load.asked, load.lost, len(load.set_ups)) == (10, 0, 10)
    assert two.turns("2041") == 10


@ASTERISK
def test_a_real_soft_phone_rings_past_the_forward_and_is_told_who_calls(asterisks: TwoExchanges, phone: Phone) -> None:
    asterisks.forward("2041", "882041")
    outside = phone("outside")
    with SoftPhone(asterisks.plain, "2041") as anna:
        call = outside.dial("2041", headers=KARIN)
        anna.pick_up()
        wait_until(lambda: call.answered, "the caller is not connected")
        assert anna.shows()[1] == "0923650417"
        anna.put_down()


@KAMAILIO
def test_an_answer_point_that_has_just_gone_leaves_nobody_in_silence(behind_kamailio: KamailioInFront, phone: Phone) -> None:
    """Before it is seen that the trunk is down; a plain Asterisk in front waits for SIP to give up, see the page."""
    two = behind_kamailio
    two.forward("2041", "882041")
    lunch(two)
    anna, outside = phone("2041"), phone("outside")
    two.point.kill9()
    try:
        call = outside.dial("2041", headers=KARIN)
        anna.pick_up(anna.ringing(10))
        wait_until(lambda: call.answered, "the caller is not connected")
    finally:
        two.point.start()
        two.joined()


@KAMAILIO
@pytest.mark.parametrize("to", WAYS.values(), ids=WAYS)
def test_an_answer_point_that_does_not_believe_the_exchange_leaves_nobody_in_silence(
    behind_kamailio: KamailioInFront, phone: Phone, to: str
) -> None:
    """The password of one side was changed, and not yet that of the other."""
    two = behind_kamailio
    two.forward("2041", to)
    lunch(two)
    anna, outside = phone("2041"), phone("outside")
    settings = two.point.folder / "etc" / "pjsip.conf"
    before = settings.read_text("utf-8")
    assert f"password={SECRET}" in before
    settings.write_text(before.replace(f"password={SECRET}", "password=another"), "utf-8")
    two.point.command("module reload res_pjsip.so")
    try:
        wait_until(lambda: "another" in two.point.command("pjsip show auth line-auth"), "the password is the old one")
        assert believes(two) == "kamailio-point-password"
        call = outside.dial("2041", headers=KARIN)
        anna.pick_up(anna.ringing(10))
        wait_until(lambda: call.answered, "the caller is not connected")
        assert two.turns("2041") == 0
    finally:
        settings.write_text(before, "utf-8")
        two.point.command("module reload res_pjsip.so")
        wait_until(lambda: SECRET in two.point.command("pjsip show auth line-auth"), "the password is another")


@KAMAILIO
def test_a_check_tells_whether_the_answer_point_believes_the_exchange(behind_kamailio: KamailioInFront) -> None:
    two = behind_kamailio
    assert believes(two) == "believed"
    two.point.stop()
    try:
        assert believes(two) == "kamailio-point-away"
        two.trunk_is("Unavail")
        assert believes(two) == "kamailio-point-away"
    finally:
        two.point.start()
    two.joined()
    assert believes(two) == "believed"


def believes(two: KamailioInFront) -> str:
    """What a check says of the password."""

    async def checked() -> str:
        pbx = KamailioPbx(two.plain.folder, DOMAIN, tuple)
        await contract.connected(pbx)
        try:
            fault = dict(await pbx.check())["kamailio-point"]
            assert fault is None or isinstance(fault, Unavailable)
            return "believed" if fault is None else fault.code
        finally:
            await pbx.stop()

    return asyncio.run(checked())


@KAMAILIO
def test_nobody_but_the_answer_point_rings_past_a_forward(behind_kamailio: KamailioInFront, phone: Phone) -> None:
    behind_kamailio.forward("2041", "882041")
    anna, outside = phone("2041"), phone("outside")
    call = outside.dial("*02041", headers=KARIN)
    outside.ended(call)
    assert (call.statuses[-1], anna.calls) == (403, [])


def test_a_stranger_who_says_to_be_the_trunk_gets_nowhere(two: Two, phone: Phone) -> None:
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


def test_another_at_the_address_of_the_trunk_needs_its_password(two: Two, phone: Phone) -> None:
    """And behind a proxy its port, too."""
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
