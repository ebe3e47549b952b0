"""Who was spoken to, kept by the dialplan until the hub knows: with real SIP calls, no hub."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest

from kalix_presence.hub.pbx.asterisk.rule_text import read_talk
from tests.pbx.asterisk_server import AsteriskServer, wait_until
from tests.pbx.hand_phone import Call, HandPhone
from tests.pbx.hands import KARIN, OUTSIDE
from tests.pbx.raw_manager import RawManager

pytestmark = pytest.mark.asterisk

HEADERS = f"P-Asserted-Identity: <sip:{KARIN}@trunk>\r\n"
Make = Callable[..., HandPhone]


def talk_for_a_moment() -> None:
    """Until the PBX counts at least one whole second."""
    until = time.monotonic() + 2.1
    wait_until(lambda: time.monotonic() > until, "time stands still")


def kept(asterisk: AsteriskServer) -> list[tuple[str, str, bool]]:
    """The journal once no call goes on: extension, other party, outward."""
    asterisk.all_calls_over()
    found = [read_talk(key, text) for key, text in asterisk.database("kalix-talk").items()]
    assert all(talk is not None and talk.seconds >= 1 for talk in found)
    return [(talk.extension, talk.number, talk.outward) for talk in found if talk is not None]


def karin_talks_to(make: Make, extension: str) -> tuple[HandPhone, Call, HandPhone, Call]:
    outside, phone = make("outside"), make(extension)
    call = outside.dial(extension, headers=HEADERS)
    talk = phone.pick_up()
    outside.connected(call)
    talk_for_a_moment()
    return outside, call, phone, talk


def test_a_call_that_was_answered(asterisk: AsteriskServer, hand_phones: Make, manager: RawManager) -> None:
    outside, call, *_ = karin_talks_to(hand_phones, "2041")
    outside.put_down(call)
    assert kept(asterisk) == [("2041", KARIN, False)]
    told = manager.told("KalixTalked")
    assert asterisk.database("kalix-talk") == {told["Key"]: told["Val"]}


def test_a_call_to_the_outside(asterisk: AsteriskServer, hand_phones: Make) -> None:
    phone, karin = hand_phones("2041"), hand_phones("2043")
    call = phone.dial(OUTSIDE)
    karin.pick_up()
    phone.connected(call)
    talk_for_a_moment()
    phone.put_down(call)
    assert kept(asterisk) == [("2041", OUTSIDE, True)]


def test_nobody_was_spoken_to(asterisk: AsteriskServer, hand_phones: Make) -> None:
    phone, karin, outside = hand_phones("2041"), hand_phones("2043"), hand_phones("outside")
    call = phone.dial(OUTSIDE)
    karin.ringing()
    phone.put_down(call)
    call = outside.dial("2041", headers=HEADERS)
    phone.ringing()
    outside.put_down(call)
    assert kept(asterisk) == []


def test_a_withheld_number_is_kept_nowhere(asterisk: AsteriskServer, hand_phones: Make) -> None:
    outside, phone = hand_phones("outside"), hand_phones("2041")
    call = outside.dial("2041", headers=HEADERS + "Privacy: id\r\n")
    phone.pick_up()
    outside.connected(call)
    talk_for_a_moment()
    outside.put_down(call)
    assert kept(asterisk) == []


def test_only_the_phone_of_a_group_that_picked_up_has_talked(asterisk: AsteriskServer, hand_phones: Make) -> None:
    one, other, outside = hand_phones("2041"), hand_phones("2042"), hand_phones("outside")
    call = outside.dial("2099", headers=HEADERS)
    other.ringing()
    talk = one.pick_up()
    outside.connected(call)
    talk_for_a_moment()
    one.put_down(talk)
    outside.ended(call)
    assert kept(asterisk) == [("2041", KARIN, False)]


def test_both_who_spoke_to_a_caller_who_was_passed_on(asterisk: AsteriskServer, hand_phones: Make) -> None:
    outside, call, phone, talk = karin_talks_to(hand_phones, "2041")
    colleague = hand_phones("2042")
    phone.refer(talk, "2042")
    colleague.pick_up()
    talk_for_a_moment()
    outside.put_down(call)
    assert sorted(kept(asterisk)) == [("2041", KARIN, False), ("2042", KARIN, False)]


def test_the_colleague_who_was_asked_first_has_spoken_to_the_caller(asterisk: AsteriskServer, hand_phones: Make) -> None:
    outside, call, phone, talk = karin_talks_to(hand_phones, "2041")
    colleague = hand_phones("2042")
    asking = phone.dial("2042")
    colleague.pick_up()
    phone.connected(asking)
    phone.refer(talk, "2042", asking)
    phone.ended(asking)
    talk_for_a_moment()
    outside.put_down(call)
    assert sorted(kept(asterisk)) == [("2041", KARIN, False), ("2042", KARIN, False)]
    assert asterisk.database("kalix-call") == {}


@pytest.mark.parametrize("claimed", ["070123%7C1%7C1", "07;ext=1", "0701'\"$(x)", "070,1&2", "070${EPOCH}"])
def test_what_is_slipped_into_a_number_stays_digits(asterisk: AsteriskServer, hand_phones: Make, claimed: str) -> None:
    phone, outside = hand_phones("2041"), hand_phones("outside")
    call = outside.dial("2041", headers=f"P-Asserted-Identity: <sip:{claimed}@trunk>\r\n", shown='"a\\"|1|2, ${EPOCH}" ')
    phone.pick_up()
    outside.connected(call)
    talk_for_a_moment()
    outside.put_down(call)
    assert all(re.fullmatch(r"\d+", number) for _, number, _ in kept(asterisk))
