"""What the tests of the hub stand on: a clock they move, a model PBX, a database with people, and a hub that serves."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import pytest

from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx
from kalix_presence.hub.supervision.acting import ACTING
from tests.clocks import Clock
from tests.hub.house import embedded, made_database
from tests.hub.serving import Serving, serving


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pbx(clock: Clock) -> EmbeddedPbx:
    return embedded(clock)


@pytest.fixture
async def database(tmp_path: Path) -> Path:
    await made_database(tmp_path / "hub.db")
    return tmp_path / "hub.db"


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Serving]:
    with serving(tmp_path / "hub") as running:
        yield running


@pytest.fixture
def no_lead() -> Iterator[None]:
    """This process has led other hubs, and may not act any longer."""
    ACTING.until(-math.inf)
    yield
    ACTING.until(math.inf)
