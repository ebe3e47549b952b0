"""What a telephone line is doing, and whether anybody knows."""

from __future__ import annotations

import pytest

from kalix_presence.model.line import LineState, is_known


@pytest.mark.parametrize("line", LineState)
def test_a_line_is_known_while_the_pbx_is_there_and_says_it(line: LineState) -> None:
    assert is_known(line, pbx=True) is (line is not LineState.UNKNOWN)
    assert not is_known(line, pbx=False)


def test_a_state_of_a_newer_hub_is_unknown() -> None:
    assert LineState("parked") is LineState.UNKNOWN
