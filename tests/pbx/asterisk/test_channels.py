"""What is put together from Asterisk's events alone: who calls whom, through joints, pick-ups, gaps and several phones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kalix_presence.hub.pbx.asterisk.channels import JOINT, LONGEST_NAME, Channel, Channels
from tests.clocks import Clock

START = datetime(2026, 11, 24, 8, tzinfo=UTC)


def own(title: str) -> str | None:
    """PJSIP/2041-7 and PJSIP/2041b-7 are phones of 2041; a trunk is nobody's."""
    name = title.removeprefix("PJSIP/").partition("-")[0].removesuffix("b")
    return name if title.startswith("PJSIP/") and name.isdigit() else None


class Exchange:
    """Says events as Asterisk does."""

    def __init__(self) -> None:
        self.clock = Clock(START)
        self.channels = Channels(own, self.clock)

    def says(self, kind: str, uniqueid: str = "", **more: str) -> list[str]:
        """The ids of the channels that it changed."""
        return [each.id for each in self.channels.on_event({"Event": kind, "Uniqueid": uniqueid, **more})]

    def begins(self, uniqueid: str, title: str, *, linked: str = "", ring: bool = False, **more: str) -> Channel:
        state = "Ring" if ring else "Down"
        told = {"Channel": title, "Linkedid": linked or uniqueid, "ChannelStateDesc": state, **more}
        assert self.says("Newchannel", uniqueid, **told) == [uniqueid]
        return self.channels.there[uniqueid]

    def dials(self, caller: str, rung: str, **more: str) -> list[str]:
        return self.says("DialBegin", caller, DestUniqueid=rung, **more)

    def meet(self, bridge: str, *ids: str) -> list[str]:
        changed: list[str] = []
        for each in ids:
            changed = self.says("BridgeEnter", each, BridgeUniqueid=bridge)
        return changed


@pytest.fixture
def exchange() -> Exchange:
    return Exchange()


def test_an_outside_caller_rings_and_talks_and_is_who_the_number_says_only_if_the_phone_is_ours(exchange: Exchange) -> None:
    caller = exchange.begins("1", "PJSIP/trunk-1", ring=True, CallerIDNum="+46701234567", CallerIDName="Karin", Exten="2041")
    phone = exchange.begins("2", "PJSIP/2041-2", linked="1", CallerIDNum="2041")
    assert (caller.own, caller.calling, phone.own, phone.calling) == ("", True, "2041", False)
    assert exchange.dials("1", "2", DestConnectedLineNum="+46701234567") == ["1", "2"]
    exchange.says("Newstate", "2", ChannelStateDesc="Ringing")
    assert (phone.rings, phone.up, phone.far_number, phone.far_name) == (True, False, "+46701234567", "Karin")
    assert not phone.proven
    exchange.clock.move(seconds=5)
    assert exchange.meet("b", "1", "2") == ["1", "2"]
    assert (phone.rings, phone.up, phone.peer, caller.peer) == (False, True, "1", "2")
    assert phone.talked_since == caller.talked_since == START + timedelta(seconds=5)
    exchange.says("Newstate", "2", ChannelStateDesc="Ringing")
    assert not phone.rings, "what is up rings no more"
    exchange.says("Hold", "2")
    assert phone.held
    exchange.says("Unhold", "2")
    assert not phone.held
    assert exchange.says("Hangup", "2") == ["2"]
    assert list(exchange.channels.there) == ["1"]


def test_a_colleague_is_known_by_the_phone_whatever_number_it_shows(exchange: Exchange) -> None:
    exchange.begins("1", "PJSIP/2042-1", ring=True, CallerIDNum="0700000000", Exten="2041")
    phone = exchange.begins("2", "PJSIP/2041-2", linked="1")
    exchange.dials("1", "2", DestConnectedLineNum="0700000000")
    assert (phone.far_number, phone.far_own, phone.proven) == ("2042", True, True)


