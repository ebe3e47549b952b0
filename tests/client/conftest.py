"""A hub of its own for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kalix_presence.hub.site.config import Config
from tests.hub.serving import Serving, made_config, serving


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """A hub's folder with a few people of every role, for tests that start and stop it themselves."""
    return made_config(tmp_path / "hub", heartbeat_seconds=0.05)


@pytest.fixture
def hub(tmp_path: Path, config: Config) -> Iterator[Serving]:
    """It serves."""
    with serving(tmp_path / "hub", config=config) as running:
        yield running
