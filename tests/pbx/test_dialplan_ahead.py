"""What the hub has left in the PBX is what a phone code sets, and what the voice says of it: real calls, no hub."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kalix_presence.hub.pbx.asterisk.ahead_keys import keys_of
from kalix_presence.hub.pbx.known_ahead import Ends, KnownAhead, Owner, Usual
from tests.clocks import machine_now, pbx_second
from tests.pbx.asterisk.test_calls import driver
from tests.pbx.asterisk_server import AsteriskServer
from tests.pbx.sip_phones import Phones
from tests.pbx.test_dialplan_codes import dial, journal, rule_of, shown

pytestmark = pytest.mark.asterisk

ZONE = ZoneInfo("Europe/Stockholm")
MOBILE = "0701234567"


def today() -> datetime:
    return machine_now().astimezone(ZONE).replace(hour=0, minute=0, second=0, microsecond=0)


def ahead(
    *, goes: str = "switchboard", minutes: int | None = None, first: datetime, after: datetime | None = None
) -> KnownAhead:
    """Two days of it, so that no midnight matters."""
    ends = {("a1b2c3", (today() + timedelta(n)).date(), 1): Ends(first, after) for n in range(2)}
    usual = {
        "4": Usual("gone_for_the_day", "Gått (hem), ja", goes, minutes, 1),
        "12": Usual("leave", "Ledig", "switchboard", 30),
    }
    return KnownAhead("Europe/Stockholm", usual, {"2041": Owner("a1b2c3", MOBILE)}, ends)


def leave(asterisk: AsteriskServer, known: KnownAhead) -> None:
    async def once() -> None:
        async with driver(asterisk.settings) as (pbx, _):
            await pbx.know_ahead(known)

    asyncio.run(once())


def in_days(count: int, hour: int = 8) -> datetime:
    return (today() + timedelta(count)).replace(hour=hour).astimezone(UTC)


def test_the_hub_s_return_time_is_set_journalled_shown_and_said(asterisk: AsteriskServer, phones: Phones) -> None:
    back = in_days(3)
    leave(asterisk, ahead(first=back))
    dial(asterisk, phones, "*23*4#", talk_ms=3000)
    rule = rule_of(asterisk)
    assert rule is not None
    assert (rule.until, rule.target, rule.told) == (back, "9", "gone_for_the_day")
    [code] = journal(asterisk)
    assert code.until == back
    local = back.astimezone(ZONE)
    assert shown(asterisk) == f"away: Gått (hem), ja, åter {local.day}/{local.month} 8.00"
    assert f"weekday_{local.isoweekday()}" in asterisk.played()


def test_a_time_that_has_passed_today_gives_way_to_the_next(asterisk: AsteriskServer, phones: Phones) -> None:
    leave(asterisk, ahead(first=machine_now().replace(microsecond=0) - timedelta(hours=1), after=in_days(2)))
    dial(asterisk, phones, "*23*4#")
    assert [code.until for code in journal(asterisk)] == [in_days(2)]


def test_calls_that_go_to_the_mobile_are_said_to_go_there(asterisk: AsteriskServer, phones: Phones) -> None:
    leave(asterisk, ahead(goes="mobile", first=in_days(1)))
    dial(asterisk, phones, "*23*4#", talk_ms=4000)
    rule = rule_of(asterisk)
    assert rule is not None
    assert rule.target == MOBILE
    assert "code_to_mobile" in asterisk.played()


def test_a_mobile_that_may_not_be_dialled_is_neither_set_nor_said(asterisk: AsteriskServer, phones: Phones) -> None:
    leave(asterisk, ahead(goes="mobile", first=in_days(1)))
    asterisk.set_up(FORBIDDEN="^070")
    dial(asterisk, phones, "*23*4#", talk_ms=4000)
    asterisk.set_up()
    rule = rule_of(asterisk)
    assert rule is not None
    assert rule.target == "9"
    assert "code_to_mobile" not in asterisk.played()


def test_a_reason_that_lets_the_phone_ring_sets_no_rule_and_says_so(asterisk: AsteriskServer, phones: Phones) -> None:
    leave(asterisk, ahead(goes="none", first=in_days(1)))
    dial(asterisk, phones, "*23*4#", talk_ms=4000)
    assert rule_of(asterisk) is None
    assert [code.digit for code in journal(asterisk)] == ["4"]
    assert "code_rings" in asterisk.played()


def test_minutes_of_the_hub_count_and_not_those_of_the_site_file(asterisk: AsteriskServer, phones: Phones) -> None:
    leave(asterisk, ahead(first=in_days(1)))
    before = pbx_second().timestamp()
    dial(asterisk, phones, "*23*12#", user="2042")
    rule = rule_of(asterisk, "2042")
    assert rule is not None
    assert rule.until is not None
    assert before + 1800 <= rule.until.timestamp() <= machine_now().timestamp() + 1860
    assert rule.until.second == 0, "a voice says no seconds"


def test_a_digit_that_the_hub_does_not_know_is_refused_by_voice_and_not_undone_later(
    asterisk: AsteriskServer, phones: Phones
) -> None:
    leave(asterisk, ahead(first=in_days(1)))
    dial(asterisk, phones, "*23*1#")
    assert (rule_of(asterisk), journal(asterisk)) == (None, [])
    assert asterisk.played()[0] == "code_unknown"


@pytest.mark.parametrize("damaged", ["1|x", "1|0|", "2|99|", "1|12;DB|"])
def test_a_damaged_table_falls_back_on_the_next_weekday(asterisk: AsteriskServer, phones: Phones, damaged: str) -> None:
    leave(asterisk, ahead(first=in_days(3)))
    for key in asterisk.database("kalix-next"):
        asterisk.put(key, damaged, family="kalix-next")
    dial(asterisk, phones, "*23*4#")
    [code] = journal(asterisk)
    assert code.until is not None
    assert code.until.astimezone(ZONE).weekday() < 5


def test_what_is_told_again_leaves_only_that(asterisk: AsteriskServer) -> None:
    leave(asterisk, ahead(first=in_days(3)))
    later = KnownAhead("Europe/Stockholm", {"1": Usual("lunch", "Lunch", "switchboard", 60)}, {}, {})
    leave(asterisk, later)
    for family, keys in keys_of(later).items():
        assert asterisk.database(family) == keys
    assert re.fullmatch(r"1\|lunch\|60\|switchboard\|[\w=+/]+", asterisk.database("kalix-usual")["1"])