def test_what_is_unknown_changes_nothing(exchange: Exchange) -> None:
    exchange.begins("1", "PJSIP/2041-1", ring=True)
    for kind in ("Newstate", "Hold", "BridgeEnter", "BridgeLeave", "Hangup", "Pickup", "NewConnectedLine"):
        assert exchange.says(kind, "7") == []
    assert exchange.dials("1", "7") == []
    assert exchange.says("Something", "1") == []
    assert exchange.says("Pickup", "1", TargetUniqueid="7") == []
    assert exchange.says("UnParkedCall", RetrieverUniqueid="1", ParkeeUniqueid="7") == []
    assert exchange.says("Newchannel", "1", Channel="PJSIP/2042-1") == [], "it is there already"
    assert exchange.channels.there["1"].own == "2041"


@pytest.mark.parametrize(
    ("told", "number"),
    [
        ("2041", "2041"),
        ("+46701234567", "+46701234567"),
        ("1" * 20, "1" * 20),
        ("1" * 21, ""),
        ("", ""),
        ("<unknown>", ""),
        ("20&42", ""),
        ("２０４１", ""),
        ("2041\n", ""),
        ("46+70", ""),
    ],
)
def test_only_what_is_a_number_is_taken_for_one(exchange: Exchange, told: str, number: str) -> None:
    assert exchange.begins("1", "PJSIP/trunk-1", ring=True, CallerIDNum=told).number == number


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("Karin Öberg", "Karin Öberg"),
        ("<unknown>", ""),
        (" Karin\r\nAction: x\x1b ", "KarinAction: x"),
        ("K" * (LONGEST_NAME + 1), "K" * LONGEST_NAME),
        ("\u202eKarin", "Karin"),
    ],
)
def test_of_a_callers_name_only_what_can_be_read_is_kept(exchange: Exchange, told: str, name: str) -> None:
    assert exchange.begins("1", "PJSIP/trunk-1", ring=True, CallerIDName=told).name == name


def test_a_placed_call_wants_its_number_at_its_own_persons_phones_alone(exchange: Exchange) -> None:
    exchange.channels.expect("c1", "2041", "0701234567")
    first = exchange.begins("1", "PJSIP/2041-1", linked="c1")
    second = exchange.begins("2", "PJSIP/2041b-2", linked=f"c1{JOINT}")
    other = exchange.begins("3", "PJSIP/2042-3", linked="c1")
    line = exchange.begins("4", "PJSIP/trunk-4", linked="c1")
    for each in (first, second):
        assert (each.placed, each.call, each.calling, each.far_number, each.proven) == ("c1", "c1", True, "0701234567", True)
    for each in (other, line):
        assert (each.placed, each.call, each.calling, each.far_number) == ("", each.id, False, "")
    assert exchange.channels.beside(first) == [second]
    assert exchange.channels.of("c1") is first
    exchange.meet("b", "2", "4")
    assert exchange.channels.of("c1") is second, "of several the one that is talked at"
    assert exchange.channels.of("2") is second
    assert exchange.channels.of("nobody's") is None


@pytest.mark.parametrize("over", ["told", "asked"])
def test_when_the_placed_call_is_over_no_further_phone_rings_for_it(exchange: Exchange, over: str) -> None:
    exchange.channels.expect("c1", "2041", "0701234567")
    if over == "told":
        exchange.says("OriginateResponse", f"c1{JOINT}")
    else:
        exchange.channels.unexpected("c1")
    assert exchange.begins("1", "PJSIP/2041-1", linked="c1").placed == ""
    exchange.channels.unexpected("c1")


