"""The short form of half an hour in bad company: nothing ends, everybody is answered, and all agree in the end."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.endurance.churn import churned

SECONDS = float(os.environ.get("CHURN_SECONDS", "25"))


@pytest.mark.timeout(SECONDS + 300)
def test_in_bad_company_nothing_ends_everybody_is_answered_and_all_agree(tmp_path: Path) -> None:
    found = churned(tmp_path / "hub", SECONDS)
    assert found.streams
    assert found.changes > found.refused
    assert found.imports
    assert (found.unanswered, found.odd, found.restarts, found.callbacks_failed, found.disagree) == (0, [], 0, 0, [])
