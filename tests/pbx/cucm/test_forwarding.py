"""Call forward all of a line, as it may be told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kalix_presence.hub.pbx.cucm.forwarding import Forward, forward_of, is_yes, rule_of, target_of
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.forwarding import Divert, ForwardingRule

TOLD = {
    "forwardToVoiceMail": "false", "destination": "9",
    "callingSearchSpaceName": {"_value_1": "A", "uuid": "{x}"}, "secondaryCallingSearchSpaceName": {"_value_1": None, "uuid": None},
}  # fmt: skip


def test_what_is_told_is_read_and_said_again() -> None:
    found = forward_of({"callForwardAll": TOLD})
    assert found == Forward("9", False, "A", "")
    assert found.written() == {
        "forwardToVoiceMail": "f", "callingSearchSpaceName": "A", "secondaryCallingSearchSpaceName": None, "destination": "9",
    }  # fmt: skip


@pytest.mark.parametrize("told", [None, {**TOLD, "forwardToVoiceMail": None}, {**TOLD, "forwardToVoiceMail": "perhaps"}])
def test_what_is_not_told_is_never_guessed(told: Any) -> None:
    with pytest.raises(Unavailable, match="pbx-unreachable"):
        forward_of({"callForwardAll": told})


def test_yes_and_no() -> None:
    assert [is_yes(told) for told in ("t", "true", "1", True, "True", "f", "false", "0", False)] == [True] * 5 + [False] * 4


def test_where_a_forward_leads() -> None:
    assert rule_of("2041", "", voice_mail=False) is None
    for destination, voice_mail, target in (
        ("9", False, "9"),
        ("9", True, "voicemail"),
        ("", True, "voicemail"),
        ("x" * 99, False, "x" * 50),
    ):
        found = rule_of("2041", destination, voice_mail=voice_mail)
        assert found == ForwardingRule("2041", "", Divert.ALWAYS, target, None, "")


def test_only_a_number_is_written_and_only_always() -> None:
    rule = ForwardingRule("2041", "a", Divert.ALWAYS, "+46923650", None, "away")
    assert target_of(rule) == "+46923650"
    with pytest.raises(Unavailable, match="pbx-cannot"):
        target_of(replace(rule, divert=Divert.BUSY))
    for target in ("", "9 ", "voicemail", "+", "9" * 19):
        with pytest.raises(Unavailable, match="pbx-refused"):
            target_of(replace(rule, target=target))