def test_several_phones_of_one_person_that_one_call_rings_are_one_call(exchange: Exchange) -> None:
    exchange.begins("1", "PJSIP/trunk-1", ring=True, CallerIDNum="0701")
    desk = exchange.begins("2", "PJSIP/2041-2", linked="1")
    mobile = exchange.begins("3", "PJSIP/2041b-3", linked="1")
    colleague = exchange.begins("4", "PJSIP/2042-4", linked="1")
    for each in ("2", "3", "4"):
        exchange.dials("1", each)
    assert (desk.call, mobile.call, colleague.call) == ("2", "2", "4")
    assert exchange.channels.beside(desk) == [mobile]
    assert [each.id for each in exchange.channels.dialled_from(exchange.channels.there["1"])] == ["2", "3", "4"]
    exchange.begins("5", "PJSIP/trunk-5", ring=True)
    another = exchange.begins("6", "PJSIP/2041-6", linked="5")
    exchange.dials("5", "6")
    assert another.call == "6", "another caller's call is another call"


def test_lines_that_are_nobodys_are_never_one_call(exchange: Exchange) -> None:
    exchange.begins("1", "PJSIP/2041-1", ring=True)
    for each in ("2", "3"):
        exchange.begins(each, f"PJSIP/trunk-{each}", linked="1")
        exchange.dials("1", each)
    assert exchange.channels.there["3"].call == "3"


def test_whoever_calls_is_found_through_the_joints_and_two_that_dial_each_other_end_the_search(exchange: Exchange) -> None:
    caller = exchange.begins("1", "PJSIP/2042-1", ring=True)
    joint = exchange.begins("2", "Local/2041@phones-7;1", linked="1")
    half = exchange.begins("3", "Local/2041@phones-7;2", linked="1")
    phone = exchange.begins("4", "PJSIP/2041-4", linked="1")
    assert (joint.local, half.local, caller.local) == (True, True, False)
    assert (joint.half, half.half) == (half.title, joint.title)
    exchange.dials("1", "2")
    exchange.dials("3", "4")
    assert exchange.channels.caller_of(phone) is caller
    assert (phone.far_number, phone.far_own) == ("2042", True)
    caller.dialled_by, joint.dialled_by = "2", "1"
    assert exchange.channels.caller_of(phone).id in ("1", "2")


def test_whoever_answers_behind_joints_is_met_at_both_ends(exchange: Exchange) -> None:
    caller = exchange.begins("1", "PJSIP/2042-1", ring=True, Exten="2041")
    exchange.begins("2", "Local/2041@phones-7;1", linked="1")
    exchange.begins("3", "Local/2041@phones-7;2", linked="1")
    phone = exchange.begins("4", "PJSIP/2041-4", linked="1")
    exchange.dials("1", "2")
    exchange.dials("3", "4")
    exchange.meet("near", "1", "2")
    assert caller.peer == "", "nobody stands behind the joint yet"
    assert exchange.meet("far", "3", "4") == ["3", "4", "1"]
    assert (caller.peer, phone.peer) == ("4", "1")


def test_whoever_takes_anothers_place_is_met_and_is_the_far_party_from_then_on(exchange: Exchange) -> None:
    phone = exchange.begins("1", "PJSIP/2041-1", ring=True, Exten="2042")
    exchange.begins("2", "PJSIP/2042-2", linked="1")
    exchange.dials("1", "2")
    exchange.meet("b", "1", "2")
    assert (phone.far_number, phone.proven) == ("2042", True)
    exchange.begins("3", "PJSIP/trunk-3", linked="9", CallerIDNum="0701", CallerIDName="Karin")
    exchange.says("BridgeEnter", "3", BridgeUniqueid="b")
    assert (phone.peer, exchange.channels.peer_of(phone)) == ("2", None), "with three nobody knows"
    assert exchange.says("BridgeLeave", "2") == ["2", "3", "1"]
    assert (phone.peer, phone.far_number, phone.far_name, phone.far_own) == ("3", "0701", "Karin", False)
    assert not phone.proven, "an outside caller's claim, whatever this phone once dialled"
    assert exchange.says("BridgeLeave", "3") == ["3"]
    assert exchange.channels.peer_of(phone) is None


def test_one_that_leaves_no_bridge_leaves_nobody_behind(exchange: Exchange) -> None:
    for each in ("1", "2", "3"):
        exchange.begins(each, f"PJSIP/204{each}-1", ring=True)
    assert exchange.says("BridgeLeave", "1") == ["1"]


