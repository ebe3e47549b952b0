"""Open messages in memory: the newer of two wins, but for a hub that was put back to a backup."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec

from kalix_presence import wire
from kalix_presence.client.inbox import OpenMessages, is_for, is_mine
from kalix_presence.model.callback import AddresseeKind, Stage

GOLDEN = Path(__file__).parents[1] / "wire" / "v1" / "message.json"


def at_version(version: int) -> wire.MessageView:
    message = msgspec.json.decode(GOLDEN.read_bytes(), type=wire.MessageView)
    return msgspec.structs.replace(message, version=version)


def test_the_older_of_two_is_dropped() -> None:
    inbox = OpenMessages()
    assert inbox.apply_message(at_version(5))
    assert not inbox.apply_message(at_version(3))
    inbox.begin()
    inbox.replace([at_version(4)])
    assert [one.version for one in inbox.messages.values()] == [5]


def test_after_a_whole_board_versions_may_have_gone_back() -> None:
    for answer_first in (True, False):
        inbox = OpenMessages()
        inbox.apply_message(at_version(5))
        inbox.doubt()
        if answer_first:
            inbox.begin()
            inbox.replace([at_version(2)])
            assert [one.version for one in inbox.messages.values()] == [2]
        assert inbox.apply_message(at_version(3))
        assert not inbox.apply_message(at_version(2)), "what was told since is known for sure"


def acting(*givers: str, messages: bool = True) -> wire.Me:
    today = date(2026, 11, 24)
    lent = [wire.DelegationView("a" * 32, one, "", "2061", "", today, today, absence=True, messages=messages) for one in givers]
    own = wire.PersonView("2061", "Siv", "skola", "Skola", "skola")
    return wire.Me("siv", ["employee"], {}, own, acts_for=lent)


def test_what_somebody_lets_one_see_to_is_ones_own_to_act_on_but_no_sign_that_it_was_delivered() -> None:
    to_anna = msgspec.structs.replace(at_version(1), to_kind=AddresseeKind.PERSON, to="2041", taker=None, stage=Stage.NEW)
    taken = msgspec.structs.replace(to_anna, to_kind=AddresseeKind.UNIT, to="bygglov", taker="2041")
    for message in (to_anna, taken):
        assert is_mine(message, acting("2041"))
        assert not is_for(message, acting("2041"))
        assert not is_mine(message, acting("2042"))
        assert not is_mine(message, acting("2041", messages=False))
    assert not is_mine(msgspec.structs.replace(taken, taker=None), acting("2041"))
    assert not is_mine(msgspec.structs.replace(to_anna, stage=Stage.DONE), acting("2041"))
