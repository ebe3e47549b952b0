"""Every way into the switchboard: callers hear something at once, and where nobody can answer they hear so; real SIP calls, no hub."""

from __future__ import annotations

import itertools
import os
import wave
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kalix_presence import shipped
from kalix_presence.model.announcement import spoken
from kalix_presence.model.forwarding import Divert, ForwardingRule
from tests.clocks import machine_now
from tests.pbx.asterisk_server import AsteriskServer, wait_until
from tests.pbx.hand_phone import Call, HandPhone
from tests.pbx.raw_manager import RawManager
from tests.pbx.test_dialplan_missed import KARIN, brief, records

pytestmark = pytest.mark.asterisk

Make = Callable[..., HandPhone]
LUNCH = "1|0|always|9|lunch|a-1"
WAYS = ("announced", "busy", "not registered", "loop", "main number", "direct number", "own queue")


@pytest.fixture
def site(asterisk: AsteriskServer) -> Iterator[AsteriskServer]:
    """An Asterisk whose site file the test changes."""
    yield asterisk
    asterisk.set_up()


def reach(way: str, site: AsteriskServer, make: Make, outside: HandPhone) -> Call:
    """Somebody outside comes to the switchboard on this way."""
    number = {"not registered": "2050", "main number": "9", "direct number": "+4698031200", "own queue": "2097"}.get(
        way, "2041"
    )
    if way == "announced":
        site.put("2041", LUNCH)
    elif way == "busy":
        make("2041", busy=True)
    elif way == "loop":
        site.put("2041", "1|0|always|2042|lunch|a-1")
        site.put("2042", "1|0|always|2041|lunch|a-2")
    return outside.dial(number, headers=KARIN)


def hears_something(phone: HandPhone, call: Call) -> bool:
    """Ringing that the caller's own telephone makes, or sound from here."""
    wait_until(lambda: {180, 183} & set(call.statuses), f"silence: {call.statuses}", seconds=10)
    return (call.statuses[-1] == 180 and 183 not in call.statuses) or phone.hears(8)


@pytest.mark.parametrize("queue", ["", "switchboard"])
@pytest.mark.parametrize("way", WAYS)
def test_who_waits_for_the_switchboard_hears_something_on_every_way(
    site: AsteriskServer, hand_phones: Make, way: str, queue: str
) -> None:
    site.set_up(SWITCHBOARD_QUEUE=queue)
    outside, switchboard = hand_phones("outside"), hand_phones("9")
    call = reach(way, site, hand_phones, outside)
    switchboard.ringing()
    assert hears_something(outside, call)
    outside.put_down(call)
    [record] = records(site)
    first = "9" if "number" in way or "own" in way else "2050" if way == "not registered" else "2041"
    assert (record.extension, record.where, record.ended_by) == (first, "switchboard", "caller")


def test_where_the_site_wants_music_the_caller_hears_it_while_waiting(site: AsteriskServer, hand_phones: Make) -> None:
    site.set_up(SWITCHBOARD_QUEUE="switchboard", SWITCHBOARD_HEARS="music")
    outside, switchboard = hand_phones("outside"), hand_phones("9")
    call = outside.dial("9", headers=KARIN)
    switchboard.ringing()
    assert outside.hears(8), f"silence: {call.statuses}"
    assert 183 in call.statuses
    assert 180 not in call.statuses, "music, and no ringing beside it"
    wait_until(lambda: "Started music on hold" in site.log(), "the sound is no music")
    outside.put_down(call)


@pytest.mark.parametrize(
    ("way", "nobody"),
    [(way, nobody) for way in WAYS[:-1] for nobody in ("phone busy", "gone")]
    + [("not registered", nobody) for nobody in ("phone gone", "no such queue", "empty", "strict", "paused")],
)
def test_when_nobody_there_can_answer_the_caller_hears_so_and_is_called_back(
    site: AsteriskServer, hand_phones: Make, way: str, nobody: str, manager: RawManager
) -> None:
    outside = hand_phones("outside")
    queue = {"phone busy": "", "phone gone": "", "no such queue": "nowhere", "paused": "switchboard"}.get(nobody, nobody)
    site.set_up(SWITCHBOARD_QUEUE=queue, **({"SWITCHBOARD_DIAL": "PJSIP/2050"} if nobody == "phone gone" else {}))
    if nobody == "phone busy":
        hand_phones("9", busy=True)
    if nobody == "strict":
        site.command("queue pause member PJSIP/9 queue strict")
    if nobody == "paused":
        site.command("queue pause member PJSIP/9 queue switchboard")
    call = reach(way, site, hand_phones, outside)
    outside.ended(call)
    site.command("queue unpause member PJSIP/9")
    assert site.played()[-3:] == ["nobody_answers", "callback_offer", "goodbye"]
    assert 183 in call.statuses, "words, not only a code"
    assert call.statuses[-1] not in (404, 486, 603), "nor one that says what is not so"
    [record] = records(site)
    assert (record.kind, record.caller, record.ended_by) == ("missed", "+46701234567", "pbx")


