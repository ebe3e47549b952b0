"""A hub core with the people of `house` in these rooms: Anna, her deputy, her unit and the switchboard."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kalix_presence.hub.core.core import Core
from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx
from tests.clocks import Clock
from tests.hub.callbacks.house import made_database, pbx_of, running


@pytest.fixture
async def path(tmp_path: Path) -> Path:
    await made_database(tmp_path / "kalix.db")
    return tmp_path / "kalix.db"


@pytest.fixture
def pbx(clock: Clock) -> EmbeddedPbx:
    return pbx_of(clock)


@pytest.fixture
async def core(path: Path, pbx: EmbeddedPbx, clock: Clock) -> AsyncIterator[Core]:
    async with running(path, pbx, clock) as (started, _):
        yield started
