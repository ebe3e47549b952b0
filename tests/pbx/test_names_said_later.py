"""Who is at the other end, said anew while it rings or talks: from outside it is anybody's word, and no colleague comes of it."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kalix_presence.hub.pbx.asterisk.rule_text import read_talk
from tests.pbx.asterisk.test_calls import driver, hands
from tests.pbx.asterisk_server import AsteriskServer, port_of, wait_until
from tests.pbx.hand_phone import Call, HandPhone
from tests.pbx.hands import KARIN, OUTSIDE

pytestmark = pytest.mark.asterisk

Make = Callable[..., HandPhone]
ASSERTED = 'P-Asserted-Identity: "{name}" <sip:{number}@trunk>\r\n'
REMOTE = 'Remote-Party-ID: "{name}" <sip:{number}@trunk>;party=calling;screen=yes\r\n'
AT_FIRST = ASSERTED.format(name="Karin Berg", number=KARIN)
CLAIMS = [("Per Berg", "2042"), ("Per Berg", "+46709999999"), ("2042", "+46709999999"), ("Växeln", "9")]


@pytest.fixture
def telling(asterisk: AsteriskServer) -> Iterator[AsteriskServer]:
    """The shared Asterisk, where phones are told who is at the other end whenever that changes, as at many sites."""
    path = asterisk.folder / "etc" / "pjsip.conf"
    before = path.read_text("utf-8")
    path.write_text(re.sub(r"(\[20\d\d\]\ntype=endpoint\n)", r"\1send_pai=yes\n", before), "utf-8")
    asterisk.command("module reload res_pjsip.so")
    wait_until(lambda: "true" in _setting(asterisk, "send_pai"), "the phones are not told")
    # Who is called outside answers on the trunk here: on a line of a colleague's phone they would be believed once both talk.
    dialplan = asterisk.folder / "etc" / "extensions.conf"
    as_ever = dialplan.read_text("utf-8")
    trunk = f"PJSIP/outside/sip:2043@{asterisk.address}:{port_of('2043')}"
    dialplan.write_text(as_ever.replace("PJSIP/2043", trunk), "utf-8")
    asterisk.command("dialplan reload")
    wait_until(lambda: "PJSIP/outside" in asterisk.command("dialplan show kalix-outside"), "calls do not go out by the trunk")
    yield asterisk
    dialplan.write_text(as_ever, "utf-8")
    asterisk.command("dialplan reload")
    path.write_text(before, "utf-8")
    asterisk.command("module reload res_pjsip.so")
    wait_until(lambda: "false" in _setting(asterisk, "send_pai"), "the phones are as they were")
    asterisk.set_up()


def _setting(asterisk: AsteriskServer, name: str) -> str:
    shown = asterisk.command("pjsip show endpoint 2041")
    return next((line for line in shown.splitlines() if line.strip().startswith(name)), "")


def told(phone: HandPhone) -> str:
    """All that the phone was told about who is at the other end, now and before."""
    return "\n".join(
        re.findall(r"^(?:From|P-Asserted-Identity|Remote-Party-ID|Diversion):.*", "\n".join(phone.seen), re.MULTILINE)
    )


def connected_as(asterisk: AsteriskServer, extension: str) -> str:
    """Who is at the other end, as the PBX has it for the phone."""
    found = [line.split("!")[0] for line in asterisk.command("core show channels concise").splitlines()]
    name = next((each for each in found if each.startswith(f"PJSIP/{extension}-")), "")
    shown = asterisk.command(f"core show channel {name}") if name else ""
    return "\n".join(re.findall(r"^ *Connected Line ID.*", shown, re.MULTILINE))


def no_colleague(text: str, name: str) -> None:
    assert name not in text.replace(KARIN, "")
    assert "2042" not in text
    assert "sip:9@" not in text


def talk_for_a_moment() -> None:
    until = time.monotonic() + 2.1
    wait_until(lambda: time.monotonic() > until, "time stands still")


def talked(asterisk: AsteriskServer) -> list[tuple[str, str]]:
    """With whom the journal says that somebody has talked, once no call goes on."""
    asterisk.all_calls_over()
    found = [read_talk(key, text) for key, text in asterisk.database("kalix-talk").items()]
    return sorted((talk.extension, talk.number) for talk in found if talk is not None)


def say_again(outside: HandPhone, call: Call, how: str, headers: str) -> None:
    if how == "UPDATE":
        outside.update(call, headers)
        return
    before = call.statuses.count(200)
    outside.hold(call, on=False, headers=headers)
    wait_until(lambda: call.statuses.count(200) > before, "what the trunk says now is not taken in")


@pytest.mark.parametrize(("name", "number"), CLAIMS)
@pytest.mark.parametrize(("how", "header"), [("INVITE", ASSERTED), ("INVITE", REMOTE), ("UPDATE", ASSERTED)])
def test_who_talks_is_who_called(
    telling: AsteriskServer, hand_phones: Make, how: str, header: str, name: str, number: str
) -> None:
    outside, phone = hand_phones("outside"), hand_phones("2041")
    call = outside.dial("2041", headers=AT_FIRST)
    phone.pick_up()
    outside.connected(call)
    say_again(outside, call, how, header.format(name=name, number=number))
    # What comes after it in the same direction is taken in after it, so that this has been told by then.
    say_again(outside, call, how, header.format(name="Slutet", number="+46701111111"))
    wait_until(lambda: "+46701111111" in told(phone), "the phone is not told that the number is another one")
    say_again(outside, call, how, header.format(name=name, number=number))
    talk_for_a_moment()
    no_colleague(told(phone) + connected_as(telling, "2041"), name)
    outside.put_down(call)
    assert talked(telling) == [("2041", KARIN if len(number) < 5 else number)]


@pytest.mark.parametrize(("name", "number"), CLAIMS[:2])
@pytest.mark.parametrize("dialled", ["2041", "9", "2097"])
def test_who_rings_is_who_called(telling: AsteriskServer, hand_phones: Make, dialled: str, name: str, number: str) -> None:
    rung = "9" if dialled == "2097" else dialled  # a queue of the site's own
    outside, phone = hand_phones("outside"), hand_phones(rung)
    call = outside.dial(dialled, headers=AT_FIRST)
    ringing = phone.ringing()
    outside.told(call, 180)
    outside.update(call, ASSERTED.format(name=name, number=number))
    phone.pick_up(ringing)
    outside.connected(call)
    talk_for_a_moment()
    no_colleague(told(phone) + connected_as(telling, rung), name)
    outside.put_down(call)
    assert all(other == KARIN or other == number != "2042" for _, other in talked(telling))


@pytest.mark.parametrize(("name", "number"), CLAIMS)
def test_who_answers_outside_is_who_was_dialled(telling: AsteriskServer, hand_phones: Make, name: str, number: str) -> None:
    phone, karin = hand_phones("2041"), hand_phones("2043")
    call = phone.dial(OUTSIDE)
    karin.pick_up(headers=ASSERTED.format(name=name, number=number))
    phone.connected(call)
    talk_for_a_moment()
    no_colleague(told(phone), name)
    phone.put_down(call)
    assert talked(telling) == [("2041", OUTSIDE)]


@pytest.mark.parametrize(("name", "number"), CLAIMS)
def test_who_answers_a_mobile_that_a_colleague_is_forwarded_to_is_no_other_colleague(
    telling: AsteriskServer, hand_phones: Make, name: str, number: str
) -> None:
    telling.put("2041", f"1|0|always|{OUTSIDE}|lunch|a-1")
    phone, mobile = hand_phones("2044"), hand_phones("2043")
    call = phone.dial("2041")
    mobile.pick_up(headers=ASSERTED.format(name=name, number=number))
    phone.connected(call)
    talk_for_a_moment()
    no_colleague(told(phone), name)
    phone.put_down(call)


def test_who_is_passed_on_is_who_called(telling: AsteriskServer, hand_phones: Make) -> None:
    telling.set_up(OUTSIDE_NAMES="yes")
    outside, phone, colleague = hand_phones("outside"), hand_phones("2041"), hand_phones("2044")
    call = outside.dial("2041", headers=AT_FIRST)
    talk = phone.pick_up()
    outside.connected(call)
    say_again(outside, call, "INVITE", ASSERTED.format(name="Per Berg", number="2042"))
    talk_for_a_moment()
    phone.refer(talk, "2044")
    colleague.pick_up()
    talk_for_a_moment()
    no_colleague(told(colleague) + connected_as(telling, "2044"), "Per Berg")
    assert KARIN in told(colleague)
    outside.put_down(call)
    assert talked(telling) == [("2041", KARIN), ("2044", KARIN)]


def test_a_colleague_who_takes_over_is_told_by_name(telling: AsteriskServer, hand_phones: Make) -> None:
    """What our own phones say is true: also somebody who was asked, and is then given the call of a colleague."""
    path = telling.folder / "etc" / "pjsip.conf"
    path.write_text(
        path.read_text("utf-8").replace("[2044]\ntype=endpoint\n", '[2044]\ntype=endpoint\ncallerid="Maria Holm" <2044>\n'),
        "utf-8",
    )
    telling.command("module reload res_pjsip.so")
    wait_until(lambda: "Maria Holm" in telling.command("pjsip show endpoint 2044"), "the phone has no name")
    one, other, third = hand_phones("2041"), hand_phones("2042"), hand_phones("2044")
    call = one.dial("2042")
    talk = other.pick_up()
    one.connected(call)
    asking = other.dial("2044")
    third.pick_up()
    other.connected(asking)
    other.refer(talk, "2044", asking)
    wait_until(lambda: '"Maria Holm" <sip:2044@' in told(one), "who is there now is not told")


@pytest.mark.parametrize("outward", [True, False])
async def test_a_hub_that_starts_while_they_talk_sees_who_it_is(
    asterisk: AsteriskServer, hand_phones: Make, *, outward: bool
) -> None:
    claim = ASSERTED.format(name="Per Berg", number="2042")
    phone, other = hand_phones("2041"), hand_phones("2043" if outward else "outside")
    if outward:
        call = phone.dial(OUTSIDE)
        await hands(lambda: other.pick_up(headers=claim))
        await hands(phone.connected, call)
    else:
        call = other.dial("2041", headers=AT_FIRST)
        await hands(phone.pick_up)
        await hands(other.connected, call)
        await hands(say_again, other, call, "INVITE", claim)
    async with driver(asterisk.settings) as (pbx, _):
        async with asyncio.timeout(120):
            while not (found := [each for each in await pbx.present_calls() if each.extension == "2041"]):
                await asyncio.sleep(0.01)
        [seen] = found
        assert (seen.number, seen.name) == ((OUTSIDE, "") if outward else (KARIN, "Karin Berg"))
        assert seen.internal is outward, "whom a phone of ours dialled is who it is"


@pytest.mark.parametrize("joint", ["", "Local/2041@kalix-presence"], ids=["straight", "in a group"])
def test_a_line_of_another_kind_is_no_phone_of_ours_whatever_number_it_says(tmp_path: Path, joint: str) -> None:
    server = AsteriskServer(tmp_path)
    etc = tmp_path / "etc"
    modules = (etc / "modules.conf").read_text("utf-8")
    (etc / "modules.conf").write_text(modules.replace("noload = chan_iax2.so\n", ""), "utf-8")
    iax = f"[general]\nbindaddr = {server.address}\nrequirecalltoken = no\n[carrier]\ntype = user\ncontext = from-carrier\n"
    (etc / "iax.conf").write_text(iax, "utf-8")
    rings = f"Dial({joint})" if joint else "Gosub(kalix-presence,2041,1)"
    plan = (
        f"\n[from-carrier]\nexten => 2041,1,{rings}\n"
        f'[carrier]\nexten => s,1,Set(CALLERID(all)="Per Berg" <2042>)\n same => n,Dial(IAX2/carrier@{server.address}/2041,3)\n'
    )
    (etc / "extensions.conf").write_text((etc / "extensions.conf").read_text("utf-8") + plan, "utf-8")
    server.start()
    phone = HandPhone(server, "2041")
    try:
        server.command("channel originate Local/s@carrier application Wait 60")
        phone.ringing()
        assert "Per Berg" not in told(phone)
        wait_until(lambda: server.database("kalix-call"), "nobody is noted to have called")
        [kept] = server.database("kalix-call").values()
        assert kept.split("|")[2:6] == ["2041", "2042", "phone", "0"]
    finally:
        phone.close()
        server.stop()


@pytest.mark.parametrize("dialled", ["2041", "9", "2097", "0701234567", "*23*1#"])
@pytest.mark.parametrize("sender", ["outside", "2042"])
def test_a_text_message_is_no_call(asterisk: AsteriskServer, hand_phones: Make, sender: str, dialled: str) -> None:
    phones = [hand_phones("2041"), hand_phones("9"), hand_phones("2043")]
    hand_phones(sender).message(dialled, ASSERTED.format(name="Per Berg", number="2042"))
    wait_until(lambda: sender == "outside" or "Message/ast_msg_queue" in asterisk.log(), "the PBX has done nothing yet")
    asterisk.all_calls_over()
    assert [text for phone in phones for text in phone.seen if text.startswith("INVITE")] == []
    kept = {family: asterisk.database(family) for family in ("kalix-call", "kalix-count", "kalix-code", "kalix")}
    assert not any(kept.values()), kept
