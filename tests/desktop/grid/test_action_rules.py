"""What may be done for whom, and why not: by role, contact, PBX, and what goes on."""

from __future__ import annotations

from datetime import UTC, date, datetime

import msgspec
import pytest

from kalix_presence import wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.desktop.grid.action_rules import ACTS, Situation, may_ever, name, why_not
from kalix_presence.desktop.grid.keys import Do
from kalix_presence.model.present_call import CallState
from tests.desktop.sample import absent, sample_people

PEOPLE = {person.extension: person for person in sample_people()}
OWN, OTHER = PEOPLE["2004"], PEOPLE["2031"]
ALL = ("set_absence", "leave_message", "use_phone", "nudge", "forward_unit")
CALL = wire.PresentCallView("c1", "2004", CallState.TALKING, datetime(2026, 11, 24, 11, tzinfo=UTC))
MARIA = wire.Me("maria", ["receptionist"], dict.fromkeys(ALL, "all"), OWN)
ANNA = wire.Me("anna", ["employee"], {"set_absence": "self", "leave_message": "all", "use_phone": "self"}, OWN)
NEAR = Situation(MARIA, LinkState.ONLINE, True, OTHER, absent("2031", "lunch", overdue=True), CALL)


def at(**more: object) -> Situation:
    from dataclasses import replace

    return replace(NEAR, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("act", ACTS)
def test_a_receptionist_may_do_everything_while_all_is_well(act: Do) -> None:
    assert why_not(act, NEAR) == ""


@pytest.mark.parametrize("act", ACTS)
def test_nothing_is_done_without_signing_in_or_for_nobody(act: Do, qapp: object) -> None:
    assert why_not(act, at(link=LinkState.SIGNED_OUT)) == "Sign in first."
    assert why_not(act, at(me=None)) == "Sign in first."
    assert why_not(act, at(person=None)) == "Choose somebody first."


def test_without_contact_only_what_can_wait_is_done() -> None:
    offline = at(link=LinkState.OFFLINE)
    assert {act for act in ACTS if not why_not(act, offline)} == {Do.MESSAGE, Do.SET_ABSENCE, Do.END_ABSENCE}


def test_an_employee_calls_and_leaves_word_and_no_more() -> None:
    employee = at(me=ANNA, call=None)
    assert {act for act in ACTS if not why_not(act, employee)} == {Do.CALL, Do.MESSAGE}
    assert why_not(Do.SET_ABSENCE, employee) == "Your role does not allow it."
    assert why_not(Do.SET_ABSENCE, at(me=ANNA, person=OWN, call=None)) == ""


def test_an_officer_sets_within_the_administration() -> None:
    officer = wire.Me("per", ["officer"], {"set_absence": "administration"}, OWN)
    same = next(each for each in PEOPLE.values() if each.administration == OWN.administration and each is not OWN)
    assert why_not(Do.SET_ABSENCE, at(me=officer, person=same)) == ""
    assert why_not(Do.SET_ABSENCE, at(me=officer, person=OTHER)) == "Your role does not allow it."


@pytest.mark.parametrize(
    ("act", "more", "why"),
    [
        (Do.CALL, {"pbx": False}, "The telephone exchange cannot be reached."),
        (Do.CALL, {"person": OWN}, "That is your own telephone."),
        (Do.CALL, {"me": msgspec.structs.replace(MARIA, person=None)}, "Your account has no telephone."),
        (Do.CONSULT, {"call": None}, "There is no call to transfer."),
        (Do.NUDGE, {"standing": absent("2031", "lunch")}, "Only somebody overdue is asked."),
        (Do.NUDGE, {"standing": None}, "Only somebody overdue is asked."),
        (Do.END_ABSENCE, {"standing": wire.Standing("2031")}, "There is no absence to end."),
        (
            Do.CALL,
            {"unable": frozenset({"place_call"}), "call": None},
            "This telephone exchange cannot place calls from the computer.",
        ),
        (
            Do.CALL,
            {"unable": frozenset({"move_call"})},
            "This telephone exchange cannot transfer calls from the computer. Transfer at the telephone.",
        ),
        (
            Do.CONSULT,
            {"unable": frozenset({"consult_call"})},
            "This telephone exchange cannot ask first from the computer. Do it at the telephone.",
        ),
        (Do.FORWARD_UNIT, {"unable": frozenset({"forward_always"})}, "This telephone exchange cannot forward telephones."),
    ],
)
def test_the_reason_is_said(act: Do, more: dict[str, object], why: str) -> None:
    assert why_not(act, at(**more)) == why


def test_what_the_exchange_cannot_do_leaves_the_rest_alone() -> None:
    unable = frozenset({"move_call", "consult_call"})
    assert {act for act in ACTS if why_not(act, at(unable=unable))} == {Do.CALL, Do.CONSULT}
    assert why_not(Do.CALL, at(unable=unable, call=None)) == ""
    assert why_not(Do.CALL, at(unable=frozenset({"place_call"}))) == "", "a transfer places no call"


def test_enter_transfers_during_a_call_and_calls_else() -> None:
    assert name(Do.CALL, NEAR) == "Transfer"
    assert name(Do.CALL, at(call=None)) == "Call"
    no_phone = msgspec.structs.replace(MARIA, may={**MARIA.may, "use_phone": "none"})
    assert why_not(Do.CALL, at(me=no_phone)) == "Your role does not allow it."


LENT = wire.DelegationView(
    "a" * 32, OTHER.extension, OTHER.name, OWN.extension, OWN.name, date(2026, 11, 24), date(2026, 12, 1)
)


@pytest.mark.parametrize("act", [Do.SET_ABSENCE, Do.END_ABSENCE])
def test_a_delegate_sets_and_ends_the_absence_of_whoever_lets_them_and_of_nobody_else(act: Do, qapp: object) -> None:
    for lent, allowed in (
        (msgspec.structs.replace(LENT, absence=True), True),
        (msgspec.structs.replace(LENT, plans=True), False),
    ):
        me = msgspec.structs.replace(ANNA, acts_for=[lent])
        assert (why_not(act, at(me=me)) == "") is allowed
        assert may_ever(act, me) is allowed
        assert why_not(act, at(me=me, person=PEOPLE["2037"])) == "Your role does not allow it."
    assert not may_ever(act, ANNA)
