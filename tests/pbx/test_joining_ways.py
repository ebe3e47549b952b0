"""`kalix-hub check` follows calls through a real Asterisk's dialplan: from phones, from a trunk, from the hub."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.pbx.joined_site import Changes, JoinedSite
from tests.pbx.test_check_joining import HUB, PLAN, POLICY, value

pytestmark = [pytest.mark.asterisk, pytest.mark.usefixtures("nothing_late")]

PHONES = "pjsip.conf"
CARRIER = (
    r"\Z",
    "\n[carrier]\ntype=endpoint\ncontext=from-carrier\ndisallow=all\nallow=alaw\naors=carrier\nallow_transfer=no\n"
    "[carrier]\ntype=aor\ncontact=sip:192.0.2.7\n[carrier]\ntype=identify\nendpoint=carrier\nmatch=192.0.2.7\n",
)
FROM_CARRIER = (
    r"\Z",
    "\n[from-carrier]\nexten => _+46980312XXX,1,Goto(outside,2${EXTEN:-3},1)\nexten => _+4698031200,1,Goto(outside,9,1)\n"
    "exten => _0980312XXX,1,Goto(outside,2${EXTEN:-3},1)\nexten => 098031200,1,Goto(outside,9,1)\n"
    "exten => 0980312100,1,Goto(menu,s,1)\nexten => 0980312150,1,Dial(PJSIP/2041&PJSIP/2042)\n"
    "exten => 0980312160,1,Queue(helpdesk)\n[menu]\nexten => s,1,Background(menu)\n"
    "[direct]\nexten => _20XX,1,Dial(PJSIP/${EXTEN})\n",
)
"""A trunk as it should be, with a menu, a group of phones and a queue of somebody else's; [direct] is used by nobody."""
DIALS = r"^(exten => _20XX,1),Gosub.*"


def carrier(more: str) -> Changes:
    return {PLAN: [(r"^\[from-carrier\]", f"[from-carrier]\n{more}")]}


def numbered(name: str, context: str) -> Changes:
    place, text = CARRIER
    return {PHONES: [(place, text.replace("carrier", name).replace(f"from-{name}", context).replace("192.0.2.7", "192.0.2.8"))]}


def endpoint(old: str, new: str) -> Changes:
    return {PHONES: [(rf"(\[carrier\](?:\n.*)*?){old}", rf"\g<1>{new}")]}


