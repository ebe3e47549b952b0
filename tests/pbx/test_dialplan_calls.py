"""What callers meet, with real SIP calls: the dialplan alone, no hub."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from kalix_presence.hub.pbx.asterisk.rule_text import rule_text
from kalix_presence.model.announcement import spoken
from kalix_presence.model.forwarding import Divert, ForwardingRule
from tests.clocks import machine_now
from tests.pbx.asterisk_server import AsteriskServer, wait_until
from tests.pbx.sip_phones import Phones

pytestmark = pytest.mark.asterisk


def rule(
    extension: str = "2041", *, target: str = "9", told: str = "lunch", divert: Divert = Divert.ALWAYS, hours: float = 3
) -> ForwardingRule:
    until = machine_now().replace(microsecond=0) + timedelta(hours=hours)
    return ForwardingRule(extension, "a-1", divert, target, until, told, 2)


def executed(asterisk: AsteriskServer) -> list[str]:
    """The contexts that calls went through."""
    return re.findall(r"Executing \[[^]]*@([\w-]+):", asterisk.log())


def test_a_call_during_lunch_reaches_the_switchboard_and_the_caller_hears_why(asterisk: AsteriskServer, phones: Phones) -> None:
    lunch = rule()
    asterisk.put("2041", rule_text(lunch))
    switchboard = phones.answers("9")
    caller = phones.call("2041").done()
    switchboard.done()
    expected = spoken(lunch, language="sv", now=machine_now(), zone="Europe/Stockholm", name_clip=None)
    assert asterisk.played() == expected
    assert caller.saw("SIP/2.0 183"), "the announcement is early media: the caller pays nothing for it"
    assert "X-Kalix-Absence: 2041;absence;lunch;" in switchboard.messages()
    assert "Diversion: <sip:2041@" in switchboard.messages()


def test_without_a_rule_the_phone_rings(asterisk: AsteriskServer, phones: Phones) -> None:
    phone = phones.answers("2041")
    phones.call("2041").done()
    phone.done()
    assert asterisk.played() == []


def test_a_rule_whose_end_has_passed_rings_at_the_phone(asterisk: AsteriskServer, phones: Phones) -> None:
    asterisk.put("2041", rule_text(rule(hours=-0.001)))
    phone = phones.answers("2041")
    phones.call("2041").done()
    phone.done()


def test_nobody_answers_and_the_switchboard_takes_over_after_the_set_signals(asterisk: AsteriskServer, phones: Phones) -> None:
    phone, switchboard = phones.rings("2041"), phones.answers("9")
    phones.call("2041").done()
    phone.done()
    switchboard.done()
    assert f"@{asterisk.address}:22041,5,i" in asterisk.log(), "five signals, of one second each in this test"
    assert "Diversion" in switchboard.messages()


def test_a_rule_for_no_answer_has_signals_and_a_target_of_its_own(asterisk: AsteriskServer, phones: Phones) -> None:
    asterisk.put("2041", rule_text(rule(target="2042", divert=Divert.NO_ANSWER)))
    phone, colleague = phones.rings("2041"), phones.answers("2042")
    phones.call("2041").done()
    phone.done()
    colleague.done()


def test_a_busy_phone_sends_the_caller_to_the_switchboard_at_once(asterisk: AsteriskServer, phones: Phones) -> None:
    phone, switchboard = phones.busy("2041"), phones.answers("9")
    phones.call("2041").done()
    phone.done()
    switchboard.done()


def test_a_second_call_does_not_reach_a_phone_in_use(asterisk: AsteriskServer, phones: Phones) -> None:
    phone = phones.answers("2041")
    first = phones.call("2041", talk_ms=6000)
    wait_until(
        lambda: "PJSIP/2041" in asterisk.command("core show channels") and first.saw("SIP/2.0 200"),
        "the first call did not begin",
    )
    switchboard = phones.answers("9")
    phones.call("2041", user="2042").done()
    switchboard.done()
    assert "Why: busy" in asterisk.log(), "at once, not after its signals"
    first.done()
    phone.done()


def test_a_phone_that_is_not_registered_sends_the_caller_on_at_once_and_rings_when_it_is(
    asterisk: AsteriskServer, phones: Phones
) -> None:
    switchboard = phones.answers("9")
    phones.call("2050").done()
    switchboard.done()
    phone = phones.answers("2050")
    phones.register("2050")
    phones.call("2050").done()
    phone.done()
    phones.register("2050", 0)


def test_a_circle_of_two_is_cut_at_the_switchboard(asterisk: AsteriskServer, phones: Phones) -> None:
    asterisk.put("2041", rule_text(rule("2041", target="2042")))
    asterisk.put("2042", rule_text(rule("2042", target="2041")))
    switchboard = phones.answers("9")
    phones.call("2041").done()
    switchboard.done()


def test_a_colleague_s_phone_rings_in_one_s_place(asterisk: AsteriskServer, phones: Phones) -> None:
    asterisk.put("2041", rule_text(rule("2041", target="2042")))
    colleague = phones.answers("2042")
    phones.call("2041").done()
    colleague.done()


@pytest.mark.parametrize("target", ["0900123456", "0046701234567", "112"])
def test_a_forbidden_target_in_the_key_becomes_the_switchboard(asterisk: AsteriskServer, phones: Phones, target: str) -> None:
    asterisk.put("2041", rule_text(rule(target=target)))
    switchboard = phones.answers("9")
    phones.call("2041").done()
    switchboard.done()
    assert "kalix-outside" not in executed(asterisk), "not even tried"


def test_a_permitted_national_number_is_dialled_outside(asterisk: AsteriskServer, phones: Phones) -> None:
    asterisk.put("2041", rule_text(rule(target="0701234567")))
    outside = phones.answers("2043")
    phones.call("2041").done()
    outside.done()


@pytest.mark.parametrize("mobile", ["busy", "rings"])
def test_a_mobile_that_nobody_answers_leaves_the_caller_to_the_switchboard(
    asterisk: AsteriskServer, phones: Phones, mobile: str
) -> None:
    asterisk.put("2041", rule_text(rule(target="0701234567")))
    outside = phones.busy("2043") if mobile == "busy" else phones.rings("2043")
    switchboard = phones.answers("9")
    phones.call("2041").done()
    outside.done()
    switchboard.done()


def test_a_busy_switchboard_is_told_to_the_caller_in_words(asterisk: AsteriskServer, phones: Phones) -> None:
    asterisk.put("2041", rule_text(rule()))
    switchboard = phones.busy("9")
    caller = phones.call("2041")
    wait_until(lambda: caller.saw("SIP/2.0 480"), "the call does not end")
    assert asterisk.played()[-2:] == ["nobody_answers", "goodbye"], "sipp gives no number that could be called back"
    switchboard.done()


def test_a_chain_of_colleagues_ends_at_the_one_who_is_there(asterisk: AsteriskServer, phones: Phones) -> None:
    asterisk.put("2041", rule_text(rule("2041", target="2042")))
    asterisk.put("2042", rule_text(rule("2042", target="2043")))
    phone = phones.answers("2043")
    phones.call("2041").done()
    phone.done()


@pytest.mark.parametrize(
    "damaged",
    [
        "rubbish",
        "1|0|always|9|lunch|",
        "1|0|always|9||a",
        "2|0|always|9|lunch|a",
        "1|0|always|9&2042|lunch|a",
        "1|x|always|9|lunch|a",
    ],
)
def test_a_damaged_key_counts_as_no_rule_and_the_phone_rings(asterisk: AsteriskServer, phones: Phones, damaged: str) -> None:
    asterisk.put("2041", damaged)
    phone = phones.answers("2041")
    phones.call("2041").done()
    phone.done()


@pytest.mark.parametrize("days", [1, 3, 40])
def test_the_return_day_is_said_as_the_model_says_it(asterisk: AsteriskServer, phones: Phones, days: int) -> None:
    holiday = rule(told="holiday", hours=24 * days)
    asterisk.put("2041", rule_text(holiday))
    switchboard = phones.answers("9")
    phones.call("2041").done()
    switchboard.done()
    assert asterisk.played() == spoken(holiday, language="sv", now=machine_now(), zone="Europe/Stockholm", name_clip=None)