def test_a_phone_that_only_its_state_remembers_is_not_waited_for(site: AsteriskServer, hand_phones: Make) -> None:
    """A PBX that lost what was registered, with its AstDB, goes on taking the phone for free; the caller would wait for minutes."""
    outside, receptionist = hand_phones("outside"), hand_phones("2050")
    site.set_up(SWITCHBOARD_QUEUE="gone")
    receptionist.register()
    known = site.database("registrar/contact")
    site.forget("registrar")
    assert "NOT_INUSE" in site.told("dialplan eval function DEVICE_STATE(PJSIP/2050)", "Result:")
    outside.ended(outside.dial("9", headers=KARIN))
    for name, value in known.items():
        site.put(name, value.replace('"', '\\"'), family="registrar/contact")
    assert site.played() == ["nobody_answers", "callback_offer", "goodbye"]
    assert not receptionist.calls


def test_one_who_is_told_that_nobody_answers_may_press_one(site: AsteriskServer, hand_phones: Make) -> None:
    site.set_up(SWITCHBOARD_QUEUE="empty")
    outside = hand_phones("outside")
    call = outside.dial("9", headers=KARIN)
    outside.press(outside.told(call, 183), "1")
    outside.ended(outside.connected(call))
    assert brief(site) == [("asked", "9", "+46701234567", "switchboard", False)]
    assert site.played()[-1] == "callback_thanks"


def test_one_without_a_number_is_not_offered_what_cannot_be_done(site: AsteriskServer, hand_phones: Make) -> None:
    site.set_up(SWITCHBOARD_QUEUE="empty")
    outside = hand_phones("outside")
    outside.ended(outside.dial("9", headers=KARIN + "Privacy: id\r\n"))
    assert site.played() == ["nobody_answers", "goodbye"]


def test_who_waits_too_long_is_told_so(site: AsteriskServer, hand_phones: Make) -> None:
    outside, switchboard = hand_phones("outside"), hand_phones("9")
    for queue in ("", "switchboard"):
        site.set_up(SWITCHBOARD_QUEUE=queue, SWITCHBOARD_SECONDS="1")
        call = outside.dial("9", headers=KARIN)
        switchboard.ringing()
        outside.ended(call)
        assert site.played()[-3:] == ["nobody_answers", "callback_offer", "goodbye"]
    assert {record.ended_by for record in records(site)} == {"pbx"}


def test_a_closed_switchboard_says_when_it_opens_and_rings_nobody(site: AsteriskServer, hand_phones: Make) -> None:
    tomorrow = machine_now().astimezone(ZoneInfo("Europe/Stockholm")) + timedelta(days=1)
    site.set_up(OPEN_DAYS=str(tomorrow.isoweekday()), OPEN_FROM="08:30", SWITCHBOARD_QUEUE="switchboard")
    outside, switchboard = hand_phones("outside"), hand_phones("9")
    outside.ended(outside.dial("9", headers=KARIN))
    said = ["switchboard_closed", "and_opens", "tomorrow", "at", "hour_08", "minute_30", "callback_offer", "goodbye"]
    assert site.played() == said
    assert not switchboard.calls
    assert brief(site) == [("missed", "9", "+46701234567", "switchboard", False)]


def test_a_queue_of_the_site_s_own_that_is_closed_or_sends_callers_away_says_so(
    site: AsteriskServer, hand_phones: Make
) -> None:
    outside = hand_phones("outside")
    site.command("queue pause member PJSIP/9 queue strict")
    call = outside.ended(outside.dial("2096", headers=KARIN))
    site.command("queue unpause member PJSIP/9 queue strict")
    assert (site.played(), call.statuses[-1]) == (["nobody_answers", "callback_offer", "goodbye"], 480)
    tomorrow = machine_now().astimezone(ZoneInfo("Europe/Stockholm")) + timedelta(days=1)
    site.set_up(OPEN_DAYS=str(tomorrow.isoweekday()))
    outside.ended(outside.dial("2097", headers=KARIN))
    assert site.played()[3] == "switchboard_closed"
    assert {record.ended_by for record in records(site)} == {"pbx"}


def test_a_day_off_is_not_the_day_it_opens(site: AsteriskServer, hand_phones: Make) -> None:
    now = machine_now().astimezone(ZoneInfo("Europe/Stockholm"))
    one, two = now + timedelta(days=1), now + timedelta(days=2)
    days = "".join(str(day) for day in range(1, 8) if day != now.isoweekday())
    site.set_up(OPEN_DAYS=days, OPEN_FROM="08:00", CLOSED_DATES=f"^{one:%Y-%m-%d}$")
    outside = hand_phones("outside")
    outside.ended(outside.dial("9", headers=KARIN))
    assert site.played()[:4] == ["switchboard_closed", "and_opens", f"weekday_{two.isoweekday()}", "at"]