def test_who_picks_up_a_call_that_rings_elsewhere_is_called_by_whoever_called_there(exchange: Exchange) -> None:
    exchange.begins("1", "PJSIP/trunk-1", ring=True, CallerIDNum="0701", CallerIDName="Karin")
    exchange.begins("2", "PJSIP/2042-2", linked="1")
    exchange.dials("1", "2")
    fetching = exchange.begins("3", "PJSIP/2041-3", ring=True, Exten="*8")
    assert exchange.says("Pickup", "3", TargetUniqueid="2") == ["3"]
    assert (fetching.calling, fetching.fetched, fetching.fetched_from, fetching.linked) == (False, True, "2042", "1")
    assert (fetching.far_number, fetching.far_name, fetching.far_own, fetching.dialled_by) == ("0701", "Karin", False, "1")
    assert fetching.dialled


def test_who_fetches_a_parked_call_talks_to_the_one_who_was_parked(exchange: Exchange) -> None:
    exchange.begins("1", "PJSIP/2042-1", ring=True, CallerIDName="Bo")
    fetching = exchange.begins("3", "PJSIP/2041-3", ring=True, Exten="701")
    assert exchange.says("UnParkedCall", RetrieverUniqueid="3", ParkeeUniqueid="1") == ["3"]
    assert (fetching.fetched_from, fetching.dialled_by) == ("", "1")
    assert (fetching.far_number, fetching.far_name, fetching.far_own) == ("2042", "Bo", True)


def test_a_queue_that_says_late_who_calls_is_heard_once_and_only_by_who_is_called(exchange: Exchange) -> None:
    rung = exchange.begins("1", "PJSIP/2041-1")
    assert exchange.says("NewConnectedLine", "1", ConnectedLineNum="x", ConnectedLineName="Karin") == []
    assert exchange.says("NewConnectedLine", "1", ConnectedLineNum="0701", ConnectedLineName="Karin") == ["1"]
    assert exchange.says("NewConnectedLine", "1", ConnectedLineNum="0702", ConnectedLineName="Eva") == []
    assert (rung.far_number, rung.far_name) == ("0701", "Karin")
    calling = exchange.begins("2", "PJSIP/2042-2", ring=True)
    assert exchange.says("NewConnectedLine", "2", ConnectedLineNum="0701") == []
    assert calling.far_number == ""


def test_after_a_gap_what_is_gone_is_told_and_what_is_new_is_put_together(exchange: Exchange) -> None:
    exchange.begins("0", "PJSIP/2049-0", ring=True)
    stays = exchange.begins("1", "PJSIP/2042-1", ring=True, Exten="2041")
    exchange.clock.move(minutes=5)
    listed = [
        {"Uniqueid": "1", "ChannelStateDesc": "Up", "BridgeId": "b"},
        {
            "Uniqueid": "2", "Channel": "PJSIP/2041-2", "Linkedid": "1", "ChannelStateDesc": "Up", "BridgeId": "b",
            "Application": "AppDial", "ConnectedLineNum": "0700", "ConnectedLineName": "X", "Duration": "00:01:30",
        },
        {
            "Uniqueid": "3", "Channel": "PJSIP/2043-3", "Linkedid": "3", "ChannelStateDesc": "Ringing", "BridgeId": "",
            "Application": "Dial", "Exten": "0701", "ConnectedLineName": "Any name", "Duration": "",
        },
    ]  # fmt: skip
    there, gone = exchange.channels.replace(listed)
    assert ([each.id for each in there], [each.id for each in gone]) == (["1", "2", "3"], ["0"])
    _, called, calling = there
    assert (called.calling, called.far_number, called.far_own, called.dialled_by) == (False, "2042", True, "1")
    assert called.begun == called.talked_since == exchange.clock() - timedelta(seconds=90)
    assert (called.peer, stays.peer, stays.talked_since) == ("1", "2", START)
    assert (calling.calling, calling.far_number, calling.far_name, calling.rings) == (True, "0701", "", True)
    assert calling.begun == exchange.clock()
    exchange.clock.move(minutes=5)
    exchange.channels.replace(listed)
    assert called.talked_since == exchange.clock() - timedelta(seconds=390), "since then, and not since it was listed again"


