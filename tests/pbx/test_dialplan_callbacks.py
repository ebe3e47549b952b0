"""The code for callbacks, dialled on real SIP phones: it says how many wait and rings the first one back, hub or no hub."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.pbx.asterisk_server import AsteriskServer, wait_until
from tests.pbx.hand_phone import HandPhone
from tests.pbx.raw_manager import RawManager
from tests.pbx.sip_phones import Phones

pytestmark = pytest.mark.asterisk

Make = Callable[..., HandPhone]
DIGITS = [f"digit_{digit}" for digit in "0709999999"]


def keep(asterisk: AsteriskServer, value: str) -> None:
    asterisk.put("2041", value, family="kalix-waiting")


def heard(asterisk: AsteriskServer, phone: HandPhone, code: str = "*98") -> list[str]:
    """What the voice says when `code` is dialled, to the end of the call."""
    phone.ended(phone.connected(phone.dial(code)))
    return asterisk.played()


def no_call_left(asterisk: AsteriskServer) -> list[str]:
    """The phones that were rung, and nobody else."""
    wait_until(lambda: "0 active channels" in asterisk.command("core show channels"), "a call does not end")
    return [line for line in asterisk.log().splitlines() if "Called PJSIP/" in line]


@pytest.mark.parametrize("code", ["*98", "*98#", "*98%23"])
def test_nobody_waits(asterisk: AsteriskServer, hand_phones: Make, code: str) -> None:
    assert heard(asterisk, hand_phones("2041"), code) == ["callbacks_none"]


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, ["callbacks_one"]),
        (2, ["count_2", "callbacks_wait"]),
        (20, ["count_20", "callbacks_wait"]),
        (21, ["count_many", "callbacks_wait"]),
    ],
)
def test_it_says_how_many_wait_and_rings_the_first(
    asterisk: AsteriskServer, hand_phones: Make, manager: RawManager, count: int, said: list[str]
) -> None:
    keep(asterisk, f"1|{count}|0709999999")
    phone, outside = hand_phones("2041"), hand_phones("2043")
    call = phone.dial("*98")
    talk = outside.pick_up()
    outside.put_down(talk)
    phone.ended(call)
    assert asterisk.played() == [*said, "callbacks_ringing", *DIGITS]
    told = manager.told("KalixRang")
    assert re.fullmatch(r"1\|2041\|0709999999\|ANSWER\|\|\d+", told["Val"])
    assert asterisk.database("kalix-rang") == {told["Key"]: told["Val"]}


@pytest.mark.parametrize(("rule", "why"), [("1|0|always|9|lunch|a-1", "absence"), ("", "")])
def test_it_is_kept_that_the_call_went_elsewhere_than_to_the_one_who_was_rung(
    asterisk: AsteriskServer, hand_phones: Make, manager: RawManager, rule: str, why: str
) -> None:
    keep(asterisk, "1|1|2042")
    asterisk.put("2042", rule or "none")
    phone, there = hand_phones("2041"), hand_phones("9" if rule else "2042")
    call = phone.dial("*98")
    there.put_down(there.pick_up())
    phone.ended(call)
    assert re.fullmatch(rf"1\|2041\|2042\|ANSWER\|{why}\|\d+", manager.told("KalixRang")["Val"])


def test_it_is_said_when_the_first_one_is_busy(asterisk: AsteriskServer, hand_phones: Make, manager: RawManager) -> None:
    keep(asterisk, "1|1|0709999999")
    hand_phones("2043", busy=True)
    assert heard(asterisk, hand_phones("2041"))[-1] == "callbacks_busy"
    assert manager.told("KalixRang")["Val"] == "1|2041|0709999999|BUSY||"


def test_who_puts_the_phone_down_while_it_rings_has_tried(
    asterisk: AsteriskServer, hand_phones: Make, manager: RawManager
) -> None:
    keep(asterisk, "1|1|0709999999")
    phone, outside = hand_phones("2041"), hand_phones("2043")
    call = phone.connected(phone.dial("*98"))
    outside.ringing()
    phone.put_down(call)
    assert manager.told("KalixRang")["Val"] == "1|2041|0709999999|CANCEL||"


@pytest.mark.parametrize(
    "number", ["", "0900123456", "0939123456", "0046701234567", "112", "00", "9"], ids=lambda number: number or "none"
)
def test_a_number_that_this_phone_may_not_dial_is_not_rung(asterisk: AsteriskServer, hand_phones: Make, number: str) -> None:
    keep(asterisk, f"1|3|{number}")
    assert heard(asterisk, hand_phones("2041")) == ["count_3", "callbacks_wait", "callbacks_no_number"]
    assert no_call_left(asterisk) == []


@pytest.mark.parametrize(
    "damaged",
    [
        "rubbish",
        "1|x|0709999999",
        "2|1|0709999999",
        "1|1|07099&2042",
        "1|1|0709999999|x",
        "1|1|${EPOCH}",
        "1|1|2042,,x",
        "1|-1|2042",
    ],
)
def test_a_damaged_key_counts_as_nobody_waiting(asterisk: AsteriskServer, hand_phones: Make, damaged: str) -> None:
    keep(asterisk, damaged)
    assert heard(asterisk, hand_phones("2041")) == ["callbacks_none"]
    assert no_call_left(asterisk) == []


@pytest.mark.parametrize("code", ["*981", "*98*2042", "*98%232042", "*98%0D%0A", "*98%24%7BEPOCH%7D"])
def test_what_is_slipped_in_behind_the_code_rings_nobody(asterisk: AsteriskServer, hand_phones: Make, code: str) -> None:
    keep(asterisk, "1|1|0709999999")
    phone = hand_phones("2041")
    call = phone.dial(code)
    phone.ended(call)
    assert no_call_left(asterisk) == []
    assert "callbacks_one" not in asterisk.played()


def test_everybody_hears_of_their_own_only(asterisk: AsteriskServer, hand_phones: Make) -> None:
    keep(asterisk, "1|4|0709999999")
    assert heard(asterisk, hand_phones("2042")) == ["callbacks_none"]


def test_nobody_outside_can_dial_it(asterisk: AsteriskServer, phones: Phones, hand_phones: Make) -> None:
    keep(asterisk, "1|1|0709999999")
    outside = hand_phones("outside")
    call = outside.ended(outside.dial("*98"))
    assert not call.answered
    assert no_call_left(asterisk) == []