def test_a_short_day_closes_at_its_own_time(site: AsteriskServer, hand_phones: Make) -> None:
    now = machine_now().astimezone(ZoneInfo("Europe/Stockholm"))
    days = "&".join(f"{now + timedelta(days=ahead):%Y-%m-%d}@00:00" for ahead in (0, 1))
    site.set_up(OPEN_DAYS="1234567", OPEN_FROM="00:00", OPEN_UNTIL="23:59", SHORT_DAYS=f"2020-04-30@23:59&{days}")
    outside = hand_phones("outside")
    outside.ended(outside.dial("9", headers=KARIN))
    assert site.played()[0] == "switchboard_closed"


def test_hours_that_cannot_be_read_close_nothing(site: AsteriskServer, hand_phones: Make) -> None:
    site.set_up(OPEN_DAYS="mon-fri")
    outside, switchboard = hand_phones("outside"), hand_phones("9")
    call = outside.dial("9", headers=KARIN)
    switchboard.ringing()
    outside.put_down(call)


@pytest.mark.parametrize("around", [False, True])
def test_two_away_in_a_row_are_one_announcement(asterisk: AsteriskServer, hand_phones: Make, around: bool) -> None:
    outside, switchboard = hand_phones("outside"), hand_phones("9")
    asterisk.put("2041", "1|0|always|2042|lunch|a-1")
    asterisk.put("2042", f"1|0|always|{'2041' if around else '2043'}|meeting|a-2")
    asterisk.put("2043", "1|0|always|9|holiday|a-3")
    call = outside.dial("2041", headers=KARIN)
    switchboard.ringing()
    outside.put_down(call)
    assert asterisk.played() == ["person", "lunch", "until_further_notice", "callback_offer", "connecting"]


def test_the_switchboard_s_phone_is_told_of_the_one_who_was_called(asterisk: AsteriskServer, hand_phones: Make) -> None:
    outside, switchboard = hand_phones("outside"), hand_phones("9")
    hand_phones("2042", busy=True)
    asterisk.put("2041", "1|0|always|2042|lunch|a-1")
    call = outside.dial("2041", headers=KARIN)
    assert "X-Kalix-Absence: 2041;absence;lunch;0" in switchboard.ringing().theirs
    outside.put_down(call)


def test_a_site_whose_switchboard_is_dialled_by_the_same_line_makes_no_round(site: AsteriskServer, hand_phones: Make) -> None:
    site.set_up(SWITCHBOARD_DIAL="Local/9@outside")
    outside = hand_phones("outside")
    outside.ended(outside.dial("9", headers=KARIN))
    assert site.played() == ["nobody_answers", "callback_offer", "goodbye"]


def test_a_caller_who_claims_an_extension_is_not_called_back_there(site: AsteriskServer, hand_phones: Make) -> None:
    site.set_up(SWITCHBOARD_QUEUE="empty")
    outside = hand_phones("outside")
    site.put("2041", LUNCH)
    call = outside.dial("2041", headers="P-Asserted-Identity: <sip:2042@trunk>\r\n")
    outside.press(outside.told(call, 183), "1")
    outside.ended(call)
    assert "callback_withheld" in site.played()
    assert [record.kind for record in records(site)] == ["missed"]


def test_behind_a_joint_a_colleague_is_known_by_the_phone_too(asterisk: AsteriskServer, hand_phones: Make) -> None:
    colleague, outside = hand_phones("2043"), hand_phones("outside")
    one, other = hand_phones("2041"), hand_phones("2042")
    for caller in (colleague, outside):
        call = caller.dial("2099", headers="P-Asserted-Identity: <sip:2043@trunk>\r\n")
        one.ringing(), other.ringing()
        caller.put_down(call)
        wait_until(lambda: one.calls[-1].over and other.calls[-1].over, "it still rings")
    assert sorted(record.internal for record in records(asterisk)) == [False, False, True, True]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_whoever_is_away_the_caller_is_offered_something_within_eight_seconds(asterisk: AsteriskServer, language: str) -> None:
    clips = Path(os.environ["KALIX_ASTERISK"]) / "clips" / language

    @cache
    def seconds(clip: str) -> float:
        with wave.open(str(clips / f"{clip}.wav")) as sound:
            return sound.getnframes() / sound.getframerate()

    now = datetime(2026, 11, 24, 7, tzinfo=UTC)
    for told, offers in itertools.product({reason.told_as for reason in shipped.default_reasons()}, (True, False)):
        for ahead in range(0, 60 * 24 * 40, 37):
            until = now + timedelta(minutes=ahead + 1)
            rule = ForwardingRule("2041", "a", Divert.ALWAYS, "9", until, told)
            said = spoken(rule, language=language, now=now, zone="Europe/Stockholm", name_clip=None, offers_callback=offers)
            heard = said[: said.index("callback_offer")] if offers else said
            assert sum(seconds(clip) for clip in heard) <= 8, said
