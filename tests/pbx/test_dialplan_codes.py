"""What phone codes do, dialled on real SIP phones: the dialplan alone, no hub."""

from __future__ import annotations

import base64
import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from kalix_presence.hub.pbx.asterisk.rule_text import read_code, read_rule
from kalix_presence.hub.pbx.protocol import PhoneCode
from kalix_presence.model.forwarding import Divert, ForwardingRule
from tests.clocks import machine_now, pbx_second
from tests.pbx.asterisk_server import AsteriskServer, wait_until
from tests.pbx.raw_manager import RawManager
from tests.pbx.sip_phones import Phones

pytestmark = pytest.mark.asterisk

ZONE = ZoneInfo("Europe/Stockholm")


def end_of_today() -> datetime:
    """23.59 today, which codes say as 2359; in the last minute of a day, tomorrow's."""
    wait_until(lambda: machine_now().astimezone(ZONE).strftime("%H%M") != "2359", "the day does not end", seconds=70)
    return machine_now().astimezone(ZONE).replace(hour=23, minute=59, second=0, microsecond=0).astimezone(UTC)


def dial(asterisk: AsteriskServer, phones: Phones, code: str, user: str = "2041", *, talk_ms: int = 1000) -> None:
    """Dial `code`, hear the first clip begin, hang up; all of it is done then."""
    call = phones.call(code, user=user, talk_ms=talk_ms)
    wait_until(lambda: call.process.poll() is not None or call.saw("SIP/2.0 4"), f"the PBX does not answer {code}")
    answered = call.saw("SIP/2.0 200")
    assert answered or call.saw("SIP/2.0 4"), f"sipp could not call: {call.screen()}"
    call.done() if answered else call.stop()
    asterisk.all_calls_over()


def rule_of(asterisk: AsteriskServer, extension: str = "2041") -> ForwardingRule | None:
    value = asterisk.database("kalix").get(extension)
    if value is None:
        return None
    rule = read_rule(extension, value, signals=5)
    assert isinstance(rule, ForwardingRule), f"the dialplan wrote a rule that the hub cannot read: {value}"
    return rule


def journal(asterisk: AsteriskServer) -> list[PhoneCode]:
    codes = [read_code(key, value) for key, value in asterisk.database("kalix-code").items()]
    assert None not in codes, "the dialplan wrote a journal that the hub cannot read"
    return [code for code in codes if code is not None]


def shown(asterisk: AsteriskServer, extension: str = "2041") -> str:
    """What desk phones that watch `extension` show."""
    state, _, text, *options = asterisk.database("CustomPresence")[extension].split(",")
    return f"{state}: {base64.b64decode(text).decode() if options == ['e'] else text}"


def test_a_code_with_a_time_sets_rule_journal_lamp_and_presence(asterisk: AsteriskServer, phones: Phones) -> None:
    until = end_of_today()
    before = pbx_second()
    dial(asterisk, phones, "*23*1*2359#")
    rule = rule_of(asterisk)
    assert rule is not None
    assert (rule.divert, rule.target, rule.until, rule.told) == (Divert.ALWAYS, "9", until, "lunch")
    [code] = journal(asterisk)
    assert (code.extension, code.by, code.digit, code.until, code.rule_id) == ("2041", "2041", "1", until, rule.id)
    assert before <= code.dialled_at <= machine_now()
    assert shown(asterisk) == "away: Lunch, åter 23.59"
    assert asterisk.database("CustomDevstate")["kalix-2041"] == "INUSE"
    assert asterisk.played()[0] == "code_set"


@pytest.mark.parametrize("code", ["*23*1*2359", "*23*1*2359%23"])
def test_however_the_phone_sends_the_last_sign(asterisk: AsteriskServer, phones: Phones, code: str) -> None:
    until = end_of_today()
    dial(asterisk, phones, code)
    rule = rule_of(asterisk)
    assert rule is not None
    assert rule.until == until


