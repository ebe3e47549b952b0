"""What somebody does in another program is a hint: less than what the exchange says, and nothing where it is not known."""

from __future__ import annotations

import pytest

from kalix_presence.model.elsewhere import Elsewhere, shown_beside
from kalix_presence.model.line import LineState


@pytest.mark.parametrize("line", LineState)
def test_the_exchange_goes_first(line: LineState) -> None:
    seen = shown_beside(line, Elsewhere.CALL)
    assert seen is (Elsewhere.NOTHING if line in (LineState.BUSY, LineState.RINGING) else Elsewhere.CALL)


def test_what_a_newer_hub_knows_is_no_hint() -> None:
    assert Elsewhere("juggling") is Elsewhere.NOTHING