def test_a_placed_call_that_began_in_a_gap_still_wants_its_number(exchange: Exchange) -> None:
    exchange.channels.expect("c1", "2041", "0701")
    told = {"Uniqueid": "1", "Channel": "PJSIP/2041-1", "Linkedid": "c1", "ChannelStateDesc": "Up", "Exten": "s"}
    ([placed], _) = exchange.channels.replace([told | {"Application": "AppDial"}])
    assert (placed.placed, placed.calling, placed.far_number) == ("c1", True, "0701")


def test_what_the_pbx_says_of_the_rung_phone_fills_what_it_has_not_said_yet(exchange: Exchange) -> None:
    exchange.begins("1", "PJSIP/trunk-1", ring=True)
    bare = exchange.begins("2", "PJSIP/trunk-2", linked="1")
    told = exchange.begins("3", "PJSIP/trunk-3", linked="1", CallerIDNum="0703")
    for each in ("2", "3"):
        exchange.dials("1", each, DestCallerIDNum="0702", DestConnectedLineNum="0701", DestConnectedLineName="Karin")
    assert (bare.number, told.number) == ("0702", "0703")
    assert (bare.far_number, bare.far_name) == ("0701", "Karin")


def test_a_phone_that_nobody_who_is_known_rings_is_dialled_all_the_same(exchange: Exchange) -> None:
    phone = exchange.begins("2", "PJSIP/2041-2")
    assert exchange.dials("7", "2", DestConnectedLineNum="0701") == ["2"]
    assert (phone.dialled, phone.dialled_by, phone.far_number) == (True, "", "")


@pytest.mark.parametrize("ring", [True, False])
def test_only_who_calls_wants_the_number_that_was_dialled(exchange: Exchange, ring: bool) -> None:
    assert exchange.begins("1", "PJSIP/2041-1", ring=ring, Exten="2042").far_number == ("2042" if ring else "")


def test_a_phone_that_is_picked_up_is_up_and_rings_no_more(exchange: Exchange) -> None:
    phone = exchange.begins("1", "PJSIP/2041-1")
    for state, up, rings in (("Ringing", False, True), ("Up", True, False), ("Ringing", True, False)):
        exchange.says("Newstate", "1", ChannelStateDesc=state)
        assert (phone.up, phone.rings) == (up, rings)


@pytest.mark.parametrize("application", ["AppDial", "AppQueue"])
def test_phones_that_began_to_ring_in_a_gap_are_one_call_and_know_who_calls(exchange: Exchange, application: str) -> None:
    told = {
        "Linkedid": "9", "ChannelStateDesc": "Ringing", "Application": application, "Exten": "s",
        "ConnectedLineNum": "0701", "ConnectedLineName": "Karin",
    }  # fmt: skip
    phones = [{"Uniqueid": str(n), "Channel": f"PJSIP/2041{letter}-{n}", **told} for n, letter in ((1, ""), (2, "b"))]
    there, _ = exchange.channels.replace(phones)
    assert [each.call for each in there] == ["1", "1"]
    for each in there:
        assert (each.calling, each.far_number, each.far_name, each.rings) == (False, "0701", "Karin", True)


def test_who_calls_and_is_found_in_a_gap_wants_the_connected_line_where_nothing_was_dialled(exchange: Exchange) -> None:
    told = {"Uniqueid": "1", "Channel": "PJSIP/2041-1", "Application": "Dial", "ConnectedLineNum": "0701"}
    ([found], _) = exchange.channels.replace([told])
    assert (found.calling, found.far_number, found.call) == (True, "0701", "1")
