"""Fixtures of the tests of sources."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hub.sync.house import SyncHouse


@pytest.fixture
def house(tmp_path: Path) -> Iterator[SyncHouse]:
    """Two sources: `hr`, which is believed first, and `phones`."""
    made = SyncHouse(tmp_path, "hr", "phones")
    yield made
    made.store.close()
