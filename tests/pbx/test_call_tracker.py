"""Present calls out of Asterisk's events, without an Asterisk: whatever comes in whichever order, each call ends once."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.hub.pbx.asterisk.call_tracker import CallTracker
from kalix_presence.hub.pbx.protocol import CallSeen, PbxEvent, PlacedCallEnded, Talked

Event = dict[str, str]
KARIN = "+46701234567"


class Desk:
    """A call desk, its clock, and what it told."""

    def __init__(self) -> None:
        self.told: list[PbxEvent] = []
        self.now = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
        self.desk = CallTracker(self.told.append, lambda: self.now, own, switchboard="9", queue="switchboard")

    def take(self, *events: Event) -> None:
        for event in events:
            self.desk.on_event(event)

    def wait(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def states(self, call_id: str) -> list[str]:
        return [event.call.state for event in self.told if isinstance(event, CallSeen) and event.call.id == call_id]


def own(title: str) -> str | None:
    found = re.fullmatch(r"PJSIP/(\d{1,8})-\w+", title, re.ASCII)
    return found[1] if found else None


def comes(call: str = "1", number: str = KARIN, name: str = "Karin Berg") -> Event:
    title = f"PJSIP/trunk-{call}"
    return {"Event": "Newchannel", "Uniqueid": call, "Linkedid": call, "Channel": title, "ChannelStateDesc": "Ring",
            "CallerIDNum": number, "CallerIDName": name, "Exten": "2041"}  # fmt: skip


def rings(
    leg: str = "2", call: str = "1", extension: str = "2041", number: str = KARIN, name: str = "Karin Berg", linked: str = ""
) -> list[Event]:
    about = {"Uniqueid": leg, "Linkedid": linked or call}
    return [
        about | {"Event": "Newchannel", "Channel": f"PJSIP/{extension}-{leg}", "ChannelStateDesc": "Down", "Exten": "s"},
        {"Event": "DialBegin", "Uniqueid": call, "Linkedid": linked or call, "DestUniqueid": leg, "DestCallerIDNum": extension,
         "DestConnectedLineNum": number, "DestConnectedLineName": name},
        about | {"Event": "Newstate", "ChannelStateDesc": "Ringing"},
    ]  # fmt: skip


def together(*legs: str, bridge: str = "b") -> list[Event]:
    return [{"Event": "BridgeEnter", "Uniqueid": leg, "Linkedid": "1", "BridgeUniqueid": bridge} for leg in legs]


def over(*legs: str) -> list[Event]:
    return [{"Event": "Hangup", "Uniqueid": leg, "Linkedid": "1"} for leg in legs]


def test_a_call_is_told_as_it_goes_and_what_was_talked() -> None:
    desk = Desk()
    desk.take(comes(), *rings())
    desk.wait(4)
    desk.take({"Event": "Newstate", "Uniqueid": "2", "Linkedid": "1", "ChannelStateDesc": "Up"}, *together("2", "1"))
    desk.wait(60)
    desk.take(*over("2", "1"))
    assert desk.states("2") == ["ringing", "talking", "ended"]
    assert [event for event in desk.told if isinstance(event, Talked)] == [Talked("2041", KARIN, False, 60.0)]


def test_a_phone_that_answers_before_the_next_is_rung_makes_no_second_call() -> None:
    desk = Desk()
    answers = {"Event": "Newstate", "Uniqueid": "2", "Linkedid": "1", "ChannelStateDesc": "Up"}
    desk.take(comes(), *rings("2"), answers, *together("2", "1"), *rings("3"), *over("3"))
    assert desk.states("2") == ["ringing", "talking"]
    assert desk.states("3") == []


def test_phones_of_two_people_are_two_calls() -> None:
    desk = Desk()
    desk.take(comes(), *rings("2"), *rings("3", extension="2042"), *over("3", "2", "1"))
    assert (desk.states("2"), desk.states("3")) == (["ringing", "ended"], ["ringing", "ended"])


def test_picked_up_is_not_yet_talking_for_only_two_who_are_together_can_be_parted() -> None:
    desk = Desk()
    desk.take(comes(), *rings(), {"Event": "Newstate", "Uniqueid": "2", "Linkedid": "1", "ChannelStateDesc": "Up"})
    assert desk.states("2") == ["ringing"]
    desk.take(*together("2"))
    assert desk.states("2") == ["ringing"]
    desk.take(*together("1"))
    assert desk.states("2") == ["ringing", "talking"]


def test_a_ring_that_is_told_before_who_rings_waits_for_the_name() -> None:
    desk = Desk()
    new, dial, ringing = rings()
    desk.take(comes(), new, ringing)
    assert desk.desk.calls() == []
    desk.take(dial)
    [call] = desk.desk.calls()
    assert (call.number, call.name, call.state) == (KARIN, "Karin Berg", "ringing")


def test_a_name_is_shown_as_far_as_it_can_be_read() -> None:
    desk = Desk()
    desk.take(comes(number="0701;drop"), *rings(name="Karin\r\nEvent: x\x1b[31m\u202e" + "g" * 500, number="0701;drop"))
    [call] = desk.desk.calls()
    assert call.name.isprintable()
    assert len(call.name) <= 60
    assert call.number == ""


def test_what_was_heard_twice_or_late_takes_nothing_back() -> None:
    desk = Desk()
    desk.take(comes(), *rings(), *together("2", "1"))
    desk.take(comes(), *rings()[:1], *rings()[2:], *together("2", "1"))
    assert desk.states("2") == ["ringing", "talking"]


def test_a_call_to_the_switchboard_waits_there_once() -> None:
    desk = Desk()
    diverted = {"Event": "UserEvent", "UserEvent": "KalixDiverted", "Uniqueid": "1", "Linkedid": "1", "Extension": "2041",
                "Target": "9", "Why": "busy"}  # fmt: skip
    desk.take(comes(), diverted, *rings("3", extension="9"))
    [call] = desk.desk.calls()
    assert (call.id, call.extension, call.waiting, call.diverted_from, call.why) == ("1", "9", True, "2041", "busy")
    desk.take(*together("3", "1"))
    [call] = desk.desk.calls()
    assert (call.id, call.state, call.waiting, call.diverted_from) == ("3", "talking", False, "2041")
    assert desk.states("1") == ["ringing", "ended"]


def test_a_placed_call_s_end_is_told_after_its_id_is_known_and_once() -> None:
    desk = Desk()
    desk.desk.placed.begin("kalix-1")
    failure = {"Event": "OriginateResponse", "Response": "Failure", "Uniqueid": "kalix-1"}
    desk.take(failure)
    assert desk.told == []
    desk.desk.placed.accepted("kalix-1")
    desk.take(failure, {"Event": "Hangup", "Uniqueid": "kalix-1", "Linkedid": "kalix-1"})
    desk.desk.lost()
    assert desk.told == [PlacedCallEnded("kalix-1", "failed")]


def test_a_placed_call_whose_phone_is_first_seen_in_the_list_is_known_by_its_id_and_whom_it_is_for() -> None:
    desk = Desk()
    desk.desk.channels.expect("kalix-1", "2041", "0709999999")
    listed = {"Uniqueid": "2", "Linkedid": "kalix-1-joint", "Channel": "PJSIP/2041-2", "ChannelStateDesc": "Ringing",
              "Application": "AppDial", "ConnectedLineNum": "2041", "CallerIDNum": "2041", "Exten": ""}  # fmt: skip
    desk.desk.compare([listed], {}, set())
    [call] = desk.desk.calls()
    assert (call.id, call.extension, call.number, call.outward, call.state) == (
        "kalix-1",
        "2041",
        "0709999999",
        True,
        "ringing",
    )


def test_a_colleague_who_is_called_before_the_pbx_says_that_the_own_phone_was_picked_up_is_called_by_it() -> None:
    desk = Desk()
    desk.desk.channels.expect("kalix-1", "2041", "2042")
    joint = {"Event": "Newchannel", "Uniqueid": "kalix-1-joint;2", "Linkedid": "kalix-1-joint",
             "Channel": "Local/2041@kalix-own-1;2", "ChannelStateDesc": "Ring"}  # fmt: skip
    desk.take(joint, *rings("2", "kalix-1-joint;2", number="2041", linked="kalix-1-joint"))
    desk.take(*rings("3", "2", "2042", number="2041", name="", linked="kalix-1-joint"))
    found = {(call.id, call.extension, call.number, call.outward) for call in desk.desk.calls()}
    assert found == {("kalix-1", "2041", "2042", True), ("3", "2042", "2041", False)}


CHANNELS = st.sampled_from(["1", "2", "3", "4"])
TITLES = {"1": "PJSIP/trunk-1", "2": "PJSIP/2041-2", "3": "PJSIP/9-3", "4": "Local/2042@kalix-dial-4;1"}


@st.composite
def events(draw: st.DrawFn) -> Event:
    """Anything that Asterisk may send, about channels that may or may not be there."""
    channel = draw(CHANNELS)
    kind = draw(
        st.sampled_from(
            ["Newchannel", "Newstate", "DialBegin", "DialEnd", "BridgeEnter", "BridgeLeave", "Hold", "Unhold", "Hangup",
             "QueueCallerJoin", "QueueCallerLeave", "KalixDiverted", "KalixWithheld", "KalixRings", "KalixRang", "OriginateResponse"]
        )
    )  # fmt: skip
    event = {"Event": kind, "Uniqueid": channel, "Linkedid": draw(CHANNELS), "Channel": TITLES[channel]}
    if kind.startswith("Kalix"):
        event |= {"Event": "UserEvent", "UserEvent": kind}
    more = {
        "ChannelStateDesc": st.sampled_from(["Ring", "Down", "Ringing", "Up", "x"]),
        "DestUniqueid": CHANNELS,
        "DestConnectedLineNum": st.sampled_from([KARIN, "", "<unknown>"]),
        "CallerIDNum": st.sampled_from([KARIN, "2041", "\r\n"]),
        "BridgeUniqueid": st.sampled_from(["a", "b"]),
        "Queue": st.sampled_from(["switchboard", "other"]),
        "Target": st.sampled_from(["9", "2042"]),
        "Extension": st.sampled_from(["2041", "2042"]),
        "Why": st.sampled_from(["absence", "busy"]),
        "Exten": st.sampled_from(["2042", "*98", "s"]),
        "Talked": st.sampled_from(["", "3", "x"]),
    }
    return event | {name: draw(values) for name, values in more.items() if draw(st.booleans())}


@given(st.lists(events(), max_size=60), st.booleans())
def test_whatever_comes_each_call_ends_once_and_nothing_is_left(stream: list[Event], asks: bool) -> None:
    desk = Desk()
    for place, event in enumerate(stream):
        desk.take(event)
        if asks and place == len(stream) // 2 and {"2", "1"} <= desk.desk.channels.there.keys():
            there = desk.desk.channels.there
            desk.desk.begin_consultation(there["2"], there["1"], "2042")
        desk.wait(1)
    desk.take(*over("1", "2", "3", "4"))
    assert desk.desk.calls() == []
    last: dict[str, str] = {}
    for event in desk.told:
        if isinstance(event, CallSeen):
            assert not (last.get(event.call.id) == "ended" == event.call.state), "told as ended twice"
            last[event.call.id] = event.call.state
        elif isinstance(event, Talked):
            assert event.seconds >= 0
    assert set(last.values()) <= {"ended"}


def test_the_phones_of_one_person_ring_as_one_call_whichever_is_picked_up() -> None:
    desk = Desk()
    desk.take(comes(), *rings("2"), *rings("3"))
    assert [(call.id, call.state) for call in desk.desk.calls()] == [("2", "ringing")]
    desk.take({"Event": "Newstate", "Uniqueid": "3", "Linkedid": "1", "ChannelStateDesc": "Up"}, *together("3", "1"))
    desk.take({"Event": "Newstate", "Uniqueid": "2", "Linkedid": "1", "ChannelStateDesc": "Ringing"}, *over("2"))
    assert [(call.id, call.state) for call in desk.desk.calls()] == [("2", "talking")]
    assert desk.desk.channels.of("2") is desk.desk.channels.there["3"], "it is there that one may part them"
    desk.wait(30)
    desk.take(*over("3", "1"))
    assert desk.states("2") == ["ringing", "talking", "ended"]
    assert [event for event in desk.told if isinstance(event, Talked)] == [Talked("2041", KARIN, False, 30.0)]


def test_one_of_several_phones_declines_and_the_call_goes_on_at_the_others() -> None:
    desk = Desk()
    desk.take(comes(), *rings("2"), *rings("3"), *over("2"))
    assert [(call.id, call.state) for call in desk.desk.calls()] == [("2", "ringing")]
    desk.take(*rings("4", extension="2042"))
    assert {call.id for call in desk.desk.calls()} == {"2", "4"}, "another person's phone is another call"
    desk.take(*over("3"))
    assert desk.states("2") == ["ringing", "ended"]


def queue_rings(leg: str = "2", extension: str = "2001") -> list[Event]:
    """A queue rings a member: who calls is not said yet."""
    return rings(leg=leg, extension=extension, number="<unknown>", name="<unknown>")


def test_who_calls_is_known_when_a_queue_rings_though_the_queue_does_not_say_it_yet() -> None:
    desk = Desk()
    desk.take(comes(), *queue_rings())
    [call] = desk.desk.calls()
    assert (call.number, call.name, call.withheld, call.internal) == (KARIN, "Karin Berg", False, False)


def test_a_number_that_comes_late_is_shown_when_it_comes() -> None:
    desk = Desk()
    desk.take(comes(number="", name=""), *queue_rings())
    [call] = desk.desk.calls()
    assert (call.number, call.withheld) == ("", False), "unknown, not withheld"
    late = {
        "Event": "NewConnectedLine",
        "Uniqueid": "2",
        "Linkedid": "1",
        "ConnectedLineNum": KARIN,
        "ConnectedLineName": "Karin",
    }
    desk.take(late)
    [call] = desk.desk.calls()
    assert (call.number, call.name) == (KARIN, "Karin")


@pytest.mark.parametrize("sign", ["dialplan", "anonymous", "Restricted"])
def test_a_number_is_hidden_only_where_it_is_withheld(sign: str) -> None:
    desk = Desk()
    desk.take(comes(number=KARIN if sign == "dialplan" else sign))
    if sign == "dialplan":
        desk.take({"Event": "UserEvent", "UserEvent": "KalixWithheld", "Uniqueid": "1", "Linkedid": "1"})
    desk.take(*rings(number=KARIN))
    [call] = desk.desk.calls()
    assert (call.number, call.name, call.withheld) == ("", "", True)


def test_an_outside_caller_who_claims_an_extension_is_not_known_as_internal_and_a_colleague_s_phone_is() -> None:
    desk = Desk()
    desk.take(comes(number="2042"), *rings(number="2042"))
    assert [(call.number, call.internal) for call in desk.desk.calls()] == [("2042", False)]
    desk = Desk()
    desk.take(comes(number="2042") | {"Channel": "PJSIP/2042-1"}, *rings(number="2099"))
    seen = {call.extension: call for call in desk.desk.calls()}
    assert (seen["2041"].number, seen["2041"].internal) == ("2042", True), "by the phone, not by what is claimed"


def test_the_waiting_time_counts_from_when_the_call_began() -> None:
    desk = Desk()
    began = desk.now
    desk.take(comes())
    for _ in range(3):
        desk.wait(20)
        desk.take({"Event": "QueueCallerJoin", "Queue": "switchboard", "Uniqueid": "1", "Linkedid": "1"})
        [call] = desk.desk.calls()
        assert (call.waiting, call.since) == (True, began)
        desk.take({"Event": "QueueCallerLeave", "Queue": "switchboard", "Uniqueid": "1", "Linkedid": "1"})


def diverted(extension: str, why: str, first: str) -> Event:
    return {"Event": "UserEvent", "UserEvent": "KalixDiverted", "Uniqueid": "1", "Linkedid": "1", "Extension": extension,
            "Why": why, "Target": "9", "First": first}  # fmt: skip


def test_for_whom_and_why_stay_those_of_the_one_who_was_called() -> None:
    desk = Desk()
    desk.take(comes(), diverted("2041", "busy", "2041"), diverted("2001", "no_answer", "2041"))
    [call] = desk.desk.calls()
    assert (call.diverted_from, call.why) == ("2041", "busy")


def test_a_call_to_the_main_number_is_diverted_from_nobody() -> None:
    desk = Desk()
    desk.take(comes(), {"Event": "UserEvent", "UserEvent": "KalixWaits", "Uniqueid": "1", "Linkedid": "1"})
    desk.take(diverted("2001", "no_answer", "9"))
    [call] = desk.desk.calls()
    assert (call.waiting, call.diverted_from, call.why) == (True, "", "")


def test_a_parked_call_that_is_fetched_or_comes_back_says_what_it_is() -> None:
    desk = Desk()
    fetching = {"Event": "Newchannel", "Uniqueid": "5", "Linkedid": "5", "Channel": "PJSIP/2042-5", "ChannelStateDesc": "Ring",
                "CallerIDNum": "2042", "Exten": "701"}  # fmt: skip
    desk.take(
        comes(), fetching, {"Event": "UnParkedCall", "ParkeeUniqueid": "1", "ParkeeLinkedid": "1", "RetrieverUniqueid": "5"}
    )
    desk.take({"Event": "Newstate", "Uniqueid": "5", "Linkedid": "5", "ChannelStateDesc": "Up"}, *together("5", "1"))
    [call] = desk.desk.calls()
    assert (call.extension, call.number, call.outward, call.why, call.state) == ("2042", KARIN, False, "picked_up", "talking")
    desk = Desk()
    desk.take(comes(), {"Event": "ParkedCallTimeOut", "ParkeeUniqueid": "1", "ParkeeLinkedid": "1"}, *rings())
    [call] = desk.desk.calls()
    assert (call.extension, call.number, call.why, call.state) == ("2041", KARIN, "returned", "ringing")


def dials(leg: str = "5", extension: str = "2043", dialled: str = "2041") -> Event:
    return comes(leg, extension, "Nils Ek") | {"Channel": f"PJSIP/{extension}-{leg}", "Exten": dialled}


def takes_the_place(new: str, of: str, bridge: str) -> list[Event]:
    """Whoever is passed on after asking comes before the one who asked is gone."""
    leaves = {"Event": "BridgeLeave", "Linkedid": "1"}
    return [leaves | {"Uniqueid": new}, *together(new, bridge=bridge), leaves | {"Uniqueid": of}, *over(of)]


@pytest.mark.parametrize("hidden", [False, True])
@pytest.mark.parametrize("dialled", [False, True], ids=["was called", "had called"])
def test_who_is_passed_on_to_somebody_is_shown_as_what_it_is(dialled: bool, hidden: bool) -> None:
    desk = Desk()
    desk.take(comes(number="2042", name="Per Berg"), *rings("2"), *together("2", "1"))
    if hidden:
        desk.take({"Event": "UserEvent", "UserEvent": "KalixWithheld", "Uniqueid": "1", "Linkedid": "1"})
    leg, asking = ("5", "6") if dialled else ("6", "5")
    mine, other = ("2043", "2041") if dialled else ("2041", "2043")
    desk.take(dials(extension=mine, dialled=other), *rings("6", "5", other, mine, "", "5"), *together("5", "6", bridge="c"))
    before = next(call for call in desk.desk.calls() if call.id == leg)
    assert (before.number, before.internal) == ("2041", True)
    desk.take(*takes_the_place("1", asking, "c"))
    now = next(call for call in desk.desk.calls() if call.id == leg)
    assert (now.number, now.internal, now.withheld) == ("" if hidden else "2042", False, hidden)
    desk.wait(20)
    desk.take(*over("1", leg))
    talked = [event for event in desk.told if isinstance(event, Talked) and event.extension == "2043"]
    assert [event.number for event in talked] == [""], "nobody has talked to the one whose extension was claimed"