@pytest.mark.parametrize("code", ["*23*1#", "*23*1", "*23*1%23"])
def test_a_code_without_a_time_ends_by_itself_and_the_journal_says_when(
    asterisk: AsteriskServer, phones: Phones, code: str
) -> None:
    before = pbx_second().timestamp()
    dial(asterisk, phones, code)
    rule = rule_of(asterisk)
    assert rule is not None
    assert rule.until is not None
    assert before + 3590 <= rule.until.timestamp() <= machine_now().timestamp() + 3660
    assert [code.until for code in journal(asterisk)] == [rule.until], "the hub keeps the time that the voice has said"


def test_a_reason_that_needs_no_end_gets_none_and_callers_hear_plain_absence(asterisk: AsteriskServer, phones: Phones) -> None:
    dial(asterisk, phones, "*23*6#")
    rule = rule_of(asterisk)
    assert rule is not None
    assert (rule.until, rule.told) == (None, "away")
    assert shown(asterisk) == "away: Annan frånvaro"


def test_gone_for_the_day_lasts_until_the_next_weekday_starts_when_no_hub_has_ever_been_there(
    asterisk: AsteriskServer, phones: Phones
) -> None:
    dial(asterisk, phones, "*23*4#")
    rule = rule_of(asterisk)
    assert rule is not None
    assert rule.until is not None
    dialled = journal(asterisk)[0].dialled_at.astimezone(ZONE)
    back = rule.until.astimezone(ZONE)
    weekend = {4: 3, 5: 2}
    assert (back.date() - dialled.date()).days == weekend.get(dialled.weekday(), 1)
    assert f"{back:%H:%M}" == "08:00"
    assert shown(asterisk) == f"away: Gått för dagen, åter {back.day}/{back.month} 8.00"


def test_a_digit_of_two_figures_is_one_reason(asterisk: AsteriskServer, phones: Phones) -> None:
    dial(asterisk, phones, "*23*11*2359#")
    rule = rule_of(asterisk)
    assert rule is not None
    assert rule.told == "do_not_disturb"
    assert [code.digit for code in journal(asterisk)] == ["11"]


@pytest.mark.parametrize("code", ["#23#", "#23", "%2323%23"])
def test_back_removes_the_rule_and_says_so(asterisk: AsteriskServer, phones: Phones, code: str) -> None:
    asterisk.put("2041", "1|0|always|9|lunch|a-1")
    dial(asterisk, phones, code)
    assert rule_of(asterisk) is None
    [back] = journal(asterisk)
    assert (back.extension, back.by, back.digit, back.until) == ("2041", "2041", None, None)
    assert shown(asterisk) == "available: "
    assert asterisk.database("CustomDevstate")["kalix-2041"] == "NOT_INUSE"
    assert asterisk.played()[0] == "code_back"


def test_back_is_fine_when_there_was_nothing(asterisk: AsteriskServer, phones: Phones) -> None:
    dial(asterisk, phones, "#23#")
    assert len(journal(asterisk)) == 1
    assert asterisk.played()[0] == "code_back"


def test_a_time_that_has_passed_is_refused_by_voice(asterisk: AsteriskServer, phones: Phones) -> None:
    dial(asterisk, phones, "*23*1*0000#")
    assert (rule_of(asterisk), journal(asterisk)) == (None, [])
    assert asterisk.played()[0] == "code_past"


@pytest.mark.parametrize("code", ["*23*1*2460#", "*23*77*2359#", "*23*1*25#", "*23*123*2359#", "#23*1#", "*23*1**2359#"])
def test_what_is_no_code_changes_nothing_and_is_said(asterisk: AsteriskServer, phones: Phones, code: str) -> None:
    asterisk.put("2041", "1|0|always|9|meeting|a-1")
    dial(asterisk, phones, code)
    rule = rule_of(asterisk)
    assert rule is not None
    assert rule.id == "a-1"
    assert journal(asterisk) == []
    assert asterisk.played()[0] == "code_unknown"


