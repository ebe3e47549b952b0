"""The short form of a flood: whoever belongs here is answered, whoever floods is refused and counted, and nothing is left of it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from kalix_presence.hub.web.front_door import RESERVE
from tests.endurance.flood import FILES, Found, flooded

SECONDS = float(os.environ.get("FLOOD_SECONDS", "3"))
KINDS = {"idle", "slow", "reset", "endless", "stream", "messages", "calls"}


def enough(found: Found) -> bool:
    """Others were there while the hub was full, and each kind has been tried."""
    full = found.files >= FILES - RESERVE
    return bool(full and found.waits and found.arrivals and found.colleague[429] > 10 and found.tried.keys() >= KINDS)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such limit")
@pytest.mark.timeout(SECONDS + 300)
def test_a_flood_keeps_nobody_out_and_leaves_nothing(tmp_path: Path) -> None:
    found = flooded(tmp_path / "hub", SECONDS, enough)
    assert enough(found), str(found)
    assert (found.unanswered, found.odd) == (0, []), str(found)
    assert found.refused.keys() >= {"head-too-large", "request-slow", "full"}, str(found)
    assert found.files < FILES
    assert found.left <= 4, str(found)