WRONG: dict[str, tuple[Changes, str]] = {
    "an include before ours that rings": (
        {PLAN: [(r"^\[phones\]", "[phones]\ninclude => direct")]}, r"Calls to 2041 in the context \[phones\] do not pass",
    ),
    "the phone rings before the call comes to us": (
        {PLAN: [(DIALS, r"\1,Dial(PJSIP/${EXTEN},20)\n same => n,Gosub(kalix-presence,${EXTEN},1)")]}, r"Calls to 2041 .*do not pass",
    ),
    "a Goto to where it rings": ({PLAN: [(DIALS, r"\1,Goto(direct,${EXTEN},1)")]}, r"Calls to 2041 .*do not pass"),
    "a Local channel to where it rings": ({PLAN: [(DIALS, r"\1,Dial(Local/${EXTEN}@direct/n,30)")]}, r"Calls to 2041 .*do not pass"),
    "a feature code that takes ours": (
        {PLAN: [(r"^\[phones\]", "[phones]\nexten => _*23.,1,NoOp()")]},
        r"code \*23\* \(code_set.*\[phones\]: exten => _\*23\. in \[phones\] takes it first",
    ),
    "an include before ours that takes a code": (
        {PLAN: [(r"^\[phones\]", "[features]\nexten => *98,1,NoOp()\n[phones]\ninclude => features")]},
        r"code \*98 \(code_callbacks.*exten => \*98 in \[features\]",
    ),
    "the main number is a queue of its own": (
        {PLAN: [(r"^exten => 9,1,.*", "exten => 9,1,Queue(switchboard)")]}, r"Calls to 9 in the context \[phones\] ring the switchboard without",
    ),
    "the main number rings a phone": (
        {PLAN: [(r"^exten => 9,1,.*", "exten => 9,1,Dial(PJSIP/9)")]}, r"Calls to 9 in the context \[phones\] ring the switchboard without",
    ),
    "no main number": ({PLAN: [(r"^exten => 9,1,.*", "")]}, r"number 9 .*cannot be dialled in the context \[phones\]"),
    "another main number at the hub and in the site file": (
        {POLICY: [(r"\A", 'switchboard = "90"\n')]} | value("SWITCHBOARD", "90"), r"number 90 .*cannot be dialled in the context \[phones\]",
    ),
    "the hub dials past us": (value("DIAL", "direct"), r"Calls to 2041 in the context \[direct\] do not pass"),
    "the hub dials nobody outside": (value("DIAL", "outside"), r'KALIX_DIAL is "outside", but 0701234567'),
    "the hub's own setting dials nobody outside": (
        {HUB: [("#dial_context = .*", 'dial_context = "outside"')]}, r'dial_context .* is "outside", but 0701234567',
    ),
    "calls that come to us as to somebody else": (
        {PLAN: [(DIALS, r"\1,Gosub(kalix-presence,${EXTEN:1},1)")]}, r"Calls to 2041 in the context \[phones\] .* as calls to 041",
    ),
    "the hub's calls come to us as to somebody else": (
        {PLAN: [(r"\Z", "[dialled]\nexten => _20XX,1,Gosub(kalix-presence,204${EXTEN:-2},1)\nexten => _0X.,1,Goto(kalix-dial,${EXTEN},1)\n")]}
        | value("DIAL", "dialled"),
        r"Calls to 2041 in the context \[dialled\] .* as calls to 20441",
    ),
    "a way out by a trunk that is not there": (
        {PLAN: [(r"^exten => _0X\.,1,Dial\(PJSIP/2043\)$", "exten => _0X.,1,Dial(PJSIP/${EXTEN}@carier,60)")]},
        r"exten => _0X\. in the context \[kalix-outside\] dials out by the trunk carier",
    ),
    "a phone with a codec that nobody can play": (
        {PHONES: [(r"(\[2042\]\ntype=endpoint\ncontext=phones\ndisallow=all\n)allow=alaw", r"\1allow=g729")]}, r"\[2042\] in pjsip.conf allows only g729",
    ),
    "hints without the absence": (
        {PHONES: [("subscribe_context=kalix-hints", "subscribe_context=lines")], PLAN: [(r"\Z", "[lines]\nexten => _20XX,hint,PJSIP/${EXTEN}\n")]},
        r"watch 204\d look in the context \[lines\].*subscribe_context = kalix-hints",
    ),
    "no hints where phones look": ({PHONES: [("subscribe_context=kalix-hints", "subscribe_context=phones")]}, r"look in the context \[phones\]"),
    "somebody else's lamp": ({PHONES: [("mailboxes=2044@kalix", "mailboxes=2041@kalix")]}, r"phone 2044 has mailboxes = 2041@kalix"),
    "a trunk among the phones": (endpoint("context=from-carrier", "context=phones"), r"\[carrier\] can call 0701234567 at your expense.*\[phones\]"),
    "a trunk that reaches the way out": (carrier("include => kalix-outside"), r"\[carrier\] can call 0701234567.*exten => _0X\. in \[kalix-outside\]"),
    "a trunk that goes to the way out": (carrier("exten => _0X.,1,Goto(phones,${EXTEN},1)"), r"\[carrier\] can call 0701234567"),
    "a trunk with a way out of its own": (
        carrier("exten => _0900X.,1,Dial(PJSIP/${EXTEN}@carrier)"), r"\[carrier\] can call 0900123456.*exten => _0900X\. in \[from-carrier\]",
    ),
    "a trunk that reaches abroad": (carrier("exten => _00X.,1,Dial(PJSIP/${EXTEN}@carrier)"), r"\[carrier\] can call 0046701234567"),
    "strangers among the phones": (
        {PHONES: [(r"\Z", "[anonymous]\ntype=endpoint\ncontext=phones\nallow=alaw\n")]}, r"\[anonymous\] can call 0701234567",
    ),
    "a trunk that is named by figures, among the phones": (numbered("0980312000", "phones"), r"\[0980312000\] can call 0701234567"),
    "a trunk that is named like a colleague": (
        numbered("1000", "from-carrier") | {PLAN: [(r"\Z", "[way-out]\nexten => _0X.,1,Dial(PJSIP/${EXTEN}@1000)\n")]},
        r"\[1000\] is known by its address alone .* counts as your colleague 1000",
    ),
    "a trunk with phone codes": (carrier("include => kalix-codes"), r"\[carrier\] can dial phone codes \(\*23\*\)"),
    "a trunk that may transfer": (endpoint("allow_transfer=no", "allow_transfer=yes"), r"allow_transfer = no to \[carrier\]"),
    "a trunk that sends keys as sound": (endpoint("allow_transfer=no", "allow_transfer=no\ndtmf_mode=inband"), r"\[carrier\] has dtmf_mode = inband"),
    "a trunk with a codec that nobody can play": (endpoint("allow=alaw", "allow=g729"), r"\[carrier\] in pjsip.conf allows only g729"),
    "a trunk that rings people past us": (
        carrier("exten => _46980312XXX,1,Goto(direct,2${EXTEN:-3},1)"), r"Calls to 46980312041 in the context \[from-carrier\] do not pass",
    ),
    "a trunk that rings one phone past us": (carrier("exten => 0980312041,1,Dial(PJSIP/2041)"), r"Calls to 0980312041 .*do not pass"),
}  # fmt: skip