@pytest.mark.parametrize(
    "code",
    [
        "*23*1*2359%2Ccode_back",
        "*23*1%29%2C1",
        "*23*1*2359%23%7C9%7C9",
        "*23*1%26DB",
        "*23*a%23",
        "*23*%24%7BDB_DELETE(kalix/2042)%7D",
        "*23*1%0D%0AAction",
        "*23*1%22",
        "*230*2042%22*1*2359%23",
        "%23%32%33%24%7BEPOCH%7D",
    ],
)
def test_what_is_slipped_into_a_code_does_nothing(asterisk: AsteriskServer, phones: Phones, code: str) -> None:
    asterisk.put("2042", "1|0|always|9|meeting|a-1")
    dial(asterisk, phones, code)
    assert asterisk.database("kalix") == {"2042": "1|0|always|9|meeting|a-1"}
    assert journal(asterisk) == []


def test_a_phone_that_may_sets_a_colleague_s_absence(asterisk: AsteriskServer, phones: Phones) -> None:
    until = end_of_today()
    dial(asterisk, phones, "*230*2042*2*2359#", user="2044")
    rule = rule_of(asterisk, "2042")
    assert rule is not None
    assert (rule.until, rule.told) == (until, "meeting")
    assert rule_of(asterisk, "2044") is None
    [code] = journal(asterisk)
    assert (code.extension, code.by, code.digit) == ("2042", "2044", "2")
    assert asterisk.database("CustomDevstate")["kalix-2042"] == "INUSE"
    assert asterisk.played()[0] == "code_set_other"


def test_a_phone_that_may_not_is_told_so(asterisk: AsteriskServer, phones: Phones) -> None:
    dial(asterisk, phones, "*230*2042*2*2359#", user="2041")
    assert (rule_of(asterisk, "2042"), journal(asterisk)) == (None, [])
    assert asterisk.played()[0] == "code_not_allowed"


def test_there_is_no_absence_for_a_phone_that_is_not_there(asterisk: AsteriskServer, phones: Phones) -> None:
    dial(asterisk, phones, "*230*2999*2*2359#", user="2044")
    assert (asterisk.database("kalix"), journal(asterisk)) == ({}, [])
    assert asterisk.played()[0] == "code_unknown"


def test_nobody_outside_can_dial_a_code(asterisk: AsteriskServer, phones: Phones) -> None:
    dial(asterisk, phones, "*23*1*2359#", user="outside")
    assert (asterisk.database("kalix"), journal(asterisk)) == ({}, [])


def test_the_manager_hears_of_a_code_with_what_the_journal_holds(
    asterisk: AsteriskServer, phones: Phones, manager: RawManager
) -> None:
    dial(asterisk, phones, "*23*1*2359#")
    told = manager.told("KalixCode")
    assert {told["Key"]: told["Val"]} == asterisk.database("kalix-code")


def test_after_a_code_the_next_caller_reaches_the_switchboard(asterisk: AsteriskServer, phones: Phones) -> None:
    dial(asterisk, phones, "*23*1*2359#")
    switchboard = phones.answers("9")
    phones.call("2041").done()
    switchboard.done()
    assert "lunch" in asterisk.played()


def test_two_codes_in_a_row_keep_both_in_the_journal_and_the_last_in_force(asterisk: AsteriskServer, phones: Phones) -> None:
    dial(asterisk, phones, "*23*1*2359#")
    dial(asterisk, phones, "*23*2*2359#")
    rule = rule_of(asterisk)
    assert rule is not None
    assert rule.told == "meeting"
    codes = sorted(journal(asterisk), key=lambda code: (code.dialled_at, code.key))
    assert [code.digit for code in codes] == ["1", "2"]
    assert all(re.fullmatch(r"\d+-[0-9a-z-]+", code.key) for code in codes)
