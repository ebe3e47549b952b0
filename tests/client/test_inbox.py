"""Open messages in memory: the newer of two wins, but for a hub that was put back to a backup."""

from __future__ import annotations

from pathlib import Path

import msgspec

from kalix_presence import wire
from kalix_presence.client.inbox import OpenMessages

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