RIGHT: dict[str, Changes] = {
    "as it is": {},
    "everybody from outside to a menu": carrier("exten => _X.,1,Goto(menu,s,1)"),
    "nobody is offered a callback where keys do not come": endpoint("allow_transfer=no", "allow_transfer=no\ndtmf_mode=inband")
    | value("OFFER_CALLBACK", "no"),
    "the main number is a queue with our line before it": {
        PLAN: [(r"^exten => 9,1,.*", "exten => 9,1,Gosub(kalix-queue,s,1)\n same => n,Queue(switchboard,b(kalix-header^s^1))\n same => n,Gosub(kalix-queue,left,1)")],
    },
    "an include before ours that knows others": {PLAN: [(r"^\[phones\]", "[more]\nexten => 3000,1,NoOp()\n[phones]\ninclude => more")]},
    "hints of the site's own, with the absence": {
        PHONES: [("subscribe_context=kalix-hints", "subscribe_context=lines")],
        PLAN: [(r"\Z", "[lines]\nexten => _20XX,hint,PJSIP/${EXTEN}&Custom:kalix-${EXTEN},CustomPresence:${EXTEN}\n")],
    },
    "a door that is known by its address": numbered("3000", "phones"),
    "who watches nobody": {PHONES: [("subscribe_context=kalix-hints\n", "")]},
}  # fmt: skip


@pytest.fixture(scope="module")
def site(joined_site: JoinedSite) -> Iterator[JoinedSite]:
    with joined_site.spoilt({PHONES: [CARRIER], PLAN: [FROM_CARRIER]}):
        yield joined_site


@pytest.mark.parametrize("state", WRONG)
def test_a_way_that_leads_wrong_is_told_with_the_line_to_change(site: JoinedSite, state: str) -> None:
    changes, sentence = WRONG[state]
    site.is_told(changes, sentence)


@pytest.mark.parametrize("state", RIGHT)
def test_ways_that_lead_right_are_well(site: JoinedSite, state: str) -> None:
    said = site.is_well(RIGHT[state])
    assert "Trunks: OK" in said
    assert "Gosub" not in said


NOTED = r"^exten => _0X\.,1,Gosub\(kalix-outward.*\n same => n,Dial\(PJSIP/2043,10\)"


REMARKS: dict[str, tuple[Changes, str]] = {
    "a way out that nobody notes": (
        {PLAN: [(NOTED, "exten => _0X.,1,Dial(PJSIP/2043,10)")]},
        r"exten => _0X\. in the context \[kalix-dial\] are not noted.*kalix-outward",
    ),
    "a Goto to such a way out": (
        {PLAN: [(NOTED, "exten => _0X.,1,Goto(out,${EXTEN},1)\n[out]\nexten => _0X.,1,Dial(PJSIP/2043)")]},
        r"exten => _0X\. in the context \[out\] are not noted.*kalix-outward",
    ),
    "a queue of its own that sends callers away without a word": (
        {PLAN: [(r"^exten => 9,1,.*", "exten => 9,1,Gosub(kalix-queue,s,1)\n same => n,Queue(switchboard)")]},
        r"Who calls 9 in the context \[phones\].*Gosub\(kalix-queue,left,1\)",
    ),
    "a queue of its own whose phones take every word": (
        {
            PLAN: [
                (
                    r"^exten => 9,1,.*",
                    "exten => 9,1,Gosub(kalix-queue,s,1)\n same => n,Queue(switchboard,r)\n same => n,Gosub(kalix-queue,left,1)",
                )
            ]
        },
        r"Who calls 9 in the context \[phones\] .*claim during the call.*b\(kalix-header\^s\^1\)",
    ),
}


@pytest.mark.parametrize("state", REMARKS)
def test_what_is_better_otherwise_is_told_and_is_no_fault(site: JoinedSite, state: str) -> None:
    changes, sentence = REMARKS[state]
    said = site.is_well(changes)
    assert re.search(f"OK .*{sentence}", said), said
